//! What a phone is told.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::{ControlId, Scene};
use crate::phase::Phase;

/// One message to a phone.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum ToPhone {
    /// First of all: whose page this is. `hub` is another one after the service, or the page, was started anew; then
    /// every control has a new name.
    Welcome {
        clinic: String,
        hub: u32,
    },
    /// What is happening, in a form that the phone puts into words.
    Phase {
        phase: Phase,
    },
    Scene {
        #[serde(serialize_with = "shared")]
        scene: Arc<Scene>,
    },
    /// How the page's control stands to what was typed or chosen. `value` only where it is no secret.
    Settled {
        control: ControlId,
        seq: u32,
        agreement: Agreement,
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<String>,
    },
    /// What came of a press: whether there was anything to press. A phone that is not told has to ask its patient to press again.
    Pressed {
        control: ControlId,
        reached: bool,
    },
    Clock(Countdown),
    /// The page asks something.
    Dialog {
        id: u32,
        kind: &'static str,
        message: String,
    },
    DialogGone {
        id: u32,
    },
    Pong {
        n: u32,
    },
    /// The last message: why the connection ends.
    Bye {
        why: WhyClosed,
    },
}

fn shared<S: Serializer>(scene: &Arc<Scene>, serializer: S) -> Result<S::Ok, S::Error> {
    scene.serialize(serializer)
}

/// How a control of the page stands to what was typed or chosen on the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    Same,
    /// The site grouped the digits or changed the case; nothing is lost.
    Formatted,
    /// The site insists on something else.
    Differs,
    /// The control is no longer there.
    Gone,
}

/// The two clocks of a handoff, in milliseconds from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Countdown {
    /// Until the link stops working.
    pub expires_in: u64,
    /// Until the patient counts as gone.
    pub idle_in: u64,
}

/// Why a phone's connection ends for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyClosed {
    /// The handoff is over; the phone asks for the page again to see how.
    Revoked,
    /// Another device took the link over.
    TakenOver,
    /// The phone sent what no honest phone sends.
    Protocol,
    /// Reconnecting may help: the service stops, or this phone did not keep up.
    Later,
}
