//! Drives the practice clinic in a real Chrome, and asks the clinic what really happened.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "the tables of runs are what these tests are read for")]

mod desk;

mod main_path;

mod variants;

mod endings;

mod interludes;

mod foreign;

mod clock_changes;

mod seeded;
