//! The booking page's shell, its assets and the steps' own questions.

use baton_mock_clinic::{FirstLoad, MockClinic, Scenario};
use serde_json::json;

use crate::client::{Patient, boot_of, get};

#[tokio::test]
async fn every_script_and_style_the_pages_name_is_served() {
    let clinic = MockClinic::spawn().await;
    let pages = [
        "/",
        "/booking/forever-22",
        "/demo/booking/forever-22",
        "/foreign/forms/forever-22",
        "/foreign/wizard/forever-22",
        "/foreign/wizard/forever-22/frame",
        "/foreign/picker/forever-22",
    ];
    let mut waiting = pages.map(str::to_owned).to_vec();
    let mut seen = waiting.clone();
    while let Some(path) = waiting.pop() {
        let answer = get(clinic.url().join(&path).unwrap().as_str()).await;
        assert_eq!(answer.status, 200, "{path}");
        for found in references(&path, &answer.text) {
            if !seen.contains(&found) {
                seen.push(found.clone());
                waiting.push(found);
            }
        }
    }
    for script in ["booking/steps/payment.js", "foreign/wizard/payment.js", "foreign/picker/visit.js"] {
        assert!(seen.iter().any(|path| path.ends_with(script)), "{script}: {seen:?}");
    }
}

/// Returns the assets named by `src`, `href` and `import … from`.
fn references(path: &str, text: &str) -> Vec<String> {
    let base = url::Url::parse("http://clinic/").unwrap().join(path).unwrap();
    let is_asset = |name: &&str| {
        (name.starts_with("./") || name.starts_with("../") || name.starts_with("/assets/"))
            && matches!(name.rsplit_once('.'), Some((_, "js" | "css")))
    };
    let quoted = text.split(['"', '\'']).filter(is_asset).filter(|name| !name.ends_with("types.js"));
    quoted.map(|name| base.join(name).unwrap().path().to_owned()).collect()
}

#[tokio::test]
async fn query_parameters_and_the_control_interface_set_the_same_switches() {
    let clinic = MockClinic::spawn().await;
    clinic.set_scenario("forever-22", Scenario { captcha: true, ..Scenario::default() });
    let patient = Patient::arrives(&clinic, &[("lang", "es")]).await;
    assert_eq!(patient.boot["scenario"]["captcha"], true);
    assert_eq!(patient.boot["scenario"]["lang"], "es");
}

#[tokio::test]
async fn a_switch_without_such_a_value_is_a_bad_request() {
    let clinic = MockClinic::spawn().await;
    let answer = get(&clinic.booking_url_with(&[("lang", "xx")])).await;
    assert_eq!((answer.status, answer.text.as_str()), (400, r#"switch "lang" has no value "xx""#));
}

#[tokio::test]
async fn text_in_a_parameter_cannot_leave_the_data_it_stands_in() {
    let clinic = MockClinic::spawn().await;
    let evil = "</script><script>alert(1)</script>";
    let answer = get(&clinic.booking_url_with(&[("clinic", evil)])).await;
    assert_eq!(boot_of(&answer.text)["clinic"]["name"], evil);
    assert!(!answer.text.contains("<script>alert"));
}

#[tokio::test]
async fn a_first_load_can_fail_and_the_second_does_not() {
    let clinic = MockClinic::spawn().await;
    clinic.set_scenario("forever-22", Scenario { first_load: FirstLoad::Unavailable, ..Scenario::quick() });
    let url = clinic.booking_url("forever-22");
    assert_eq!((get(&url).await.status, get(&url).await.status), (503, 200));
}

#[tokio::test]
async fn the_card_form_is_served_by_another_site() {
    let clinic = MockClinic::spawn().await;
    let patient = Patient::arrives(&clinic, &[]).await;
    let origin = patient.boot["cardOrigin"].as_str().unwrap();
    assert_eq!(origin, clinic.card_origin());
    assert_ne!(url::Url::parse(origin).unwrap().host_str(), clinic.url().host_str());
    assert_eq!(get(&format!("{origin}/card/form?field=all")).await.status, 200);
}

#[tokio::test]
async fn the_code_that_was_sent_opens_the_next_step() {
    let clinic = MockClinic::spawn().await;
    let patient = Patient::arrives(&clinic, &[("code", "1")]).await;
    let lookup = patient.sends("/api/lookup", json!({ "phone": "+14405550199" })).await;
    let sent = clinic.state().await.codes.remove(0);
    assert_eq!(lookup.json()["codeRequired"], true);
    assert_eq!(patient.sends("/api/code", json!({ "code": "not it" })).await.status, 422);
    assert_eq!(patient.sends("/api/code", json!({ "code": sent.code })).await.status, 200);
}

#[tokio::test]
async fn the_site_can_refuse_either_part_of_the_contact_in_its_own_words() {
    let clinic = MockClinic::spawn().await;
    let patient = Patient::arrives(&clinic, &[("contactError", "phone")]).await;
    let refused = patient.sends("/api/lookup", json!({ "phone": "+14405550199" })).await;
    assert_eq!((refused.status, refused.json()["code"].as_str()), (422, Some("phone_rejected")));

    let patient = Patient::arrives(&clinic, &[("contactError", "email")]).await;
    let refused = patient.sends("/api/contact", json!({ "email": "jane@example.com" })).await;
    assert_eq!((refused.status, refused.json()["code"].as_str()), (422, Some("email_rejected")));
}

#[tokio::test]
async fn the_demo_page_has_the_first_mock_pages_order() {
    let clinic = MockClinic::spawn().await;
    let page = get(clinic.url().join("/demo/booking/forever-22?date=2026-02-05").unwrap().as_str()).await;
    let boot = boot_of(&page.text);
    assert_eq!(
        (boot["scenario"]["order"].as_str(), boot["firstMonth"].as_str()),
        (Some("firstMock"), Some("2026-02"))
    );
}
