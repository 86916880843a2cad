//! 上传单: what the police type into the national register for one report or notice, field by field as it is to be copied, with
//! what has changed since the last upload. This system never connects there (R-REPORTIN-6, R-BREACH-7, R-DISCH-4).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::case::{CaseFile, Fact, fold};
use crate::document::Paper;
use crate::duty::Reckoning;
use crate::event::{Event, PoliceUploaded, UploadMatter};
use crate::id::EventId;
use crate::moment::{Moment, civil_date, minute};
use crate::register::{ToUpload, to_upload};
use crate::rules::RuleBook;

/// What is to be uploaded, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UploadSheet {
    pub matter: UploadMatter,
    /// The report or the notice.
    pub paper: EventId,
    pub sent_on: NaiveDate,
    pub fields: Vec<UploadField>,
    /// The upload that answers it.
    pub done: Option<UploadDone>,
    /// The last upload of this person, of any matter: changes are counted from it.
    pub last: Option<UploadDone>,
}

/// One field, as it is to be copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UploadField {
    pub label: String,
    /// Empty where nothing is known.
    pub value: String,
    /// What it was at the last upload, where it is another now.
    pub before: Option<String>,
}

/// An upload the police told of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UploadDone {
    pub on: NaiveDate,
    pub matter: Option<UploadMatter>,
    pub told_by: String,
    pub reference: Option<String>,
}

/// The sheet of one report or notice of a case; `None` where it calls for no upload.
#[must_use]
pub fn upload_sheet(events: &[Event], rules: &RuleBook, at: Moment, paper: EventId) -> Option<UploadSheet> {
    let file = fold(events).0;
    let reckoning = Reckoning::of(&file, &rules.calendar, &rules.policy, at);
    let each = to_upload(&file, &reckoning).into_iter().find(|each| each.paper == paper)?;
    let last = file.uploads.iter().rev().find(|fact| fact.day() <= civil_date(at));
    let before = last.map(|last| known_at(events, rules, &file, last, &each));
    let fields = fields(&file, &reckoning, &each).into_iter().enumerate().map(|(at, (label, value))| {
        let old = before.as_ref().and_then(|before| before.get(at)).map(|(_, old)| old.clone());
        UploadField { label: label.to_owned(), before: old.filter(|old| *old != value), value }
    });
    Some(UploadSheet {
        matter: each.matter,
        paper,
        sent_on: civil_date(each.sent),
        fields: fields.collect(),
        done: each.done.and_then(|event| file.uploads.iter().find(|fact| fact.event == event)).map(told),
        last: last.map(told),
    })
}

/// What of a person is no more what was uploaded last, of any matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UploadChanges {
    pub last: UploadDone,
    /// Those of the person and of the measure that are another now, each with what it was.
    pub fields: Vec<UploadField>,
}

/// What of a person changed since the last upload; `None` where there was none or nothing did.
#[must_use]
pub fn changed_since_upload(
    events: &[Event],
    file: &CaseFile,
    rules: &RuleBook,
    at: Moment,
) -> Option<UploadChanges> {
    let last = file.uploads.iter().rev().find(|fact| fact.day() <= civil_date(at))?;
    let recorded = file.event(last.event).map_or(last.happened_at, |event| event.recorded_at);
    if events.iter().all(|event| event.recorded_at <= recorded) {
        return None;
    }
    let then: Vec<Event> = events.iter().filter(|event| event.recorded_at <= recorded).cloned().collect();
    let of = |file: &CaseFile, at: Moment| {
        let mut fields = person(file);
        fields.extend(measure(file, &Reckoning::of(file, &rules.calendar, &rules.policy, at)));
        fields
    };
    let (before, now) = (of(&fold(&then).0, recorded), of(file, at));
    let changed = now.into_iter().zip(before).filter(|((_, now), (_, before))| now != before);
    let fields: Vec<UploadField> = changed
        .map(|((label, value), (_, before))| UploadField {
            label: label.to_owned(),
            value,
            before: Some(before),
        })
        .collect();
    (!fields.is_empty()).then(|| UploadChanges { last: told(last), fields })
}

fn told(fact: &Fact<PoliceUploaded>) -> UploadDone {
    UploadDone {
        on: fact.day(),
        matter: fact.body.matter,
        told_by: fact.body.told_by.clone(),
        reference: fact.body.reference.clone(),
    }
}

/// The same fields as they were known when the last upload was recorded.
fn known_at(
    events: &[Event],
    rules: &RuleBook,
    file: &CaseFile,
    last: &Fact<PoliceUploaded>,
    each: &ToUpload,
) -> Vec<(&'static str, String)> {
    let recorded = file.event(last.event).map_or(last.happened_at, |event| event.recorded_at);
    let then: Vec<Event> = events.iter().filter(|event| event.recorded_at <= recorded).cloned().collect();
    let file = fold(&then).0;
    let reckoning = Reckoning::of(&file, &rules.calendar, &rules.policy, recorded);
    fields(&file, &reckoning, each)
}

fn fields(file: &CaseFile, reckoning: &Reckoning, each: &ToUpload) -> Vec<(&'static str, String)> {
    let mut fields = person(file);
    fields.extend(measure(file, reckoning));
    fields.extend(match each.matter {
        UploadMatter::Overdue => overdue(file, reckoning, each),
        UploadMatter::Breach => breach(file, each),
        UploadMatter::Discharge => discharge(reckoning, each),
        UploadMatter::Changes => Vec::new(),
    });
    fields
}

fn person(file: &CaseFile) -> Vec<(&'static str, String)> {
    let Some(order) = &file.order else { return Vec::new() };
    let person = &order.body.person;
    let of_form = |key: &str| {
        let known = file.papers.iter().rev().filter(|fact| fact.body.paper == Paper::D02);
        known.filter_map(|fact| fact.body.fields.get(key)).next().cloned().unwrap_or_default()
    };
    vec![
        ("姓名", person.name.clone()),
        ("曾用名、绰号", of_form("alias")),
        ("性别", person.sex.label().to_owned()),
        ("出生日期", day(person.birth)),
        ("证件种类", person.id.id_type.label().to_owned()),
        ("证件号码", person.id.number.clone()),
        ("户籍地", of_form("domicile")),
        ("现居住地", person.residence.clone()),
        ("管辖村(社区)", person.village.clone()),
        ("联系电话", person.phone.clone().unwrap_or_default()),
    ]
}

fn measure(file: &CaseFile, reckoning: &Reckoning) -> Vec<(&'static str, String)> {
    let Some(order) = &file.order else { return Vec::new() };
    vec![
        ("措施", order.body.measure.label().to_owned()),
        ("决定机关", order.body.authority.clone()),
        ("决定书文号", order.body.order_no.clone()),
        ("决定日期", order.day().to_string()),
        ("期限", format!("{}个月", order.body.term_months)),
        ("执行起始", day(reckoning.course.first)),
        ("执行截止", day(reckoning.course.last)),
    ]
}

fn overdue(file: &CaseFile, reckoning: &Reckoning, each: &ToUpload) -> Vec<(&'static str, String)> {
    let received = file.order.as_ref().and_then(|order| order.body.received_by_person);
    vec![
        ("本人收到日期", day(received)),
        ("报到到期日", day(reckoning.course.report_in_due)),
        ("逾期报到通知书送达", day(file.overdue_notices.first().map(Fact::day))),
        ("报告日期", civil_date(each.sent).to_string()),
    ]
}

fn breach(file: &CaseFile, each: &ToUpload) -> Vec<(&'static str, String)> {
    let found = file.determinations.iter().rev().find(|fact| fact.happened_at <= each.sent);
    let of = |text: Option<String>| text.unwrap_or_default();
    vec![
        ("认定事由", of(found.map(|fact| fact.body.ground.label().to_owned()))),
        ("认定时间", of(found.map(|fact| minute(fact.happened_at)))),
        ("认定人", of(found.map(|fact| fact.body.decided_by.clone()))),
        ("主要事实", of(found.map(|fact| fact.body.facts.clone()))),
        ("报告日期", civil_date(each.sent).to_string()),
    ]
}

fn discharge(reckoning: &Reckoning, each: &ToUpload) -> Vec<(&'static str, String)> {
    vec![("解除日期", day(reckoning.course.expiry())), ("解除通知书日期", civil_date(each.sent).to_string())]
}

fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}
