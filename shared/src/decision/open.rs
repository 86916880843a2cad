//! Which decisions a case is open to, and until when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::DecisionKind;
use crate::access::takes_two;
use crate::calendar::plus_days;
use crate::case::{CaseFile, DischargeStep, Fact, leaves, under_way, unreported};
use crate::duty::deadline::Due;
use crate::duty::{Alert, Duty, DutyKey, DutyKind, Reckoning, transfer};
use crate::event::{FoundOutcome, SeriousDetermined};
use crate::id::EventId;
use crate::moment::Moment;
use crate::norm::clause_text;

/// Days before a day without a rule of its own that it is called near.
const NEAR_DAYS: i64 = 3;

/// Something that may be decided or recorded in a case now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OpenDecision {
    pub kind: DecisionKind,
    pub clause: String,
    pub clause_text: String,
    /// 待决定: somebody or some clock waits for it. Others are recorded when they happen.
    pub waits: bool,
    /// Last day in time; `None` where the norm sets none.
    pub due: Option<NaiveDate>,
    /// To the minute, where hours are counted.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub due_at: Option<Moment>,
    /// Days from today to `due`; negative when past.
    pub days_left: Option<i32>,
    pub alert: Alert,
    /// What is to be decided on, in Chinese; may be empty.
    pub about: String,
    /// The fact it answers.
    pub event: Option<EventId>,
    /// The duty whose date it is: it can be explained.
    pub duty: Option<DutyKey>,
    /// 两人: one writes it, another approves.
    pub takes_two: bool,
}

/// Everything a case is open to, what waits first, by its clock.
#[must_use]
pub fn open_decisions(file: &CaseFile, reckoning: &Reckoning, duties: &[Duty]) -> Vec<OpenDecision> {
    let mut found = Found { file, reckoning, duties, all: Vec::new() };
    if file.order.is_some() {
        found.leave();
        found.breach();
        found.custody();
        found.transfer();
        found.discharge();
        found.other_measures();
    }
    let mut all = found.all;
    if reckoning.course.state().is_sealed() {
        all.retain(|one| goes_into_sealed(one.kind));
    }
    all.sort_by_key(|one| (!one.waits, one.due.is_none(), one.due, one.kind));
    all
}

/// A sealed file takes the receipt of the discharge notice, and nothing else that is decided.
const fn goes_into_sealed(kind: DecisionKind) -> bool {
    matches!(kind, DecisionKind::DischargeReceipt)
}

/// What waits.
#[must_use]
pub fn waiting(file: &CaseFile, reckoning: &Reckoning, duties: &[Duty]) -> Vec<OpenDecision> {
    let mut all = open_decisions(file, reckoning, duties);
    all.retain(|one| one.waits);
    all
}

/// The last determination of a day not after `today` that was not withdrawn.
pub(super) fn standing(file: &CaseFile, today: NaiveDate) -> Option<&Fact<SeriousDetermined>> {
    let withdrawn = |event| file.withdrawals.iter().any(|fact| fact.body.determination == event);
    file.determinations.iter().rfind(|fact| fact.day() <= today && !withdrawn(fact.event))
}

struct Found<'a> {
    file: &'a CaseFile,
    reckoning: &'a Reckoning,
    duties: &'a [Duty],
    all: Vec<OpenDecision>,
}

/// Nothing waits for it yet.
fn made(kind: DecisionKind, about: String, event: Option<EventId>) -> OpenDecision {
    let clause = kind.clause();
    OpenDecision {
        kind,
        clause: clause.to_owned(),
        clause_text: clause_text(clause).to_owned(),
        waits: false,
        due: None,
        due_at: None,
        days_left: None,
        alert: Alert::Green,
        about,
        event,
        duty: None,
        takes_two: takes_two(kind),
    }
}

impl Found<'_> {
    fn may(&mut self, kind: DecisionKind) {
        self.about(kind, String::new(), None);
    }

    fn about(&mut self, kind: DecisionKind, about: String, event: Option<EventId>) {
        self.all.push(made(kind, about, event));
    }

    /// Waits until a day that no table of deadlines has.
    fn until(&mut self, kind: DecisionKind, about: String, event: Option<EventId>, due: Option<NaiveDate>) {
        let left = due.map(|due| (due - self.reckoning.course.today).num_days());
        let alert = match left {
            Some(left) if left < 0 => Alert::Red,
            Some(left) if left > NEAR_DAYS => Alert::Green,
            Some(_) | None => Alert::Yellow,
        };
        let days_left = left.map(|left| i32::try_from(left).unwrap_or(i32::MAX));
        self.all.push(OpenDecision { waits: true, due, days_left, alert, ..made(kind, about, event) });
    }

    /// Waits where the duty is owed; whether it is.
    fn owed(&mut self, kind: DecisionKind, duty: DutyKind, about: String) -> bool {
        let Some(owed) = self.duties.iter().rev().find(|owed| owed.key.kind == duty) else {
            return false;
        };
        let deadline = self.reckoning.deadline(duty);
        let due_at = deadline.and_then(|deadline| match deadline.due {
            Due::Instant(at) => Some(at),
            Due::Day(_) => None,
        });
        self.all.push(OpenDecision {
            clause: owed.clause.clone(),
            clause_text: clause_text(&owed.clause).to_owned(),
            waits: true,
            due: Some(owed.due),
            due_at,
            days_left: Some(owed.days_left),
            alert: owed.alert,
            duty: Some(owed.key),
            ..made(kind, about, deadline.and_then(|deadline| deadline.source))
        });
        true
    }

    fn runs(&self) -> bool {
        let course = &self.reckoning.course;
        course.first.is_some() && !course.is_over()
    }

    fn leave(&mut self) {
        let course = &self.reckoning.course;
        let today = course.today;
        let held = course.open_detention().is_some();
        let file = self.file;
        if self.runs() && !held {
            self.may(DecisionKind::LeaveRequest);
        }
        if !self.runs() {
            return;
        }
        let all = leaves(file, today);
        let on = under_way(&all, today).map(|leave| leave.event);
        for leave in &all {
            let (from, until) = leave.days();
            let about = format!("{from}至{until}，{}（{}）", leave.request.destination, leave.request.reason);
            if leave.is_asked() && leave.request.until >= today {
                // Only with the notice in hand may the person go.
                let before = plus_days(leave.request.from, -1);
                self.until(DecisionKind::LeaveApproval, about.clone(), Some(leave.event), Some(before));
                self.about(DecisionKind::LeaveDenial, about, Some(leave.event));
            } else if leave.runs() && (from <= today || on == Some(leave.event)) {
                if until <= today {
                    self.until(DecisionKind::LeaveReturn, about.clone(), Some(leave.event), Some(until));
                } else {
                    self.about(DecisionKind::LeaveReturn, about.clone(), Some(leave.event));
                }
                self.about(DecisionKind::LeaveExtension, about, Some(leave.event));
            }
        }
    }

    fn breach(&mut self) {
        let course = &self.reckoning.course;
        let undecided = self.reckoning.ladder.undecided();
        if !undecided.is_empty() {
            let series: Vec<&str> = undecided.iter().map(|series| series.label()).collect();
            let about = format!("{}已达可以认定的情形", series.join("、"));
            self.owed(DecisionKind::Determination, DutyKind::Determination, about);
        }
        let last = standing(self.file, course.today);
        if let Some(fact) = last {
            self.about(DecisionKind::Withdrawal, fact.body.ground.to_string(), Some(fact.event));
            self.owed(DecisionKind::BreachReport, DutyKind::BreachReport, String::new());
        }
    }

    fn custody(&mut self) {
        let course = &self.reckoning.course;
        if course.ending.is_some() || course.is_over() {
            return;
        }
        match course.open_detention() {
            Some(since) => {
                self.about(DecisionKind::Release, format!("{since}起羁押"), None);
            }
            None => {
                self.may(DecisionKind::Detention);
            }
        }
        let found = self.file.found.iter().rfind(|fact| fact.day() <= course.today);
        let isolated = found.filter(|fact| fact.body.outcome == FoundOutcome::CompulsoryIsolation);
        match isolated {
            // The police decided it, the file is still open (R-REPORTIN-7).
            Some(fact) => {
                let about = format!("{}{}：{}", fact.day(), fact.body.organ, fact.body.outcome);
                self.until(DecisionKind::Ending, about, Some(fact.event), None);
            }
            None => self.may(DecisionKind::Ending),
        }
    }

    fn transfer(&mut self) {
        let course = &self.reckoning.course;
        if course.is_over() || course.ending.is_some() {
            return;
        }
        let chains = transfer::transfers(self.file, course);
        let Some(chain) = chains.last().filter(|chain| !chain.is_closed()) else {
            if course.first.is_some() {
                self.may(DecisionKind::TransferRequest);
            }
            return;
        };
        let decided = chain.approved.is_some();
        if chain.notified.is_none()
            && !self.owed(DecisionKind::TransferNotice, DutyKind::TransferNotifyOrg, String::new())
        {
            self.may(DecisionKind::TransferNotice);
        }
        if chain.notified.is_some() && chain.form.is_none() {
            self.owed(DecisionKind::TransferForm, DutyKind::TransferForm, String::new());
        }
        if chain.form.is_some() && !decided {
            self.owed(DecisionKind::TransferApproval, DutyKind::TransferDecision, String::new());
            self.may(DecisionKind::TransferDenial);
        }
        if decided && chain.handed_over.is_none() {
            self.owed(DecisionKind::DossierHandover, DutyKind::DossierHandover, String::new());
        }
        if decided && !self.owed(DecisionKind::TransferArrival, DutyKind::TransferReportIn, String::new()) {
            self.may(DecisionKind::TransferArrival);
        }
    }

    fn discharge(&mut self) {
        let course = &self.reckoning.course;
        if course.ending.is_some() || course.first.is_none() {
            return;
        }
        let steps = &self.file.discharge;
        let has = |wanted: DischargeStep| steps.iter().any(|fact| fact.body == wanted);
        let (proposed, issued) = (has(DischargeStep::Proposed), has(DischargeStep::NoticeIssued));
        let received = has(DischargeStep::NoticeReceived);
        let expired = course.is_over();
        self.owed(DecisionKind::FinalAssessment, DutyKind::FinalAssessment, String::new());
        if !proposed {
            self.owed(DecisionKind::DischargeProposal, DutyKind::DischargeProposal, String::new());
        }
        if (proposed || expired) && !issued && !received {
            self.may(DecisionKind::DischargeNotice);
        }
        if (issued || expired)
            && !received
            && !self.owed(DecisionKind::DischargeReceipt, DutyKind::DischargeNotice, String::new())
        {
            self.may(DecisionKind::DischargeReceipt);
        }
    }

    /// R-OTHER: with consent, beside every other duty; enrolment in maintenance is told to the police at once.
    fn other_measures(&mut self) {
        if !self.runs() {
            return;
        }
        match unreported(self.file) {
            Some(fact) => {
                let about = format!("{}：{}已参加，待报公安备案", fact.body.measure, fact.day());
                self.until(DecisionKind::OtherMeasure, about, Some(fact.event), None);
            }
            None => {
                self.may(DecisionKind::OtherMeasure);
            }
        }
    }
}
