//! The command line of Chrome.

use std::ffi::OsString;
use std::path::Path;

use super::LaunchOptions;
use super::identity::Identity;

/// What every Chrome of ours is told.
const ALWAYS: [&str; 22] = [
    "--headless=new",
    // Chrome picks the port and binds it to loopback: it has no authentication.
    "--remote-debugging-port=0",
    "--disable-gpu",
    // HTTP/3 would go past a proxy that only knows TCP.
    "--disable-quic",
    // A phone's page has none; the desktop's would take fifteen pixels of its width.
    "--hide-scrollbars",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-service-autorun",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-component-extensions-with-background-pages",
    "--disable-extensions",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-breakpad",
    "--metrics-recording-only",
    "--password-store=basic",
    "--use-mock-keychain",
    // Pages keep their timers and their frames although nobody looks at them.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    // The windows of headless pages would each render an address bar nobody sees, in two processes of its own;
    // translate and autofill would draw over the page; the back/forward cache would keep a page we have left alive.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,Translate,AutofillServerCommunication,BackForwardCache,MediaRouter,OptimizationHints",
];
/// Below this Chrome crashes pages with large pictures.
const ROOMY_SHARED_MEMORY: u64 = 512 << 20;

pub(crate) fn flags(options: &LaunchOptions, way: Identity, profile: &Path) -> Vec<OsString> {
    let mut flags: Vec<OsString> = ALWAYS.iter().map(OsString::from).collect();
    flags.push(format!("--force-device-scale-factor={}", options.device_scale_factor).into());
    let mut directory = OsString::from("--user-data-dir=");
    directory.push(profile);
    flags.push(directory);
    if !way.sandboxed() {
        flags.push("--no-sandbox".into());
    }
    if !shared_memory_is_roomy() {
        flags.push("--disable-dev-shm-usage".into());
    }
    flags.extend(options.extra_args.iter().map(OsString::from));
    flags.push("about:blank".into());
    flags
}

/// Containers often have 64 MiB.
fn shared_memory_is_roomy() -> bool {
    rustix::fs::statvfs("/dev/shm")
        .is_ok_and(|space| space.f_blocks.saturating_mul(space.f_frsize) >= ROOMY_SHARED_MEMORY)
}
