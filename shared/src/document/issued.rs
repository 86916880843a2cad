//! 签发的文书: what was issued of a case, how far it came, and where the file says something else today. What is wrong is
//! flagged; the paper stays as it was issued.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Block, Field, Paper, PaperKey, Sheet, calls, sheet};
use crate::case::{CaseFile, Fact, fold};
use crate::code::{Addressee, Serve, Signing};
use crate::duty::Reckoning;
use crate::event::{Event, PaperFilled, PaperIssued, PaperServed, RuleVersion, TestNoticeServed};
use crate::hash::Hash;
use crate::id::EventId;
use crate::moment::Moment;
use crate::office::OfficeFile;
use crate::rules::RuleBook;

crate::codes! {
    /// How far an issued paper came.
    pub enum IssueState {
        Filed = "filed" "已签发入卷", Issued = "issued" "已签发，待送达", Served = "served" "已送达", Superseded = "superseded" "已被新的一份取代", Withdrawn = "withdrawn" "已撤回",
    }
}

impl IssueState {
    /// Whether it is the paper that counts.
    #[must_use]
    pub const fn stands(self) -> bool {
        matches!(self, Self::Filed | Self::Issued | Self::Served)
    }
}

/// Where the file, as of the moment of issue and with all that was corrected since, says something else than the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Drift {
    pub label: String,
    /// As it stands on the paper.
    pub was: String,
    /// As the file has it now; empty where it has nothing.
    pub now: String,
}

/// One service of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Served {
    pub event: EventId,
    pub to: Addressee,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub at: Moment,
    pub manner: Serve,
    /// Who took it; of a service recorded in the field, how, in the words of the form.
    pub receiver: String,
    /// `None` where [`Self::receiver`] says it.
    pub signing: Option<Signing>,
    pub witnesses: Vec<String>,
}

/// A paper that was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Issued {
    /// The event of its issue: the name of this paper.
    pub event: EventId,
    pub key: PaperKey,
    pub title: String,
    pub number: String,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub at: Moment,
    /// 落款.
    pub office: String,
    pub hash: Hash,
    pub rules: RuleVersion,
    pub state: IssueState,
    pub served: Vec<Served>,
    /// Addressees nobody recorded a service to.
    pub unserved: Vec<Addressee>,
    /// Number of the issue that took its place.
    pub superseded_by: Option<String>,
    /// Why it was withdrawn.
    pub reason: Option<String>,
    /// Empty of what does not stand any more.
    pub drift: Vec<Drift>,
}

/// The bytes of a sheet that are frozen, hashed and printed from.
#[must_use]
pub fn content(sheet: &Sheet) -> Option<String> {
    serde_json::to_string(sheet).ok()
}

/// The sheet of an issued paper; `None` where its bytes are not those of its hash.
#[must_use]
pub fn frozen(paper: &PaperIssued) -> Option<Sheet> {
    let whole = Hash::of(paper.content.as_bytes()) == paper.hash;
    serde_json::from_str(&paper.content).ok().filter(|_| whole)
}

/// What must stand on a paper when it is issued and does not yet.
#[must_use]
pub fn lacking(sheet: &Sheet) -> Vec<&Field> {
    fields(sheet)
        .filter(|(_, field)| field.required && !field.later && field.value.trim().is_empty())
        .map(|(_, field)| field)
        .collect()
}

/// What is written onto a paper alone, as no fact carries it before the paper is served: day and place of a test to come.
#[must_use]
pub fn by_hand(paper: Paper, label: &str) -> bool {
    matches!((paper, label), (Paper::D08, "检测日期" | "检测地点"))
}

/// Writes such values onto a sheet, by label, and names in [`Sheet::missing`] what it lacks still.
///
/// # Errors
/// The label of what is not written by hand, or what a fact says already.
pub fn written(sheet: &mut Sheet, values: &BTreeMap<String, String>) -> Result<(), String> {
    for (label, value) in values {
        let hand = by_hand(sheet.paper, label);
        let open = |field: &&mut Field| hand && field.label == *label && field.value.is_empty();
        let all = sheet.blocks.iter_mut().filter_map(|block| match block {
            Block::Fields { fields, .. } => Some(fields),
            Block::Table { .. } | Block::Text { .. } => None,
        });
        let field = all.flatten().find(open).ok_or_else(|| label.clone())?;
        value.trim().clone_into(&mut field.value);
    }
    let still: Vec<String> = lacking(sheet).into_iter().map(|field| field.label.clone()).collect();
    sheet.missing = still;
    Ok(())
}

/// Every paper that was issued, the newest first.
#[must_use]
pub fn issued(file: &CaseFile, office: &OfficeFile, rules: &RuleBook) -> Vec<Issued> {
    let mut all: Vec<Issued> = file.issued.iter().map(|fact| one(file, office, rules, fact)).collect();
    all.reverse();
    all
}

fn one(file: &CaseFile, office: &OfficeFile, rules: &RuleBook, fact: &Fact<PaperIssued>) -> Issued {
    let paper = &fact.body;
    let withdrawn = file.withdrawn.iter().find(|other| other.body.issue == fact.event);
    let next = file.issued.iter().find(|other| other.body.supersedes == Some(fact.event));
    let mut served: Vec<Served> =
        file.served.iter().filter(|other| other.body.issue == fact.event).map(service).collect();
    let told = paper.to.contains(&Addressee::Person) && served.iter().all(|one| one.to != Addressee::Person);
    served.extend(in_the_field(file, fact).filter(|_| told));
    let unserved: Vec<Addressee> =
        paper.to.iter().copied().filter(|to| served.iter().all(|one| one.to != *to)).collect();
    let state = match (withdrawn, next) {
        (Some(_), _) => IssueState::Withdrawn,
        (None, Some(_)) => IssueState::Superseded,
        (None, None) if paper.to.is_empty() => IssueState::Filed,
        (None, None) if unserved.is_empty() => IssueState::Served,
        (None, None) => IssueState::Issued,
    };
    Issued {
        event: fact.event,
        key: paper.key.clone(),
        title: paper.key.paper.label().to_owned(),
        number: paper.number.clone(),
        at: fact.happened_at,
        office: paper.office.clone(),
        hash: paper.hash.clone(),
        rules: file
            .event(fact.event)
            .map_or_else(|| RuleVersion(String::new()), |event| event.rule_version.clone()),
        drift: if state.stands() { drift(file, office, rules, fact) } else { Vec::new() },
        state,
        served,
        unserved,
        superseded_by: next.map(|next| next.body.number.clone()),
        reason: withdrawn.map(|other| other.body.reason.clone()),
    }
}

/// 送达 to the person as whoever carried the paper recorded it on the phone, since the day it was issued.
fn in_the_field(file: &CaseFile, issue: &Fact<PaperIssued>) -> Option<Served> {
    let key = &issue.body.key;
    let since = |day: NaiveDate| day >= issue.day();
    let served = |event: EventId, at: Moment, manner: Serve, receiver: &str| Served {
        event,
        to: Addressee::Person,
        at,
        manner,
        receiver: receiver.to_owned(),
        signing: None,
        witnesses: Vec::new(),
    };
    if key.paper == Paper::D06 {
        let notice = file.overdue_notices.iter().find(|fact| since(fact.day()))?;
        return Some(served(notice.event, notice.happened_at, notice.body.manner, &notice.body.receiver));
    }
    if key.paper == Paper::D08 {
        let sheet = frozen(&issue.body)?;
        let of_window = |fact: &&Fact<TestNoticeServed>| {
            let window = format!("第{}期", fact.body.window);
            since(fact.day()) && fields(&sheet).any(|(_, field)| field.value == window)
        };
        let notice = file.test_notices.iter().find(of_window)?;
        return Some(served(notice.event, notice.happened_at, notice.body.manner, ""));
    }
    let of_paper = |fact: &&Fact<PaperFilled>| {
        fact.body.paper == key.paper && fact.body.about == key.about && since(fact.day())
    };
    let manner_of = |fact: &Fact<PaperFilled>| {
        let code = fact.body.fields.get("serve_manner")?;
        Serve::ALL.iter().copied().find(|serve| serve.code() == code)
    };
    file.papers.iter().filter(of_paper).find_map(|fact| {
        let receiver = fact.body.fields.get("receiver").map_or("", String::as_str);
        Some(served(fact.event, fact.happened_at, manner_of(fact)?, receiver))
    })
}

fn service(fact: &Fact<PaperServed>) -> Served {
    let body = &fact.body;
    Served {
        event: fact.event,
        to: body.to,
        at: fact.happened_at,
        manner: body.manner,
        receiver: body.receiver.clone(),
        signing: Some(body.signing),
        witnesses: body.witnesses.clone(),
    }
}

/// The same paper made anew from what is known today of the time up to its issue.
fn drift(file: &CaseFile, office: &OfficeFile, rules: &RuleBook, fact: &Fact<PaperIssued>) -> Vec<Drift> {
    let note = |label: &str, was: String, now: &str| {
        vec![Drift { label: label.to_owned(), was, now: now.to_owned() }]
    };
    let Some(paper) = frozen(&fact.body) else {
        return note("内容校验", fact.body.hash.0.clone(), "内容与校验值不符，请报告系统管理员");
    };
    let until = |event: &&Event| event.body.is_about_facts() || event.happened_at <= fact.happened_at;
    let known: Vec<Event> = file.events.iter().filter(until).cloned().collect();
    let (then, _) = fold(&known);
    let reckoning = Reckoning::of(&then, &rules.calendar, &rules.policy, fact.happened_at);
    let call = calls(&then, &reckoning).into_iter().find(|call| PaperKey::of(call) == fact.body.key);
    let Some(call) = call else {
        return note("依据的记录", fact.body.number.clone(), "已作废或更正，现有记录不需要这份文书");
    };
    differences(&paper, &sheet(&then, office, &reckoning, &call))
}

fn differences(paper: &Sheet, now: &Sheet) -> Vec<Drift> {
    let mut found = Vec::new();
    let today: Vec<(&str, &Field)> = fields(now).collect();
    for (heading, field) in fields(paper).filter(|(_, field)| !field.later) {
        let same = today.iter().find(|(of, other)| *of == heading && other.label == field.label);
        let value = same.map_or("", |(_, other)| other.value.as_str());
        // What only the paper said, no fact has yet.
        let only_here = field.key.is_empty() && value.is_empty();
        if value != field.value && !only_here {
            found.push(Drift { label: field.label.clone(), was: field.value.clone(), now: value.to_owned() });
        }
    }
    for (was, now) in rows(paper).into_iter().zip(rows(now)) {
        let gone = was.1.iter().filter(|row| !now.1.contains(row)).map(|row| (row.clone(), String::new()));
        let new = now.1.iter().filter(|row| !was.1.contains(row)).map(|row| (String::new(), row.clone()));
        found.extend(gone.chain(new).map(|(was_row, now_row)| Drift {
            label: was.0.clone(),
            was: was_row,
            now: now_row,
        }));
    }
    found
}

/// Fields of a sheet with the heading they stand under.
fn fields(sheet: &Sheet) -> impl Iterator<Item = (&str, &Field)> {
    sheet.blocks.iter().flat_map(|block| match block {
        Block::Fields { heading, fields } => fields.iter().map(|field| (heading.as_str(), field)).collect(),
        Block::Table { .. } | Block::Text { .. } => Vec::new(),
    })
}

/// Lines of tables and texts, by heading.
fn rows(sheet: &Sheet) -> Vec<(String, Vec<String>)> {
    let lines = sheet.blocks.iter().filter_map(|block| match block {
        Block::Table { heading, rows, .. } => {
            Some((heading.clone(), rows.iter().map(|row| row.join("　")).collect()))
        }
        Block::Text { heading, text } => Some((heading.clone(), vec![text.clone()])),
        Block::Fields { .. } => None,
    });
    lines.collect()
}
