//! 家访·报告·帮教台账: windows of visits and reports, done or not (R-VISIT-2, R-REPORT-1), further talks, and guidance
//! (R-EDU-2).

use std::collections::BTreeSet;

use super::{RegisterRow, RowStatus, day_of, of_window, span, text};
use crate::case::CaseFile;
use crate::duty::schedule::WindowState;
use crate::duty::{DutyKey, DutyKind, Reckoning};
use crate::event::{Body, Event};
use crate::id::EventId;
use crate::page::WindowStatus;

pub(super) fn rows(file: &CaseFile, reckoning: &Reckoning) -> Vec<RegisterRow> {
    let schedule = &reckoning.schedule;
    let of = |kind: DutyKind, clause: &'static str, states: &[WindowState]| {
        let begun = states.iter().filter(|state| state.status != WindowStatus::Future);
        begun.map(|state| window(file, kind, clause, state)).collect::<Vec<_>>()
    };
    let mut rows = of(DutyKind::Visit, "R-VISIT-2", &schedule.visits);
    rows.extend(of(DutyKind::Report, "R-REPORT-1", &schedule.reports));
    let counted: BTreeSet<EventId> = rows.iter().filter_map(|row| row.event).collect();
    let further = file.events.iter().filter(|event| {
        !file.is_voided(event.id) && !counted.contains(&event.id) && day_of(event) <= reckoning.course.today
    });
    rows.extend(further.filter_map(beside_windows));
    rows
}

fn window(file: &CaseFile, kind: DutyKind, clause: &str, state: &WindowState) -> RegisterRow {
    let window = &state.window;
    let done = state.by.and_then(|by| file.event(by));
    let (manner, remark) = done.map(told).unwrap_or_default();
    RegisterRow {
        status: of_window(state.status),
        day: done.map_or(window.last.unwrap_or(window.plain.1), day_of),
        clause: clause.to_owned(),
        duty: Some(DutyKey { kind, window: Some(window.number) }),
        event: state.by,
        clock: None,
        cells: vec![
            format!("{kind} 第{}期", window.number),
            span(window.first, window.last),
            text(done.map(day_of)),
            manner,
            remark,
        ],
    }
}

/// How it was done, and with whom or of what.
fn told(event: &Event) -> (String, String) {
    match named(event) {
        Some((_, _, manner, remark)) => (manner, remark),
        None => (String::new(), String::new()),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "everything else stands in other registers")]
fn named(event: &Event) -> Option<(&'static str, &'static str, String, String)> {
    match &event.body {
        Body::Visit(visit) => {
            let with = if visit.found { visit.target.label() } else { "未找到" };
            Some(("走访（不另计期）", "R-VISIT-1", visit.manner.to_string(), with.to_owned()))
        }
        Body::SelfReport(report) => {
            let form = if report.written { "书面" } else { "口头" };
            let place = if report.face_to_face { "当面" } else { "" };
            Some(("报告（不另计期）", "R-REPORT-3", form.to_owned(), place.to_owned()))
        }
        Body::GuidanceGiven(guidance) => {
            Some(("帮教", "R-EDU-2", guidance.guidance.to_string(), guidance.content.clone()))
        }
        _ => None,
    }
}

fn beside_windows(event: &Event) -> Option<RegisterRow> {
    let (what, clause, manner, remark) = named(event)?;
    let day = day_of(event);
    Some(RegisterRow {
        status: RowStatus::Done,
        day,
        clause: clause.to_owned(),
        duty: None,
        event: Some(event.id),
        clock: None,
        cells: vec![what.to_owned(), String::new(), day.to_string(), manner, remark],
    })
}
