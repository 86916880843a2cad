//! 请假台账: asked for, approved, extended, back or not (R-LEAVE-1 to R-LEAVE-5). Who stays away beyond the approved day
//! is overdue here; what counts as an absence stands with the breaches.

use chrono::NaiveDate;

use super::{RegisterRow, RowStatus, deadline_from, key_of, span, text};
use crate::case::{Away, CaseFile, Fact};
use crate::duty::{DutyKind, Reckoning};
use crate::event::LeaveRequested;

/// One leave as far as it has come.
struct Told<'a> {
    asked: &'a Fact<Away>,
    request: &'a LeaveRequested,
    /// Approved day of return; the last where it was extended.
    until: Option<NaiveDate>,
    extended: bool,
    back: Option<NaiveDate>,
}

pub(super) fn rows(file: &CaseFile, reckoning: &Reckoning) -> Vec<RegisterRow> {
    let mut all: Vec<Told<'_>> = Vec::new();
    for fact in file.away.iter().filter(|fact| fact.day() <= reckoning.course.today) {
        let open = all.last_mut().filter(|leave| leave.back.is_none());
        match (&fact.body, open) {
            (Away::Requested(request), _) => {
                all.push(Told { asked: fact, request, until: None, extended: false, back: None });
            }
            (Away::Approved(approved), Some(leave)) => {
                leave.extended = leave.until.is_some();
                leave.until = Some(approved.until);
            }
            (Away::Returned(_), Some(leave)) => leave.back = Some(fact.day()),
            (Away::Approved(_) | Away::Returned(_), None) | (Away::Absence(_), _) => {}
        }
    }
    all.iter().map(|leave| row(leave, reckoning)).collect()
}

fn row(leave: &Told<'_>, reckoning: &Reckoning) -> RegisterRow {
    let Told { asked, request, until, extended, back } = leave;
    let today = reckoning.course.today;
    let (status, clause) = match (until, back) {
        (None, None) => (RowStatus::Due, "R-LEAVE-3"),
        (None, Some(_)) => (RowStatus::Closed, "R-LEAVE-3"),
        (Some(until), None) if today > *until => (RowStatus::Overdue, "R-LEAVE-8"),
        (Some(_), None) => (RowStatus::Running, "R-LEAVE-5"),
        (Some(until), Some(back)) if back > until => (RowStatus::Late, "R-LEAVE-8"),
        (Some(_), Some(_)) => (RowStatus::Done, "R-LEAVE-5"),
    };
    let asked_in_time = deadline_from(reckoning, DutyKind::LeaveRequest, asked.event);
    let remark = match (until, status) {
        (None, RowStatus::Due) => "待准假".to_owned(),
        (Some(until), RowStatus::Overdue) => format!("超期{}天未返回", (today - *until).num_days()),
        _ if *extended => "已续假".to_owned(),
        _ => String::new(),
    };
    RegisterRow {
        status,
        day: back.or(*until).unwrap_or(request.until),
        clause: clause.to_owned(),
        duty: asked_in_time.and_then(|deadline| key_of(reckoning, deadline)),
        event: Some(asked.event),
        clock: None,
        cells: vec![
            asked.day().to_string(),
            span(Some(request.from), Some(request.until)),
            request.destination.clone(),
            request.reason.to_string(),
            text(*until),
            text(*back),
            remark,
        ],
    }
}
