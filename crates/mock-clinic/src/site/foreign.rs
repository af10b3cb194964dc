//! Booking sites of other builds than the clinic's own: same clinic, same slots, same records, other pages.
//! Each stands for the product of another vendor, with that vendor's words and order. Owns their addresses.

mod calendar_table;
mod checkout;
mod chosen;
mod forms;
mod picker;
mod sheet;
mod wizard;

use std::sync::Arc;

use axum::Router;

use super::Site;

/// The sites, by what they are called in addresses, for the clinic's front page.
pub(super) const SITES: [(&str, &str); 3] = [
    ("forms", "Pages from the server, form posts, a calendar in a table."),
    ("wizard", "A wizard in an iframe, days in a strip of weeks; ?frame=other puts it on another origin."),
    ("picker", "A native date field, the time and the treatment in selects."),
];

pub(super) fn routes() -> Router<Arc<Site>> {
    forms::routes().merge(wizard::routes()).merge(picker::routes())
}

/// What the wizard's frame needs where it stands on the second origin.
pub(super) fn routes_of_the_other_origin() -> Router<Arc<Site>> {
    wizard::frame_routes()
}
