//! Lets a page that waits for its first address do once, on a document of its own, what it will have to do quickly later.

use crate::page::{Page, PageError};
use crate::progress::Progress;

const REHEARSAL: &str = include_str!("../scripts/rehearsal.js");

impl Page {
    /// Has the renderer of an empty page find its fonts and compile our scripts. Nothing of it is left to see, and nothing is fetched.
    pub async fn rehearse(&self, progress: &Progress) -> Result<(), PageError> {
        self.main_frame().evaluate(progress, REHEARSAL, ()).await
    }
}
