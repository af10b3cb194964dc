//! What a command is: a method name, its parameters and the type of its answer.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::SessionId;

/// The parameters of one CDP method.
pub(crate) trait Command: Serialize {
    const METHOD: &'static str;
    type Reply: DeserializeOwned;
}

/// A command as it goes over the socket.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Envelope<'a, C> {
    pub(crate) id: u64,
    pub(crate) method: &'static str,
    pub(crate) params: &'a C,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) session_id: Option<&'a SessionId>,
}

/// The answer of commands that answer nothing; ignores what Chrome may add.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Nothing {}

/// Binds a parameter struct to its method name and its answer.
macro_rules! command {
    ($params:ty, $method:literal) => {
        command!($params, $method => crate::cdp::command::Nothing);
    };
    ($params:ty, $method:literal => $reply:ty) => {
        impl crate::cdp::Command for $params {
            const METHOD: &'static str = $method;
            type Reply = $reply;
        }
    };
}
pub(crate) use command;
