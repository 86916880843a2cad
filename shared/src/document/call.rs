//! Which fact calls for which paper (R-FILE).

use chrono::NaiveDate;

use super::Paper;
use crate::case::ladder::series_of;
use crate::case::{Away, CaseFile, DischargeStep, Fact};
use crate::code::{Addressee, BreachSeries, TestResult, TestSetting};
use crate::duty::deadline::Due;
use crate::duty::schedule::WindowState;
use crate::duty::{DutyKind, Reckoning, transfer};
use crate::event::{AdmonitionIssued, PaperFilled, SeriousDetermined};
use crate::id::EventId;
use crate::page::WindowStatus;

/// One paper that is called for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    pub paper: Paper,
    /// The fact that calls for it; `None` where time alone does.
    pub because: Option<EventId>,
    /// Since when.
    pub since: Option<NaiveDate>,
    pub due: Option<Due>,
    pub to: &'static [Addressee],
    /// The fact by which it is there.
    pub made: Option<EventId>,
}

const POLICE: &[Addressee] = &[Addressee::PoliceDecision, Addressee::PoliceExecution];
const EXECUTION: &[Addressee] = &[Addressee::PoliceExecution];
const PERSON: &[Addressee] = &[Addressee::Person];
const PERSON_AND_FAMILY: &[Addressee] = &[Addressee::Person, Addressee::Family];
const DISCHARGE: &[Addressee] = &[Addressee::Person, Addressee::Family, Addressee::Township];
const NEW_OFFICE: &[Addressee] = &[Addressee::NewOffice];

/// All papers of a case, own ones from their trigger on, incoming ones once a fact says that they were issued.
#[must_use]
pub fn calls(file: &CaseFile, reckoning: &Reckoning) -> Vec<Call> {
    let mut calls = Calls { reckoning, all: Vec::new() };
    opening(file, &mut calls);
    contacts(file, &mut calls);
    windows(file, &mut calls);
    breaches(file, &mut calls);
    away(file, &mut calls);
    transfers(file, &mut calls);
    endings(file, &mut calls);
    calls.all
}

struct Calls<'a> {
    reckoning: &'a Reckoning,
    all: Vec<Call>,
}

impl Calls<'_> {
    fn push(
        &mut self,
        paper: Paper,
        because: Option<(EventId, NaiveDate)>,
        to: &'static [Addressee],
        made: Option<EventId>,
    ) {
        let (because, since) = because.unzip();
        self.all.push(Call { paper, because, since, due: None, to, made });
    }

    /// A paper that is there because the fact is.
    fn there<T>(&mut self, paper: Paper, facts: &[Fact<T>], to: &'static [Addressee]) {
        let today = self.reckoning.course.today;
        for fact in facts.iter().filter(|fact| fact.day() <= today) {
            self.push(paper, Some((fact.event, fact.day())), to, Some(fact.event));
        }
    }

    fn due(&mut self, kind: DutyKind) {
        let due = self.reckoning.deadline(kind).map(|deadline| deadline.due);
        if let Some(last) = self.all.last_mut() {
            last.due = due;
        }
    }
}

fn opening(file: &CaseFile, calls: &mut Calls<'_>) {
    let course = &calls.reckoning.course;
    let (missed, justified, today) = (course.report_in_missed(), course.justified, course.today);
    if let Some(order) = &file.order {
        calls.push(Paper::D01, Some((order.event, order.day())), PERSON_AND_FAMILY, Some(order.event));
    }
    if let Some(report_in) = file.report_in.as_ref().filter(|_| course.first.is_some()) {
        let because = Some((report_in.event, report_in.day()));
        calls.push(Paper::D02, because, &[], Some(report_in.event));
        calls.push(Paper::D03, because, PERSON, file.agreements.first().map(|fact| fact.event));
        calls.due(DutyKind::Agreement);
        calls.push(Paper::D04, because, PERSON, file.plans.last().map(|fact| fact.event));
        calls.push(Paper::D05, because, &[], file.groups.last().map(|fact| fact.event));
    }
    let because = file.order.as_ref().map(|order| order.event).zip(calls.reckoning.course.report_in_due);
    if missed {
        let served = file.overdue_notices.iter().find(|fact| fact.day() <= today).map(|fact| fact.event);
        calls.push(Paper::D06, because, PERSON_AND_FAMILY, served);
    }
    let sent = file.overdue_reports.iter().find(|fact| fact.day() <= today).map(|fact| fact.event);
    if missed || (justified && sent.is_some()) {
        calls.push(Paper::D12, because, POLICE, sent);
        calls.due(DutyKind::OverdueReport);
    }
}

fn contacts(file: &CaseFile, calls: &mut Calls<'_>) {
    calls.there(Paper::D07, &file.visits, &[]);
    calls.there(Paper::D09, &file.tests, &[]);
    calls.there(Paper::D10, &file.support, &[]);
    calls.there(Paper::X02, &file.guidance, &[]);
    calls.there(Paper::X03, &file.reports, &[]);
    let today = calls.reckoning.course.today;
    for test in file.tests.iter().filter(|test| test.day() <= today) {
        let because = Some((test.event, test.day()));
        let filled = |paper: Paper| filled(file, paper, test.event, today);
        let reported = filled(Paper::X04);
        if reported.is_some() || matches!(test.body.result, TestResult::Positive) {
            calls.push(Paper::X04, because, &[], reported);
        }
        if matches!(test.body.setting, TestSetting::OutOfArea) {
            calls.push(Paper::X05, because, &[], filled(Paper::X05));
        }
        if matches!(test.body.setting, TestSetting::Forced) {
            let approved =
                file.forced_approvals.iter().rev().find(|fact| fact.happened_at <= test.happened_at);
            calls.push(Paper::X11, because, &[], approved.map(|fact| fact.event));
        }
    }
}

/// The fact that filled a paper in about another fact.
pub(crate) fn filled(file: &CaseFile, paper: Paper, about: EventId, today: NaiveDate) -> Option<EventId> {
    let of_paper = |fact: &&Fact<PaperFilled>| {
        fact.body.paper == paper && fact.body.about == Some(about) && fact.day() <= today
    };
    file.papers.iter().find(of_paper).map(|fact| fact.event)
}

/// D08 for each test window begun; D17 for each assessment done, and for each window closed or due without one.
fn windows(file: &CaseFile, calls: &mut Calls<'_>) {
    let reckoning = calls.reckoning;
    let judged = reckoning.course.judged();
    let begun = |state: &&WindowState| {
        state.window.first.is_some_and(|first| first <= judged)
            && !matches!(state.status, WindowStatus::Suspended | WindowStatus::Cancelled)
    };
    for state in reckoning.schedule.tests.iter().filter(begun) {
        let since = state.window.first;
        let served = file.test_notices.iter().find(|notice| notice.body.window == state.window.number);
        let made = served.map(|notice| notice.event);
        calls.all.push(Call { paper: Paper::D08, because: None, since, due: None, to: PERSON, made });
    }
    let schedule = &reckoning.schedule;
    let closed = |state: &WindowState| state.window.last.filter(|last| *last < judged);
    let final_due = reckoning.deadline(DutyKind::FinalAssessment).map(|deadline| deadline.due.day());
    let of_windows = schedule.quarters.iter().chain(&schedule.years).map(|state| (state, closed(state)));
    let of_final = schedule.finals.iter().map(|state| match final_due {
        Some(due) => (state, Some(due).filter(|due| *due < judged)),
        None => (state, closed(state)),
    });
    for (state, since) in of_windows.chain(of_final) {
        if state.by.is_some() || since.is_some() {
            let because = state.by;
            calls.all.push(Call { paper: Paper::D17, because, since, due: None, to: &[], made: state.by });
        }
    }
}

fn breaches(file: &CaseFile, calls: &mut Calls<'_>) {
    let today = calls.reckoning.course.today;
    for series in BreachSeries::ALL {
        for (ordinal, event) in (1..).zip(calls.reckoning.ladder.admonished(*series)) {
            let issued =
                |fact: &&Fact<AdmonitionIssued>| fact.body.series == *series && fact.body.ordinal == ordinal;
            let made = file.admonitions.iter().find(issued).map(|fact| fact.event);
            let since = file.event(event).map(|event| crate::moment::civil_date(event.happened_at));
            calls.all.push(Call {
                paper: Paper::D11,
                because: Some(event),
                since,
                due: None,
                to: PERSON,
                made,
            });
        }
    }
    for fact in file.determinations.iter().filter(|fact| fact.day() <= today) {
        let because = Some((fact.event, fact.day()));
        let sent = file.breach_reports.iter().find(|report| report.happened_at >= fact.happened_at);
        calls.push(Paper::D12, because, addressees(&fact.body), sent.map(|fact| fact.event));
        calls.due(DutyKind::BreachReport);
        calls.push(Paper::X12, because, &[], Some(fact.event));
    }
}

/// R-TEST-13 names both polices, R-BREACH-6 only that of the place of execution.
fn addressees(determined: &SeriousDetermined) -> &'static [Addressee] {
    match series_of(determined.ground) {
        BreachSeries::Test => POLICE,
        BreachSeries::Absence => EXECUTION,
    }
}

fn away(file: &CaseFile, calls: &mut Calls<'_>) {
    let today = calls.reckoning.course.today;
    let asked: Vec<EventId> = calls
        .reckoning
        .deadlines
        .iter()
        .filter(|deadline| deadline.rule.kind == DutyKind::LeaveRequest)
        .filter_map(|deadline| deadline.source)
        .collect();
    for fact in file.away.iter().filter(|fact| fact.day() <= today) {
        let because = Some((fact.event, fact.day()));
        match &fact.body {
            Away::Requested(_) if asked.contains(&fact.event) => {
                calls.push(Paper::D13, because, &[], Some(fact.event));
            }
            Away::Approved(_) => calls.push(Paper::D14, because, PERSON, Some(fact.event)),
            Away::Requested(_) | Away::Absence(_) | Away::Returned(_) => {}
        }
    }
}

fn transfers(file: &CaseFile, calls: &mut Calls<'_>) {
    let day = |taken: transfer::Taken| (taken.1, crate::moment::civil_date(taken.0));
    for (at, transfer) in transfer::transfers(file, &calls.reckoning.course).into_iter().enumerate() {
        if let Some(requested) = transfer.requested {
            calls.push(Paper::X07, Some(day(requested)), EXECUTION, Some(requested.1));
        }
        if let Some(told) = transfer.notified.or(transfer.form) {
            calls.push(Paper::D15, Some(day(told)), EXECUTION, transfer.form.map(|form| form.1));
            calls.due(DutyKind::TransferForm);
        }
        if let Some(approved) = transfer.approved {
            calls.push(Paper::X01, Some(day(approved)), PERSON, Some(approved.1));
            let letter = filled(file, Paper::D16, approved.1, calls.reckoning.course.today);
            calls.push(Paper::D16, Some(day(approved)), NEW_OFFICE, letter);
            calls.push(
                Paper::X10,
                Some(day(approved)),
                NEW_OFFICE,
                transfer.handed_over.map(|handed| handed.1),
            );
            calls.due(DutyKind::DossierHandover);
        }
        if let Some(arrived) = transfer.reported_in {
            let made = file.agreements.get(at + 1).map(|fact| fact.event);
            calls.push(Paper::D03, Some(day(arrived)), PERSON, made);
        }
    }
}

fn endings(file: &CaseFile, calls: &mut Calls<'_>) {
    calls.there(Paper::X08, &file.custody, &[]);
    let today = calls.reckoning.course.today;
    if let Some(ending) = calls.reckoning.course.ending {
        calls.push(Paper::X09, Some((ending.event, ending.day)), &[], Some(ending.event));
    }
    for fact in file.discharge.iter().filter(|fact| fact.day() <= today) {
        let because = Some((fact.event, fact.day()));
        match fact.body {
            DischargeStep::Proposed => calls.push(Paper::X06, because, EXECUTION, Some(fact.event)),
            DischargeStep::NoticeIssued => calls.push(Paper::D18, because, DISCHARGE, Some(fact.event)),
            DischargeStep::NoticeReceived => {}
        }
    }
}
