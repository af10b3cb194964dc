//! Launches the Chrome that the service would use, or reaches the remote ones, and has a page drawn.

use std::time::Duration;

use baton_browser::{
    Browser, Chrome, ContextOptions, LaunchError, LaunchOptions, PageError, Progress, ScreenshotOptions,
};

use super::Finding;
use crate::browsers::Reach;
use crate::config::Config;
use crate::egress::Egress;

const DRAWN_WITHIN: Duration = Duration::from_secs(15);

pub(super) async fn check(config: &Config) -> Vec<Finding> {
    if config.browser_urls.is_empty() {
        return launched(config).await;
    }
    let mut findings = Vec::new();
    for url in &config.browser_urls {
        findings.push(remote(url).await);
    }
    findings
}

async fn launched(config: &Config) -> Vec<Finding> {
    let options = LaunchOptions {
        executable: config.chrome.clone(),
        extra_args: config.chrome_args.clone(),
        gateway: Reach::of(Egress::new(config.allow_private_network)).gateway().cloned(),
        ..LaunchOptions::default()
    };
    let chrome = match Chrome::launch(options).await {
        Ok(chrome) => chrome,
        Err(error) => return vec![Finding::failure(&error, mend(&error))],
    };
    let findings = vec![drawn(chrome.browser()).await, sandbox(chrome.sandboxed())];
    chrome.close().await;
    findings
}

async fn remote(url: &url::Url) -> Finding {
    // The address may hold a token, so only its host is repeated.
    let host = url.host_str().unwrap_or("?");
    match Browser::connect(url.as_str()).await {
        Ok(browser) => drawn(&browser).await,
        Err(error) => Finding::broken(
            format!("{host}: {error}"),
            "start it with --remote-debugging-port and allow this machine to reach it, or correct BATON_BROWSER_URLS",
        ),
    }
}

/// A Chrome that answers may still be unable to start a renderer.
async fn drawn(browser: &Browser) -> Finding {
    match draw(browser).await {
        Ok(version) => Finding::fine(format!("{version} draws pages")),
        Err(error) => Finding::failure(
            &error,
            "give it memory, and a /dev/shm of 64 MiB or more (in a container: --shm-size=256m)",
        ),
    }
}

async fn draw(browser: &Browser) -> Result<String, PageError> {
    let product = browser.version().await?.product;
    let context = browser.new_context(ContextOptions::default()).await?;
    let page = context.new_page().await?;
    let write = "() => document.body.append('Baton')";
    page.main_frame().evaluate::<serde_json::Value>(&Progress::new(DRAWN_WITHIN), write, ()).await?;
    page.screenshot(ScreenshotOptions::default()).await?;
    context.close().await?;
    Ok(product)
}

fn sandbox(works: bool) -> Finding {
    if works {
        return Finding::fine("its sandbox works");
    }
    Finding::doubtful(
        "runs WITHOUT its sandbox: a hostile page could reach this machine",
        "run Baton as an unprivileged user and allow user namespaces (sysctl kernel.unprivileged_userns_clone=1; in a \
         container: --security-opt seccomp=<Chrome's profile>)",
    )
}

fn mend(error: &LaunchError) -> &'static str {
    match error {
        LaunchError::NotFound { .. } => {
            "install Chromium (apt-get install chromium) or point BATON_CHROME at its binary"
        }
        LaunchError::Profile(_) => "make the temporary directory writable for the user that Baton runs as",
        _ => {
            "run the named binary with --headless by hand and see what it misses; `baton` prints what it said"
        }
    }
}
