//! The pages' scripts and styles, built into the program.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

macro_rules! assets {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("../../assets/", $path)))),+]
    };
}

const ASSETS: &[(&str, &str)] = assets!["booking/app.js",];

pub(super) async fn serve(Path(path): Path<String>) -> Response {
    let Some((_, text)) = ASSETS.iter().find(|(name, _)| *name == path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [(header::CONTENT_TYPE, content_type(&path)), (header::CACHE_CONTROL, "no-cache")];
    (headers, *text).into_response()
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    }
}
