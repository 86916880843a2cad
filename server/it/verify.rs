//! 核验: a sound office is called sound, and each thing that can be wrong is named.

use rusqlite::Connection;
use server::verify::{self, Report, VerifyError, Wrong};
use shared::hash::Hash;
use shared::protocol::Witness;

use crate::audit::{behind, rewrite_from};
use crate::backup::{Second, back_up, officer};
use crate::phone::Field;
use crate::sample;

/// A township in which everything that is verified occurs.
async fn busy() -> Field {
    let mut field = Field::new().await;
    let events = [field.visit("一"), field.visit("二")];
    field.phone.push(&field.bench, 1, &events).await;
    let (case, now) = (field.case, field.bench.now());
    let malformed = field.phone.keep_bytes(br#"{"kind":"nothing"}"#.to_vec());
    let last = field.phone.record(case, now, sample::visit("三"));
    field.phone.push(&field.bench, 3, &[malformed, last]).await;
    let mut fork = field.phone.draft(case, now, sample::visit("克隆机"));
    (fork.seq, fork.prev) = (1, Hash::none());
    let fork = shared::event::RawEvent::write(fork).unwrap();
    field.phone.push(&field.bench, 1, &[fork.bytes().to_vec()]).await;
    let witness = field.phone.hello(&field.bench).await.witness;
    field.phone.witness = witness;
    field.phone.hello(&field.bench).await;
    field
}

pub(crate) fn report(field: &Field, witnesses: &[Witness]) -> Report {
    let key_file = field.bench.folder.path().join("server.key");
    verify::verify(&field.bench.data(), &key_file, witnesses, field.bench.office.deps()).unwrap()
}

fn wrongs(report: &Report) -> Vec<Wrong> {
    let mut found: Vec<Wrong> = report.findings.iter().map(|finding| finding.wrong).collect();
    found.sort();
    found.dedup();
    found
}

#[tokio::test]
async fn a_sound_office_verifies_before_and_after_a_restore() {
    let mut field = busy().await;
    let key = officer(&field.bench);
    let held = field.phone.witness.clone().unwrap();
    let before = report(&field, std::slice::from_ref(&held));
    assert!(before.is_sound() && before.pages_skipped, "{:?}", before.findings);
    let file = back_up(&field.bench);
    let second = Second::of(&field.bench);
    second.restore(&file, &key, false).unwrap();
    let deps = field.bench.office.deps();
    let after = verify::verify(&second.data, &second.key_file, &[held], deps).unwrap();
    assert!(after.is_sound() && !after.pages_skipped, "{:?}", after.findings);
    assert_eq!((after.counts.events, after.counts.cases), (before.counts.events, 1));
    assert!(after.counts.signatures >= 2 && after.counts.receipts >= 1 && after.counts.audit_heads >= 3);
    field.bench.office = second.open();
    let more = [field.visit("恢复之后")];
    field.phone.hello(&field.bench).await;
    field.phone.push(&field.bench, 5, &more).await;
    let later = verify::verify(&second.data, &second.key_file, &[], field.bench.office.deps()).unwrap();
    assert!(later.is_sound(), "{:?}", later.findings);
}

/// What is done to the store, and what must be found; more may be.
const DAMAGES: &[(&str, Wrong)] = &[
    ("UPDATE audit SET subject = 'x' WHERE entry = 2", Wrong::AuditBroken),
    ("UPDATE audit SET act = 'see_list' WHERE entry = 2", Wrong::AuditBroken),
    ("UPDATE audit SET actor = 'device/0' WHERE entry = 5", Wrong::AuditBroken),
    ("DELETE FROM audit WHERE entry > 3", Wrong::AuditBroken),
    ("UPDATE audit_head SET hash = 'sha256:00'", Wrong::AuditHeadWrong),
    ("UPDATE audit_head SET entry = entry + 1", Wrong::AuditHeadWrong),
    ("UPDATE witness SET signature = ''", Wrong::WitnessDenied),
    ("DELETE FROM event WHERE seq = 2", Wrong::SeriesGap),
    ("UPDATE event SET hash = 'sha256:00' WHERE seq = 1", Wrong::EventHashWrong),
    ("UPDATE event SET hash = 'sha256:00' WHERE seq = 1", Wrong::SeriesBroken),
    ("UPDATE event SET event_id = '' WHERE seq = 1", Wrong::EventRowWrong),
    ("UPDATE event SET sealed = (SELECT sealed FROM event WHERE seq = 2) WHERE seq = 1", Wrong::SealBroken),
    ("UPDATE event SET stream = 'case/x' WHERE seq = 1", Wrong::SealBroken),
    ("DELETE FROM case_key", Wrong::SealBroken),
    ("UPDATE head SET signature = 'ed25519:AAAA'", Wrong::DeviceSignatureWrong),
    ("DELETE FROM head WHERE seq = 4", Wrong::DeviceSignatureMissing),
    ("UPDATE receipt SET up_to_seq = 3", Wrong::ReceiptWrong),
    ("UPDATE receipt SET backed_up_to = 4", Wrong::ReceiptWrong),
    ("DELETE FROM log WHERE number = 2", Wrong::LogGap),
    ("DELETE FROM log WHERE number = (SELECT max(number) FROM log)", Wrong::LogGap),
    ("UPDATE log SET seq = 1 WHERE number = 2", Wrong::LogWrong),
    ("DELETE FROM placement", Wrong::PlacementMissing),
    ("UPDATE user SET name_sealed = zeroblob(40)", Wrong::SealBroken),
    ("UPDATE user SET totp_sealed = zeroblob(40)", Wrong::SealBroken),
    ("UPDATE device SET name_sealed = zeroblob(40)", Wrong::SealBroken),
    ("UPDATE township SET receipt_key_sealed = zeroblob(40)", Wrong::SealBroken),
    ("UPDATE quarantine SET fork_sealed = zeroblob(40) WHERE length(fork_sealed) > 0", Wrong::SealBroken),
    ("UPDATE user SET role = 'emperor'", Wrong::RowUnreadable),
];

#[tokio::test]
async fn each_thing_that_can_be_wrong_is_found_and_said_in_chinese() {
    let field = busy().await;
    let sql = behind(&field.bench);
    let kept = field.bench.folder.path().join("kept.db");
    db::snapshot(&sql, &kept).unwrap();
    for (damage, wrong) in DAMAGES {
        let changed = sql.execute(damage, []).unwrap();
        assert!(changed > 0, "{damage} changes something");
        let found = report(&field, &[]);
        assert!(wrongs(&found).contains(wrong), "{damage}: {:?}", found.findings);
        for finding in &found.findings {
            let chinese = finding.sentence.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
            assert!(chinese && finding.sentence.ends_with('。'), "{}", finding.sentence);
        }
        put_back(&sql, &kept);
    }
    assert!(report(&field, &[]).is_sound(), "and nothing once it is put back");
}

/// Copies every row of the kept store over those there are.
fn put_back(sql: &Connection, kept: &std::path::Path) {
    sql.execute("ATTACH DATABASE ?1 AS kept", [kept.to_str().unwrap()]).unwrap();
    let mut names = sql.prepare("SELECT name FROM main.sqlite_master WHERE type = 'table'").unwrap();
    let names: Vec<String> = names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    for name in names {
        let copy = format!("DELETE FROM main.{name}; INSERT INTO main.{name} SELECT * FROM kept.{name}");
        sql.execute_batch(&copy).unwrap();
    }
    sql.execute_batch("DETACH DATABASE kept").unwrap();
}

#[tokio::test]
async fn a_log_rewritten_whole_is_found_by_the_day_s_head_and_by_a_witness_from_a_phone() {
    let field = busy().await;
    let held = field.phone.witness.clone().unwrap();
    rewrite_from(&behind(&field.bench), 2);
    let sql = behind(&field.bench);
    let found = wrongs(&report(&field, std::slice::from_ref(&held)));
    assert_eq!(found, [Wrong::AuditHeadWrong, Wrong::WitnessDenied]);
    sql.execute_batch("DELETE FROM audit_head; DELETE FROM witness").unwrap();
    assert!(report(&field, &[]).is_sound(), "who rewrites the log rewrites this too");
    assert_eq!(wrongs(&report(&field, &[held])), [Wrong::WitnessDenied], "but not what a phone holds");
}

#[tokio::test]
async fn a_witness_of_another_office_is_told_from_a_rewritten_log() {
    let field = busy().await;
    let mut foreign = field.phone.witness.clone().unwrap();
    let text = foreign.head.signing_text(&field.bench.township);
    foreign.signature = server::signature::sign(&[5; 32], text.as_bytes()).unwrap();
    assert_eq!(wrongs(&report(&field, &[foreign])), [Wrong::WitnessUnsigned]);
}

#[tokio::test]
async fn a_wrong_key_and_an_empty_folder_are_told_with_the_remedy() {
    let field = busy().await;
    let other = field.bench.folder.path().join("other.key");
    std::fs::write(&other, format!("guihang-server-key-1 {}\n", "ab".repeat(32))).unwrap();
    let deps = field.bench.office.deps();
    let error = verify::verify(&field.bench.data(), &other, &[], deps).unwrap_err();
    assert!(matches!(error, VerifyError::OtherKey), "{error}");
    let error = verify::verify(field.bench.folder.path(), &other, &[], deps).unwrap_err();
    assert!(matches!(error, VerifyError::NoStore(_)), "{error}");
}
