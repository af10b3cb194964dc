//! A line that is killed is back within a second, on the present frame, with everything that was typed.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::cable::Cable;
use crate::frames::COUNT;
use crate::phone::{Phone, becomes};
use crate::stand::Stand;

#[tokio::test]
async fn a_killed_line_is_back_within_a_second_with_what_was_typed() {
    let rounds: usize = if std::env::var("BATON_LONG").is_ok() { 200 } else { 5 };
    let stand = Stand::start().await;
    let cable = Cable::to(&stand.base).await;
    let phone = Phone::new(stand.phones.browser()).await;
    phone.page.add_init_script(COUNT, baton_browser::World::Page).await.unwrap();
    phone.open(&stand.link().replace(&stand.base, &cable.base)).await;
    phone.press("Continue").await;
    phone.press("Notes").await;
    phone.until("a frame has come", "() => seen.frames > 0", Value::Null).await;
    let (mut waits, mut typed) = (Vec::new(), String::new());
    for round in 1..=rounds {
        let digit = char::from_digit(u32::try_from(round % 10).unwrap(), 10).unwrap();
        let since = Instant::now();
        cable.pull();
        phone.page.keyboard().type_text(&digit.to_string()).done().await.unwrap();
        typed.push(digit);
        phone
            .until(
                "a frame has come again",
                "(round) => seen.first.filter(Boolean).length > round",
                json!(round),
            )
            .await;
        waits.push(since.elapsed());
        becomes(&typed, async || stand.look("() => notes.value").await).await;
        assert_eq!(phone.ask::<String>("() => document.activeElement.value", Value::Null).await, typed);
    }
    waits.sort();
    let in_time = waits.iter().filter(|wait| **wait <= Duration::from_secs(1)).count();
    println!(
        "{in_time} of {rounds} lines back within 1 s, values kept; median {:?}, slowest {:?}",
        waits[rounds / 2],
        waits[rounds - 1]
    );
    assert_eq!(in_time, rounds);
}
