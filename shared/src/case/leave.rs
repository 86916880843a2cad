//! 请假: each leave as far as it has come: asked for, approved or not, extended, back (R-LEAVE-1 to R-LEAVE-5).

use chrono::NaiveDate;

use super::{Away, CaseFile};
use crate::event::{LeaveApproved, LeaveRequested};
use crate::id::EventId;
use crate::moment::{Moment, civil_date};

/// One leave.
#[derive(Debug, Clone)]
pub struct Leave<'a> {
    /// The request.
    pub event: EventId,
    pub asked: NaiveDate,
    pub asked_at: Moment,
    pub request: &'a LeaveRequested,
    /// Approved first day and day of return; the last where it was extended.
    pub approved: Option<(NaiveDate, NaiveDate)>,
    /// The last approval.
    pub approval: Option<EventId>,
    pub extended: bool,
    pub denied: Option<NaiveDate>,
    pub back: Option<NaiveDate>,
    /// The return.
    pub returned: Option<EventId>,
}

impl Leave<'_> {
    /// Nobody answered the request yet (R-LEAVE-3).
    #[must_use]
    pub const fn is_asked(&self) -> bool {
        self.approved.is_none() && self.denied.is_none() && self.back.is_none()
    }

    /// First day and day of return, as approved or else as asked for.
    #[must_use]
    pub fn days(&self) -> (NaiveDate, NaiveDate) {
        self.approved.unwrap_or((self.request.from, self.request.until))
    }

    /// Approved, and the person has not come back (R-LEAVE-5).
    #[must_use]
    pub const fn runs(&self) -> bool {
        self.approved.is_some() && self.back.is_none()
    }
}

/// What answers a request, or ends a leave.
enum Answer<'a> {
    Approved(&'a LeaveApproved),
    Denied(NaiveDate),
    Returned,
}

/// The leaves of a file, facts of later days left out, in order. An approval, an extension and a denial go to the leave
/// whose first day they name, a return to the one under way ([`under_way`]).
#[must_use]
pub fn leaves(file: &CaseFile, today: NaiveDate) -> Vec<Leave<'_>> {
    let mut all: Vec<Leave<'_>> = Vec::new();
    let mut answers: Vec<(Moment, EventId, Answer<'_>)> = Vec::new();
    for fact in file.away.iter().filter(|fact| fact.day() <= today) {
        let answer = match &fact.body {
            Away::Requested(request) => {
                all.push(Leave {
                    event: fact.event,
                    asked: fact.day(),
                    asked_at: fact.happened_at,
                    request,
                    approved: None,
                    approval: None,
                    extended: false,
                    denied: None,
                    back: None,
                    returned: None,
                });
                continue;
            }
            Away::Approved(approved) => Answer::Approved(approved),
            Away::Returned(_) => Answer::Returned,
            Away::Absence(_) => continue,
        };
        answers.push((fact.happened_at, fact.event, answer));
    }
    for fact in file.leave_denials.iter().filter(|fact| fact.day() <= today) {
        answers.push((fact.happened_at, fact.event, Answer::Denied(fact.body.from)));
    }
    answers.sort_by_key(|(at, event, _)| (*at, *event));
    for (at, event, answer) in answers {
        let day = civil_date(at);
        match answer {
            Answer::Approved(approved) => {
                if let Some(leave) = approves(&all, approved.from, at).and_then(|found| all.get_mut(found)) {
                    leave.extended = leave.approved.is_some();
                    leave.approved = Some((approved.from, approved.until));
                    leave.approval = Some(event);
                }
            }
            Answer::Denied(from) => {
                if let Some(leave) = answered(&all, from, at).and_then(|found| all.get_mut(found)) {
                    leave.denied = Some(day);
                }
            }
            Answer::Returned => {
                let asked = |leave: &Leave<'_>| leave.is_asked() && leave.asked_at <= at;
                let found = place(&all, day).or_else(|| all.iter().rposition(asked));
                let days = found.and_then(|found| all.get(found)).map(Leave::days);
                // What was asked for from the day of return on makes the same leave longer: one is back from both (R-LEAVE-5).
                let ends = |leave: &Leave<'_>| {
                    let is_open = leave.runs() || (leave.is_asked() && leave.asked_at <= at);
                    is_open && days.is_some_and(|days| leave.days().0 <= days.1 && leave.days().1 >= days.0)
                };
                for (place, leave) in all.iter_mut().enumerate() {
                    if Some(place) == found || ends(leave) {
                        leave.back = Some(day);
                        leave.returned = Some(event);
                    }
                }
            }
        }
    }
    all
}

/// The leave somebody is on: the last that has begun by `day`, else the last that is approved.
#[must_use]
pub fn under_way<'a, 'f>(all: &'a [Leave<'f>], day: NaiveDate) -> Option<&'a Leave<'f>> {
    place(all, day).and_then(|found| all.get(found))
}

fn place(all: &[Leave<'_>], day: NaiveDate) -> Option<usize> {
    let begun = |leave: &Leave<'_>| leave.runs() && leave.approved.is_some_and(|(from, _)| from <= day);
    all.iter().rposition(begun).or_else(|| all.iter().rposition(Leave::runs))
}

/// The unanswered request with that first day; one of the same day too, for what is written under the day alone.
fn answered(all: &[Leave<'_>], from: NaiveDate, at: Moment) -> Option<usize> {
    let of = |leave: &Leave<'_>| leave.is_asked() && leave.request.from == from;
    let before = all.iter().rposition(|leave| of(leave) && leave.asked_at <= at);
    before.or_else(|| all.iter().position(|leave| of(leave) && leave.asked == civil_date(at)))
}

/// The request an approval grants or the leave it extends; without such a first day, the only one it can be meant for.
fn approves(all: &[Leave<'_>], from: NaiveDate, at: Moment) -> Option<usize> {
    let extended = |leave: &Leave<'_>| leave.runs() && leave.approved.is_some_and(|(first, _)| first == from);
    answered(all, from, at).or_else(|| all.iter().rposition(extended)).or_else(|| {
        let open = |leave: &Leave<'_>| leave.asked_at <= at && (leave.is_asked() || leave.runs());
        let mut open = all.iter().enumerate().filter(|(_, leave)| open(leave)).map(|(found, _)| found);
        open.next().filter(|_| open.next().is_none())
    })
}
