//! Frames of other origins, which other processes render.

use baton_browser::{FillMode, PageEvent, Point, Snapshot, World};

use crate::support::{Site, Stage, event, find, handle, node, progress};

const OUTER: &str = r#"<body style="margin:0"><div style="height:100px"></div>
    <iframe src="{other}/card" style="margin-left:40px;border:5px solid;padding:7px;width:300px;height:200px"></iframe>"#;
const CARD: &str = r#"<body style="margin:0"><label>Number<input oninput="document.title = value"></label>
    <iframe src="{other}/deep" style="display:block;border:0;margin:30px 0 0 20px;width:200px;height:100px"></iframe>"#;
const DEEP: &str = r#"<body style="margin:0"><button style="margin:0">Deep</button>"#;

async fn stage() -> (Stage, Site) {
    let site = Site::serve(&[("/", OUTER), ("/card", CARD), ("/deep", DEEP)]).await;
    let stage = Stage::set().await;
    stage.goto(&site.url("/")).await;
    stage.find("button", "Deep").await;
    (stage, site)
}

#[tokio::test]
async fn a_cross_origin_iframe_is_read_in_its_place() {
    let (stage, _site) = stage().await;
    let frames = stage.page.frames();
    assert_eq!(frames.len(), 3);
    assert!(frames[1].is_cross_origin());
    assert_eq!(frames[1].parent().unwrap().id(), frames[0].id());
    let corner = Point { x: 40.0 + 5.0 + 7.0, y: 100.0 + 5.0 + 7.0 };
    assert_eq!(frames[1].content_offset(&progress()).await.unwrap(), corner);
    let shot = stage.look().await;
    let deep = node(&shot, "button", "Deep").rect;
    let offset_top = "() => document.querySelector('iframe').getBoundingClientRect().y";
    let inner: f64 = frames[1].evaluate(&progress(), offset_top, ()).await.unwrap();
    assert_eq!((deep.x, deep.y), (corner.x + 20.0, corner.y + inner));
    assert!(shot.frames.iter().all(|frame| frame.visible && !frame.unreadable));
}

#[tokio::test]
async fn input_to_the_page_reaches_a_cross_origin_iframe() {
    let (stage, _site) = stage().await;
    let number = handle(&stage.look().await, "textbox", "Number");
    stage.page.fill(&progress(), &number, "4111", FillMode::Insert).await.unwrap();
    let card = stage.page.frame(&number.frame).unwrap();
    let typed: String = card.evaluate(&progress(), "() => document.title", ()).await.unwrap();
    assert_eq!(typed, "4111");
}

#[tokio::test]
async fn a_press_reaches_a_button_two_frames_deep() {
    let (stage, _site) = stage().await;
    let deep = handle(&stage.look().await, "button", "Deep");
    let frame = stage.page.frame(&deep.frame).unwrap();
    let arm =
        "() => document.querySelector('button').addEventListener('click', () => document.title = 'pressed')";
    frame.evaluate::<()>(&progress(), arm, ()).await.unwrap();
    stage.page.press(&progress(), &deep).await.unwrap().await.unwrap();
    let title: String = frame.evaluate(&progress(), "() => document.title", ()).await.unwrap();
    assert_eq!(title, "pressed");
}

#[tokio::test]
async fn init_scripts_and_bindings_reach_iframes_that_come_later() {
    let site = Site::serve(&[("/", "<p>Shell</p>"), ("/card", CARD), ("/deep", DEEP)]).await;
    let stage = Stage::set().await;
    stage.goto(&site.url("/")).await;
    let mut events = stage.page.events();
    stage.page.add_binding("tell", World::Page).await.unwrap();
    stage
        .page
        .add_init_script("tell(location.pathname + ' ' + document.readyState)", World::Page)
        .await
        .unwrap();
    let add = format!(
        "() => {{ document.body.append(Object.assign(document.createElement('iframe'), {{src: '{}'}})) }}",
        site.other_url("/card")
    );
    stage.ask_page::<()>(&add).await;
    event(&mut events, |event| match event {
        PageEvent::Binding { payload, .. } => (payload == "/card loading").then_some(()),
        _ => None,
    })
    .await;
}

#[tokio::test]
async fn a_frame_keeps_its_name_when_it_moves_to_another_process() {
    let site = Site::serve(&[
        ("/", r#"<iframe src="/near" title=shop></iframe>"#),
        ("/near", "<p>Near</p>"),
        ("/far", "<p>Far</p>"),
    ])
    .await;
    let stage = Stage::set().await;
    stage.goto(&site.url("/")).await;
    stage.find("text", "Near").await;
    let frame = stage.page.frames()[1].clone();
    assert!(!frame.is_cross_origin());
    for (url, text, cross) in [(site.other_url("/far"), "Far", true), (site.url("/near"), "Near", false)] {
        let go = format!("() => {{ document.querySelector('iframe').src = '{url}' }}");
        stage.ask_page::<()>(&go).await;
        let shown = stage.find("text", text).await;
        let moved = stage.page.frame(&shown.frame).unwrap();
        assert_eq!((moved.is_cross_origin(), moved.id()), (cross, frame.id()));
    }
}

#[tokio::test]
async fn a_removed_frame_is_gone() {
    let (stage, _site) = stage().await;
    let mut events = stage.page.events();
    let frame = stage.page.frames()[1].clone();
    stage.ask_page::<()>("() => document.querySelector('iframe').remove()").await;
    event(&mut events, |event| match event {
        PageEvent::FrameDetached { frame: gone } => (&gone == frame.id()).then_some(()),
        _ => None,
    })
    .await;
    assert_eq!(stage.page.frames().len(), 1);
    assert!(frame.evaluate::<u32>(&progress(), "() => 1", ()).await.unwrap_err().is_navigation());
}

#[tokio::test]
async fn a_hidden_iframe_is_not_visible() {
    let site = Site::serve(&[
        ("/", r#"<div id=step style="display:none"><iframe src="{other}/deep"></iframe></div>"#),
        ("/deep", DEEP),
    ])
    .await;
    let stage = Stage::set().await;
    stage.goto(&site.url("/")).await;
    let shot = stage.look_until(|shot| shot.frames.len() == 2 && !shot.frames[1].url.is_empty()).await;
    assert!(!shot.frames[1].visible);
    stage.ask_page::<()>("() => { document.querySelector('#step').style.display = '' }").await;
    stage.find("button", "Deep").await;
}

#[tokio::test]
async fn frames_are_in_their_places_whichever_of_them_went_before() {
    let site = Site::serve(&[
        (
            "/",
            r#"<body style="margin:0"><div id=late></div><iframe src="{other}/gone" style="display:none"></iframe>
            <iframe src="{other}/a" style="display:block;border:0;height:100px"></iframe>
            <iframe src="/b" style="display:block;border:0;height:100px"></iframe>
            <iframe sandbox srcdoc="<p>No scripts</p>" style="display:block;border:0;height:100px"></iframe>"#,
        ),
        ("/gone", "<p>Gone</p>"),
        ("/a", "<body style='margin:0'><button style='margin:0'>A</button>"),
        ("/b", "<body style='margin:0'><button style='margin:0'>B</button>"),
        ("/c", "<body style='margin:0'><button style='margin:0'>C</button>"),
    ])
    .await;
    let stage = Stage::set().await;
    stage.goto(&site.url("/")).await;
    let shot = stage
        .look_until(|shot| {
            ["A", "B"].iter().all(|name| find(shot, "button", name).is_some()) && says(shot, "No scripts")
        })
        .await;
    assert_eq!((node(&shot, "button", "A").rect.y, node(&shot, "button", "B").rect.y), (0.0, 100.0));
    // Of those that are left some have a turn of their own now, and one stands in a shadow and has none.
    stage
        .ask_page::<()>(
            "() => {
                document.querySelector('iframe').remove();
                const late = document.querySelector('#late');
                late.attachShadow({ mode: 'open' }).innerHTML = '<iframe src=/c style=\"display:block;border:0;height:50px\"></iframe>';
            }",
        )
        .await;
    let shot = stage.look_until(|shot| find(shot, "button", "C").is_some()).await;
    let top = |name| node(&shot, "button", name).rect.y;
    assert_eq!((top("C"), top("A"), top("B")), (0.0, 50.0, 150.0));
}

fn says(shot: &Snapshot, text: &str) -> bool {
    shot.visible().any(|(_, node)| node.text == text)
}
