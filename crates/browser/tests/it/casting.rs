//! The moving picture of a page.

use std::time::Duration;

use baton_browser::ScreencastOptions;

use crate::support::Stage;

/// Much longer than a frame of a page that moves.
const QUIET: Duration = Duration::from_millis(600);
const MOVING: &str = r#"<body style="margin:0;height:100vh"><script>
    let hue = 0;
    window.moving = true;
    const step = () => { document.body.style.background = `hsl(${hue++ % 360} 80% 50%)`; if (moving) requestAnimationFrame(step) };
    step();
    </script>"#;

/// The width and height that a JPEG says it has.
fn size(jpeg: &[u8]) -> (u16, u16) {
    let mut at = 2;
    loop {
        let length = usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        if matches!(jpeg[at + 1], 0xC0..=0xC2) {
            let side = |from: usize| u16::from_be_bytes([jpeg[at + from], jpeg[at + from + 1]]);
            return (side(7), side(5));
        }
        at += 2 + length;
    }
}

#[tokio::test]
async fn frames_have_true_device_pixels() {
    let (stage, _site) = Stage::showing("<p>Here</p>").await;
    let cast = stage.page.screencast(ScreencastOptions::default()).await.unwrap();
    let frame = cast.next().await.unwrap();
    assert_eq!(size(&frame.jpeg), (780, 1688));
    assert_eq!((frame.width, frame.height), (390.0, 844.0));
}

#[tokio::test]
async fn a_page_that_rests_sends_its_picture_and_then_nothing() {
    let (stage, _site) = Stage::showing("<p>Still</p>").await;
    let cast = stage.page.screencast(ScreencastOptions::default()).await.unwrap();
    cast.next().await.unwrap();
    // The first picture may be followed by one more while the page settles.
    while tokio::time::timeout(QUIET, cast.next()).await.is_ok() {}
    assert!(cast.received() <= 3, "{} frames of a resting page", cast.received());
}

#[tokio::test]
async fn a_viewer_who_takes_no_frames_stops_chrome_and_goes_on_with_the_newest() {
    let (stage, _site) = Stage::showing(MOVING).await;
    let cast = stage.page.screencast(ScreencastOptions::default()).await.unwrap();
    let mut before = cast.received();
    loop {
        tokio::time::sleep(QUIET).await;
        let now = cast.received();
        if now == before && now > 0 {
            break;
        }
        before = now;
    }
    assert!(before <= 5, "{before} frames for nobody");
    // Dropped frames are acknowledged too: the picture moves on, and it is the newest.
    let first = cast.next().await.unwrap().number;
    assert_eq!(first, before);
    for _ in 0..10 {
        cast.next().await.unwrap();
    }
    assert!(cast.received() >= first + 10);
}

#[tokio::test]
async fn what_changed_while_nobody_took_frames_is_shown_afterwards() {
    let (stage, _site) = Stage::showing(MOVING).await;
    let cast = stage.page.screencast(ScreencastOptions::default()).await.unwrap();
    while cast.received() < 3 {
        tokio::task::yield_now().await;
    }
    stage.ask_page::<()>("() => { moving = false }").await;
    stage
        .ask_page::<()>(
            "async () => { for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
            document.body.style.background = 'rgb(0 0 0)'; await new Promise(requestAnimationFrame) }",
        )
        .await;
    // A black page is the smallest picture by far; the last frame must be of it.
    let mut last = cast.next().await.unwrap();
    while let Ok(newer) = tokio::time::timeout(QUIET * 2, cast.next()).await {
        last = newer.unwrap();
    }
    let black = stage.page.screencast(ScreencastOptions::default()).await.unwrap().next().await.unwrap();
    assert_eq!(last.jpeg, black.jpeg, "the last frame is out of date");
}

/// Chrome lets go of a picture while three before it are still on their way, even if all of those are taken at once.
#[tokio::test]
async fn the_last_of_a_quick_succession_is_shown_however_quick_it_was() {
    let (stage, _site) = Stage::showing("<body style='margin:0;height:100vh'>").await;
    let cast = stage.page.screencast(ScreencastOptions::default()).await.unwrap();
    cast.next().await.unwrap();
    for round in 0..6 {
        let succession = async {
            let pictures = format!(
                "async () => {{ for (let i = 0; i < {}; i++) {{
                    document.body.style.background = `repeating-conic-gradient(hsl(${{i * 40}} 80% 50%) 0 1deg, #fff 0 2deg)`;
                    await new Promise(requestAnimationFrame) }}
                document.body.style.background = 'rgb(0 0 0)' }}",
                3 + round % 4
            );
            stage.ask_page::<()>(&pictures).await;
        };
        let viewer = async {
            let mut last = cast.next().await.unwrap();
            while let Ok(newer) = tokio::time::timeout(QUIET, cast.next()).await {
                last = newer.unwrap();
            }
            last
        };
        let ((), last) = tokio::join!(succession, viewer);
        // A page of one colour is the smallest picture by far.
        assert!(last.jpeg.len() < 20_000, "round {round} ended with a picture of {} bytes", last.jpeg.len());
    }
}

#[tokio::test]
async fn a_cast_ends_with_its_handle_and_can_be_started_again() {
    let (stage, _site) = Stage::showing(MOVING).await;
    let cast = stage.page.screencast(ScreencastOptions::default()).await.unwrap();
    cast.next().await.unwrap();
    drop(cast);
    let again = stage.page.screencast(ScreencastOptions::default()).await.unwrap();
    again.next().await.unwrap();
    again.next().await.unwrap();
}
