//! What somebody fills in, and the fact it becomes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::open::standing;
use super::{DecisionKind, OpenDecision};
use crate::case::{CaseFile, leaves, under_way};
use crate::code::{
    Addressee, AssessPeriod, BreachGround, DetentionKind, EndingKind, Grade, LeaveReason, OtherMeasure,
    OtherStep, TransferGround,
};
use crate::duty::Reckoning;
use crate::event::{
    Assessment, Body, BreachReportSent, Detained, DeterminationWithdrawn, DischargeNoticeIssued,
    DischargeNoticeReceived, DischargeProposed, DossierHandedOver, Ended, LeaveApproved, LeaveDenied,
    LeaveRequested, LeaveReturned, OtherMeasureTaken, Released, SeriousDetermined, TransferApproved,
    TransferDenied, TransferFormSubmitted, TransferOrgNotified, TransferReportedIn, TransferRequested,
};
use crate::id::EventId;
use crate::moment::{Moment, civil_date};
use crate::problem::{Problem, ProblemCode, words};

/// Characters of names, places and numbers of papers.
const SHORT_MAX: usize = 100;
/// Characters of facts, opinions and reasons.
const LONG_MAX: usize = 2000;
/// Papers named as evidence, members named.
const ITEMS_MAX: usize = 20;
/// Days a leave may last at most before somebody is asked whether it is not a change of place; our own choice.
const LEAVE_DAYS_MAX: i64 = 366;

/// What somebody fills in; the kinds are those of [`DecisionKind`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum DecisionForm {
    LeaveRequest {
        from: NaiveDate,
        until: NaiveDate,
        destination: String,
        reason: LeaveReason,
        contact: Option<String>,
    },
    LeaveApproval {
        from: NaiveDate,
        until: NaiveDate,
    },
    LeaveDenial {
        from: NaiveDate,
        reason: String,
    },
    /// `until`: the new day of return.
    LeaveExtension {
        until: NaiveDate,
    },
    LeaveReturn {
        note: Option<String>,
    },
    Determination {
        ground: BreachGround,
        facts: String,
        evidence: Vec<String>,
    },
    Withdrawal {
        determination: EventId,
        reason: String,
        #[serde(default)]
        addressees: Vec<Addressee>,
    },
    BreachReport {
        addressees: Vec<Addressee>,
    },
    Detention {
        detention: DetentionKind,
        suspends: bool,
        site: String,
        paper: Option<String>,
    },
    Release {
        paper: Option<String>,
    },
    Ending {
        ending: EndingKind,
        paper: Option<String>,
    },
    TransferRequest {
        ground: TransferGround,
        new_place: String,
    },
    TransferNotice {},
    TransferForm {
        opinion: String,
    },
    TransferApproval {
        notice_received: Option<NaiveDate>,
    },
    TransferDenial {
        reasons: String,
    },
    DossierHandover {
        receipt: Option<String>,
    },
    TransferArrival {
        new_place: String,
    },
    FinalAssessment {
        cooperation: Grade,
        conduct: Grade,
        recovery: Grade,
        violations: Option<String>,
        conclusion: Grade,
        advice: String,
        members: Vec<String>,
    },
    DischargeProposal {
        summary: String,
    },
    DischargeNotice {
        notice_no: String,
    },
    DischargeReceipt {},
    OtherMeasure {
        measure: OtherMeasure,
        step: OtherStep,
        place: String,
        note: Option<String>,
    },
}

impl DecisionForm {
    /// Which decision it is.
    #[must_use]
    pub const fn kind(&self) -> DecisionKind {
        match self {
            Self::LeaveRequest { .. } => DecisionKind::LeaveRequest,
            Self::LeaveApproval { .. } => DecisionKind::LeaveApproval,
            Self::LeaveDenial { .. } => DecisionKind::LeaveDenial,
            Self::LeaveExtension { .. } => DecisionKind::LeaveExtension,
            Self::LeaveReturn { .. } => DecisionKind::LeaveReturn,
            Self::Determination { .. } => DecisionKind::Determination,
            Self::Withdrawal { .. } => DecisionKind::Withdrawal,
            Self::BreachReport { .. } => DecisionKind::BreachReport,
            Self::Detention { .. } => DecisionKind::Detention,
            Self::Release { .. } => DecisionKind::Release,
            Self::Ending { .. } => DecisionKind::Ending,
            Self::TransferRequest { .. } => DecisionKind::TransferRequest,
            Self::TransferNotice {} => DecisionKind::TransferNotice,
            Self::TransferForm { .. } => DecisionKind::TransferForm,
            Self::TransferApproval { .. } => DecisionKind::TransferApproval,
            Self::TransferDenial { .. } => DecisionKind::TransferDenial,
            Self::DossierHandover { .. } => DecisionKind::DossierHandover,
            Self::TransferArrival { .. } => DecisionKind::TransferArrival,
            Self::FinalAssessment { .. } => DecisionKind::FinalAssessment,
            Self::DischargeProposal { .. } => DecisionKind::DischargeProposal,
            Self::DischargeNotice { .. } => DecisionKind::DischargeNotice,
            Self::DischargeReceipt {} => DecisionKind::DischargeReceipt,
            Self::OtherMeasure { .. } => DecisionKind::OtherMeasure,
        }
    }
}

/// Where a form is judged: the case, what it is open to, and when it is said to have happened.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    pub file: &'a CaseFile,
    pub reckoning: &'a Reckoning,
    pub open: &'a [OpenDecision],
    pub at: Moment,
}

/// The fact a filled-in form becomes. `decided_by` is the name of who decides, for a determination.
///
/// # Errors
/// `StateForbids` where the case is not open to it, `HappenedInFuture`, `HappenedBeforeReportIn`, `DateOutOfRange`,
/// `FieldMissing`, `FieldTooLong`, `FieldMalformed` of a field.
pub fn fact(place: At<'_>, form: &DecisionForm, decided_by: &str) -> Result<Body, Problem> {
    let kind = form.kind();
    if !place.open.iter().any(|one| one.kind == kind) {
        return Err(ProblemCode::StateForbids.into());
    }
    if place.at > place.reckoning.course.at {
        return Err(Problem::of_field(ProblemCode::HappenedInFuture, "at"));
    }
    let first = place.reckoning.course.first;
    if first.is_some_and(|first| civil_date(place.at) < first) {
        return Err(Problem::of_field(ProblemCode::HappenedBeforeReportIn, "at"));
    }
    match form {
        DecisionForm::LeaveRequest { .. }
        | DecisionForm::LeaveApproval { .. }
        | DecisionForm::LeaveDenial { .. }
        | DecisionForm::LeaveExtension { .. }
        | DecisionForm::LeaveReturn { .. } => leave(place, form),
        DecisionForm::Determination { ground, facts, evidence } => {
            if !place.reckoning.ladder.bears(*ground) {
                return Err(Problem::of_field(ProblemCode::StateForbids, "ground"));
            }
            let (facts, evidence) = (long(facts, "facts")?, items(evidence, "evidence")?);
            let decided_by = decided_by.to_owned();
            Ok(Body::SeriousDetermined(SeriousDetermined { ground: *ground, facts, evidence, decided_by }))
        }
        DecisionForm::Withdrawal { determination, reason, addressees } => {
            let known = place.file.determinations.iter().any(|fact| fact.event == *determination);
            let gone = place.file.withdrawals.iter().any(|fact| fact.body.determination == *determination);
            if !known || gone {
                return Err(Problem::of_field(ProblemCode::UnknownRecord, "determination"));
            }
            let reason = long(reason, "reason")?;
            let had = report_went_to(place.file, *determination);
            if !had.iter().all(|to| addressees.contains(to)) {
                return Err(Problem::of_field(ProblemCode::FieldMissing, "addressees"));
            }
            Ok(Body::DeterminationWithdrawn(DeterminationWithdrawn {
                determination: *determination,
                reason,
                addressees: addressees.clone(),
            }))
        }
        DecisionForm::BreachReport { addressees } => {
            let told = |to: &Addressee| addressees.contains(to);
            let missing = || Problem::of_field(ProblemCode::FieldMissing, "addressees");
            report_goes_to(place).iter().all(told).then_some(()).ok_or_else(missing)?;
            Ok(Body::BreachReportSent(BreachReportSent { addressees: addressees.clone() }))
        }
        DecisionForm::Detention { detention, suspends, site, paper } => Ok(Body::Detained(Detained {
            detention: *detention,
            suspends: !matches!(detention, DetentionKind::Other) || *suspends,
            site: short(site, "site")?,
            paper: maybe(paper.as_ref(), "paper")?,
        })),
        DecisionForm::Release { paper } => released(place, paper.as_ref()),
        DecisionForm::Ending { ending, paper } => {
            Ok(Body::Ended(Ended { ending: *ending, paper: Some(given(paper.as_ref(), "paper")?) }))
        }
        DecisionForm::FinalAssessment { .. } => assessment(form),
        DecisionForm::OtherMeasure { measure, step, place: site, note } => {
            consented(place.file, *measure, *step)?;
            Ok(Body::OtherMeasureTaken(OtherMeasureTaken {
                measure: *measure,
                step: *step,
                place: short(site, "place")?,
                note: maybe(note.as_ref(), "note")?,
            }))
        }
        DecisionForm::TransferRequest { .. }
        | DecisionForm::TransferNotice {}
        | DecisionForm::TransferForm { .. }
        | DecisionForm::TransferApproval { .. }
        | DecisionForm::TransferDenial { .. }
        | DecisionForm::DossierHandover { .. }
        | DecisionForm::TransferArrival { .. }
        | DecisionForm::DischargeProposal { .. }
        | DecisionForm::DischargeNotice { .. }
        | DecisionForm::DischargeReceipt {} => step(place, form),
    }
}

/// Who had the report on a determination, and hears that it is withdrawn (R-BREACH-10); nobody where none was sent.
#[must_use]
pub fn report_went_to(file: &CaseFile, determination: EventId) -> Vec<Addressee> {
    let Some(made) = file.determinations.iter().find(|fact| fact.event == determination) else {
        return Vec::new();
    };
    let next =
        file.determinations.iter().map(|fact| fact.happened_at).filter(|at| *at > made.happened_at).min();
    let of_it = |at: Moment| at >= made.happened_at && next.is_none_or(|next| at < next);
    let reports = file.breach_reports.iter().filter(|fact| of_it(fact.happened_at));
    let told: Vec<&Addressee> = reports.flat_map(|fact| &fact.body.addressees).collect();
    Addressee::ALL.iter().filter(|to| told.contains(to)).copied().collect()
}

/// Who must get the report: where tests are the ground both police (R-TEST-13), else that of the place (R-BREACH-6).
fn report_goes_to(place: At<'_>) -> &'static [Addressee] {
    match standing(place.file, place.reckoning.course.today).map(|fact| fact.body.ground) {
        Some(BreachGround::TestRefusal | BreachGround::ForcedPositive) => {
            &[Addressee::PoliceExecution, Addressee::PoliceDecision]
        }
        Some(BreachGround::AbsenceCount | BreachGround::AbsenceDays) | None => &[Addressee::PoliceExecution],
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "`fact` lists every kind and sends only these here")]
fn leave(place: At<'_>, form: &DecisionForm) -> Result<Body, Problem> {
    let today = place.reckoning.course.today;
    let all = leaves(place.file, today);
    let bad = |field| Problem::of_field(ProblemCode::DateOutOfRange, field);
    let fits = |from: NaiveDate, until: NaiveDate| {
        let days = (until - from).num_days();
        if (0..=LEAVE_DAYS_MAX).contains(&days) { Ok(()) } else { Err(bad("until")) }
    };
    match form {
        DecisionForm::LeaveRequest { from, until, destination, reason, contact } => {
            fits(*from, *until)?;
            Ok(Body::LeaveRequested(LeaveRequested {
                from: *from,
                until: *until,
                destination: short(destination, "destination")?,
                reason: *reason,
                contact: maybe(contact.as_ref(), "contact")?,
                attachments: Vec::new(),
            }))
        }
        DecisionForm::LeaveApproval { from, until } => {
            let asked = all.iter().any(|leave| leave.is_asked() && leave.request.from == *from);
            asked.then_some(()).ok_or_else(|| bad("from"))?;
            fits(*from, *until)?;
            Ok(Body::LeaveApproved(LeaveApproved { from: *from, until: *until }))
        }
        DecisionForm::LeaveDenial { from, reason } => {
            let asked = all.iter().any(|leave| leave.is_asked() && leave.request.from == *from);
            asked.then_some(()).ok_or_else(|| bad("from"))?;
            Ok(Body::LeaveDenied(LeaveDenied { from: *from, reason: long(reason, "reason")? }))
        }
        DecisionForm::LeaveExtension { until } => {
            let running = under_way(&all, today).and_then(|leave| leave.approved);
            let (from, before) = running.ok_or(ProblemCode::StateForbids)?;
            if *until <= before {
                return Err(bad("until"));
            }
            fits(from, *until)?;
            Ok(Body::LeaveApproved(LeaveApproved { from, until: *until }))
        }
        DecisionForm::LeaveReturn { note } => {
            let note = maybe(note.as_ref(), "note")?;
            Ok(Body::LeaveReturned(LeaveReturned { note, attachments: Vec::new() }))
        }
        _ => Err(ProblemCode::RequestMalformed.into()),
    }
}

/// Steps of a change of place and of discharge.
#[expect(clippy::wildcard_enum_match_arm, reason = "`fact` lists every kind and sends only these here")]
fn step(place: At<'_>, form: &DecisionForm) -> Result<Body, Problem> {
    let today = place.reckoning.course.today;
    Ok(match form {
        DecisionForm::TransferRequest { ground, new_place } => Body::TransferRequested(TransferRequested {
            ground: *ground,
            new_place: short(new_place, "new_place")?,
        }),
        DecisionForm::TransferNotice {} => Body::TransferOrgNotified(TransferOrgNotified {}),
        DecisionForm::TransferForm { opinion } => {
            Body::TransferFormSubmitted(TransferFormSubmitted { opinion: long(opinion, "opinion")? })
        }
        DecisionForm::TransferApproval { notice_received } => {
            if notice_received.is_some_and(|day| day > today) {
                return Err(Problem::of_field(ProblemCode::HappenedInFuture, "notice_received"));
            }
            Body::TransferApproved(TransferApproved { notice_received: *notice_received })
        }
        DecisionForm::TransferDenial { reasons } => {
            Body::TransferDenied(TransferDenied { reasons: long(reasons, "reasons")? })
        }
        DecisionForm::DossierHandover { receipt } => {
            Body::DossierHandedOver(DossierHandedOver { receipt: maybe(receipt.as_ref(), "receipt")? })
        }
        DecisionForm::TransferArrival { new_place } => {
            Body::TransferReportedIn(TransferReportedIn { new_place: short(new_place, "new_place")? })
        }
        DecisionForm::DischargeProposal { summary } => {
            Body::DischargeProposed(DischargeProposed { summary: long(summary, "summary")? })
        }
        DecisionForm::DischargeNotice { notice_no } => {
            Body::DischargeNoticeIssued(DischargeNoticeIssued { notice_no: short(notice_no, "notice_no")? })
        }
        DecisionForm::DischargeReceipt {} => Body::DischargeNoticeReceived(DischargeNoticeReceived {}),
        _ => return Err(ProblemCode::RequestMalformed.into()),
    })
}

/// Nobody is released before the day of detention.
fn released(place: At<'_>, paper: Option<&String>) -> Result<Body, Problem> {
    let since = place.reckoning.course.open_detention();
    if since.is_some_and(|since| civil_date(place.at) < since) {
        return Err(Problem::of_field(ProblemCode::DateOutOfRange, "at"));
    }
    Ok(Body::Released(Released { paper: maybe(paper, "paper")? }))
}

fn assessment(form: &DecisionForm) -> Result<Body, Problem> {
    let DecisionForm::FinalAssessment {
        cooperation,
        conduct,
        recovery,
        violations,
        conclusion,
        advice,
        members,
    } = form
    else {
        return Err(ProblemCode::RequestMalformed.into());
    };
    let members = items(members, "members")?;
    // D17: two sign it.
    if members.len() < 2 {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "members"));
    }
    Ok(Body::Assessment(Assessment {
        period: AssessPeriod::Final,
        cooperation: *cooperation,
        conduct: *conduct,
        recovery: *recovery,
        violations: maybe(violations.as_ref(), "violations")?,
        conclusion: *conclusion,
        advice: long(advice, "advice")?,
        members,
        attachments: Vec::new(),
    }))
}

/// Voluntary: nobody is enrolled without consent, leaves or is reported without having been enrolled.
fn consented(file: &CaseFile, measure: OtherMeasure, step: OtherStep) -> Result<(), Problem> {
    let of = |step: OtherStep| {
        file.other_measures.iter().any(|fact| fact.body.measure == measure && fact.body.step == step)
    };
    let fits = match step {
        OtherStep::Encouraged | OtherStep::Consented | OtherStep::Declined => true,
        OtherStep::Enrolled => of(OtherStep::Consented),
        OtherStep::Left | OtherStep::Reported => of(OtherStep::Enrolled),
    };
    fits.then_some(()).ok_or_else(|| Problem::of_field(ProblemCode::StateForbids, "step"))
}

fn short(typed: &str, field: &str) -> Result<String, Problem> {
    words(typed, field, SHORT_MAX)
}

fn long(typed: &str, field: &str) -> Result<String, Problem> {
    words(typed, field, LONG_MAX)
}

fn given(typed: Option<&String>, field: &str) -> Result<String, Problem> {
    short(typed.map_or("", String::as_str), field)
}

fn maybe(typed: Option<&String>, field: &str) -> Result<Option<String>, Problem> {
    match typed.map(|typed| typed.trim()) {
        None | Some("") => Ok(None),
        Some(typed) => long(typed, field).map(Some),
    }
}

fn items(typed: &[String], field: &str) -> Result<Vec<String>, Problem> {
    let all: Vec<&String> = typed.iter().filter(|one| !one.trim().is_empty()).collect();
    if all.is_empty() || all.len() > ITEMS_MAX {
        return Err(Problem::of_field(ProblemCode::FieldMissing, field));
    }
    all.into_iter().map(|one| short(one, field)).collect()
}
