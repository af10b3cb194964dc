//! Writes messages to a terminal instead of sending them. What there is until a carrier is set up.

use std::io::Write;
use std::sync::{Mutex, PoisonError};

use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::{SendError, Sms, SmsSender};

/// Writes messages where a person reads them. They are on screen and nowhere else: never in a log.
pub struct Console {
    out: Mutex<Box<dyn Write + Send>>,
}

impl Console {
    pub fn new(out: impl Write + Send + 'static) -> Self {
        Self { out: Mutex::new(Box::new(out)) }
    }
}

impl Default for Console {
    fn default() -> Self {
        Self::new(std::io::stdout())
    }
}

impl SmsSender for Console {
    fn send<'a>(&'a self, sms: &'a Sms) -> BoxFuture<'a, Result<String, SendError>> {
        Box::pin(async move {
            let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
            let written = writeln!(out, "SMS {} → {}\n{}\n", sms.from, sms.to, sms.text);
            written.map_err(|error| SendError::NotNow(error.to_string()))?;
            Ok(Uuid::new_v4().to_string())
        })
    }
}

impl std::fmt::Debug for Console {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Console")
    }
}
