//! What a snapshot tells about a page.

use crate::support::{Stage, find, node, outline};

#[tokio::test]
async fn controls_have_the_roles_and_names_a_person_would_use() {
    let (stage, _site) = Stage::showing(
        r#"<h2>Select <b>service</b></h2>
        <button>Next <span>step</span></button>
        <a href="/terms">Terms</a>
        <label for=mail>E-mail</label><input id=mail type=email placeholder="you@example.test">
        <label><input type=checkbox checked> I agree</label>
        <fieldset><legend>Choose a provider</legend>
          <label><input type=radio name=p value=1> Gale Tesar</label>
        </fieldset>
        <div role=grid aria-label="February 2026"><div role=row>
          <div role=gridcell aria-selected=true><button>14</button></div>
        </div></div>
        <div role=alert>Your card was declined</div>
        <img alt="Clinic logo" width=20 height=20 src="data:,">
        <p>Plain <b>bold</b> text</p>
        <div><span>8:00 PM</span><span style="display:inline-block">9:00 PM</span></div>"#,
    )
    .await;
    let shot = stage.look().await;
    assert_eq!(node(&shot, "heading", "Select service").level, Some(2));
    assert!(node(&shot, "button", "Next step").clickable);
    assert!(node(&shot, "link", "Terms").href.as_deref().unwrap().ends_with("/terms"));
    let mail = node(&shot, "textbox", "E-mail").field.as_ref().unwrap();
    assert_eq!((mail.input_type.as_str(), mail.placeholder.as_str()), ("email", "you@example.test"));
    assert_eq!(node(&shot, "checkbox", "I agree").checked, Some(true));
    assert_eq!(node(&shot, "radio", "Gale Tesar").checked, Some(false));
    assert!(find(&shot, "group", "Choose a provider").is_some(), "{}", outline(&shot));
    assert!(find(&shot, "grid", "February 2026").is_some());
    assert_eq!(node(&shot, "gridcell", "14").selected, Some(true));
    assert_eq!(node(&shot, "alert", "").text, "Your card was declined");
    assert!(find(&shot, "img", "Clinic logo").is_some());
    assert!(find(&shot, "text", "Plain bold text").is_some(), "{}", outline(&shot));
    assert!(find(&shot, "text", "9:00 PM").is_some(), "{}", outline(&shot));
}

#[tokio::test]
async fn half_of_an_emoji_does_not_spoil_the_look() {
    let (stage, _site) = Stage::showing("<p></p><button>Go on 🙂</button>").await;
    stage.ask_page::<()>("() => { document.querySelector('p').textContent = 'Cut \\ud83d here' }").await;
    let shot = stage.look().await;
    assert!(shot.visible().any(|(_, node)| node.text == "Cut \u{fffd} here"), "{}", outline(&shot));
    node(&shot, "button", "Go on 🙂");
}
