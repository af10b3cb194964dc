//! What a request may say, and what is said about one that says it wrong.

use serde_json::json;

use super::*;

const NOW: &str = "2030-02-05T10:00:00Z";

fn read_at(now: &str, body: &Value) -> Result<(BookingRequest, Lead), Vec<FieldError>> {
    read(body, Egress::new(false), now.parse().unwrap())
}

fn good() -> Value {
    json!({
        "bookingUrl": "https://app.joinmoxie.com/booking/forever-22",
        "date": "2030-02-05",
        "time": "2:30pm",
        "lead": {
            "firstName": "Jane",
            "lastName": "Sample",
            "phone": "+14407031022",
            "email": "jane@example.com"
        }
    })
}

fn with(path: &str, value: Value) -> Value {
    let mut body = good();
    match path.split_once('.') {
        Some((outer, inner)) => body[outer][inner] = value,
        None => body[path] = value,
    }
    body
}

fn complaints(body: &Value) -> Vec<String> {
    let faults = read_at(NOW, body).expect_err("the body is wrong");
    faults.into_iter().map(|fault| format!("{} {}", fault.path, fault.message)).collect()
}

#[test]
fn the_design_document_s_request_is_understood() {
    let (request, lead) = read_at(NOW, &good()).unwrap();
    assert_eq!(request.date, jiff::civil::date(2030, 2, 5));
    assert_eq!(request.time, jiff::civil::time(14, 30, 0, 0));
    assert_eq!(lead.phone, "+14407031022");
    assert_eq!(request.service, None);
}

#[test]
fn every_bad_field_is_named_at_once() {
    let body = json!({
        "bookingUrl": "http://169.254.169.254/",
        "callbackUrl": "not an address",
        "date": "2030-02-30",
        "time": "half past two",
        "lead": { "firstName": " ", "phone": "12", "email": "jane", "notes": "a\u{7}b", "lastName": 5 },
        "service": ["Botox"],
        "handoff": "fax",
        "timezone": "Mars/Base",
        "timeout": 29_999,
        "serviceAliases": { "botox": 1 }
    });
    insta::assert_snapshot!(complaints(&body).join("\n"), @r"
    lead.firstName must not be empty
    lead.lastName must be a text
    lead.phone must be a phone number such as +14407031022
    lead.email is not an e-mail address
    lead.notes must not hold control characters
    bookingUrl must not point at a private or local address
    callbackUrl is not a web address
    timezone must be an IANA time zone such as America/New_York
    date must be a date such as 2030-02-05
    time must be a time such as 2:30pm, 2:30 PM or 14:30
    service must be a text
    handoff must be auto, live or direct
    timeout must be a whole number from 30000 to 300000
    serviceAliases must be an object of at most 200 texts
    ");
}

#[test]
fn missing_fields_are_named() {
    let required = ["bookingUrl", "date", "lead.email", "lead.firstName", "lead.phone", "time"];
    let mut named = complaints(&json!({}));
    named.sort();
    assert_eq!(named, required.map(|path| format!("{path} is required")));
    assert_eq!(complaints(&json!([])), [" must be a JSON object"]);
}

#[test]
fn unknown_and_null_fields_are_ignored() {
    let mut body = with("somethingElse", json!({ "deep": 1 }));
    body["service"] = Value::Null;
    body["callbackUrl"] = json!("");
    body["lead"]["lastName"] = json!("");
    let (request, lead) = read_at(NOW, &body).unwrap();
    assert_eq!((request.service, request.callback_url, lead.last_name), (None, None, String::new()));
}

#[test]
fn a_day_is_past_once_it_is_over_at_the_clinic() {
    let check = |now, zone: Option<&str>, expect| {
        let body = with("timezone", zone.map_or(Value::Null, |zone| json!(zone)));
        assert_eq!(read_at(now, &body).is_ok(), expect, "{now} {zone:?}");
    };
    check("2030-02-06T04:59:00Z", Some("America/New_York"), true);
    check("2030-02-06T05:00:00Z", Some("America/New_York"), false);
    check("2030-02-05T15:00:00Z", Some("Asia/Tokyo"), false);
    check("2030-02-06T11:59:00Z", None, true);
    check("2030-02-06T12:00:00Z", None, false);
}

#[test]
fn times_are_read_as_people_write_them() {
    let check = |text: &str, expect: Option<(i8, i8)>| {
        let read = rules::time(text).ok().map(|time| (time.hour(), time.minute()));
        assert_eq!(read, expect, "{text}");
    };
    check("2:30pm", Some((14, 30)));
    check("2:30 PM", Some((14, 30)));
    check("02:30 p.m.", Some((14, 30)));
    check("14:30", Some((14, 30)));
    check("9:05am", Some((9, 5)));
    check("09:05", Some((9, 5)));
    check("12:00am", Some((0, 0)));
    check("12:15pm", Some((12, 15)));
    check("2 pm", Some((14, 0)));
    for wrong in [
        "", "14", "24:00", "14:60", "2:3pm", "0:30pm", "13:00pm", "2:30 xm", "-2:30", "+2:30", "2:30:00",
        "2:305", "noon",
    ] {
        check(wrong, None);
    }
}

#[test]
fn phones_become_e164() {
    let check =
        |text: &str, expect: Option<&str>| assert_eq!(rules::phone(text).ok().as_deref(), expect, "{text}");
    check("+14407031022", Some("+14407031022"));
    check("+1 (440) 703-1022", Some("+14407031022"));
    check("(440) 703-1022", Some("+14407031022"));
    check("1-440-703-1022", Some("+14407031022"));
    check("+44 20 7946 0958", Some("+442079460958"));
    for wrong in [
        "",
        "+",
        "7031022",
        "+0407031022",
        "+1440703102",
        "+144070310223",
        "+11407031022",
        "+1234567890123456",
        "440703102x",
        "++14407031022",
        "４４０７０３１０２２",
    ] {
        check(wrong, None);
    }
}

#[test]
fn e_mail_addresses_have_a_name_and_a_dotted_host() {
    for right in
        ["jane@example.com", "j.a-n+e_1@mail.example.co.uk", "o'neil@example.com", "jané@exämple.com"]
    {
        assert!(rules::email(right).is_ok(), "{right}");
    }
    for wrong in [
        "",
        "jane",
        "@example.com",
        "jane@",
        "jane@host",
        "a b@example.com",
        "a@b@example.com",
        ".a@example.com",
        "a..b@example.com",
        "jane@-a.com",
        "jane@a..com",
        "<jane@example.com>",
        "jane@example.com\nbcc:x@example.com",
    ] {
        assert!(rules::email(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn what_was_sent_is_never_repeated() {
    for path in [
        "lead.email",
        "lead.phone",
        "lead.notes",
        "lead.firstName",
        "bookingUrl",
        "date",
        "time",
        "timezone",
        "handoff",
    ] {
        let said = complaints(&with(path, json!("\u{1}CANARY"))).concat();
        assert!(!said.contains("CANARY"), "{said}");
    }
}
