//! 解读: what the norm leaves open and how this office reads it; what a change would do before it is published.

use chrono::{Datelike, NaiveDate};
use shared::access::Act;
use shared::event::{Body, ReadingsSet};
use shared::id::TownshipCode;
use shared::moment::civil_date;
use shared::norm::clause_text;
use shared::policy::{
    self, Choice, OPEN, Policy, READINGS, Setting, VALUE_LABELS, Values, bounds, options, reading_text,
    setting_of,
};
use shared::preview::{rule_changes, summarised};
use shared::problem::{Problem, ProblemCode};
use shared::rules::RuleBook;

use crate::auth::Session;
use crate::book::Book;
use crate::desk::{Draft, record_act};
use crate::office::Office;
use crate::store::audit::AuditAct;
use crate::store::{Refusal, StoreError, Work, audit, placement};
use crate::view::{
    ClauseText, PreviewCase, ReadingChange, ReadingOption, ReadingRequest, ReadingRow, ReadingValue,
    Readings, Recorded, RulePreview,
};

/// Cases of a preview in one answer.
const CASES_SHOWN: usize = 50;
/// Characters of a reason.
const REASON_CHARACTERS_MAX: usize = 300;
/// A change judges nothing of before its publication, and begins so many years ahead at the latest.
const YEARS_AHEAD_MAX: i32 = 2;

/// All readings.
///
/// # Errors
/// Of the store.
pub fn list(office: &Office, session: &Session) -> Result<Readings, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let today = civil_date(work.now);
        audit::write(work, code, session.actor(), AuditAct::SeeReadings, "")?;
        let of_norm = OPEN.iter().map(|open| ReadingRow {
            id: open.reading.to_owned(),
            text: reading_text(open.reading).to_owned(),
            question: open.question.to_owned(),
            choice: choice(open.reading).to_owned(),
            clauses: open.clauses.iter().map(|id| clause(id)).collect(),
            values: values(book, open.reading, today),
        });
        let own = ReadingRow {
            id: String::new(),
            text: "规范没有规定提醒的天数，由办公室自定。".to_owned(),
            question: "规范没有写提前几天提醒、录入晚几天算补录。".to_owned(),
            choice: "可以改变天数。".to_owned(),
            clauses: vec![clause("R-TIME-10")],
            values: values(book, "", today),
        };
        let version = book.rules.version_on(today).0.clone();
        Ok(Readings { today, version, rows: of_norm.chain([own]).collect() })
    })
}

fn choice(id: &str) -> &'static str {
    READINGS.iter().find(|reading| reading.id == id).map_or("", |reading| match reading.choice {
        Choice::Open(other) => other,
        Choice::Fixed(why) => why,
    })
}

fn clause(id: &str) -> ClauseText {
    ClauseText { id: id.to_owned(), text: clause_text(id).to_owned() }
}

fn values(book: &Book, reading: &str, today: NaiveDate) -> Vec<ReadingValue> {
    let of_reading = VALUE_LABELS.iter().filter(|(_, id, _)| *id == reading);
    let value = |(name, _, label): &(&str, &str, &str)| {
        let history = history(book, name);
        let (least, most) = bounds(name);
        Some(ReadingValue {
            default: setting_of(&Values::default(), name)?,
            current: setting_of(book.rules.policy.on(today), name)?,
            since: history.iter().map(|change| change.valid_from).filter(|from| *from <= today).max(),
            name: (*name).to_owned(),
            label: (*label).to_owned(),
            least,
            most,
            options: options(name)
                .into_iter()
                .map(|(code, label)| ReadingOption { code: code.to_owned(), label: label.to_owned() })
                .collect(),
            history,
        })
    };
    of_reading.filter_map(value).collect()
}

fn history(book: &Book, name: &str) -> Vec<ReadingChange> {
    let changes = book.office.readings.iter();
    let change = |fact: &shared::office::OfficeFact<ReadingsSet>| {
        Some(ReadingChange {
            version: fact.body.version.clone(),
            published_on: fact.day(),
            valid_from: fact.body.valid_from,
            value: serde_json::from_value(fact.body.values.get(name)?.clone()).ok()?,
            reason: fact.body.reason.clone(),
        })
    };
    changes.filter_map(change).collect()
}

/// Which cases a change would change. Stores nothing but that it was looked at.
///
/// # Errors
/// Problems of single fields; of the store.
pub fn preview(office: &Office, session: &Session, ask: &ReadingRequest) -> Result<RulePreview, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let change = checked(book, ask, civil_date(work.now))?;
        let policy = book.rules.policy.clone().with(&change);
        let after = RuleBook { policy, ..book.rules.clone() };
        audit::write(work, code, session.actor(), AuditAct::Preview, &ask.name)?;
        Ok(changes(work, code, book, &after, ask.skip)?)
    })
}

/// Which cases would be judged otherwise by other rules.
pub(crate) fn changes(
    work: Work<'_>,
    code: &TownshipCode,
    book: &Book,
    after: &RuleBook,
    skip: u32,
) -> Result<RulePreview, StoreError> {
    let here = placement::cases(work, code)?;
    let files: Vec<_> =
        here.iter().filter_map(|case| book.case(*case)).map(|known| known.file.as_ref()).collect();
    let (before, office) = (&book.rules, &book.rules.office);
    let all = rule_changes(&files, office, &before.rules(), &after.rules(), work.now);
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let (looked_at, changing) = (number(files.len()), number(all.len()));
    let person = |changed: shared::preview::CaseChanges| {
        let order = book.case(changed.case)?.file.order.as_ref()?;
        Some(PreviewCase {
            case: changed.case,
            name: order.body.person.name.clone(),
            village: order.body.person.village.clone(),
            changes: summarised(changed.changes),
        })
    };
    let skip = usize::try_from(skip).unwrap_or(usize::MAX);
    let cases = all.into_iter().filter_map(person).skip(skip).take(CASES_SHOWN).collect();
    Ok(RulePreview { looked_at, changing, cases })
}

/// Publishes a change: from now on both sides judge by it.
///
/// # Errors
/// Problems of single fields, `RoleMayNot`; of the store.
pub fn publish(office: &Office, session: &Session, ask: &ReadingRequest) -> Result<Recorded, Refusal> {
    office.write_with_book(&session.township.code, |work, book| {
        let change = checked(book, ask, civil_date(work.now))?;
        let record = Draft::of_office(session, work.now, Body::ReadingsSet(change));
        let event = record_act(work, &book.rules, &session.user, &session.township, Act::KeepOffice, record)?;
        Ok(Recorded { case: None, event })
    })
}

fn checked(book: &Book, ask: &ReadingRequest, today: NaiveDate) -> Result<ReadingsSet, Problem> {
    let policy: &Policy = &book.rules.policy;
    let before = policy.on(ask.valid_from);
    let current =
        setting_of(before, &ask.name).ok_or_else(|| Problem::of_field(ProblemCode::NotFound, "name"))?;
    let (least, most) = bounds(&ask.name);
    let fits = match (&current, &ask.value) {
        (Setting::Yes(_), Setting::Yes(_)) => true,
        (Setting::Number(_), Setting::Number(number)) => (least..=most).contains(number),
        (Setting::Word(_), Setting::Word(word)) => options(&ask.name).iter().any(|(code, _)| code == word),
        (Setting::Yes(_) | Setting::Number(_) | Setting::Word(_), _) => false,
    };
    if !fits {
        let problem = Problem::of_field(ProblemCode::ReadingOutOfRange, "value");
        return Err(Problem { figure: Some(format!("{least}–{most}")), ..problem });
    }
    if current == ask.value {
        return Err(Problem::of_field(ProblemCode::ReadingUnchanged, "value"));
    }
    if ask.valid_from < today || ask.valid_from.year() > today.year() + YEARS_AHEAD_MAX {
        return Err(Problem::of_field(ProblemCode::DateOutOfRange, "valid_from"));
    }
    let change = ReadingsSet {
        version: version(book, today),
        valid_from: ask.valid_from,
        values: [(ask.name.clone(), ask.value.value())].into(),
        reason: line(&ask.reason, "reason", REASON_CHARACTERS_MAX)?,
    };
    let fits = |name: String| Problem::of_field(ProblemCode::NotFound, &name);
    policy::check(before, &change).map_err(fits)?;
    Ok(change)
}

/// `2026-11-24`, and a number where the day has several.
fn version(book: &Book, today: NaiveDate) -> String {
    let of_today = book.office.readings.iter().filter(|fact| fact.day() == today).count();
    if of_today == 0 { today.to_string() } else { format!("{today}-{}", of_today + 1) }
}

/// A line of text that must be there.
pub(crate) fn line(text: &str, field: &str, characters_max: usize) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, field));
    }
    if text.chars().count() > characters_max {
        let figure = Some(characters_max.to_string());
        return Err(Problem { figure, ..Problem::of_field(ProblemCode::FieldTooLong, field) });
    }
    Ok(text.to_owned())
}
