//! 评估台账: quarters, years and the final one (R-ASSESS-1, R-ASSESS-2, R-ASSESS-3).

use super::{RegisterRow, of_window, span, text};
use crate::case::{CaseFile, Fact};
use crate::duty::schedule::WindowState;
use crate::duty::{DutyKey, DutyKind, Reckoning};
use crate::page::WindowStatus;

pub(super) fn rows(file: &CaseFile, reckoning: &Reckoning) -> Vec<RegisterRow> {
    let schedule = &reckoning.schedule;
    let kinds = [
        (DutyKind::Assessment, &schedule.quarters),
        (DutyKind::AnnualAssessment, &schedule.years),
        (DutyKind::FinalAssessment, &schedule.finals),
    ];
    let begun = |state: &&WindowState| state.status != WindowStatus::Future;
    kinds
        .into_iter()
        .flat_map(|(kind, states)| {
            states.iter().filter(begun).map(move |state| window(file, reckoning, kind, state))
        })
        .collect()
}

fn window(file: &CaseFile, reckoning: &Reckoning, kind: DutyKind, state: &WindowState) -> RegisterRow {
    let window = &state.window;
    let made = state.by.and_then(|by| file.assessments.iter().find(|made| made.event == by));
    let last = matches!(kind, DutyKind::FinalAssessment);
    let duty = if last {
        reckoning.deadline(kind).map(|_| DutyKey { kind, window: None })
    } else {
        Some(DutyKey { kind, window: Some(window.number) })
    };
    RegisterRow {
        status: of_window(state.status),
        day: made.map_or(window.last.unwrap_or(window.plain.1), Fact::day),
        clause: if last { "R-ASSESS-3" } else { "R-ASSESS-1" }.to_owned(),
        duty,
        event: state.by,
        clock: None,
        cells: vec![
            if last { kind.to_string() } else { format!("{kind} 第{}期", window.number) },
            span(window.first, window.last),
            text(made.map(Fact::day)),
            text(made.map(|made| made.body.conclusion)),
            made.map(|made| made.body.advice.clone()).unwrap_or_default(),
        ],
    }
}
