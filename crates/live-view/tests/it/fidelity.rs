//! Every text that a phone's keyboard can produce arrives as it was typed, in fields of two sites, with and without formatters.

use serde_json::{Value, json};
use tokio::time::{Duration, Instant};

use crate::entries::{Step, Taste, Writer};
use crate::phone::{FIND, Phone};
use crate::stand::Stand;
use baton_browser::Key;

/// The fields, by their names on the phone and in the page; `true` for those in the card frame of the other site.
const FIELDS: [(&str, &str, bool, Taste); 7] = [
    ("Notes", "notes", false, Taste::Notes),
    ("Card number", "number", true, Taste::CardNumber),
    ("E-mail", "email", false, Taste::Email),
    ("Expiry", "exp", true, Taste::Expiry),
    ("ZIP code", "zip", false, Taste::Zip),
    ("Security code", "cvc", true, Taste::SecurityCode),
    ("Name on card", "holder", true, Taste::Name),
];

/// Remembers what was typed where. Only the patient makes input events; what the service writes into a field does not count.
const REMEMBER: &str = "() => { globalThis.typed = {}; const keep = ({ target }) => { typed[target.getAttribute('aria-label')] = target.value; }; \
    addEventListener('input', keep, true); addEventListener('compositionend', keep, true); }";

#[tokio::test]
async fn everything_that_phones_produce_arrives_equal() {
    let count: usize = if std::env::var("BATON_LONG").is_ok() { 10_000 } else { 126 };
    let ((one, of_one), (other, of_other)) =
        tokio::join!(patient(0x00BA_7011, count / 2), patient(0x00BA_7012, count / 2));
    let (equal, done) = (one + other, of_one + of_other);
    println!("{equal} of {done} entries arrived equal");
    assert_eq!(equal, done);
}

/// Writes at least `count` entries; returns how many arrived equal, and how many there were.
async fn patient(seed: u64, count: usize) -> (usize, usize) {
    let stand = Stand::start().await;
    let phone = stand.phone().await;
    phone.ask::<Value>(REMEMBER, Value::Null).await;
    let mut writer = Writer::seeded(seed);
    let (mut done, mut equal) = (0, 0);
    while done < count {
        let round: Vec<Vec<Step>> = FIELDS.iter().map(|(.., taste)| writer.entry(*taste)).collect();
        for ((label, ..), entry) in FIELDS.iter().zip(&round) {
            write(&phone, label, entry).await;
        }
        for (field, entry) in arrived(&stand, &phone).await.into_iter().zip(round) {
            done += 1;
            match field {
                Ok(()) => equal += 1,
                Err(why) => println!("entry {done} of seed {seed:x}: {why}: {entry:?}"),
            }
        }
        if done % 700 == 0 {
            println!("seed {seed:x}: {equal} of {done} so far");
        }
    }
    (equal, done)
}

/// Empties a field and writes an entry into it.
async fn write(phone: &Phone, label: &str, entry: &[Step]) {
    phone
        .ask::<Value>(
            &format!("(label) => {{ const field = ({FIND})(label); field.focus(); field.select(); }}"),
            json!(label),
        )
        .await;
    phone.key(Key::Backspace).await;
    for step in entry {
        step.act(phone).await;
    }
}

/// Waits until all fields of the page hold what was typed; says of each whether it came to that.
async fn arrived(stand: &Stand, phone: &Phone) -> Vec<Result<(), String>> {
    let typed: Value = phone.ask("() => typed", Value::Null).await;
    let deadline = Instant::now() + Duration::from_secs(15);
    loop {
        let held = held(stand).await;
        let told: Vec<_> = FIELDS.iter().map(|field| compare(field, &typed, &held)).collect();
        if told.iter().all(Result::is_ok) || Instant::now() > deadline {
            return told;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

fn compare(
    (label, id, _, taste): &(&str, &str, bool, Taste),
    typed: &Value,
    held: &Value,
) -> Result<(), String> {
    let typed = typed.as_object().unwrap().iter().find(|(name, _)| name.starts_with(label));
    let wanted = as_formatted(*taste, typed.unwrap().1.as_str().unwrap());
    let held = held[id].as_str().unwrap_or_default();
    if held == wanted { Ok(()) } else { Err(format!("{label} holds {held:?} for {wanted:?}")) }
}

/// What the fields of the page hold, in both frames.
async fn held(stand: &Stand) -> Value {
    let ids = |in_card| FIELDS.iter().filter(move |field| field.2 == in_card).map(|field| field.1);
    let read = |ids: Vec<&str>| {
        format!("() => Object.fromEntries({ids:?}.map((id) => [id, document.getElementById(id).value]))")
    };
    let mut held: Value = stand.look(&read(ids(false).collect())).await;
    let card: Value = stand.look_at_card(&read(ids(true).collect())).await;
    held.as_object_mut().unwrap().extend(card.as_object().unwrap().clone());
    held
}

/// What the site's formatters make of what was typed.
fn as_formatted(taste: Taste, typed: &str) -> String {
    let digits = || typed.chars().filter(char::is_ascii_digit).collect::<Vec<_>>();
    match taste {
        Taste::Notes | Taste::Name | Taste::Email | Taste::Zip => typed.to_owned(),
        Taste::CardNumber => digits().chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" "),
        Taste::Expiry if digits().len() > 2 => {
            format!("{} / {}", String::from_iter(&digits()[..2]), String::from_iter(&digits()[2..]))
        }
        Taste::Expiry | Taste::SecurityCode => String::from_iter(digits()),
    }
}

impl Step {
    async fn act(&self, phone: &Phone) {
        let keyboard = phone.page.keyboard();
        match self {
            Self::Keys(text) => keyboard.type_text(text).done().await.unwrap(),
            Self::Insert(text) => keyboard.insert_text(text).done().await.unwrap(),
            Self::Compose { rough, meant } => compose(phone, rough, meant).await,
            Self::Backspace(count) => {
                for _ in 0..*count {
                    phone.key(Key::Backspace).await;
                }
            }
            Self::Replace(text) => {
                phone.ask::<Value>("() => document.activeElement.select()", Value::Null).await;
                keyboard.insert_text(text).done().await.unwrap();
            }
            Self::Middle(text) => {
                const HALF: &str = "() => { const field = document.activeElement, half = [...field.value].slice(0, [...field.value].length / 2).join('').length; \
                    field.setSelectionRange(half, half); }";
                phone.ask::<Value>(HALF, Value::Null).await;
                keyboard.insert_text(text).done().await.unwrap();
            }
        }
    }
}

/// What an Android keyboard does: the field changes under a composition, and only its end is final.
async fn compose(phone: &Phone, rough: &str, meant: &str) {
    const COMPOSE: &str = "([rough, meant]) => { const field = document.activeElement, before = field.value; \
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Unidentified', keyCode: 229, bubbles: true })); \
        field.dispatchEvent(new CompositionEvent('compositionstart')); \
        for (const part of [...rough].map((_, at) => rough.slice(0, at + 1))) { field.value = before + part; \
          field.dispatchEvent(new InputEvent('input', { inputType: 'insertCompositionText', isComposing: true, data: part })); } \
        field.value = before + meant; \
        field.dispatchEvent(new CompositionEvent('compositionend', { data: meant })); \
        field.dispatchEvent(new InputEvent('input', { inputType: 'insertText', data: meant })); }";
    phone.ask::<Value>(COMPOSE, json!([rough, meant])).await;
}
