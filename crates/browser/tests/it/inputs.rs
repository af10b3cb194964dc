//! What mouse, finger and keyboard make a page hear.

use std::time::Instant;

use baton_browser::{ContextOptions, Key, Modifiers, Point};

use crate::support::{Stage, progress};

const LISTENING: &str = r#"<body style="margin:0"><input id=field style="width:300px;height:40px;display:block">
    <button style="width:300px;height:100px">Press</button>
    <script>
    window.heard = [];
    for (const kind of ['pointerdown', 'touchstart', 'touchend', 'mousedown', 'mousemove', 'click', 'keydown', 'input']) {
        addEventListener(kind, event => heard.push([kind, event.pointerType ?? '', event.keyCode ?? 0].join(' ').trim()), true);
    }
    </script>"#;
const ON_FIELD: Point = Point { x: 100.0, y: 20.0 };
const ON_BUTTON: Point = Point { x: 100.0, y: 90.0 };

async fn heard(stage: &Stage) -> Vec<String> {
    stage.ask_page("() => heard").await
}

async fn typed(stage: &Stage) -> String {
    stage.ask("() => document.querySelector('#field').value").await
}

fn count(heard: &[String], kind: &str) -> usize {
    heard.iter().filter(|event| event.split(' ').next() == Some(kind)).count()
}

#[tokio::test]
async fn sixty_moves_and_a_press_arrive_in_order_without_being_awaited() {
    let (stage, _site) = Stage::showing(LISTENING).await;
    let mouse = stage.page.mouse();
    let started = Instant::now();
    for step in 0..60 {
        drop(mouse.move_to(Point { x: f64::from(step), y: 80.0 }));
    }
    let queued = started.elapsed();
    mouse.press_at(ON_BUTTON).await.unwrap();
    let heard = heard(&stage).await;
    assert_eq!(heard.last().map(String::as_str), Some("click mouse 0"));
    let down = heard.iter().position(|event| event.starts_with("mousedown")).unwrap();
    assert!(heard[..down].iter().any(|event| event.starts_with("mousemove")), "{heard:?}");
    assert_eq!(count(&heard[down..], "mousemove"), 0, "a move overtook the press: {heard:?}");
    assert!(queued.as_millis() < 200, "queueing waited for answers: {queued:?}");
}

#[tokio::test]
async fn inserted_text_is_one_input_event_and_no_key() {
    let (stage, _site) = Stage::showing(LISTENING).await;
    stage.page.mouse().press_at(ON_FIELD).await.unwrap();
    stage.page.keyboard().insert_text("4111111111111111").await.unwrap();
    assert_eq!(typed(&stage).await, "4111111111111111");
    let heard = heard(&stage).await;
    assert_eq!((count(&heard, "input"), count(&heard, "keydown")), (1, 0), "{heard:?}");
}

#[tokio::test]
async fn a_typed_burst_arrives_whole_with_its_key_codes() {
    let (stage, _site) = Stage::showing(LISTENING).await;
    stage.page.mouse().press_at(ON_FIELD).await.unwrap();
    stage.page.keyboard().type_text("abCD1234eeff@mail.é").await.unwrap();
    assert_eq!(typed(&stage).await, "abCD1234eeff@mail.é");
    let heard = heard(&stage).await;
    assert_eq!((count(&heard, "input"), count(&heard, "keydown")), (19, 19), "{heard:?}");
    for code in ["keydown  65", "keydown  50", "keydown  190"] {
        assert!(heard.iter().any(|event| event == code), "no {code} in {heard:?}");
    }
}

#[tokio::test]
async fn keys_that_write_nothing_edit() {
    let (stage, _site) = Stage::showing(LISTENING).await;
    stage.page.mouse().press_at(ON_FIELD).await.unwrap();
    let keyboard = stage.page.keyboard();
    drop(keyboard.type_text("1235"));
    drop(keyboard.key(Key::Backspace));
    drop(keyboard.type_text("4"));
    drop(keyboard.key_with(Key::Home, Modifiers::NONE));
    drop(keyboard.key(Key::ArrowRight));
    keyboard.key(Key::Delete).await.unwrap();
    assert_eq!(typed(&stage).await, "134");
}

#[tokio::test]
async fn enter_submits_a_form() {
    let (stage, _site) =
        Stage::showing("<form onsubmit=\"document.title = 'sent'; return false\"><input autofocus></form>")
            .await;
    let field = stage.find("textbox", "").await;
    stage.page.fill(&progress(), &field, "Botox", baton_browser::FillMode::Insert).await.unwrap();
    stage.page.keyboard().key(Key::Enter).await.unwrap();
    assert_eq!(stage.ask::<String>("() => document.title").await, "sent");
}

#[tokio::test]
async fn a_tap_is_a_touch_and_then_a_click() {
    let phone = ContextOptions { mobile: true, ..ContextOptions::default() };
    let (stage, _site) = Stage::showing_with(phone, LISTENING).await;
    // Without a viewport meta tag a phone lays out 980 pixels wide.
    let button: Point = stage
        .ask("() => { const box = document.querySelector('button').getBoundingClientRect(); return {x: box.x + 50, y: box.y + 50} }")
        .await;
    stage.page.touch().tap(button).await.unwrap();
    let heard = heard(&stage).await;
    let kinds: Vec<&str> = heard.iter().map(|event| event.split(' ').next().unwrap()).collect();
    assert_eq!(kinds, ["pointerdown", "touchstart", "touchend", "mousemove", "mousedown", "click"]);
    assert_eq!(heard[0], "pointerdown touch 0");
}

#[tokio::test]
async fn the_wheel_scrolls() {
    let (stage, _site) = Stage::showing("<div style='height:5000px'>Long</div>").await;
    stage.page.mouse().wheel(Point { x: 50.0, y: 50.0 }, Point { x: 0.0, y: 300.0 }).await.unwrap();
    while stage.ask::<f64>("() => scrollY").await == 0.0 {
        stage.page.changed(&progress()).await.unwrap();
    }
}
