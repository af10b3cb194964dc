//! What a site says when a payment went well or badly: the `[outcome]` section of a site profile. Everything here is added to the words that
//! Baton knows anyway ([`super::vocabulary`]), so a profile names only what is peculiar to its site.

use std::time::Duration;

use serde::Deserialize;

use crate::wording::Pattern;

/// The `[outcome]` section of a site profile.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Indicators {
    /// Hosts that belong to the booking site besides the one of the prepared page, such as an API's. A subdomain counts as its host.
    pub booking_hosts: Vec<String>,
    /// Hosts that take payments, besides the well-known processors.
    pub payment_hosts: Vec<String>,
    pub success: Signs,
    pub refused: Signs,
    pub slot_taken: Signs,
    pub processing: Signs,
    /// Texts and places that never count, such as a testimonial's frame.
    pub harmless: Signs,
    /// How long after a submit a server error is waited out before the outcome counts as unclear.
    pub server_error_grace_seconds: Option<u64>,
}

/// Signs of one kind of ending.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Signs {
    /// Parts of a URL's path, such as `/confirmation`.
    pub urls: Vec<String>,
    /// Phrases, as [`Pattern`] writes them.
    pub texts: Vec<Pattern>,
    /// CSS selectors. One counts only where its element is visible and was not there at the handoff.
    pub elements: Vec<String>,
}

impl Indicators {
    /// The CSS selectors that a snapshot has to look for, in the order in which [`Node::matches`] numbers them.
    ///
    /// [`Node::matches`]: crate::observation::Node::matches
    pub fn selectors(&self) -> Vec<String> {
        self.signs().into_iter().flat_map(|signs| &signs.elements).cloned().collect()
    }

    pub fn server_error_grace(&self) -> Duration {
        Duration::from_secs(self.server_error_grace_seconds.unwrap_or(20))
    }

    /// What a match of the selector with this index means.
    pub(super) fn means(&self, index: u16) -> Option<Sign> {
        let kinds = self.signs().into_iter().zip(Sign::ALL);
        kinds.flat_map(|(signs, sign)| signs.elements.iter().map(move |_| sign)).nth(usize::from(index))
    }

    fn signs(&self) -> [&Signs; 5] {
        [&self.success, &self.refused, &self.slot_taken, &self.processing, &self.harmless]
    }
}

/// The kinds of signs, in the order of their selectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Success,
    Refused,
    SlotTaken,
    Processing,
    Harmless,
}

impl Sign {
    const ALL: [Self; 5] = [Self::Success, Self::Refused, Self::SlotTaken, Self::Processing, Self::Harmless];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_may_leave_everything_out() {
        assert_eq!(toml::from_str::<Indicators>("").unwrap(), Indicators::default());
    }

    #[test]
    fn the_design_documents_indicators_can_be_written_down() {
        let indicators: Indicators = toml::from_str(
            r#"
            booking_hosts = ["graphql.joinmoxie.com"]
            [success]
            urls = ["/confirmation", "/success", "/thank-you"]
            texts = ["booking confirmed", "appointment scheduled"]
            elements = [".confirmation-number", "[data-testid=success]"]
            [refused]
            texts = ["payment failed", "card * declined"]
            elements = [".error-message"]
            "#,
        )
        .unwrap();
        let selectors = indicators.selectors();
        assert_eq!(selectors, [".confirmation-number", "[data-testid=success]", ".error-message"]);
        assert_eq!(
            [0, 1, 2, 3].map(|index| indicators.means(index)),
            [Some(Sign::Success), Some(Sign::Success), Some(Sign::Refused), None]
        );
    }

    #[test]
    fn a_misspelt_key_is_refused() {
        assert!(toml::from_str::<Indicators>("sucess = {}").is_err());
    }
}
