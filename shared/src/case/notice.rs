//! 告知: what a merge changed for those who recorded or issued something (design 4).
//!
//! Two phones each record a "first" refusal: after the merge one of them is the second. Both authors are told which record
//! it is, from which place to which it moved, and which paper no longer fits or is missing.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::course::Course;
use super::ladder::Ladder;
use super::leave::leaves;
use super::{CaseFile, check};
use crate::calendar::{Calendar, chinese};
use crate::code::BreachSeries;
use crate::event::{Amend, Body, Choice, Event, Settled};
use crate::id::{EventId, UserId};
use crate::moment::{Moment, civil_date};
use crate::policy::Policy;

/// One thing somebody should hear.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Notice {
    pub to: UserId,
    /// The record or paper it is about.
    pub about: EventId,
    pub change: NoticeChange,
    /// One Chinese sentence.
    pub text: String,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum NoticeChange {
    /// The place of a record in its series; `None` where it does not count.
    Place { series: BreachSeries, before: Option<u8>, after: Option<u8>, total: u8 },
    /// A paper that was issued no longer fits the facts.
    PaperDoesNotFit,
    /// A determination that the facts no longer bear.
    NoGround,
    /// 裁决: the office decided on a contradiction of theirs.
    Decided { settled: EventId },
    /// The office took such a decision back.
    Undecided { settled: EventId },
    /// 请假 was granted, made longer or not granted (R-LEAVE-3, R-LEAVE-4).
    LeaveAnswered,
    /// An admonition that is now called for and not yet issued.
    PaperMissing { series: BreachSeries, ordinal: u8 },
}

/// What the merge from one file to another changed for whom, sorted. `before` is the file as it was known where the notice
/// is shown: a phone's before its pull, the office's before a push.
#[must_use]
pub fn notices(
    before: &CaseFile,
    after: &CaseFile,
    calendar: &Calendar,
    policy: &Policy,
    at: Moment,
) -> Vec<Notice> {
    let count = |file: &CaseFile| Ladder::count(file, &Course::read(file, calendar, policy, at), policy);
    let (had, has) = (count(before), count(after));
    let mut notices = Vec::new();
    for series in BreachSeries::ALL {
        places(before, after, &had, &has, *series, &mut notices);
    }
    papers(before, after, &had, &has, &mut notices);
    decisions(before, after, &mut notices);
    leave_answers(before, after, civil_date(at), &mut notices);
    notices.sort();
    notices.dedup();
    notices
}

/// Places of records that moved, told to every author of the series; nobody is told of a series kept alone.
fn places(
    before: &CaseFile,
    after: &CaseFile,
    had: &Ladder,
    has: &Ladder,
    series: BreachSeries,
    notices: &mut Vec<Notice>,
) {
    let (old, new) = (had.series(series), has.series(series));
    let mut all: Vec<EventId> = old.iter().chain(&new).copied().collect();
    all.sort_unstable();
    all.dedup();
    let author = |id| after.event(id).or_else(|| before.event(id)).map(|event| event.author);
    let first = all.first().copied().and_then(author);
    let alone = all.iter().all(|id| author(*id) == first);
    if old == new || old.is_empty() || alone {
        return;
    }
    let place = |list: &[EventId], id: EventId| {
        let at = list.iter().position(|known| *known == id)?;
        u8::try_from(at + 1).ok()
    };
    let total = u8::try_from(new.len()).unwrap_or(u8::MAX);
    for id in all {
        let Some(event) = after.event(id).or_else(|| before.event(id)) else { continue };
        let (was, is) = (place(&old, id), place(&new, id));
        let day = chinese(civil_date(event.happened_at));
        let now = is.map_or("不再计入".to_owned(), |is| format!("现计为第{is}次"));
        let then = was.map_or("此前未合并".to_owned(), |was| format!("此前计为第{was}次"));
        let text = format!("{day}的{}：{then}，{now}，共{total}次", series.label());
        let change = NoticeChange::Place { series, before: was, after: is, total };
        notices.push(Notice { to: event.author, about: id, change, text });
    }
    missing(after, has, series, notices);
}

/// Admonitions that are called for and not issued, told to who recorded the fact.
fn missing(after: &CaseFile, has: &Ladder, series: BreachSeries, notices: &mut Vec<Notice>) {
    for (ordinal, id) in (1_u8..).zip(has.admonished(series)) {
        let issued = after
            .admonitions
            .iter()
            .any(|paper| paper.body.series == series && paper.body.ordinal == ordinal);
        if let Some(event) = after.event(id).filter(|_| !issued) {
            let text = format!("{}的第{ordinal}次告诫书尚未出具", series.label());
            let change = NoticeChange::PaperMissing { series, ordinal };
            notices.push(Notice { to: event.author, about: id, change, text });
        }
    }
}

/// Papers and determinations that fitted and no longer do, told to who issued them and to the authors of their facts.
fn papers(before: &CaseFile, after: &CaseFile, had: &Ladder, has: &Ladder, notices: &mut Vec<Notice>) {
    let known: Vec<EventId> = check::misfits(before, had).into_iter().map(|(paper, _)| paper).collect();
    for (paper, facts) in check::misfits(after, has).into_iter().filter(|(paper, _)| !known.contains(paper)) {
        let text = "已出具的告诫书与合并后的记录不符，请核对".to_owned();
        for to in std::iter::once(paper).chain(facts).filter_map(|id| Some(after.event(id)?.author)) {
            let (change, text) = (NoticeChange::PaperDoesNotFit, text.clone());
            notices.push(Notice { to, about: paper, change, text });
        }
    }
    let lost = has.determined.iter().filter(|(_, ground)| !has.bears(*ground));
    for (event, ground) in lost.filter(|(event, _)| {
        had.determined.iter().all(|(known, ground)| known != event || had.bears(*ground))
    }) {
        let Some(to) = after.event(*event).map(|event| event.author) else { continue };
        let text = format!("认定事由“{}”与合并后的记录不符，请核对", ground.label());
        notices.push(Notice { to, about: *event, change: NoticeChange::NoGround, text });
    }
}

/// Decisions that came or were taken back, told to the authors of both sides.
fn decisions(before: &CaseFile, after: &CaseFile, notices: &mut Vec<Notice>) {
    let stood = |id: EventId| before.event(id).is_some() && !before.is_voided(id);
    for event in &after.events {
        let Body::Settled(decided) = &event.body else { continue };
        let settled = event.id;
        let stands = !after.is_voided(settled);
        if stands == stood(settled) {
            continue;
        }
        for (about, to) in authors(after, decided).into_iter().filter(|(_, to)| *to != event.author) {
            let issue = decided.issue.label();
            let (change, text) = if stands {
                let outcome = outcome(after, decided, to);
                let text = format!("办公室核对了“{issue}”：{outcome}。理由：{}", decided.note);
                (NoticeChange::Decided { settled }, text)
            } else {
                let text = format!("办公室撤回了对“{issue}”的裁决，将重新核对");
                (NoticeChange::Undecided { settled }, text)
            };
            notices.push(Notice { to, about, change, text });
        }
    }
}

/// Answers to 请假, told to who wrote the request down: only then may the person go (R-LEAVE-4). Who answered knows.
fn leave_answers(before: &CaseFile, after: &CaseFile, today: NaiveDate, notices: &mut Vec<Notice>) {
    let is_answer = |body: &Body| matches!(body, Body::LeaveApproved(_) | Body::LeaveDenied(_));
    let new: Vec<&Event> = after
        .events
        .iter()
        .filter(|event| is_answer(&event.body) && before.event(event.id).is_none())
        .collect();
    if new.is_empty() {
        return;
    }
    let known = leaves(before, today);
    for leave in leaves(after, today) {
        let was = known.iter().find(|known| known.event == leave.event);
        let is_same = was.is_some_and(|was| (was.approved, was.denied) == (leave.approved, leave.denied));
        let Some(to) = after.event(leave.event).map(|event| event.author) else { continue };
        if is_same || new.iter().all(|event| event.author == to) {
            continue;
        }
        let from = chinese(leave.request.from);
        let text = match (leave.approved, leave.denied) {
            (Some((_, until)), _) if leave.extended => {
                format!("{from}起的请假：已续假，准到{}返回", chinese(until))
            }
            (Some((_, until)), _) => format!("{from}起的请假：已准假，准到{}返回", chinese(until)),
            (None, Some(_)) => format!("{from}起的请假：没有批准。{}", reason_of(after, leave.request.from)),
            (None, None) => continue,
        };
        notices.push(Notice { to, about: leave.event, change: NoticeChange::LeaveAnswered, text });
    }
}

fn reason_of(file: &CaseFile, from: NaiveDate) -> String {
    let denial = file.leave_denials.iter().rfind(|fact| fact.body.from == from);
    denial.map(|fact| format!("理由：{}", fact.body.reason)).unwrap_or_default()
}

/// Each author of a side once, with the record it is about for them.
fn authors(file: &CaseFile, decided: &Settled) -> Vec<(EventId, UserId)> {
    let mut authors: Vec<(EventId, UserId)> = Vec::new();
    for event in decided.events.iter().filter_map(|id| file.event(*id)) {
        let about = if let Body::Amend(amend) = &event.body { amend.target } else { event.id };
        if !authors.iter().any(|(_, known)| *known == event.author) {
            authors.push((about, event.author));
        }
    }
    authors
}

/// What the decision means for one of the authors.
fn outcome(file: &CaseFile, decided: &Settled, to: UserId) -> &'static str {
    let own = |id: EventId| file.event(id).is_some_and(|event| event.author == to);
    match decided.choice {
        Choice::Values => {
            let of =
                |event: &Event| if let Body::Amend(amend) = &event.body { Some(amend.clone()) } else { None };
            let amends = |ids: &[EventId]| -> Vec<Amend> {
                ids.iter().filter_map(|id| file.event(*id)).filter_map(of).collect()
            };
            let mine: Vec<EventId> = decided.events.iter().copied().filter(|id| own(*id)).collect();
            let (mine, chosen) = (amends(&mine), amends(&decided.acts));
            let taken = |amend: &Amend| {
                chosen.iter().all(|chosen| {
                    chosen.fields.iter().all(|(field, value)| amend.fields.get(field) == Some(value))
                })
            };
            match (mine.is_empty(), mine.iter().any(taken)) {
                (true, _) => "已选定更正的值",
                (false, true) => "采用了您填的值",
                (false, false) => "没有全部采用您填的值",
            }
        }
        Choice::Same { keep } if own(keep) => "是同一次，以您的记录为准",
        Choice::Same { .. } => "是同一次，以另一人的记录为准，您的记录仍保留",
        Choice::Apart => "各是一次，都计",
        Choice::AsIs => "已查明，照现有记录",
        Choice::Voided { record } if own(record) => "您的这条记录不再计算",
        Choice::Voided { .. } => "另一条记录不再计算",
    }
}
