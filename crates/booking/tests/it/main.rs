//! The domain's rules: tables for what single events mean, random lives for what may never happen.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod session;
