//! What lies on the disk, and what happens when it is damaged or full.

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use server::{Deps, Office, OpenError, admin};
use tempfile::TempDir;

use crate::bench::{Bench, PASSWORD};
use crate::phone::Field;

pub fn everything_in(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        bytes.extend(if path.is_dir() { everything_in(&path) } else { fs::read(path).unwrap() });
    }
    bytes
}

pub fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn nothing_personal_lies_readable_in_the_data_folder() {
    shared::asserts!("R-PRIV-3");
    let mut field = Field::new().await;
    let visit = field.visit("母亲说近来睡得好");
    field.phone.push(&field.bench, 1, &[visit]).await;
    let bytes = everything_in(&field.bench.data());
    assert!(bytes.len() > 100_000, "the store is there");
    for canary in [
        "演示·柳叶",
        "柳叶村",
        "母亲说近来睡得好",
        "13800000000",
        "0000001990",
        "试例甲",
        "例内勤",
        "neiqin",
        "演示机",
        "演示乡",
        PASSWORD,
        &field.clerk.made.totp_hex,
        "SQLite format 3",
        "order/1",
        "CREATE TABLE",
    ] {
        assert!(!contains(&bytes, canary), "{canary}");
    }
}

/// A bench whose office was closed.
struct Closed {
    folder: TempDir,
    deps: Deps,
}

impl Closed {
    fn new() -> Self {
        let Bench { folder, office, .. } = Bench::new();
        let deps = office.deps().clone();
        Self { folder, deps }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn store(&self) -> PathBuf {
        self.data().join("office.db")
    }

    fn open(&self) -> Result<Office, OpenError> {
        self.open_with(&self.folder.path().join("server.key"))
    }

    fn open_with(&self, key: &Path) -> Result<Office, OpenError> {
        Office::open(&self.data(), key, self.deps.clone())
    }
}

fn damage(path: &Path, place: u64) {
    let mut file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(place)).unwrap();
    file.write_all(&[0xAA; 64]).unwrap();
}

#[test]
fn a_damaged_store_is_set_aside_whole_and_never_replaced_by_an_empty_one() {
    for page in 0..6 {
        let closed = Closed::new();
        drop(closed.open().unwrap());
        damage(&closed.store(), 4096 * page + 100);
        let damaged = fs::read(closed.store()).unwrap();
        let error = closed.open().unwrap_err();
        let OpenError::SetAside(aside) = error else { panic!("not set aside: {error}") };
        assert_eq!(fs::read(&aside).unwrap(), damaged);
        let again = closed.open().unwrap_err();
        assert!(matches!(&again, OpenError::SetAsideEarlier(path) if *path == aside), "{again}");
        assert!(again.to_string().contains("备份"), "{again}");
        assert!(!closed.store().exists(), "no empty store took its place");
    }
}

#[test]
fn the_command_line_beside_a_running_server_checks_and_moves_nothing() {
    let closed = Closed::new();
    let server = closed.open().unwrap();
    let beside = closed.open().unwrap();
    admin::add_township(&beside, "430421998", "例乡").unwrap();
    assert_eq!(admin::townships(&server).unwrap().len(), 2, "the server sees it at once");
    drop(beside);
    damage(&closed.store(), 100);
    let error = closed.open().unwrap_err();
    assert!(matches!(error, OpenError::DamagedInUse), "{error}");
    assert!(closed.store().exists());
}

#[test]
fn another_key_is_told_from_damage_and_touches_nothing() {
    let closed = Closed::new();
    let other = closed.folder.path().join("other.key");
    fs::write(&other, format!("guihang-server-key-1 {}\n", "ab".repeat(32))).unwrap();
    let error = closed.open_with(&other).unwrap_err();
    assert!(matches!(error, OpenError::OtherKey), "{error}");
    assert!(closed.open().is_ok());
}

#[test]
fn a_lost_key_file_is_not_replaced_by_a_new_key() {
    let closed = Closed::new();
    let key = closed.folder.path().join("server.key");
    let kept = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    let error = closed.open().unwrap_err();
    assert!(error.to_string().contains("密钥文件"), "{error}");
    assert!(!key.exists());
    fs::write(&key, kept).unwrap();
    assert!(closed.open().is_ok());
}
