//! What the rules say of a story, in the words of the examples.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use shared::calendar::{Calendar, plus_days};
use shared::case::{CaseFile, Flag, State, fold, standing};
use shared::code::{BreachSeries, GroupMember, Sex};
use shared::document;
use shared::duty::deadline::Due;
use shared::duty::schedule::WindowState;
use shared::duty::{DutyKind, Reckoning};
use shared::event::Event;
use shared::identity::{check_id_number, check_phone};
use shared::moment::{BEIJING, Moment, civil_date};
use shared::norm;
use shared::office::{OfficeFile, missing_members};
use shared::page::WindowStatus;
use shared::policy::Policy;

use super::story::Story;

/// Everything an example can ask for.
pub(super) fn view(story: &Story) -> Map<String, Value> {
    match story {
        Story::Case { events, as_of } => case(events, *as_of),
        Story::Workers { users } => one(
            "workers_required",
            norm::workers_required(*users, shared::policy::Values::default().users_per_worker),
        ),
        Story::WorkGroup { members } => {
            let missing: Vec<_> = missing_members(members).into_iter().map(GroupMember::code).collect();
            one("missing", missing)
        }
        Story::IdNumber { value, as_of } => {
            let checked = check_id_number(value, civil_date(*as_of)).ok();
            let sex = checked.as_ref().map(|id| if id.sex == Sex::Male { "male" } else { "female" });
            let mut view = one("valid", checked.is_some());
            view.insert("birth".to_owned(), json!(checked.map(|id| id.birth)));
            view.insert("sex".to_owned(), json!(sex));
            view
        }
        Story::Phone { value } => one("valid", check_phone(value).is_ok()),
    }
}

fn one(key: &str, value: impl Into<Value>) -> Map<String, Value> {
    Map::from_iter([(key.to_owned(), value.into())])
}

fn case(events: &[Event], as_of: Moment) -> Map<String, Value> {
    let (file, _) = fold(events);
    let (calendar, policy) = (Calendar::built_in(), Policy::default());
    let standing = standing(&file, &OfficeFile::default(), &calendar, &policy, as_of);
    let reckoning = Reckoning::of(&file, &calendar, &policy, as_of);
    let mut view = schedule(&reckoning);
    view.extend(deadlines(&reckoning));
    view.extend(papers(&file, &reckoning));
    view.insert("state".to_owned(), json!(state(standing.state)));
    let course = &reckoning.course;
    view.insert(
        "term".to_owned(),
        json!({
            "first_day": course.first,
            "last_day": course.last,
            "released_on": course.last.map(|last| plus_days(last, 1)),
        }),
    );
    let ladder = &reckoning.ladder;
    view.insert(
        "counters".to_owned(),
        json!({
            "refusals": ladder.refusals.len(),
            "absences": ladder.counted().count(),
            "absence_days": ladder.absence_days(),
        }),
    );
    view.insert(
        "breach".to_owned(),
        json!({
            "test": ladder.level(BreachSeries::Test).code(),
            "absence": ladder.level(BreachSeries::Absence).code(),
        }),
    );
    // RD-30: under sixteen is a note, not a flag of the examples.
    let flags = standing.flags.iter().filter(|flag| !matches!(flag, Flag::Under16));
    view.insert("flags".to_owned(), json!(flags.map(|flag| flag.code()).collect::<Vec<_>>()));
    view
}

fn state(state: State) -> &'static str {
    match state {
        State::Registered => "registered",
        State::Overdue => "overdue",
        State::Active => "active",
        State::Suspended => "suspended",
        State::Expired => "expired",
        State::Discharged => "discharged",
        State::Terminated => "terminated",
        State::ClosedOther => "closed_other",
    }
}

fn schedule(reckoning: &Reckoning) -> Map<String, Value> {
    let schedule = &reckoning.schedule;
    let count = |states: &[WindowState], wanted: &[WindowStatus]| {
        states.iter().filter(|state| wanted.contains(&state.status)).count()
    };
    let done = |states: &[WindowState]| states.iter().filter(|state| state.by.is_some()).count();
    let tests = &schedule.tests;
    let (quarterly, annual, last) = (done(&schedule.quarters), done(&schedule.years), done(&schedule.finals));
    let required = schedule.quarters.len() + schedule.years.len() + schedule.finals.len();
    let makeup: Map<String, Value> =
        tests.iter().map(|state| (state.window.number.to_string(), json!(state.makeup_until))).collect();
    Map::from_iter([
        (
            "test_windows".to_owned(),
            tests.iter().map(|state| json!([state.window.first, state.window.last])).collect(),
        ),
        ("test_status".to_owned(), statuses(tests)),
        ("visit_status".to_owned(), statuses(&schedule.visits)),
        ("report_status".to_owned(), statuses(&schedule.reports)),
        ("makeup_until".to_owned(), Value::Object(makeup)),
        (
            "tests".to_owned(),
            json!({
                "required": tests.len(),
                "done": count(tests, &[WindowStatus::Satisfied, WindowStatus::MadeUp]),
                "missed": count(tests, &[WindowStatus::Missed]),
                "lapsed": count(tests, &[WindowStatus::Lapsed]),
            }),
        ),
        (
            "assessments".to_owned(),
            json!({
                "required": required,
                "done": quarterly + annual + last,
                "quarterly": quarterly,
                "annual": annual,
                "final": last,
            }),
        ),
    ])
}

fn statuses(states: &[WindowState]) -> Value {
    let status = |state: &WindowState| (state.window.number.to_string(), json!(state.status.code()));
    Value::Object(states.iter().map(status).collect())
}

fn deadlines(reckoning: &Reckoning) -> Map<String, Value> {
    let due = |due: Due| match due {
        Due::Day(day) => json!(day),
        Due::Instant(at) => json!(at.with_timezone(&BEIJING).to_rfc3339()),
    };
    let mut dates = Map::new();
    let mut targets = Map::new();
    for deadline in &reckoning.deadlines {
        let name = deadline.rule.kind.code().to_owned();
        dates.insert(name.clone(), due(deadline.due));
        targets.insert(name, json!(deadline.target as Option<NaiveDate>));
    }
    let overdue: Vec<_> = reckoning.overdue().into_iter().map(DutyKind::code).collect();
    Map::from_iter([
        ("deadlines".to_owned(), Value::Object(dates)),
        ("targets".to_owned(), Value::Object(targets)),
        ("overdue".to_owned(), json!(overdue)),
    ])
}

fn papers(file: &CaseFile, reckoning: &Reckoning) -> Map<String, Value> {
    let calls = document::calls(file, reckoning);
    let counts: Map<String, Value> = document::counts(&calls)
        .into_iter()
        .map(|(paper, count)| (paper.code().to_owned(), json!(count)))
        .collect();
    let notify: Map<String, Value> = document::audience(&calls)
        .into_iter()
        .map(|(paper, to)| {
            let names: Vec<_> = to.into_iter().map(shared::code::Addressee::code).collect();
            (paper.code().to_owned(), json!(names))
        })
        .collect();
    Map::from_iter([
        ("documents".to_owned(), Value::Object(counts)),
        ("notify".to_owned(), Value::Object(notify)),
    ])
}
