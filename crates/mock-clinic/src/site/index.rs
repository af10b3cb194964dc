//! The front page: what this site is and every switch it has.

use axum::response::Html;

pub(super) async fn show() -> Html<String> {
    Html(String::from("<h1>The practice clinic</h1>"))
}
