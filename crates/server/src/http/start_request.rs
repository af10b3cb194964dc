//! Turns the body of `POST /api/v1/booking/start` into a booking request, or names every field that is wrong.

pub(super) mod rules;

use std::time::Duration;

use baton_api::error::FieldError;
use baton_booking::request::{BookingRequest, Lead, ServiceAlias};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use serde_json::Value;

use super::fields::Fields;
use crate::egress::Egress;

/// Reads a request that came in at `now`.
pub(super) fn read(
    body: &Value,
    egress: Egress,
    now: Timestamp,
) -> Result<(BookingRequest, Lead), Vec<FieldError>> {
    if !body.is_object() {
        return Err(vec![FieldError { path: String::new(), message: "must be a JSON object".to_owned() }]);
    }
    let mut fields = Fields::of(body);
    let lead = lead(&mut fields);
    let request = request(&mut fields, egress, now);
    fields.finish(request.zip(lead))
}

fn request(fields: &mut Fields<'_>, egress: Egress, now: Timestamp) -> Option<BookingRequest> {
    let address = |text: &str| rules::web_address(text, egress);
    let booking_url = fields.required("bookingUrl", address);
    let callback_url = fields.optional("callbackUrl", address);
    let timezone = fields.optional("timezone", rules::timezone);
    let earliest = today(now, timezone.as_ref());
    let date = fields.required("date", |text| rules::date(text, earliest));
    let time = fields.required("time", rules::time);
    let service = fields.optional("service", |text| rules::short(text, 200));
    let provider = fields.optional("provider", |text| rules::short(text, 200));
    let handoff = fields.optional("handoff", rules::handoff).unwrap_or_default();
    let timeout = fields.optional_integer("timeout", 30_000..=300_000).map(Duration::from_millis);
    let profile = fields.optional("profile", |text| rules::short(text, 64));
    let alias =
        |said: &str, service: &str| ServiceAlias { said: said.to_owned(), service: service.to_owned() };
    let aliases = fields.optional_pairs("serviceAliases", 200, alias);
    Some(BookingRequest {
        booking_url: booking_url?,
        date: date?,
        time: time?,
        service,
        provider,
        callback_url,
        handoff,
        timezone: timezone.and_then(|zone| zone.iana_name().map(str::to_owned)),
        timeout,
        profile,
        aliases,
    })
}

fn lead(fields: &mut Fields<'_>) -> Option<Lead> {
    let first_name = fields.required("lead.firstName", |text| rules::short(text, 100));
    let last_name = fields.optional("lead.lastName", |text| rules::short(text, 100));
    let phone = fields.required("lead.phone", rules::phone);
    let email = fields.required("lead.email", rules::email);
    let notes = fields.optional("lead.notes", |text| rules::long(text, 2_000));
    Some(Lead {
        first_name: first_name?,
        last_name: last_name.unwrap_or_default(),
        phone: phone?,
        email: email?,
        notes,
    })
}

/// Today at the clinic; where its zone is not known, today at the last place on earth where the day ends.
fn today(now: Timestamp, timezone: Option<&TimeZone>) -> Date {
    let last_place = TimeZone::fixed(Offset::constant(-12));
    now.to_zoned(timezone.cloned().unwrap_or(last_place)).date()
}

#[cfg(test)]
mod tests;
