//! The API described: `/openapi.json` for programs, `/docs` for people. The page loads nothing from outside.

use axum::Router;
use axum::http::{HeaderName, header};
use axum::response::{Html, IntoResponse, Redirect};
use axum::routing::get;
use baton_api::callback::CallbackBody;
use baton_api::error::ErrorBody;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, OpenApi, Ref, ResponseBuilder};
use utoipa::{OpenApi as _, ToSchema as _};

use super::Door;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Baton",
        description = "Runs a booking up to the payment page, passes the live page to the patient, and reports how it ended.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    tags(
        (name = "booking", description = "One session per booking."),
        (name = "availability", description = "Which times a clinic has, before anything is booked."),
        (name = "service", description = "For those who run the service."),
    ),
    components(schemas(CallbackBody, ErrorBody))
)]
struct Description;

/// What the description begins with, before any route is in it.
pub(super) fn description() -> OpenApi {
    Description::openapi()
}

/// The pages about the API; `description` is complete but for what all routes have in common.
pub(super) fn router(description: &OpenApi) -> Router<Door> {
    let described = completed(description.clone()).to_pretty_json().expect("a description is always JSON");
    let json = [(header::CONTENT_TYPE, "application/json")];
    Router::new()
        .route("/openapi.json", get(async move || (json, described)))
        .route("/docs", get(page))
        .route(
            "/docs/reference.js",
            get(async || (kind("text/javascript"), include_str!("../../assets/docs/reference.js"))),
        )
        .route(
            "/docs/reference.css",
            get(async || (kind("text/css"), include_str!("../../assets/docs/reference.css"))),
        )
}

/// Somebody who opens the bare address gets to know what this is.
pub(super) async fn welcome() -> Redirect {
    Redirect::temporary("/docs")
}

async fn page() -> impl IntoResponse {
    const OWN_FILES: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                             base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    ([(header::CONTENT_SECURITY_POLICY, OWN_FILES)], Html(include_str!("../../assets/docs/index.html")))
}

fn kind(of: &'static str) -> [(HeaderName, &'static str); 1] {
    [(header::CONTENT_TYPE, of)]
}

/// Adds what every guarded route has in common: the key, and the refusals of the layers around it.
fn completed(mut description: OpenApi) -> OpenApi {
    const COMMON: [(&str, &str); 5] = [
        ("401", "`unauthorized`: the API key is missing or unknown."),
        ("403", "`forbidden`: without API keys only the service's own address is answered."),
        ("429", "`rate_limited`: this key has asked too often; ask again after `Retry-After` seconds."),
        ("500", "`internal`"),
        ("503", "`unavailable`: the service is stopping, or its database does not answer."),
    ];
    let guarded = description.paths.paths.iter_mut().filter(|(path, _)| path.starts_with("/api/"));
    for operation in guarded.flat_map(|(_, item)| operations(item)) {
        operation.security = Some(vec![SecurityRequirement::new("key", Vec::<String>::new())]);
        for (status, meaning) in COMMON {
            let content = Content::new(Some(Ref::from_schema_name(ErrorBody::name())));
            let refusal = ResponseBuilder::new().description(meaning).content("application/json", content);
            operation.responses.responses.entry(status.to_owned()).or_insert_with(|| refusal.build().into());
        }
    }
    let bearer =
        HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("One of `BATON_API_KEYS`."));
    let components = description.components.get_or_insert_default();
    components.add_security_scheme("key", SecurityScheme::Http(bearer.build()));
    description
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.post, &mut item.delete].into_iter().filter_map(Option::as_mut)
}

#[cfg(test)]
mod tests;
