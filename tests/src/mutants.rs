//! Wrong rules planted one at a time into a copy of `shared`: each must be caught by the worked examples or its tests.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// The list of wrong rules.
pub const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/mutants.yaml");
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const EXAMPLES: [&str; 2] = ["tests/fixtures/examples.yaml", "tests/fixtures/second_reader.yaml"];

/// A crate that judges examples with the copy: quicker to build than the tests of `shared`, so it is asked first.
const JUDGE: &str = "mod conformance;
fn main() -> anyhow::Result<()> {
    let mut clean = true;
    for file in std::env::args().skip(1) {
        clean &= conformance::run(&std::fs::read_to_string(file)?)?.is_clean();
    }
    std::process::exit(i32::from(!clean))
}
";
const JUDGE_MANIFEST: &str = "[package]
name = \"judge\"
version = \"0.0.0\"
edition.workspace = true
[dependencies]
anyhow.workspace = true
chrono.workspace = true
serde_json.workspace = true
serde_yaml_ng.workspace = true
shared.workspace = true
uuid.workspace = true
";

const BUILD: &[&str] = &["build", "-p", "judge"];
const TEST: &[&str] = &["test", "-p", "shared", "--lib"];

/// One wrong rule.
#[derive(Debug, Clone, Deserialize)]
pub struct Mutant {
    pub clause: String,
    /// What is wrong, in a few words.
    pub what: String,
    /// In `shared/`.
    pub file: String,
    pub from: String,
    pub to: String,
}

/// Reads the list.
///
/// # Errors
/// When it is no list of mutants.
pub fn list() -> Result<Vec<Mutant>> {
    Ok(serde_yaml_ng::from_str(&std::fs::read_to_string(FILE)?)?)
}

/// How often the text to replace occurs in its file.
///
/// # Errors
/// When the file cannot be read.
pub fn occurrences(mutant: &Mutant) -> Result<usize> {
    let text = std::fs::read_to_string(Path::new(ROOT).join("shared").join(&mutant.file))?;
    Ok(text.matches(&mutant.from).count())
}

/// What came of a mutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Caught,
    Survived,
    /// Does not compile: it proves nothing.
    Broken,
}

/// A copy of `shared` as a workspace of its own, built into a folder that is kept between runs.
#[derive(Debug)]
pub struct Nursery {
    folder: tempfile::TempDir,
    target: PathBuf,
}

impl Nursery {
    /// Copies `shared` and checks that examples and tests pass unchanged.
    ///
    /// # Errors
    /// When copying fails, or examples or tests fail without any mutant.
    pub fn open(target: &Path) -> Result<Self> {
        let nursery = Self { folder: tempfile::tempdir()?, target: target.to_owned() };
        let root = Path::new(ROOT);
        copy(&root.join("shared"), &nursery.folder.path().join("shared"))?;
        let manifest = std::fs::read_to_string(root.join("Cargo.toml"))?;
        let alone: String = manifest.lines().map(|line| format!("{}\n", narrowed(line))).collect();
        std::fs::write(nursery.folder.path().join("Cargo.toml"), alone)?;
        std::fs::copy(root.join("Cargo.lock"), nursery.folder.path().join("Cargo.lock"))?;
        let judge = nursery.folder.path().join("judge");
        copy(&root.join("tests/src/conformance"), &judge.join("src/conformance"))?;
        std::fs::copy(root.join("tests/src/conformance.rs"), judge.join("src/conformance.rs"))?;
        std::fs::write(judge.join("src/main.rs"), JUDGE)?;
        std::fs::write(judge.join("Cargo.toml"), JUDGE_MANIFEST)?;
        ensure!(nursery.cargo(BUILD)? && nursery.examples()?, "the examples fail without any mutant");
        ensure!(nursery.cargo(TEST)?, "the tests of shared fail without any mutant");
        Ok(nursery)
    }

    /// Plants one mutant, runs the examples and, if they pass, the tests, and takes it out again.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn judge(&self, mutant: &Mutant) -> Result<Verdict> {
        let path = self.folder.path().join("shared").join(&mutant.file);
        let sound = std::fs::read_to_string(&path).with_context(|| mutant.file.clone())?;
        std::fs::write(&path, sound.replacen(&mutant.from, &mutant.to, 1))?;
        let verdict = if !self.cargo(BUILD)? {
            Verdict::Broken
        } else if !self.examples()? || !self.cargo(TEST)? {
            Verdict::Caught
        } else {
            Verdict::Survived
        };
        std::fs::write(&path, sound)?;
        Ok(verdict)
    }

    fn examples(&self) -> Result<bool> {
        let files = EXAMPLES.map(|file| Path::new(ROOT).join(file));
        let status = Command::new(self.target.join("debug/judge")).args(files).status()?;
        Ok(status.success())
    }

    fn cargo(&self, arguments: &[&str]) -> Result<bool> {
        let status = Command::new("cargo")
            .args(arguments)
            .args(["-q", "--offline"])
            .current_dir(self.folder.path())
            .env("CARGO_TARGET_DIR", &self.target)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        Ok(status.success())
    }
}

/// The root manifest with `shared` and its judge as the only members.
fn narrowed(line: &str) -> &str {
    if line.starts_with("members") {
        "members = [\"shared\", \"judge\"]"
    } else if line.starts_with("default-members") {
        ""
    } else {
        line
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        let Some(name) = path.file_name() else { continue };
        if name == "db" || name == "target" {
            continue;
        }
        if path.is_dir() {
            copy(&path, &to.join(name))?;
        } else {
            std::fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}
