//! R10: one bit is turned over in a file; whoever opens or verifies it must say so.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use client::store::Store;
use db::Key;
use serde_json::value::RawValue;
use server::backup::{self, Identities, make_recovery_key};
use server::{Deps, admin, restore, verify};
use shared::event::{Body, Event, RawEvent, RuleVersion, Stream};
use shared::hash::Hash;
use shared::id::{CaseId, EventId, SeriesId, TownshipCode, UserId};
use shared::protocol::PulledEvent;
use tempfile::TempDir;
use uuid::Uuid;

use super::behind;
use crate::phone::dice;
use crate::sim::dice::Dice;
use crate::world::{World, WorldClock};

/// What was turned over and found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub flips: usize,
    pub detected: usize,
    /// The file and place of each that nobody noticed.
    pub missed: Vec<String>,
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "R10 flips={} detected={}", self.flips, self.detected)
    }
}

/// Everything that can be damaged, at rest.
struct Shelf {
    folder: TempDir,
    data: PathBuf,
    key_file: PathBuf,
    deps: Deps,
    backup: PathBuf,
    officer: Identities,
    phone: PathBuf,
    live: World,
}

const PHONE_KEY: [u8; 32] = [9; 32];

/// Turns over so many bits, one at a time, of the office's store, a phone's store, a backup and the audit log.
///
/// # Panics
/// Where something sound is called damaged.
#[must_use]
pub fn run(flips: usize, seed: u64) -> Tally {
    let shelf = Shelf::filled();
    let mut dice = Dice::new(seed);
    assert!(!shelf.office_is_damaged() && !shelf.phone_is_damaged() && !shelf.backup_is_damaged());
    let mut tally = Tally::default();
    while tally.flips < flips {
        let store = server::store::file_in(&shelf.data);
        let (name, found) = match tally.flips % 4 {
            0 => shelf.flip(&store, &mut dice, Shelf::office_is_damaged),
            1 => shelf.flip(&Store::path_in(&shelf.phone), &mut dice, Shelf::phone_is_damaged),
            2 => shelf.flip(&shelf.backup, &mut dice, Shelf::backup_is_damaged),
            _ => shelf.flip_audit(&mut dice),
        };
        tally.flips += 1;
        tally.detected += usize::from(found);
        if !found {
            tally.missed.push(name);
        }
    }
    tally
}

impl Shelf {
    fn filled() -> Self {
        let live = World::empty();
        let folder = tempfile::tempdir().unwrap();
        let (data, key_file) = (folder.path().join("data"), folder.path().join("server.key"));
        let deps = Deps { clock: reader(&live.clock), entropy: Arc::new(dice) };
        let secret = make_recovery_key(live.office().data()).unwrap().0;
        let officer = Identities::parse(&secret).unwrap();
        let backup = backup::write(live.office(), &folder.path().join("safe")).unwrap().path;
        let what = restore::Restore {
            file: &backup,
            identities: &officer,
            into: &data,
            key_file: &key_file,
            set_aside: false,
        };
        restore::into(&what, &deps, &|_| {}).unwrap();
        let phone = folder.path().join("phone");
        fill_phone(&phone);
        Self { folder, data, key_file, deps, backup, officer, phone, live }
    }

    /// Turns a bit of a file over, asks, and turns it back.
    fn flip(&self, path: &Path, dice: &mut Dice, is_damaged: impl Fn(&Self) -> bool) -> (String, bool) {
        let file = File::options().read(true).write(true).open(path).unwrap();
        let length = usize::try_from(file.metadata().unwrap().len()).unwrap();
        let (place, bit) = (dice.below(length), dice.below(8));
        let at = u64::try_from(place).unwrap();
        let mut byte = [0];
        file.read_exact_at(&mut byte, at).unwrap();
        file.write_all_at(&[byte[0] ^ (1 << bit)], at).unwrap();
        let found = is_damaged(self);
        file.write_all_at(&byte, at).unwrap();
        let name = path.strip_prefix(self.folder.path()).unwrap_or(path).display();
        (format!("{name} byte {place} bit {bit}"), found)
    }

    fn office_is_damaged(&self) -> bool {
        let report = verify::verify(&self.data, &self.key_file, &[], &self.deps);
        report.map_or(true, |report| !report.is_sound())
    }

    fn phone_is_damaged(&self) -> bool {
        let opened = db::open(&Store::path_in(&self.phone), &Key::new(PHONE_KEY));
        opened.and_then(|sql| db::check_integrity(&sql)).map_or(true, |found| !found.is_empty())
    }

    fn backup_is_damaged(&self) -> bool {
        restore::check(&self.backup, &self.officer).is_err()
    }

    /// A bit of one field of one entry, under the cipher: as the office's own code would read it.
    fn flip_audit(&self, dice: &mut Dice) -> (String, bool) {
        let (office, code) = (self.live.office(), &self.live.township.code);
        let sql = behind(office);
        let last = admin::verify_audit(office, code).unwrap().unwrap();
        let (entry, column) =
            (dice.between(1, last), *dice.pick(&["at_ms", "actor", "act", "subject", "hash", "entry"]));
        let read = format!("SELECT CAST({column} AS BLOB) FROM audit WHERE entry = ?1");
        let kept: Vec<u8> = sql.query_row(&read, [entry], |row| row.get(0)).unwrap();
        let mut flipped = kept.clone();
        let name = format!("audit entry {entry} {column}");
        // Only bits whose change leaves text: others no column of text takes.
        let place = dice.below(flipped.len());
        match flipped.get_mut(place) {
            Some(byte) => *byte ^= 1 << dice.below(4),
            None => flipped.push(b'.'),
        }
        let (kind, key) =
            if matches!(column, "at_ms" | "entry") { ("INTEGER", true) } else { ("TEXT", false) };
        let same = key && number(&flipped) == number(&kept);
        if same {
            flipped = (number(&kept).unwrap_or(0) + 1_000_000).to_string().into_bytes();
        }
        let write = format!("UPDATE audit SET {column} = CAST(?2 AS {kind}) WHERE entry = ?1");
        if sql.execute(&write, (entry, &flipped)).is_err() {
            // The store itself refuses a second entry of the same number.
            return (name, true);
        }
        let found = admin::verify_audit(office, code).unwrap().is_err();
        let moved = if column == "entry" { number(&flipped).unwrap_or(0) } else { entry };
        sql.execute(&write, (moved, &kept)).unwrap();
        (name, found)
    }
}

/// A number as SQLite reads it out of text: up to the first letter that is no digit.
fn number(text: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?;
    let digits: String = text.trim().chars().take_while(char::is_ascii_digit).collect();
    Some(digits.parse().unwrap_or(0))
}

fn reader(clock: &WorldClock) -> server::deps::Clock {
    let clock = clock.clone();
    Arc::new(move || clock.now())
}

/// A phone's store with some hundred facts of others.
fn fill_phone(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    let mut store = Store::open(folder, &Key::new(PHONE_KEY)).unwrap();
    let at = crate::township::at(crate::world::TODAY.parse().unwrap(), 9, 0);
    let series = SeriesId(Uuid::from_u128(1));
    let mut page = Vec::new();
    for seq in 1..=200_u32 {
        let body = serde_json::json!({ "kind": "weather/1", "note": "晴".repeat(40) });
        let stream = if seq % 9 == 0 {
            Stream::Office(TownshipCode(crate::township::CODE.to_owned()))
        } else {
            Stream::Case(CaseId(Uuid::from_u128(u128::from(seq % 9))))
        };
        let event = Event {
            id: EventId(Uuid::from_u128(u128::from(seq))),
            series,
            seq,
            prev: Hash::none(),
            stream,
            happened_at: at,
            recorded_at: at,
            author: UserId(Uuid::from_u128(2)),
            rule_version: RuleVersion("2026-01".to_owned()),
            body: Body::Unknown(body),
        };
        let bytes = RawEvent::write(event).unwrap().bytes().to_vec();
        let event = RawValue::from_string(String::from_utf8(bytes).unwrap()).unwrap();
        page.push(PulledEvent { event, received_at: at, mark: None });
    }
    store.take_page(SeriesId(Uuid::nil()), &page, 200).unwrap();
}
