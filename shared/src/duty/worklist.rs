//! The worklist of a moment.

use chrono::NaiveDate;

use super::deadline::{Actor, Deadline, DeadlineStatus, Due};
use super::schedule::WindowState;
use super::{Alert, Duty, DutyKey, DutyKind, Reckoning};
use crate::calendar::{Calendar, Length, plus_days};
use crate::case::course::{Course, WindowsOf};
use crate::norm;
use crate::page::WindowStatus;
use crate::policy::Policy;

pub(super) fn duties(reckoning: &Reckoning, calendar: &Calendar, policy: &Policy) -> Vec<Duty> {
    let course = &reckoning.course;
    let mut duties: Vec<Duty> = all(reckoning)
        .into_iter()
        .filter(|(_, state)| is_owed(state, course))
        .filter_map(|(key, state)| duty(key, state, course, calendar, policy))
        .collect();
    duties.sort_by_key(|duty| (duty.alert != Alert::Red, duty.due, duty.key));
    duties
}

/// What recurs with windows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Recurring {
    Test,
    Makeup,
    Visit,
    Report,
    Quarter,
    Year,
}

impl Recurring {
    const fn kind(self) -> DutyKind {
        match self {
            Self::Test => DutyKind::Test,
            Self::Makeup => DutyKind::MakeupTest,
            Self::Visit => DutyKind::Visit,
            Self::Report => DutyKind::Report,
            Self::Quarter => DutyKind::Assessment,
            Self::Year => DutyKind::AnnualAssessment,
        }
    }

    fn clause(self, course: &Course) -> &'static str {
        match self {
            Self::Test => course.measure.map_or("R-TEST-4", norm::test_clause),
            Self::Makeup => "R-TEST-8",
            Self::Visit => "R-VISIT-2",
            Self::Report => "R-REPORT-1",
            Self::Quarter | Self::Year => "R-ASSESS-1",
        }
    }

    pub(super) const fn windows(self) -> WindowsOf {
        match self {
            Self::Test | Self::Makeup => WindowsOf::Tests,
            Self::Visit | Self::Report => WindowsOf::Contacts,
            Self::Quarter | Self::Year => WindowsOf::Assessments,
        }
    }

    /// The reading that lays its windows.
    pub(super) const fn reading(self) -> &'static str {
        match self {
            Self::Test | Self::Makeup => "RD-09",
            Self::Visit | Self::Report => "RD-22",
            Self::Quarter | Self::Year => "RD-25",
        }
    }
}

/// A window or a deadline.
#[derive(Clone, Copy)]
pub(super) enum Owed<'a> {
    Window(Recurring, &'a WindowState),
    Deadline(&'a Deadline),
}

/// Everything of a case that has a duty key, owed or not.
pub(super) fn all(reckoning: &Reckoning) -> Vec<(DutyKey, Owed<'_>)> {
    let schedule = &reckoning.schedule;
    let rows = [
        (Recurring::Test, &schedule.tests),
        (Recurring::Makeup, &schedule.tests),
        (Recurring::Visit, &schedule.visits),
        (Recurring::Report, &schedule.reports),
        (Recurring::Quarter, &schedule.quarters),
        (Recurring::Year, &schedule.years),
    ];
    let windows = rows.into_iter().flat_map(|(kind, states)| {
        states.iter().map(move |state| {
            (DutyKey { kind: kind.kind(), window: Some(state.window.number) }, Owed::Window(kind, state))
        })
    });
    let single = reckoning
        .deadlines
        .iter()
        .map(|deadline| (DutyKey { kind: deadline.rule.kind, window: None }, Owed::Deadline(deadline)));
    windows.chain(single).collect()
}

fn is_owed(owed: &Owed<'_>, course: &Course) -> bool {
    match owed {
        Owed::Window(kind, state) => {
            let wanted =
                if matches!(kind, Recurring::Makeup) { WindowStatus::Missed } else { WindowStatus::Open };
            state.status == wanted && !course.is_over() && course.open_detention().is_none()
        }
        Owed::Deadline(deadline) => {
            let open = matches!(deadline.status, DeadlineStatus::Open | DeadlineStatus::Missed);
            let idle = takes_the_person(deadline) && (course.is_over() || course.open_detention().is_some());
            open && !idle && course.ending.is_none() && has_begun(deadline, course)
        }
    }
}

/// What is done by the person or with them: nobody under no measure, or in detention, is called for it (R-DISCH-5).
fn takes_the_person(deadline: &Deadline) -> bool {
    match deadline.rule.who {
        Actor::Person | Actor::Group => true,
        Actor::Office | Actor::Township | Actor::PoliceExecution | Actor::PoliceOther => {
            matches!(deadline.rule.kind, DutyKind::ReleaseContact)
        }
    }
}

/// Discharge is not shown before the last quarter of the term begins.
fn has_begun(deadline: &Deadline, course: &Course) -> bool {
    let before_the_end =
        matches!(deadline.rule.kind, DutyKind::FinalAssessment | DutyKind::DischargeProposal);
    if before_the_end {
        return opens(deadline, course) <= course.today;
    }
    !matches!(deadline.rule.kind, DutyKind::DischargeNotice) || deadline.start.day() < course.today
}

/// First day a deadline can be met.
pub(super) fn opens(deadline: &Deadline, course: &Course) -> NaiveDate {
    match deadline.rule.length {
        Length::DaysBefore(_) => {
            let quarter = course.term_months.saturating_sub(norm::QUARTER_MONTHS);
            let last_quarter =
                course.span_window((quarter, course.term_months)).and_then(|window| window.first);
            last_quarter.unwrap_or(deadline.start.day())
        }
        Length::SameDay | Length::Days(_) | Length::Workdays(_) | Length::Hours(_) => deadline.start.day(),
    }
}

pub(super) fn duty(
    key: DutyKey,
    owed: Owed<'_>,
    course: &Course,
    calendar: &Calendar,
    policy: &Policy,
) -> Option<Duty> {
    let (clause, opens, due, lead, provisional) = match owed {
        Owed::Window(kind, state) => {
            let clause = kind.clause(course);
            let window = &state.window;
            let (opens, due) = if matches!(kind, Recurring::Makeup) {
                (plus_days(window.last?, 1), state.makeup_until?)
            } else {
                (window.first?, window.last?)
            };
            (clause, opens, due, policy.on(course.today).window_lead_days, false)
        }
        Owed::Deadline(deadline) => {
            let (from, due) = (deadline.start.day(), deadline.due.day());
            let touches_calendar = match deadline.rule.length {
                Length::Days(_) | Length::Workdays(_) => true,
                // The working day before it rests on the calendar, the date itself does not.
                Length::DaysBefore(_) => deadline.target.is_some(),
                Length::SameDay | Length::Hours(_) => false,
            };
            let provisional = touches_calendar && calendar.spans_provisional(from.min(due), from.max(due));
            (
                deadline.rule.clause,
                opens(deadline, course),
                due,
                policy.on(course.today).date_lead_days,
                provisional,
            )
        }
    };
    let days_left = i32::try_from((due - course.today).num_days()).unwrap_or(i32::MAX);
    let late = matches!(owed, Owed::Deadline(deadline) if matches!(deadline.status, DeadlineStatus::Missed));
    let alert = if days_left < 0 || late {
        Alert::Red
    } else if days_left <= lead || matches!(key.kind, DutyKind::MakeupTest) {
        Alert::Yellow
    } else {
        Alert::Green
    };
    let due_at = match owed {
        Owed::Deadline(Deadline { due: Due::Instant(at), .. }) => Some(*at),
        Owed::Deadline(Deadline { due: Due::Day(_), .. }) | Owed::Window(..) => None,
    };
    let clause = clause.to_owned();
    Some(Duty { key, clause, opens, due, due_at, days_left, alert, provisional, snooze: None })
}
