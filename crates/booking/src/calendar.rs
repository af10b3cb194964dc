//! Dates as sites write them: month headers, day names, dates in sentences, in several languages. Knows nothing of times or pages.

mod date_text;
mod months;

pub use date_text::{SeenDate, dates_in};
pub use months::{Month, month_header, month_of};
