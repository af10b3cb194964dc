//! Requests about sessions that run in another instance go there. What that instance does not answer is answered here, as well as can be.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{RawPathParams, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use baton_store::Instance;

use super::error::ApiError;
use super::{Door, LARGEST_BODY};
use crate::instances::SEAL;
use crate::sessions::Sought;

/// Lies around every route whose answer only the session's runner knows.
pub(super) async fn pass_on(
    State(door): State<Door>,
    params: RawPathParams,
    request: Request,
    next: Next,
) -> Response {
    let Some((instance, forwarder)) = find(&door, &params).await.zip(door.forwarder.as_ref()) else {
        return next.run(request).await;
    };
    let (parts, body) = request.into_parts();
    let Ok(body): Result<Bytes, _> = to_bytes(body, LARGEST_BODY).await else {
        return ApiError::BodyTooLarge.into_response();
    };
    match forwarder.pass_on(&instance, &parts, body.clone()).await {
        Ok(answer) => answer,
        Err(error) => {
            tracing::warn!(error = format!("{:#}", anyhow::Error::new(error)), instance = %instance.owner, "Another instance could not be asked");
            next.run(Request::from_parts(parts, Body::from(body))).await
        }
    }
}

async fn find(door: &Door, params: &RawPathParams) -> Option<Instance> {
    let sought = params.iter().find_map(|(name, value)| match name {
        "sessionId" | "id" => value.parse().ok().map(Sought::Session),
        "link" => value.parse().ok().map(Sought::Link),
        _ => None,
    })?;
    let found = door.registry.elsewhere(&sought).await;
    found.inspect_err(|error| tracing::warn!(%error, "Could not look up who runs a session")).ok().flatten()
}

/// Lies around the door for instances: nobody else comes in by it.
pub(super) async fn only_instances(State(door): State<Door>, request: Request, next: Next) -> Response {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let now = door.registry.clock().now();
    let seal = request.headers().get(SEAL);
    let fits = |seal| door.seal.fits(seal, request.method(), path, now);
    if seal.is_some_and(fits) { next.run(request).await } else { StatusCode::FORBIDDEN.into_response() }
}
