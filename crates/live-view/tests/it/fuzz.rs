//! A phone that says anything: nothing breaks, nothing navigates, nothing reaches beyond the page.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use crate::door::client;
use crate::phone::{Phone, eventually};
use crate::random::Random;
use crate::stand::{LINK, SECRET, Stand};

type Line = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

/// Claims the link as a program would, and returns the cookie.
async fn claim(stand: &Stand) -> String {
    let url = format!("{}h/{LINK}/claim", stand.base);
    let origin = stand.base.trim_end_matches('/').to_owned();
    let claim = client()
        .post(url)
        .header("x-baton-tap", "1")
        .header("origin", origin)
        .json(&json!({ "secret": SECRET }));
    let answer = claim.send().await.unwrap();
    assert_eq!(answer.status(), 204);
    let cookie = answer.headers().get("set-cookie").unwrap().to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

async fn connect(
    stand: &Stand,
    cookie: &str,
    origin: &str,
) -> Result<Line, tokio_tungstenite::tungstenite::Error> {
    let mut request =
        format!("{}h/{LINK}/live", stand.base.replace("http", "ws")).into_client_request().unwrap();
    request.headers_mut().insert("origin", origin.parse().unwrap());
    request.headers_mut().insert("cookie", cookie.parse().unwrap());
    Ok(tokio_tungstenite::connect_async(request).await?.0)
}

#[tokio::test]
async fn only_our_own_page_on_the_bound_device_gets_a_line() {
    let stand = Stand::start().await;
    let origin = stand.base.trim_end_matches('/').to_owned();
    let cookie = claim(&stand).await;
    assert!(connect(&stand, &cookie, &origin).await.is_ok());
    assert!(connect(&stand, &cookie, "https://evil.example").await.is_err());
    assert!(connect(&stand, "baton_device=00000000000000000000000000000000", &origin).await.is_err());
}

/// Makes up messages, half of them for controls that are really there.
struct Chatter {
    random: Random,
    controls: Vec<String>,
}

impl Chatter {
    fn value(&mut self) -> Value {
        let values = [
            json!(null),
            json!(-1),
            json!(1e308),
            json!(0.5),
            json!("0.1"),
            json!("1.2"),
            json!("4294967295.4294967295"),
            json!(""),
            json!("<script>location = 'https://evil.example'</script>"),
            json!("javascript:alert(1)"),
            json!([]),
            json!([1e9, -1e9]),
            json!({ "width": 0, "height": 4_000_000_000_u32 }),
            json!({}),
            json!(true),
            json!("\u{0}\u{202e}👩‍👩‍👧"),
            json!("Enter"),
        ];
        self.random.pick(&values).clone()
    }

    fn control(&mut self) -> String {
        if self.controls.is_empty() || self.random.below(2) == 0 {
            return format!("{}.{}", 1 + self.random.below(3), self.random.below(30));
        }
        self.random.pick(&self.controls).clone()
    }

    /// Takes the names of controls from a scene.
    fn overhear(&mut self, text: &str) {
        let Ok(message) = serde_json::from_str::<Value>(text) else { return };
        let Some(controls) = message["scene"]["controls"].as_array() else { return };
        self.controls =
            controls.iter().filter_map(|control| Some(control["id"].as_str()?.to_owned())).collect();
    }

    fn message(&mut self) -> String {
        const KINDS: [&str; 19] = [
            "hello",
            "viewport",
            "ack",
            "repaint",
            "ping",
            "stay",
            "tap",
            "scroll",
            "drag",
            "focus",
            "blur",
            "text",
            "key",
            "press",
            "check",
            "choose",
            "close_window",
            "answer",
            "nonsense",
        ];
        const FIELDS: [&str; 16] = [
            "on", "viewport", "seq", "n", "x", "y", "scroll", "surface", "to", "dx", "dy", "control",
            "value", "key", "values", "dialog",
        ];
        let mut message =
            json!({ "t": self.random.pick(&KINDS), "control": self.control(), "seq": 1, "on": true });
        for field in FIELDS {
            if self.random.below(3) == 0 {
                message[field] = self.value();
            }
        }
        let mut text = message.to_string();
        if self.random.below(5) == 0 {
            text.truncate(text.floor_char_boundary(self.random.below(40)));
        }
        text
    }
}

#[tokio::test]
async fn nothing_a_phone_says_breaks_anything() {
    let count = if std::env::var("BATON_LONG").is_ok() { 10_000 } else { 1_000 };
    let stand = Stand::start().await;
    let origin = stand.base.trim_end_matches('/').to_owned();
    let cookie = claim(&stand).await;
    let before = stand.page.url();
    // A question holds the page until it is answered, and made-up presses ask one after the other; and a form whose e-mail address is
    // made up would rather have another one than be sent.
    stand.look::<Value>("() => { globalThis.confirm = () => true; form.noValidate = true; }").await;
    let mut chatter = Chatter { random: Random::seeded(0x00F0_55E5), controls: Vec::new() };
    let mut line = connect(&stand, &cookie, &origin).await.unwrap();
    let mut refused = 0;
    for _ in 0..count {
        let message = chatter.message();
        let sent = line.send(Message::text(message)).await;
        if sent.is_err() || drained_to_its_end(&mut line, &mut chatter).await {
            refused += 1;
            line = connect(&stand, &cookie, &origin).await.unwrap();
        }
    }
    drop(line);
    println!("{count} made-up messages, {refused} of which ended their line");
    assert_eq!(stand.page.url(), before, "nothing navigates");
    let phone = Phone::new(stand.phones.browser()).await;
    phone.open(&stand.link()).await;
    phone.press("Continue").await;
    phone.press("Go on here").await;
    // What was made up and waits in line is carried out first; it may open windows until its end.
    let last = "as good as before";
    let arrived = async || stand.look::<String>("() => notes.value").await.ends_with(last);
    tokio::time::timeout(Duration::from_mins(2), async {
        while !arrived().await {
            close_windows(&phone).await;
            if !phone.ask::<bool>(ENDS_WITH, json!(last)).await {
                phone.press("Notes").await;
                phone.page.keyboard().insert_text(last).done().await.unwrap();
            }
        }
    })
    .await
    .expect("the page takes what a patient types");
    close_windows(&phone).await;
    let paid = async || stand.look::<u32>("() => count.pay ?? 0").await;
    let paid_before = paid().await;
    phone.press("Pay $50.00").await;
    eventually("the page can be paid on", async || paid().await == paid_before + 1).await;
}

/// Whether the phone's own field holds what was typed.
const ENDS_WITH: &str =
    "(text) => [...document.querySelectorAll('.control')].some((field) => field.value?.endsWith(text))";

/// Closes the windows that made-up presses have opened.
async fn close_windows(phone: &Phone) {
    phone.until("the page is shown", "() => document.querySelector('.control')", Value::Null).await;
    while !phone.has_control("Pay $50.00").await {
        if phone.has_control("Close this window").await {
            phone.press("Close this window").await;
        }
    }
}

/// Takes what has arrived so far; says whether the line was ended.
async fn drained_to_its_end(line: &mut Line, chatter: &mut Chatter) -> bool {
    loop {
        match tokio::time::timeout(Duration::from_millis(1), line.next()).await {
            Err(_nothing_yet) => return false,
            Ok(Some(Ok(Message::Close(_)) | Err(_)) | None) => return true,
            Ok(Some(Ok(Message::Text(text)))) => chatter.overhear(&text),
            Ok(Some(Ok(_))) => {}
        }
    }
}
