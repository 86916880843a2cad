//! Photos: taken, sent in pieces that are cut anywhere, shown complete when the office has all of them (I17).

use std::collections::BTreeSet;

use shared::code::Role;
use shared::hash::Hash;
use shared::id::TownshipCode;

use super::History;
use crate::sim::forms;
use crate::sim::tape::Entry;
use crate::sim::wire::BlobMishap;

impl History {
    /// A visit or two with photos.
    pub(super) fn photos(&mut self, index: usize) {
        self.open(index);
        if self.phones[index].owner.role == Role::Medical {
            return;
        }
        for _ in 0..1 + self.dice.below(2) {
            let mut taken = Vec::new();
            for _ in 0..1 + self.dice.below(2) {
                let bytes = forms::photo(&mut self.dice);
                taken.extend(self.phones[index].take_photo(&bytes));
            }
            let case = self.case_near(index);
            let request = forms::visit_with(&mut self.dice, self.phones[index].now(), case, taken);
            self.save(index, "visit", request);
        }
        self.phones[index].has_photos = true;
        if self.dice.chance(50) {
            self.sync(index);
        }
    }

    /// What happens to the pieces of the next exchange.
    pub(super) fn plan_blobs(&mut self, index: usize) {
        if !self.phones[index].has_photos || !self.dice.chance(60) {
            return;
        }
        let mishap = |dice: &mut crate::sim::dice::Dice| match dice.below(8) {
            0 => Some(BlobMishap::ReplyLost),
            1 => Some(BlobMishap::Twice),
            2 => Some(BlobMishap::OfficeCrashes),
            3 => Some(BlobMishap::PhoneDies),
            4 => None,
            _ => Some(BlobMishap::CutAt(dice.below(1000))),
        };
        let mut mishaps = vec![None; self.dice.below(4)];
        mishaps.extend((0..1 + self.dice.below(3)).map(|_| mishap(&mut self.dice)));
        self.phones[index].link.plan_blobs(mishaps);
    }

    /// What a phone that came through shows as complete, beside what the office has.
    pub(super) fn look_at_photos(&self, index: usize) {
        let phone = &self.phones[index];
        if !phone.has_photos || !phone.is_open() {
            return;
        }
        let whole = self.office.look(whole);
        self.tape.write(&Entry::ShownComplete { device: index, events: phone.complete(), whole });
    }

    /// What the office has whole, and what of it is not what it is called.
    pub(super) fn look_at_objects(&self) {
        let mut broken = BTreeSet::new();
        for code in &self.towns.codes {
            let all = self
                .office
                .with(|office| office.read(|work| server::store::blob::whole(work, code)))
                .unwrap();
            for (stream, hash, _) in all {
                let read =
                    |work: server::store::Work<'_>| server::blob::hash_on_disk(work, code, &stream, &hash);
                let on_disk = self.office.with(|office| office.read(read));
                if on_disk.ok().as_ref() != Some(&hash) {
                    broken.insert((code.clone(), hash));
                }
            }
        }
        self.tape.write(&Entry::Objects { whole: self.office.look(whole), broken });
    }
}

fn whole(sql: &rusqlite::Connection) -> rusqlite::Result<BTreeSet<(TownshipCode, Hash)>> {
    let mut query = sql.prepare_cached("SELECT township, hash FROM blob WHERE whole_ms <> 0")?;
    query.query_map([], |row| Ok((TownshipCode(row.get(0)?), Hash(row.get(1)?))))?.collect()
}
