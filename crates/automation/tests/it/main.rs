//! Drives the practice clinic in a real Chrome, and asks the clinic what really happened.

mod calendars;
mod desk;
mod interludes;
mod main_path;
mod seeded;
mod variants;
