//! A page that is in a patient's hands stays on its site.

use baton_browser::{Page, PageError, World};

const SCRIPT: &str = include_str!("outward_links.js");
/// The page's own scripts neither see nor undo what is done here.
const WORLD: &str = "baton-outward-links";

/// Makes links that lead to other sites do nothing, in this document and in those to come. Forms, scripts and redirects lead on as before.
pub async fn hold_outward_links(page: &Page) -> Result<(), PageError> {
    page.add_init_script(SCRIPT, World::Named(WORLD)).await
}
