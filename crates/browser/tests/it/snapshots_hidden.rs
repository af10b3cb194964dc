//! What a snapshot leaves out: everything a person would not find by looking.

use crate::support::{Site, Stage, find, node, outline};

/// Checks that of the buttons "Seen" and "Unseen" only the first is listed.
async fn only_seen(stage: &Stage, html: &str) {
    let site = Site::serve(&[("/", &format!("{html}<button>Seen</button>"))]).await;
    stage.goto(&site.url("/")).await;
    let shot = stage.look().await;
    assert!(find(&shot, "button", "Seen").is_some(), "{}", outline(&shot));
    assert!(!outline(&shot).contains("Unseen"), "{html}: {}", outline(&shot));
}

#[tokio::test]
async fn hidden_elements_are_not_listed() {
    let stage = Stage::set().await;
    for hiding in [
        "<div style='display:none'><button>Unseen</button></div>",
        "<div style='visibility:hidden'><button>Unseen</button></div>",
        "<div style='opacity:0'><button>Unseen</button></div>",
        "<div hidden><button>Unseen</button></div>",
        "<details><summary>More</summary><button>Unseen</button></details>",
        "<div style='height:0;overflow:hidden'><button>Unseen</button></div>",
        "<button style='position:absolute;left:-9999px'>Unseen</button>",
        "<span style='position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)'>Unseen</span>",
        "<div style='position:fixed;inset:0;transform:translateX(100%)'><button>Unseen</button></div>",
        "<div style='overflow:hidden;width:100px;height:40px;position:relative'>
            <button style='position:absolute;left:200px'>Unseen</button></div>",
        "<template><button>Unseen</button></template>",
        "<div style='content-visibility:hidden;height:50px'><button>Unseen</button></div>",
    ] {
        only_seen(&stage, hiding).await;
    }
}

#[tokio::test]
async fn what_can_be_scrolled_to_is_listed() {
    let (stage, _site) = Stage::showing(
        "<body style='overflow:hidden'><div style='overflow:auto;height:100px'><div style='height:500px'></div>
        <button>In the list</button></div><div style='height:3000px'></div><button>Below</button>",
    )
    .await;
    let shot = stage.look().await;
    assert!(node(&shot, "button", "In the list").rect.y > 400.0);
    assert!(!node(&shot, "button", "Below").in_viewport);
}

#[tokio::test]
async fn a_hidden_radio_is_listed_where_its_label_is_seen() {
    for hiding in [
        "position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)",
        "opacity:0;position:absolute",
        "display:none",
    ] {
        let (stage, _site) = Stage::showing(&format!(
            "<input id=gale type=radio name=provider style='{hiding}'><label for=gale style='display:block;width:200px;height:50px'>Gale</label>
             <input id=none type=radio name=provider style='{hiding}'><label for=none hidden>Nobody</label>"
        ))
        .await;
        let shot = stage.look().await;
        let gale = node(&shot, "radio", "Gale");
        assert!(gale.rect.width > 100.0, "{hiding}: {:?}", gale.rect);
        assert!(find(&shot, "radio", "Nobody").is_none(), "{hiding}");
    }
}

#[tokio::test]
async fn aria_hidden_does_not_hide_from_the_eye() {
    let (stage, _site) = Stage::showing("<div aria-hidden=true><p>Still here</p></div>").await;
    let shot = stage.look().await;
    assert!(find(&shot, "text", "Still here").is_some(), "{}", outline(&shot));
}

#[tokio::test]
async fn open_shadow_roots_and_slots_are_read() {
    let (stage, _site) = Stage::showing(
        "<my-card><span slot=title>Facial</span></my-card><script>
        customElements.define('my-card', class extends HTMLElement {
            connectedCallback() {
                this.attachShadow({mode: 'open'}).innerHTML = '<h3><slot name=title></slot></h3><button>Book</button>'
            }
        })</script>",
    )
    .await;
    let shot = stage.look_until(|shot| find(shot, "button", "Book").is_some()).await;
    assert!(find(&shot, "heading", "Facial").is_some(), "{}", outline(&shot));
}
