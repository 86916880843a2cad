//! S10: the audit log is edited, cut, added to or rewritten by somebody who has the keys; each must be found.

use std::time::{Duration, Instant};

use rusqlite::Connection;
use server::witness::{self, Judged};
use server::{Office, admin};
use shared::hash::Hash;
use shared::id::TownshipCode;
use shared::protocol::Witness;

use super::behind;
use crate::sim::dice::Dice;
use crate::world::World;

/// What was done and found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub edits: usize,
    pub found: usize,
    /// Of those, found by nothing but the head that a phone holds.
    pub by_witness: usize,
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "S10 edits={} found={} by_witness={}", self.edits, self.found, self.by_witness)
    }
}

/// Entries of the log before the first edit.
const ENTRIES: i64 = 40;

#[derive(Clone, Copy)]
enum Edit {
    Field,
    Remove,
    Insert,
    Swap,
    Cut,
    /// With the head of the chain set back, so that the chain holds in itself.
    CutClean,
    /// Every hash from there on computed anew.
    Rewrite,
}

struct Log {
    office: Office,
    township: TownshipCode,
    sql: Connection,
    held: Witness,
    dice: Dice,
}

/// Edits the log of a township so many times, each time from the same sound log.
///
/// # Panics
/// Where the office does not do what it should.
#[must_use]
pub fn run(edits: usize, seed: u64) -> Tally {
    let world = World::empty();
    let (office, township) = (world.office().clone(), world.township.code.clone());
    let user = world.township.account("miao").user;
    while admin::verify_audit(&office, &township).unwrap().unwrap() < ENTRIES {
        admin::make_pairing_code(&office, &township, user).unwrap();
    }
    let held = witness::sign(&office, &township).unwrap();
    let sql = behind(&office);
    // What is tried is finding, not keeping.
    sql.pragma_update(None, "synchronous", "OFF").unwrap();
    let mut log = Log { office, township, sql, held, dice: Dice::new(seed) };
    assert_eq!(log.finds(), (false, false), "a sound log accuses nobody");
    let mut tally = Tally::default();
    while tally.edits < edits {
        let edit = *log.dice.pick(&[
            Edit::Field,
            Edit::Remove,
            Edit::Insert,
            Edit::Swap,
            Edit::Cut,
            Edit::CutClean,
            Edit::Rewrite,
        ]);
        log.sql.execute_batch("CREATE TEMP TABLE kept AS SELECT * FROM audit").unwrap();
        log.edit(edit);
        let (by_chain, by_witness) = log.finds();
        tally.edits += 1;
        tally.found += usize::from(by_chain || by_witness);
        tally.by_witness += usize::from(by_witness && !by_chain);
        log.put_back();
    }
    tally
}

/// How long the office takes to verify a log of so many entries, and how many it found to hold.
///
/// # Panics
/// Where the log cannot be filled or does not hold.
#[must_use]
pub fn time_to_verify(entries: i64) -> (i64, Duration) {
    let world = World::empty();
    let (office, township) = (world.office(), &world.township.code);
    let mut sql = behind(office);
    let last = admin::verify_audit(office, township).unwrap().unwrap();
    let head = "SELECT hash FROM audit WHERE entry = ?1";
    let mut before: String = sql.query_row(head, [last], |row| row.get(0)).unwrap();
    let work = sql.transaction().unwrap();
    for entry in last + 1..=entries {
        let (at, actor, act) = (entry * 1000, format!("device/{entry:036}"), "pull");
        let subject = format!("{entry}-{}", entry + 2000);
        let text = format!("guihang-audit-1\n{before}\n{township}\n{entry}\n{at}\n{actor}\n{act}\n{subject}");
        before = Hash::of(text.as_bytes()).0;
        work.prepare_cached("INSERT INTO audit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
            .unwrap()
            .execute((&township.0, entry, at, actor, act, subject, &before))
            .unwrap();
    }
    work.execute("UPDATE township SET audit_last = ?1, audit_head = ?2", (entries, &before)).unwrap();
    work.commit().unwrap();
    let begun = Instant::now();
    let held = admin::verify_audit(office, township).unwrap().unwrap();
    (held, begun.elapsed())
}

impl Log {
    /// Whether the chain itself, and whether the phone's head, tells that something is wrong.
    fn finds(&self) -> (bool, bool) {
        let chain = admin::verify_audit(&self.office, &self.township).unwrap();
        let judged = witness::check(&self.office, &self.township, &self.held).unwrap();
        (chain.is_err(), judged != Judged::Holds)
    }

    fn any_entry(&mut self) -> i64 {
        self.dice.between(1, self.held.head.entry)
    }

    fn edit(&mut self, edit: Edit) {
        let entry = self.any_entry();
        match edit {
            Edit::Field => self.edit_field(entry),
            Edit::Remove => self.run("DELETE FROM audit WHERE entry = ?1", entry),
            Edit::Insert => self.insert(entry),
            Edit::Swap => self.swap(entry),
            Edit::Cut => self.run("DELETE FROM audit WHERE entry >= ?1", entry),
            Edit::CutClean => self.cut_clean(entry),
            Edit::Rewrite => self.rewrite(entry),
        }
    }

    fn run(&self, sql: &str, entry: i64) {
        assert!(self.sql.execute(sql, [entry]).unwrap() > 0, "{sql} {entry}");
    }

    fn edit_field(&mut self, entry: i64) {
        let field = *self.dice.pick(&[
            "at_ms = at_ms + 1",
            "actor = actor || '.'",
            "act = act || '.'",
            "subject = subject || '.'",
            "hash = replace(hash, substr(hash, 12, 1), 'g')",
            "entry = entry + 1000",
        ]);
        self.run(&format!("UPDATE audit SET {field} WHERE entry = ?1"), entry);
    }

    /// A made-up entry between two, with those after it moved on.
    fn insert(&self, entry: i64) {
        let sql = "UPDATE audit SET entry = -entry - 1 WHERE entry >= ?1";
        self.run(sql, entry);
        self.sql.execute("UPDATE audit SET entry = -entry WHERE entry < 0", []).unwrap();
        let sql = "INSERT INTO audit (township, entry, at_ms, actor, act, subject, hash)
                   SELECT township, ?1, at_ms, actor, act, subject, hash FROM audit WHERE entry = ?1 + 1";
        self.run(sql, entry);
    }

    /// Two entries change places, hashes and all.
    fn swap(&mut self, entry: i64) {
        let other = if entry == self.held.head.entry { entry - 1 } else { entry + 1 };
        self.run("UPDATE audit SET entry = -1 WHERE entry = ?1", entry);
        self.sql.execute("UPDATE audit SET entry = ?2 WHERE entry = ?1", [other, entry]).unwrap();
        self.run("UPDATE audit SET entry = ?1 WHERE entry = -1", other);
    }

    fn cut_clean(&self, entry: i64) {
        self.run("DELETE FROM audit WHERE entry >= ?1", entry);
        self.set_head();
    }

    fn set_head(&self) {
        let sql = "UPDATE township SET audit_last = (SELECT ifnull(max(entry), 0) FROM audit),
                   audit_head = ifnull((SELECT hash FROM audit ORDER BY entry DESC LIMIT 1), 'none')";
        self.sql.execute(sql, []).unwrap();
    }

    /// Written anew from one entry on, as the office's own code would have written it.
    fn rewrite(&self, from: i64) {
        self.run("UPDATE audit SET subject = subject || '.' WHERE entry = ?1", from);
        let sql = "SELECT entry, at_ms, actor, act, subject FROM audit ORDER BY entry";
        let mut query = self.sql.prepare(sql).unwrap();
        let rows: Vec<(i64, i64, String, String, String)> = query
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let mut before = "none".to_owned();
        let mut put = self.sql.prepare("UPDATE audit SET hash = ?2 WHERE entry = ?1").unwrap();
        for (entry, at, actor, act, subject) in rows {
            let town = &self.township;
            let text = format!("guihang-audit-1\n{before}\n{town}\n{entry}\n{at}\n{actor}\n{act}\n{subject}");
            before = Hash::of(text.as_bytes()).0;
            if entry >= from {
                put.execute((entry, &before)).unwrap();
            }
        }
        self.set_head();
    }

    fn put_back(&self) {
        self.sql
            .execute_batch(
                "DELETE FROM audit; INSERT INTO audit SELECT * FROM temp.kept; DROP TABLE temp.kept;",
            )
            .unwrap();
        self.set_head();
    }
}
