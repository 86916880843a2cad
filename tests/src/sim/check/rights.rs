//! Who may be sent what, as the log tells it. A second reading of the rule, apart from `shared::access` on purpose.

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

/// The rights at this place of the log.
#[derive(Debug, Default)]
pub struct Rights {
    pub devices: BTreeMap<SeriesId, Paired>,
    placed: BTreeMap<CaseId, TownshipCode>,
    assigned: BTreeMap<CaseId, Vec<UserId>>,
    revoked: BTreeSet<SeriesId>,
    suspended: BTreeSet<UserId>,
}

impl Rights {
    pub fn see(&mut self, entry: &Entry) {
        match entry {
            Entry::Paired { series, user, township, role, .. } => {
                let paired = Paired { user: *user, township: township.clone(), role: *role };
                self.devices.insert(*series, paired);
            }
            Entry::Placed { case, township } => {
                self.placed.insert(*case, township.clone());
            }
            Entry::Assigned { case, workers } => {
                self.assigned.insert(*case, workers.clone());
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
            Entry::Restored { rights, .. } => {
                self.placed = rights.placed.iter().cloned().collect();
                self.assigned = rights.assigned.iter().cloned().collect();
                self.revoked.clone_from(&rights.revoked);
                self.suspended.clone_from(&rights.suspended);
            }
            _ => {}
        }
    }

    /// Whether anything at all may be answered.
    pub fn is_alive(&self, series: SeriesId) -> bool {
        !self.revoked.contains(&series)
            && self.devices.get(&series).is_some_and(|paired| !self.suspended.contains(&paired.user))
    }

    /// Whether the device may be sent a fact of this stream.
    pub fn may_see(&self, series: SeriesId, stream: &Stream) -> bool {
        let Some(paired) = self.devices.get(&series) else { return false };
        match stream {
            Stream::Office(township) => *township == paired.township,
            Stream::Case(case) => self.reads(paired, *case),
        }
    }

    fn reads(&self, paired: &Paired, case: CaseId) -> bool {
        let here = self.placed.get(&case) == Some(&paired.township);
        let mine = || self.assigned.get(&case).is_some_and(|workers| workers.contains(&paired.user));
        here && (paired.role == Role::Police || (paired.role == Role::Worker && mine()))
    }

    /// The cases of a device.
    pub fn cases(&self, paired: &Paired) -> BTreeSet<CaseId> {
        self.placed.keys().copied().filter(|case| self.reads(paired, *case)).collect()
    }
}
