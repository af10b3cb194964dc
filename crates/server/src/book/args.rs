//! The flags of `baton book`: one for every field of the request.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use baton_api::duration_text;
use baton_client::{HandoffPreference, Lead, StartBooking};

#[derive(Debug, clap::Args)]
pub(crate) struct BookArgs {
    /// The service to book at
    #[arg(long, value_name = "URL", env = "BATON_SERVER", default_value = "http://127.0.0.1:8080")]
    pub(super) server: String,
    /// A key of the service's `BATON_API_KEYS`
    #[arg(long, value_name = "KEY", env = "BATON_API_KEY", hide_env_values = true)]
    pub(super) api_key: Option<String>,
    /// Print one JSON object per line instead of words for a person
    #[arg(long)]
    pub(super) json: bool,

    /// The clinic's booking page
    #[arg(long, value_name = "URL")]
    booking_url: String,
    /// The day at the clinic, such as 2030-02-05
    #[arg(long)]
    date: String,
    /// The wall time at the clinic, such as 2:30pm
    #[arg(long)]
    time: String,
    /// The service by the clinic's name, an alias or a part of either; the first one available if absent
    #[arg(long)]
    service: Option<String>,
    /// The provider; the first one available if absent
    #[arg(long)]
    provider: Option<String>,

    #[arg(long)]
    first_name: String,
    /// May be left out: some people have a one-word name
    #[arg(long, default_value = "")]
    last_name: String,
    /// E.164, such as +14405550123
    #[arg(long)]
    phone: String,
    #[arg(long)]
    email: String,
    /// What the clinic should know
    #[arg(long)]
    notes: Option<String>,

    /// Where the service posts the outcome
    #[arg(long, value_name = "URL")]
    callback_url: Option<String>,
    /// How the page is handed over: auto, live or direct
    #[arg(long, value_name = "MODE")]
    handoff: Option<String>,
    /// The clinic's IANA time zone
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
    /// How long preparing the page may take, such as 90s
    #[arg(long, value_name = "DURATION")]
    timeout: Option<String>,
    /// The site profile by name; the address chooses one if absent
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// What patients say and the clinic's own name for it; may be given more than once
    #[arg(long = "alias", value_name = "SAID=SERVICE")]
    aliases: Vec<String>,
}

impl BookArgs {
    /// Returns the request that the flags describe. Whether it makes sense is the service's to say.
    pub(super) fn request(&self) -> anyhow::Result<StartBooking> {
        Ok(StartBooking {
            service: self.service.clone(),
            provider: self.provider.clone(),
            callback_url: self.callback_url.clone(),
            handoff: self.handoff.as_deref().map(handoff).transpose()?,
            timezone: self.timezone.clone(),
            timeout: self.timeout.as_deref().map(millis).transpose()?,
            profile: self.profile.clone(),
            service_aliases: self
                .aliases
                .iter()
                .map(|alias| pair(alias))
                .collect::<anyhow::Result<BTreeMap<_, _>>>()?,
            ..baton_client::request(&self.booking_url, &self.date, &self.time, self.lead())
        })
    }

    fn lead(&self) -> Lead {
        Lead {
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            phone: self.phone.clone(),
            email: self.email.clone(),
            notes: self.notes.clone(),
        }
    }
}

fn handoff(word: &str) -> anyhow::Result<HandoffPreference> {
    Ok(match word {
        "auto" => HandoffPreference::Auto,
        "live" => HandoffPreference::Live,
        "direct" => HandoffPreference::Direct,
        _ => bail!("--handoff is auto, live or direct"),
    })
}

fn millis(text: &str) -> anyhow::Result<u32> {
    let timeout = duration_text::parse(text).context("--timeout")?;
    u32::try_from(timeout.as_millis()).context("--timeout is too long")
}

fn pair(alias: &str) -> anyhow::Result<(String, String)> {
    let (said, service) = alias.split_once('=').context("--alias needs both sides of SAID=SERVICE")?;
    Ok((said.trim().to_owned(), service.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        args: BookArgs,
    }

    fn request(more: &[&str]) -> anyhow::Result<StartBooking> {
        let needed = "book --booking-url https://clinic.example.com --date 2030-02-05 --time 2:30pm --first-name Jane \
            --phone +14405550123 --email jane@example.com";
        Line::parse_from(needed.split_whitespace().chain(more.iter().copied())).args.request()
    }

    #[test]
    fn every_flag_finds_its_field() {
        let request =
            request(&["--timeout", "90s", "--handoff", "live", "--alias", "botox = Tox (Botox)"]).unwrap();
        assert_eq!(request.timeout, Some(90_000));
        assert_eq!(request.handoff, Some(HandoffPreference::Live));
        assert_eq!(request.service_aliases["botox"], "Tox (Botox)");
        assert_eq!(request.lead.last_name, "");
    }

    #[test]
    fn a_senseless_flag_is_named() {
        for (flag, value) in [("--timeout", "90"), ("--handoff", "fax"), ("--alias", "botox")] {
            let error = request(&[flag, value]).unwrap_err();
            assert!(error.to_string().contains(flag), "{error}");
        }
    }
}
