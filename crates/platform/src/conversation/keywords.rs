//! STOP, START and HELP, which come before everything else. The words are those at which carriers stop delivering, CANCEL among them:
//! to take one of them for anything else would leave the patient without an answer.

use super::effect::Effect;
use super::memory::Stage;
use super::{Turn, words};

const STOP: [&str; 9] =
    ["stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "optout", "revoke"];
const START: [&str; 2] = ["start", "unstop"];
const HELP: [&str; 2] = ["help", "info"];

impl Turn<'_> {
    /// Whether the message was a keyword, which is then dealt with.
    pub(super) fn keyword(&mut self, text: &str) -> bool {
        let word = text.trim().trim_matches(['.', '!', '"']).to_lowercase();
        let word = word.as_str();
        if STOP.contains(&word) {
            self.stop();
        } else if START.contains(&word) || (self.memory.stopped && word == "yes") {
            self.start();
        } else if HELP.contains(&word) {
            // An answer to HELP is owed to those, too, who want nothing else.
            self.effects.push(Effect::Send(words::plain(words::help(self.clinic))));
        } else {
            return false;
        }
        true
    }

    fn stop(&mut self) {
        if self.memory.stopped {
            return;
        }
        self.effects.push(Effect::DropUnsent);
        self.say(words::stopped(self.clinic));
        self.memory.stopped = true;
        // A page whose link will never be sent need not be prepared. A link that was sent stays good: the patient may be paying.
        if let Stage::Preparing { slot, .. } = self.memory.stage.clone() {
            self.cancel_session();
            self.memory.stage = Stage::NotBooked { slot };
        }
    }

    fn start(&mut self) {
        if !self.memory.stopped {
            return self.repeat("");
        }
        self.memory.stopped = false;
        self.repeat(words::STARTED);
    }

    /// Says where the conversation stands.
    pub(super) fn repeat(&mut self, opening: &str) {
        let text = match &self.memory.stage {
            Stage::Asking { question } => question.map(|question| self.question(question)),
            Stage::ChoosingService { options } => Some(words::which_service(options)),
            Stage::FindingService { .. } | Stage::FindingSlots { .. } | Stage::MakingDepositLink { .. } => {
                Some(words::STILL_LOOKING.to_owned())
            }
            Stage::Offering { slots } => Some(words::offer(slots, self.clinic)),
            Stage::Preparing { slot, .. } => Some(words::still_preparing(slot, self.clinic)),
            Stage::LinkSent { slot, url, .. } => Some(words::link_again(slot, url, self.clinic)),
            Stage::NotBooked { slot } => Some(words::not_booked(slot, self.clinic)),
            Stage::Booked { start } => Some(words::is_booked(*start, self.clinic)),
            Stage::AwaitingDeposit { url, .. } => Some(words::deposit_again(url)),
            Stage::AwaitingOperator { .. } => Some(words::deposit_received(self.clinic)),
            Stage::WithPeople => Some(words::PEOPLE_WILL_ANSWER.to_owned()),
            Stage::GivenUp => Some(words::BOOK_WHENEVER.to_owned()),
        };
        match text {
            Some(text) => self.say(words::join(opening, &text)),
            None => self.proceed(opening),
        }
    }
}
