//! Where a site answers questions about its times without a browser. Data only; who asks and how is not known here.

use serde::Deserialize;

/// The addresses of a site's own queries, relative to the booking page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvailabilityQueries {
    /// The catalogue of services; `{buildId}` and `{slug}` stand for what the page's own data says.
    pub catalogue: String,
    /// The GraphQL endpoint that knows `availableTimeSlots`.
    pub slots: String,
    /// The GraphQL document that is sent there.
    #[serde(default = "usual_query")]
    pub query: String,
}

impl AvailabilityQueries {
    /// The catalogue's address for one build of the site and one clinic.
    pub fn catalogue_of(&self, build_id: &str, slug: &str) -> String {
        self.catalogue.replace("{buildId}", build_id).replace("{slug}", slug)
    }
}

fn usual_query() -> String {
    include_str!("available_time_slots.graphql").to_owned()
}
