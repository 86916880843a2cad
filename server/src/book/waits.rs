//! 核对收件箱: what of a case waits for the office, as far as it does not depend on who asks or on what is still on its
//! way. A county has a hundred thousand such records and shows fifty.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use shared::case::{Issue, IssueKind};
use shared::id::{EventId, SeriesId, UserId};
use shared::inbox::{InboxFinding, finding_of, findings, waits};
use shared::moment::Moment;

use super::{Book, CaseBook, Known, lock};

/// A contradiction with its records, or one record.
#[derive(Debug, PartialEq, Eq)]
pub struct Wait {
    pub what: What,
    /// Why it is to be looked at, beside how it came.
    pub findings: Vec<InboxFinding>,
    /// When the office received it; of several records the last.
    pub received_at: Moment,
}

/// What waits.
#[derive(Debug, PartialEq, Eq)]
pub enum What {
    /// 矛盾.
    Issue(Box<Issue>),
    /// One record, who wrote it, and its place.
    Record { event: EventId, author: UserId, series: SeriesId, seq: u32 },
}

impl Wait {
    /// The records it is about.
    #[must_use]
    pub fn events(&self) -> &[EventId] {
        match &self.what {
            What::Issue(issue) => &issue.events,
            What::Record { event, .. } => std::slice::from_ref(event),
        }
    }
}

impl Book {
    /// What of a case waits at a moment; kept as long as [`Book::listed`] is. `None` where no order is known.
    #[must_use]
    pub fn waits(&self, case: &CaseBook, at: Moment) -> Option<Arc<[Wait]>> {
        let listed = self.listed(case, at)?;
        let mut kept = lock(&case.kept);
        let kept = kept.as_mut()?;
        if let Some(waits) = &kept.waits {
            return Some(Arc::clone(waits));
        }
        let waits: Arc<[Wait]> = self.waiting_in(case, &listed.issues).into();
        kept.waits = Some(Arc::clone(&waits));
        Some(waits)
    }

    fn waiting_in(&self, case: &CaseBook, issues: &[Issue]) -> Vec<Wait> {
        let mut came: Vec<&Known> = case.known.iter().collect();
        came.sort_unstable_by_key(|known| known.event);
        let find = |event: &EventId| {
            let at = came.binary_search_by_key(event, |known| known.event).ok()?;
            came.get(at).copied()
        };
        let mut rows = Vec::new();
        let mut remarks: BTreeMap<EventId, Vec<IssueKind>> = BTreeMap::new();
        let mut disputed = BTreeSet::new();
        for issue in issues {
            if !issue.kind.is_to_settle() {
                for event in &issue.events {
                    remarks.entry(*event).or_default().push(issue.kind);
                }
                continue;
            }
            disputed.extend(issue.events.iter().copied());
            let received = issue.events.iter().filter_map(find).map(|known| known.received_at).max();
            let Some(received_at) = received else { continue };
            let (what, findings) = (What::Issue(Box::new(issue.clone())), vec![finding_of(issue.kind)]);
            rows.push(Wait { what, findings, received_at });
        }
        for event in case.file.events.iter().filter(|event| !disputed.contains(&event.id)) {
            let (Some(way), Some(known)) = (waits(&case.file, event), find(&event.id)) else { continue };
            let kinds = remarks.get(&event.id).map_or(&[][..], Vec::as_slice);
            rows.push(Wait {
                what: What::Record {
                    event: event.id,
                    author: event.author,
                    series: known.series,
                    seq: known.seq,
                },
                findings: findings(event, way, kinds, known.mark, &self.rules),
                received_at: known.received_at,
            });
        }
        rows
    }
}
