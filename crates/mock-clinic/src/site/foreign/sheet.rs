//! A page around its content, and the few texts that all these sites write alike. Knows no vendor.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::chosen::Chosen;
use crate::Clinic;
use crate::site::page::escaped;

/// One vendor's page: its shell and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet {
    pub(super) shell: &'static str,
    /// What stands between `/foreign/` and the slug.
    pub(super) vendor: &'static str,
}

impl Sheet {
    /// Returns the page with its title and content.
    pub(super) fn page(&self, clinic: &Clinic, title: &str, content: &str) -> Response {
        let page = self
            .shell
            .replace("{{title}}", &escaped(title))
            .replace("{{clinic}}", &escaped(&clinic.name))
            .replace("{{phone}}", &escaped(&clinic.phone))
            .replace("{{address}}", &escaped(&clinic.address))
            .replace("{{timezone}}", &escaped(&clinic.timezone_name))
            .replace("{{content}}", content);
        Html(page).into_response()
    }

    /// The address of one of the vendor's pages.
    pub(super) fn path(&self, clinic: &Clinic, page: &str) -> String {
        format!("/foreign/{}/{}/{page}", self.vendor, clinic.slug)
    }

    /// Sends the visitor to a page with everything chosen so far.
    pub(super) fn go_to(&self, clinic: &Clinic, page: &str, chosen: &Chosen) -> Response {
        Redirect::to(&format!("{}?{}", self.path(clinic, page), chosen.query())).into_response()
    }
}

/// Answers a page whose visit the clinic no longer knows.
pub(super) fn too_old() -> Response {
    (StatusCode::GONE, Html("<p>This page is too old. Please start again.</p>")).into_response()
}

/// `$50.00`
pub(super) fn dollars(cents: u32) -> String {
    format!("${}.{:02}", cents / 100, cents % 100)
}
