//! The pages' scripts and styles, built into the program.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

macro_rules! assets {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("../../assets/", $path)))),+]
    };
}

const ASSETS: &[(&str, &str)] = assets![
    "booking/api.js",
    "booking/app.js",
    "booking/base.css",
    "booking/calendar.css",
    "booking/calendar.js",
    "booking/confirmation.js",
    "booking/dom.js",
    "booking/format.js",
    "booking/frame.js",
    "booking/memory.js",
    "booking/names.js",
    "booking/obstacles.js",
    "booking/overlay.css",
    "booking/parts.js",
    "booking/payment/card_form.js",
    "booking/payment/challenge.js",
    "booking/payment/submit.js",
    "booking/phone_number.js",
    "booking/provider_panel.js",
    "booking/rerender.js",
    "booking/slots.js",
    "booking/steps.js",
    "booking/steps/account.js",
    "booking/steps/captcha.js",
    "booking/steps/code.js",
    "booking/steps/complete.js",
    "booking/steps/datetime.js",
    "booking/steps/details.js",
    "booking/steps/payment.js",
    "booking/steps/provider.js",
    "booking/steps/review.js",
    "booking/steps/service.js",
    "booking/texts/en.js",
    "booking/texts/es.js",
    "booking/wizard.css",
    "booking/wizard.js",
    "card/captcha.js",
    "card/card.css",
    "card/challenge.js",
    "card/fields.js",
    "card/form.js",
    "card/h.js",
    "demo/demo.css",
    "foreign/forms/page.css",
    "foreign/picker/boxes.js",
    "foreign/picker/page.css",
    "foreign/picker/visit.js",
    "foreign/wizard/ask.js",
    "foreign/wizard/clinic.css",
    "foreign/wizard/days.js",
    "foreign/wizard/details.js",
    "foreign/wizard/frame.css",
    "foreign/wizard/payment.js",
    "foreign/wizard/screen.js",
    "foreign/wizard/wizard.js",
    "index.css",
];

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
