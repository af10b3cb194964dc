//! What a visitor has chosen so far. It travels in addresses and hidden fields, as sites without scripts keep it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use url::form_urlencoded;

use crate::calendar::parse_time;
use crate::records::Wish;
use crate::site::page::escaped;

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Chosen {
    pub(super) visit: String,
    pub(super) service: String,
    /// Empty where the visitor takes anyone.
    pub(super) provider: String,
    pub(super) date: String,
    pub(super) time: String,
}

impl Chosen {
    fn pairs(&self) -> [(&'static str, &str); 5] {
        [
            ("visit", &self.visit),
            ("service", &self.service),
            ("provider", &self.provider),
            ("date", &self.date),
            ("time", &self.time),
        ]
    }

    fn known(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.pairs().into_iter().filter(|(_, value)| !value.is_empty())
    }

    pub(super) fn query(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.known()).finish()
    }

    pub(super) fn hidden_fields(&self) -> String {
        let field = |(name, value): (&str, &str)| {
            format!(r#"<input type="hidden" name="{name}" value="{}">"#, escaped(value))
        };
        self.known().map(field).collect()
    }

    pub(super) fn provider(&self) -> Option<&str> {
        Some(self.provider.as_str()).filter(|id| !id.is_empty())
    }

    pub(super) fn date(&self) -> Option<Date> {
        self.date.parse().ok()
    }

    /// The whole choice, once it is one.
    pub(super) fn wish(&self) -> Option<Wish> {
        Some(Wish {
            service: self.service.clone(),
            provider: self.provider().map(str::to_owned),
            date: self.date()?,
            time: parse_time(&self.time)?,
        })
    }
}
