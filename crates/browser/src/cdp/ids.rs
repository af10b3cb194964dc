//! Names that Chrome gives to things, each of a type of its own so that they cannot be mixed up.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes a name that Chrome gave earlier.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The name as Chrome writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }
    };
}

id!(/// One attachment of one client to one target.
    SessionId);
id!(/// A page, or an iframe that lives in a process of its own.
    TargetId);
id!(/// A browser context: cookies and storage of its own.
    ContextId);
id!(/// A frame of a page. It keeps its name when it moves to another process.
    FrameId);
id!(/// A network request, unique within the session of its frame.
    RequestId);
