//! 期限: one table of single deadlines, and the instances a case has of them.

use chrono::NaiveDate;

use super::DutyKind;
use super::{schedule, transfer};
use crate::calendar::{Calendar, Length, plus_hours};
use crate::case::course::Course;
use crate::case::ladder::Ladder;
use crate::case::{Away, CaseFile, Custody, DischargeStep, Fact};
use crate::code::{AssessPeriod, TestResult, TestSetting};
use crate::event::{PoliceUploaded, UploadMatter};
use crate::id::EventId;
use crate::moment::{Moment, civil_date};
use crate::norm;
use crate::policy::Policy;

crate::codes! {
    /// 责任人 of a deadline.
    pub enum Actor {
        Person = "person" "本人", Office = "office" "办公室", Township = "township" "乡镇", Group = "group" "工作小组",
        PoliceExecution = "police_execution" "执行地公安机关", PoliceOther = "police_other" "流入地公安机关",
    }
}

/// A row of the table of deadlines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    pub kind: DutyKind,
    pub clause: &'static str,
    pub length: Length,
    /// What it runs from.
    pub from: &'static str,
    pub who: Actor,
    pub readings: &'static [&'static str],
    /// Whether missing it is kept on record; others are dates only.
    pub kept: bool,
}

macro_rules! rules {
    ($($kind:ident $clause:literal $length:expr, $from:literal $who:ident [$($reading:literal)*] $kept:literal;)+) => {
        /// Every single deadline of the norm; each names its clause.
        pub const RULES: &[Rule] = &[$(Rule {
            kind: DutyKind::$kind, clause: $clause, length: $length, from: $from, who: Actor::$who,
            readings: &[$($reading),*], kept: $kept,
        },)+];
    };
}

rules! {
    PickUp "R-REPORTIN-2" Length::SameDay, "强制隔离戒毒出所" Office ["RD-01"] false;
    ReportIn "R-REPORTIN-4" norm::REPORT_IN, "本人收到决定书" Person ["RD-02" "RD-03"] true;
    OverdueReport "R-REPORTIN-5" norm::OVERDUE_REPORT, "报到期限届满" Office ["RD-04" "RD-05"] true;
    Agreement "R-AGREE-1" norm::AGREEMENT, "报到" Office ["RD-07"] true;
    EntrustedFeedback "R-TEST-9" norm::ENTRUSTED_FEEDBACK, "委托检测完成" PoliceOther ["RD-04"] false;
    Determination "R-BREACH-10" Length::SameDay, "达到可以认定的情形" Office ["RD-14" "RD-15"] false;
    BreachReport "R-TEST-13" norm::BREACH_REPORT, "认定" Office ["RD-15" "RD-16"] true;
    RelapseReport "R-TEST-15" norm::RELAPSE_REPORT, "阳性结果" Office ["RD-17"] false;
    PoliceUpload "R-BREACH-7" norm::POLICE_UPLOAD, "公安收到报告" PoliceExecution ["RD-04"] false;
    ReleaseContact "R-SUSP-3" norm::RELEASE_CONTACT, "释放" Office ["RD-26"] false;
    LeaveRequest "R-LEAVE-2" norm::LEAVE_REQUEST, "出发" Person ["RD-19"] true;
    TransferNotifyOrg "R-TRANSFER-2" norm::TRANSFER_NOTIFY_ORG, "公安收到申请" PoliceExecution ["RD-04" "RD-29"] true;
    TransferForm "R-TRANSFER-3" norm::TRANSFER_FORM, "办公室接到通知" Office ["RD-04" "RD-29"] true;
    TransferDecision "R-TRANSFER-4" norm::TRANSFER_DECISION, "公安接到审批表" PoliceExecution ["RD-03" "RD-29"] true;
    TransferReportIn "R-TRANSFER-5" norm::TRANSFER_REPORT_IN, "本人收到变更通知书" Person ["RD-03" "RD-29"] true;
    DossierHandover "R-TRANSFER-8" norm::DOSSIER_HANDOVER, "公安批准变更" Office ["RD-03" "RD-29"] true;
    FinalAssessment "R-ASSESS-3" norm::DISCHARGE_PROPOSAL, "期限最后一天" Group ["RD-25" "RD-28"] false;
    DischargeProposal "R-DISCH-1" norm::DISCHARGE_PROPOSAL, "期限最后一天" Township ["RD-28"] true;
    DischargeNotice "R-DISCH-3" norm::DISCHARGE_NOTICE, "期限最后一天" PoliceExecution ["RD-03" "RD-28"] true;
}

/// The row of a kind; recurring duties have none.
#[must_use]
pub fn rule(kind: DutyKind) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.kind == kind)
}

/// When a period begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    Day(NaiveDate),
    Instant(Moment),
}

impl Start {
    /// Its civil day.
    #[must_use]
    pub fn day(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Instant(at) => civil_date(at),
        }
    }
}

/// When a period ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// At the end of the day.
    Day(NaiveDate),
    /// To the minute.
    Instant(Moment),
}

impl Due {
    /// Its civil day.
    #[must_use]
    pub fn day(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Instant(at) => civil_date(at),
        }
    }

    /// Whether a moment is past it.
    #[must_use]
    pub fn is_past(self, at: Moment) -> bool {
        match self {
            Self::Day(day) => civil_date(at) > day,
            Self::Instant(due) => at > due,
        }
    }
}

/// How a deadline stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeadlineStatus {
    Open,
    /// Done in time.
    Met,
    /// Done, but late: stays on record.
    Late,
    Missed,
    /// Something ended it before it fell due, or a reason was accepted.
    Ended,
}

/// One deadline of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    pub rule: &'static Rule,
    pub start: Start,
    /// The fact it runs from.
    pub source: Option<EventId>,
    pub due: Due,
    /// The working day to aim at, where that is earlier (R-TIME-7).
    pub target: Option<NaiveDate>,
    pub status: DeadlineStatus,
    pub done: Option<EventId>,
}

impl Deadline {
    /// Missed or done late, and of a kind that is kept on record.
    #[must_use]
    pub fn is_overdue(&self) -> bool {
        self.rule.kept && matches!(self.status, DeadlineStatus::Late | DeadlineStatus::Missed)
    }
}

/// What a deadline is built from.
pub(super) struct Case<'a> {
    pub start: Start,
    pub source: Option<EventId>,
    pub done: Option<(Moment, EventId)>,
    /// Ends the deadline if it is due on that day or later (RD-27).
    pub stop: Option<NaiveDate>,
    pub clock: &'a Clock<'a>,
}

/// What dates are computed with.
pub(super) struct Clock<'a> {
    pub course: &'a Course,
    pub calendar: &'a Calendar,
    pub policy: &'a Policy,
}

impl Case<'_> {
    pub(super) fn deadline(&self, kind: DutyKind) -> Option<Deadline> {
        let rule = rule(kind)?;
        let Clock { course, calendar, policy } = self.clock;
        let values = policy.on(self.start.day());
        let length = if kind == DutyKind::Agreement && values.agreement_days > 0 {
            Length::Days(values.agreement_days)
        } else if kind == DutyKind::RelapseReport {
            Length::Hours(values.relapse_report_hours)
        } else {
            rule.length
        };
        let due = match (length, self.start) {
            (Length::Hours(hours), Start::Instant(at)) if values.hours_run_to_midnight => {
                Due::Day(civil_date(plus_hours(at, hours)))
            }
            (Length::Hours(hours), Start::Instant(at)) => Due::Instant(plus_hours(at, hours)),
            (length, start) => {
                Due::Day(calendar.due(start.day(), length, matches!(rule.who, Actor::Office), policy))
            }
        };
        let target = match rule.length {
            Length::DaysBefore(_) => calendar.target(due.day()),
            Length::SameDay | Length::Days(_) | Length::Workdays(_) | Length::Hours(_) => None,
        };
        let ended = self.stop.is_some_and(|stop| stop <= course.today && due.day() >= stop);
        let status = match self.done {
            Some((at, _)) if !due.is_past(at) => DeadlineStatus::Met,
            _ if ended => DeadlineStatus::Ended,
            Some(_) => DeadlineStatus::Late,
            None if due.is_past(course.at) => DeadlineStatus::Missed,
            None => DeadlineStatus::Open,
        };
        Some(Deadline {
            rule,
            start: self.start,
            source: self.source,
            due,
            target,
            status,
            done: self.done.map(|(_, event)| event),
        })
    }
}

/// All single deadlines of a case; of several of one kind the latest comes last.
#[must_use]
pub fn deadlines(
    file: &CaseFile,
    course: &Course,
    ladder: &Ladder,
    calendar: &Calendar,
    policy: &Policy,
) -> Vec<Deadline> {
    let clock = Clock { course, calendar, policy };
    let mut all = Vec::new();
    opening(file, &clock, &mut all);
    tests(file, &clock, &mut all);
    breach(file, ladder, &clock, &mut all);
    released(file, &clock, &mut all);
    leave(file, &clock, &mut all);
    transfer::deadlines(file, &clock, &mut all);
    discharge(file, &clock, &mut all);
    all
}

/// The first fact of a series that is known today and not before a moment.
fn first_since<T>(facts: &[Fact<T>], since: Option<Moment>, course: &Course) -> Option<(Moment, EventId)> {
    facts
        .iter()
        .filter(|fact| fact.day() <= course.today && since.is_none_or(|since| fact.happened_at >= since))
        .map(|fact| (fact.happened_at, fact.event))
        .next()
}

/// The upload that answers what was sent at a moment, as far as it is known today. One that names its matter answers by
/// its day: its minute is what somebody was told.
pub(crate) fn uploaded_since(
    file: &CaseFile,
    matter: UploadMatter,
    since: Moment,
    course: &Course,
) -> Option<(Moment, EventId)> {
    let answers = |fact: &&Fact<PoliceUploaded>| {
        let later = match fact.body.matter {
            Some(_) => fact.day() >= civil_date(since),
            None => fact.happened_at >= since,
        };
        fact.body.is_of(matter) && fact.day() <= course.today && later
    };
    file.uploads.iter().find(answers).map(|fact| (fact.happened_at, fact.event))
}

fn opening(file: &CaseFile, clock: &Clock<'_>, all: &mut Vec<Deadline>) {
    let course = clock.course;
    let stop = course.ending.map(|ending| ending.day);
    let reported =
        file.report_in.as_ref().filter(|_| course.first.is_some()).map(|fact| (fact.happened_at, fact.event));
    let source = file.order.as_ref().map(|order| order.event);
    let received = file.order.as_ref().and_then(|order| order.body.received_by_person);
    if let Some(released) = file.order.as_ref().and_then(|order| order.body.isolation_release) {
        let case = Case { start: Start::Day(released), source, done: reported, stop, clock };
        all.extend(case.deadline(DutyKind::PickUp));
    }
    if let (Some(received), Some(due)) = (received, course.report_in_due) {
        let case = Case { start: Start::Day(received), source, done: reported, stop, clock };
        all.extend(case.deadline(DutyKind::ReportIn).map(|deadline| {
            let status = match deadline.status {
                _ if course.report_in_missed() && reported.is_some() => DeadlineStatus::Late,
                _ if course.report_in_missed() => DeadlineStatus::Missed,
                DeadlineStatus::Late | DeadlineStatus::Missed => DeadlineStatus::Ended,
                DeadlineStatus::Open | DeadlineStatus::Met | DeadlineStatus::Ended => deadline.status,
            };
            Deadline { due: Due::Day(due), status, ..deadline }
        }));
        if course.report_in_missed() {
            let done = first_since(&file.overdue_reports, None, course);
            let case = Case { start: Start::Day(due), source, done, stop, clock };
            all.extend(case.deadline(DutyKind::OverdueReport));
        }
    }
    if let Some((at, event)) = reported {
        let done = first_since(&file.agreements, None, course);
        let case = Case { start: Start::Instant(at), source: Some(event), done, stop, clock };
        all.extend(case.deadline(DutyKind::Agreement));
    }
}

fn tests(file: &CaseFile, clock: &Clock<'_>, all: &mut Vec<Deadline>) {
    let course = clock.course;
    let stop = course.ending.map(|ending| ending.day);
    for fact in file.tests.iter().filter(|fact| fact.day() <= course.today) {
        if matches!(fact.body.setting, TestSetting::Entrusted) {
            let answered = !matches!(fact.body.result, TestResult::Pending);
            let done = answered.then_some((fact.happened_at, fact.event));
            let start = Start::Instant(fact.happened_at);
            let case = Case { start, source: Some(fact.event), done, stop, clock };
            all.extend(case.deadline(DutyKind::EntrustedFeedback));
        }
    }
    for fact in crate::case::relapse_unreported(file, course) {
        let start = Start::Instant(fact.happened_at);
        let case = Case { start, source: Some(fact.event), done: None, stop, clock };
        all.extend(case.deadline(DutyKind::RelapseReport));
    }
}

fn breach(file: &CaseFile, ladder: &Ladder, clock: &Clock<'_>, all: &mut Vec<Deadline>) {
    let course = clock.course;
    let ended = course.ending.map(|ending| ending.day);
    if !ladder.undecided().is_empty() {
        let start = Start::Day(course.today);
        let case = Case { start, source: None, done: None, stop: ended, clock };
        all.extend(case.deadline(DutyKind::Determination));
    }
    for fact in file.determinations.iter().filter(|fact| fact.day() <= course.today) {
        let withdrawn = file
            .withdrawals
            .iter()
            .find(|withdrawal| {
                withdrawal.body.determination == fact.event && withdrawal.day() <= course.today
            })
            .map(Fact::day);
        let stop = [ended, withdrawn].into_iter().flatten().min();
        let start = Start::Instant(fact.happened_at);
        let done = first_since(&file.breach_reports, Some(fact.happened_at), course);
        let case = Case { start, source: Some(fact.event), done, stop, clock };
        all.extend(case.deadline(DutyKind::BreachReport));
    }
    for fact in file.breach_reports.iter().filter(|fact| fact.day() <= course.today) {
        let done = uploaded_since(file, UploadMatter::Breach, fact.happened_at, course);
        let start = Start::Instant(fact.happened_at);
        let case = Case { start, source: Some(fact.event), done, stop: ended, clock };
        all.extend(case.deadline(DutyKind::PoliceUpload));
    }
}

/// After a release: the first talk, report or test since then is the contact.
fn released(file: &CaseFile, clock: &Clock<'_>, all: &mut Vec<Deadline>) {
    let course = clock.course;
    for until in course.suspensions.iter().filter_map(|suspension| suspension.until) {
        let out = file.custody.iter().find(|step| matches!(step.body, Custody::Out) && step.day() == until);
        let since = out.map(|step| step.happened_at);
        let contacts = [
            first_since(&file.visits, since, course),
            first_since(&file.reports, since, course),
            first_since(&file.tests, since, course),
        ];
        let done = contacts.into_iter().flatten().min();
        let source = out.map(|step| step.event);
        let stop = course.over();
        let case = Case { start: Start::Day(until), source, done, stop, clock };
        all.extend(case.deadline(DutyKind::ReleaseContact));
    }
}

fn leave(file: &CaseFile, clock: &Clock<'_>, all: &mut Vec<Deadline>) {
    let course = clock.course;
    let stop = course.ending.map(|ending| ending.day);
    for fact in file.away.iter().filter(|fact| fact.day() <= course.today) {
        let Away::Requested(request) = &fact.body else { continue };
        if (request.until - request.from).num_days() >= clock.policy.on(fact.day()).leave_days_min {
            let done = Some((fact.happened_at, fact.event));
            let case = Case { start: Start::Day(request.from), source: Some(fact.event), done, stop, clock };
            all.extend(case.deadline(DutyKind::LeaveRequest));
        }
    }
}

fn discharge(file: &CaseFile, clock: &Clock<'_>, all: &mut Vec<Deadline>) {
    let course = clock.course;
    let Some(last) = course.last else { return };
    let stop = course.ending.map(|ending| ending.day);
    let step = |wanted: DischargeStep| {
        file.discharge
            .iter()
            .find(|fact| fact.body == wanted && fact.day() <= course.today)
            .map(|fact| (fact.happened_at, fact.event))
    };
    let last_quarter = schedule::final_window(course);
    let assessed = file
        .assessments
        .iter()
        .filter(|fact| matches!(fact.body.period, AssessPeriod::Final) && course.covers(fact.day()))
        .find(|fact| last_quarter.is_some_and(|window| window.holds(fact.day())))
        .map(|fact| (fact.happened_at, fact.event));
    let source = file.report_in.as_ref().map(|fact| fact.event);
    let kinds = [
        (DutyKind::FinalAssessment, assessed),
        (DutyKind::DischargeProposal, step(DischargeStep::Proposed)),
        (DutyKind::DischargeNotice, step(DischargeStep::NoticeReceived)),
    ];
    let with_final = matches!(schedule::sixteenth(course, clock.policy), Some(AssessPeriod::Final));
    for (kind, done) in kinds {
        if with_final || kind != DutyKind::FinalAssessment {
            let case = Case { start: Start::Day(last), source, done, stop, clock };
            all.extend(case.deadline(kind));
        }
    }
}
