//! Pushed = accepted + duplicate + set aside, item by item (I7); an item counts once however often it comes (I3).

use std::collections::{BTreeMap, BTreeSet};

use shared::event::Stream;
use shared::hash::Hash;
use shared::id::{CaseId, EventId, SeriesId, TownshipCode};

use super::Checker;
use super::rights::Rights;
use crate::sim::tape::{Entry, HandedIn, Item, OfficeHas, Said};

/// What became of an item when it first came.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Taken {
    hash: Hash,
    stream: Stream,
    set_aside: Option<String>,
    /// The case it is a visit of, where it counts.
    visit: Option<(CaseId, EventId)>,
    voids: Option<EventId>,
}

#[derive(Debug, Default)]
pub struct Unconserved {
    rights: Rights,
    taken: BTreeMap<(SeriesId, u32), Taken>,
    /// Every record that was ever pushed in the open: what is offered sealed is one of them.
    known: BTreeMap<(SeriesId, u32), BTreeMap<Hash, Item>>,
    /// Other records for a place that was taken.
    forks: BTreeSet<(SeriesId, u32, Hash)>,
    /// Places that came sealed, where nobody else can say with what.
    unread: BTreeSet<(SeriesId, u32)>,
    found: Vec<String>,
}

impl Unconserved {
    fn item(&mut self, series: SeriesId, item: &Item, said: &Said) {
        let place = (series, item.seq);
        let set_aside = match said {
            Said::SetAside(why) => Some((*why).to_owned()),
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
        if let Some(first) = self.taken.get(&place) {
            if first.hash != item.hash && set_aside.is_some() {
                self.forks.insert((series, item.seq, item.hash.clone()));
            }
            return;
        }
        self.take(place, item, set_aside);
    }

    fn take(&mut self, place: (SeriesId, u32), item: &Item, set_aside: Option<String>) {
        let visit = match &item.stream {
            Stream::Case(case) if set_aside.is_none() && item.kind.starts_with("visit/") => {
                Some((*case, item.id))
            }
            Stream::Case(_) | Stream::Office(_) => None,
        };
        let voids = item.voids.filter(|_| set_aside.is_none());
        self.taken.insert(
            place,
            Taken { hash: item.hash.clone(), stream: item.stream.clone(), set_aside, visit, voids },
        );
    }

    fn know(&mut self, series: SeriesId, item: &Item) {
        self.known.entry((series, item.seq)).or_default().insert(item.hash.clone(), item.clone());
    }

    /// Every part of a capsule gets its word, and a record in it counts once, of a device shut out not at all.
    fn handed_in(&mut self, done: &HandedIn) {
        let HandedIn { series, parts, attachments, has, .. } = done;
        let series = *series;
        let told = done.counted + done.set_aside + done.held_already + done.added + done.refused;
        let all = u32::try_from(parts.len()).unwrap_or(u32::MAX) + attachments;
        if told != all {
            self.found.push(format!("{series}: {all} parts handed in, {told} answered"));
        }
        if done.counted > 0 && !self.rights.is_alive(series) {
            self.found.push(format!("{series} is shut out, and {} handed in count", done.counted));
        }
        let mut counted = 0;
        for (seq, item) in parts {
            let place = (series, *seq);
            let known = self.known.get(&place).cloned().unwrap_or_default();
            let only = || (known.len() == 1).then(|| known.values().next().cloned()).flatten();
            let Some(item) = item.clone().or_else(only) else {
                self.unread.insert(place);
                continue;
            };
            self.know(series, &item);
            let aside = has.set_aside.get(&(series, *seq, item.hash.clone())).cloned();
            match self.taken.get(&place) {
                Some(first) if first.hash != item.hash => {
                    self.forks.insert((series, *seq, item.hash.clone()));
                }
                Some(_) => {}
                // Behind a gap nothing is taken.
                None if !has.events.contains_key(&place) => {}
                None => {
                    counted += u32::from(aside.is_none());
                    self.take(place, &item, aside);
                }
            }
        }
        if counted != done.counted {
            let told = done.counted;
            self.found
                .push(format!("{series}: {counted} records handed in were new and count, {told} were told"));
        }
        self.office(has);
    }

    /// Visits of a case that were accepted and not undone.
    fn visits(&self, case: CaseId) -> usize {
        let voided: BTreeSet<EventId> = self.taken.values().filter_map(|taken| taken.voids).collect();
        let visits = self.taken.values().filter_map(|taken| taken.visit);
        let counting = visits.filter(|(of, event)| *of == case && !voided.contains(event));
        counting.map(|(_, event)| event).collect::<BTreeSet<_>>().len()
    }

    /// Once in the log of its author's township, once wherever its case lies now, and nowhere twice.
    fn is_logged_right(
        &self,
        series: SeriesId,
        taken: &Taken,
        logged: &BTreeMap<&TownshipCode, usize>,
    ) -> bool {
        let mut ought = match &taken.stream {
            Stream::Case(case) => self.rights.townships(*case),
            Stream::Office(_) => BTreeSet::new(),
        };
        ought.extend(self.rights.devices.get(&series).map(|paired| paired.township.clone()));
        logged.values().all(|times| *times == 1) && ought.iter().all(|code| logged.contains_key(code))
    }

    fn office(&mut self, has: &OfficeHas) {
        let mut logged: BTreeMap<(SeriesId, u32), BTreeMap<&TownshipCode, usize>> = BTreeMap::new();
        for (code, series, seq, _) in &has.log {
            *logged.entry((*series, *seq)).or_default().entry(code).or_default() += 1;
        }
        let pushed: BTreeSet<SeriesId> = self.taken.keys().map(|(series, _)| *series).collect();
        for (place, taken) in &self.taken {
            let (series, seq) = place;
            let row = has.events.get(place).map(|row| &row.hash);
            let aside = has.set_aside.contains_key(&(*series, *seq, taken.hash.clone()));
            let logged = logged.get(place).cloned().unwrap_or_default();
            let right = if taken.set_aside.is_some() {
                aside && logged.is_empty()
            } else {
                !aside && self.is_logged_right(*series, taken, &logged)
            };
            // In a gap lies nothing but what fits it; the rest is kept beside.
            let is_beside = row.is_none() && taken.set_aside.is_some() && has.missing.contains(place);
            if !(row == Some(&taken.hash) || is_beside) || !right {
                self.found.push(format!(
                    "{series}/{seq} ({:?}): row {}, set aside {aside}, in the logs {logged:?}",
                    taken.set_aside,
                    row.is_some(),
                ));
            }
        }
        let lost = self.forks.iter().filter(|fork| !has.set_aside.contains_key(fork));
        self.found
            .extend(lost.map(|(series, seq, _)| format!("{series}/{seq}: the other record is forgotten")));
        let extra = has.events.keys().filter(|place| {
            pushed.contains(&place.0) && !self.taken.contains_key(place) && !self.unread.contains(place)
        });
        self.found
            .extend(extra.map(|(series, seq)| format!("{series}/{seq} is held and was never answered for")));
    }
}

impl Checker for Unconserved {
    fn see(&mut self, entry: &Entry) {
        self.rights.see(entry);
        match entry {
            Entry::Pushed { series, items, said, missing_from: None, .. } => {
                if items.len() != said.len() {
                    self.found.push(format!("{series}: {} pushed, {} answered", items.len(), said.len()));
                }
                for (item, said) in items.iter().zip(said) {
                    self.know(*series, item);
                    self.item(*series, item, said);
                }
            }
            Entry::Offered { series, said, rows } => {
                for (seq, said) in said {
                    let mut known = self.known.get(&(*series, *seq)).cloned().unwrap_or_default();
                    // Of two it is the one that lies there, where it was taken.
                    if let (Said::Accepted | Said::Duplicate, Some(row)) = (said, rows.get(seq)) {
                        known.retain(|hash, _| hash == row);
                    }
                    match known.into_values().collect::<Vec<_>>().as_slice() {
                        [item] => self.item(*series, item, said),
                        [] => self.found.push(format!("{series}/{seq} was offered sealed and never before")),
                        _ => drop(self.unread.insert((*series, *seq))),
                    }
                }
            }
            Entry::HandedIn(done) => self.handed_in(done),
            Entry::Alerts(alerts) => {
                let forked: BTreeSet<SeriesId> = self.forks.iter().map(|(series, _, _)| *series).collect();
                let quiet = forked.iter().filter(|series| !alerts.contains(&(**series, "forked".to_owned())));
                self.found.extend(quiet.map(|series| format!("{series} is forked, and nobody was warned")));
            }
            Entry::OfficeHas(has) | Entry::End(has) => self.office(has),
            // What came after the backup comes again, and is then new again.
            Entry::Restored(has) => {
                self.taken.retain(|place, _| has.events.contains_key(place));
                self.forks.retain(|fork| has.set_aside.contains_key(fork));
            }
            Entry::Audit { township, broken: Some(place) } => {
                self.found.push(format!("the audit chain of {township} does not hold: {place}"));
            }
            Entry::Visits { case, township, count } => {
                let counted = self.visits(*case);
                if counted != *count {
                    self.found
                        .push(format!("{case}: {counted} visits were accepted, {count} count in {township}"));
                }
            }
            _ => {}
        }
    }

    fn found(&self) -> &[String] {
        &self.found
    }
}
