//! What a clerk typed into these forms, checked field by field before it becomes facts.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use shared::case::{CaseFile, DischargeStep};
use shared::code::Addressee;
use shared::document::{Paper, field};
use shared::event::{Body, GroupSet, Member, PaperFilled, PlanMade, UploadMatter};
use shared::id::EventId;
use shared::problem::{Problem, ProblemCode};

/// Names, places, numbers of papers.
const SHORT_CHARACTERS_MAX: usize = 100;
/// A plan, a reason, a field of a form.
const LONG_CHARACTERS_MAX: usize = 2000;
/// Members of a group at most.
const MEMBERS_MAX: usize = 30;

fn text(typed: &str, field: &str, most: usize) -> Result<String, Problem> {
    let text = typed.trim();
    if text.is_empty() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, field));
    }
    if text.chars().count() > most {
        let problem = Problem::of_field(ProblemCode::FieldTooLong, field);
        return Err(Problem { figure: Some(most.to_string()), ..problem });
    }
    Ok(text.to_owned())
}

pub(super) fn short(typed: &str, field: &str) -> Result<String, Problem> {
    text(typed, field, SHORT_CHARACTERS_MAX)
}

pub(super) fn long(typed: &str, field: &str) -> Result<String, Problem> {
    text(typed, field, LONG_CHARACTERS_MAX)
}

/// Blank is nothing.
pub(super) fn optional(typed: Option<&str>, field: &str) -> Result<Option<String>, Problem> {
    match typed.map(str::trim) {
        None | Some("") => Ok(None),
        Some(typed) => short(typed, field).map(Some),
    }
}

/// The fields that say something, each one the paper has (R-PRIV-2); nothing where none does.
pub(crate) fn paper(paper: Paper, typed: &BTreeMap<String, String>) -> Result<Option<Body>, Problem> {
    paper_about(paper, None, typed)
}

/// The same of one of several papers of a kind.
pub(crate) fn paper_about(
    paper: Paper,
    about: Option<EventId>,
    typed: &BTreeMap<String, String>,
) -> Result<Option<Body>, Problem> {
    let mut fields = BTreeMap::new();
    for (key, value) in typed.iter().filter(|(_, value)| !value.trim().is_empty()) {
        fields.insert(key.clone(), long(value, &format!("fields.{key}"))?);
    }
    let filled = PaperFilled { paper, about, fields, attachments: Vec::new() };
    let of_key = |key: &str| Problem::of_field(ProblemCode::FieldMalformed, &format!("fields.{key}"));
    field::check(&filled).map_err(|key| of_key(&key))?;
    let scans = |(key, _): &(&String, &String)| {
        field::spec(paper, key).is_some_and(|spec| spec.kind == field::FieldKind::File)
    };
    if let Some((key, _)) = filled.fields.iter().find(scans) {
        // A scan comes with its bytes, from a phone.
        return Err(of_key(key));
    }
    Ok((!filled.fields.is_empty()).then_some(Body::PaperFilled(filled)))
}

pub(super) fn plan(plan: &PlanMade) -> Result<PlanMade, Problem> {
    Ok(PlanMade {
        drug_history: long(&plan.drug_history, "drug_history")?,
        treatment: long(&plan.treatment, "treatment")?,
        counselling_plan: long(&plan.counselling_plan, "counselling_plan")?,
        support_plan: long(&plan.support_plan, "support_plan")?,
        maintenance_advised: plan.maintenance_advised,
    })
}

/// The whole list: it replaces the one before. Gaps are a warning, not a block (RD-32).
pub(super) fn group(members: &[Member]) -> Result<GroupSet, Problem> {
    if members.is_empty() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "members"));
    }
    if members.len() > MEMBERS_MAX {
        let problem = Problem::of_field(ProblemCode::FieldTooLong, "members");
        return Err(Problem { figure: Some(MEMBERS_MAX.to_string()), ..problem });
    }
    let member = |(at, member): (usize, &Member)| {
        Ok(Member {
            member: member.member,
            name: short(&member.name, &format!("members.{at}.name"))?,
            phone: optional(member.phone.as_deref(), &format!("members.{at}.phone"))?,
        })
    };
    Ok(GroupSet { members: members.iter().enumerate().map(member).collect::<Result<_, Problem>>()? })
}

/// A new last day set by hand lies ahead, or is today.
pub(super) fn new_date(day: Option<NaiveDate>, today: NaiveDate) -> Result<Option<NaiveDate>, Problem> {
    if day.is_some_and(|day| day < today) {
        return Err(Problem::of_field(ProblemCode::DateOutOfRange, "new_date"));
    }
    Ok(day)
}

/// R-REPORTIN-5: to the police that decided and to that of the place of execution, both.
pub(super) fn both_police(addressees: &[Addressee]) -> Result<Vec<Addressee>, Problem> {
    let both = [Addressee::PoliceDecision, Addressee::PoliceExecution];
    if both.iter().any(|one| !addressees.contains(one)) {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "addressees"));
    }
    let mut addressees = addressees.to_vec();
    addressees.sort_unstable();
    addressees.dedup();
    Ok(addressees)
}

/// Nothing is uploaded before the paper that calls for it was sent or issued.
pub(super) fn sent(file: &CaseFile, matter: UploadMatter) -> Result<(), Problem> {
    let issued = |step: &shared::case::Fact<DischargeStep>| step.body == DischargeStep::NoticeIssued;
    let there = match matter {
        UploadMatter::Overdue => !file.overdue_reports.is_empty(),
        UploadMatter::Breach => !file.breach_reports.is_empty(),
        UploadMatter::Discharge => file.discharge.iter().any(issued),
        UploadMatter::Changes => !file.uploads.is_empty(),
    };
    if there { Ok(()) } else { Err(Problem::of_field(ProblemCode::StateForbids, "matter")) }
}

/// A day that has come.
pub(super) fn past(
    day: Option<NaiveDate>,
    field: &str,
    today: NaiveDate,
) -> Result<Option<NaiveDate>, Problem> {
    if day.is_some_and(|day| day > today) {
        return Err(Problem::of_field(ProblemCode::HappenedInFuture, field));
    }
    Ok(day)
}

/// Nobody is looked for after a discharge or because an address changed; the first day is not to come.
pub(super) fn control(
    matter: UploadMatter,
    from: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Option<NaiveDate>, Problem> {
    let looked_for = matches!(matter, UploadMatter::Overdue | UploadMatter::Breach);
    let wrong = !looked_for && from.is_some();
    if wrong || from.is_some_and(|from| from > today) {
        return Err(Problem::of_field(ProblemCode::DateOutOfRange, "control_from"));
    }
    Ok(from)
}
