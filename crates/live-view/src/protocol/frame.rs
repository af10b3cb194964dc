//! One picture of the page and where on the page it was taken.

use bytes::{BufMut, Bytes, BytesMut};

/// One picture of the page.
#[derive(Clone, PartialEq)]
pub struct Frame {
    /// Rises by one with every frame of a hub; the phone acknowledges by it.
    pub seq: u32,
    /// Which page of the hub this shows; a popup is another stage than the page that opened it.
    pub stage: u16,
    /// The visible part of the page, in CSS pixels.
    pub width: u16,
    pub height: u16,
    /// How far the page was scrolled when the picture was taken.
    pub scroll_x: f32,
    pub scroll_y: f32,
    pub jpeg: Bytes,
}

/// The part of a frame that differs from the one sent before it, in the picture's own pixels.
#[derive(Clone, PartialEq)]
pub struct Patch {
    pub left: u16,
    pub top: u16,
    /// How many pixels of the picture are one CSS pixel.
    pub scale: u8,
    pub jpeg: Bytes,
}

impl Frame {
    const VERSION: u8 = 1;

    /// Little-endian: version `u8`, the patch's scale `u8` or 0 for a whole picture, stage `u16`, seq `u32`, width `u16`, height `u16`,
    /// scroll x and y `f32`, the patch's left and top `u16`, then the JPEG.
    pub fn encode(&self) -> Bytes {
        self.encoded(&Patch { left: 0, top: 0, scale: 0, jpeg: self.jpeg.clone() })
    }

    /// The same moment, told by what has changed.
    pub fn encode_patch(&self, patch: &Patch) -> Bytes {
        self.encoded(patch)
    }

    fn encoded(&self, picture: &Patch) -> Bytes {
        let mut out = BytesMut::with_capacity(24 + picture.jpeg.len());
        out.put_u8(Self::VERSION);
        out.put_u8(picture.scale);
        out.put_u16_le(self.stage);
        out.put_u32_le(self.seq);
        out.put_u16_le(self.width);
        out.put_u16_le(self.height);
        out.put_f32_le(self.scroll_x);
        out.put_f32_le(self.scroll_y);
        out.put_u16_le(picture.left);
        out.put_u16_le(picture.top);
        out.put_slice(&picture.jpeg);
        out.freeze()
    }
}

impl std::fmt::Debug for Frame {
    /// A picture may show what was typed, so its bytes are never printed.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { seq, stage, width, height, jpeg, .. } = self;
        write!(f, "Frame({seq}, stage {stage}, {width}x{height}, {} bytes)", jpeg.len())
    }
}

impl std::fmt::Debug for Patch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Patch(at {}, {}, {} bytes)", self.left, self.top, self.jpeg.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_starts_after_a_header_of_24_bytes() {
        let frame = Frame {
            seq: 7,
            stage: 1,
            width: 390,
            height: 788,
            scroll_x: 0.0,
            scroll_y: 12.5,
            jpeg: Bytes::from_static(b"jpeg"),
        };
        let encoded = frame.encode();
        assert_eq!(&encoded[24..], b"jpeg");
        assert_eq!(encoded[4..8], 7u32.to_le_bytes());
        assert_eq!(encoded[16..20], 12.5f32.to_le_bytes());
        assert_eq!(encoded[1], 0);

        let patch = Patch { left: 40, top: 300, scale: 2, jpeg: Bytes::from_static(b"part") };
        let encoded = frame.encode_patch(&patch);
        assert_eq!((encoded[1], &encoded[20..24], &encoded[24..]), (2, &[40, 0, 44, 1][..], &b"part"[..]));
    }
}
