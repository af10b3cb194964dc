//! A clinic as its platform knows it: where it takes bookings, what its services are called, when and from which number it speaks.
//! Only a clinic of Square has anything of Square: the type leaves no place for it elsewhere.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::lead::BookingPlatform;

/// Names a clinic, in addresses too: `forever-22`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClinicId(pub String);

/// What is set up for one clinic.
#[derive(Debug, Clone, PartialEq)]
pub struct Clinic {
    pub id: ClinicId,
    pub name: String,
    pub zone: TimeZone,
    pub booking: BookingWay,
    /// What the clinic offers, in its own words. May be empty: then the site knows, or the operator.
    pub services: Vec<String>,
    /// What patients say, and the clinic's own name for it.
    pub aliases: BTreeMap<String, String>,
    /// The number its messages come from, E.164.
    pub messaging_number: String,
    /// The number where people answer.
    pub front_desk: Option<String>,
    /// Shown before the patient pays.
    pub cancellation_policy: Option<String>,
}

/// Where a clinic takes its bookings, and what that takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "platform", rename_all = "snake_case")]
pub enum BookingWay {
    Moxie {
        booking_url: String,
        /// The site profile by name; the address chooses one if absent.
        #[serde(default)]
        profile: Option<String>,
    },
    Square {
        location: String,
        deposit: Money,
    },
}

/// An amount in hundredths of the currency's unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    pub cents: i64,
    /// ISO 4217.
    pub currency: String,
}

impl BookingPlatform {
    /// Reads a clinic's `booking_platform`: in any case; empty means Square. `None` for a name that nobody knows.
    pub fn configured(name: &str) -> Option<Self> {
        match name.trim().to_ascii_lowercase().as_str() {
            "" | "square" => Some(Self::Square),
            "moxie" => Some(Self::Moxie),
            _ => None,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Moxie => "moxie",
            Self::Square => "square",
        }
    }
}

impl Clinic {
    pub fn platform(&self) -> BookingPlatform {
        match self.booking {
            BookingWay::Moxie { .. } => BookingPlatform::Moxie,
            BookingWay::Square { .. } => BookingPlatform::Square,
        }
    }

    /// The clinic's name for what the patient said: by alias, of which the longest that occurs in `said` wins.
    pub fn alias_of<'a>(&'a self, said: &str) -> Option<(&'a str, &'a str)> {
        let said = spaced(said);
        let heard = self.aliases.iter().filter(|(alias, _)| said.contains(&spaced(alias)));
        heard.max_by_key(|(alias, _)| alias.len()).map(|(alias, name)| (alias.as_str(), name.as_str()))
    }

    /// The clinic's services whose name contains what the patient said, or is contained in it.
    pub fn services_like(&self, said: &str) -> Vec<String> {
        let said = spaced(said);
        let exact = self.services.iter().filter(|name| spaced(name) == said);
        let exact: Vec<String> = exact.cloned().collect();
        if !exact.is_empty() {
            return exact;
        }
        let like = |name: &&String| spaced(name).contains(&said) || said.contains(&spaced(name));
        self.services.iter().filter(like).cloned().collect()
    }
}

impl std::fmt::Display for ClinicId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, rest) = (self.cents / 100, self.cents % 100);
        match self.currency.as_str() {
            "USD" => write!(f, "${whole}.{rest:02}"),
            currency => write!(f, "{whole}.{rest:02} {currency}"),
        }
    }
}

/// Words in lower case with a space around each, so that "tox" is not found in "detox".
pub(crate) fn spaced(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(String::from(" "), |spaced, word| spaced + word + " ")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn moxie() -> Clinic {
        let alias = |said: &str, name: &str| (said.to_owned(), name.to_owned());
        Clinic {
            id: ClinicId("forever-22".to_owned()),
            name: "Forever 22 Med Spa".to_owned(),
            zone: TimeZone::get("America/New_York").unwrap(),
            booking: BookingWay::Moxie {
                booking_url: "https://clinic.example/booking/forever-22".to_owned(),
                profile: None,
            },
            services: Vec::new(),
            aliases: [
                alias("botox", "Tox (Botox, Jeuveau, Dysport)"),
                alias("botox touch up", "Tox Touch-Up"),
            ]
            .into(),
            messaging_number: "+14405550122".to_owned(),
            front_desk: None,
            cancellation_policy: None,
        }
    }

    #[test]
    fn an_empty_platform_means_square_and_case_does_not_matter() {
        assert_eq!(BookingPlatform::configured(""), Some(BookingPlatform::Square));
        assert_eq!(BookingPlatform::configured(" MOXIE "), Some(BookingPlatform::Moxie));
        assert_eq!(BookingPlatform::configured("Boulevard"), None);
    }

    #[test]
    fn the_longest_alias_wins_and_words_are_whole() {
        let clinic = moxie();
        let check = |said, name: Option<&str>| {
            assert_eq!(clinic.alias_of(said).map(|(_, name)| name), name, "{said}");
        };
        check("Botox please", Some("Tox (Botox, Jeuveau, Dysport)"));
        check("a botox touch-up", Some("Tox Touch-Up"));
        check("botoxic", None);
    }

    #[test]
    fn money_reads_as_people_write_it() {
        assert_eq!(Money { cents: 5000, currency: "USD".to_owned() }.to_string(), "$50.00");
        assert_eq!(Money { cents: 1005, currency: "CAD".to_owned() }.to_string(), "10.05 CAD");
    }
}
