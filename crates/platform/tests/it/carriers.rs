//! Carriers over their real HTTP interfaces: what is sent to them, what their refusals mean, and which webhooks are believed.

use baton_platform::sms::{
    Console, SendError, Sms, SmsSender, Telnyx, TelnyxWebhook, Twilio, TwilioWebhook, WebhookError,
};
use jiff::Timestamp;
use serde_json::json;

use crate::stand_ins::{TelnyxStandIn, TwilioStandIn, locked, sign_for_twilio, telnyx, twilio};

const URL: &str = "https://platform.example/sms/twilio";

fn sms() -> Sms {
    Sms {
        from: "+14405550122".to_owned(),
        to: "+14405550199".to_owned(),
        text: "Hallo & ¡hola! 100% +1".to_owned(),
    }
}

fn now() -> Timestamp {
    "2030-03-06T15:00:00Z".parse().unwrap()
}

#[tokio::test]
async fn twilio_gets_the_message_as_it_was_written() {
    let server = TwilioStandIn::start().await;
    let sender = Twilio::new(&server.server.base, twilio::ACCOUNT, twilio::TOKEN).unwrap();
    assert_eq!(sender.send(&sms()).await.unwrap(), "SM1");
    let [accepted] = server.accepted().try_into().ok().unwrap();
    assert_eq!((accepted.from, accepted.to, accepted.body), (sms().from, sms().to, sms().text));
}

#[tokio::test]
async fn twilios_refusals_say_whether_a_message_may_be_sent_again() {
    let server = TwilioStandIn::start().await;
    let sender = Twilio::new(&server.server.base, twilio::ACCOUNT, twilio::TOKEN).unwrap();
    server.fail(&[429, 400, 500, 503]);
    assert!(matches!(sender.send(&sms()).await, Err(SendError::NotNow(_))));
    assert!(matches!(sender.send(&sms()).await, Err(SendError::Refused(_))));
    assert!(matches!(sender.send(&sms()).await, Err(SendError::Unclear(_))));
    assert!(matches!(sender.send(&sms()).await, Err(SendError::Unclear(_))));
    let stranger = Twilio::new(&server.server.base, twilio::ACCOUNT, "another token").unwrap();
    assert!(matches!(stranger.send(&sms()).await, Err(SendError::Refused(_))));
    assert!(server.accepted().is_empty());
}

#[tokio::test]
async fn a_carrier_that_cannot_be_reached_has_sent_nothing() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let sender = Twilio::new(&base, twilio::ACCOUNT, twilio::TOKEN).unwrap();
    assert!(matches!(sender.send(&sms()).await, Err(SendError::NotNow(_))));
}

#[test]
fn a_signature_of_twilios_own_documentation_is_believed() {
    // The example of Twilio's page on webhook security.
    let fields = [
        ("CallSid", "CA1234567890ABCDE"),
        ("Caller", "+12349013030"),
        ("Digits", "1234"),
        ("From", "+12349013030"),
        ("To", "+18005551212"),
    ];
    let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    assert_eq!(sign_for_twilio("12345", url, &fields), "0/KCTR6DLpKmkAf8muzZqo1nDgQ=");
    let form =
        "Digits=1234&To=%2B18005551212&From=%2B12349013030&Caller=%2B12349013030&CallSid=CA1234567890ABCDE";
    let webhook = TwilioWebhook::new("12345", url);
    // It is signed well, and is a call: no message.
    assert_eq!(webhook.read("0/KCTR6DLpKmkAf8muzZqo1nDgQ=", form.as_bytes()), Err(WebhookError::Body));
    assert_eq!(webhook.read("0/KCTR6DLpKmkAf8muzZqo1nDgA=", form.as_bytes()), Err(WebhookError::Signature));
}

#[test]
fn twilios_webhook_is_believed_only_as_it_was_signed() {
    let webhook = TwilioWebhook::new(twilio::TOKEN, URL);
    let fields = [
        ("MessageSid", "SM9"),
        ("From", "+14405550199"),
        ("To", "+14405550122"),
        ("Body", "Tuesday & after 3?"),
    ];
    let form = "MessageSid=SM9&From=%2B14405550199&To=%2B14405550122&Body=Tuesday+%26+after+3%3F";
    let signature = sign_for_twilio(twilio::TOKEN, URL, &fields);
    let read = webhook.read(&signature, form.as_bytes()).unwrap();
    assert_eq!((read.id.as_str(), read.sms.text.as_str()), ("SM9", "Tuesday & after 3?"));
    let forged = form.replace("Tuesday", "Monday");
    assert_eq!(webhook.read(&signature, forged.as_bytes()), Err(WebhookError::Signature));
    assert_eq!(webhook.read("", form.as_bytes()), Err(WebhookError::Signature));
    let elsewhere = TwilioWebhook::new(twilio::TOKEN, "https://platform.example/other");
    assert_eq!(elsewhere.read(&signature, form.as_bytes()), Err(WebhookError::Signature));
}

#[tokio::test]
async fn telnyx_gets_the_message_as_it_was_written() {
    let server = TelnyxStandIn::start().await;
    let sender = Telnyx::new(&server.server.base, telnyx::KEY).unwrap();
    assert_eq!(sender.send(&sms()).await.unwrap(), "telnyx-1");
    assert_eq!(server.accepted(), [json!({ "from": sms().from, "to": sms().to, "text": sms().text })]);
    let stranger = Telnyx::new(&server.server.base, "another key").unwrap();
    assert!(matches!(stranger.send(&sms()).await, Err(SendError::Refused(_))));
}

fn received(kind: &str) -> Vec<u8> {
    let payload = json!({ "id": "m1", "from": { "phone_number": "+14405550199" }, "to": [{ "phone_number": "+14405550122" }], "text": "hi" });
    json!({ "data": { "event_type": kind, "id": "e1", "payload": payload } }).to_string().into_bytes()
}

#[tokio::test]
async fn telnyxs_webhook_is_believed_only_fresh_and_as_it_was_signed() {
    let server = TelnyxStandIn::start().await;
    let webhook = TelnyxWebhook::new(&server.public_key()).unwrap();
    let (body, second) = (received("message.received"), now().as_second().to_string());
    let signature = server.sign(&second, &body);
    let read = webhook.read(&signature, &second, &body, now()).unwrap().unwrap();
    assert_eq!((read.id.as_str(), read.sms.to.as_str()), ("m1", "+14405550122"));
    assert_eq!(webhook.read(&signature, &second, b"{}", now()), Err(WebhookError::Signature));
    let other_second = (now().as_second() + 1).to_string();
    assert_eq!(webhook.read(&signature, &other_second, &body, now()), Err(WebhookError::Signature));
    let old = (now().as_second() - 301).to_string();
    assert_eq!(webhook.read(&server.sign(&old, &body), &old, &body, now()), Err(WebhookError::Stale));
    let report = received("message.finalized");
    assert_eq!(webhook.read(&server.sign(&second, &report), &second, &report, now()), Ok(None));
}

/// What was written to the console.
#[derive(Clone, Default)]
struct Paper(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        locked(&self.0).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_console_shows_what_would_be_sent() {
    let paper = Paper::default();
    Console::new(paper.clone()).send(&sms()).await.unwrap();
    let written = String::from_utf8(locked(&paper.0).clone()).unwrap();
    assert_eq!(written, "SMS +14405550122 → +14405550199\nHallo & ¡hola! 100% +1\n\n");
}
