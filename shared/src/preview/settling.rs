//! 矛盾核对: the sides of an issue, what may be chosen, and what follows from each choice. Nothing is kept.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::imagine::{ImaginedPaper, as_events, papers_as_told};
use super::{Change, summarised, what_if};
use crate::calendar::chinese;
use crate::case::course::Course;
use crate::case::ladder::Ladder;
use crate::case::{CaseFile, Issue, IssueKind, fold, misfits, with_field};
use crate::code::BreachSeries;
use crate::event::{Amend, Body, Choice, Event, Settled, Void};
use crate::id::{EventId, UserId};
use crate::moment::{Moment, civil_date, minute};
use crate::page::{EntryKind, Line, detail_of, kind};
use crate::problem::{Problem, ProblemCode};
use crate::rules::{RuleBook, Rules};

/// Other changes named in the sentence; all of them stand in the list.
const CHANGES_NAMED: usize = 3;

/// One record, amendment or paper an issue speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IssueSide {
    pub event: EventId,
    pub kind: EntryKind,
    pub summary: String,
    /// Why, where it is a correction.
    pub reason: String,
    pub author: UserId,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub happened_at: Moment,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub recorded_at: Moment,
}

/// One field in which the sides differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IssueField {
    /// Its path in the body; it is chosen by itself where the sides are corrections.
    pub field: String,
    pub label: String,
    /// As it was before both; `None` where the sides are records of their own.
    pub base: Option<String>,
    /// In the order of the sides.
    pub values: Vec<String>,
}

/// What somebody chose, before it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Decision {
    pub choice: Choice,
    /// For [`Choice::Values`]: by field, the side whose value stands.
    #[serde(default)]
    pub picks: BTreeMap<String, EventId>,
}

/// 后果 of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Consequence {
    /// One Chinese sentence.
    pub sentence: String,
    /// Beside the case as it counts now.
    pub changes: Vec<Change>,
    /// Called for by the choice.
    pub papers: Vec<ImaginedPaper>,
    /// Issued, and no longer fitting.
    pub void: Vec<String>,
}

/// One choice with what follows from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IssueOption {
    pub decision: Decision,
    pub label: String,
    pub consequence: Consequence,
}

/// An issue as a person decides on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IssueSheet {
    pub sides: Vec<IssueSide>,
    pub fields: Vec<IssueField>,
    pub options: Vec<IssueOption>,
}

/// Lays an issue open. Pure: the case is folded once for each choice.
///
/// # Errors
/// `UnknownRecord` where the case does not hold what the issue names.
pub fn lay_open(
    events: &[Event],
    issue: &Issue,
    rules: &RuleBook,
    now: Moment,
) -> Result<IssueSheet, Problem> {
    let (file, _) = fold(events);
    let of_target = is_of_corrections(issue.kind);
    let named = if of_target { issue.events.get(1..).unwrap_or_default() } else { issue.events.as_slice() };
    let sides: Vec<&Event> = named.iter().filter_map(|id| file.event(*id)).collect();
    if sides.len() != named.len() || sides.is_empty() {
        return Err(ProblemCode::UnknownRecord.into());
    }
    let fields = if of_target { disputed(events, issue, &sides) } else { differing(&sides) };
    let mut options = Vec::new();
    for (label, decision) in choices(issue, &sides, &fields) {
        let consequence = consequence(events, issue, &decision, rules, now)?;
        options.push(IssueOption { decision, label, consequence });
    }
    Ok(IssueSheet { sides: sides.into_iter().map(side).collect(), fields, options })
}

/// Whether the sides of an issue are corrections of one record, named first.
const fn is_of_corrections(kind: IssueKind) -> bool {
    matches!(kind, IssueKind::ConcurrentEdit)
}

fn side(event: &Event) -> IssueSide {
    let reason = if let Body::Amend(Amend { reason, .. }) | Body::Void(Void { reason, .. }) = &event.body {
        reason.clone()
    } else {
        String::new()
    };
    IssueSide {
        event: event.id,
        kind: kind(&event.body),
        summary: detail_of(&event.body).0,
        reason,
        author: event.author,
        happened_at: event.happened_at,
        recorded_at: event.recorded_at,
    }
}

/// Fields that the corrections set to different values, with the value before them.
fn disputed(events: &[Event], issue: &Issue, sides: &[&Event]) -> Vec<IssueField> {
    let amends: Vec<&Amend> = sides.iter().filter_map(|event| amend(event)).collect();
    let without: Vec<Event> =
        events.iter().filter(|event| !sides.iter().any(|side| side.id == event.id)).cloned().collect();
    let (before, _) = fold(&without);
    let Some(base) = issue.events.first().and_then(|target| before.event(*target)) else { return Vec::new() };
    let names: BTreeSet<&String> = amends.iter().flat_map(|amend| amend.fields.keys()).collect();
    let field = |name: &String| {
        let values: Vec<_> = amends.iter().map(|amend| amend.fields.get(name)).collect();
        let first = values.iter().flatten().next()?;
        if values.iter().flatten().all(|value| value == first) {
            return None;
        }
        let with = |value: &Option<&serde_json::Value>| match value {
            Some(value) => with_field(base, name, value).unwrap_or_else(|| base.clone()),
            None => base.clone(),
        };
        let shown: Vec<Event> = values.iter().map(with).collect();
        Some(as_read(name, base, &shown, &values))
    };
    names.into_iter().filter_map(field).collect()
}

/// A field in Chinese: by the line of the record that changes with it, else by its path.
fn as_read(name: &str, base: &Event, shown: &[Event], values: &[Option<&serde_json::Value>]) -> IssueField {
    let all: Vec<Vec<Line>> = shown.iter().map(lines).collect();
    let old = lines(base);
    let text = |lines: &[Line], label: &str| {
        lines.iter().find(|line| line.label == label).map(|line| line.text.clone()).unwrap_or_default()
    };
    let labels = all.iter().chain(std::iter::once(&old)).flatten().map(|line| line.label.clone());
    let differs = |label: &String| {
        let first = all.first().map(|lines| text(lines, label));
        all.iter().any(|lines| Some(text(lines, label)) != first)
    };
    // The summary changes with many fields: a line of the field itself says it better.
    let label = labels.clone().find(|label| label != SUMMARY && differs(label));
    let label = label.or_else(|| labels.clone().find(differs));
    match label {
        Some(label) => IssueField {
            field: name.to_owned(),
            base: Some(text(&old, &label)),
            values: all.iter().map(|lines| text(lines, &label)).collect(),
            label,
        },
        None => IssueField {
            field: name.to_owned(),
            label: name.to_owned(),
            base: None,
            values: values.iter().map(|value| plain(*value)).collect(),
        },
    }
}

fn plain(value: Option<&serde_json::Value>) -> String {
    value.map_or_else(String::new, |value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

const SUMMARY: &str = "摘要";

/// A record as labelled lines, times and summary with them.
fn lines(event: &Event) -> Vec<Line> {
    let (summary, lines) = detail_of(&event.body);
    let line = |label: &str, text: String| Line { label: label.to_owned(), text };
    let mut all = vec![line("发生时间", minute(event.happened_at)), line(SUMMARY, summary)];
    all.extend(lines);
    all
}

/// Lines in which records differ.
fn differing(sides: &[&Event]) -> Vec<IssueField> {
    let all: Vec<Vec<Line>> = sides.iter().map(|event| lines(event)).collect();
    if all.len() < 2 {
        return Vec::new();
    }
    let mut labels: Vec<&String> = Vec::new();
    for line in all.iter().flatten() {
        if !labels.contains(&&line.label) {
            labels.push(&line.label);
        }
    }
    let text = |lines: &Vec<Line>, label: &String| {
        lines.iter().find(|line| line.label == *label).map(|line| line.text.clone()).unwrap_or_default()
    };
    let field = |label: &&String| {
        let values: Vec<String> = all.iter().map(|lines| text(lines, label)).collect();
        let first = values.first();
        let differ = values.iter().any(|value| Some(value) != first);
        differ.then(|| IssueField { field: String::new(), label: (*label).clone(), base: None, values })
    };
    labels.iter().filter_map(field).collect()
}

fn amend(event: &Event) -> Option<&Amend> {
    if let Body::Amend(amend) = &event.body { Some(amend) } else { None }
}

/// What may be chosen, in the order of its keys.
fn choices(issue: &Issue, sides: &[&Event], fields: &[IssueField]) -> Vec<(String, Decision)> {
    let plain = |choice| Decision { choice, picks: BTreeMap::new() };
    let place = |at: usize| match (at, sides.len()) {
        (0, 2) => "左边".to_owned(),
        (1, 2) => "右边".to_owned(),
        (at, _) => format!("第{}条", at + 1),
    };
    let same = |options: &mut Vec<(String, Decision)>, words: &str| {
        for (at, side) in sides.iter().enumerate() {
            options.push((format!("{words}，以{}为准", place(at)), plain(Choice::Same { keep: side.id })));
        }
    };
    let mut options = Vec::new();
    match issue.kind {
        IssueKind::ConcurrentEdit => {
            for (at, side) in sides.iter().enumerate() {
                let sets =
                    |field: &&IssueField| amend(side).is_some_and(|it| it.fields.contains_key(&field.field));
                let picks = fields.iter().filter(sets).map(|field| (field.field.clone(), side.id)).collect();
                options.push((format!("采纳{}", place(at)), Decision { choice: Choice::Values, picks }));
            }
        }
        IssueKind::SameVisitTwice | IssueKind::SameTestTwice | IssueKind::SameRefusalTwice => {
            same(&mut options, "同一次");
            options.push(("各是一次，都计".to_owned(), plain(Choice::Apart)));
        }
        IssueKind::TwoOrders | IssueKind::TwoReportIns => same(&mut options, "只计一份"),
        IssueKind::BeforeReportIn
        | IssueKind::TimeInDoubt
        | IssueKind::EnteredLate
        | IssueKind::TesterNotQualified
        | IssueKind::TargetUnknown
        | IssueKind::ParallelEdit
        | IssueKind::AmendUnreadable
        | IssueKind::TermOutOfRange
        | IssueKind::AfterEnding
        | IssueKind::DuringDetention
        | IssueKind::ReleaseWithoutDetention
        | IssueKind::DeterminationWithoutGround
        | IssueKind::PaperDoesNotFit
        | IssueKind::KitExpired
        | IssueKind::UnknownKind => {
            options.push(("已查明，照现有记录".to_owned(), plain(Choice::AsIs)));
            let void = if matches!(issue.kind, IssueKind::PaperDoesNotFit) {
                sides.first().map(|paper| ("作废这份告诫书", paper.id))
            } else if is_voidable(issue.kind) {
                sides.last().map(|record| ("作废这条记录", record.id))
            } else {
                None
            };
            options.extend(void.map(|(label, record)| (label.to_owned(), plain(Choice::Voided { record }))));
        }
    }
    options
}

/// A determination is withdrawn by an act of its own (R-BREACH-10); an order is amended.
const fn is_voidable(kind: IssueKind) -> bool {
    !matches!(
        kind,
        IssueKind::DeterminationWithoutGround | IssueKind::TermOutOfRange | IssueKind::UnknownKind
    )
}

/// The corrections a decision takes beside it.
///
/// # Errors
/// `FieldMissing` where a disputed field is not chosen, `StateForbids` for a choice this issue does not have.
pub fn acts(
    events: &[Event],
    issue: &Issue,
    decision: &Decision,
    reason: &str,
) -> Result<Vec<Body>, Problem> {
    let named = |id: EventId| issue.events.contains(&id);
    let corrections = is_of_corrections(issue.kind);
    match decision.choice {
        Choice::Values if corrections => Ok(vec![Body::Amend(chosen(events, issue, decision, reason)?)]),
        Choice::Same { keep } if named(keep) && !corrections && issue.events.len() > 1 => Ok(Vec::new()),
        Choice::Apart if !corrections && issue.events.len() > 1 => Ok(Vec::new()),
        Choice::AsIs if !corrections => Ok(Vec::new()),
        Choice::Voided { record } if named(record) && !corrections => {
            Ok(vec![Body::Void(Void { target: record, reason: reason.to_owned() })])
        }
        Choice::Values | Choice::Same { .. } | Choice::Apart | Choice::AsIs | Choice::Voided { .. } => {
            Err(ProblemCode::StateForbids.into())
        }
    }
}

/// An amendment that saw all sides and holds what was picked of each disputed field.
fn chosen(events: &[Event], issue: &Issue, decision: &Decision, reason: &str) -> Result<Amend, Problem> {
    let (file, _) = fold(events);
    let target = issue.events.first().copied().ok_or(ProblemCode::UnknownRecord)?;
    let sides: Vec<&Event> = issue.events.iter().skip(1).filter_map(|id| file.event(*id)).collect();
    let mut fields = BTreeMap::new();
    for field in disputed(events, issue, &sides) {
        let missing = || Problem::of_field(ProblemCode::FieldMissing, &field.field);
        let picked = decision.picks.get(&field.field).ok_or_else(missing)?;
        let side = sides.iter().find(|side| side.id == *picked).and_then(|side| amend(side));
        let value = side.and_then(|side| side.fields.get(&field.field)).ok_or_else(missing)?;
        fields.insert(field.field.clone(), value.clone());
    }
    let basis = file.amended.get(&target).cloned().unwrap_or_default();
    Ok(Amend { target, basis, fields, reason: reason.to_owned(), attachments: Vec::new() })
}

/// What follows from a decision: the case with it beside the case as it counts now.
///
/// # Errors
/// As [`acts`].
pub fn consequence(
    events: &[Event],
    issue: &Issue,
    decision: &Decision,
    rules: &RuleBook,
    now: Moment,
) -> Result<Consequence, Problem> {
    let like = events.first().ok_or(ProblemCode::UnknownCase)?;
    let bodies = acts(events, issue, decision, "")?;
    let settled = Settled {
        issue: issue.kind,
        events: issue.events.clone(),
        choice: decision.choice,
        note: String::new(),
        acts: Vec::new(),
    };
    let facts: Vec<(Moment, Body)> =
        bodies.into_iter().chain([Body::Settled(settled)]).map(|body| (now, body)).collect();
    let more = as_events(like, &facts);
    let RuleBook { office, calendar, policy } = rules;
    let result = what_if(events, &more, office, calendar, policy, now);
    let all: Vec<Event> = events.iter().chain(&more).cloned().collect();
    let (before, after) = (fold(events).0, fold(&all).0);
    let judged = Rules::of(office, calendar, policy, now);
    let count = |file: &CaseFile| {
        Ladder::count(file, &Course::read(file, &judged.calendar, &judged.policy, now), &judged.policy)
    };
    let (had, has) = (count(&before), count(&after));
    let void: Vec<String> =
        misfits(&after, &has).iter().filter_map(|(paper, _)| paper_name(&after, *paper)).collect();
    let changes = summarised(result.changes);
    Ok(Consequence {
        sentence: sentence(issue, &after, (&had, &has), &void, &changes),
        papers: papers_as_told(&result.papers),
        changes,
        void,
    })
}

fn paper_name(file: &CaseFile, paper: EventId) -> Option<String> {
    let issued = file.admonitions.iter().find(|fact| fact.event == paper)?;
    Some(format!(
        "{}的《告诫书》第{}号（{}）",
        issued.body.series.label(),
        issued.body.ordinal,
        chinese(civil_date(issued.happened_at))
    ))
}

fn sentence(
    issue: &Issue,
    after: &CaseFile,
    (had, has): (&Ladder, &Ladder),
    void: &[String],
    changes: &[Change],
) -> String {
    let mut parts: Vec<String> = Vec::new();
    for series in BreachSeries::ALL {
        parts.extend(of_series(issue, after, (had, has), *series));
    }
    parts.extend(void.iter().map(|paper| format!("已出的{paper}不再相符，须作废")));
    // Ladders and papers are said above.
    let said = |change: &&Change| {
        BreachSeries::ALL.iter().any(|series| change.what == series.label())
            || change.after.ends_with('份')
            || change.before.ends_with('份')
    };
    let others: Vec<&Change> = changes.iter().filter(|change| !said(change)).collect();
    for change in others.iter().take(CHANGES_NAMED) {
        let or_none = |text: &str| if text.is_empty() { "无".to_owned() } else { text.to_owned() };
        parts.push(format!("{}由“{}”变为“{}”", change.what, or_none(&change.before), or_none(&change.after)));
    }
    if others.len() > CHANGES_NAMED {
        parts.push(format!("另有{}处变化", others.len() - CHANGES_NAMED));
    }
    if parts.is_empty() {
        "次数、期限和文书都不变。".to_owned()
    } else {
        format!("{}。", parts.join("；"))
    }
}

/// What a series comes to, where the issue touches it.
fn of_series(
    issue: &Issue,
    after: &CaseFile,
    (had, has): (&Ladder, &Ladder),
    series: BreachSeries,
) -> Vec<String> {
    let (old, new) = (had.series(series), has.series(series));
    let paper_of = |id: &EventId| {
        after.events.iter().any(|event| {
            event.id == *id && matches!(&event.body, Body::AdmonitionIssued(paper) if paper.series == series)
        })
    };
    let touched = |id: &EventId| old.contains(id) || new.contains(id) || paper_of(id);
    if old == new && !issue.events.iter().any(touched) {
        return Vec::new();
    }
    let mut parts = vec![match new.len() {
        0 => format!("{}不再计次", series.label()),
        times => format!("{}共{times}次", series.label()),
    }];
    for (ordinal, _) in (1_u8..).zip(has.admonished(series)) {
        let issued = after
            .admonitions
            .iter()
            .any(|paper| paper.body.series == series && paper.body.ordinal == ordinal);
        if !issued {
            parts.push(format!("须补《告诫书》第{ordinal}号"));
        }
    }
    if has.undecided().contains(&series) {
        parts.push("可以认定严重违反协议，须由人决定".to_owned());
    }
    parts
}
