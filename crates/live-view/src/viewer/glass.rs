//! What a phone has on its glass, so that a narrow line carries only what has changed since. Knows nothing of lines.

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::{ImageFormat, RgbImage};

use crate::protocol::{Frame, Patch};

/// A little better than the frames themselves: what was compressed once already should not show it.
const QUALITY: u8 = 80;
/// JPEG's blocks; a part cut along them is compressed as it was in the whole.
const BLOCK: u32 = 16;

/// The frame that was sent last.
#[derive(Default)]
pub(super) struct Glass {
    shown: Option<Frame>,
    /// The same in pixels, once it was needed.
    pixels: Option<RgbImage>,
}

/// A part of a picture: left, top, right, bottom, the last two beyond it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    left: u32,
    top: u32,
    right: u32,
    bottom: u32,
}

impl Glass {
    /// The bytes of a whole frame, which is on the glass from now on.
    pub(super) fn whole(&mut self, frame: &Frame) -> Bytes {
        self.pixels = None;
        self.shown = Some(frame.clone());
        frame.encode()
    }

    /// The bytes that turn what is on the glass into `frame`, as few as there can be. Takes some milliseconds of computing.
    pub(super) fn changed(&mut self, frame: &Frame) -> Bytes {
        let before = self.shown.take().filter(|shown| is_same_view(shown, frame));
        let pixels = self.pixels.take().or_else(|| decode(&before.as_ref()?.jpeg));
        let now = decode(&frame.jpeg);
        let patch = before.and(pixels).zip(now.as_ref()).and_then(|(before, now)| cut(&before, now, frame));
        self.shown = Some(frame.clone());
        self.pixels = now;
        patch.map_or_else(|| frame.encode(), |patch| frame.encode_patch(&patch))
    }
}

/// Whether both show the same part of the same page, so that a pixel of one stands for the same place in the other.
fn is_same_view(one: &Frame, other: &Frame) -> bool {
    let view = |frame: &Frame| {
        (frame.stage, frame.width, frame.height, frame.scroll_x.to_bits(), frame.scroll_y.to_bits())
    };
    view(one) == view(other)
}

fn decode(jpeg: &[u8]) -> Option<RgbImage> {
    image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).ok().map(image::DynamicImage::into_rgb8)
}

/// The changed part as a picture of its own; nothing when that would not be much smaller.
fn cut(before: &RgbImage, now: &RgbImage, frame: &Frame) -> Option<Patch> {
    let part = difference(before, now)?;
    let (width, height) = (part.right - part.left, part.bottom - part.top);
    if width * height * 2 > now.width() * now.height() {
        return None;
    }
    let scale = u8::try_from(now.width() / u32::from(frame.width)).ok().filter(|scale| *scale > 0)?;
    let cut = image::imageops::crop_imm(now, part.left, part.top, width, height).to_image();
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(&cut).ok()?;
    let (left, top) = (u16::try_from(part.left).ok()?, u16::try_from(part.top).ok()?);
    Some(Patch { left, top, scale, jpeg: jpeg.into() })
}

/// The smallest part, along JPEG's blocks, outside which the pictures are equal; nothing when they cannot be compared.
/// Equal pictures differ nowhere, which is one block.
fn difference(before: &RgbImage, now: &RgbImage) -> Option<Part> {
    if before.dimensions() != now.dimensions() {
        return None;
    }
    let (width, height) = now.dimensions();
    let mut part = Part { left: width, top: height, right: 0, bottom: 0 };
    let rows = before.as_raw().chunks(row(width)).zip(now.as_raw().chunks(row(width)));
    for (y, (old, new)) in (0..height).zip(rows).filter(|(_, (old, new))| old != new) {
        let Some(first) = old.iter().zip(new).position(|(old, new)| old != new) else { continue };
        let last = old.iter().zip(new).rposition(|(old, new)| old != new).unwrap_or(first);
        part.left = part.left.min(column(first));
        part.right = part.right.max(column(last) + 1);
        part.top = part.top.min(y);
        part.bottom = y + 1;
    }
    let part = if part.right == 0 { Part { left: 0, top: 0, right: 1, bottom: 1 } } else { part };
    Some(Part {
        left: part.left / BLOCK * BLOCK,
        top: part.top / BLOCK * BLOCK,
        right: part.right.next_multiple_of(BLOCK).min(width),
        bottom: part.bottom.next_multiple_of(BLOCK).min(height),
    })
}

/// Bytes of a row of pixels.
fn row(width: u32) -> usize {
    width as usize * 3
}

fn column(byte: usize) -> u32 {
    u32::try_from(byte / 3).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    fn page(mark: Option<(u32, u32)>) -> RgbImage {
        let mut page = RgbImage::from_pixel(320, 640, Rgb([250, 248, 245]));
        if let Some((x, y)) = mark {
            image::imageops::replace(
                &mut page,
                &RgbImage::from_pixel(12, 20, Rgb([20, 40, 30])),
                x.into(),
                y.into(),
            );
        }
        page
    }

    fn frame(seq: u32, page: &RgbImage, scroll_y: f32) -> Frame {
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, 70).encode_image(page).unwrap();
        Frame { seq, stage: 1, width: 160, height: 320, scroll_x: 0.0, scroll_y, jpeg: jpeg.into() }
    }

    #[test]
    fn only_the_changed_blocks_are_sent_and_they_hold_the_change() {
        let mut glass = Glass::default();
        glass.whole(&frame(1, &page(None), 0.0));
        let sent = glass.changed(&frame(2, &page(Some((100, 200))), 0.0));
        let (left, top) =
            (u16::from_le_bytes([sent[20], sent[21]]), u16::from_le_bytes([sent[22], sent[23]]));
        assert_eq!(sent[1], 2, "two pixels for each CSS pixel");
        assert!(left <= 100 && top <= 200 && left % 16 == 0 && top % 16 == 0, "{left}, {top}");
        let part = decode(&sent[24..]).unwrap();
        assert!(part.width() < 80 && part.height() < 80, "{:?}", part.dimensions());
        let mark = part.get_pixel(106 - u32::from(left), 210 - u32::from(top));
        assert!(mark.0.iter().all(|part| *part < 80), "{mark:?}");
    }

    #[test]
    fn a_patch_follows_a_patch() {
        let mut glass = Glass::default();
        glass.whole(&frame(1, &page(None), 0.0));
        for seq in 2..6 {
            let sent = glass.changed(&frame(seq, &page(Some((seq * 20, 200))), 0.0));
            assert_eq!(sent[1], 2);
        }
    }

    #[test]
    fn what_cannot_be_laid_over_the_last_picture_is_sent_whole() {
        let mut glass = Glass::default();
        assert_eq!(glass.changed(&frame(1, &page(None), 0.0))[1], 0, "the first");
        assert_eq!(glass.changed(&frame(2, &page(None), 40.0))[1], 0, "scrolled");
        let all = RgbImage::from_pixel(320, 640, Rgb([0, 0, 0]));
        assert_eq!(glass.changed(&frame(3, &all, 40.0))[1], 0, "changed everywhere");
    }
}
