//! 预演: what would change — under other readings or another calendar, with imagined facts, or as known in the past.
//!
//! All pure: nothing here stores, sends or decides.

mod imagine;
mod settling;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use imagine::{Imagined, ImaginedPaper, WhatIfAnswer, followed, imagine, would_follow};
pub use settling::{
    Consequence, Decision, IssueField, IssueOption, IssueSheet, IssueSide, acts, consequence, lay_open,
};

use crate::calendar::Calendar;
use crate::case::{CaseFile, State, fold, standing};
use crate::code::BreachSeries;
use crate::document::{Call, Paper, calls, counts};
use crate::duty::Reckoning;
use crate::duty::deadline::{DeadlineStatus, Due};
use crate::duty::schedule::WindowState;
use crate::event::Event;
use crate::id::CaseId;
use crate::moment::{Moment, minute};
use crate::office::OfficeFile;
use crate::policy::Policy;
use crate::rules::Rules;

/// One thing that differs, in Chinese.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Change {
    /// e.g. `检测第3期`.
    pub what: String,
    /// Empty where there was nothing.
    pub before: String,
    /// Empty where there is nothing any more.
    pub after: String,
}

/// What differs in one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CaseChanges {
    pub case: CaseId,
    pub changes: Vec<Change>,
}

/// Which cases would change under other rules: readings before they are published, a calendar when its notice is out.
#[must_use]
pub fn rule_changes(
    files: &[&CaseFile],
    office: &OfficeFile,
    before: &Rules<'_>,
    after: &Rules<'_>,
    at: Moment,
) -> Vec<CaseChanges> {
    let changed = |file: &&CaseFile| {
        let case = file.case?;
        let changes = differences(
            &told(file, office, &before.calendar, &before.policy, at),
            &told(file, office, &after.calendar, &after.policy, at),
        );
        (!changes.is_empty()).then_some(CaseChanges { case, changes })
    };
    files.iter().filter_map(changed).collect()
}

/// What imagined facts would do to a case.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIf {
    pub state: State,
    pub changes: Vec<Change>,
    /// Papers that would be called for beside those that are.
    pub papers: Vec<Call>,
}

/// The case with imagined facts — leave, detention, a refusal, a move — beside the case as it is, at a moment that may
/// lie in the future.
#[must_use]
pub fn what_if(
    events: &[Event],
    imagined: &[Event],
    office: &OfficeFile,
    calendar: &Calendar,
    policy: &Policy,
    at: Moment,
) -> WhatIf {
    let (before, _) = fold(events);
    let with: Vec<Event> = events.iter().chain(imagined).cloned().collect();
    let (after, _) = fold(&with);
    let rules = Rules::of(office, calendar, policy, at);
    let papers = |file| calls(file, &Reckoning::of(file, &rules.calendar, &rules.policy, at));
    let had = papers(&before);
    WhatIf {
        state: standing(&after, office, calendar, policy, at).state,
        changes: differences(
            &told(&before, office, &rules.calendar, &rules.policy, at),
            &told(&after, office, &rules.calendar, &rules.policy, at),
        ),
        papers: papers(&after)
            .into_iter()
            .filter(|call| !had.iter().any(|known| same(known, call)))
            .collect(),
    }
}

fn same(one: &Call, other: &Call) -> bool {
    one.paper == other.paper && one.because == other.because && one.since == other.since
}

/// The facts an office held at a past moment: those it had received by then. Fold them to see the case as it was known.
#[must_use]
pub fn known_by(events: &[(Event, Moment)], by: Moment) -> Vec<Event> {
    events.iter().filter(|(_, received)| *received <= by).map(|(event, _)| event.clone()).collect()
}

/// What the office could know at a past moment beside what is known now of that same moment.
#[must_use]
pub fn as_of(
    events: &[(Event, Moment)],
    office: &OfficeFile,
    calendar: &Calendar,
    policy: &Policy,
    at: Moment,
) -> Vec<Change> {
    let now: Vec<Event> = events.iter().map(|(event, _)| event.clone()).collect();
    let (then, now) = (fold(&known_by(events, at)).0, fold(&now).0);
    differences(&told(&then, office, calendar, policy, at), &told(&now, office, calendar, policy, at))
}

type Told = BTreeMap<String, String>;

/// All that the rules say of a case, by name.
fn told(file: &CaseFile, office: &OfficeFile, calendar: &Calendar, policy: &Policy, at: Moment) -> Told {
    let reckoning = Reckoning::of(file, calendar, policy, at);
    let standing = standing(file, office, calendar, policy, at);
    let mut told = Told::new();
    told.insert("状态".to_owned(), state_label(reckoning.course.state()).to_owned());
    let last = reckoning.course.last.map(|last| last.to_string());
    told.insert("期限最后一天".to_owned(), last.unwrap_or_default());
    let schedule = &reckoning.schedule;
    for (name, states) in [
        ("检测", &schedule.tests),
        ("走访", &schedule.visits),
        ("报告", &schedule.reports),
        ("季度评估", &schedule.quarters),
        ("年度评估", &schedule.years),
        ("期满评估", &schedule.finals),
    ] {
        told.extend(states.iter().map(|state| (format!("{name}第{}期", state.window.number), window(state))));
    }
    for deadline in &reckoning.deadlines {
        let due = match deadline.due {
            Due::Day(day) => day.to_string(),
            Due::Instant(at) => minute(at),
        };
        let text = format!("{due} {}", status_label(deadline.status));
        told.insert(format!("{}（{}）", deadline.rule.kind, deadline.start.day()), text);
    }
    for series in BreachSeries::ALL {
        told.insert(series.label().to_owned(), reckoning.ladder.level(*series).label().to_owned());
    }
    told.extend(standing.flags.iter().map(|flag| (format!("标记：{flag}"), "有".to_owned())));
    for (paper, count) in counts(&calls(file, &reckoning)) {
        told.insert(Paper::label(paper).to_owned(), format!("{count}份"));
    }
    told
}

fn window(state: &WindowState) -> String {
    let day = |day: Option<chrono::NaiveDate>| day.map_or("未定".to_owned(), |day| day.to_string());
    format!("{}至{} {}", day(state.window.first), day(state.window.last), state.status)
}

/// The Chinese name of a state.
#[must_use]
pub const fn state_label(state: State) -> &'static str {
    match state {
        State::Registered => "待报到",
        State::Overdue => "逾期未报到",
        State::Active => "执行中",
        State::Suspended => "中止",
        State::Expired => "已满期",
        State::Discharged => "已解除",
        State::Terminated => "已终止",
        State::ClosedOther => "其他结束",
    }
}

const fn status_label(status: DeadlineStatus) -> &'static str {
    match status {
        DeadlineStatus::Open => "待办",
        DeadlineStatus::Met => "按时",
        DeadlineStatus::Late => "晚办",
        DeadlineStatus::Missed => "逾期",
        DeadlineStatus::Ended => "不再计",
    }
}

fn differences(before: &Told, after: &Told) -> Vec<Change> {
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let value = |told: &Told, name: &String| told.get(name).cloned().unwrap_or_default();
    names
        .into_iter()
        .map(|name| Change { what: name.clone(), before: value(before, name), after: value(after, name) })
        .filter(|change| change.before != change.after)
        .collect()
}

/// Windows of one kind that change beyond this many are one line.
const WINDOWS_SHOWN: usize = 2;

/// The changes as people read them: single dates first, then windows in their order, many of them as one line.
#[must_use]
pub fn summarised(changes: Vec<Change>) -> Vec<Change> {
    let mut windows: BTreeMap<String, Vec<(u8, Change)>> = BTreeMap::new();
    let mut single = Vec::new();
    for change in changes {
        match window_of(&change.what) {
            Some((kind, number)) => windows.entry(kind.to_owned()).or_default().push((number, change)),
            None => single.push(change),
        }
    }
    for (kind, mut of_kind) in windows {
        of_kind.sort_by_key(|(number, _)| *number);
        let rest = of_kind.split_off(of_kind.len().min(WINDOWS_SHOWN));
        single.extend(of_kind.into_iter().map(|(_, change)| change));
        match rest.as_slice() {
            [] => {}
            [(_, only)] => single.push(only.clone()),
            [(first, _), .., (last, end)] => single.push(Change {
                what: format!("{kind}第{first}至{last}期"),
                before: format!("最后一期{}", end.before),
                after: format!("共{}期变化，最后一期{}", rest.len(), end.after),
            }),
        }
    }
    single
}

/// `检测第3期` is the third of 检测.
fn window_of(what: &str) -> Option<(&str, u8)> {
    let (kind, rest) = what.split_once('第')?;
    Some((kind, rest.strip_suffix('期')?.parse().ok()?))
}
