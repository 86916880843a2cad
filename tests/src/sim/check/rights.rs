//! Who may be sent what, and who may record what, as the log tells it. A second reading of the rule, apart from
//! `shared::access` on purpose.

use std::collections::{BTreeMap, BTreeSet};

use shared::code::Role;
use shared::event::Stream;
use shared::id::{CaseId, SeriesId, TownshipCode, UserId};

use crate::sim::tape::Entry;

/// A device as it was paired.
#[derive(Debug, Clone)]
pub struct Paired {
    pub user: UserId,
    pub township: TownshipCode,
    pub role: Role,
}

/// A stretch of time in which a case lay in a township, or there with a worker.
#[derive(Debug, Clone)]
struct Span {
    case: CaseId,
    township: TownshipCode,
    /// `None` = the case lies there.
    worker: Option<UserId>,
    from_ms: i64,
    until_ms: Option<i64>,
}

/// What the office itself knows: it forgets with it.
#[derive(Debug, Default, Clone)]
struct Known {
    spans: Vec<Span>,
    revoked: BTreeSet<SeriesId>,
    suspended: BTreeSet<UserId>,
}

/// The rights at this place of the log.
#[derive(Debug, Default)]
pub struct Rights {
    pub devices: BTreeMap<SeriesId, Paired>,
    known: Known,
    backed_up: Known,
}

/// When: now, or at a millisecond.
#[derive(Debug, Clone, Copy)]
enum When {
    Now,
    At(i64),
}

impl Span {
    fn covers(&self, when: When) -> bool {
        match when {
            When::Now => self.until_ms.is_none(),
            When::At(ms) => self.from_ms <= ms && self.until_ms.is_none_or(|until| ms < until),
        }
    }
}

impl Known {
    fn begin(&mut self, case: CaseId, township: &TownshipCode, worker: Option<UserId>, at_ms: i64) {
        let township = township.clone();
        self.spans.push(Span { case, township, worker, from_ms: at_ms, until_ms: None });
    }

    fn end(&mut self, at_ms: i64, ends: impl Fn(&Span) -> bool) {
        for span in self.spans.iter_mut().filter(|span| span.until_ms.is_none() && ends(span)) {
            span.until_ms = Some(at_ms);
        }
    }

    fn see(&mut self, entry: &Entry) {
        match entry {
            Entry::Placed { case, township, at_ms } => self.begin(*case, township, None, *at_ms),
            Entry::Left { case, township, at_ms } => {
                self.end(*at_ms, |span| span.case == *case && span.township == *township);
            }
            Entry::Assigned { case, township, workers, at_ms } => {
                let here = |span: &Span| span.case == *case && span.township == *township;
                self.end(*at_ms, |span| {
                    here(span) && span.worker.is_some_and(|worker| !workers.contains(&worker))
                });
                for worker in workers {
                    let runs =
                        |span: &Span| here(span) && span.worker == Some(*worker) && span.until_ms.is_none();
                    if !self.spans.iter().any(runs) {
                        self.begin(*case, township, Some(*worker), *at_ms);
                    }
                }
            }
            Entry::Revoked { series } => {
                self.revoked.insert(*series);
            }
            Entry::Suspended { user, suspended: true } => {
                self.suspended.insert(*user);
            }
            Entry::Suspended { user, suspended: false } => {
                self.suspended.remove(user);
            }
            _ => {}
        }
    }
}

impl Rights {
    pub fn see(&mut self, entry: &Entry) {
        match entry {
            Entry::Paired { series, user, township, role, .. } => {
                let paired = Paired { user: *user, township: township.clone(), role: *role };
                self.devices.insert(*series, paired);
            }
            Entry::BackedUp => self.backed_up = self.known.clone(),
            Entry::Restored(_) => self.known = self.backed_up.clone(),
            entry => self.known.see(entry),
        }
    }

    /// Whether anything at all may be answered.
    pub fn is_alive(&self, series: SeriesId) -> bool {
        !self.is_revoked(series)
            && self.devices.get(&series).is_some_and(|paired| !self.known.suspended.contains(&paired.user))
    }

    pub fn is_revoked(&self, series: SeriesId) -> bool {
        self.known.revoked.contains(&series)
    }

    /// Whether the device may be sent a fact of this stream.
    pub fn may_see(&self, series: SeriesId, stream: &Stream) -> bool {
        let Some(paired) = self.devices.get(&series) else { return false };
        match stream {
            Stream::Office(township) => *township == paired.township,
            Stream::Case(case) => self.reads(paired, *case),
        }
    }

    /// Whether the device may be told name and contact of a case.
    pub fn may_have_card(&self, series: SeriesId, case: CaseId) -> bool {
        self.devices.get(&series).is_some_and(|paired| self.has_card(paired, case))
    }

    fn has_card(&self, paired: &Paired, case: CaseId) -> bool {
        paired.role == Role::Medical && self.lies_in(&paired.township, case, When::Now)
    }

    fn lies_in(&self, township: &TownshipCode, case: CaseId, when: When) -> bool {
        let mut spans = self.known.spans.iter();
        spans.any(|span| {
            span.case == case && span.township == *township && span.worker.is_none() && span.covers(when)
        })
    }

    fn has(&self, paired: &Paired, case: CaseId, when: When) -> bool {
        let mut spans = self.known.spans.iter();
        spans.any(|span| {
            let here = span.case == case && span.township == paired.township;
            here && span.worker == Some(paired.user) && span.covers(when)
        })
    }

    fn reads(&self, paired: &Paired, case: CaseId) -> bool {
        let here = || self.lies_in(&paired.township, case, When::Now);
        match paired.role {
            Role::Police => here(),
            Role::Worker => here() && self.has(paired, case, When::Now),
            _ => false,
        }
    }

    /// Whether a record of the case that happened at `ms` is to be taken now: it lies with its author, or did then.
    /// `None` where it happened in the very millisecond of a change.
    pub fn may_record(&self, series: SeriesId, case: CaseId, ms: i64) -> Option<bool> {
        let paired = self.devices.get(&series)?;
        let edges = |span: &Span| span.case == case && (span.from_ms == ms || span.until_ms == Some(ms));
        if self.known.spans.iter().any(edges) {
            return None;
        }
        let lay = |when| {
            let here = self.lies_in(&paired.township, case, when);
            here && (paired.role != Role::Worker || self.has(paired, case, when))
        };
        Some(lay(When::Now) || lay(When::At(ms)))
    }

    fn all_cases(&self) -> BTreeSet<CaseId> {
        self.known.spans.iter().map(|span| span.case).collect()
    }

    /// The cases whose files a device reads.
    pub fn cases(&self, paired: &Paired) -> BTreeSet<CaseId> {
        self.all_cases().into_iter().filter(|case| self.reads(paired, *case)).collect()
    }

    /// The cases of which a device has a card.
    pub fn cards(&self, paired: &Paired) -> BTreeSet<CaseId> {
        self.all_cases().into_iter().filter(|case| self.has_card(paired, *case)).collect()
    }

    /// Where a case lies now.
    pub fn townships(&self, case: CaseId) -> BTreeSet<TownshipCode> {
        let spans = self.known.spans.iter();
        let runs = spans.filter(|span| span.case == case && span.worker.is_none() && span.until_ms.is_none());
        runs.map(|span| span.township.clone()).collect()
    }
}
