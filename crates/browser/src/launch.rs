//! A Chrome process of our own: found, started in a process group and a profile directory of its own, and ended
//! with everything that belongs to it, unless it is left running on purpose.

mod binary;
mod detached;
mod flags;
mod gateway;
mod group;
mod identity;
mod left;
mod profile;

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

use tracing::{info, warn};

use crate::browser::{Browser, ConnectOptions};
use crate::cdp::CdpError;
use crate::progress::Progress;
pub use detached::DetachedChrome;
pub use gateway::Gateway;
use gateway::Opening;
use group::ProcessGroup;
use identity::Identity;
pub use left::LeftBehind;
use profile::Profile;

/// A cold start on a busy machine takes a few seconds.
const START_LIMIT: Duration = Duration::from_secs(30);

/// How to launch Chrome.
#[derive(Clone, Debug)]
pub struct LaunchOptions {
    /// Found on the PATH if absent.
    pub executable: Option<PathBuf>,
    pub sandbox: Sandbox,
    /// True device pixels for each CSS pixel, in every page. The screencast ignores an emulated scale.
    pub device_scale_factor: f64,
    /// Where profile directories are made; the system's temporary directory if absent.
    pub profile_root: Option<PathBuf>,
    pub extra_args: Vec<String>,
    /// Chrome's only way to the network; without one it goes where it likes.
    pub gateway: Option<Gateway>,
    pub connect: ConnectOptions,
}

/// Whether renderers are locked in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sandbox {
    /// With the sandbox if it works here (under an unprivileged user when we are root), otherwise without it and
    /// with a warning.
    #[default]
    Auto,
    Off,
}

/// Why Chrome could not be launched.
#[derive(Debug, thiserror::Error)]
pub enum LaunchError {
    #[error("find Chrome: none of {tried} is on the PATH")]
    NotFound { tried: String },
    #[error("prepare a profile directory")]
    Profile(#[source] io::Error),
    #[error("start {}", executable.display())]
    Start { executable: PathBuf, source: io::Error },
    #[error("start Chrome: it ended at once, saying: {said}")]
    Ended { said: String },
    #[error("start Chrome: it opened no debugging port within {0:?}")]
    Silent(Duration),
    #[error("start Chrome's gateway {}", program.display())]
    Gateway { program: PathBuf, source: io::Error },
    #[error("connect to the Chrome just started")]
    Connect(#[source] CdpError),
    #[error("adopt a Chrome: process {pid} is not the one that was left running")]
    NotOurs { pid: u32 },
}

/// A running Chrome and the connection to it. Dropping it kills the process and removes its profile directory.
#[derive(Debug)]
pub struct Chrome {
    browser: Browser,
    endpoint: String,
    sandboxed: bool,
    process: Process,
}

/// A process group and the directory it lives in; both end with this value.
#[derive(Debug)]
struct Process {
    // Fields are dropped in this order: a directory can only go once nobody writes to it.
    group: ProcessGroup,
    profile: Profile,
}

impl Default for LaunchOptions {
    fn default() -> Self {
        Self {
            executable: None,
            sandbox: Sandbox::Auto,
            device_scale_factor: 2.0,
            profile_root: None,
            extra_args: Vec::new(),
            gateway: None,
            connect: ConnectOptions::default(),
        }
    }
}

impl Chrome {
    /// Starts Chrome and connects to it.
    pub async fn launch(options: LaunchOptions) -> Result<Self, LaunchError> {
        let executable = binary::find(options.executable.as_deref())?;
        let mut ways = Identity::ways(options.sandbox).into_iter().peekable();
        loop {
            let way = ways.next().expect("there is always a way without a sandbox");
            match Self::start(&options, &executable, way).await {
                Err(error @ (LaunchError::Ended { .. } | LaunchError::Silent(_)))
                    if ways.peek().is_some() =>
                {
                    warn!(%error, ?way, "Chrome did not start this way, trying one with fewer protections");
                }
                started => return started,
            }
        }
    }

    async fn start(options: &LaunchOptions, executable: &Path, way: Identity) -> Result<Self, LaunchError> {
        let profile = Profile::create(options.profile_root.as_deref(), way).map_err(LaunchError::Profile)?;
        let opening =
            options.gateway.as_ref().map(|_| Opening::new()).transpose().map_err(LaunchError::Profile)?;
        let child = spawn(options, executable, way, &profile, opening.as_ref())?;
        let mut process = Process { group: ProcessGroup::of_child(child, profile.path()), profile };
        process.open_gateway(options, opening)?;
        let endpoint = process.await_endpoint().await?;
        let browser =
            Browser::connect_with(&endpoint, options.connect).await.map_err(LaunchError::Connect)?;
        if way.sandboxed() {
            info!(pid = process.group.pid(), "Launched Chrome");
        } else {
            warn!(
                pid = process.group.pid(),
                "Launched Chrome WITHOUT its sandbox: a hostile page can reach this machine"
            );
        }
        Ok(Self { browser, endpoint, sandboxed: way.sandboxed(), process })
    }

    /// The connection to it.
    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    /// The address of its debugging socket. Whoever reaches it controls the browser.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    pub fn pid(&self) -> u32 {
        self.process.group.pid()
    }

    pub fn profile_dir(&self) -> &Path {
        self.process.profile.path()
    }

    /// Resolves when its gateway has ended; never, if it has none.
    pub async fn cut_off(&self) {
        match gateway::gateway_of(self.pid()) {
            Some(address) => gateway::ended(address).await,
            None => std::future::pending().await,
        }
    }

    /// Whether its renderers are locked in.
    pub fn sandboxed(&self) -> bool {
        self.sandboxed
    }

    /// Ends the process and removes its profile directory.
    pub async fn close(self) {
        let Self { browser, process, .. } = self;
        drop(browser);
        let Process { mut group, profile } = process;
        group.kill();
        group.gone().await;
        drop(profile);
    }

    /// Leaves Chrome running, for a later process to adopt.
    pub fn detach(self) -> DetachedChrome {
        let Self { endpoint, sandboxed, process, .. } = self;
        let Process { group, profile } = process;
        DetachedChrome { pid: group.release(), profile_dir: profile.keep(), endpoint, sandboxed }
    }

    /// Takes over a Chrome that was left running.
    pub async fn adopt(left: DetachedChrome, connect: ConnectOptions) -> Result<Self, LaunchError> {
        if !group::runs_in(left.pid, &left.profile_dir) {
            return Err(LaunchError::NotOurs { pid: left.pid });
        }
        // Connect first: until then the process is not ours to kill.
        let browser = Browser::connect_with(&left.endpoint, connect).await.map_err(LaunchError::Connect)?;
        let group = ProcessGroup::of_pid(left.pid, &left.profile_dir);
        let profile = Profile::existing(left.profile_dir);
        let process = Process { group, profile };
        Ok(Self { browser, endpoint: left.endpoint, sandboxed: left.sandboxed, process })
    }
}

fn spawn(
    options: &LaunchOptions,
    executable: &Path,
    way: Identity,
    profile: &Profile,
    opening: Option<&Opening>,
) -> Result<Child, LaunchError> {
    let failed = |source| LaunchError::Start { executable: executable.to_owned(), source };
    // A file rather than a pipe: Chrome would die writing to a pipe whose reader has gone.
    let log = profile.log_file().map_err(LaunchError::Profile)?;
    let mut command = std::process::Command::new(executable);
    command
        .args(opening.map(Opening::flags).into_iter().flatten())
        .args(flags::flags(options, way, profile.path()))
        .env("HOME", profile.path())
        .envs(profile.temp_dir().map(|dir| ("TMPDIR", dir)))
        .current_dir(profile.path())
        .stdin(Stdio::null())
        .stdout(log.try_clone().map_err(LaunchError::Profile)?)
        .stderr(log);
    way.apply(&mut command);
    command.spawn().map_err(failed)
}

impl Process {
    /// The gateway runs under our own user: Chrome's may not even be able to read the program.
    fn open_gateway(&self, options: &LaunchOptions, opening: Option<Opening>) -> Result<(), LaunchError> {
        let (Some(gateway), Some(opening)) = (&options.gateway, opening) else { return Ok(()) };
        let served = opening.serve(gateway, self.group.pid());
        let failed = |source| LaunchError::Gateway { program: gateway.program.clone(), source };
        // It is waited for with its group.
        served.map(drop).map_err(failed)
    }

    /// Waits for the file in which Chrome names its port.
    async fn await_endpoint(&mut self) -> Result<String, LaunchError> {
        let progress = Progress::new(START_LIMIT);
        let poll = async {
            loop {
                if let Some(endpoint) = self.profile.endpoint() {
                    return Ok(endpoint);
                }
                if self.group.has_ended() {
                    return Err(LaunchError::Ended { said: self.profile.last_words() });
                }
                // tidy: pause, Chrome tells its port by writing a file and nothing else
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        progress.run(poll).await.unwrap_or(Err(LaunchError::Silent(START_LIMIT)))
    }
}
