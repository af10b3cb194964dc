//! Reads a profile and says what is wrong with it, with the line and the key. Knows nothing of folders.

use std::path::PathBuf;

use jiff::tz::TimeZone;

use super::SiteProfile;
use crate::flow::refusal;
use crate::session::Step;

/// Why a profile was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    #[error("{file}: {message}")]
    Malformed { file: String, message: String },
    #[error("{file}, line {line}, key {key}: {message}")]
    Invalid { file: String, line: usize, key: String, message: String },
    #[error("{}: {message}", path.display())]
    Unreadable { path: PathBuf, message: String },
    #[error("{file}: there is already a profile named {name:?}")]
    Twice { file: String, name: String },
}

/// One fault: the key it is in, the text it is about, what is wrong.
struct Fault {
    key: String,
    text: String,
    message: &'static str,
}

impl SiteProfile {
    /// Reads a profile. `file` is how errors call it.
    pub fn parse(file: &str, source: &str) -> Result<Self, ProfileError> {
        let profile: Self = toml::from_str(source).map_err(|error| ProfileError::Malformed {
            file: file.to_owned(),
            message: error.to_string().trim_end().to_owned(),
        })?;
        match profile.first_fault() {
            None => Ok(profile),
            Some(Fault { key, text, message }) => Err(ProfileError::Invalid {
                file: file.to_owned(),
                line: line_of(source, &key, &text),
                key,
                message: if text.is_empty() { message.to_owned() } else { format!("{text:?} {message}") },
            }),
        }
    }

    fn first_fault(&self) -> Option<Fault> {
        self.head_fault()
            .or_else(|| self.step_fault())
            .or_else(|| self.dialog_fault())
            .or_else(|| self.query_fault())
    }

    fn head_fault(&self) -> Option<Fault> {
        let plain = |name: &str| {
            !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        };
        if !plain(&self.name) {
            return Some(fault("name", &self.name, "must be small letters, digits and hyphens"));
        }
        if let Some(host) = self.hosts.iter().find(|host| host.contains(['/', ':']) || host.is_empty()) {
            return Some(fault("hosts", host, "is no host name: leave out scheme, port and path"));
        }
        let zone = self.timezone.as_ref().filter(|zone| TimeZone::get(zone).is_err());
        zone.map(|zone| fault("timezone", zone, "is no IANA time zone"))
    }

    fn step_fault(&self) -> Option<Fault> {
        Step::ALL.into_iter().find_map(|step| {
            let control = self.advance(step).iter().find(|name| refusal::refuses(name))?;
            let message = "looks like a final control, and only the patient may press those";
            Some(fault(&format!("{}.advance", step.as_str()), control, message))
        })
    }

    fn dialog_fault(&self) -> Option<Fault> {
        let control = self.dialogs.decline.iter().find(|name| refusal::refuses(name))?;
        Some(fault("dialogs.decline", control, "looks like a final control"))
    }

    fn query_fault(&self) -> Option<Fault> {
        let queries = self.availability.as_ref()?;
        let is_address = |text: &str| text.starts_with('/') || text.starts_with("https://");
        let addresses =
            [("availability.catalogue", &queries.catalogue), ("availability.slots", &queries.slots)];
        let (key, text) = addresses.into_iter().find(|(_, text)| !is_address(text))?;
        Some(fault(key, text, "must begin with / or with https://"))
    }
}

fn fault(key: &str, text: &str, message: &'static str) -> Fault {
    Fault { key: key.to_owned(), text: text.to_owned(), message }
}

/// The line on which `text` stands under `key`; the file's first where the key is missing altogether.
fn line_of(source: &str, key: &str, text: &str) -> usize {
    let (table, name) = key.rsplit_once('.').unwrap_or(("", key));
    let mut current = "";
    let mut in_key = false;
    for (index, line) in source.lines().enumerate() {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            (current, in_key) = (header.trim(), false);
        } else if let Some((left, _)) = line.split_once('=') {
            in_key = current == table && left.trim() == name;
        }
        if in_key && line.contains(text) {
            return index + 1;
        }
    }
    1
}
