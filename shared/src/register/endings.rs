//! 中止·终止·解除台账: detentions with the contact after release (R-SUSP-1, R-SUSP-3), endings (R-TERM-1, R-TERM-4), and
//! discharge from its proposal to the notice (R-DISCH-1, R-DISCH-3).

use super::{RegisterRow, RowStatus, key_of, of_deadline, text};
use crate::case::{CaseFile, Custody, DischargeStep, State};
use crate::duty::deadline::{Deadline, DeadlineStatus};
use crate::duty::{DutyKind, Reckoning};
use crate::event::{Body, Detained};
use crate::id::EventId;
use crate::moment::civil_date;

pub(super) fn rows(file: &CaseFile, reckoning: &Reckoning) -> Vec<RegisterRow> {
    let mut rows = suspensions(file, reckoning);
    rows.extend(ending(file, reckoning));
    rows.extend(discharge(file, reckoning));
    rows
}

#[expect(clippy::wildcard_enum_match_arm, reason = "only a detention has a site")]
fn detained(file: &CaseFile, event: EventId) -> Option<&Detained> {
    match &file.event(event)?.body {
        Body::Detained(detained) => Some(detained),
        _ => None,
    }
}

fn suspensions(file: &CaseFile, reckoning: &Reckoning) -> Vec<RegisterRow> {
    let row = |suspension: &crate::calendar::shift::Suspension| {
        let began = |step: &&crate::case::Fact<Custody>| {
            matches!(step.body, Custody::In { .. }) && step.day() == suspension.from
        };
        let record = file.custody.iter().find(began).map(|step| step.event);
        let held = record.and_then(|event| detained(file, event));
        let contact = suspension.until.and_then(|until| {
            reckoning.deadlines.iter().rev().find(|deadline| {
                deadline.rule.kind == DutyKind::ReleaseContact && deadline.start.day() == until
            })
        });
        RegisterRow {
            status: match (suspension.until, contact) {
                (None, _) => RowStatus::Suspended,
                (Some(_), Some(contact)) => of_deadline(contact.status),
                (Some(_), None) => RowStatus::Done,
            },
            day: suspension.until.unwrap_or(suspension.from),
            clause: contact.map_or("R-SUSP-1", |contact| contact.rule.clause).to_owned(),
            duty: contact.and_then(|contact| key_of(reckoning, contact)),
            event: record,
            clock: None,
            cells: vec![
                "中止".to_owned(),
                suspension.from.to_string(),
                text(suspension.until),
                text(held.map(|held| held.detention)),
                held.map(|held| held.site.clone()).unwrap_or_default(),
                contact.map(|contact| format!("{}前联系", contact.due.day())).unwrap_or_default(),
            ],
        }
    };
    reckoning.course.suspensions.iter().map(row).collect()
}

fn ending(file: &CaseFile, reckoning: &Reckoning) -> Option<RegisterRow> {
    let ending = reckoning.course.ending?;
    let paper = file.endings.iter().find(|fact| fact.event == ending.event);
    let (what, clause) = match reckoning.course.state() {
        State::Terminated => ("终止", "R-TERM-1"),
        State::Registered
        | State::Overdue
        | State::Active
        | State::Suspended
        | State::Expired
        | State::Discharged
        | State::ClosedOther => ("其他结案", "R-TERM-4"),
    };
    Some(RegisterRow {
        status: RowStatus::Closed,
        day: ending.day,
        clause: clause.to_owned(),
        duty: None,
        event: Some(ending.event),
        clock: None,
        cells: vec![
            what.to_owned(),
            ending.day.to_string(),
            String::new(),
            ending.kind.to_string(),
            paper.and_then(|fact| fact.body.paper.clone()).unwrap_or_default(),
            String::new(),
        ],
    })
}

/// From the last quarter of the term on, when discharge is prepared.
fn discharge(file: &CaseFile, reckoning: &Reckoning) -> Option<RegisterRow> {
    let course = &reckoning.course;
    let last = course.last.filter(|_| course.ending.is_none())?;
    let begun = reckoning
        .schedule
        .finals
        .iter()
        .any(|state| state.window.first.is_some_and(|first| first <= course.today));
    let steps = || file.discharge.iter().filter(|step| step.day() <= course.today);
    if !begun && steps().next().is_none() {
        return None;
    }
    let day_of = |wanted: DischargeStep| {
        steps().find(|step| step.body == wanted).map(|step| civil_date(step.happened_at))
    };
    let next = next(reckoning);
    let proposed = day_of(DischargeStep::Proposed).map(|day| format!("{day} 建议"));
    let noticed = day_of(DischargeStep::NoticeReceived).map(|day| format!("{day} 收到通知书"));
    let told: Vec<String> = [proposed, noticed].into_iter().flatten().collect();
    Some(RegisterRow {
        status: match next {
            Some(deadline) => of_deadline(deadline.status),
            None if course.notice_issued => RowStatus::Closed,
            None => RowStatus::Running,
        },
        day: next.map_or(last, |deadline| deadline.due.day()),
        clause: next.map_or("R-DISCH-5", |deadline| deadline.rule.clause).to_owned(),
        duty: next.and_then(|deadline| key_of(reckoning, deadline)),
        event: steps().next_back().map(|step| step.event),
        clock: None,
        cells: vec![
            "解除".to_owned(),
            text(course.first),
            last.to_string(),
            "期满".to_owned(),
            told.join("，"),
            next.map(|deadline| format!("{} {}前", deadline.rule.kind, deadline.due.day()))
                .unwrap_or_default(),
        ],
    })
}

/// What discharge waits for; the notice only once the proposal is made.
fn next(reckoning: &Reckoning) -> Option<&Deadline> {
    [DutyKind::DischargeProposal, DutyKind::DischargeNotice].into_iter().find_map(|kind| {
        let deadline = reckoning.deadline(kind)?;
        matches!(deadline.status, DeadlineStatus::Open | DeadlineStatus::Missed).then_some(deadline)
    })
}
