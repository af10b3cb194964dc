//! What the operating system grants: file descriptors, no core dumps, shared memory for Chrome.

use rustix::process::{Resource, getrlimit};

use super::Finding;
use crate::config::Config;

/// A phone takes one descriptor, an open page a few; the rest is for everybody who only asks.
const DESCRIPTORS: u64 = 4_096;
/// Chrome draws through it; containers give 64 MiB unless told otherwise.
const SHARED_MEMORY: u64 = 64 << 20;

pub(super) fn check(config: &Config) -> Vec<Finding> {
    let mut findings = vec![descriptors()];
    if config.browser_urls.is_empty() {
        findings.extend(shared_memory());
    }
    findings
}

fn descriptors() -> Finding {
    let most = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    if most >= DESCRIPTORS {
        return Finding::fine(format!("{most} files and connections may be open"));
    }
    Finding::doubtful(
        format!("only {most} files and connections may be open"),
        "raise the limit (LimitNOFILE=65536 in a systemd unit, --ulimit nofile=65536 for a container)",
    )
}

fn shared_memory() -> Option<Finding> {
    let volume = rustix::fs::statvfs("/dev/shm").ok()?;
    let size = volume.f_blocks.saturating_mul(volume.f_frsize);
    let mib = size >> 20;
    if size >= SHARED_MEMORY {
        return Some(Finding::fine(format!("/dev/shm has {mib} MiB")));
    }
    let mend = "give it 256 MiB (--shm-size=256m; in Kubernetes an emptyDir in memory)";
    Some(Finding::doubtful(format!("/dev/shm has only {mib} MiB, and Chrome draws through it"), mend))
}
