//! A paper filled from facts: blocks, tables, signature lines, and what is still missing.

mod assess;
mod breach;
mod change;
mod contact;
mod opening;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::field::{self, FieldKind, Wanted};
use super::{Call, Paper};
use crate::attachment::Purpose;
use crate::case::{CaseFile, Fact};
use crate::code::IdType;
use crate::duty::Reckoning;
use crate::event::{Body, Event};
use crate::id::EventId;
use crate::identity::check_id_number;
use crate::moment::{Moment, minute};
use crate::office::OfficeFile;

/// One filled field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Field {
    pub label: String,
    /// Empty where nothing is known.
    pub value: String,
    pub required: bool,
    /// The key under which a `paper_filled` fact may fill it; empty where another fact carries it.
    #[serde(default)]
    pub key: String,
    /// Known only after the paper was issued: signatures, service, answers. A paper is issued without it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<bool>"))]
    pub later: bool,
}

/// A part of a paper, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    Fields { heading: String, fields: Vec<Field> },
    Table { heading: String, columns: Vec<String>, rows: Vec<Vec<String>> },
    Text { heading: String, text: String },
}

/// A paper ready to be set, once nothing is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Sheet {
    pub paper: Paper,
    pub title: String,
    pub blocks: Vec<Block>,
    /// Who signs, in order.
    pub signatures: Vec<String>,
    /// Labels of required fields without a value.
    pub missing: Vec<String>,
}

/// Fills the paper a call asks for. Total: what is not known is missing, never guessed. The office's file names officers.
#[must_use]
pub fn sheet(file: &CaseFile, office: &OfficeFile, reckoning: &Reckoning, call: &Call) -> Sheet {
    let mut form = Form {
        file,
        office,
        reckoning,
        call,
        blocks: Vec::new(),
        fields: Vec::new(),
        heading: "",
        later: false,
        signatures: &[],
    };
    match call.paper {
        Paper::D01 => opening::order(&mut form),
        Paper::D02 => opening::registration(&mut form),
        Paper::D03 => opening::agreement(&mut form),
        Paper::D04 => opening::plan(&mut form),
        Paper::D05 => opening::group(&mut form),
        Paper::D06 => opening::overdue_notice(&mut form),
        Paper::D07 => contact::visit(&mut form),
        Paper::D08 => contact::test_notice(&mut form),
        Paper::D09 => contact::tests(&mut form),
        Paper::D10 => contact::support(&mut form),
        Paper::D11 => breach::admonition(&mut form),
        Paper::D12 => breach::report(&mut form),
        Paper::D13 => breach::leave_request(&mut form),
        Paper::D14 => breach::leave_grant(&mut form),
        Paper::D15 => change::transfer_form(&mut form),
        Paper::D16 => change::transfer_letter(&mut form),
        Paper::D17 => assess::assessment(&mut form),
        Paper::D18 | Paper::X01 => change::incoming(&mut form),
        Paper::X02 => contact::guidance(&mut form),
        Paper::X03 => contact::report(&mut form),
        Paper::X04 => contact::result_report(&mut form),
        Paper::X05 => contact::result_elsewhere(&mut form),
        Paper::X06 => change::proposal(&mut form),
        Paper::X07 => change::application(&mut form),
        Paper::X08 | Paper::X09 => change::custody(&mut form),
        Paper::X10 => change::handover(&mut form),
        Paper::X11 => contact::forced_approval(&mut form),
        Paper::X12 => breach::determination(&mut form),
    }
    form.finish()
}

/// A paper being filled.
struct Form<'a> {
    file: &'a CaseFile,
    office: &'a OfficeFile,
    reckoning: &'a Reckoning,
    call: &'a Call,
    blocks: Vec<Block>,
    fields: Vec<Field>,
    heading: &'static str,
    /// Whether fields from here on are known only after the paper was issued.
    later: bool,
    signatures: &'static [&'static str],
}

impl<'a> Form<'a> {
    /// The body of the fact that calls for the paper.
    fn because(&self) -> Option<&'a Body> {
        self.call.because.and_then(|id| self.body(id))
    }

    /// The body of the fact by which the paper is there.
    fn made(&self) -> Option<&'a Body> {
        self.call.made.and_then(|id| self.body(id))
    }

    fn body(&self, id: EventId) -> Option<&'a Body> {
        self.file.event(id).map(|event| &event.body)
    }

    fn at(&self, id: Option<EventId>) -> Option<Moment> {
        id.and_then(|id| self.file.event(id)).map(|event| event.happened_at)
    }

    /// Begins a block of fields.
    fn section(&mut self, heading: &'static str) {
        self.close();
        self.heading = heading;
        self.later = false;
    }

    /// What follows in this block is known only after the paper was issued.
    const fn later(&mut self) {
        self.later = true;
    }

    /// A field that must have a value.
    fn need(&mut self, label: &str, value: Option<impl ToString>) {
        self.field(label, value, true);
    }

    /// A field that may stay empty.
    fn may(&mut self, label: &str, value: Option<impl ToString>) {
        self.field(label, value, false);
    }

    fn field(&mut self, label: &str, value: Option<impl ToString>, required: bool) {
        let value = value.map(|value| value.to_string()).unwrap_or_default();
        let (label, key, later) = (label.to_owned(), String::new(), self.later);
        self.fields.push(Field { label, value, required, key, later });
    }

    /// What was filled in for a key of a paper, as people read it.
    fn filled_of(&self, paper: Paper, about: Option<EventId>, key: &str) -> Option<String> {
        let today = self.reckoning.course.today;
        let of_paper = |fact: &&Fact<crate::event::PaperFilled>| {
            fact.body.paper == paper
                && fact.day() <= today
                && (fact.body.about.is_none() || fact.body.about == about)
        };
        let spec = field::spec(paper, key)?;
        let papers = self.file.papers.iter().rev().filter(of_paper);
        papers.filter_map(|fact| fact.body.fields.get(key)).find_map(|value| field::read(spec.kind, value))
    }

    fn filled(&self, key: &str) -> Option<String> {
        let about = [self.call.because, self.call.made];
        about.into_iter().find_map(|about| self.filled_of(self.call.paper, about, key))
    }

    /// A field that only a `paper_filled` fact carries.
    fn extra(&mut self, key: &'static str) {
        self.extra_or(key, None::<&str>);
    }

    /// The same, with what is known otherwise where nobody filled it in.
    fn extra_or(&mut self, key: &'static str, known: Option<impl ToString>) {
        let wanted = field::spec(self.call.paper, key).is_some_and(|field| field.wanted == Wanted::Always);
        self.extra_if(key, known, wanted);
    }

    /// The same, required where its condition holds.
    fn extra_if(&mut self, key: &'static str, known: Option<impl ToString>, required: bool) {
        let Some(spec) = field::spec(self.call.paper, key) else { return };
        let scanned = || matches!(spec.kind, FieldKind::File).then(|| self.scanned()).flatten();
        let value = self.filled(key).or(known.map(|known| known.to_string())).or_else(scanned);
        let value = value.unwrap_or_default();
        let (label, key) = (spec.label.to_owned(), spec.key.to_owned());
        let later = self.later || matches!(spec.kind, FieldKind::File);
        self.fields.push(Field { label, value, required, key, later });
    }

    /// Scans that stand with the record the paper comes from, or were added to it.
    fn scanned(&self) -> Option<String> {
        let of_paper = |id: EventId| Some(id) == self.call.because || Some(id) == self.call.made;
        let added = |event: &Event| {
            let target = if let Body::Amend(amend) = &event.body { Some(amend.target) } else { None };
            self.file.counts(event.id) && target.is_some_and(of_paper)
        };
        let with = self.file.events.iter().filter(|event| of_paper(event.id) || added(event));
        let scans = with.flat_map(|event| event.body.attachments());
        let count = scans.filter(|one| matches!(one.purpose, Purpose::Scan)).count();
        (count > 0).then(|| format!("扫描件{count}件"))
    }

    /// 执行地, as filled in with the order.
    fn place(&self) -> Option<String> {
        let order = self.file.order.as_ref().map(|order| order.event);
        self.filled_of(Paper::D01, order, "execution_place")
    }

    /// What was filled in with the registration.
    fn registered(&self, key: &str) -> Option<String> {
        let report_in = self.file.report_in.as_ref().map(|fact| fact.event);
        self.filled_of(Paper::D02, report_in, key)
    }

    /// An officer's name and number, from the office's qualifications.
    fn officer(&self, officer: crate::id::UserId) -> Option<String> {
        let held = self.office.qualifications.iter().rfind(|held| held.officer == officer)?;
        Some(format!("{}（{}）", held.name, held.police_no))
    }

    fn table(&mut self, heading: &str, columns: &[&str], rows: Vec<Vec<String>>) {
        self.close();
        let columns = columns.iter().map(|column| (*column).to_owned()).collect();
        self.blocks.push(Block::Table { heading: heading.to_owned(), columns, rows });
    }

    fn text(&mut self, heading: &str, text: &str) {
        self.close();
        self.blocks.push(Block::Text { heading: heading.to_owned(), text: text.to_owned() });
    }

    fn sign(&mut self, signatures: &'static [&'static str]) {
        self.signatures = signatures;
    }

    fn close(&mut self) {
        if !self.fields.is_empty() {
            let fields = std::mem::take(&mut self.fields);
            self.blocks.push(Block::Fields { heading: self.heading.to_owned(), fields });
        }
    }

    /// 表头: who the person is and what they are under, repeated on most papers.
    fn head(&mut self) {
        self.section("基本信息");
        let order = self.file.order.as_ref().map(|order| &order.body);
        let person = order.map(|order| &order.person);
        let unknown = person.is_some_and(|person| matches!(person.id.id_type, IdType::None));
        self.need("姓名", person.map(|person| &person.name));
        self.need("性别", person.map(|person| person.sex));
        let today = self.reckoning.course.today;
        let birth = person.and_then(|one| {
            one.birth.or_else(|| check_id_number(&one.id.number, today).ok().map(|id| id.birth))
        });
        self.field("出生日期", birth, !unknown);
        self.need("证件种类", person.map(|person| person.id.id_type));
        self.field("证件号码", person.map(|person| &person.id.number), !unknown);
        self.need("措施", order.map(|order| order.measure));
        self.need("决定书文号", order.map(|order| &order.order_no));
        self.may("期限起", self.reckoning.course.first);
        self.may("期限止", self.reckoning.course.last);
        self.may("户籍地", self.registered("domicile"));
        self.need("现居住地", person.map(|person| &person.residence));
        self.may("联系电话", person.and_then(|person| person.phone.as_ref()));
    }

    fn finish(mut self) -> Sheet {
        self.close();
        let missing = self
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Fields { fields, .. } => Some(fields),
                Block::Table { .. } | Block::Text { .. } => None,
            })
            .flatten()
            .filter(|field| field.required && field.value.trim().is_empty())
            .map(|field| field.label.clone())
            .collect();
        let signatures = self.signatures.iter().map(|name| (*name).to_owned()).collect();
        let paper = self.call.paper;
        Sheet { paper, title: paper.label().to_owned(), blocks: self.blocks, signatures, missing }
    }
}

/// The day of a fact of a series.
fn day_of<T>(fact: Option<&Fact<T>>) -> Option<NaiveDate> {
    fact.map(Fact::day)
}
