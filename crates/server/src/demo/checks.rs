//! Whether everybody tells the same story. The only place of the demo that asks the clinic what really happened; Baton never does.

use std::time::Duration;

use anyhow::{Context, ensure};
use baton_client::{Outcome, SessionView, Uuid};
use baton_mock_clinic::ClinicState;

use super::world::World;
use crate::cli::terminal::say;

/// A callback that is not delivered at once comes five seconds later.
const CALLBACK_WITHIN: Duration = Duration::from_secs(30);

/// Checks that service, platform and clinic agree about a booking that succeeded, and says so.
pub(super) async fn everybody_agrees(world: &World, session: Uuid, end: &SessionView) -> anyhow::Result<()> {
    ensure!(end.outcome == Some(Outcome::Success), "the outcome is not success: {}", end.state.as_str());
    let number = confirmation_number(end).context("the service knows no confirmation number")?;
    let callback = world.leads.wait_for_end(session, CALLBACK_WITHIN).await.context("no callback arrived")?;
    ensure!(callback.outcome == Outcome::Success, "the callback tells another outcome");
    say("  ✓ callback booking.completed received, signature verified");
    let lead = world.leads.get(world.lead).context("the platform lost its lead")?;
    ensure!(lead.booking_confirmation_number.as_deref() == Some(number), "the lead holds another number");
    say(format_args!("  ✓ the platform's lead holds {number}"));
    let clinic = ask_clinic(world).await?;
    ensure!(
        clinic.bookings.iter().any(|booking| booking.confirmation_number == number),
        "the clinic knows no {number}"
    );
    say(format_args!("  ✓ the clinic's own records hold {number}"));
    Ok(())
}

fn confirmation_number(end: &SessionView) -> Option<&str> {
    end.confirmation_details.as_ref()?.confirmation_number.as_deref()
}

async fn ask_clinic(world: &World) -> anyhow::Result<ClinicState> {
    let url = world.clinic.url().join("control/state")?;
    reqwest::get(url).await?.json().await.context("the clinic's records cannot be read")
}
