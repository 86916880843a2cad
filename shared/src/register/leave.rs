//! 请假台账: asked for, approved, extended, back or not (R-LEAVE-1 to R-LEAVE-5). Who stays away beyond the approved day
//! is overdue here; what counts as an absence stands with the breaches.

use super::{RegisterRow, RowStatus, deadline_from, key_of, span, text};
use crate::case::{CaseFile, Leave, leaves};
use crate::duty::{DutyKind, Reckoning};

pub(super) fn rows(file: &CaseFile, reckoning: &Reckoning) -> Vec<RegisterRow> {
    leaves(file, reckoning.course.today).iter().map(|leave| row(leave, reckoning)).collect()
}

fn row(leave: &Leave<'_>, reckoning: &Reckoning) -> RegisterRow {
    let Leave { event, asked, request, extended, denied, back, .. } = leave;
    let until = leave.approved.map(|(_, until)| until);
    let today = reckoning.course.today;
    let (status, clause) = match (until, back) {
        (None, None) if denied.is_some() => (RowStatus::Closed, "R-LEAVE-3"),
        (None, None) => (RowStatus::Due, "R-LEAVE-3"),
        (None, Some(_)) => (RowStatus::Closed, "R-LEAVE-3"),
        (Some(until), None) if today > until => (RowStatus::Overdue, "R-LEAVE-8"),
        (Some(_), None) => (RowStatus::Running, "R-LEAVE-5"),
        (Some(until), Some(back)) if *back > until => (RowStatus::Late, "R-LEAVE-8"),
        (Some(_), Some(_)) => (RowStatus::Done, "R-LEAVE-5"),
    };
    let asked_in_time = deadline_from(reckoning, DutyKind::LeaveRequest, *event);
    let remark = match (until, status) {
        (None, RowStatus::Closed) if denied.is_some() => "不准假".to_owned(),
        (None, RowStatus::Due) => "待准假".to_owned(),
        (Some(until), RowStatus::Overdue) => format!("超期{}天未返回", (today - until).num_days()),
        _ if *extended => "已续假".to_owned(),
        _ => String::new(),
    };
    RegisterRow {
        status,
        day: back.or(until).unwrap_or(request.until),
        clause: clause.to_owned(),
        duty: asked_in_time.and_then(|deadline| key_of(reckoning, deadline)),
        event: Some(*event),
        clock: None,
        cells: vec![
            asked.to_string(),
            span(Some(request.from), Some(request.until)),
            request.destination.clone(),
            request.reason.to_string(),
            text(until),
            text(*back),
            remark,
        ],
    }
}
