//! A script: what the patient writes and what happens, line by line. A file holds several.
//!
//! ```text
//! == happy                      a script and its name
//! # …                           a remark
//! @ forever-22 +14405550199     who writes to whom from here on
//! > Hi, I'd like Botox          the patient writes
//! ! pays                        something happens: see `Happening`
//! ```

use jiff::civil::DateTime;

pub(super) struct Script {
    pub(super) name: String,
    pub(super) lines: Vec<Line>,
}

pub(super) enum Line {
    Remark(String),
    Between { clinic: String, phone: String },
    Said(String),
    Happens(String, Happening),
}

pub(super) enum Happening {
    /// The patient opens the latest link, or the one with that number, and pays with the good card.
    Pays(Option<usize>),
    /// The same with the card that is declined.
    Declined,
    Expired,
    /// The patient opens the link and lets it run out.
    LinkRunsOut,
    /// The patient does not wait for the link: what follows is written while the page is prepared.
    Hurries,
    /// The patient waits again.
    Waits,
    /// Switches of the practice clinic, `slotLost=payment`, for all pages from now on; none for the usual ones.
    Site(Vec<(String, String)>),
    /// Baton is asked to send its last callback once more.
    Replay,
    /// The last callback comes once more, under an id of its own.
    CallbackAgain,
    /// A callback about the session with that number comes, late and signed.
    Late(usize, String),
    /// A callback comes that Baton did not sign.
    Forged,
    SmsAgain,
    Deposit,
    DepositAgain,
    Confirm(DateTime),
    SquareAway(u32),
    CarrierBusy,
}

impl Script {
    /// Reads a file of scripts.
    pub(super) fn all(text: &str) -> Vec<Self> {
        let one = |part: &str| {
            let (name, lines) = part.split_once('\n').expect("a script has lines");
            let lines = lines.lines().filter(|line| !line.trim().is_empty()).map(line).collect();
            Self { name: name.trim().to_owned(), lines }
        };
        text.split("== ").skip(1).map(one).collect()
    }

    /// Whether it is to be told with the service that gives patients a few seconds only.
    pub(super) fn is_hasty(&self) -> bool {
        self.lines.iter().any(|line| matches!(line, Line::Happens(_, Happening::LinkRunsOut)))
    }

    /// Whether it speaks with a clinic of Square.
    pub(super) fn has_square(&self) -> bool {
        self.lines.iter().any(|line| matches!(line, Line::Between { clinic, .. } if clinic == "glow-bar"))
    }
}

fn line(text: &str) -> Line {
    let (mark, rest) = text.split_once(' ').unwrap_or((text, ""));
    match mark {
        "#" => Line::Remark(rest.to_owned()),
        "@" => {
            let (clinic, phone) = rest.split_once(' ').expect("a clinic and a number");
            Line::Between { clinic: clinic.to_owned(), phone: phone.to_owned() }
        }
        ">" => Line::Said(rest.to_owned()),
        "!" => Line::Happens(rest.to_owned(), happening(rest)),
        _ => panic!("a line begins with #, @, > or !: {text}"),
    }
}

fn happening(text: &str) -> Happening {
    let words: Vec<&str> = text.split(' ').collect();
    match words.as_slice() {
        ["pays"] => Happening::Pays(None),
        ["pays", "through", "link", number] => Happening::Pays(Some(number.parse().expect("a number"))),
        ["is", "declined"] => Happening::Declined,
        ["pays", "with", "an", "expired", "card"] => Happening::Expired,
        ["lets", "the", "link", "run", "out"] => Happening::LinkRunsOut,
        ["hurries"] => Happening::Hurries,
        ["waits"] => Happening::Waits,
        ["site", switches @ ..] => Happening::Site(switches.iter().map(|switch| pair(switch)).collect()),
        ["callback", "replayed"] => Happening::Replay,
        ["callback", "again", "under", "another", "id"] => Happening::CallbackAgain,
        ["late", "callback", number, outcome] => {
            Happening::Late(number.parse().expect("a number"), (*outcome).to_owned())
        }
        ["forged", "callback"] => Happening::Forged,
        ["sms", "again"] => Happening::SmsAgain,
        ["deposit"] => Happening::Deposit,
        ["deposit", "again"] => Happening::DepositAgain,
        ["confirm", date, time] => Happening::Confirm(format!("{date}T{time}").parse().expect("a time")),
        ["square", "away", times] => Happening::SquareAway(times.parse().expect("a number")),
        ["carrier", "busy"] => Happening::CarrierBusy,
        _ => panic!("nothing happens like that: {text}"),
    }
}

fn pair(switch: &str) -> (String, String) {
    let (name, value) = switch.split_once('=').expect("a switch and its value");
    (name.to_owned(), value.to_owned())
}
