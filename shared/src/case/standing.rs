//! What a file means at a moment.

use super::check;
use super::course::Course;
use super::ladder::Ladder;
use super::{Away, CaseFile, Issue, State};
use crate::calendar::Calendar;
use crate::code::{Special, TestMethod, TestResult, TestSetting};
use crate::duty::transfer;
use crate::moment::Moment;
use crate::norm;
use crate::office::OfficeFile;
use crate::policy::Policy;
use crate::rules::Rules;

crate::codes! {
    /// 标记 beside the state.
    pub enum Flag {
        LateReportIn = "late_report_in" "逾期报到",
        OutsideNormTerm = "outside_norm_term" "期限不是三十六个月",
        LeaveRequestedLate = "leave_requested_late" "请假申请晚于出发前一天",
        LeaveNotRequired = "leave_not_required" "外出不足三天，无需请假",
        NeedsDetermination = "needs_determination" "待决定是否认定严重违反协议",
        RelapseReportNeeded = "relapse_report_needed" "阳性结果应及时报告",
        PriorUsePossible = "prior_use_possible" "毛发阳性可能反映期限开始前的吸食",
        TransferInProgress = "transfer_in_progress" "正在变更执行地",
        NotEligibleForCompulsory = "not_eligible_for_compulsory" "不适用强制隔离戒毒",
        Under16 = "under_16" "不满十六周岁，可以不适用强制隔离戒毒",
    }
}

/// What the file means at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    pub state: State,
    /// Rule issues; those of the merge come out of the fold.
    pub issues: Vec<Issue>,
    /// Sorted.
    pub flags: Vec<Flag>,
    pub course: Course,
    pub ladder: Ladder,
}

/// Judges state and rule issues.
#[must_use]
pub fn standing(
    file: &CaseFile,
    office: &OfficeFile,
    calendar: &Calendar,
    policy: &Policy,
    at: Moment,
) -> Standing {
    let rules = Rules::of(office, calendar, policy, at);
    let policy = &rules.policy;
    let course = Course::read(file, &rules.calendar, policy, at);
    let ladder = Ladder::count(file, &course, policy);
    let (issues, flags) = judged(file, office, &course, &ladder, policy);
    Standing { state: course.state(), issues, flags, course, ladder }
}

/// Rule issues and flags, sorted, of a course and a ladder that are there already.
pub(crate) fn judged(
    file: &CaseFile,
    office: &OfficeFile,
    course: &Course,
    ladder: &Ladder,
    policy: &Policy,
) -> (Vec<Issue>, Vec<Flag>) {
    (check::issues(file, office, course, ladder, policy), flags(file, course, ladder, policy))
}

/// Flags of a case, sorted.
fn flags(file: &CaseFile, course: &Course, ladder: &Ladder, policy: &Policy) -> Vec<Flag> {
    let special = file.order.as_ref().and_then(|order| order.body.person.special);
    let norm_term = file.order.as_ref().is_none_or(|order| order.body.term_months == norm::TERM_MONTHS);
    let leaves = || {
        file.away.iter().filter(|fact| fact.day() <= course.today).filter_map(|fact| match &fact.body {
            Away::Requested(request) => {
                Some((fact.day(), request, (request.until - request.from).num_days()))
            }
            Away::Absence(_) | Away::Approved(_) | Away::Returned(_) => None,
        })
    };
    let needed = |day, days: i64| days >= policy.on(day).leave_days_min;
    let set = [
        (Flag::LateReportIn, course.first.is_some() && course.report_in_missed()),
        (Flag::OutsideNormTerm, !norm_term),
        (
            Flag::LeaveRequestedLate,
            leaves().any(|(day, request, days)| needed(day, days) && day >= request.from),
        ),
        (Flag::LeaveNotRequired, leaves().any(|(day, _, days)| !needed(day, days))),
        (Flag::NeedsDetermination, !ladder.undecided().is_empty()),
        (Flag::RelapseReportNeeded, relapse_unreported(file, course).next().is_some()),
        (Flag::PriorUsePossible, prior_use(file, course, policy)),
        (Flag::TransferInProgress, transfer::in_progress(file, course)),
        (
            Flag::NotEligibleForCompulsory,
            matches!(special, Some(Special::Pregnant | Special::NursingUnder1))
                || matches!(special, Some(Special::Under16)) && exempt_under_16(file, policy),
        ),
        (Flag::Under16, matches!(special, Some(Special::Under16))),
    ];
    set.into_iter().filter_map(|(flag, holds)| holds.then_some(flag)).collect()
}

/// RD-30, as it was read on the day of the order.
fn exempt_under_16(file: &CaseFile, policy: &Policy) -> bool {
    file.order.as_ref().is_some_and(|order| policy.on(order.day()).under_16_exempt)
}

/// Positive results that are no ground of the norm and were not yet reported (RD-17).
pub(crate) fn relapse_unreported<'a>(
    file: &'a CaseFile,
    course: &'a Course,
) -> impl Iterator<Item = &'a super::Fact<super::TestFact>> {
    let of_relapse = |setting| match setting {
        TestSetting::Regular
        | TestSetting::Spot
        | TestSetting::Makeup
        | TestSetting::Entrusted
        | TestSetting::OutOfArea => true,
        TestSetting::Forced => false,
    };
    file.tests
        .iter()
        .filter(move |fact| {
            matches!(fact.body.result, TestResult::Positive)
                && of_relapse(fact.body.setting)
                && course.covers(fact.day())
        })
        .filter(|fact| {
            !file.relapse_reports.iter().any(|report| {
                report.day() <= course.today
                    && match report.body.test {
                        Some(test) => test == fact.event,
                        None => report.happened_at >= fact.happened_at,
                    }
            })
        })
}

/// Positive hair in the first months of the term, which are not shifted (RD-13).
fn prior_use(file: &CaseFile, course: &Course, policy: &Policy) -> bool {
    let Some(first) = course.first else { return false };
    let end = |day| crate::calendar::window::anchor(first, policy.on(day).hair_months);
    file.tests.iter().any(|fact| {
        matches!(fact.body.method, TestMethod::Hair)
            && matches!(fact.body.result, TestResult::Positive)
            && course.covers(fact.day())
            && fact.day() < end(fact.day())
    })
}
