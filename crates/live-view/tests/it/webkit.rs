//! A phone whose browser is WebKit, the engine of every browser on an iPhone, driven by WebKit's own WebDriver. It stands on a screen that
//! nobody looks at.

use std::process::Stdio;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use reqwest::{Client, Method};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::time::Instant;

use crate::door::client;
use crate::phone::FIND;

/// Long enough for a busy machine; every wait names its condition.
const PATIENCE: Duration = Duration::from_secs(20);
/// A picture that is taken for people to look at may be late.
const TO_BE_DRAWN: Duration = Duration::from_secs(1);
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// Under this name WebDriver tells which element it means.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// The glass of a phone; the browser's window has some frame around it.
const WINDOW: [u32; 2] = [390, 844];

pub(crate) struct WebKitPhone {
    client: Client,
    /// The address of the session.
    session: String,
    _driver: Child,
    _screen: Child,
}

impl WebKitPhone {
    pub(crate) async fn new() -> Self {
        let (screen, display) = screen().await;
        let port = free_port().await;
        let driver = program("WebKitWebDriver").arg(format!("--port={port}")).env("DISPLAY", display).spawn();
        let driver = driver.expect("WebKitWebDriver starts: `cargo xtask test` installs it");
        let client = client();
        let base = format!("http://127.0.0.1:{port}");
        let session = begin(&client, &base).await;
        let phone = Self { client, session, _driver: driver, _screen: screen };
        let [width, height] = WINDOW;
        phone.tell::<Value>("window/rect", json!({ "width": width, "height": height })).await;
        phone
    }

    pub(crate) async fn open(&self, link: &str) {
        self.tell::<Value>("url", json!({ "url": link })).await;
    }

    /// Runs a function in the handoff page.
    pub(crate) async fn ask<T: DeserializeOwned>(&self, function: &str, arg: Value) -> T {
        let script = format!("return ({function})(arguments[0])");
        self.tell("execute/sync", json!({ "script": script, "args": [arg] })).await
    }

    pub(crate) async fn until(&self, what: &str, function: &str, arg: Value) {
        let deadline = Instant::now() + PATIENCE;
        while !self.ask::<bool>(&format!("(arg) => Boolean(({function})(arg))"), arg.clone()).await {
            if Instant::now() > deadline {
                self.photograph("webkit-failed").await;
                panic!(
                    "never: {what}\n{}",
                    self.ask::<String>("() => document.body.innerText", Value::Null).await
                );
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    pub(crate) async fn wait_for_text(&self, text: &str) {
        self.until(text, "(text) => document.body.innerText.includes(text)", json!(text)).await;
    }

    pub(crate) async fn wait_for_control(&self, label: &str) {
        self.until(label, FIND, json!(label)).await;
    }

    /// Presses a button of the handoff page or a mirrored control, by its words, where a finger would.
    pub(crate) async fn press(&self, label: &str) {
        let element = self.element(label).await;
        self.tell::<Value>(&format!("element/{element}/click"), json!({})).await;
    }

    /// Presses a field and types into it with the keyboard.
    pub(crate) async fn fill(&self, label: &str, text: &str) {
        self.press(label).await;
        let element = self.element(label).await;
        self.tell::<Value>(&format!("element/{element}/value"), json!({ "text": text })).await;
    }

    /// Presses at a point of the glass.
    pub(crate) async fn tap(&self, [x, y]: [f64; 2]) {
        let moves = json!([
            { "type": "pointerMove", "x": x.round(), "y": y.round() },
            { "type": "pointerDown", "button": 0 },
            { "type": "pointerUp", "button": 0 },
        ]);
        let finger = json!({ "type": "pointer", "id": "finger", "actions": moves });
        self.tell::<Value>("actions", json!({ "actions": [finger] })).await;
    }

    /// Saves what is on the glass when a folder for it is named.
    pub(crate) async fn photograph(&self, name: &str) {
        let Ok(folder) = std::env::var("BATON_SCREENSHOTS") else { return };
        tokio::time::sleep(TO_BE_DRAWN).await;
        let picture: String = self.call(Method::GET, "screenshot", None).await;
        std::fs::write(format!("{folder}/{name}.png"), BASE64_STANDARD.decode(picture).unwrap()).unwrap();
    }

    async fn element(&self, label: &str) -> String {
        self.wait_for_control(label).await;
        let found: Value = self.ask(FIND, json!(label)).await;
        found[ELEMENT].as_str().expect("the control has just been there").to_owned()
    }

    async fn tell<T: DeserializeOwned>(&self, command: &str, body: Value) -> T {
        self.call(Method::POST, command, Some(body)).await
    }

    async fn call<T: DeserializeOwned>(&self, method: Method, command: &str, body: Option<Value>) -> T {
        let url = format!("{}/{command}", self.session);
        let mut request = self.client.request(method, url);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        let value = answer["value"].clone();
        assert!(value["error"].is_null(), "{command}: {value}");
        serde_json::from_value(value).unwrap()
    }
}

/// A screen of its own for each phone: two browsers on one screen take the focus from each other.
async fn screen() -> (Child, String) {
    let screen = program("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "800x1200x24", "-nolisten", "tcp"])
        .stdout(Stdio::piped())
        .spawn();
    let mut screen = screen.expect("Xvfb starts: `cargo xtask test` installs it");
    let number = BufReader::new(screen.stdout.take().unwrap()).lines().next_line().await.unwrap();
    (screen, format!(":{}", number.expect("it tells its number once it is there")))
}

fn program(name: &str) -> Command {
    let mut command = Command::new(name);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    command
}

async fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port()
}

/// Opens the browser, as soon as its driver listens; returns the address of the session.
async fn begin(client: &Client, base: &str) -> String {
    let deadline = Instant::now() + PATIENCE;
    let wanted = json!({ "capabilities": { "alwaysMatch": {} } });
    loop {
        match client.post(format!("{base}/session")).json(&wanted).send().await {
            Ok(answer) => {
                let answer: Value = answer.json().await.unwrap();
                let session = answer["value"]["sessionId"].as_str();
                return format!(
                    "{base}/session/{}",
                    session.unwrap_or_else(|| panic!("no session: {answer}"))
                );
            }
            Err(error) => assert!(Instant::now() < deadline, "the driver does not listen: {error}"),
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}
