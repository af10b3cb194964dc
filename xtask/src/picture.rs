//! `cargo xtask picture`: makes the picture of the README out of a real run of the demo: its terminal, and its phone on the payment page.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::setup::{self, Need};
use crate::shell::{self, Chore, cargo, phase};

const SCENE: &str = include_str!("picture/scene.html");

/// The scene is laid out for this size, and drawn at one and a half times it.
const SIZE: &str = "--window-size=1180,880";

pub(crate) fn run() -> Chore {
    phase("set-up", || setup::ensure(&[Need::Chromium]))?;
    let folder = shell::root().join("target/picture");
    let story = phase("demo", || play(&folder))?;
    phase("picture", || draw(&folder, &story))
}

/// Plays the demo with its phone's pictures kept, and returns what it printed.
fn play(folder: &Path) -> Result<String, String> {
    let demo = [
        "run",
        "--quiet",
        "--package",
        "baton-server",
        "--bin",
        "baton",
        "--",
        "demo",
        "--once",
        "--pictures",
    ];
    let output = cargo(demo).arg(folder).stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| format!("the demo did not start: {error}"))?;
    let story = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() { Ok(story) } else { Err(format!("the demo failed:\n{story}")) }
}

fn draw(folder: &Path, story: &str) -> Chore {
    let scene = folder.join("scene.html");
    let html = SCENE.replace("{{story}}", &escape(&without_code(story)));
    std::fs::write(&scene, html).map_err(|error| format!("failed to write the scene: {error}"))?;
    let picture = shell::root().join("docs/images/demo.png");
    let chrome = setup::chrome().ok_or("there is no Chromium")?;
    let mut draw = Command::new(chrome);
    // The scene is our own file, so it may be drawn without the sandbox, which root does not have.
    draw.args(["--headless", "--no-sandbox", "--hide-scrollbars", "--force-device-scale-factor=1.5", SIZE]);
    draw.arg(format!("--screenshot={}", picture.display())).arg(url(&scene));
    shell::run(draw.stdin(Stdio::null()).stderr(Stdio::null()))
}

/// The link of the run is long dead, but its QR code would invite people to try.
fn without_code(story: &str) -> String {
    let lines = story.lines().filter(|line| !line.contains(['█', '▀', '▄']));
    lines.collect::<Vec<_>>().join("\n")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn url(path: &Path) -> String {
    format!("file://{}", PathBuf::from(path).display())
}
