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
    /// The case it is a visit of, where it counts.
    visit: Option<(CaseId, EventId)>,
    voids: Option<EventId>,
}

#[derive(Debug, Default)]
pub struct Unconserved {
    taken: BTreeMap<(SeriesId, u32), Taken>,
    /// Every record that was ever pushed in the open: what is offered sealed is one of them.
    known: BTreeMap<(SeriesId, u32), Item>,
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
        let visit = match &item.stream {
            Stream::Case(case) if set_aside.is_none() && item.kind.starts_with("visit/") => {
                Some((*case, item.id))
            }
            Stream::Case(_) | Stream::Office(_) => None,
        };
        let voids = item.voids.filter(|_| set_aside.is_none());
        self.taken.insert(place, Taken { hash: item.hash.clone(), set_aside, visit, voids });
    }

    /// Visits of a case that were accepted and not undone.
    fn visits(&self, case: CaseId) -> usize {
        let voided: BTreeSet<EventId> = self.taken.values().filter_map(|taken| taken.voids).collect();
        let visits = self.taken.values().filter_map(|taken| taken.visit);
        let counting = visits.filter(|(of, event)| *of == case && !voided.contains(event));
        counting.map(|(_, event)| event).collect::<BTreeSet<_>>().len()
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
                    self.known.insert((*series, item.seq), item.clone());
                    self.item(*series, item, said);
                }
            }
            Entry::Offered { series, said } => {
                for (seq, said) in said {
                    match self.known.get(&(*series, *seq)).cloned() {
                        Some(item) => self.item(*series, &item, said),
                        None => {
                            self.found.push(format!("{series}/{seq} was offered sealed and never before"))
                        }
                    }
                }
            }
            Entry::OfficeHas(has) | Entry::End(has) => self.office(has),
            // What came after the backup comes again, and is then new again.
            Entry::Restored { has, .. } => self.taken.retain(|place, _| has.events.contains_key(place)),
            Entry::Audit { township, broken: Some(place) } => {
                self.found.push(format!("the audit chain of {township} does not hold: {place}"));
            }
            Entry::Visits { case, count } => {
                let counted = self.visits(*case);
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
