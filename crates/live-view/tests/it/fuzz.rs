//! A phone that says anything: nothing breaks, nothing navigates, nothing reaches beyond the page.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use crate::door::client;
use crate::phone::Phone;
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

/// Makes up messages.
struct Chatter(Random);

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
        self.0.pick(&values).clone()
    }

    fn message(&mut self) -> String {
        const KINDS: [&str; 16] = [
            "hello", "viewport", "ack", "ping", "stay", "tap", "scroll", "drag", "focus", "blur", "text",
            "key", "press", "choose", "answer", "nonsense",
        ];
        const FIELDS: [&str; 15] = [
            "viewport", "seq", "n", "x", "y", "scroll", "surface", "to", "dx", "dy", "control", "value",
            "key", "values", "dialog",
        ];
        let mut message = json!({ "t": self.0.pick(&KINDS), "control": format!("{}.{}", 1 + self.0.below(3), self.0.below(30)), "seq": 1 });
        for field in FIELDS {
            if self.0.below(3) == 0 {
                message[field] = self.value();
            }
        }
        let mut text = message.to_string();
        if self.0.below(5) == 0 {
            text.truncate(text.floor_char_boundary(self.0.below(40)));
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
    let mut chatter = Chatter(Random::seeded(0x00F0_55E5));
    let mut line = connect(&stand, &cookie, &origin).await.unwrap();
    for _ in 0..count {
        let message = chatter.message();
        let sent = line.send(Message::text(message)).await;
        let refused = sent.is_err() || drained_to_its_end(&mut line).await;
        if refused {
            line = connect(&stand, &cookie, &origin).await.unwrap();
        }
    }
    assert_eq!(stand.page.url(), before);
    let phone = Phone::new(stand.phones.browser()).await;
    phone.open(&stand.link()).await;
    phone.press("Continue").await;
    phone.press("Go on here").await;
    phone.wait_for_control("Pay $50.00").await;
}

/// Takes what has arrived so far; says whether the line was ended.
async fn drained_to_its_end(line: &mut Line) -> bool {
    loop {
        match tokio::time::timeout(std::time::Duration::from_millis(1), line.next()).await {
            Err(_nothing_yet) => return false,
            Ok(Some(Ok(Message::Close(_)) | Err(_)) | None) => return true,
            Ok(Some(Ok(_))) => {}
        }
    }
}
