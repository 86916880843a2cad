//! Nobody is ever sent what is not theirs at the moment of sending (I9, I14); an old request is never answered again.

use std::collections::{BTreeMap, BTreeSet};

use shared::event::Stream;
use shared::hash::Hash;
use shared::id::SeriesId;
use shared::protocol::route;

use super::Checker;
use super::rights::Rights;
use crate::sim::tape::{Entry, PhoneHas, Row};

#[derive(Debug, Default)]
pub struct Leaked {
    rights: Rights,
    served: BTreeSet<Hash>,
    series: BTreeMap<usize, SeriesId>,
    found: Vec<String>,
}

impl Leaked {
    /// What others wrote of a case leaves the phone with the case. A phone without any case keeps what it had, unseen.
    fn kept(&mut self, device: usize, has: &PhoneHas) {
        let Some(series) = self.series.get(&device) else { return };
        let Some(paired) = self.rights.devices.get(series) else { return };
        let cases = self.rights.cases(paired);
        if cases.is_empty() {
            return;
        }
        let own = |row: &&Row| row.series == *series;
        let mine = |row: &&Row| {
            row.stream.strip_prefix("case:").is_none_or(|id| cases.iter().any(|case| case.to_string() == id))
        };
        let kept = has.events.values().filter(|row| !own(row) && !mine(row)).count();
        if kept > 0 {
            self.found.push(format!("device {device} still has {kept} records of cases that left it"));
        }
    }
}

impl Checker for Leaked {
    fn see(&mut self, entry: &Entry) {
        self.rights.see(entry);
        match entry {
            Entry::Paired { device, series, .. } | Entry::FromCopy { device, series, .. } => {
                self.series.insert(*device, *series);
            }
            Entry::Pulled { series, streams, told, cards } => {
                if !self.rights.is_alive(*series) {
                    self.found.push(format!("{series} was answered although it is shut out"));
                }
                let foreign = streams.iter().filter(|stream| !self.rights.may_see(*series, stream));
                self.found.extend(foreign.map(|stream| format!("{series} was sent {stream:?}")));
                let told = told.iter().map(|case| Stream::Case(*case));
                let told = told.filter(|stream| !self.rights.may_see(*series, stream));
                self.found.extend(told.map(|stream| format!("{series} was told of {stream:?}")));
                let foreign = cards.iter().filter(|case| !self.rights.may_have_card(*series, **case));
                self.found.extend(foreign.map(|case| format!("{series} was sent a card of {case}")));
            }
            Entry::Pushed { series, .. } | Entry::Offered { series, .. } | Entry::Receipt { series, .. }
                if !self.rights.is_alive(*series) =>
            {
                self.found.push(format!("{series} was served although it is shut out"));
            }
            // The numbers of the requests are those of the backup again.
            Entry::Restored(_) => self.served.clear(),
            Entry::AtRest { device, problem: None, has, .. } => self.kept(*device, has),
            // Pairing says again what it said; everything else is served once.
            Entry::Wire { device, path, request, status: 200, .. }
                if *path != route::PAIR && !self.served.insert(request.clone()) =>
            {
                self.found.push(format!("an old request of device {device} to {path} was served again"));
            }
            _ => {}
        }
    }

    fn found(&self) -> &[String] {
        &self.found
    }
}
