//! 核对: what the office said of each record last, and whether its author mended it since.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::CaseFile;
use crate::event::{Body, Event, ReviewVerdict, Reviewed};
use crate::id::{EventId, UserId};
use crate::moment::Moment;

/// The review of a record that stands: the latest in canonical order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RecordReview {
    pub event: EventId,
    pub verdict: ReviewVerdict,
    pub note: String,
    /// Paths of the fields to be looked at.
    pub fields: Vec<String>,
    pub by: UserId,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub at: Moment,
    /// Who recorded what was reviewed.
    pub author: UserId,
    /// 待再核: its author mended the record after this.
    pub waits_again: bool,
}

impl RecordReview {
    /// 退回, and its author did nothing yet.
    #[must_use]
    pub fn is_returned(&self) -> bool {
        self.verdict == ReviewVerdict::Returned && !self.waits_again
    }

    /// 已核对, as it reads now.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.verdict == ReviewVerdict::Accepted && !self.waits_again
    }
}

/// The latest in canonical order stands; what its author amended since is told by its basis, never by time.
pub(super) fn reviews(file: &CaseFile) -> BTreeMap<EventId, RecordReview> {
    let mut reviews: BTreeMap<EventId, RecordReview> = BTreeMap::new();
    for event in file.events.iter().filter(|event| !file.is_voided(event.id)) {
        let Body::Reviewed(said) = &event.body else { continue };
        let Some(target) = file.event(said.target).filter(|_| !file.is_voided(said.target)) else {
            continue;
        };
        let review = RecordReview {
            event: event.id,
            verdict: said.verdict,
            note: said.note.clone(),
            fields: said.fields.clone(),
            by: event.author,
            at: event.recorded_at,
            author: target.author,
            waits_again: is_mended(file, said, target),
        };
        reviews.insert(said.target, review);
    }
    reviews
}

/// Whether its author amended the record in a way the reviewer did not see.
fn is_mended(file: &CaseFile, said: &Reviewed, target: &Event) -> bool {
    let amends = file.amended.get(&target.id).map_or(&[][..], Vec::as_slice);
    let by_author = |id: EventId| file.event(id).is_some_and(|amend| amend.author == target.author);
    amends.iter().any(|amend| !said.basis.contains(amend) && by_author(*amend))
}
