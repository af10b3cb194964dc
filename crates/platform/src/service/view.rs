//! A lead as the clinic's people see it: where it stands, what was said and sent, what came back. Whoever has a link's secret has the
//! payment page, so links are shown without it.

use baton_client::{Client, SessionView};
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::clinic::Clinic;
use crate::store::{LeadRecord, Noted, PlatformStore, SentMessage, Source, StoreError};

/// More than a person looks through.
const MOST: i64 = 50;

#[derive(Serialize)]
pub(super) struct Board {
    pub(super) version: u64,
    pub(super) leads: Vec<LeadView>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LeadView {
    id: Uuid,
    clinic: ClinicView,
    phone: String,
    name: Option<String>,
    service: Option<String>,
    stage: &'static str,
    wants_no_messages: bool,
    booking: BookingView,
    /// As Baton tells it, while the session lives.
    session: Option<SessionLine>,
    notes: Vec<crate::conversation::OperatorNote>,
    thread: Vec<Line>,
    /// What Baton, Square and the clinic's people told of this lead.
    news: Vec<NewsLine>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ClinicView {
    name: String,
    platform: &'static str,
    time_zone: Option<String>,
}

/// The booking fields of the lead's row.
#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "they are shown by the names of the row's columns")]
struct BookingView {
    booking_session_id: Option<Uuid>,
    booking_platform: Option<&'static str>,
    booking_outcome: Option<baton_client::Outcome>,
    booking_confirmation_number: Option<String>,
    booking_handoff_url: Option<String>,
    booking_handoff_sent_at: Option<Timestamp>,
    booking_completed_at: Option<Timestamp>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionLine {
    state: String,
    step: Option<String>,
    expires_at: Option<Timestamp>,
}

#[derive(Serialize)]
struct Line {
    from: &'static str,
    text: String,
    state: &'static str,
    at: Timestamp,
}

#[derive(Serialize)]
struct NewsLine {
    source: &'static str,
    text: String,
    at: Timestamp,
}

/// The newest leads, newest first.
pub(super) async fn leads(store: &PlatformStore, client: &Client) -> Result<Vec<LeadView>, StoreError> {
    let mut leads = Vec::new();
    for record in store.newest_leads(MOST).await? {
        let Some(clinic) = store.clinic(&record.clinic).await? else { continue };
        leads.push(lead(store, client, record, clinic).await?);
    }
    Ok(leads)
}

async fn lead(
    store: &PlatformStore,
    client: &Client,
    record: LeadRecord,
    clinic: Clinic,
) -> Result<LeadView, StoreError> {
    let LeadRecord { lead, memory, phone, .. } = record;
    let journal = store.journal(lead.id).await?;
    let session = match lead.booking_session_id.filter(|_| lead.booking_outcome.is_none()) {
        Some(id) => client.status(id).await.ok().map(session_line),
        None => None,
    };
    let name = memory.answers.name.map(|name| format!("{} {}", name.first, name.last).trim().to_owned());
    Ok(LeadView {
        id: lead.id,
        clinic: ClinicView {
            platform: clinic.platform().as_str(),
            time_zone: clinic.zone.iana_name().map(str::to_owned),
            name: clinic.name,
        },
        phone,
        name,
        service: memory.answers.service.map(|service| service.name.unwrap_or(service.said)),
        stage: memory.stage.name(),
        wants_no_messages: memory.stopped,
        booking: BookingView {
            booking_session_id: lead.booking_session_id,
            booking_platform: lead.booking_platform.map(crate::lead::BookingPlatform::as_str),
            booking_outcome: lead.booking_outcome,
            booking_confirmation_number: lead.booking_confirmation_number,
            booking_handoff_url: lead.booking_handoff_url.map(|url| without_secrets(&url)),
            booking_handoff_sent_at: lead.booking_handoff_sent_at,
            booking_completed_at: lead.booking_completed_at,
        },
        session,
        notes: store.notes(lead.id).await?,
        thread: thread(&journal, store.thread(lead.id).await?),
        news: news(journal),
    })
}

fn session_line(view: SessionView) -> SessionLine {
    SessionLine { state: view.state.as_str().to_owned(), step: view.step, expires_at: Some(view.expires_at) }
}

/// Both sides in their order. What was said at the same moment as it was answered was said first.
fn thread(journal: &[Noted], messages: Vec<SentMessage>) -> Vec<Line> {
    let heard = journal.iter().filter(|noted| noted.entry.source == Source::Patient);
    let heard = heard.map(|noted| Line {
        from: "patient",
        text: noted.entry.text.clone(),
        state: "received",
        at: noted.at,
    });
    let said = messages.into_iter().map(|message| Line {
        from: "clinic",
        text: without_secrets(&message.text),
        state: message.state.as_str(),
        at: message.at,
    });
    let mut lines: Vec<Line> = heard.chain(said).collect();
    lines.sort_by_key(|line| line.at);
    lines
}

fn news(journal: Vec<Noted>) -> Vec<NewsLine> {
    let others = journal.into_iter().filter(|noted| noted.entry.source != Source::Patient);
    others
        .map(|noted| NewsLine { source: noted.entry.source.as_str(), text: noted.entry.text, at: noted.at })
        .collect()
}

/// The secret of a link stands behind its `#`.
fn without_secrets(text: &str) -> String {
    let word = |word: &str| match word.split_once('#') {
        Some((link, _)) if link.contains("://") => format!("{link}#…"),
        _ => word.to_owned(),
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::without_secrets;

    #[test]
    fn a_link_is_shown_without_its_secret() {
        let check = |text, expect| assert_eq!(without_secrets(text), expect);
        check("here: https://b.example/h/a#secret Or not", "here: https://b.example/h/a#… Or not");
        check("you are #1\nhttps://square.link/u/1", "you are #1\nhttps://square.link/u/1");
    }
}
