//! Acting on what a snapshot has shown: press, fill, choose. What is not possible yet is a value, to be tried again.

mod fill;
mod target;

use crate::page::{PageEnd, PageError};
use crate::progress::Stopped;

pub use fill::FillMode;
pub use target::{Actionability, Press, Target};

/// Why an element cannot be acted on at this moment. Trying again may help.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotYet {
    #[error("the element has left the document")]
    Detached,
    #[error("the element is not visible")]
    Hidden,
    #[error("the element is moving")]
    Unstable,
    #[error("the element is disabled")]
    Disabled,
    /// Something else would be pressed; `by` names it by tag, id and classes.
    #[error("the element is covered by {by}")]
    Covered { by: String },
    #[error("the element does not take the focus")]
    Unfocused,
    /// The choice is not among those offered.
    #[error("the choice is not offered")]
    NotOffered,
}

/// Why an action did not happen.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ActError {
    /// Not at this moment.
    #[error("{0}")]
    NotYet(NotYet),
    /// The element is of a kind that cannot be acted on like this.
    #[error("the element is of the wrong kind for this")]
    Unsuitable,
    #[error(transparent)]
    Page(#[from] PageError),
}

impl From<NotYet> for ActError {
    fn from(not_yet: NotYet) -> Self {
        Self::NotYet(not_yet)
    }
}

impl From<Stopped> for ActError {
    fn from(stopped: Stopped) -> Self {
        Self::Page(stopped.into())
    }
}

impl From<PageEnd> for ActError {
    fn from(end: PageEnd) -> Self {
        Self::Page(end.into())
    }
}

impl ActError {
    /// Whether trying again may help: the element is not ready, or its frame is being replaced.
    pub fn is_not_yet(&self) -> bool {
        match self {
            Self::NotYet(_) => true,
            Self::Page(error) => error.is_navigation(),
            Self::Unsuitable => false,
        }
    }
}
