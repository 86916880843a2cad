//! Architecture rules as tests.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Names of the dependencies that ship, i.e. not the dev-dependencies.
fn shipped_dependencies(manifest: &str) -> BTreeSet<String> {
    let table: toml::Table = read(&root().join(manifest)).parse().expect("a manifest is TOML");
    let mut names = BTreeSet::new();
    let mut take = |table: &toml::Table| {
        for section in ["dependencies", "build-dependencies"] {
            if let Some(toml::Value::Table(entries)) = table.get(section) {
                names.extend(entries.keys().cloned());
            }
        }
    };
    take(&table);
    if let Some(toml::Value::Table(targets)) = table.get("target") {
        targets.values().filter_map(toml::Value::as_table).for_each(take);
    }
    names
}

/// All source files below a folder with one of the endings; generated and installed folders left out.
fn sources(below: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(below)];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(&dir).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                let skip = ["target", "node_modules", "dist", "gen", "bindings", ".git", "test-results"];
                if !skip.contains(&name.as_str()) {
                    open.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn offenders(below: &str, endings: &[&str], wrong: impl Fn(&Path, &str) -> Option<String>) -> Vec<String> {
    sources(below, endings)
        .iter()
        .filter_map(|path| wrong(path, &read(path)).map(|why| format!("{}: {why}", path.display())))
        .collect()
}

const OURS: [&str; 8] = ["shared", "db", "client", "server", "press", "guihang-app", "e2e", "faulty-disk"];

#[test]
fn dependencies_run_one_way() {
    let allowed: [(&str, &[&str]); 6] = [
        ("shared/Cargo.toml", &[]),
        ("shared/db/Cargo.toml", &[]),
        ("src-tauri/client/Cargo.toml", &["shared", "db"]),
        ("src-tauri/Cargo.toml", &["client", "shared"]),
        ("server/Cargo.toml", &["shared", "db", "press"]),
        ("server/press/Cargo.toml", &["shared"]),
    ];
    for (manifest, may) in allowed {
        for name in shipped_dependencies(manifest) {
            assert!(
                !OURS.contains(&name.as_str()) || may.contains(&name.as_str()),
                "{manifest} must not use {name}"
            );
        }
    }
}

#[test]
fn heavy_crates_have_one_owner() {
    let owners: [(&str, &[&str]); 5] = [
        ("tauri", &["src-tauri/Cargo.toml"]),
        ("typst", &["server/press/Cargo.toml"]),
        ("axum", &["server/Cargo.toml", "tests/Cargo.toml"]),
        ("reqwest", &["src-tauri/client/Cargo.toml", "tests/Cargo.toml"]),
        (
            "rusqlite",
            &[
                "shared/db/Cargo.toml",
                "src-tauri/client/Cargo.toml",
                "server/Cargo.toml",
                "tests/Cargo.toml",
                "tests/disk/Cargo.toml",
            ],
        ),
    ];
    let manifests = [
        "shared/Cargo.toml",
        "shared/db/Cargo.toml",
        "src-tauri/client/Cargo.toml",
        "src-tauri/Cargo.toml",
        "server/Cargo.toml",
        "server/press/Cargo.toml",
        "tests/Cargo.toml",
        "tests/disk/Cargo.toml",
    ];
    for (name, may) in owners {
        for manifest in manifests {
            let has = shipped_dependencies(manifest).contains(name);
            assert!(!has || may.contains(&manifest), "{manifest} must not name {name}");
        }
    }
}

#[test]
fn only_the_http_loop_knows_reqwest_and_only_stores_know_sqlite() {
    let wrong = offenders("src-tauri/client/src", &[".rs"], |path, text| {
        let name = path.to_string_lossy();
        if text.contains("reqwest::") && !name.ends_with("sync/http.rs") {
            return Some("names reqwest".to_owned());
        }
        let store = name.contains("/store") || name.ends_with("/book.rs");
        (text.contains("rusqlite::") && !store).then(|| "names rusqlite".to_owned())
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn shared_has_no_clock_no_dice_and_no_io() {
    let words = [
        "::now(",
        "std::fs",
        "std::net",
        "std::thread",
        "std::env",
        "std::time",
        "rand::",
        "tokio",
        "static mut",
    ];
    let wrong = offenders("shared/src", &[".rs"], |_, text| {
        words.iter().find(|word| text.contains(**word)).map(|word| format!("has {word}"))
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_file_is_longer_than_seven_hundred_lines() {
    let wrong = offenders(".", &[".rs", ".ts", ".vue", ".sql"], |_, text| {
        let lines = text.lines().count();
        (lines > 700).then(|| format!("{lines} lines"))
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn modules_are_files_beside_their_folder() {
    let wrong = offenders(".", &["mod.rs"], |path, _| {
        path.ends_with("mod.rs").then(|| "use foo.rs + foo/".to_owned())
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn typescript_has_no_any_and_no_rule() {
    let wrong = offenders("ui/src", &[".ts", ".vue"], |_, text| {
        let any = [": any", "as any", "<any>", "any[]"].iter().find(|word| {
            // A style may say `overflow-wrap: anywhere`.
            text.replace(": anywhere", "").contains(**word)
        });
        any.map(|word| format!("has `{word}`"))
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn tables_are_strict() {
    let wrong = offenders(".", &[".sql"], |_, text| {
        let text = text.to_lowercase();
        let (tables, strict) = (text.matches("create table").count(), text.matches("strict").count());
        (tables > strict).then(|| format!("{tables} tables, {strict} STRICT"))
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn server_schema_has_nothing_a_distributed_engine_refuses() {
    let words = ["create trigger", "autoincrement", "create sequence", "listen ", "pg_advisory"];
    let wrong = offenders("server/src", &[".sql"], |_, text| {
        let text = text.to_lowercase();
        words.iter().find(|word| text.contains(**word)).map(|word| format!("has {word}"))
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_external_dependency_is_pinned_once_in_the_workspace() {
    let manifests = [
        "shared",
        "shared/db",
        "src-tauri/client",
        "src-tauri",
        "server",
        "server/press",
        "tests",
        "tests/disk",
    ];
    for manifest in manifests {
        let text = read(&root().join(manifest).join("Cargo.toml"));
        let table: toml::Table = text.parse().expect("a manifest is TOML");
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (name, value) in table.get(section).and_then(toml::Value::as_table).into_iter().flatten() {
                let inherits = value.get("workspace").and_then(toml::Value::as_bool) == Some(true);
                assert!(inherits, "{manifest}: {name} must come from the workspace");
            }
        }
    }
}
