//! 建档报到之后的登记: what the counter records of a person after the order – the forms of the report-in day (D02, D04, D05),
//! refusals and admonitions that come on paper, and the chain of a late report-in: 正当理由, D06, D12, 上传查控, 查获. Each form is one act: its facts are written together.

mod blanks;
mod checked;
mod upload;

pub(crate) use blanks::blank;
pub use blanks::blanks;
pub(crate) use checked::{paper, paper_about};
pub use upload::{changed, upload};

use std::collections::BTreeMap;

use chrono::NaiveDate;
use shared::access::{act_of, may};
use shared::case::{CaseFile, State};
use shared::code::{BreachSeries, RefusalManner};
use shared::document::Paper;
use shared::duty::Reckoning;
use shared::event::{AdmonitionIssued, OverdueReportSent, PoliceUploaded, TestRefused, UploadMatter};
use shared::event::{
    Body, FoundByPolice, FoundOutcome, LatenessJustified, LatenessRefused, OverdueNoticeServed, Stream,
};
use shared::id::CaseId;
use shared::moment::{Moment, civil_date};
use shared::page::{BreachStep, breaches};
use shared::problem::{Problem, ProblemCode};

use crate::auth::Session;
use crate::book::{Book, CaseBook};
use crate::desk::{Draft, not_in_future, not_sealed, record_act, relation_to};
use crate::office::Office;
use crate::store::{Refusal, Work};
use crate::view::{Recorded, Step, StepRequest};

/// Records one step; several facts of one form stand or fall together. The answer names the first.
///
/// # Errors
/// `UnknownCase`, `RoleMayNot`, `HappenedInFuture`, `DateOutOfRange` for a day before the order, `NotReportedIn` where the
/// step belongs to the report-in day, `StateForbids` where nobody is late and in a sealed file, `CaseEnded`; problems of single fields; of the
/// store.
pub fn step(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: &StepRequest,
) -> Result<Recorded, Refusal> {
    office.write_with_book(&session.township.code, |work, book| {
        let relation = relation_to(work, session, case)?;
        let known = book.case(case).ok_or(ProblemCode::UnknownCase)?;
        not_in_future(work, ask.happened_at)?;
        not_before_order(&known.file, ask.happened_at)?;
        // What the police upload of an ending comes after it, and so does the service of its notice (R-DISCH-4, R-DISCH-6).
        if !matches!(ask.step, Step::Upload { .. } | Step::DischargeServed { .. }) {
            not_sealed(work, book, known)?;
        }
        let bodies = bodies(&Seen::of(book, known, work.now), &ask.step)?;
        if bodies.iter().any(|body| !may(session.user.role, act_of(body), relation)) {
            return Err(ProblemCode::RoleMayNot.into());
        }
        let mut first = None;
        for body in bodies {
            let event = write(work, book, session, case, ask.happened_at, body)?;
            first.get_or_insert(event);
        }
        let event = first.ok_or(ProblemCode::FieldMissing)?;
        Ok(Recorded { case: Some(case), event })
    })
}

fn write(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    case: CaseId,
    happened_at: Moment,
    body: Body,
) -> Result<shared::id::EventId, Refusal> {
    let act = act_of(&body);
    let draft = Draft { stream: Stream::Case(case), happened_at, body };
    record_act(work, &book.rules, &session.user, &session.township, act, draft)
}

fn not_before_order(file: &CaseFile, happened_at: Moment) -> Result<(), Problem> {
    let ordered = file.order.as_ref().map(shared::case::Fact::day);
    if ordered.is_some_and(|day| civil_date(happened_at) < day) {
        return Err(Problem::of_field(ProblemCode::DateOutOfRange, "happened_at"));
    }
    Ok(())
}

/// What a step is judged by.
struct Seen<'a> {
    file: &'a CaseFile,
    reckoning: Reckoning,
    today: NaiveDate,
}

impl<'a> Seen<'a> {
    fn of(book: &Book, known: &'a CaseBook, now: Moment) -> Self {
        let file: &CaseFile = &known.file;
        let reckoning = Reckoning::of(file, &book.rules.calendar, &book.rules.policy, now);
        Self { file, reckoning, today: civil_date(now) }
    }

    /// The report-in day has come, and the measure is not over.
    fn runs(&self) -> Result<(), Problem> {
        if self.reckoning.course.ending.is_some() || self.reckoning.course.state() == State::Discharged {
            return Err(ProblemCode::CaseEnded.into());
        }
        if self.reckoning.course.first.is_none() { Err(ProblemCode::NotReportedIn.into()) } else { Ok(()) }
    }

    /// The first fact of a series that calls for an admonition and has none (R-TEST-11, R-BREACH-2).
    fn unanswered(&self, series: BreachSeries) -> Option<BreachStep> {
        let ladder = breaches(self.file, &self.reckoning).into_iter().find(|row| row.series == series)?;
        ladder.steps.into_iter().find(|step| step.paper.is_some() && step.issued_at.is_none())
    }

    /// Somebody is or was late, by the 15 days of R-REPORTIN-4.
    fn is_late(&self) -> Result<(), Problem> {
        if self.reckoning.course.ending.is_some() {
            return Err(ProblemCode::CaseEnded.into());
        }
        if self.reckoning.course.report_in_missed() { Ok(()) } else { Err(ProblemCode::StateForbids.into()) }
    }
}

fn bodies(seen: &Seen<'_>, step: &Step) -> Result<Vec<Body>, Problem> {
    match step {
        Step::Details { fields } => {
            seen.runs()?;
            Ok(vec![checked::paper(Paper::D02, fields)?.ok_or_else(missing_fields)?])
        }
        Step::Plan { plan, fields } => {
            seen.runs()?;
            let plan = Body::PlanMade(checked::plan(plan)?);
            Ok([Some(plan), checked::paper(Paper::D04, fields)?].into_iter().flatten().collect())
        }
        Step::Group { members, fields } => {
            seen.runs()?;
            let group = Body::GroupSet(checked::group(members)?);
            Ok([Some(group), checked::paper(Paper::D05, fields)?].into_iter().flatten().collect())
        }
        Step::Refused { manner, place, facts, notice_proof, witness } => {
            seen.runs()?;
            let notice_proof = checked::optional(notice_proof.as_deref(), "notice_proof")?;
            let noticed = notice_proof.is_some() || !seen.file.test_notices.is_empty();
            if *manner == RefusalManner::Evade && !noticed {
                return Err(Problem::of_field(ProblemCode::EvasionWithoutNotice, "notice_proof"));
            }
            Ok(vec![Body::TestRefused(TestRefused {
                manner: *manner,
                place: checked::short(place, "place")?,
                facts: checked::long(facts, "facts")?,
                notice_proof,
                witness: checked::optional(witness.as_deref(), "witness")?,
                attachments: Vec::new(),
            })])
        }
        Step::Admonition { series, served } => {
            seen.runs()?;
            let step = seen.unanswered(*series).ok_or(ProblemCode::StateForbids)?;
            Ok(vec![Body::AdmonitionIssued(AdmonitionIssued {
                series: *series,
                ordinal: step.ordinal,
                events: vec![step.event],
                served: *served,
                attachments: Vec::new(),
            })])
        }
        Step::Justified { reason, proof, new_date } => {
            // A reason may be given before the day as well as after it (RD-05).
            if seen.reckoning.course.ending.is_some() {
                return Err(ProblemCode::CaseEnded.into());
            }
            Ok(vec![Body::LatenessJustified(LatenessJustified {
                reason: checked::long(reason, "reason")?,
                proof: checked::optional(proof.as_deref(), "proof")?,
                new_date: checked::new_date(*new_date, seen.today)?,
                attachments: Vec::new(),
            })])
        }
        Step::Unjustified { reason, proof, why } => {
            if seen.reckoning.course.ending.is_some() {
                return Err(ProblemCode::CaseEnded.into());
            }
            Ok(vec![Body::LatenessRefused(LatenessRefused {
                reason: checked::long(reason, "reason")?,
                proof: checked::optional(proof.as_deref(), "proof")?,
                why: checked::long(why, "why")?,
                attachments: Vec::new(),
            })])
        }
        Step::Notice { receiver, manner } => {
            seen.is_late()?;
            Ok(vec![Body::OverdueNoticeServed(OverdueNoticeServed {
                receiver: checked::short(receiver, "receiver")?,
                manner: *manner,
                attachments: Vec::new(),
            })])
        }
        Step::Report { addressees } => {
            seen.is_late()?;
            let addressees = checked::both_police(addressees)?;
            Ok(vec![Body::OverdueReportSent(OverdueReportSent { addressees })])
        }
        Step::Upload { matter, told_by, reference, control_from } => {
            checked::sent(seen.file, *matter)?;
            Ok(vec![Body::PoliceUploaded(PoliceUploaded {
                told_by: checked::short(told_by, "told_by")?,
                matter: Some(*matter),
                reference: checked::optional(reference.as_deref(), "reference")?,
                control_from: checked::control(*matter, *control_from, seen.today)?,
            })])
        }
        Step::DischargeServed { person, family } => {
            checked::sent(seen.file, UploadMatter::Discharge)?;
            let days = [("served_person_at", "person", *person), ("served_family_at", "family", *family)];
            let mut fields = BTreeMap::new();
            for (key, field, day) in days {
                if let Some(day) = checked::past(day, field, seen.today)? {
                    fields.insert(key.to_owned(), day.to_string());
                }
            }
            Ok(vec![checked::paper(Paper::D18, &fields)?.ok_or_else(missing_fields)?])
        }
        Step::Found { organ, place, outcome, paper } => found(seen, organ, place, *outcome, paper.as_deref()),
    }
}

/// 查获; a decision on compulsory isolation calls for its paper and leaves the ending to be decided by two (R-REPORTIN-7,
/// R-TERM-4).
fn found(
    seen: &Seen<'_>,
    organ: &str,
    place: &str,
    outcome: FoundOutcome,
    paper: Option<&str>,
) -> Result<Vec<Body>, Problem> {
    seen.is_late()?;
    let paper = checked::optional(paper, "paper")?;
    if outcome == FoundOutcome::CompulsoryIsolation && paper.is_none() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "paper"));
    }
    Ok(vec![Body::FoundByPolice(FoundByPolice {
        organ: checked::short(organ, "organ")?,
        place: checked::short(place, "place")?,
        outcome,
        paper,
        attachments: Vec::new(),
    })])
}

fn missing_fields() -> Problem {
    Problem::of_field(ProblemCode::FieldMissing, "fields")
}
