//! How much memory the service and its Chromes hold, read where the kernel tells it. What cannot be read is not told.

use std::fs;
use std::path::Path;

/// Bytes of this process that are in memory.
pub(crate) fn of_service() -> Option<u64> {
    kibibytes(&fs::read_to_string("/proc/self/status").ok()?, "VmRSS:")
}

/// Bytes of all Chromes that live in `home`; memory that processes share counts once.
pub(crate) fn of_browsers(home: &Path) -> u64 {
    let home = home.as_os_str().as_encoded_bytes();
    let lives_here = |pid: &i32| {
        fs::read(format!("/proc/{pid}/cmdline"))
            .is_ok_and(|line| line.windows(home.len()).any(|words| words == home))
    };
    let all = processes();
    // Chrome's children do not all name its folder, but they stay in its group.
    let groups: Vec<_> = all.iter().filter(|pid| lives_here(pid)).filter_map(|pid| group_of(*pid)).collect();
    let theirs = all.into_iter().filter(|pid| group_of(*pid).is_some_and(|group| groups.contains(&group)));
    theirs.filter_map(proportional).sum()
}

fn processes() -> Vec<i32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

/// The third field after the name, which may hold anything but is in brackets. Threads of the kernel have the group 0.
fn group_of(pid: i32) -> Option<i32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let group = stat.rsplit_once(')')?.1.split_whitespace().nth(2)?.parse().ok()?;
    Some(group).filter(|group| *group > 0)
}

fn proportional(pid: i32) -> Option<u64> {
    kibibytes(&fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?, "Pss:")
}

fn kibibytes(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kibibytes| kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn a_process_knows_its_own_size() {
        let size = of_service().unwrap();
        assert!((1 << 20..8 << 30).contains(&size), "{size}");
    }

    #[test]
    fn only_those_who_live_in_the_folder_are_counted() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(of_browsers(home.path()), 0);
        // The folder's name in the arguments is what tells whose process it is.
        let mut command = std::process::Command::new("tail");
        command.args(["-f", "/dev/null", "--"]).arg(home.path());
        let quiet = command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null());
        let mut tenant = quiet.spawn().unwrap();
        // Until the program says something, the process may still be a copy of this one.
        tenant.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
        assert!(of_browsers(home.path()) > 0);
        tenant.kill().unwrap();
        tenant.wait().unwrap();
    }
}
