//! What acting on an element does, and when it is not done yet.

use std::time::Duration;

use baton_browser::{
    ActError, Actionability, ContextOptions, FillMode, NodeHandle, NotYet, Press, SnapshotOptions,
};

use crate::support::{Site, Stage, find, node, progress};

async fn refusal(stage: &Stage, node: &NodeHandle) -> NotYet {
    match stage.page.target(&progress(), node, Actionability::default().at_once()).await {
        Err(ActError::NotYet(why)) => why,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

async fn title(stage: &Stage) -> String {
    stage.ask("() => document.title").await
}

#[tokio::test]
async fn a_press_is_a_trusted_click() {
    let (stage, _site) =
        Stage::showing("<button onclick='document.title = event.isTrusted'>Next</button>").await;
    let next = stage.find("button", "Next").await;
    stage.page.press(&progress(), &next).await.unwrap().await.unwrap();
    assert_eq!(title(&stage).await, "true");
}

#[tokio::test]
async fn a_press_on_a_phone_is_a_touch() {
    let phone = ContextOptions { mobile: true, ..ContextOptions::default() };
    let html = "<meta name=viewport content='width=device-width'>
        <button onpointerdown='document.title = event.pointerType'>Next</button>";
    let (stage, _site) = Stage::showing_with(phone, html).await;
    let next = stage.find("button", "Next").await;
    stage.page.press(&progress(), &next).await.unwrap().await.unwrap();
    assert_eq!(title(&stage).await, "touch");
}

#[tokio::test]
async fn an_element_far_below_is_scrolled_into_view() {
    let (stage, _site) = Stage::showing(
        "<div style='height:5000px'></div><button onclick='document.title = 1'>Far</button>
        <div style='position:fixed;bottom:0;height:300px;width:100%;background:#eee'>Footer</div>
        <div style='height:2000px'></div>",
    )
    .await;
    let far = stage.find("button", "Far").await;
    stage.page.press(&progress(), &far).await.unwrap().await.unwrap();
    assert_eq!(title(&stage).await, "1");
}

#[tokio::test]
async fn an_element_in_an_iframe_far_below_is_scrolled_into_view() {
    let site = Site::serve(&[
        ("/", "<div style='height:3000px'></div><iframe src='{other}/in' style='height:1000px'></iframe>"),
        (
            "/in",
            "<div style='height:600px'></div><button onclick='document.body.append(\"Done\")'>Pay</button>",
        ),
    ])
    .await;
    let stage = Stage::set().await;
    stage.goto(&site.url("/")).await;
    let pay = stage.find("button", "Pay").await;
    stage.page.press(&progress(), &pay).await.unwrap().await.unwrap();
    stage.find("text", "Done").await;
}

#[tokio::test]
async fn a_covered_element_is_not_pressed() {
    let (stage, _site) = Stage::showing(
        "<button>Next</button><div id=veil class=overlay style='position:fixed;inset:0;background:#0008'></div>",
    )
    .await;
    let next = stage.find("button", "Next").await;
    assert_eq!(refusal(&stage, &next).await, NotYet::Covered { by: "<div#veil.overlay>".to_owned() });
    stage.ask_page::<()>("() => { setTimeout(() => veil.remove(), 100) }").await;
    stage.page.press(&progress(), &next).await.unwrap();
}

#[tokio::test]
async fn a_covered_iframe_is_not_pressed_through() {
    let site = Site::serve(&[
        ("/", "<iframe src='{other}/in'></iframe><div id=veil style='position:fixed;inset:0'></div>"),
        ("/in", "<button>Pay</button>"),
    ])
    .await;
    let stage = Stage::set().await;
    stage.goto(&site.url("/")).await;
    let pay = stage.find("button", "Pay").await;
    assert_eq!(refusal(&stage, &pay).await, NotYet::Covered { by: "<div#veil>".to_owned() });
}

#[tokio::test]
async fn a_disabled_element_is_waited_for() {
    let (stage, _site) = Stage::showing("<button id=next disabled>Next</button>").await;
    let next = stage.find("button", "Next").await;
    assert_eq!(refusal(&stage, &next).await, NotYet::Disabled);
    stage.ask_page::<()>("() => { setTimeout(() => { next.disabled = false }, 100) }").await;
    stage.page.press(&progress(), &next).await.unwrap();
}

#[tokio::test]
async fn a_moving_element_is_waited_for() {
    let (stage, _site) = Stage::showing(
        "<style>@keyframes slide { to { margin-left: 300px } }
        .on { animation: slide 30s linear }</style><button id=next class=on>Next</button>",
    )
    .await;
    let next = stage.find("button", "Next").await;
    assert_eq!(refusal(&stage, &next).await, NotYet::Unstable);
    stage.ask_page::<()>("() => { setTimeout(() => { next.className = '' }, 100) }").await;
    stage.page.press(&progress(), &next).await.unwrap();
}

#[tokio::test]
async fn what_moves_is_brought_to_its_end_and_what_only_lights_up_is_left() {
    let (stage, _site) = Stage::showing("<body style='margin:0'><button id=next>Next</button>").await;
    stage
        .ask_page::<()>(
            "() => {
                const moves = { colour: { backgroundColor: ['red', 'blue'] }, place: { translate: ['200px', '0px'] } };
                for (const [id, keyframes] of Object.entries(moves)) next.animate(keyframes, { duration: 500, id }).playbackRate = 0.001;
            }",
        )
        .await;
    let at_rest = SnapshotOptions { at_rest: true, ..SnapshotOptions::default() };
    let shot = stage.page.snapshot(&progress(), &at_rest).await.unwrap();
    let running: Vec<String> =
        stage.ask_page("() => document.getAnimations().map((animation) => animation.id)").await;
    assert_eq!(running, ["colour"]);
    let (left, right) = find(&shot, "button", "Next").map(|next| (next.rect.x, next.rect.width)).unwrap();
    assert!(left < 1.0 && right > 1.0, "it is seen where it stands in the end: {left}");
}

#[tokio::test]
async fn hidden_and_removed_elements_say_so() {
    let (stage, _site) = Stage::showing("<button id=next>Next</button>").await;
    let next = stage.find("button", "Next").await;
    stage.ask_page::<()>("() => { next.style.visibility = 'hidden' }").await;
    assert_eq!(refusal(&stage, &next).await, NotYet::Hidden);
    stage.ask_page::<()>("() => { next.remove() }").await;
    assert_eq!(refusal(&stage, &next).await, NotYet::Detached);
}

#[tokio::test]
async fn a_hidden_radio_is_pressed_through_its_label() {
    let (stage, _site) = Stage::showing(
        "<input type=radio id=gale style='position:absolute;opacity:0;width:1px;height:1px'><label for=gale>Gale</label>",
    )
    .await;
    let gale = stage.find("radio", "Gale").await;
    stage.page.press(&progress(), &gale).await.unwrap().await.unwrap();
    let shot = stage.look_until(|shot| node(shot, "radio", "Gale").checked == Some(true)).await;
    assert!(node(&shot, "radio", "Gale").filled);
}

#[tokio::test]
async fn an_element_in_a_shadow_root_is_pressed() {
    let (stage, _site) = Stage::showing(
        "<my-card></my-card><script>
        customElements.define('my-card', class extends HTMLElement {
            connectedCallback() {
                this.attachShadow({mode: 'open'}).innerHTML = `<button onclick=\"document.title = 'pressed'\"><b>Book</b></button>`
            }
        })</script>",
    )
    .await;
    let book = stage.find("button", "Book").await;
    stage.page.press(&progress(), &book).await.unwrap().await.unwrap();
    assert_eq!(title(&stage).await, "pressed");
}

#[tokio::test]
async fn filling_replaces_what_is_there() {
    for mode in [FillMode::Insert, FillMode::Keys] {
        let (stage, _site) = Stage::showing(
            "<label>Name <input value='Somebody else'></label><label>Notes <textarea>Old</textarea></label>
            <div contenteditable aria-label=Rich>Old <b>text</b></div>",
        )
        .await;
        for (name, text) in [("Name", "Ada Lovelace"), ("Notes", "First time"), ("Rich", "New"), ("Name", "")]
        {
            let field = stage.find("textbox", name).await;
            stage.page.fill(&progress(), &field, text, mode).await.unwrap();
            let read = stage.page.read_value(&progress(), &field).await.unwrap();
            assert_eq!(read.as_deref(), Some(text), "{mode:?}");
        }
    }
}

#[tokio::test]
async fn what_is_filled_in_at_once_is_one_trusted_event() {
    let (stage, _site) = Stage::showing(
        "<label>Name <input value=Old maxlength=5></label>
        <script>window.heard = []; for (const kind of ['beforeinput', 'input'])
            addEventListener(kind, event => heard.push([kind, event.inputType, event.isTrusted].join(' ')))</script>",
    )
    .await;
    let name = stage.find("textbox", "Name").await;
    stage.page.fill(&progress(), &name, "Ada Lovelace", FillMode::Insert).await.unwrap();
    let heard: Vec<String> = stage.ask_page("() => heard").await;
    assert_eq!(heard, ["beforeinput insertText true", "input insertText true"]);
    let read = stage.page.read_value(&progress(), &name).await.unwrap();
    assert_eq!(read.as_deref(), Some("Ada L"), "more than a person could type");
}

#[tokio::test]
async fn a_phone_s_page_is_pressed_with_the_mouse_where_that_is_asked_for() {
    let phone = ContextOptions { mobile: true, ..ContextOptions::default() };
    let (stage, _site) = Stage::showing_with(
        phone,
        "<button onclick='document.title = event.pointerType' style='font-size: 40px'>Book</button>",
    )
    .await;
    for (by_mouse, pointer) in [(true, "mouse"), (false, "touch")] {
        let book = stage.find("button", "Book").await;
        let press = Press { by_mouse, ..Press::default() };
        stage.page.press_like(&progress(), &book, press).await.unwrap().await.unwrap();
        stage.page.snapshot(&progress(), &SnapshotOptions::default()).await.unwrap();
        assert_eq!(title(&stage).await, pointer);
    }
}

#[tokio::test]
async fn a_read_only_field_is_not_filled() {
    let (stage, _site) = Stage::showing("<label>Name <input readonly></label>").await;
    let name = stage.find("textbox", "Name").await;
    let limited = progress().child_within(Duration::from_secs(5));
    let refused = stage.page.fill(&limited, &name, "Ada", FillMode::Insert).await.unwrap_err();
    assert!(matches!(refused, ActError::NotYet(NotYet::Disabled)), "{refused}");
}

#[tokio::test]
async fn an_option_is_chosen_by_value_or_label_and_the_page_hears_of_it() {
    let (stage, _site) = Stage::showing(
        "<select aria-label=State onchange='document.title = value'><option value=oh>Ohio</option>
        <option value=ny>New  York</option><option disabled>Guam</option></select>",
    )
    .await;
    let state = stage.find("combobox", "State").await;
    stage.page.select_option(&progress(), &state, "New York").await.unwrap();
    assert_eq!(title(&stage).await, "ny");
    stage.page.select_option(&progress(), &state, "oh").await.unwrap();
    assert_eq!(title(&stage).await, "oh");
    let refused = |choice| {
        let (stage, state) = (&stage, &state);
        async move { stage.page.select_option(&progress(), state, choice).await.unwrap_err().to_string() }
    };
    assert_eq!(refused("Guam").await, NotYet::Disabled.to_string());
    assert_eq!(refused("Texas").await, NotYet::NotOffered.to_string());
}

#[tokio::test]
async fn a_date_is_set_without_its_picker() {
    let (stage, _site) =
        Stage::showing("<input type=date aria-label=Birthday onchange='document.title = value'>").await;
    let birthday = stage.find("textbox", "Birthday").await;
    stage.page.set_date(&progress(), &birthday, "1990-02-05").await.unwrap();
    assert_eq!(title(&stage).await, "1990-02-05");
}

#[tokio::test]
async fn a_phone_page_without_a_viewport_tag_is_pressed_where_it_is_seen() {
    let phone = ContextOptions { mobile: true, ..ContextOptions::default() };
    let html = "<!doctype html><body style='margin:0;width:980px;height:1500px'><button
        style='position:absolute;left:700px;top:900px' onclick='document.title = \"pressed\"'>Next</button>";
    let (stage, _site) = Stage::showing_with(phone, html).await;
    let next = stage.find("button", "Next").await;
    let shot = stage.look().await;
    let seen: (f64, f64, f64) = stage.ask("() => [innerWidth, visualViewport.scale, devicePixelRatio]").await;
    stage.page.press(&progress(), &next).await.unwrap().await.unwrap();
    assert_eq!(title(&stage).await, "pressed", "{seen:?} {:?}", node(&shot, "button", "Next").rect);
}

/// Two buttons that change places under the pointer, as a list does that is sorted anew while somebody presses.
const CHANGES_PLACES: &str = "<meta name=viewport content='width=device-width'><style>button { position: absolute; \
    left: 20px; width: 200px; height: 60px } .up { top: 20px } .down { top: 120px }</style>
    <button id=meant class=up onclick='count.meant++'>Meant</button>
    <button id=other class=down onclick='count.other++' onpointerdown='count.other++' onmousedown='count.other++'>Other</button>
    <script>count = { meant: 0, other: 0 };
    function swap() { for (const one of [meant, other]) one.className = one.className === 'up' ? 'down' : 'up'; }</script>";

#[tokio::test]
async fn a_press_that_lands_on_something_else_is_kept_from_the_page() {
    let (stage, _site) = Stage::showing(CHANGES_PLACES).await;
    let meant = stage.find("button", "Meant").await;
    stage.ask_page::<()>("() => addEventListener('mousemove', swap, { once: true })").await;
    stage.page.press(&progress(), &meant).await.unwrap().await.unwrap();
    assert!(stage.look().await.slipped);
    assert_eq!(stage.ask_page::<[u32; 2]>("() => [count.meant, count.other]").await, [0, 0]);

    let careful = Press { careful: true, ..Press::default() };
    stage.page.press_like(&progress(), &meant, careful).await.unwrap().await.unwrap();
    assert!(!stage.look().await.slipped);
    assert_eq!(stage.ask_page::<[u32; 2]>("() => [count.meant, count.other]").await, [1, 0]);
}

#[tokio::test]
async fn a_finger_never_presses_what_it_was_not_meant_for() {
    let phone = ContextOptions { mobile: true, ..ContextOptions::default() };
    let (stage, _site) = Stage::showing_with(phone, CHANGES_PLACES).await;
    let meant = stage.find("button", "Meant").await;
    stage.ask_page::<()>("() => { setInterval(swap, 4) }").await;
    let mut met = 0;
    for _ in 0..40 {
        let _unstable_is_fine = stage.page.press(&progress(), &meant).await;
        met += u32::from(!stage.look().await.slipped);
    }
    let [pressed, others] = stage.ask_page::<[u32; 2]>("() => [count.meant, count.other]").await;
    assert_eq!(others, 0, "{met} of 40 met what they were meant for");
    assert!(pressed <= met, "{pressed} clicks, of {met}");
}
