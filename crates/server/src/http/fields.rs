//! Reads the fields of a JSON body and remembers everything that was wrong, so that it can be said at once.
//! Never repeats what was sent: it may be a person's.

use std::ops::RangeInclusive;

use baton_api::error::FieldError;
use serde_json::Value;

/// One body being read.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    body: &'a Value,
    faults: Vec<FieldError>,
}

impl<'a> Fields<'a> {
    pub(super) fn of(body: &'a Value) -> Self {
        Self { body, faults: Vec::new() }
    }

    /// Gives what was read, or every fault.
    pub(super) fn finish<T>(self, read: Option<T>) -> Result<T, Vec<FieldError>> {
        match read {
            Some(value) if self.faults.is_empty() => Ok(value),
            _ => Err(self.faults),
        }
    }

    pub(super) fn fault(&mut self, path: &str, message: impl Into<String>) {
        self.faults.push(FieldError { path: path.to_owned(), message: message.into() });
    }

    /// A text that must be there and keep `rule`.
    pub(super) fn required<T>(
        &mut self,
        path: &str,
        rule: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        if self.find(path).is_none() {
            self.fault(path, "is required");
        }
        self.judged(path, rule)
    }

    /// A text that may be absent, null or blank, and keeps `rule` where it is there.
    pub(super) fn optional<T>(
        &mut self,
        path: &str,
        rule: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        match self.find(path) {
            Some(Value::String(text)) if text.trim().is_empty() => None,
            _ => self.judged(path, rule),
        }
    }

    pub(super) fn optional_integer(&mut self, path: &str, range: RangeInclusive<u64>) -> Option<u64> {
        let value = self.find(path)?;
        let integer = value.as_u64().filter(|number| range.contains(number));
        if integer.is_none() {
            self.fault(path, format!("must be a whole number from {} to {}", range.start(), range.end()));
        }
        integer
    }

    /// An object from texts to texts, each pair made into something by `pair`.
    pub(super) fn optional_pairs<T>(
        &mut self,
        path: &str,
        most: usize,
        pair: impl Fn(&str, &str) -> T,
    ) -> Vec<T> {
        let Some(value) = self.find(path) else { return Vec::new() };
        let read = value.as_object().filter(|object| object.len() <= most).and_then(|object| {
            object.iter().map(|(key, value)| Some(pair(key, value.as_str()?))).collect::<Option<Vec<_>>>()
        });
        if read.is_none() {
            self.fault(path, format!("must be an object of at most {most} texts"));
        }
        read.unwrap_or_default()
    }

    fn judged<T>(&mut self, path: &str, rule: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let judged = match self.find(path)? {
            Value::String(text) => rule(text.trim()),
            _ => Err("must be a text".to_owned()),
        };
        judged.map_err(|message| self.fault(path, message)).ok()
    }

    /// The value at a dotted path; null counts as absent.
    fn find(&self, path: &str) -> Option<&'a Value> {
        let value = path.split('.').try_fold(self.body, |value, key| value.get(key))?;
        if value.is_null() { None } else { Some(value) }
    }
}
