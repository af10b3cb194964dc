//! The states of a session by name alone, for filters and change records.

use std::fmt;
use std::str::FromStr;

use baton_booking::session::SessionState;

/// A state without its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StateName {
    Created,
    Navigating,
    ReadyForHandoff,
    Monitoring,
    Completed,
    Failed,
    Abandoned,
    Cancelled,
}

/// A text that names no state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no state has this name")]
pub struct UnknownState;

impl StateName {
    pub const ALL: [Self; 8] = [
        Self::Created,
        Self::Navigating,
        Self::ReadyForHandoff,
        Self::Monitoring,
        Self::Completed,
        Self::Failed,
        Self::Abandoned,
        Self::Cancelled,
    ];

    /// The name that [`SessionState::as_str`] gives.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Navigating => "navigating",
            Self::ReadyForHandoff => "ready_for_handoff",
            Self::Monitoring => "monitoring",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Abandoned => "abandoned",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn is_terminal(self) -> bool {
        match self {
            Self::Created | Self::Navigating | Self::ReadyForHandoff | Self::Monitoring => false,
            Self::Completed | Self::Failed | Self::Abandoned | Self::Cancelled => true,
        }
    }
}

impl From<&SessionState> for StateName {
    fn from(state: &SessionState) -> Self {
        match state {
            SessionState::Created => Self::Created,
            SessionState::Navigating { .. } => Self::Navigating,
            SessionState::ReadyForHandoff { .. } => Self::ReadyForHandoff,
            SessionState::Monitoring { .. } => Self::Monitoring,
            SessionState::Completed { .. } => Self::Completed,
            SessionState::Failed { .. } => Self::Failed,
            SessionState::Abandoned { .. } => Self::Abandoned,
            SessionState::Cancelled { .. } => Self::Cancelled,
        }
    }
}

impl FromStr for StateName {
    type Err = UnknownState;

    fn from_str(text: &str) -> Result<Self, UnknownState> {
        Self::ALL.into_iter().find(|name| name.as_str() == text).ok_or(UnknownState)
    }
}

impl fmt::Display for StateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
