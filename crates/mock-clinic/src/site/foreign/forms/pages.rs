//! What Bookwell's pages say. Knows nothing of requests.

use std::fmt::Write as _;

use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::{Date, Time, time};

use crate::catalogue::{Category, Service};
use crate::records::{Offer, Visit, clock_text};
use crate::site::Site;
use crate::site::foreign::calendar_table::table;
use crate::site::foreign::chosen::Chosen;
use crate::site::foreign::sheet::{Sheet, dollars};
use crate::site::page::escaped;
use crate::{Clinic, OfferedSlot};

pub(super) const SHEET: Sheet =
    Sheet { shell: include_str!("../../../../assets/foreign/forms/page.html"), vendor: "forms" };

pub(super) fn treatments(clinic: &Clinic, chosen: &Chosen) -> Response {
    let content: String = clinic.categories.iter().map(category).collect();
    let form = form(clinic, "treatment", chosen, &(content + CONTINUE));
    SHEET.page(clinic, "1. What would you like to have done?", &form)
}

fn category(category: &Category) -> String {
    let services: String = category.services.iter().map(treatment).collect();
    format!("<fieldset><legend>{}</legend>{services}</fieldset>\n", escaped(&category.name))
}

fn treatment(service: &Service) -> String {
    let Service { id, name, duration_minutes, price_cents, .. } = service;
    let price = if *price_cents > 0 { format!(", {}", dollars(*price_cents)) } else { String::new() };
    format!(
        "<p><label><input type=\"radio\" name=\"service\" value=\"{id}\" required> {} ({duration_minutes} min{price})</label></p>\n",
        escaped(name)
    )
}

pub(super) fn therapists(visit: &Visit, chosen: &Chosen) -> Response {
    let clinic = &visit.clinic;
    let mut people = vec![("", "First available")];
    if let Some(service) = clinic.service(&chosen.service) {
        people
            .extend(clinic.eligible(service).iter().map(|person| (person.id.as_str(), person.name.as_str())));
    }
    let radio = |(id, name): (&str, &str)| {
        format!(
            "<p><label><input type=\"radio\" name=\"provider\" value=\"{id}\" required> {}</label></p>\n",
            escaped(name)
        )
    };
    let radios: String = people.into_iter().map(radio).collect();
    let form = form(clinic, "therapist", chosen, &(radios + CONTINUE));
    SHEET.page(clinic, "2. Who would you like to see?", &form)
}

pub(super) fn days(clinic: &Clinic, chosen: &Chosen, month: Date, now: Timestamp) -> Response {
    let day = |date: Date| {
        let chosen = Chosen { date: date.to_string(), ..chosen.clone() };
        escaped(&format!("{}?{}", SHEET.path(clinic, "time"), chosen.query()))
    };
    let turn = |month: Date| {
        escaped(&format!(
            "{}?{}&month={}",
            SHEET.path(clinic, "day"),
            chosen.query(),
            month.strftime("%Y-%m")
        ))
    };
    let content = table(clinic, month, now, day, turn);
    SHEET.page(
        clinic,
        "3. Choose a day",
        &format!("{content}<p class=\"small\">Days without a link are closed or full.</p>"),
    )
}

pub(super) fn times(site: &Site, visit: &Visit, chosen: &Chosen, notice: &str) -> Response {
    let (Some(date), Some(service)) = (chosen.date(), visit.clinic.service(&chosen.service)) else {
        return super::too_old();
    };
    let offer = Offer { key: &chosen.visit, now: site.now() };
    let slots = site.records().slots(visit, service, chosen.provider(), date, offer);
    let noon = time(12, 0, 0, 0);
    let part = |title: &str, wanted: &dyn Fn(Time) -> bool| {
        let cells: String = slots.iter().filter(|slot| wanted(slot.time)).map(time_button).collect();
        format!("<tr><th scope=\"row\">{title}</th><td>{cells}</td></tr>\n")
    };
    let rows = part("Morning", &|time| time < noon) + &part("Afternoon", &|time| time >= noon);
    let content = format!(
        "{}<h2>{}</h2><table class=\"times\">{rows}</table>",
        alert(notice),
        date.strftime("%A, %-d %B %Y")
    );
    let chosen = Chosen { time: String::new(), ..chosen.clone() };
    SHEET.page(&visit.clinic, "4. Choose a time", &form(&visit.clinic, "time", &chosen, &content))
}

fn time_button(slot: &OfferedSlot) -> String {
    let text = spoken(slot.time);
    if !slot.available {
        return format!("<s>{text}</s> ");
    }
    format!("<button name=\"time\" value=\"{}\">{text}</button> ", clock_text(slot.time))
}

pub(super) fn details(clinic: &Clinic, chosen: &Chosen) -> Response {
    let fields = include_str!("../../../../assets/foreign/forms/details.html");
    SHEET.page(clinic, "5. Your details", &form(clinic, "details", chosen, &format!("{fields}{CONTINUE}")))
}

pub(super) fn payment(visit: &Visit, chosen: &Chosen, notice: &str) -> Response {
    let Some(selection) = &visit.selection else { return super::too_old() };
    let mut content = alert(notice);
    let when = format!("{} at {}", selection.date.strftime("%A, %-d %B %Y"), spoken(selection.time));
    let rows = [("Treatment", &selection.service), ("With", &selection.provider), ("When", &when)];
    content.push_str("<dl>");
    for (term, value) in rows {
        write!(content, "<dt>{term}</dt><dd>{}</dd>", escaped(value)).expect("a string takes any text");
    }
    content.push_str("</dl>");
    if selection.deposit_cents > 0 {
        let deposit = dollars(selection.deposit_cents);
        write!(content, "<p>Deposit payable now: <b>{deposit}</b></p>").expect("a string takes any text");
        content.push_str(include_str!("../../../../assets/foreign/forms/card.html"));
    }
    let button = final_button(visit);
    write!(content, "<p><input type=\"submit\" value=\"{button}\"></p>").expect("a string takes any text");
    SHEET.page(&visit.clinic, "6. Please check and pay", &form(&visit.clinic, "payment", chosen, &content))
}

/// The label of the button that books.
pub(super) fn final_button(visit: &Visit) -> &'static str {
    match &visit.selection {
        Some(selection) if selection.deposit_cents == 0 => "Book this appointment",
        _ => "Pay deposit and book",
    }
}

pub(super) fn booked(visit: &Visit, number: &str) -> Response {
    let content = format!(
        "<p>Your appointment is booked. We look forward to seeing you.</p><p>Your booking reference: <b>{number}</b></p>"
    );
    SHEET.page(&visit.clinic, "Thank you!", &content)
}

const CONTINUE: &str = "<p><input type=\"submit\" value=\"Continue &raquo;\"></p>";

fn form(clinic: &Clinic, page: &str, chosen: &Chosen, content: &str) -> String {
    let action = escaped(&SHEET.path(clinic, page));
    format!("<form method=\"post\" action=\"{action}\">{}{content}</form>", chosen.hidden_fields())
}

fn alert(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("<p class=\"notice\" role=\"alert\">{}</p>", escaped(text))
    }
}

/// `2:30pm`
fn spoken(time: Time) -> String {
    time.strftime("%-I:%M%P").to_string()
}
