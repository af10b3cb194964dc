//! What the commands show a person: lines, a QR code, and the step that is being driven right now.
//! Knows whether anybody watches; knows nothing of bookings.

use std::fmt::Display;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;

/// Tells whether a person sits at a terminal on both ends.
pub(crate) fn is_watched() -> bool {
    std::io::stdin().is_terminal() && stdout().is_terminal()
}

/// Prints one line. A closed pipe is no reason to fail: the work goes on whether anybody reads or not.
pub(crate) fn say(line: impl Display) {
    let _ = writeln!(stdout(), "{line}");
}

/// Prints one line where errors belong.
pub(crate) fn complain(line: impl Display) {
    let _ = writeln!(stderr(), "{line}");
}

/// Prints a link so that a phone's camera can open it.
pub(crate) fn say_qr(link: &str) {
    if let Ok(code) = QrCode::new(link) {
        // Dark on light whatever the terminal's colours are: cameras want it so.
        let picture =
            code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build();
        say(picture);
    }
}

/// Shows a row of steps: the current one moves, the finished ones keep the time they took.
#[derive(Debug)]
pub(crate) struct StepBoard {
    spinner: ProgressBar,
    silent: bool,
    current: Option<(String, Instant)>,
    since: Instant,
}

impl StepBoard {
    pub(crate) fn new() -> Self {
        let spinner = if stdout().is_terminal() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        spinner.set_style(
            ProgressStyle::with_template("  {spinner} {msg}").expect("the template is well-formed"),
        );
        Self { spinner, silent: false, current: None, since: Instant::now() }
    }

    /// Returns a board that shows nothing.
    pub(crate) fn silent() -> Self {
        Self { spinner: ProgressBar::hidden(), silent: true, current: None, since: Instant::now() }
    }

    /// Ends the step before, if there is one, and begins this one. The same step twice is one step.
    pub(crate) fn enter(&mut self, step: &str) {
        if self.current.as_ref().is_some_and(|(name, _)| name == step) {
            return;
        }
        self.tick_off();
        self.spinner.set_message(step.to_owned());
        self.spinner.enable_steady_tick(Duration::from_millis(100));
        self.current = Some((step.to_owned(), Instant::now()));
    }

    /// Ends the last step well and says how long all of them took.
    pub(crate) fn finish(mut self, last: &str) {
        self.tick_off();
        self.spinner.finish_and_clear();
        self.say(format_args!("  ✓ {last:<34} {:>6.1} s in all", self.since.elapsed().as_secs_f64()));
    }

    /// Ends the current step badly; why, is told elsewhere.
    pub(crate) fn fail(self) {
        self.spinner.finish_and_clear();
        if let Some((step, _)) = &self.current {
            self.say(format_args!("  ✗ {step}"));
        }
    }

    fn tick_off(&mut self) {
        if let Some((step, since)) = self.current.take() {
            let took = since.elapsed().as_secs_f64();
            self.spinner.suspend(|| self.say(format_args!("  ✓ {step:<34} {took:>6.1} s")));
        }
    }

    fn say(&self, line: impl Display) {
        if !self.silent {
            say(line);
        }
    }
}
