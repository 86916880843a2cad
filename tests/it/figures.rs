//! The page of figures names tests and commands that exist.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Names of every function in the Rust sources.
fn functions() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<PathBuf> =
        ["shared", "server", "src-tauri/client", "tests"].iter().map(|folder| root().join(folder)).collect();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("target") && !path.ends_with("node_modules") {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let names = text.lines().filter_map(|line| line.split_once("fn ")?.1.split_once('('));
                found.extend(names.map(|(name, _)| name.to_owned()));
            }
        }
    }
    found
}

/// What stands between backticks.
fn named(page: &str) -> Vec<String> {
    page.lines()
        .filter(|line| line.starts_with('|'))
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_test_and_command_of_the_figures_exists() {
    let page = std::fs::read_to_string(root().join("tests/FIGURES.md")).unwrap();
    let (functions, makefile) = (functions(), std::fs::read_to_string(root().join("Makefile")).unwrap());
    let is_there = |name: &String| {
        if let Some(target) = name.strip_prefix("make ") {
            return makefile.lines().any(|line| line.starts_with(&format!("{target}:")));
        }
        if let Some(bin) = name.strip_prefix("cargo run -p e2e --bin ") {
            let bin = bin.split_whitespace().next().unwrap();
            let at = root().join("tests/src/bin");
            return at.join(format!("{bin}.rs")).exists() || at.join(bin).join("main.rs").exists();
        }
        functions.contains(name)
    };
    let names = named(&page);
    assert!(names.len() > 50, "{names:?}");
    let missing: Vec<_> = names.iter().filter(|name| !is_there(name)).collect();
    assert!(missing.is_empty(), "named in FIGURES.md and not there: {missing:#?}");
    assert!(!page.contains('@'), "a figure was not filled in");
}
