//! The files of the handoff page, built into the binary. Their address changes with their content, so they may be kept for ever.

use std::sync::OnceLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

const JS: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";

macro_rules! files {
    ($($name:literal: $kind:expr),* $(,)?) => { [$(($name, $kind, include_str!(concat!("../../assets/", $name)))),*] };
}

const FILES: [(&str, &str, &str); 22] = files! {
    "handoff.css": CSS,
    "live.css": CSS,
    "icon.svg": "image/svg+xml",
    "main.js": JS,
    "words.js": JS,
    "lobby.js": JS,
    "ending.js": JS,
    "live.js": JS,
    "line.js": JS,
    "wire.js": JS,
    "picture.js": JS,
    "surfaces.js": JS,
    "controls.js": JS,
    "field.js": JS,
    "choice.js": JS,
    "kinds.js": JS,
    "moving.js": JS,
    "pressing.js": JS,
    "touch.js": JS,
    "status.js": JS,
    "question.js": JS,
    "clock.js": JS,
};

/// Names the present content of all files.
pub(super) fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| {
        let mut hash = Sha256::new();
        for (_, _, content) in FILES {
            hash.update(content);
        }
        let [first, second, third, fourth, ..] = <[u8; 32]>::from(hash.finalize());
        format!("{:08x}", u32::from_be_bytes([first, second, third, fourth]))
    })
}

pub(super) async fn serve(Path((_version, name)): Path<(String, String)>) -> Response {
    let Some((_, kind, content)) = FILES.iter().find(|(known, _, _)| *known == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, *kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, *content).into_response()
}
