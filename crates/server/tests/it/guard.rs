//! Nothing that a request names and nothing that a driven page loads reaches a private address. Traps listen where nobody must come.

#![expect(clippy::print_stdout, reason = "what was tried and what came of it is worth a line")]

mod addresses;
mod pages;
mod site;
mod staying;
mod trap;

use std::net::SocketAddr;
use std::path::PathBuf;

use baton_browser::Gateway;

/// The gate as the service starts it, except that one private address counts as public: a site of the test's own.
fn gateway(site: SocketAddr) -> Gateway {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_baton"));
    Gateway { program, args: vec!["gate".to_owned(), "--admit".to_owned(), site.to_string()] }
}
