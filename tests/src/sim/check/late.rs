//! A record that was in its author's hands when it happened is taken, however late it comes and wherever its case lies
//! by then; one that was not is set aside with that reason (P1, P6, I9).

use std::collections::BTreeSet;

use shared::event::Stream;
use shared::id::SeriesId;
use shared::problem::ProblemCode;

use super::Checker;
use super::rights::Rights;
use crate::sim::tape::{Entry, Item, OfficeHas, Said};

/// Kinds whose right does not hang on another record.
const KINDS: [&str; 2] = ["visit/1", "guidance_given/1"];

#[derive(Debug, Default)]
pub struct Late {
    rights: Rights,
    /// Places that were answered for: what comes again is told what it was told.
    seen: BTreeSet<(SeriesId, u32)>,
    found: Vec<String>,
}

impl Late {
    fn item(&mut self, series: SeriesId, item: &Item, said: &Said) {
        if !self.seen.insert((series, item.seq)) || !KINDS.contains(&item.kind.as_str()) {
            return;
        }
        let Stream::Case(case) = item.stream else { return };
        let taken = match said {
            Said::Accepted => true,
            Said::SetAside(code) if *code == ProblemCode::EventOutOfScope.code() => false,
            Said::Duplicate | Said::SetAside(_) => return,
        };
        let ought = self.rights.may_record(series, case, item.happened_ms);
        if ought.is_some_and(|ought| ought != taken) {
            let what = if taken { "was taken, and never lay with" } else { "was set aside, and lay with" };
            self.found.push(format!("{series}/{} {what} its author when it happened", item.seq));
        }
    }

    fn restored(&mut self, has: &OfficeHas) {
        self.seen.retain(|place| has.events.contains_key(place));
    }
}

impl Checker for Late {
    fn see(&mut self, entry: &Entry) {
        self.rights.see(entry);
        match entry {
            Entry::Pushed { series, items, said, missing_from: None, .. } => {
                for (item, said) in items.iter().zip(said) {
                    self.item(*series, item, said);
                }
            }
            Entry::Offered { series, said, .. } => {
                self.seen.extend(said.iter().map(|(seq, _)| (*series, *seq)))
            }
            Entry::HandedIn(handed) => {
                let place = |seq: &u32| (handed.series, *seq);
                let taken =
                    handed.parts.keys().map(place).filter(|place| handed.has.events.contains_key(place));
                self.seen.extend(taken);
            }
            Entry::Restored(has) => self.restored(has),
            _ => {}
        }
    }

    fn found(&self) -> &[String] {
        &self.found
    }
}
