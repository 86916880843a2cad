//! 变更执行地: the chain of steps and what each step starts (R-TRANSFER).

use chrono::NaiveDate;

use super::DutyKind;
use super::deadline::{Case, Clock, Deadline, DeadlineStatus, Start};
use crate::case::course::Course;
use crate::case::{CaseFile, Fact, TransferStep};
use crate::document::Paper;
use crate::id::EventId;
use crate::moment::{Moment, civil_date};

/// A step that was taken.
pub type Taken = (Moment, EventId);

/// One change of place, as far as it has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Transfer {
    pub requested: Option<Taken>,
    pub notified: Option<Taken>,
    pub form: Option<Taken>,
    pub approved: Option<Taken>,
    pub notice_received: Option<NaiveDate>,
    pub denied: Option<Taken>,
    pub handed_over: Option<Taken>,
    pub reported_in: Option<Taken>,
}

impl Transfer {
    /// Refused, or arrived at the new place.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.denied.is_some() || self.reported_in.is_some()
    }

    fn take(&mut self, step: &Fact<TransferStep>) {
        let taken = (step.happened_at, step.event);
        let place = match step.body {
            TransferStep::Requested => &mut self.requested,
            TransferStep::OrgNotified => &mut self.notified,
            TransferStep::FormSubmitted => &mut self.form,
            TransferStep::Approved { notice_received } => {
                self.notice_received = self.notice_received.or(notice_received);
                &mut self.approved
            }
            TransferStep::Denied => &mut self.denied,
            TransferStep::DossierHandedOver => &mut self.handed_over,
            TransferStep::ReportedIn => &mut self.reported_in,
        };
        place.get_or_insert(taken);
    }
}

/// The changes of place of a case, in order; steps after the measure was over are none.
#[must_use]
pub fn transfers(file: &CaseFile, course: &Course) -> Vec<Transfer> {
    let mut all: Vec<Transfer> = Vec::new();
    let in_time = |day: NaiveDate| day <= course.judged() && course.last.is_none_or(|last| day <= last);
    for step in file.transfers.iter().filter(|step| in_time(step.day())) {
        let opens = matches!(step.body, TransferStep::Requested);
        let late_step = !matches!(step.body, TransferStep::DossierHandedOver);
        match all.last_mut() {
            Some(current) if !(opens || late_step && current.is_closed()) => current.take(step),
            _ => {
                let mut fresh = Transfer::default();
                fresh.take(step);
                all.push(fresh);
            }
        }
    }
    all
}

/// Whether the last change of place is under way (R-TRANSFER-10).
#[must_use]
pub fn in_progress(file: &CaseFile, course: &Course) -> bool {
    !course.is_over() && transfers(file, course).last().is_some_and(|last| !last.is_closed())
}

pub(super) fn deadlines(file: &CaseFile, clock: &Clock<'_>, all: &mut Vec<Deadline>) {
    let transfers = transfers(file, clock.course);
    for (at, transfer) in transfers.iter().enumerate() {
        let superseded = transfers.get(at + 1).and_then(|next| next.requested).map(day);
        steps(file, transfer, superseded, clock, all);
    }
}

fn day(taken: Taken) -> NaiveDate {
    civil_date(taken.0)
}

fn steps(
    file: &CaseFile,
    transfer: &Transfer,
    superseded: Option<NaiveDate>,
    clock: &Clock<'_>,
    all: &mut Vec<Deadline>,
) {
    let stops = [clock.course.over(), transfer.denied.map(day), superseded.filter(|_| !transfer.is_closed())];
    let stop = stops.into_iter().flatten().min();
    let decided = transfer.approved.or(transfer.denied);
    let chain = [
        (DutyKind::TransferNotifyOrg, transfer.requested, transfer.notified),
        (DutyKind::TransferForm, transfer.notified, transfer.form),
        (DutyKind::TransferDecision, transfer.form, decided),
        (DutyKind::DossierHandover, handover_from(file, transfer, clock), transfer.handed_over),
    ];
    for (kind, start, done) in chain {
        if let Some((at, event)) = start {
            let case = Case { start: Start::Instant(at), source: Some(event), done, stop, clock };
            all.extend(case.deadline(kind));
        }
    }
    if let (Some(received), Some((_, event))) = (transfer.notice_received, transfer.approved) {
        let start = Start::Day(received);
        let case = Case { start, source: Some(event), done: transfer.reported_in, stop, clock };
        all.extend(
            case.deadline(DutyKind::TransferReportIn).map(|deadline| while_detained(deadline, clock.course)),
        );
    }
}

/// What the dossier's days run from: the approval, or the letter to the new office where RD-29 is read so.
fn handover_from(file: &CaseFile, transfer: &Transfer, clock: &Clock<'_>) -> Option<Taken> {
    let approved = transfer.approved?;
    if !clock.policy.on(day(approved)).handover_from_letter {
        return Some(approved);
    }
    let letter = crate::document::filled(file, Paper::D16, approved.1, clock.course.today)?;
    file.event(letter).map(|event| (event.happened_at, letter))
}

/// Nobody is overdue while detained; what was missed before stays missed.
fn while_detained(deadline: Deadline, course: &Course) -> Deadline {
    let held = course.open_detention().is_some_and(|from| deadline.due.day() >= from);
    let missed = matches!(deadline.status, DeadlineStatus::Missed);
    if held && missed { Deadline { status: DeadlineStatus::Open, ..deadline } } else { deadline }
}
