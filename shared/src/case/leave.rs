//! 请假: each leave as far as it has come: asked for, approved or not, extended, back (R-LEAVE-1 to R-LEAVE-5).

use chrono::NaiveDate;

use super::{Away, CaseFile};
use crate::event::LeaveRequested;
use crate::id::EventId;

/// One leave.
#[derive(Debug, Clone)]
pub struct Leave<'a> {
    /// The request.
    pub event: EventId,
    pub asked: NaiveDate,
    pub request: &'a LeaveRequested,
    /// Approved first day and day of return; the last where it was extended.
    pub approved: Option<(NaiveDate, NaiveDate)>,
    pub extended: bool,
    pub denied: Option<NaiveDate>,
    pub back: Option<NaiveDate>,
}

impl Leave<'_> {
    /// Nobody answered the request yet (R-LEAVE-3).
    #[must_use]
    pub const fn is_asked(&self) -> bool {
        self.approved.is_none() && self.denied.is_none() && self.back.is_none()
    }

    /// Approved, and the person has not come back (R-LEAVE-5).
    #[must_use]
    pub const fn runs(&self) -> bool {
        self.approved.is_some() && self.back.is_none()
    }
}

/// The leaves of a file, facts of later days left out, in order.
#[must_use]
pub fn leaves(file: &CaseFile, today: NaiveDate) -> Vec<Leave<'_>> {
    let mut all: Vec<Leave<'_>> = Vec::new();
    for fact in file.away.iter().filter(|fact| fact.day() <= today) {
        let open = all.last_mut().filter(|leave| leave.back.is_none());
        match (&fact.body, open) {
            (Away::Requested(request), _) => all.push(Leave {
                event: fact.event,
                asked: fact.day(),
                request,
                approved: None,
                extended: false,
                denied: None,
                back: None,
            }),
            (Away::Approved(approved), Some(leave)) => {
                leave.extended = leave.approved.is_some();
                leave.approved = Some((approved.from, approved.until));
            }
            (Away::Returned(_), Some(leave)) => leave.back = Some(fact.day()),
            (Away::Approved(_) | Away::Returned(_), None) | (Away::Absence(_), _) => {}
        }
    }
    for fact in file.leave_denials.iter().filter(|fact| fact.day() <= today) {
        let of = |leave: &&mut Leave<'_>| leave.is_asked() && leave.request.from == fact.body.from;
        if let Some(leave) = all.iter_mut().find(of) {
            leave.denied = Some(fact.day());
        }
    }
    all
}
