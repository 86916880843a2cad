//! 核对: what the office said of each record last, and whether its author mended it since.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::CaseFile;
use crate::event::{Body, Event, ReviewVerdict};
use crate::id::{EventId, UserId};
use crate::moment::Moment;

crate::codes! {
    /// What the office said last: as in an event, or that it waits.
    pub enum ReviewWord {
        Accepted = "accepted" "已核对", Returned = "returned" "退回", Held = "held" "搁置，待核",
    }
}

/// The review of a record that stands: the latest in canonical order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RecordReview {
    pub event: EventId,
    pub verdict: ReviewWord,
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
        self.verdict == ReviewWord::Returned && !self.waits_again
    }

    /// 搁置, and its author did nothing since.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.verdict == ReviewWord::Held && !self.waits_again
    }

    /// 已核对, as it reads now.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.verdict == ReviewWord::Accepted && !self.waits_again
    }
}

/// What one event says of a record.
struct Said<'a> {
    target: EventId,
    word: ReviewWord,
    note: &'a str,
    fields: &'a [String],
    basis: &'a [EventId],
}

impl<'a> Said<'a> {
    fn of(body: &'a Body) -> Option<Self> {
        if let Body::Reviewed(said) = body {
            let word = match said.verdict {
                ReviewVerdict::Accepted => ReviewWord::Accepted,
                ReviewVerdict::Returned => ReviewWord::Returned,
            };
            let (note, fields, basis) = (said.note.as_str(), said.fields.as_slice(), said.basis.as_slice());
            return Some(Self { target: said.target, word, note, fields, basis });
        }
        let Body::ReviewHeld(held) = body else { return None };
        Some(Self {
            target: held.target,
            word: ReviewWord::Held,
            note: &held.note,
            fields: &[],
            basis: &held.basis,
        })
    }
}

/// The latest in canonical order stands; what its author amended since is told by its basis, never by time.
pub(super) fn reviews(file: &CaseFile) -> BTreeMap<EventId, RecordReview> {
    let mut reviews: BTreeMap<EventId, RecordReview> = BTreeMap::new();
    for event in file.events.iter().filter(|event| !file.is_voided(event.id)) {
        let Some(said) = Said::of(&event.body) else { continue };
        let Some(target) = file.event(said.target).filter(|_| !file.is_voided(said.target)) else {
            continue;
        };
        let review = RecordReview {
            event: event.id,
            verdict: said.word,
            note: said.note.to_owned(),
            fields: said.fields.to_vec(),
            by: event.author,
            at: event.recorded_at,
            author: target.author,
            waits_again: is_mended(file, said.basis, target),
        };
        reviews.insert(said.target, review);
    }
    reviews
}

/// Whether its author amended the record in a way the reviewer did not see.
fn is_mended(file: &CaseFile, basis: &[EventId], target: &Event) -> bool {
    let amends = file.amended.get(&target.id).map_or(&[][..], Vec::as_slice);
    let by_author = |id: EventId| file.event(id).is_some_and(|amend| amend.author == target.author);
    amends.iter().any(|amend| !basis.contains(amend) && by_author(*amend))
}
