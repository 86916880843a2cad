//! Stores as a build of each schema left them, made from a store of today: its rows, as far as the old schema knows them.

use std::fs;
use std::path::{Path, PathBuf};

use db::Key;

use crate::folder::{self, Files};
use crate::phone::scene;
use crate::stage;

fn steps(of: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(of);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// The phone's schema, step by step, oldest first.
pub fn phone_steps() -> Vec<String> {
    steps("src-tauri/client/migrations")
}

/// The office's.
pub fn office_steps() -> Vec<String> {
    steps("server/src/store/migrations")
}

/// Writes `phone-<schema>` and `office-<schema>` into a folder, for every schema there is: a phone with unsent records
/// and a draft, and the office it belongs to.
pub fn freeze(into: &Path) {
    let scene = scene();
    let key = stage::office_key_of(&scene.exchange[0].before);
    for (of, files, store, key, steps) in [
        ("phone", &scene.unsent, "store.db", scene.key, phone_steps()),
        ("office", &scene.exchange[0].before, "data/office.db", key, office_steps()),
    ] {
        for schema in 1..=steps.len() {
            let target = into.join(format!("{of}-{schema}"));
            if !target.exists() {
                folder::lay(&as_of(files, store, key, &steps[..schema]), &[], &target);
                println!("{}", target.display());
            }
        }
    }
}

/// The files with the store of an older schema.
pub fn as_of(files: &Files, store: &str, key: [u8; 32], steps: &[String]) -> Files {
    let (now, old) = (e2e::sim::files::scratch(), e2e::sim::files::scratch());
    folder::lay(files, &[], now.path());
    let file = old.path().join("old.db");
    copy_rows(&now.path().join(store), &file, key, steps);
    let mut kept = files.clone();
    kept.retain(|path, _| {
        let name = path.to_string_lossy();
        !name.starts_with(store) && !name.ends_with(".lock")
    });
    kept.insert(PathBuf::from(store), fs::read(file).unwrap());
    kept
}

fn copy_rows(newer: &Path, file: &Path, key: [u8; 32], steps: &[String]) {
    let text: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let sql = db::open(file, &Key::new(key)).unwrap();
    steps.iter().for_each(|step| sql.execute_batch(step).unwrap());
    sql.execute_batch(&format!("ATTACH '{}' AS newer KEY \"x'{text}'\"", newer.display())).unwrap();
    let list = |query: &str| -> Vec<String> {
        let mut statement = sql.prepare(query).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    for name in list("SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    {
        let columns = list(&format!(
            "SELECT name FROM pragma_table_info('{name}', 'main') WHERE name IN (SELECT name FROM pragma_table_info('{name}', 'newer'))"
        ));
        let columns = columns.join(", ");
        let copy = format!("INSERT INTO main.{name} ({columns}) SELECT {columns} FROM newer.{name}");
        sql.execute_batch(&format!("DELETE FROM main.{name}; {copy}")).unwrap();
    }
    let schema = steps.len();
    sql.execute_batch(&format!(
        "DETACH newer; PRAGMA user_version = {schema}; PRAGMA wal_checkpoint(TRUNCATE)"
    ))
    .unwrap();
}
