//! 日期变更: what later facts of the office — a notice of holidays, a changed reading — made of a date. Computed from
//! the facts, which all stay: the old date is never lost.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{DutyKey, Reckoning, worklist};
use crate::calendar::{Calendar, chinese};
use crate::case::CaseFile;
use crate::moment::{Moment, civil_date};
use crate::office::OfficeFile;
use crate::policy::Policy;
use crate::rules::{RuleBook, Rules};

/// One change of a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Revision {
    /// Day the office published what changed it.
    pub on: NaiveDate,
    /// What changed it, in Chinese.
    pub because: String,
    pub before: NaiveDate,
    pub after: NaiveDate,
}

impl Revision {
    /// As a sentence without its full stop.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Self { on, because, before, after } = self;
        let [on, before, after] = [on, before, after].map(|day| chinese(*day));
        format!("{on}{because}，由{before}改为{after}，原日期留在记录中")
    }
}

/// What the office published, in order, and what it is called.
fn publications(office: &OfficeFile) -> Vec<(Moment, String)> {
    let notices = office.notices.iter().map(|fact| (fact.happened_at, &fact.body.source));
    let notices = notices.map(|(at, source)| (at, format!("载入放假安排（{source}）")));
    let readings = office.readings.iter().map(|fact| (fact.happened_at, &fact.body));
    let readings = readings.map(|(at, body)| (at, format!("变更解读（{}：{}）", body.version, body.reason)));
    let mut all: Vec<_> = notices.chain(readings).collect();
    all.sort_by_key(|(at, _)| *at);
    all
}

/// The changes of one date since it began to run, oldest first.
pub(super) fn revisions(
    file: &CaseFile,
    office: &OfficeFile,
    rules: &RuleBook,
    at: Moment,
    key: DutyKey,
) -> Vec<Revision> {
    let now = Reckoning::of(file, &rules.calendar, &rules.policy, at);
    let Some(began) = began(file, &now, key) else { return Vec::new() };
    let later: Vec<_> =
        publications(office).into_iter().filter(|(published, _)| civil_date(*published) >= began).collect();
    let Some((first, _)) = later.first() else { return Vec::new() };
    let (calendar, policy) = (Calendar::built_in(), Policy::default());
    let due = |by: Moment, inclusive: bool| {
        let known = |published: Moment| published < by || (inclusive && published == by);
        let notices = office.notices.iter().filter(|fact| known(fact.happened_at));
        let readings = office.readings.iter().filter(|fact| known(fact.happened_at));
        let rules = Rules::over(&calendar, &policy)
            .with(notices.map(|fact| &fact.body), readings.map(|fact| &fact.body));
        due(&Reckoning::of(file, &rules.calendar, &rules.policy, at), &rules, key)
    };
    let mut before = due(*first, false);
    let mut found = Vec::new();
    for (published, because) in later {
        let after = due(published, true);
        if let (Some(before), Some(after)) = (before, after)
            && before != after
        {
            found.push(Revision { on: civil_date(published), because, before, after });
        }
        before = after;
    }
    found
}

/// The day a date begins to run: changes of before are none of its own.
fn began(file: &CaseFile, reckoning: &Reckoning, key: DutyKey) -> Option<NaiveDate> {
    match key.window {
        Some(_) => file.report_in.as_ref().map(crate::case::Fact::day),
        None => reckoning.deadline(key.kind).map(|deadline| deadline.start.day()),
    }
}

fn due(reckoning: &Reckoning, rules: &Rules<'_>, key: DutyKey) -> Option<NaiveDate> {
    let (key, owed) = worklist::all(reckoning).into_iter().rev().find(|(found, _)| *found == key)?;
    worklist::duty(key, owed, &reckoning.course, &rules.calendar, &rules.policy).map(|duty| duty.due)
}
