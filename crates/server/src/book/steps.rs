//! The steps of a booking in words for the person who watches.

use baton_client::{SessionState, SessionView};

/// Says what the session is doing now; `None` once there is nothing more to do for the machine.
pub(super) fn doing(view: &SessionView) -> Option<String> {
    match view.state {
        SessionState::Created => Some(match view.queue_position {
            Some(position) => format!("wait for a free place (number {position})"),
            None => "take the request on".to_owned(),
        }),
        SessionState::Navigating => Some(step(view.step.as_deref().unwrap_or("opening")).to_owned()),
        SessionState::ReadyForHandoff
        | SessionState::Monitoring
        | SessionState::Completed
        | SessionState::Failed
        | SessionState::Abandoned
        | SessionState::Cancelled => None,
    }
}

/// A step of a later version is shown by its own name.
fn step(name: &str) -> &str {
    match name {
        "opening" => "open the clinic's page",
        "service" => "choose the service",
        "provider" => "choose the provider",
        "date_time" => "choose date and time",
        "phone" => "give the phone number",
        "verification_code" => "pass the verification code",
        "details" => "give name and e-mail",
        "review" => "read back what was chosen",
        "payment" => "reach the payment page",
        other => other,
    }
}
