//! What is known about one kind of booking site, kept as data: its titles, the controls that may be pressed, its words.
//! Knows nothing of pages at run time; the flow asks it.

mod check;
mod queries;
mod set;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use check::ProfileError;
pub use queries::AvailabilityQueries;
pub use set::ProfileSet;

use crate::detector::Indicators;
use crate::session::Step;

/// One kind of booking site. Documented for operators in docs/profiles.md.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SiteProfile {
    pub name: String,
    /// Host names that this profile is for; `*.example.com` stands for every host below it.
    pub hosts: Vec<String>,
    /// The languages the site may speak, as BCP 47 primary tags.
    pub languages: Vec<String>,
    /// The clinics' time zone, where all clinics of the site share one.
    pub timezone: Option<String>,
    /// Whether the prepared page's URL restores it in another browser, and tells there, too, what became of the booking.
    pub direct_handoff: bool,
    pub service: ServiceStep,
    pub provider: ProviderStep,
    pub date_time: DateTimeStep,
    pub phone: StepWords,
    pub verification_code: StepWords,
    pub details: StepWords,
    pub review: ReviewStep,
    pub payment: StepWords,
    pub dialogs: Dialogs,
    /// Where the site answers questions about its times without a browser, where it does.
    pub availability: Option<AvailabilityQueries>,
    /// What patients say, and the service it means at this site.
    pub aliases: BTreeMap<String, String>,
    /// How the site shows the end of a booking. Read by the detector.
    pub outcome: Indicators,
}

/// What tells one step, and what may be pressed to leave it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StepWords {
    /// Headings that only this step has.
    pub titles: Vec<String>,
    /// The controls that lead on. A final-looking one is refused all the same.
    pub advance: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceStep {
    pub titles: Vec<String>,
    pub advance: Vec<String>,
    /// The label of a box that searches the services.
    pub search: Vec<String>,
    /// CSS selectors of the rows, for a site whose rows say neither minutes nor a price.
    pub rows: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProviderStep {
    pub titles: Vec<String>,
    pub advance: Vec<String>,
    /// The entry that leaves the choice to the clinic.
    pub anyone: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DateTimeStep {
    pub titles: Vec<String>,
    pub advance: Vec<String>,
    /// Texts that say a day has no free time.
    pub no_times: Vec<String>,
    /// CSS selectors of days that cannot be chosen, where neither an attribute nor the style says so.
    pub disabled_days: Vec<String>,
    /// CSS selectors of times that cannot be chosen.
    pub disabled_times: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReviewStep {
    pub titles: Vec<String>,
    pub advance: Vec<String>,
    /// Labels of boxes that may be ticked. Marketing consent is refused all the same.
    pub tick: Vec<String>,
}

/// Dialogs and banners that stand in the way.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Dialogs {
    /// The controls that decline or close them.
    pub decline: Vec<String>,
}

impl SiteProfile {
    /// The controls that may be pressed to leave `step`.
    pub fn advance(&self, step: Step) -> &[String] {
        match step {
            Step::Opening => &[],
            Step::Service => &self.service.advance,
            Step::Provider => &self.provider.advance,
            Step::DateTime => &self.date_time.advance,
            Step::Phone => &self.phone.advance,
            Step::VerificationCode => &self.verification_code.advance,
            Step::Details => &self.details.advance,
            Step::Review => &self.review.advance,
            Step::Payment => &self.payment.advance,
        }
    }

    /// The headings that only `step` has.
    pub fn titles(&self, step: Step) -> &[String] {
        match step {
            Step::Opening => &[],
            Step::Service => &self.service.titles,
            Step::Provider => &self.provider.titles,
            Step::DateTime => &self.date_time.titles,
            Step::Phone => &self.phone.titles,
            Step::VerificationCode => &self.verification_code.titles,
            Step::Details => &self.details.titles,
            Step::Review => &self.review.titles,
            Step::Payment => &self.payment.titles,
        }
    }

    /// Every CSS selector the profile knows; a driver asks the page for them, and [`Selector`] gives the index of each kind.
    pub fn selectors(&self) -> Vec<String> {
        [&self.service.rows, &self.date_time.disabled_days, &self.date_time.disabled_times]
            .into_iter()
            .flatten()
            .cloned()
            .collect()
    }

    /// Tells what a match of the selector with this index means.
    pub fn selector_means(&self, index: u16) -> Option<Selector> {
        let rows = self.service.rows.len();
        let days = rows + self.date_time.disabled_days.len();
        let times = days + self.date_time.disabled_times.len();
        match usize::from(index) {
            index if index < rows => Some(Selector::ServiceRow),
            index if index < days => Some(Selector::DisabledDay),
            index if index < times => Some(Selector::DisabledTime),
            _ => None,
        }
    }
}

/// What an element that matches one of the profile's selectors is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selector {
    ServiceRow,
    DisabledDay,
    DisabledTime,
}
