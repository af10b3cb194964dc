//! Carries out what the patient does, one thing after the other, in the order in which it was done.
//! Knows nothing of sockets or pictures.

mod act;
mod finger;
mod press;
mod typing;
mod write;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use crate::hub::{Relayed, Shared};
use crate::protocol::{FromPhone, ToPhone};
use act::Hand;

/// Inputs that arrived together are read within this of each other; a move alone is late by no more.
const BURST: Duration = Duration::from_millis(2);

/// Runs until its hub ends.
pub(crate) async fn run(shared: Arc<Shared>, mut inputs: mpsc::Receiver<Relayed>) {
    let mut hand = Hand::new(Arc::clone(&shared));
    let mut waiting = VecDeque::new();
    let mut generation = shared.generation.subscribe();
    loop {
        let relayed = tokio::select! {
            biased;
            Ok(()) = generation.changed() => {
                let now = *generation.borrow_and_update();
                hand.forget_secrets().await;
                shared.fresh.send_replace(now);
                continue;
            }
            Some(relayed) = next(&mut waiting, &mut inputs) => relayed,
            else => return,
        };
        drain(&mut waiting, &mut inputs);
        if matches!(relayed.input, FromPhone::Scroll { .. }) && waiting.is_empty() {
            hear_the_burst(&mut waiting, &mut inputs).await;
        }
        if relayed.generation < *generation.borrow() || is_outdated(&relayed.input, &waiting) {
            continue;
        }
        if !passes(&shared, &relayed.input) {
            turn_away(&shared, relayed).await;
            continue;
        }
        let heard = relayed.heard;
        hand.carry_out(relayed).await;
        metrics::histogram!("baton_input_seconds").record(heard.elapsed());
    }
}

async fn next(waiting: &mut VecDeque<Relayed>, inputs: &mut mpsc::Receiver<Relayed>) -> Option<Relayed> {
    match waiting.pop_front() {
        Some(relayed) => Some(relayed),
        None => inputs.recv().await,
    }
}

fn drain(waiting: &mut VecDeque<Relayed>, inputs: &mut mpsc::Receiver<Relayed>) {
    while let Ok(relayed) = inputs.try_recv() {
        waiting.push_back(relayed);
    }
}

/// What a line has held back arrives all at once, and is still being read while its first move is taken up. Carried out one by one, such
/// moves would make whatever stands behind them late.
async fn hear_the_burst(waiting: &mut VecDeque<Relayed>, inputs: &mut mpsc::Receiver<Relayed>) {
    if let Ok(Some(next)) = tokio::time::timeout(BURST, inputs.recv()).await {
        waiting.push_back(next);
        drain(waiting, inputs);
    }
}

/// A field's whole text, a box's state and a scroll position are states, not steps: one that is followed at once by a newer one is skipped.
/// A field that is left for another is left by going there. Only the very next input counts, so nothing overtakes anything.
fn is_outdated(input: &FromPhone, waiting: &VecDeque<Relayed>) -> bool {
    match (input, waiting.front().map(|next| &next.input)) {
        (FromPhone::Text { control, .. }, Some(FromPhone::Text { control: next, .. })) => control == next,
        (FromPhone::Check { control, .. }, Some(FromPhone::Check { control: next, .. })) => control == next,
        (FromPhone::Scroll { surface, .. }, Some(FromPhone::Scroll { surface: next, .. })) => surface == next,
        (FromPhone::Blur { .. }, Some(FromPhone::Focus { .. } | FromPhone::Text { .. })) => true,
        _ => false,
    }
}

/// While automation has the page, or nobody should, nothing reaches it but its size.
fn passes(shared: &Shared, input: &FromPhone) -> bool {
    matches!(input, FromPhone::Hello { .. } | FromPhone::Viewport { .. })
        || shared.phase.borrow().lets_input_through()
}

/// What is a state is said again when the patient's turn comes; a press is not, and whoever pressed has to know.
async fn turn_away(shared: &Shared, Relayed { input, reply, .. }: Relayed) {
    let is_over = shared.phase.borrow().is_the_end();
    if let FromPhone::Press { control } = input
        && !is_over
    {
        let _phone_left = reply.send(ToPhone::Pressed { control, reached: false }).await;
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;
    use crate::protocol::ControlId;

    fn scroll(seq: u32) -> Relayed {
        let (reply, _) = mpsc::channel(1);
        let surface = ControlId { frame: 1, node: 0 };
        let input = FromPhone::Scroll { surface, to: [0.0, f64::from(seq)], seq };
        Relayed { input, reply, heard: Instant::now(), generation: 0 }
    }

    #[tokio::test(start_paused = true)]
    async fn moves_that_arrive_together_are_heard_together() {
        let (send, mut inputs) = mpsc::channel(8);
        let mut waiting = VecDeque::new();
        let arrive = async {
            for seq in 2..=4 {
                send.send(scroll(seq)).await.unwrap();
            }
        };
        tokio::join!(hear_the_burst(&mut waiting, &mut inputs), arrive);
        while let Ok(next) = inputs.try_recv() {
            waiting.push_back(next);
        }
        assert_eq!(waiting.len(), 3);
        assert!(is_outdated(&scroll(1).input, &waiting), "only the last of them is carried out");
    }

    #[tokio::test(start_paused = true)]
    async fn a_move_alone_is_late_by_next_to_nothing() {
        let (_send, mut inputs) = mpsc::channel(8);
        let mut waiting = VecDeque::new();
        let since = Instant::now();
        hear_the_burst(&mut waiting, &mut inputs).await;
        assert!(waiting.is_empty() && since.elapsed() <= BURST + Duration::from_millis(1));
    }
}
