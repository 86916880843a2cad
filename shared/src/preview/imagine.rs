//! 推演: few words — leave, absence, detention, a refusal, a move — as imagined facts laid over a case. Nothing is kept.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Change, summarised, what_if};
use crate::calendar::plus_days;
use crate::case::{State, fold, standing};
use crate::code::{Addressee, DetentionKind, LeaveReason, RefusalManner, TransferGround};
use crate::document::{Call, Paper};
use crate::duty::deadline::Due;
use crate::duty::{DutyKind, Reckoning};
use crate::event::{
    Absence, Body, Detained, Event, LeaveApproved, LeaveRequested, LeaveReturned, Released, TestRefused,
    TransferApproved, TransferFormSubmitted, TransferOrgNotified, TransferRequested,
};
use crate::id::EventId;
use crate::moment::{BEIJING, Moment, civil_date, minute};
use crate::problem::{Problem, ProblemCode};
use crate::rules::RuleBook;

/// Days a date may lie from today, either way.
const DAYS_AWAY_MAX: i64 = 3 * 366;

/// What if.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum Imagined {
    /// 请假: asked for and granted the day before, back on the last day.
    Leave { from: NaiveDate, until: NaiveDate },
    /// 擅自外出, back on the last day.
    Away { from: NaiveDate, until: NaiveDate },
    /// 羁押, released on the last day if there is one.
    Detained { detention: DetentionKind, from: NaiveDate, until: Option<NaiveDate> },
    /// 拒检.
    Refused { manner: RefusalManner, on: NaiveDate },
    /// 迁居: the request, every further step on its last day up to the approval.
    Moved { on: NaiveDate },
}

/// A paper that would be called for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ImaginedPaper {
    pub name: String,
    /// Whom it goes to, in Chinese; empty where to nobody.
    pub to: String,
    /// By when: a day, or a minute.
    pub due: Option<String>,
}

/// 推演结果.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WhatIfAnswer {
    /// The day both cases are judged at: today, or the last imagined day.
    pub at: NaiveDate,
    pub state_before: State,
    pub state: State,
    /// Windows that change alike are one line.
    pub changes: Vec<Change>,
    pub papers: Vec<ImaginedPaper>,
}

/// Lays what is imagined over a case.
///
/// # Errors
/// `DateOutOfRange` of the field; `UnknownCase` where there is no fact at all.
pub fn imagine(
    events: &[Event],
    imagined: &Imagined,
    rules: &RuleBook,
    now: Moment,
) -> Result<WhatIfAnswer, Problem> {
    check(imagined, civil_date(now))?;
    let like = events.first().ok_or(ProblemCode::UnknownCase)?;
    let mut facts = facts(imagined);
    if matches!(imagined, Imagined::Moved { .. }) {
        follow_transfer(events, &mut facts, like, rules);
    }
    let at = facts.iter().map(|(at, _)| *at).fold(now, Moment::max);
    Ok(answer(events, &as_events(like, &facts), rules, at))
}

/// The case with more facts beside the case without them, at a moment.
fn answer(events: &[Event], more: &[Event], rules: &RuleBook, at: Moment) -> WhatIfAnswer {
    let RuleBook { office, calendar, policy } = rules;
    let result = what_if(events, more, office, calendar, policy, at);
    let papers = papers_as_told(&result.papers);
    WhatIfAnswer {
        at: civil_date(at),
        state_before: standing(&fold(events).0, office, calendar, policy, at).state,
        state: result.state,
        changes: summarised(result.changes),
        papers,
    }
}

/// Papers as people read of them.
pub(super) fn papers_as_told(calls: &[Call]) -> Vec<ImaginedPaper> {
    let told = |call: &Call| ImaginedPaper {
        name: Paper::label(call.paper).to_owned(),
        to: call.to.iter().map(|to| Addressee::label(*to)).collect::<Vec<_>>().join("、"),
        due: call.due.map(|due| match due {
            Due::Day(day) => day.to_string(),
            Due::Instant(at) => minute(at),
        }),
    };
    calls.iter().map(told).collect()
}

/// What one fact that is there already brought with it: the case with it beside the case without it, now.
///
/// # Errors
/// `UnknownRecord` where the case holds no such fact.
pub fn followed(
    events: &[Event],
    fact: EventId,
    rules: &RuleBook,
    now: Moment,
) -> Result<WhatIfAnswer, Problem> {
    let (of_it, before): (Vec<Event>, Vec<Event>) =
        events.iter().cloned().partition(|event| event.id == fact);
    if of_it.is_empty() {
        return Err(ProblemCode::UnknownRecord.into());
    }
    Ok(answer(&before, &of_it, rules, now))
}

/// What one fact would bring with it if it were recorded: the case with it beside the case without it.
///
/// # Errors
/// `UnknownCase` where there is no fact at all.
pub fn would_follow(
    events: &[Event],
    fact: (Moment, Body),
    rules: &RuleBook,
    now: Moment,
) -> Result<WhatIfAnswer, Problem> {
    let like = events.first().ok_or(ProblemCode::UnknownCase)?;
    let at = fact.0.max(now);
    Ok(answer(events, &as_events(like, &[fact]), rules, at))
}

fn check(imagined: &Imagined, today: NaiveDate) -> Result<(), Problem> {
    let (from, until) = match imagined {
        Imagined::Leave { from, until } | Imagined::Away { from, until } => (*from, Some(*until)),
        Imagined::Detained { from, until, .. } => (*from, *until),
        Imagined::Refused { on, .. } | Imagined::Moved { on } => (*on, None),
    };
    let near = |day: NaiveDate| (day - today).num_days().abs() <= DAYS_AWAY_MAX;
    let bad = |field| Problem::of_field(ProblemCode::DateOutOfRange, field);
    if !near(from) {
        return Err(bad("from"));
    }
    if until.is_some_and(|until| until < from || !near(until)) {
        return Err(bad("until"));
    }
    Ok(())
}

/// Nine in the morning in Beijing.
fn morning(day: NaiveDate) -> Moment {
    let nine = day.and_time(NaiveTime::MIN) + TimeDelta::hours(9);
    nine.and_local_timezone(BEIJING).single().unwrap_or_default()
}

fn facts(imagined: &Imagined) -> Vec<(Moment, Body)> {
    let none = String::new;
    match *imagined {
        Imagined::Leave { from, until } => {
            let (destination, reason, contact) = (none(), LeaveReason::Other, None);
            let asked = LeaveRequested { attachments: Vec::new(), from, until, destination, reason, contact };
            let before = morning(plus_days(from, -1));
            vec![
                (before, Body::LeaveRequested(asked)),
                (before + TimeDelta::hours(1), Body::LeaveApproved(LeaveApproved { from, until })),
                (morning(until), Body::LeaveReturned(LeaveReturned { attachments: Vec::new(), note: None })),
            ]
        }
        Imagined::Away { from, until } => {
            let away =
                Absence { attachments: Vec::new(), from, until: Some(until), facts: none(), left: None };
            vec![(morning(until), Body::Absence(away))]
        }
        Imagined::Detained { detention, from, until } => {
            let suspends = !matches!(detention, DetentionKind::Other);
            let held = Detained { detention, suspends, site: none(), paper: None };
            let out = until.map(|until| (morning(until), Body::Released(Released { paper: None })));
            std::iter::once((morning(from), Body::Detained(held))).chain(out).collect()
        }
        Imagined::Refused { manner, on } => {
            let refused = TestRefused {
                manner,
                place: none(),
                facts: none(),
                notice_proof: Some(none()),
                witness: None,
                attachments: Vec::new(),
            };
            vec![(morning(on), Body::TestRefused(refused))]
        }
        Imagined::Moved { on } => {
            let asked = TransferRequested { ground: TransferGround::Residence, new_place: none() };
            vec![(morning(on), Body::TransferRequested(asked))]
        }
    }
}

/// A step and the fact of it, made on a day.
type Step = (DutyKind, fn(NaiveDate) -> Body);

/// The steps up to the approval, each on the last day of its own deadline.
fn follow_transfer(events: &[Event], facts: &mut Vec<(Moment, Body)>, like: &Event, rules: &RuleBook) {
    let steps: [Step; 3] = [
        (DutyKind::TransferNotifyOrg, |_| Body::TransferOrgNotified(TransferOrgNotified {})),
        (DutyKind::TransferForm, |_| {
            Body::TransferFormSubmitted(TransferFormSubmitted { opinion: String::new() })
        }),
        (DutyKind::TransferDecision, |day| {
            Body::TransferApproved(TransferApproved { notice_received: Some(day) })
        }),
    ];
    for (step, body) in steps {
        let Some((last, _)) = facts.last() else { return };
        let all: Vec<Event> = events.iter().cloned().chain(as_events(like, facts)).collect();
        let reckoning = Reckoning::of(&fold(&all).0, &rules.calendar, &rules.policy, *last);
        let Some(due) = reckoning.deadline(step).map(|deadline| deadline.due.day()) else { return };
        let at = morning(due).max(*last + TimeDelta::minutes(1));
        facts.push((at, body(due)));
    }
}

pub(super) fn as_events(like: &Event, facts: &[(Moment, Body)]) -> Vec<Event> {
    let number = |at: usize| u128::MAX - u128::try_from(at).unwrap_or(0);
    let event = |(at, (happened_at, body)): (usize, &(Moment, Body))| Event {
        id: EventId(Uuid::from_u128(number(at))),
        happened_at: *happened_at,
        recorded_at: *happened_at,
        body: body.clone(),
        ..like.clone()
    };
    facts.iter().enumerate().map(event).collect()
}
