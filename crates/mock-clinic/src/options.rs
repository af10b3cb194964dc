//! How a practice clinic is started. Knows nothing of command lines.

use std::net::{Ipv4Addr, SocketAddr};

use crate::{ClinicClock, Scenario};

/// What a clinic needs to open its doors. `Default` takes free loopback ports.
#[derive(Debug, Clone)]
pub struct ClinicOptions {
    /// Where the booking pages are served.
    pub listen: SocketAddr,
    /// Where the card form is served: a second origin, as at a real payment processor.
    pub card_listen: SocketAddr,
    /// Decides which days are full and which confirmation numbers are given out. Without one, numbers are random.
    pub seed: Option<u64>,
    pub clock: ClinicClock,
    /// The scenario of every slug that was not given its own.
    pub scenario: Scenario,
}

impl Default for ClinicOptions {
    fn default() -> Self {
        let free_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self {
            listen: free_port,
            card_listen: free_port,
            seed: None,
            clock: ClinicClock::System,
            scenario: Scenario::default(),
        }
    }
}
