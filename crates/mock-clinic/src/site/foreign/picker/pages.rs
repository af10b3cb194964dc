//! What Daybook's pages say. Knows nothing of requests.

use axum::response::Response;
use jiff::Timestamp;

use crate::catalogue::{Category, Service};
use crate::records::Visit;
use crate::site::foreign::chosen::Chosen;
use crate::site::foreign::sheet::{Sheet, dollars, too_old};
use crate::site::page::escaped;
use crate::{Clinic, calendar};

pub(super) const SHEET: Sheet =
    Sheet { shell: include_str!("../../../../assets/foreign/picker/page.html"), vendor: "picker" };

pub(super) fn visit(clinic: &Clinic, chosen: &Chosen, now: Timestamp, notice: &str) -> Response {
    let today = calendar::today(clinic, now);
    let treatments: String = clinic.categories.iter().map(|category| group(clinic, category)).collect();
    let content = include_str!("../../../../assets/foreign/picker/visit.html")
        .replace("{{notice}}", &alert(notice))
        .replace("{{action}}", &escaped(&SHEET.path(clinic, "details")))
        .replace("{{visit}}", &escaped(&chosen.visit))
        .replace("{{treatments}}", &treatments)
        .replace("{{today}}", &today.to_string())
        .replace("{{last}}", &calendar::horizon(today).to_string());
    SHEET.page(clinic, "Plan your visit", &content)
}

fn group(clinic: &Clinic, category: &Category) -> String {
    let options: String = category.services.iter().map(|service| option(clinic, service)).collect();
    format!("<optgroup label=\"{}\">{options}</optgroup>\n", escaped(&category.name))
}

fn option(clinic: &Clinic, service: &Service) -> String {
    let staff = serde_json::json!(clinic.eligible(service)).to_string();
    format!(
        "<option value=\"{}\" data-staff=\"{}\">{} - {} min</option>\n",
        service.id,
        escaped(&staff),
        escaped(&service.name),
        service.duration_minutes
    )
}

pub(super) fn details(clinic: &Clinic, chosen: &Chosen) -> Response {
    let content = include_str!("../../../../assets/foreign/picker/details.html")
        .replace("{{action}}", &escaped(&SHEET.path(clinic, "details")))
        .replace("{{hidden}}", &chosen.hidden_fields());
    SHEET.page(clinic, "Who is coming?", &content)
}

pub(super) fn payment(visit: &Visit, chosen: &Chosen, notice: &str) -> Response {
    let Some(selection) = &visit.selection else { return too_old() };
    let deposit = selection.deposit_cents;
    let card = if deposit > 0 { include_str!("../../../../assets/foreign/picker/card.html") } else { "" };
    let owed = if deposit > 0 {
        format!("A deposit of {} is taken today; the rest is paid at the clinic.", dollars(deposit))
    } else {
        "Nothing to pay today.".to_owned()
    };
    let content = include_str!("../../../../assets/foreign/picker/payment.html")
        .replace("{{notice}}", &alert(notice))
        .replace("{{action}}", &escaped(&SHEET.path(&visit.clinic, "pay")))
        .replace("{{hidden}}", &chosen.hidden_fields())
        .replace("{{service}}", &escaped(&selection.service))
        .replace("{{provider}}", &escaped(&selection.provider))
        .replace("{{date}}", &selection.date.strftime("%B %-d, %Y").to_string())
        .replace("{{time}}", &selection.time.strftime("%-I:%M %p").to_string())
        .replace("{{owed}}", &owed)
        .replace("{{card}}", card)
        .replace("{{button}}", final_button(visit));
    SHEET.page(&visit.clinic, "Your visit at a glance", &content)
}

/// The label of the button that books.
pub(super) fn final_button(visit: &Visit) -> &'static str {
    match &visit.selection {
        Some(selection) if selection.deposit_cents == 0 => "Reserve my visit",
        _ => "Pay and reserve",
    }
}

pub(super) fn booked(visit: &Visit, number: &str) -> Response {
    let content =
        format!("<p>Your visit is reserved.</p><p>Confirmation number <strong>{number}</strong></p>");
    SHEET.page(&visit.clinic, "See you soon", &content)
}

fn alert(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("<p class=\"notice\" role=\"alert\">{}</p>", escaped(text))
    }
}
