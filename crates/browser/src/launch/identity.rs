//! Under which user Chrome runs and whether its renderers are locked in.

use std::os::unix::process::CommandExt as _;
use std::process::Command;

use super::Sandbox;

/// The user `nobody` of every Linux; it owns no file but its profile directory.
const NOBODY: u32 = 65534;

/// A way to run Chrome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    sandboxed: bool,
    /// Chrome refuses the sandbox to root.
    unprivileged_uid: Option<u32>,
}

impl Identity {
    /// The ways to try, the best first.
    pub(crate) fn ways(sandbox: Sandbox) -> Vec<Self> {
        let uid = rustix::process::geteuid().is_root().then_some(NOBODY);
        let locked_in = Self { sandboxed: true, unprivileged_uid: uid };
        let unprivileged = Self { sandboxed: false, unprivileged_uid: uid };
        let bare = Self { sandboxed: false, unprivileged_uid: None };
        let mut ways = match sandbox {
            Sandbox::Auto => vec![locked_in, unprivileged, bare],
            Sandbox::Off => vec![unprivileged, bare],
        };
        ways.dedup();
        ways
    }

    pub(crate) fn sandboxed(self) -> bool {
        self.sandboxed
    }

    /// The user that must own the profile directory, if it is not us.
    pub(crate) fn owner(self) -> Option<u32> {
        self.unprivileged_uid
    }

    /// Gives `command` this identity and a process group of its own.
    pub(crate) fn apply(self, command: &mut Command) {
        command.process_group(0);
        if let Some(uid) = self.unprivileged_uid {
            command.uid(uid).gid(uid);
        }
    }
}
