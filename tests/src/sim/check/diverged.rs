//! When all is quiet, every phone has of its cases exactly what the office counts, and shows the same page (I2, I5, I19).

use std::collections::{BTreeMap, BTreeSet};

use shared::hash::Hash;
use shared::id::{CaseId, SeriesId};
use shared::problem::ProblemCode;

use super::Checker;
use super::rights::Rights;
use crate::sim::tape::{Entry, OfficeHas, PhoneHas, Row, Said};

/// A phone at rest.
#[derive(Debug)]
struct Rest {
    problem: Option<&'static str>,
    unsent: u32,
    has: PhoneHas,
    shown: BTreeSet<CaseId>,
    cards: BTreeSet<CaseId>,
}

#[derive(Debug, Default)]
pub struct Diverged {
    rights: Rights,
    series: BTreeMap<usize, SeriesId>,
    at_rest: BTreeMap<usize, Rest>,
    /// Two stores wrote for one place.
    forked: BTreeSet<SeriesId>,
    /// The office was put back from a backup.
    was_restored: bool,
    found: Vec<String>,
}

type Held = BTreeSet<(SeriesId, u32, Hash)>;

impl Diverged {
    fn compare(&mut self, office: &OfficeHas) {
        for (device, rest) in &self.at_rest {
            let Some(series) = self.series.get(device) else { continue };
            let Some(paired) = self.rights.devices.get(series) else { continue };
            if rest.problem == Some(ProblemCode::EventForked.code()) && self.forked.contains(series) {
                let kept = own_rows(&rest.has, *series).filter(|row| !is_at_office(office, row)).count();
                if kept > 0 {
                    self.found.push(format!(
                        "device {device} is forked, and the office lacks {kept} of its records"
                    ));
                }
                continue;
            }
            // A client that knows no repair is heard after a restore, and shown nothing until it is updated.
            let is_to_update = rest.problem == Some(ProblemCode::ProtocolTooOld.code());
            if is_to_update && self.was_restored && rest.unsent == 0 {
                continue;
            }
            if rest.problem.is_some() || rest.unsent > 0 {
                let (problem, unsent) = (rest.problem, rest.unsent);
                self.found
                    .push(format!("device {device} does not come to rest: {problem:?}, {unsent} unsent"));
                continue;
            }
            let cases = self.rights.cases(paired);
            if cases != rest.shown {
                let (more, less) =
                    (rest.shown.difference(&cases).count(), cases.difference(&rest.shown).count());
                self.found.push(format!("device {device} shows {more} cases too many and {less} too few"));
            }
            let cards = self.rights.cards(paired);
            if cards != rest.cards {
                let (more, less) =
                    (rest.cards.difference(&cards).count(), cards.difference(&rest.cards).count());
                self.found.push(format!("device {device} has {more} cards too many and {less} too few"));
            }
            // Of a store that was copied the other one's records are set aside too: those are not this one's.
            let own = own_rows(&rest.has, *series);
            let aside =
                own.filter(|row| office.set_aside.contains_key(&(row.series, row.seq, row.hash.clone())));
            let unknown = aside.filter(|row| !rest.has.set_aside.contains(&row.seq)).count();
            if unknown > 0 {
                self.found.push(format!("device {device} was never told of {unknown} records set aside"));
            }
            for case in cases {
                let here = on_phone(&rest.has, *series, &format!("case:{case}"));
                let there = at_office(office, paired.township.0.as_str(), &format!("case/{case}"));
                if here != there {
                    let (more, less) = (here.difference(&there).count(), there.difference(&here).count());
                    self.found.push(format!("device {device}, {case}: {more} too many, {less} too few"));
                }
            }
        }
    }
}

fn own_rows(has: &PhoneHas, own: SeriesId) -> impl Iterator<Item = &Row> {
    has.events.values().filter(move |row| row.series == own)
}

/// In its place, or set aside beside another one.
fn is_at_office(office: &OfficeHas, row: &Row) -> bool {
    let in_place = office.events.get(&(row.series, row.seq)).is_some_and(|held| held.hash == row.hash);
    in_place || office.set_aside.contains_key(&(row.series, row.seq, row.hash.clone()))
}

/// What counts of a case on a phone: everything but own records the office set aside.
fn on_phone(has: &PhoneHas, own: SeriesId, stream: &str) -> Held {
    let rows = has.events.values().filter(|row| row.stream == stream);
    let counting = rows.filter(|row| row.series != own || !has.set_aside.contains(&row.seq));
    counting.map(|row| (row.series, row.seq, row.hash.clone())).collect()
}

fn at_office(has: &OfficeHas, township: &str, stream: &str) -> Held {
    let logged = has.log.iter().filter(|(code, _, _, name)| code.0 == township && name == stream);
    let rows = logged.filter_map(|(_, series, seq, _)| has.events.get(&(*series, *seq)));
    rows.map(|row| (row.series, row.seq, row.hash.clone())).collect()
}

impl Checker for Diverged {
    fn see(&mut self, entry: &Entry) {
        self.rights.see(entry);
        match entry {
            Entry::Paired { device, series, .. } | Entry::FromCopy { device, series, .. } => {
                self.series.insert(*device, *series);
            }
            Entry::Pushed { series, said, .. } => {
                let fork = Said::SetAside(ProblemCode::EventForked.code());
                if said.contains(&fork) {
                    self.forked.insert(*series);
                }
            }
            Entry::Offered { series, said, .. } => {
                let fork = Said::SetAside(ProblemCode::EventForked.code());
                if said.iter().any(|(_, said)| *said == fork) {
                    self.forked.insert(*series);
                }
            }
            Entry::AtRest { device, problem, unsent, has, shown, cards } => {
                let (has, shown, cards) = (has.clone(), shown.clone(), cards.clone());
                self.at_rest.insert(*device, Rest { problem: *problem, unsent: *unsent, has, shown, cards });
            }
            Entry::Restored(_) => self.was_restored = true,
            Entry::Page { device, case, differs: Some(place) } => {
                self.found.push(format!("device {device} shows another page of {case}: {place}"));
            }
            Entry::End(office) => self.compare(office),
            _ => {}
        }
    }

    fn found(&self) -> &[String] {
        &self.found
    }
}
