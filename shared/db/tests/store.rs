//! The promises of a store, on real files.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by them, in its helpers too"
)]

use std::fs;
use std::path::PathBuf;

use db::{DbError, Json, Key, Text, check_integrity, migrate, open, set_aside};
use rusqlite::Connection;
use tempfile::TempDir;

const STEPS: &[&str] = &["CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT"];
const SECRET: &str = "甲一说的话";

fn key() -> Key {
    Key::new([7; 32])
}

fn filled() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("store.db");
    let mut store = open(&path, &key()).unwrap();
    migrate(&mut store, STEPS).unwrap();
    for _ in 0..200 {
        store.execute("INSERT INTO note (text) VALUES (?1)", [SECRET.repeat(20)]).unwrap();
    }
    store.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    (folder, path)
}

fn pragma(store: &Connection, name: &str) -> String {
    store
        .query_row(&format!("PRAGMA {name}"), [], |row| {
            row.get::<_, i64>(0).map(|number| number.to_string()).or_else(|_| row.get(0))
        })
        .unwrap()
}

#[test]
fn nothing_readable_lies_on_the_disk() {
    let (folder, path) = filled();
    let store = open(&path, &key()).unwrap();
    store.execute("INSERT INTO note (text) VALUES (?1)", [SECRET]).unwrap();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(SECRET.len()).any(|part| part == SECRET.as_bytes()));
        assert!(!bytes.starts_with(b"SQLite format 3"));
    }
    drop(store);
}

#[test]
fn another_key_opens_nothing() {
    let (_folder, path) = filled();
    assert!(matches!(open(&path, &Key::new([8; 32])), Err(DbError::Corrupt)));
    assert_eq!(pragma(&open(&path, &key()).unwrap(), "user_version"), "1");
}

#[test]
fn the_settings_are_in_force() {
    let (_folder, path) = filled();
    let store = open(&path, &key()).unwrap();
    let wanted = [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("secure_delete", "1"),
        ("foreign_keys", "1"),
        ("temp_store", "2"),
        ("cipher_memory_security", "1"),
        ("busy_timeout", "5000"),
        ("trusted_schema", "0"),
    ];
    for (name, value) in wanted {
        assert_eq!(pragma(&store, name), value, "{name}");
    }
    assert!(pragma(&store, "cipher_version").starts_with('4'));
}

#[test]
fn every_flipped_bit_is_noticed() {
    let (folder, path) = filled();
    let sound = fs::read(&path).unwrap();
    assert!(check_integrity(&open(&path, &key()).unwrap()).unwrap().is_empty());
    for at in (0..sound.len()).step_by(sound.len() / 40) {
        let mut bytes = sound.clone();
        bytes[at] ^= 1 << (at % 8);
        let flipped = folder.path().join(format!("flipped-{at}.db"));
        fs::write(&flipped, bytes).unwrap();
        let noticed = match open(&flipped, &key()) {
            Err(DbError::Corrupt) => true,
            Err(_) => false,
            Ok(store) => check_integrity(&store).map_or(true, |found| !found.is_empty()),
        };
        assert!(noticed, "byte {at}");
    }
}

#[test]
fn a_store_of_a_newer_version_is_refused_and_left_alone() {
    let (_folder, path) = filled();
    let mut store = open(&path, &key()).unwrap();
    store.pragma_update(None, "user_version", 9).unwrap();
    assert!(matches!(migrate(&mut store, STEPS), Err(DbError::Newer)));
    assert_eq!(pragma(&store, "user_version"), "9");
    assert_eq!(store.query_row("SELECT count(*) FROM note", [], |row| row.get::<_, i64>(0)).unwrap(), 200);
}

#[test]
fn a_full_store_says_so_and_keeps_nothing_of_the_transaction() {
    let (_folder, path) = filled();
    let mut store = open(&path, &key()).unwrap();
    let pages: i64 = store.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    store.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
    let transaction = store.transaction().unwrap();
    let written = (0..500).try_for_each(|_| {
        transaction.execute("INSERT INTO note (text) VALUES (?1)", [SECRET.repeat(20)]).map(|_| ())
    });
    assert!(matches!(DbError::from(written.unwrap_err()), DbError::DiskFull));
    drop(transaction);
    assert_eq!(store.query_row("SELECT count(*) FROM note", [], |row| row.get::<_, i64>(0)).unwrap(), 200);
}

#[test]
fn a_damaged_store_is_set_aside_and_never_written_over() {
    let (folder, path) = filled();
    for n in 1..=2 {
        let content = format!("damaged {n}");
        fs::write(&path, &content).unwrap();
        fs::write(folder.path().join("store.db-wal"), "its log").unwrap();
        let aside = set_aside(&path).unwrap();
        assert_eq!(aside, folder.path().join(format!("store.db.corrupt-{n}")));
        assert_eq!(fs::read_to_string(aside).unwrap(), content);
        assert!(folder.path().join(format!("store.db.corrupt-{n}-wal")).exists());
        assert!(!path.exists());
    }
    assert_eq!(fs::read_to_string(folder.path().join("store.db.corrupt-1")).unwrap(), "damaged 1");
}

#[test]
fn columns_give_back_what_they_were_given() {
    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    enum Code {
        #[serde(rename = "0")]
        Zero,
    }
    let store = Connection::open_in_memory().unwrap();
    let at = chrono::DateTime::parse_from_rfc3339("2026-03-10T09:00:00.123+08:00").unwrap();
    let row: (Text<Code>, Text<chrono::DateTime<chrono::FixedOffset>>, Json<Vec<u8>>) = store
        .query_row("SELECT ?1, ?2, ?3", (Text(Code::Zero), Text(at), Json(vec![1, 2])), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap();
    assert_eq!(row, (Text(Code::Zero), Text(at), Json(vec![1, 2])));
    assert!(store.query_row("SELECT 'x'", [], |row| row.get::<_, Text<Code>>(0)).is_err());
}
