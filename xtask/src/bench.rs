//! `cargo xtask bench [name]`: runs the benchmarks. Each is a folder of `bench/` with an executable `run` that prints its ratios.

use std::path::PathBuf;
use std::process::Command;

use crate::setup::{self, Need};
use crate::shell::{self, Chore, phase};

pub(crate) fn run(args: &[String]) -> Chore {
    let wanted = args.first();
    let chosen: Vec<Bench> =
        all().into_iter().filter(|bench| wanted.is_none_or(|name| *name == bench.name)).collect();
    if chosen.is_empty() {
        let names: Vec<String> = all().into_iter().map(|bench| bench.name).collect();
        return Err(format!("no such benchmark; there are: [{}]", names.join(", ")));
    }
    phase("set-up", || setup::ensure(&[Need::Chromium]))?;
    chosen.iter().try_for_each(|bench| phase(&bench.name, || shell::run(&mut Command::new(&bench.program))))
}

struct Bench {
    name: String,
    program: PathBuf,
}

fn all() -> Vec<Bench> {
    let folders = shell::root().join("bench").read_dir().into_iter().flatten().flatten();
    let bench = |folder: std::fs::DirEntry| Bench {
        name: folder.file_name().to_string_lossy().into_owned(),
        program: folder.path().join("run"),
    };
    let mut all: Vec<Bench> = folders.map(bench).filter(|bench| bench.program.is_file()).collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}
