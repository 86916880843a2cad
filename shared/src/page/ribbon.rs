//! 三十六个月带: rows for tests, visits, reports, assessments.

use super::{Ribbon, RibbonCell, RibbonRow, WindowStatus};
use crate::duty::schedule::WindowState;
use crate::duty::{DutyKind, Reckoning};
use crate::norm;

pub(super) fn ribbon(reckoning: &Reckoning) -> Ribbon {
    let (course, schedule) = (&reckoning.course, &reckoning.schedule);
    let rows = [
        (DutyKind::Test, &schedule.tests),
        (DutyKind::Visit, &schedule.visits),
        (DutyKind::Report, &schedule.reports),
        (DutyKind::Assessment, &schedule.quarters),
    ];
    Ribbon {
        term_months: if course.term_months == 0 { norm::TERM_MONTHS } else { course.term_months },
        first: course.first,
        last: course.last,
        today: course.today,
        rows: rows
            .into_iter()
            .filter(|(_, states)| !states.is_empty())
            .map(|(kind, states)| row(kind, states))
            .collect(),
    }
}

fn row(kind: DutyKind, states: &[WindowState]) -> RibbonRow {
    let done = states
        .iter()
        .filter(|state| matches!(state.status, WindowStatus::Satisfied | WindowStatus::MadeUp))
        .count();
    RibbonRow {
        kind,
        cells: states.iter().map(cell).collect(),
        done: u8::try_from(done).unwrap_or(u8::MAX),
        required: u8::try_from(states.len()).unwrap_or(u8::MAX),
    }
}

fn cell(state: &WindowState) -> RibbonCell {
    let window = &state.window;
    RibbonCell {
        window: window.number,
        first: window.first.unwrap_or(window.plain.0),
        last: window.last.unwrap_or(window.plain.1),
        status: state.status,
        months: window.span.1.saturating_sub(window.span.0),
    }
}
