//! A patient without a browser: one page load and the requests its scripts would make.

use std::sync::atomic::{AtomicU32, Ordering};

use baton_mock_clinic::MockClinic;
use jiff::civil::{Date, Time};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use url::Url;

/// No waiting: for tests that are not about slowness.
pub(crate) const QUICK: [(&str, &str); 3] =
    [("slotDelayMs", "0"), ("processingMs", "0"), ("graphqlDelayMs", "0")];

pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Where the answer sends its visitor.
    pub(crate) location: Option<String>,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }
}

/// One HTTP/1.1 request with JSON on a connection of its own.
pub(crate) async fn request(method: &str, url: &str, body: Option<&Value>) -> Answer {
    let body = body.map_or_else(String::new, Value::to_string);
    send(method, url, "application/json", &body).await
}

/// Posts a form as a browser does; where it is sent on, it follows.
pub(crate) async fn submit(url: &Url, fields: &[(&str, &str)]) -> Answer {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let answer = send("POST", url.as_str(), "application/x-www-form-urlencoded", &body).await;
    match &answer.location {
        Some(location) => get(url.join(location).unwrap().as_str()).await,
        None => answer,
    }
}

async fn send(method: &str, url: &str, content_type: &str, body: &str) -> Answer {
    let url = Url::parse(url).unwrap();
    let address = (url.host_str().unwrap(), url.port().unwrap());
    let mut stream = TcpStream::connect(address).await.unwrap();
    let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {}:{}\r\nconnection: close\r\ncontent-type: {content_type}\r\n\
         content-length: {}\r\n\r\n",
        address.0,
        address.1,
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, text) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let location = head.lines().find_map(|line| line.strip_prefix("location: ")).map(str::to_owned);
    Answer { status, location, text: text.to_owned() }
}

pub(crate) async fn get(url: &str) -> Answer {
    request("GET", url, None).await
}

pub(crate) async fn post(url: &str, body: &Value) -> Answer {
    request("POST", url, Some(body)).await
}

pub(crate) struct Patient {
    origin: Url,
    pub(crate) boot: Value,
    keys: AtomicU32,
}

impl Patient {
    /// Loads the booking page with these switches.
    pub(crate) async fn arrives(clinic: &MockClinic, switches: &[(&str, &str)]) -> Self {
        let all: Vec<_> = QUICK.iter().chain(switches).copied().collect();
        let page = get(&clinic.booking_url_with(&all)).await;
        assert_eq!(page.status, 200, "{}", page.text);
        Self { origin: clinic.url(), boot: boot_of(&page.text), keys: AtomicU32::new(0) }
    }

    pub(crate) async fn asks(&self, path: &str, query: &[(&str, &str)]) -> Answer {
        let mut url = self.origin.join(path).unwrap();
        url.query_pairs_mut().append_pair("visit", self.visit()).extend_pairs(query);
        get(url.as_str()).await
    }

    pub(crate) async fn sends(&self, path: &str, mut body: Value) -> Answer {
        body["visit"] = self.visit().into();
        post(self.origin.join(path).unwrap().as_str(), &body).await
    }

    /// Tells phone and name, as steps 3 and 4 do.
    pub(crate) async fn introduces_herself(&self) {
        self.sends("/api/lookup", json!({ "phone": "+14405550199" })).await;
        let contact = json!({
            "phone": "+14405550199", "firstName": "Jane", "lastName": "Doe", "email": "jane@example.com", "notes": "",
        });
        assert_eq!(self.sends("/api/contact", contact).await.status, 200);
    }

    pub(crate) async fn holds(&self, provider: Option<&str>, (date, time): (Date, Time)) -> Answer {
        let time = time.strftime("%H:%M").to_string();
        let wish = json!({ "service": "mini-lip-filler", "provider": provider, "date": date, "time": time });
        self.sends("/api/hold", wish).await
    }

    /// Everything up to the payment.
    pub(crate) async fn reaches_payment(&self, slot: (Date, Time)) {
        self.introduces_herself().await;
        let held = self.holds(None, slot).await;
        assert_eq!(held.status, 200, "{}", held.text);
    }

    pub(crate) async fn token(&self, number: &str) -> String {
        let url = format!("{}/card/tokens", self.boot["cardOrigin"].as_str().unwrap());
        let answer = post(&url, &json!({ "number": number, "expiry": "1229", "cvc": "123" })).await;
        answer.json()["token"].as_str().unwrap().to_owned()
    }

    /// Presses the final button with a fresh key.
    pub(crate) async fn pays_with(&self, number: &str) -> Answer {
        let token = self.token(number).await;
        self.submits(json!({ "token": token })).await
    }

    pub(crate) async fn submits(&self, mut submission: Value) -> Answer {
        submission["key"] = format!("press-{}", self.keys.fetch_add(1, Ordering::Relaxed)).into();
        self.sends("/api/press", json!({ "button": "Book Appointment" })).await;
        self.sends("/api/book", submission).await
    }

    fn visit(&self) -> &str {
        self.boot["visit"].as_str().unwrap()
    }
}

pub(crate) fn boot_of(page: &str) -> Value {
    json_in(page, r#"<script id="boot" type="application/json">"#)
}

/// Returns the JSON that stands in the page behind `opening`.
pub(crate) fn json_in(page: &str, opening: &str) -> Value {
    let (_, rest) = page.split_once(opening).expect("the page carries its data");
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}
