//! `baton profile check`: drives a site up to the payment page by a profile file and shows what matched at every step.
//! Stops where the patient's part begins: it never books.

mod narrator;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use baton_automation::{ChromeDriver, Preparation, prepare};
use baton_booking::clock::{Clock, SystemClock};
use baton_booking::flow::{Flow, Prepared};
use baton_booking::outcome::Failure;
use baton_booking::profile::SiteProfile;
use baton_booking::request::{BookingRequest, HandoffPreference, Lead};
use baton_booking::wall_time;
use baton_browser::{Chrome, ContextOptions, LaunchOptions, Progress};
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use url::Url;

use super::terminal::say;
use narrator::Narrator;

#[derive(Debug, clap::Subcommand)]
pub(crate) enum ProfileCommand {
    /// Drive a site up to the payment page and show what matched; never books
    Check(CheckArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// The profile to try out
    file: PathBuf,
    /// A booking page of the site
    #[arg(long)]
    url: Url,
    /// The first one available if absent
    #[arg(long)]
    service: Option<String>,
    /// The first one available if absent
    #[arg(long)]
    provider: Option<String>,
    /// In a week if absent
    #[arg(long)]
    date: Option<Date>,
    /// The wall time at the clinic, such as 2:30pm
    #[arg(long, default_value = "2:30pm", value_parser = time)]
    time: Time,
    /// How long all steps may take
    #[arg(long, default_value = "90s", value_parser = baton_api::duration_text::parse)]
    timeout: Duration,
    /// The Chrome to run
    #[arg(long, value_name = "FILE", env = "BATON_CHROME")]
    chrome: Option<PathBuf>,
}

pub(crate) async fn run(ProfileCommand::Check(args): ProfileCommand) -> anyhow::Result<ExitCode> {
    let source = std::fs::read_to_string(&args.file)
        .with_context(|| format!("failed to read {}", args.file.display()))?;
    let profile = Arc::new(SiteProfile::parse(&args.file.display().to_string(), &source)?);
    say(format_args!("Trying the profile \"{}\". Nothing will be booked.", profile.name));
    let options = LaunchOptions { executable: args.chrome.clone(), ..LaunchOptions::default() };
    let chrome = Chrome::launch(options).await?;
    let result = drive(&chrome, profile, &args).await;
    chrome.close().await;
    Ok(conclude(result?))
}

async fn drive(
    chrome: &Chrome,
    profile: Arc<SiteProfile>,
    args: &CheckArgs,
) -> anyhow::Result<Result<Preparation, Failure>> {
    let context = chrome
        .browser()
        .new_context(ContextOptions { timezone: profile.timezone.clone(), ..phone() })
        .await?;
    let page = context.new_page().await?;
    let mut flow = Flow::new(profile, request(args), invented_lead());
    let driver = ChromeDriver::new(page, Arc::new(SystemClock), flow.selectors());
    let progress = Progress::new(args.timeout);
    let on_step = |step| say(format_args!("\n{step}"));
    Ok(prepare(&mut Narrator::new(driver), &mut flow, &progress, on_step).await)
}

/// What the service's own pages pretend to be.
fn phone() -> ContextOptions {
    ContextOptions { mobile: true, ..ContextOptions::default() }
}

fn request(args: &CheckArgs) -> BookingRequest {
    BookingRequest {
        booking_url: args.url.clone(),
        date: args.date.unwrap_or_else(next_week),
        time: args.time,
        service: args.service.clone(),
        provider: args.provider.clone(),
        callback_url: None,
        handoff: HandoffPreference::Live,
        timezone: None,
        timeout: Some(args.timeout),
        profile: None,
        aliases: Vec::new(),
    }
}

/// The e-mail leads nowhere, and the numbering plan keeps the number for fiction: no real person hears of it.
fn invented_lead() -> Lead {
    Lead {
        first_name: "Profile".to_owned(),
        last_name: "Check".to_owned(),
        phone: "+14405550123".to_owned(),
        email: "profile.check@example.com".to_owned(),
        notes: None,
    }
}

fn conclude(result: Result<Preparation, Failure>) -> ExitCode {
    match result {
        Ok(Preparation::Ready(prepared)) => say_ready(&prepared),
        Ok(Preparation::Interlude(reason)) => {
            say(format_args!("\n✓ the patient's turn comes early: {}", reason.as_str()));
            ExitCode::SUCCESS
        }
        Err(failure) => say_failure(&failure),
    }
}

fn say_ready(prepared: &Prepared) -> ExitCode {
    let chosen = &prepared.selection;
    say(format_args!("\n✓ ready for the patient: {}", prepared.reason.as_str()));
    let facts = [
        ("service", &chosen.service),
        ("provider", &chosen.provider),
        ("date", &chosen.date),
        ("time", &chosen.time),
    ];
    for (name, value) in facts {
        say(format_args!("  {name:<10} {}", value.as_deref().unwrap_or("(not named by the page)")));
    }
    ExitCode::SUCCESS
}

fn say_failure(failure: &Failure) -> ExitCode {
    say(format_args!("\n✗ {}: {}", failure.code.as_str(), failure.message));
    for choice in &failure.choices {
        say(format_args!("    offered: {choice}"));
    }
    ExitCode::FAILURE
}

fn next_week() -> Date {
    SystemClock.now().to_zoned(TimeZone::system()).date().saturating_add(7.days())
}

fn time(text: &str) -> Result<Time, String> {
    wall_time::slot_time(text).ok_or_else(|| "a time looks like 2:30pm or 14:30".to_owned())
}
