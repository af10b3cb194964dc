//! The program `baton`. Everything it can do is in the library.

use std::process::ExitCode;

use baton_server::cli;

fn main() -> ExitCode {
    cli::main()
}
