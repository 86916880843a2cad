//! 备份与恢复: everything comes back, in a new epoch; a bad file brings nothing.

use std::cell::RefCell;
use std::fs;
use std::io::{Read as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};

use server::backup::{self, BackupError, Identities, make_recovery_key, schedule};
use server::restore::{self, Restore, RestoreError, Restored, Step};
use server::{Deps, Office, OpenError, admin};
use shared::protocol::Fate;

use crate::bench::Bench;
use crate::phone::{Field, id_of};

/// A recovery officer of the office, with the secret key in hand.
pub fn officer(bench: &Bench) -> Identities {
    Identities::parse(&make_recovery_key(&bench.data()).unwrap().0).unwrap()
}

pub fn back_up(bench: &Bench) -> PathBuf {
    backup::write(&bench.office, &bench.folder.path().join("safe")).unwrap().path
}

/// The second machine: an empty folder and no key.
pub struct Second {
    pub data: PathBuf,
    pub key_file: PathBuf,
    deps: Deps,
}

impl Second {
    pub fn of(bench: &Bench) -> Self {
        let folder = bench.folder.path().join("second");
        Self {
            data: folder.join("data"),
            key_file: folder.join("server.key"),
            deps: bench.office.deps().clone(),
        }
    }

    pub fn restore(&self, file: &Path, key: &Identities, set_aside: bool) -> Result<Restored, RestoreError> {
        self.restore_telling(file, key, set_aside, &|_| {})
    }

    fn restore_telling(
        &self,
        file: &Path,
        identities: &Identities,
        set_aside: bool,
        tell: &dyn Fn(Step),
    ) -> Result<Restored, RestoreError> {
        let (into, key_file) = (self.data.as_path(), self.key_file.as_path());
        restore::into(&Restore { file, identities, into, key_file, set_aside }, &self.deps, tell)
    }

    pub fn open(&self) -> Office {
        Office::open(&self.data, &self.key_file, self.deps.clone()).unwrap()
    }

    /// What lies beside the data folder.
    fn beside(&self) -> Vec<String> {
        let entries = fs::read_dir(self.data.parent().unwrap()).into_iter().flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

#[tokio::test]
async fn a14_a_restored_office_is_another_epoch_and_takes_again_what_came_after_the_backup() {
    let mut field = Field::new().await;
    let key = officer(&field.bench);
    let before = [field.visit("备份前")];
    field.phone.push(&field.bench, 1, &before).await;
    let file = back_up(&field.bench);
    let after = [field.visit("备份后")];
    let receipt = field.phone.push(&field.bench, 2, &after).await.receipt.unwrap().receipt;
    field.phone.witness = field.phone.hello(&field.bench).await.witness;
    let second = Second::of(&field.bench);
    second.restore(&file, &key, false).unwrap();
    field.bench.office = second.open();

    let hello = field.phone.hello(&field.bench).await;
    assert_ne!(hello.epoch, receipt.epoch, "noticed at the first contact");
    let proven = hello.receipt.unwrap().receipt;
    assert_eq!((proven.epoch, proven.up_to_seq, proven.backed_up_to), (hello.epoch, 1, 1));
    let reply = field.phone.push(&field.bench, 2, &after).await;
    assert_eq!(reply.fates, [Fate::Accepted]);
    let pulled = field.phone.pull_all(&field.bench).await;
    assert!(pulled.contains(&id_of(&before[0])) && pulled.contains(&id_of(&after[0])));
    let code = &field.bench.township;
    assert!(admin::verify_audit(&field.bench.office, code).unwrap().is_ok());
}

#[tokio::test]
async fn a_receipt_says_how_far_the_last_backup_covers_it() {
    let mut field = Field::new().await;
    let _key = officer(&field.bench);
    let events = [field.visit("一"), field.visit("二")];
    let receipt = field.phone.push(&field.bench, 1, &events).await.receipt.unwrap();
    assert_eq!(receipt.receipt.backed_up_to, 0);
    back_up(&field.bench);
    let third = [field.visit("三")];
    let receipt = field.phone.push(&field.bench, 3, &third).await.receipt.unwrap();
    assert_eq!((receipt.receipt.up_to_seq, receipt.receipt.backed_up_to), (3, 2));
    let holds = |text: &str, signature: &str| {
        server::signature::holds(&field.phone.paired.server_key, text.as_bytes(), signature)
    };
    assert!(receipt.is_signed(holds));
    back_up(&field.bench);
    let told = field.phone.hello(&field.bench).await.receipt.unwrap().receipt;
    assert_eq!((told.up_to_seq, told.backed_up_to), (3, 3), "with the next hello");
}

#[tokio::test]
async fn sessions_and_codes_of_before_the_restore_are_dead() {
    let field = Field::new().await;
    let key = officer(&field.bench);
    let browser = field.bench.login(&field.clerk).await;
    let file = back_up(&field.bench);
    let second = Second::of(&field.bench);
    second.restore(&file, &key, false).unwrap();
    let mut bench = field.bench;
    bench.office = second.open();
    assert_eq!(
        bench.get("/api/workbench", Some(&browser)).await.code(),
        shared::problem::ProblemCode::NotLoggedIn
    );
    bench.login(&field.clerk).await;
}

#[test]
fn either_of_two_officers_opens_a_backup_and_a_stranger_does_not() {
    let bench = Bench::new();
    let officers = [officer(&bench), officer(&bench)];
    let file = back_up(&bench);
    for (number, key) in officers.iter().enumerate() {
        let mut second = Second::of(&bench);
        second.data.push(number.to_string());
        second.restore(&file, key, false).unwrap();
    }
    let stranger = Bench::new();
    let second = Second::of(&stranger);
    let error = second.restore(&file, &officer(&stranger), false).unwrap_err();
    assert!(matches!(error, RestoreError::OtherKey(_)), "{error}");
    assert!(!second.data.exists() && !second.key_file.exists());
}

#[test]
fn without_a_recovery_key_there_is_no_backup_and_the_remedy_is_told() {
    let bench = Bench::new();
    let error = backup::write(&bench.office, &bench.folder.path().join("safe")).unwrap_err();
    assert!(matches!(error, BackupError::NoRecipient));
    assert!(error.to_string().contains("recovery-key new"), "{error}");
    assert!(!bench.folder.path().join("safe").exists());
}

#[test]
fn nothing_of_a_backup_lies_readable_and_nothing_but_it_stays_behind() {
    let bench = Bench::new();
    let _key = officer(&bench);
    let before = crate::rest::everything_in(&bench.data()).len();
    let file = back_up(&bench);
    let bytes = fs::read(&file).unwrap();
    for canary in ["SQLite format 3", "CREATE TABLE", "演示乡", crate::bench::CODE, "guihang-server-key"] {
        assert!(!crate::rest::contains(&bytes, canary), "{canary}");
    }
    assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1);
    assert!(!bench.data().join("backup-work").exists());
    let grown = crate::rest::everything_in(&bench.data()).len();
    assert!(grown < before + 200_000, "{before} {grown}");
}

#[test]
fn p19_a_half_written_changed_or_foreign_backup_restores_nothing() {
    let bench = Bench::new();
    let key = officer(&bench);
    let file = back_up(&bench);
    let whole = fs::read(&file).unwrap();
    let second = Second::of(&bench);
    let bad = bench.folder.path().join("bad");
    let refuse = |bytes: &[u8]| {
        fs::write(&bad, bytes).unwrap();
        let error = second.restore(&bad, &key, false).unwrap_err();
        assert!(!second.data.exists() && !second.key_file.exists(), "{error}");
        assert!(second.beside().is_empty(), "{:?}", second.beside());
        error
    };
    for cut in [20, 200, whole.len() / 2, whole.len() - 1] {
        let error = refuse(&whole[..cut]);
        assert!(matches!(error, RestoreError::Damaged(_)), "{cut}: {error}");
        assert!(error.to_string().contains("没有恢复任何内容"), "{error}");
    }
    let mut longer = whole.clone();
    longer.push(0);
    assert!(matches!(refuse(&longer), RestoreError::Damaged(_)));
    assert!(matches!(refuse(b""), RestoreError::Foreign(_)));
    assert!(matches!(refuse(b"PK\x03\x04 a holiday photo, zipped"), RestoreError::Foreign(_)));
    let mut newer = whole.clone();
    newer[15] = b'2';
    assert!(matches!(refuse(&newer), RestoreError::Newer(_)));
    fs::remove_file(&bad).unwrap();
    let error = second.restore(&bad, &key, false).unwrap_err();
    assert!(matches!(error, RestoreError::File { .. }), "{error}");
}

#[test]
fn p19_data_that_is_there_is_never_restored_over() {
    let _alone = crate::bench::alone();
    let bench = Bench::new();
    let key = officer(&bench);
    let file = back_up(&bench);
    let second = Second::of(&bench);
    second.restore(&file, &key, false).unwrap();
    let first_epoch = admin::townships(&second.open()).unwrap()[0].epoch.clone();
    let error = second.restore(&file, &key, false).unwrap_err();
    assert!(matches!(error, RestoreError::NotEmpty(_)), "{error}");
    let running = second.open();
    let error = second.restore(&file, &key, true).unwrap_err();
    assert!(matches!(error, RestoreError::InUse(_)), "{error}");
    drop(running);
    let restored = second.restore(&file, &key, true).unwrap();
    let aside = Second { data: restored.set_aside.unwrap(), ..Second::of(&bench) };
    assert_eq!(admin::townships(&aside.open()).unwrap()[0].epoch, first_epoch, "whole, as it was");
    assert_ne!(admin::townships(&second.open()).unwrap()[0].epoch, first_epoch);
}

#[test]
fn p19_a_key_of_another_office_stays_where_it_is() {
    let bench = Bench::new();
    let key = officer(&bench);
    let file = back_up(&bench);
    let second = Second::of(&bench);
    fs::create_dir_all(second.key_file.parent().unwrap()).unwrap();
    let other = format!("guihang-server-key-1 {}\n", "ab".repeat(32));
    fs::write(&second.key_file, &other).unwrap();
    let error = second.restore(&file, &key, false).unwrap_err();
    assert!(matches!(error, RestoreError::OtherServerKey(_)), "{error}");
    assert_eq!(fs::read_to_string(&second.key_file).unwrap(), other);
    assert!(!second.data.exists());
    let inside = Second { key_file: second.data.join("server.key"), ..Second::of(&bench) };
    assert!(matches!(inside.restore(&file, &key, false).unwrap_err(), RestoreError::KeyInsideData));
}

/// The restore is broken off before a step.
fn dies_before(second: &Second, file: &Path, key: &Identities, set_aside: bool, step: Step) -> bool {
    let died = RefCell::new(false);
    let restored = catch_unwind(AssertUnwindSafe(|| {
        second.restore_telling(file, key, set_aside, &|told| {
            if told == step {
                *died.borrow_mut() = true;
                resume_unwind(Box::new("the power went"));
            }
        })
    }));
    assert_eq!(restored.is_err(), *died.borrow());
    died.into_inner()
}

#[test]
fn p19_power_lost_during_a_restore_leaves_the_old_or_the_whole_new() {
    let _alone = crate::bench::alone();
    let bench = Bench::new();
    let key = officer(&bench);
    let file = back_up(&bench);
    let epochs = |second: &Second| admin::townships(&second.open()).unwrap()[0].epoch.clone();
    let steps = [
        Step::Open,
        Step::Unpack,
        Step::Check,
        Step::BeginEpoch,
        Step::MakeDurable,
        Step::PutKey,
        Step::PutInPlace,
        Step::SetAside,
    ];
    let second = Second::of(&bench);
    for step in steps {
        let died = dies_before(&second, &file, &key, false, step);
        assert_eq!(died, step != Step::SetAside, "{step:?} happens to data only");
        if died {
            assert!(!second.data.exists(), "nothing yet: {step:?}");
        }
    }
    let mut epoch = epochs(&second);
    for step in steps {
        assert!(dies_before(&second, &file, &key, true, step), "{step:?}");
        let now = epochs(&second);
        assert_eq!(now != epoch, step == Step::SetAside, "old or new, and whole: {step:?}");
        if now != epoch {
            let kept = second.beside().into_iter().filter(|name| name.starts_with("data.restoring")).count();
            assert_eq!(kept, 1, "the old data lies beside: {:?}", second.beside());
        }
        epoch = now;
    }
    second.restore(&file, &key, true).unwrap();
    assert_ne!(epochs(&second), epoch, "and it goes through when the power stays");
}

#[test]
fn each_night_has_its_backup_and_two_weeks_of_them_are_kept() {
    let bench = Bench::new();
    let _key = officer(&bench);
    let to = bench.folder.path().join("nights");
    let mut last = None;
    for night in 0..16 {
        for (hour, due) in [(1, false), (2, true), (3, false)] {
            bench.clock.store(
                crate::bench::ms("2026-03-11T00:00:00+08:00") + (night * 24 + hour) * 3_600_000,
                std::sync::atomic::Ordering::SeqCst,
            );
            let made = schedule::run(&bench.office, &to, last);
            assert_eq!(made.is_some(), due, "night {night} hour {hour}");
            if let Some(made) = made {
                made.unwrap();
                last = schedule::last_in(&to);
                assert_eq!(last, Some(bench.now()), "a restarted server knows it from the name");
            }
        }
    }
    let names = schedule::names(&to).unwrap();
    assert_eq!(names.len(), schedule::KEPT);
    assert!(names[0].to_str().unwrap().contains("20260313"), "{names:?}");
}

#[test]
fn a_store_of_an_older_schema_is_copied_before_it_is_changed() {
    let bench = Bench::new();
    let (data, key_file) = (bench.folder.path().join("old"), bench.folder.path().join("old.key"));
    fs::create_dir(&data).unwrap();
    let keys = server::keyfile::open_or_make(&key_file, &data, false, &bench.office.deps().entropy).unwrap();
    let key = db::Key::new(*keys.store());
    let mut sql = db::open(&data.join("office.db"), &key).unwrap();
    db::migrate(&mut sql, &[include_str!("../src/store/migrations/0001_first.sql")]).unwrap();
    drop(sql);
    let office = Office::open(&data, &key_file, bench.office.deps().clone()).unwrap();
    assert!(admin::townships(&office).unwrap().is_empty());
    let copy = db::open(&backup::folder_in(&data).join("office-before-schema-2.db"), &key).unwrap();
    let version: u32 = copy.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 1, "as it was");
}

#[test]
fn a15_a_damaged_store_is_set_aside_kept_and_never_replaced_but_by_the_backup() {
    use std::os::unix::fs::FileExt;
    let _alone = crate::bench::alone();
    let bench = Bench::new();
    let key = officer(&bench);
    let file = back_up(&bench);
    let second = Second::of(&bench);
    second.restore(&file, &key, false).unwrap();
    let store = second.data.join("office.db");
    fs::File::options().write(true).open(&store).unwrap().write_all_at(&[0xAA; 64], 5000).unwrap();
    let damaged = fs::read(&store).unwrap();
    let open = || Office::open(&second.data, &second.key_file, second.deps.clone());
    let OpenError::SetAside(aside) = open().unwrap_err() else { panic!("not set aside") };
    assert!(open().unwrap_err().to_string().contains("备份"), "no empty store takes its place");
    let restored = second.restore(&file, &key, true).unwrap();
    assert_eq!(admin::townships(&second.open()).unwrap().len(), 1);
    let kept = restored.set_aside.unwrap().join(aside.file_name().unwrap());
    assert_eq!(fs::read(kept).unwrap(), damaged, "for whoever can still save something of it");
}

/// The clear first line of a backup.
const CLEAR_LINE: usize = "guihang-backup 1\n".len();

/// A small generator whose numbers are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }

    /// One to four bytes changed, put in or taken out, of the first `upto`.
    fn spoil(&mut self, sound: &[u8], upto: usize) -> Vec<u8> {
        let mut bytes = sound.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(upto.min(bytes.len()));
            match self.below(4) {
                0 => bytes[at] ^= 1 << self.below(8),
                1 => bytes.insert(at, u8::try_from(self.below(256)).unwrap()),
                2 => drop(bytes.remove(at)),
                _ => bytes[at] = b"0123456789{}[]\",-/."[self.below(19)],
            }
        }
        bytes
    }
}

/// Whoever could seal to the officers may have written anything inside: the header is read as a stranger's word.
#[tokio::test]
async fn s04_mutated_backups_and_headers_are_refused_or_read_and_nothing_panics() {
    let mut field = Field::new().await;
    let visit = field.visit("备份里的家访");
    field.phone.push(&field.bench, 1, &[visit]).await;
    let secret = make_recovery_key(&field.bench.data()).unwrap().0;
    let identities = Identities::parse(&secret).unwrap();
    let sound = fs::read(back_up(&field.bench)).unwrap();
    let key: age::x25519::Identity =
        secret.lines().find(|line| line.starts_with("AGE-SECRET-KEY-")).unwrap().parse().unwrap();
    let mut text = Vec::new();
    let decryptor = age::Decryptor::new(&sound[CLEAR_LINE..]).unwrap();
    let mut reader = decryptor.decrypt(std::iter::once(&key as &dyn age::Identity)).unwrap();
    reader.read_to_end(&mut text).unwrap();
    let length = usize::try_from(u32::from_be_bytes(text[..4].try_into().unwrap())).unwrap();
    let header = &text[4..4 + length];
    serde_json::from_slice::<backup::Header>(header).unwrap();

    let (mut dice, mut read) = (Dice(41), 0_u32);
    for _ in 0..50_000 {
        let spoilt = dice.spoil(header, header.len());
        read += u32::from(serde_json::from_slice::<backup::Header>(&spoilt).is_ok());
    }
    assert!(read > 0, "some mutations are still headers");

    let recipient = key.to_public();
    let file = field.bench.folder.path().join("spoilt.ghb");
    let mut refused = 0;
    for round in 0..300 {
        let spoilt = if round % 2 == 0 {
            let inside = dice.spoil(&text, 4 + length);
            let recipients = std::iter::once(&recipient as &dyn age::Recipient);
            let mut bytes = sound[..CLEAR_LINE].to_vec();
            let mut writer =
                age::Encryptor::with_recipients(recipients).unwrap().wrap_output(&mut bytes).unwrap();
            writer.write_all(&inside).unwrap();
            writer.finish().unwrap();
            bytes
        } else {
            dice.spoil(&sound, 600)
        };
        fs::write(&file, &spoilt).unwrap();
        refused += u32::from(restore::check(&file, &identities).is_err());
    }
    assert!(refused >= 150, "a file spoilt outside the seal never opens: {refused}");
}
