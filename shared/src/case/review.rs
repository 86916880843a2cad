//! 核对: what the office said of each record last, and whether its author mended it since.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::CaseFile;
use crate::event::{Body, ReviewVerdict};
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

/// Reads the events in canonical order, once.
pub(super) fn reviews(file: &CaseFile) -> BTreeMap<EventId, RecordReview> {
    let mut reviews: BTreeMap<EventId, RecordReview> = BTreeMap::new();
    for event in file.events.iter().filter(|event| !file.is_voided(event.id)) {
        if let Body::Reviewed(said) = &event.body {
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
                waits_again: false,
            };
            reviews.insert(said.target, review);
        } else if let Body::Amend(amend) = &event.body
            && let Some(review) = reviews.get_mut(&amend.target)
            && review.author == event.author
        {
            review.waits_again = true;
        }
    }
    reviews
}
