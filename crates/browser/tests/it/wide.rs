//! Pages that are wider than the phone they are shown on.

use baton_browser::{ContextOptions, NodeHandle, ScreencastOptions};

use crate::support::{Site, Stage, progress};

/// What pages say of their own layout, if they say anything.
const TAGS: [&str; 5] = [
    "",
    "<meta name=viewport content='width=device-width'>",
    "<meta name=viewport content='width=device-width, initial-scale=1'>",
    "<meta name=viewport content='width=device-width, initial-scale=1, minimum-scale=0.25, user-scalable=yes'>",
    "<meta name=Viewport content='width=1024'>",
];

fn wide(tag: &str) -> String {
    format!(
        "<!doctype html><head>{tag}</head><style>body {{ margin: 0; width: 600px; height: 2000px; position: relative }} \
         button {{ position: absolute; right: 4px; width: 60px; height: 30px }}</style>
         <button style='top: 300px' onclick='pressed += \"a\"'>Beside</button>
         <button style='top: 1900px' onclick='pressed += \"b\"'>Below</button>
         <script>var pressed = ''</script>"
    )
}

async fn on_a_phone(html: &str) -> (Stage, Site) {
    let phone = ContextOptions { mobile: true, ..ContextOptions::default() };
    Stage::showing_with(phone, html).await
}

async fn press(stage: &Stage, button: &NodeHandle) {
    stage.page.press(&progress(), button).await.unwrap().await.unwrap();
}

#[tokio::test]
async fn what_lies_beside_or_below_the_glass_is_pressed_whatever_the_page_says_of_its_layout() {
    for tag in TAGS {
        let (stage, _site) = on_a_phone(&wide(tag)).await;
        for name in ["Beside", "Below"] {
            let button = stage.find("button", name).await;
            press(&stage, &button).await;
        }
        let pressed: String = stage
            .ask_page("() => new Promise(done => setInterval(() => pressed.length > 1 && done(pressed), 5))")
            .await;
        assert_eq!(pressed, "ab", "{tag}");
    }
}

#[tokio::test]
async fn a_page_is_laid_out_at_the_width_of_the_phone_and_never_zoomed() {
    for tag in TAGS {
        let (stage, _site) = on_a_phone(&wide(tag)).await;
        let sizes: (f64, f64, f64) = stage
            .ask_page("() => [innerWidth, document.documentElement.clientWidth, visualViewport.scale]")
            .await;
        assert_eq!(sizes, (390.0, 390.0, 1.0), "{tag}");
        let frame = stage.page.screencast(ScreencastOptions::default()).await.unwrap().next().await.unwrap();
        assert_eq!((frame.width, frame.height), (390.0, 844.0), "{tag}");
    }
}

#[tokio::test]
async fn a_layout_that_comes_later_counts_for_no_more() {
    let (stage, _site) = on_a_phone(&wide(TAGS[2])).await;
    let later = "() => { document.querySelector('meta[name=viewport]').content = 'width=980'; \
        return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(innerWidth)))); }";
    assert_eq!(stage.ask_page::<u32>(later).await, 390);
}

#[tokio::test]
async fn a_page_that_insists_on_its_layout_is_not_held_up() {
    let (stage, _site) = on_a_phone(&wide(TAGS[2])).await;
    let insist = "() => { const tag = document.querySelector('meta[name=viewport]'); \
        new MutationObserver(() => { if (tag.content !== 'width=980') tag.content = 'width=980'; }).observe(tag, { attributes: true }); \
        tag.content = 'width=980'; return new Promise(done => setTimeout(() => done(innerWidth))); }";
    assert_eq!(stage.ask_page::<u32>(insist).await, 980);
}
