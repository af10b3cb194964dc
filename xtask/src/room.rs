//! Tells before a long build whether the disk has room for it: a linker that runs out of disk says anything but that.

use std::process::Command;

use crate::shell::{self, Chore};

/// A clean build with all tests and the profiles of their Chromes, with some air, in MiB.
const NEEDED: u64 = 5 * 1024;

/// Refuses when the disk of the workspace is nearly full and there is no build yet; passes where `df` cannot say.
pub(crate) fn for_a_build() -> Chore {
    let built = shell::root().join("target/debug/deps").exists();
    match free() {
        Some(free) if free < NEEDED && !built => {
            Err(format!("the disk has {free} MiB free; a clean build and the tests need about {NEEDED} MiB"))
        }
        _ => Ok(()),
    }
}

fn free() -> Option<u64> {
    let output = Command::new("df").args(["-Pm", "."]).current_dir(shell::root()).output().ok()?;
    available(&String::from_utf8_lossy(&output.stdout))
}

/// Reads the fourth column of the last line, which POSIX promises to be the available space.
fn available(table: &str) -> Option<u64> {
    table.lines().last()?.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::available;

    #[test]
    fn the_available_space_is_read_from_what_df_prints() {
        let table = "Filesystem 1048576-blocks Used Available Capacity Mounted on\n/dev/a 1000 400 600 40% /";
        assert_eq!(available(table), Some(600));
        assert_eq!(available("df: no such file"), None);
    }
}
