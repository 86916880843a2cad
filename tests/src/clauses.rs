//! The table clause → code → test, made from the sources: `shared/clauses.md`.
//!
//! A test asserts a clause by `shared::asserts!("R-…")` in its body, or by a worked example that names it. A mention in
//! a comment is none.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use shared::norm::{CLAUSES, is_clause};

/// Where the committed table lies.
pub const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/clauses.md");
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const SOURCES: &[&str] = &[
    "shared/src",
    "shared/tests",
    "server/src",
    "server/it",
    "src-tauri/client/src",
    "src-tauri/client/tests",
    "tests/it",
];

/// What the sources say of each clause.
#[derive(Debug, Default)]
pub struct Mentions {
    /// Files that name it outside tests.
    pub code: BTreeMap<String, BTreeSet<String>>,
    /// Tests and worked examples that assert it.
    pub tests: BTreeMap<String, BTreeSet<String>>,
}

/// Reads all sources.
///
/// # Errors
/// When a file cannot be read.
pub fn mentions() -> Result<Mentions> {
    let root = Path::new(ROOT);
    let mut files = Vec::new();
    for folder in SOURCES {
        walk(&root.join(folder), &mut files)?;
    }
    files.sort();
    let mut mentions = Mentions::default();
    for path in files {
        let name = path.strip_prefix(root)?.to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).with_context(|| name.clone())?;
        read(&name, &text, &mut mentions);
    }
    examples(&root.join("tests/fixtures/examples.yaml"), &mut mentions)?;
    Ok(mentions)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let skip = ["target", "node_modules", "gen", "golden"].iter().any(|name| path.ends_with(name));
        if path.is_dir() && !skip {
            walk(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

fn read(name: &str, text: &str, mentions: &mut Mentions) {
    let is_table = name.ends_with("norm/clause.rs") || name.ends_with("src/clauses.rs");
    let in_tests = name.contains("/tests/") || name.contains("/it/");
    let mut test_part = in_tests;
    let mut function = String::new();
    let mut asserting = false;
    for line in text.lines() {
        let code = line.trim();
        test_part |= code == "#[cfg(test)]";
        if let Some(rest) = code.strip_prefix("fn ").or_else(|| code.strip_prefix("async fn ")) {
            function = rest.split('(').next().unwrap_or_default().to_owned();
        }
        asserting = !code.starts_with("//") && (asserting || code.contains("asserts!("));
        for id in ids(line) {
            if asserting {
                let test = format!("`{name}` {function}");
                mentions.tests.entry(id).or_default().insert(test);
            } else if !test_part && !is_table {
                mentions.code.entry(id).or_default().insert(format!("`{name}`"));
            }
        }
        asserting &= !code.contains(");");
    }
}

/// Clause ids in a line.
fn ids(line: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for (at, _) in line.match_indices("R-") {
        let id: String = line[at..]
            .chars()
            .take_while(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || *c == '-')
            .collect();
        if is_clause(&id) {
            ids.push(id);
        }
    }
    ids
}

fn examples(path: &Path, mentions: &mut Mentions) -> Result<()> {
    let list: Vec<BTreeMap<String, serde_yaml_ng::Value>> =
        serde_yaml_ng::from_str(&std::fs::read_to_string(path)?)?;
    for example in list {
        let word = |key: &str| example.get(key).and_then(serde_yaml_ng::Value::as_str).map(str::to_owned);
        if let (Some(clause), Some(id)) = (word("clause"), word("id")) {
            mentions.tests.entry(clause).or_default().insert(format!("example {id}"));
        }
    }
    Ok(())
}

/// The table as text.
///
/// # Errors
/// When a source cannot be read.
pub fn table() -> Result<String> {
    let mentions = mentions()?;
    let cell = |of: Option<&BTreeSet<String>>| {
        of.map(|all| all.iter().cloned().collect::<Vec<_>>().join("<br>")).unwrap_or_default()
    };
    let mut table =
        String::from("# Clauses\n\nMade by `cargo run -p e2e --bin clauses`; a test compares it.\n\n");
    table.push_str("| clause | 中文 | code | tests |\n|---|---|---|---|\n");
    for clause in CLAUSES {
        let (code, tests) = (cell(mentions.code.get(clause.id)), cell(mentions.tests.get(clause.id)));
        writeln!(table, "| {} | {} | {code} | {tests} |", clause.id, clause.text)?;
    }
    Ok(table)
}
