//! What lies on the disk, and what happens when it is damaged or full.

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use server::{Office, OpenError};

use crate::bench::{Bench, PASSWORD};
use crate::phone::Field;

fn everything_in(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        bytes.extend(if path.is_dir() { everything_in(&path) } else { fs::read(path).unwrap() });
    }
    bytes
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn nothing_personal_lies_readable_in_the_data_folder() {
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

fn reopen(bench: &Bench) -> Result<Office, OpenError> {
    let key = bench.folder.path().join("server.key");
    Office::open(&bench.data(), &key, bench.office.deps().clone())
}

fn damage(path: &Path) {
    let mut file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(100)).unwrap();
    file.write_all(&[0xAA; 64]).unwrap();
}

#[test]
fn a_damaged_store_is_set_aside_whole_and_never_replaced_by_an_empty_one() {
    let bench = Bench::new();
    let file = bench.data().join("office.db");
    // Everything is in the main file before it is damaged.
    drop(reopen(&bench).unwrap());
    damage(&file);
    let damaged = fs::read(&file).unwrap();
    let OpenError::SetAside(aside) = reopen(&bench).unwrap_err() else { panic!("set aside") };
    assert_eq!(fs::read(&aside).unwrap(), damaged);
    assert!(!file.exists());
    let again = reopen(&bench).unwrap_err();
    assert!(matches!(&again, OpenError::SetAsideEarlier(path) if *path == aside), "{again}");
    assert!(again.to_string().contains("备份"), "{again}");
    assert!(!file.exists(), "no empty store took its place");
}

#[test]
fn another_key_is_told_from_damage_and_touches_nothing() {
    let bench = Bench::new();
    let other = bench.folder.path().join("other.key");
    fs::write(&other, format!("guihang-server-key-1 {}\n", "ab".repeat(32))).unwrap();
    let error = Office::open(&bench.data(), &other, bench.office.deps().clone()).unwrap_err();
    assert!(matches!(error, OpenError::OtherKey), "{error}");
    assert!(bench.data().join("office.db").exists());
}

#[test]
fn a_lost_key_file_is_not_replaced_by_a_new_key() {
    let bench = Bench::new();
    let key = bench.folder.path().join("server.key");
    let kept = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    let error = reopen(&bench).unwrap_err();
    assert!(error.to_string().contains("密钥文件"), "{error}");
    assert!(!key.exists());
    fs::write(&key, kept).unwrap();
    assert!(reopen(&bench).is_ok());
}
