//! Pushed = accepted + duplicate + set aside, item by item (I7); an item counts once however often it comes (I3).

use std::collections::{BTreeMap, BTreeSet};

use shared::event::Stream;
use shared::hash::Hash;
use shared::id::{CaseId, EventId, SeriesId};

use super::Checker;
use crate::sim::tape::{Entry, Item, OfficeHas, Said};

/// What became of an item when it first came.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Taken {
    hash: Hash,
    set_aside: Option<&'static str>,
}

#[derive(Debug, Default)]
pub struct Unconserved {
    taken: BTreeMap<(SeriesId, u32), Taken>,
    visits: BTreeMap<CaseId, BTreeSet<EventId>>,
    voided: BTreeSet<EventId>,
    found: Vec<String>,
}

impl Unconserved {
    fn item(&mut self, series: SeriesId, item: &Item, said: &Said) {
        let place = (series, item.seq);
        let set_aside = match said {
            Said::SetAside(why) => Some(*why),
            Said::Accepted | Said::Duplicate => None,
        };
        let wrong = match (self.taken.get(&place), said) {
            (None, Said::Duplicate) => Some("new, yet called a duplicate"),
            (None, Said::Accepted | Said::SetAside(_)) => None,
            (Some(_), Said::Accepted) => Some("accepted twice"),
            (Some(first), Said::Duplicate | Said::SetAside(_)) if first.hash != item.hash => {
                (set_aside.is_none()).then_some("another record, yet called a duplicate")
            }
            (Some(first), Said::Duplicate | Said::SetAside(_)) => {
                (first.set_aside != set_aside).then_some("another fate than at first")
            }
        };
        if let Some(wrong) = wrong {
            self.found.push(format!("{series}/{} is {wrong}", item.seq));
        }
        if self.taken.contains_key(&place) {
            return;
        }
        self.taken.insert(place, Taken { hash: item.hash.clone(), set_aside });
        if set_aside.is_none() {
            if let (Stream::Case(case), true) = (&item.stream, item.kind.starts_with("visit/")) {
                self.visits.entry(*case).or_default().insert(item.id);
            }
            self.voided.extend(item.voids);
        }
    }

    fn office(&mut self, has: &OfficeHas) {
        let pushed: BTreeSet<SeriesId> = self.taken.keys().map(|(series, _)| *series).collect();
        for (place, taken) in &self.taken {
            let (series, seq) = place;
            let row = has.events.get(place).map(|row| &row.hash);
            let aside = has.set_aside.contains(&(*series, *seq, taken.hash.clone()));
            let logged = has.log.iter().filter(|(_, s, q, _)| (s, q) == (series, seq)).count();
            let right = if taken.set_aside.is_some() { (true, 0) } else { (false, 1) };
            if row != Some(&taken.hash) || (aside, logged) != right {
                self.found.push(format!(
                    "{series}/{seq} ({:?}): row {}, set aside {aside}, in the log {logged} times",
                    taken.set_aside,
                    row.is_some(),
                ));
            }
        }
        let extra =
            has.events.keys().filter(|place| pushed.contains(&place.0) && !self.taken.contains_key(place));
        self.found
            .extend(extra.map(|(series, seq)| format!("{series}/{seq} is held and was never answered for")));
    }
}

impl Checker for Unconserved {
    fn see(&mut self, entry: &Entry) {
        match entry {
            Entry::Pushed { series, items, said, missing_from: None, .. } => {
                if items.len() != said.len() {
                    self.found.push(format!("{series}: {} pushed, {} answered", items.len(), said.len()));
                }
                for (item, said) in items.iter().zip(said) {
                    self.item(*series, item, said);
                }
            }
            Entry::OfficeHas(has) | Entry::End(has) => self.office(has),
            Entry::Visits { case, count } => {
                let counted =
                    self.visits.get(case).map_or(0, |visits| visits.difference(&self.voided).count());
                if counted != *count {
                    self.found.push(format!("{case}: {counted} visits were accepted, {count} count"));
                }
            }
            _ => {}
        }
    }

    fn found(&self) -> &[String] {
        &self.found
    }
}
