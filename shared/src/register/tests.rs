//! 检测台账: every window that has begun, done or not (R-TEST-4, R-TEST-8), and the tests beside them: spot checks,
//! forced ones, those elsewhere, and what a police elsewhere was asked to do (R-TEST-9).

use std::collections::BTreeSet;

use super::{RegisterRow, RowStatus, deadline_from, due_text, key_of, of_deadline, span, text};
use crate::case::{CaseFile, Fact, TestFact};
use crate::code::{TestResult, TestSetting};
use crate::duty::schedule::WindowState;
use crate::duty::{DutyKey, DutyKind, Reckoning};
use crate::id::EventId;
use crate::norm;
use crate::page::WindowStatus;

pub(super) fn rows(file: &CaseFile, reckoning: &Reckoning) -> Vec<RegisterRow> {
    let begun = || reckoning.schedule.tests.iter().filter(|state| state.status != WindowStatus::Future);
    let counted: BTreeSet<EventId> = begun().filter_map(|state| state.by).collect();
    let windows = begun().map(|state| window(file, reckoning, state));
    let known = |test: &&Fact<TestFact>| test.day() <= reckoning.course.today;
    let beside = file.tests.iter().filter(known).filter(|test| !counted.contains(&test.event));
    windows.chain(beside.map(|test| beside_windows(reckoning, test))).collect()
}

fn window(file: &CaseFile, reckoning: &Reckoning, state: &WindowState) -> RegisterRow {
    let window = &state.window;
    let test = state.by.and_then(|by| file.tests.iter().find(|test| test.event == by));
    let (status, makeup) = match state.status {
        WindowStatus::Missed => (RowStatus::Makeup, true),
        WindowStatus::Lapsed => (RowStatus::Missed, true),
        WindowStatus::MadeUp => (RowStatus::MadeUp, true),
        WindowStatus::Satisfied
        | WindowStatus::Open
        | WindowStatus::Future
        | WindowStatus::Suspended
        | WindowStatus::Cancelled => (super::of_window(state.status), false),
    };
    let last = window.last.unwrap_or(window.plain.1);
    let due = if makeup { state.makeup_until.unwrap_or(last) } else { last };
    let kind = if makeup { DutyKind::MakeupTest } else { DutyKind::Test };
    let clause =
        if makeup { "R-TEST-8" } else { reckoning.course.measure.map_or("R-TEST-4", norm::test_clause) };
    RegisterRow {
        status,
        day: test.map_or(due, Fact::day),
        clause: clause.to_owned(),
        duty: Some(DutyKey { kind, window: Some(window.number) }),
        event: state.by,
        clock: None,
        cells: vec![
            format!("定期检测 第{}期", window.number),
            span(window.first, window.last),
            text(test.map(Fact::day)),
            text(test.map(|test| test.body.method)),
            text(test.map(|test| test.body.result)),
            text(state.makeup_until.filter(|_| makeup)),
            test.map(|test| setting(test.body.setting)).unwrap_or_default(),
        ],
    }
}

/// How a test that fulfils a window came about, where that is worth a word.
fn setting(setting: TestSetting) -> String {
    match setting {
        TestSetting::Regular => String::new(),
        TestSetting::Spot
        | TestSetting::Makeup
        | TestSetting::Forced
        | TestSetting::Entrusted
        | TestSetting::OutOfArea => setting.label().to_owned(),
    }
}

fn beside_windows(reckoning: &Reckoning, test: &Fact<TestFact>) -> RegisterRow {
    let waits = matches!(test.body.result, TestResult::Pending);
    let asked = deadline_from(reckoning, DutyKind::EntrustedFeedback, test.event).filter(|_| waits);
    let clause = match test.body.setting {
        TestSetting::Regular => "R-TEST-5",
        TestSetting::Spot => "R-TEST-6",
        TestSetting::Makeup => "R-TEST-8",
        TestSetting::Forced => "R-TEST-10",
        TestSetting::Entrusted => "R-TEST-9",
        TestSetting::OutOfArea => "R-LEAVE-6",
    };
    let status = match asked {
        Some(deadline) => of_deadline(deadline.status),
        None if waits => RowStatus::Running,
        None => RowStatus::Done,
    };
    RegisterRow {
        status,
        day: asked.map_or(test.day(), |deadline| deadline.due.day()),
        clause: clause.to_owned(),
        duty: asked.and_then(|deadline| key_of(reckoning, deadline)),
        event: Some(test.event),
        clock: None,
        cells: vec![
            match test.body.setting {
                TestSetting::Regular => "检测（不另计期）".to_owned(),
                TestSetting::Spot
                | TestSetting::Makeup
                | TestSetting::Forced
                | TestSetting::Entrusted
                | TestSetting::OutOfArea => {
                    format!("{}检测", test.body.setting.label().trim_end_matches("检"))
                }
            },
            String::new(),
            test.day().to_string(),
            test.body.method.to_string(),
            test.body.result.to_string(),
            String::new(),
            asked.map(|deadline| format!("结果应在{}前反馈", due_text(deadline.due))).unwrap_or_default(),
        ],
    }
}
