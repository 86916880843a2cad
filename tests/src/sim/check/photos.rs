//! A record is shown complete when the office has every attachment of it, never before; and in the end it has them all
//! (I17).

use std::collections::{BTreeMap, BTreeSet};

use shared::hash::Hash;
use shared::id::{EventId, SeriesId, TownshipCode};

use super::Checker;
use super::rights::Rights;
use crate::sim::tape::{Entry, Item, OfficeHas};

#[derive(Debug, Default)]
pub struct Photos {
    rights: Rights,
    series: BTreeMap<usize, SeriesId>,
    /// Records with attachments, as they came.
    named: BTreeMap<EventId, (SeriesId, u32, Vec<Hash>)>,
    /// At rest without a problem.
    content: BTreeSet<SeriesId>,
    /// Written by a store that was put back or copied: bytes may have gone with it.
    copied: BTreeSet<SeriesId>,
    whole: BTreeSet<(TownshipCode, Hash)>,
    found: Vec<String>,
}

impl Photos {
    fn name(&mut self, series: SeriesId, items: &[Item]) {
        for item in items.iter().filter(|item| !item.attachments.is_empty()) {
            self.named.insert(item.id, (series, item.seq, item.attachments.clone()));
        }
    }

    fn missing(&self, event: EventId, whole: &BTreeSet<(TownshipCode, Hash)>) -> Option<usize> {
        let (series, _, hashes) = self.named.get(&event)?;
        let township = &self.rights.devices.get(series)?.township;
        Some(hashes.iter().filter(|hash| !whole.contains(&(township.clone(), (*hash).clone()))).count())
    }

    fn shown(&mut self, device: usize, events: &BTreeSet<EventId>, whole: &BTreeSet<(TownshipCode, Hash)>) {
        for event in events {
            match self.missing(*event, whole) {
                Some(0) => {}
                Some(count) => self.found.push(format!(
                    "device {device} shows {event} complete; the office lacks {count} of its attachments"
                )),
                None => self.found.push(format!("device {device} shows {event} complete, and it never came")),
            }
        }
    }

    fn end(&mut self, has: &OfficeHas) {
        let logged: BTreeSet<(SeriesId, u32)> =
            has.log.iter().map(|(_, series, seq, _)| (*series, *seq)).collect();
        for (event, (series, seq, _)) in &self.named {
            let is_theirs = self.content.contains(series) && !self.copied.contains(series);
            if !is_theirs || !logged.contains(&(*series, *seq)) {
                continue;
            }
            if self.missing(*event, &self.whole).is_some_and(|count| count > 0) {
                self.found.push(format!("{series}/{seq} counts, and attachments of it never came"));
            }
        }
    }
}

impl Checker for Photos {
    fn see(&mut self, entry: &Entry) {
        self.rights.see(entry);
        match entry {
            Entry::Paired { device, series, .. } => {
                self.series.insert(*device, *series);
            }
            Entry::FromCopy { device, series, .. } => {
                self.series.insert(*device, *series);
                self.copied.insert(*series);
            }
            Entry::Pushed { series, items, .. } => self.name(*series, items),
            Entry::HandedIn(done) => {
                let items: Vec<Item> = done.parts.values().flatten().cloned().collect();
                self.name(done.series, &items);
            }
            Entry::ShownComplete { device, events, whole } => self.shown(*device, events, whole),
            Entry::AtRest { device, problem: None, .. } => {
                self.content.extend(self.series.get(device).copied());
            }
            Entry::Objects { whole, broken } => {
                self.whole.clone_from(whole);
                self.found.extend(
                    broken.iter().map(|(_, hash)| format!("the object {hash} is another on the disk")),
                );
            }
            Entry::End(has) => self.end(has),
            _ => {}
        }
    }

    fn found(&self) -> &[String] {
        &self.found
    }
}
