//! 检测期、走访期、报告期、评估期: every window of a term with its status.

use chrono::NaiveDate;

use crate::calendar::window::add_months;
use crate::case::course::{Course, Window, WindowsOf};
use crate::case::{CaseFile, Fact, ReportFact, TestFact, VisitFact};
use crate::code::{AssessPeriod, Measure, TestMethod, TestResult, TestSetting, VisitManner, VisitTarget};
use crate::id::EventId;
use crate::norm;
use crate::page::WindowStatus;
use crate::policy::{Policy, Values};

/// A window with its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowState {
    pub window: Window,
    pub status: WindowStatus,
    /// The fact that fulfils it or makes up for it.
    pub by: Option<EventId>,
    /// Last day of a make-up (R-TEST-8); tests only, and only once its last day is known.
    pub makeup_until: Option<NaiveDate>,
}

/// All windows of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schedule {
    pub tests: Vec<WindowState>,
    pub visits: Vec<WindowState>,
    pub reports: Vec<WindowState>,
    pub quarters: Vec<WindowState>,
    pub years: Vec<WindowState>,
    /// 期满评估: the last quarter of the term, or the first for an initial one (RD-25).
    pub finals: Vec<WindowState>,
}

/// What happened on a day.
type Contact = (NaiveDate, EventId);

impl Schedule {
    /// Lays and judges all windows; empty before report-in.
    #[must_use]
    pub fn of(file: &CaseFile, course: &Course, policy: &Policy) -> Self {
        let Some(measure) = course.measure.filter(|_| course.first.is_some()) else { return Self::default() };
        let written = || file.reports.iter().filter(|fact| fact.body.written);
        let mut met = contacts(
            file.visits.iter().filter(|fact| counts_as_visit(&fact.body, policy.on(fact.day()))),
            course,
        );
        let converts =
            |fact: &&Fact<ReportFact>| fact.body.face_to_face && policy.on(fact.day()).report_counts_as_visit;
        met.extend(contacts(written().filter(converts), course));
        met.sort_unstable();
        let assessed =
            |period| contacts(file.assessments.iter().filter(move |fact| fact.body.period == period), course);
        let steps = norm::contact_steps(measure);
        let sixteenth = sixteenth(course, policy);
        let finals = match sixteenth {
            Some(AssessPeriod::Initial) => initial_window(course),
            Some(_) => final_window(course),
            None => None,
        };
        Self {
            tests: tests(file, course, policy, measure),
            visits: judge_all(course.windows(steps, WindowsOf::Contacts), course, &met),
            reports: judge_all(
                course.windows(steps, WindowsOf::Contacts),
                course,
                &contacts(written(), course),
            ),
            quarters: judge_all(
                course.whole_windows(norm::QUARTER_MONTHS),
                course,
                &assessed(AssessPeriod::Quarterly),
            ),
            years: judge_all(
                course.whole_windows(norm::YEAR_MONTHS),
                course,
                &assessed(AssessPeriod::Annual),
            ),
            finals: judge_all(
                finals.into_iter().collect(),
                course,
                &assessed(sixteenth.unwrap_or(AssessPeriod::Final)),
            ),
        }
    }
}

/// Whether a visit fulfils a window: the person was met, not by telephone or video (RD-23).
#[must_use]
pub fn counts_as_visit(visit: &VisitFact, values: &Values) -> bool {
    let in_person = match visit.manner {
        VisitManner::HomeVisit | VisitManner::OfficeTalk | VisitManner::Workplace => true,
        VisitManner::Phone | VisitManner::Video => false,
    };
    let right = match visit.target {
        VisitTarget::Self_ => true,
        VisitTarget::Relative => values.relatives_count,
        VisitTarget::Neighbor | VisitTarget::VillageCadre => false,
    };
    visit.found && in_person && right
}

/// Whether a test has a result that counts (RD-10), taken where it counts (RD-11, RD-20).
fn is_valid(test: &TestFact, values: &Values) -> bool {
    let counts = match test.setting {
        TestSetting::Spot => values.spot_checks_count,
        TestSetting::OutOfArea => values.tests_elsewhere_count,
        TestSetting::Regular | TestSetting::Makeup | TestSetting::Forced | TestSetting::Entrusted => true,
    };
    counts && has_result(test, values)
}

fn has_result(test: &TestFact, values: &Values) -> bool {
    match test.result {
        TestResult::Negative | TestResult::Positive => true,
        TestResult::Invalid => values.invalid_tests_count,
        TestResult::Pending => false,
    }
}

fn tests(file: &CaseFile, course: &Course, policy: &Policy, measure: Measure) -> Vec<WindowState> {
    let is_makeup = |fact: &&Fact<TestFact>| matches!(fact.body.setting, TestSetting::Makeup);
    let valid = || file.tests.iter().filter(|fact| is_valid(&fact.body, policy.on(fact.day())));
    let regular = contacts(valid().filter(|fact| !is_makeup(fact)), course);
    let makeups: Vec<&Fact<TestFact>> = valid()
        .filter(is_makeup)
        .filter(|fact| matches!(fact.body.method, TestMethod::Hair | TestMethod::Other))
        .filter(|fact| fact.day() <= course.judged())
        .collect();
    let judge_one = |window: Window| {
        let by = fulfilled(&window, &regular);
        let until = window.last.map(|last| add_months(last, policy.on(last).makeup_months));
        let made_up =
            makeups.iter().find(|fact| makes_up(fact, &window, until, policy)).map(|fact| fact.event);
        let status = status(&window, course, by.is_some(), made_up.is_some(), until);
        WindowState { window, status, by: by.or(made_up), makeup_until: until }
    };
    let steps = test_steps(course, policy, measure);
    course.windows(steps, WindowsOf::Tests).into_iter().map(judge_one).collect()
}

/// The steps of a measure; a short recovery may have its own (RD-08).
fn test_steps(course: &Course, policy: &Policy, measure: Measure) -> &'static [(u8, u8)] {
    let short = matches!(measure, Measure::Recovery) && course.term_months < norm::TERM_MONTHS;
    let own = course.first.is_some_and(|first| policy.on(first).short_recovery_every_two_months);
    if short && own { norm::SHORT_RECOVERY_STEPS } else { norm::test_steps(measure) }
}

/// Taken after the window closed, within its months, and naming it (RD-12).
fn makes_up(test: &Fact<TestFact>, window: &Window, until: Option<NaiveDate>, policy: &Policy) -> bool {
    let day = test.day();
    let in_time = window.last.is_some_and(|last| day > last) && until.is_some_and(|until| day <= until);
    let several = usize::from(u8::MAX);
    let named = if policy.on(day).makeup_covers_several { several } else { 1 };
    in_time && test.body.covers.iter().take(named).any(|number| *number == window.number)
}

fn judge_all(windows: Vec<Window>, course: &Course, contacts: &[Contact]) -> Vec<WindowState> {
    let judge_one = |window: Window| {
        let by = fulfilled(&window, contacts);
        let status = status(&window, course, by.is_some(), false, None);
        WindowState { window, status, by, makeup_until: None }
    };
    windows.into_iter().map(judge_one).collect()
}

/// Days of facts up to the judged day, sorted.
fn contacts<'a, T: 'a>(facts: impl Iterator<Item = &'a Fact<T>>, course: &Course) -> Vec<Contact> {
    let judged = course.judged();
    facts.map(|fact| (fact.day(), fact.event)).filter(|(day, _)| *day <= judged).collect()
}

fn fulfilled(window: &Window, contacts: &[Contact]) -> Option<EventId> {
    let first = window.first?;
    let from = contacts.partition_point(|(day, _)| *day < first);
    contacts.get(from).filter(|(day, _)| window.holds(*day)).map(|(_, event)| *event)
}

/// Status at the judged day: the first that holds.
fn status(
    window: &Window,
    course: &Course,
    satisfied: bool,
    made_up: bool,
    makeup_until: Option<NaiveDate>,
) -> WindowStatus {
    let judged = course.judged();
    if satisfied {
        return WindowStatus::Satisfied;
    }
    if course.ending.is_some_and(|ending| window.last.is_none_or(|last| last >= ending.day)) {
        return WindowStatus::Cancelled;
    }
    if made_up {
        return WindowStatus::MadeUp;
    }
    let (Some(first), Some(last)) = (window.first, window.last) else { return WindowStatus::Suspended };
    if judged < first {
        WindowStatus::Future
    } else if judged <= last {
        WindowStatus::Open
    } else if makeup_until.is_none_or(|until| judged <= until) {
        WindowStatus::Missed
    } else {
        WindowStatus::Lapsed
    }
}

/// What the sixteenth assessment is (RD-25); `None` where there are fifteen.
pub(super) fn sixteenth(course: &Course, policy: &Policy) -> Option<AssessPeriod> {
    let values = policy.on(course.first?);
    if values.initial_assessment {
        return Some(AssessPeriod::Initial);
    }
    values.final_assessment.then_some(AssessPeriod::Final)
}

/// The first quarter of the term, or the whole of a shorter one.
fn initial_window(course: &Course) -> Option<Window> {
    let until = norm::QUARTER_MONTHS.min(course.term_months);
    course.span_window((0, until)).filter(|_| course.term_months > 0)
}

/// The last quarter of the term, or the whole of a shorter one.
pub(super) fn final_window(course: &Course) -> Option<Window> {
    let from = course.term_months.saturating_sub(norm::QUARTER_MONTHS);
    let window = course.span_window((from, course.term_months)).filter(|_| course.term_months > 0)?;
    Some(Window { last: course.last, ..window })
}
