//! What was acknowledged is never lost (I1, I8): `saved` means it is on the phone or at the office, a receipt means it is
//! at the office, through any crash of either.

use std::collections::{BTreeMap, BTreeSet};

use shared::hash::Hash;
use shared::id::{DraftId, EventId, SeriesId};
use shared::problem::ProblemCode;

use super::Checker;
use super::rights::Rights;
use crate::sim::tape::{Entry, OfficeHas, PhoneHas};

#[derive(Debug, Default)]
pub struct Lost {
    series: BTreeMap<usize, SeriesId>,
    /// Saved on each phone, in order.
    saved: BTreeMap<usize, Vec<EventId>>,
    drafts: BTreeMap<usize, BTreeSet<DraftId>>,
    /// The highest receipt of each series since the office was last put back from a backup.
    receipts: BTreeMap<SeriesId, (u32, Hash)>,
    /// The highest of all: after a restore the phones bring it back, and in the end it holds again.
    ever: BTreeMap<SeriesId, (u32, Hash)>,
    rights: Rights,
    /// Written by a store that was put back or copied: what it alone had is gone with it.
    copied: BTreeSet<SeriesId>,
    found: Vec<String>,
}

impl Lost {
    fn phone(&mut self, device: usize, has: &PhoneHas) {
        for event in self.saved.get(&device).into_iter().flatten() {
            // Own records stay on the phone, received or not.
            if !has.ids.contains(event) {
                self.found.push(format!("device {device} said saved and has lost {event}"));
            }
        }
        for draft in self.drafts.get(&device).into_iter().flatten() {
            if !has.drafts.contains(draft) {
                self.found.push(format!("device {device} has lost draft {draft}"));
            }
        }
        let Some(series) = self.series.get(&device) else { return };
        let received = self.ever.get(series).map_or(0, |(up_to, _)| *up_to);
        if has.covered > received {
            let covered = has.covered;
            self.found
                .push(format!("device {device} shows {covered} as received; the office signed {received}"));
        }
    }

    /// It goes on from the files of the copy: of what was saved under this series, what lies in them.
    fn begin_from_copy(&mut self, device: usize, series: SeriesId, has: &PhoneHas) {
        self.series.insert(device, series);
        self.copied.insert(series);
        let same: Vec<usize> =
            self.series.iter().filter(|(_, of)| **of == series).map(|(of, _)| *of).collect();
        let saved = same.iter().filter_map(|of| self.saved.get(of)).flatten();
        let saved: BTreeSet<EventId> = saved.copied().filter(|event| has.ids.contains(event)).collect();
        let drafts = same.iter().filter_map(|of| self.drafts.get(of)).flatten();
        let drafts = drafts.copied().filter(|draft| has.drafts.contains(draft)).collect();
        self.saved.insert(device, saved.into_iter().collect());
        self.drafts.insert(device, drafts);
    }

    fn office(&mut self, has: &OfficeHas, is_end: bool) {
        let ever = self
            .ever
            .iter()
            .filter(|(series, _)| !self.rights.is_revoked(**series) && !self.copied.contains(*series));
        let since = self.receipts.iter();
        let receipts: Vec<_> = if is_end { ever.chain(since).collect() } else { since.collect() };
        for (series, (up_to, chain)) in receipts {
            let is_told = |seq: u32| self.copied.contains(series) && has.missing.contains(&(*series, seq));
            let missing =
                (1..=*up_to).find(|seq| !has.events.contains_key(&(*series, *seq)) && !is_told(*seq));
            if let Some(seq) = missing {
                self.found.push(format!("the office signed for {series} up to {up_to} and has lost {seq}"));
            } else if has.events.get(&(*series, *up_to)).map(|row| &row.hash) != Some(chain) {
                self.found
                    .push(format!("the office has another record at {series}/{up_to} than it signed for"));
            }
        }
    }
}

impl Checker for Lost {
    fn see(&mut self, entry: &Entry) {
        self.rights.see(entry);
        match entry {
            Entry::Paired { device, series, .. } => {
                self.series.insert(*device, *series);
            }
            Entry::FromCopy { device, series, has } => self.begin_from_copy(*device, *series, has),
            // What comes may find no room; what is here must get out.
            Entry::SyncedFull { device, problem: Some(code), unsent: 1.. }
                if *code == ProblemCode::DiskFull.code() =>
            {
                self.found.push(format!("device {device} is full and cannot send what it has"));
            }
            Entry::Refused { device, what: "unlock", code } if *code == ProblemCode::DiskFull.code() => {
                self.found.push(format!("device {device} is full and cannot be unlocked"));
            }
            Entry::Saved { device, event, .. } => self.saved.entry(*device).or_default().push(*event),
            Entry::DraftSaved { device, draft } => {
                self.drafts.entry(*device).or_default().insert(*draft);
            }
            Entry::DraftEnded { device, draft } => {
                self.drafts.entry(*device).or_default().remove(draft);
            }
            Entry::Receipt { series, receipt } => {
                // What a restore took and a store put back from a copy lacks too.
                let explained = if self.copied.contains(series) { receipt.missing } else { 0 };
                if receipt.rows + explained != receipt.up_to || receipt.head.as_ref() != Some(&receipt.chain)
                {
                    let (up_to, rows) = (receipt.up_to, receipt.rows);
                    self.found
                        .push(format!("a receipt of {series} up to {up_to} was given over {rows} rows"));
                }
                for receipts in [&mut self.receipts, &mut self.ever] {
                    let last = receipts.entry(*series).or_insert((0, Hash::none()));
                    if receipt.up_to >= last.0 {
                        *last = (receipt.up_to, receipt.chain.clone());
                    }
                }
            }
            Entry::Restored(has) => {
                self.receipts.retain(|series, (up_to, _)| has.events.contains_key(&(*series, *up_to)));
            }
            Entry::PhoneHas { device, has } | Entry::AtRest { device, has, .. } => self.phone(*device, has),
            Entry::OfficeHas(has) => self.office(has, false),
            Entry::End(has) => self.office(has, true),
            _ => {}
        }
    }

    fn found(&self) -> &[String] {
        &self.found
    }
}
