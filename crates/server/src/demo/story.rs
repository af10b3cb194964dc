//! One booking from the request to the callback, told line by line; then more of them for a person to play with.

use std::time::Duration;

use anyhow::{Context, bail};
use baton_booking::clock::{Clock, SystemClock};
use baton_client::{HandoffUrl, StartBooking, Uuid};
use baton_platform::BookingPlatform;
use jiff::civil::{Date, Time};

use super::play::Play;
use super::world::World;
use super::{DemoArgs, checks, patient};
use crate::book::{Follower, Report};
use crate::cli::terminal::say;

/// A story that takes longer has got stuck; told well it takes less than half a minute.
const STORY_LIMIT: Duration = Duration::from_mins(5);

/// Books one appointment with a simulated phone, and checks that everybody tells the same story afterwards.
pub(super) async fn tell(world: &World, args: &DemoArgs) -> anyhow::Result<()> {
    introduce(world);
    let story = book_and_pay(world, args);
    tokio::time::timeout(STORY_LIMIT, story).await.context("the story took too long")?
}

async fn book_and_pay(world: &World, args: &DemoArgs) -> anyhow::Result<()> {
    let (session, mut follower, link) = prepare(world, args).await?;
    say("The simulated phone");
    let visit = patient::pay(&link.handoff_url, args, &mut follower).await?;
    let end = follower.until_end(Report::Person).await?;
    visit.sees_confirmation(args).await?;
    say("");
    Report::Person.end(&end);
    checks::everybody_agrees(world, session, &end).await
}

/// Gives the person a phone of their own to play with, until they have had enough (Ctrl-C).
pub(super) async fn play_on(world: &World) -> anyhow::Result<()> {
    let play = Play::open(world).await?;
    say(
        "\nNow you: write to the clinic as a patient, open the link that it sends, and pay with a test card.",
    );
    say(format_args!("  a phone to play with   {}", play.url()));
    say(format_args!("  the operators' page    {}/operators", play.platform().base_url()));
    say("Ctrl-C ends the demo.\n");
    tokio::signal::ctrl_c().await?;
    play.close().await;
    Ok(())
}

fn introduce(world: &World) {
    say("Baton's demo: test data only, everything on this machine.\n");
    say(format_args!("  practice clinic   {}", world.booking_url()));
    say(format_args!("  service           {}", world.service.base_url()));
    say(format_args!("  platform          {}\n", world.callback_url));
}

async fn prepare(world: &World, args: &DemoArgs) -> anyhow::Result<(Uuid, Follower, HandoffUrl)> {
    let (date, time) = world.clinic.open_slot();
    say(format_args!("Booking: {}, {}", args.service, spoken(date, time)));
    let session = world.client.start(&request(world, args, date, time)).await?.session_id;
    world.leads.update(world.lead, |lead| lead.begin_booking(BookingPlatform::Moxie, session));
    let mut follower = Follower::new(world.client.clone(), session);
    let Some(link) = follower.until_link(Report::Person).await? else {
        Report::Person.end(&follower.until_end(Report::Person).await?);
        bail!("the payment page was not reached");
    };
    world.leads.update(world.lead, |lead| lead.handoff_sent(&link.handoff_url, SystemClock.now()));
    Report::Person.link(&link);
    Ok((session, follower, link))
}

fn request(world: &World, args: &DemoArgs, date: Date, time: Time) -> StartBooking {
    let time = time.strftime("%-I:%M%P").to_string();
    StartBooking {
        service: Some(args.service.clone()),
        callback_url: Some(world.callback_url.clone()),
        ..baton_client::request(&world.booking_url(), &date.to_string(), &time, patient::lead())
    }
}

fn spoken(date: Date, time: Time) -> String {
    format!("{} at {}", date.strftime("%A, %B %-d"), time.strftime("%-I:%M %p"))
}
