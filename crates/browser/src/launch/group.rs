//! Chrome and its helpers as one process group: ended together, and not before the last of them has gone.

use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::Duration;

use rustix::process::{
    Pid, Signal, WaitOptions, getpgid, kill_process_group, test_kill_process_group, waitpgid,
};

const POLL: Duration = Duration::from_millis(5);
/// A killed process goes within milliseconds unless it hangs in the kernel.
const GONE_LIMIT: Duration = Duration::from_secs(5);

/// A process group; killed when dropped.
#[derive(Debug)]
pub(crate) struct ProcessGroup {
    pid: u32,
    /// Absent for a group that was left running and found again.
    leader: Option<Child>,
    /// Where it lives. The helper that waits for crashes to report leaves the group, but not the directory.
    profile: PathBuf,
    released: bool,
}

impl ProcessGroup {
    /// The group that `child` leads.
    pub(crate) fn of_child(child: Child, profile: &Path) -> Self {
        Self { pid: child.id(), leader: Some(child), profile: profile.to_owned(), released: false }
    }

    pub(crate) fn of_pid(pid: u32, profile: &Path) -> Self {
        Self { pid, leader: None, profile: profile.to_owned(), released: false }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.pid
    }

    /// Whether the leader has ended.
    pub(crate) fn has_ended(&mut self) -> bool {
        match &mut self.leader {
            Some(leader) => !matches!(leader.try_wait(), Ok(None)),
            None => self.is_gone(),
        }
    }

    pub(crate) fn kill(&mut self) {
        if let Some(group) = self.group() {
            // A group that is gone already is what we want.
            let _gone = kill_process_group(group, Signal::KILL);
        }
    }

    /// Waits until no process of the group is left, nor one that was told of its directory.
    pub(crate) async fn gone(&mut self) {
        let poll = async {
            while !self.is_gone() {
                // tidy: pause, a process group gives no sign when its last process is gone
                tokio::time::sleep(POLL).await;
            }
        };
        let _in_time = tokio::time::timeout(GONE_LIMIT, poll).await;
    }

    /// Leaves the group running.
    pub(crate) fn release(mut self) -> u32 {
        self.released = true;
        self.pid
    }

    fn is_gone(&mut self) -> bool {
        self.reap();
        match fs::read_dir("/proc") {
            Ok(folders) => !folders.flatten().any(|folder| self.holds(&folder.path())),
            Err(_) => self.group().is_none_or(|group| test_kill_process_group(group).is_err()),
        }
    }

    /// Whether a process belongs to it and has not ended. One that has stays in its group until its parent takes note, which for helpers
    /// that have lost theirs is the system's first process, and that may take its time; it is told by its memory, which goes last.
    fn holds(&self, process: &Path) -> bool {
        let command_line = fs::read(process.join("cmdline")).unwrap_or_default();
        if command_line.is_empty() {
            return false;
        }
        let home = self.profile.as_os_str().as_bytes();
        let lives_here = !home.is_empty() && command_line.windows(home.len()).any(|words| words == home);
        lives_here || group_of(process) == Some(self.pid)
    }

    /// Children of ours that were not waited for stay in their group.
    fn reap(&mut self) {
        if let Some(leader) = &mut self.leader {
            let _ended = leader.try_wait();
        }
        let Some(group) = self.group() else { return };
        while matches!(waitpgid(group, WaitOptions::NOHANG), Ok(Some(_))) {}
    }

    fn group(&self) -> Option<Pid> {
        Pid::from_raw(i32::try_from(self.pid).ok()?)
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        if self.released || self.is_gone() {
            return;
        }
        self.kill();
        let mut left = GONE_LIMIT;
        while !self.is_gone() && !left.is_zero() {
            // tidy: pause, the same, where nothing can be awaited
            std::thread::sleep(POLL);
            left = left.saturating_sub(POLL);
        }
    }
}

/// The group of a process by its folder in `/proc`.
fn group_of(process: &Path) -> Option<u32> {
    let stat = fs::read_to_string(process.join("stat")).ok()?;
    // The name stands in parentheses and may hold anything; after it: state, parent, group.
    stat.rsplit_once(") ")?.1.split(' ').nth(2)?.parse().ok()
}

/// Whether process `pid` is a Chrome that lives in `profile`. Numbers of processes are used again.
pub(crate) fn runs_in(pid: u32, profile: &Path) -> bool {
    let mut argument = b"--user-data-dir=".to_vec();
    argument.extend_from_slice(profile.as_os_str().as_bytes());
    was_told(pid, &argument)
}

/// Whether `argument` stands on the command line of process `pid`.
pub(crate) fn was_told(pid: u32, argument: &[u8]) -> bool {
    let command_line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    command_line.split(|byte| *byte == 0).any(|given| given == argument)
}

/// What follows `beginning` in an argument of process `pid`.
pub(crate) fn told(pid: u32, beginning: &str) -> Option<String> {
    let command_line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let mut given = command_line.split(|byte| *byte == 0);
    let rest = given.find_map(|given| given.strip_prefix(beginning.as_bytes()))?;
    String::from_utf8(rest.to_vec()).ok()
}

/// The leader of the group that lives in `profile`. Its helpers name the profile too.
pub(crate) fn leader_in(profile: &Path) -> Option<u32> {
    let folders = fs::read_dir("/proc").ok()?.filter_map(Result::ok);
    let mut pids = folders.filter_map(|folder| folder.file_name().to_str()?.parse().ok());
    // In this order: strangers may be of a group that has no number here.
    pids.find(|pid| runs_in(*pid, profile) && leads(*pid))
}

fn leads(pid: u32) -> bool {
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
    pid.is_some_and(|pid| getpgid(Some(pid)).is_ok_and(|group| group == pid))
}
