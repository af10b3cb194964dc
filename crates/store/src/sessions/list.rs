//! Sessions page by page, newest first.

use std::fmt;
use std::str::FromStr;

use baton_booking::id::SessionId;

use super::{SessionRow, StateName, StoredSession};
use crate::lease::count;
use crate::{Store, StoreError};

/// Which sessions to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListFilter {
    pub state: Option<StateName>,
    /// How many a page holds at most.
    pub limit: usize,
    /// Where the page before ended.
    pub cursor: Option<Cursor>,
}

/// A place in the list. Stays good while sessions come and go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor(SessionId);

/// A text that no list gave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no cursor")]
pub struct MalformedCursor;

/// One page of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    pub sessions: Vec<StoredSession>,
    /// `None` on the last page.
    pub next_cursor: Option<Cursor>,
}

impl Store {
    /// Lists sessions, newest first: ids of version 7 order by time.
    pub async fn list(&self, filter: &ListFilter) -> Result<Page, StoreError> {
        let one_more = count(filter.limit).saturating_add(1);
        let mut rows: Vec<SessionRow> = sqlx::query_as(
            "SELECT * FROM sessions WHERE ($1 IS NULL OR state = $1) AND ($2 IS NULL OR id < $2)
             ORDER BY id DESC LIMIT $3",
        )
        .bind(filter.state.map(StateName::as_str))
        .bind(filter.cursor.map(|cursor| cursor.to_string()))
        .bind(one_more)
        .fetch_all(self.reads())
        .await?;
        let is_last = rows.len() <= filter.limit;
        rows.truncate(filter.limit);
        let end = rows.last().map(SessionRow::id).transpose()?.map(Cursor);
        Ok(Page { sessions: self.readable(rows), next_cursor: if is_last { None } else { end } })
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Cursor {
    type Err = MalformedCursor;

    fn from_str(text: &str) -> Result<Self, MalformedCursor> {
        text.parse().map(Self).map_err(|_| MalformedCursor)
    }
}
