//! 帮扶台账: what was needed, to whom it was referred, what came of it (R-SUPPORT-1). A referral is open until a later
//! record of the same kind says how it ended. Other measures stand in it as well.

use super::{RegisterRow, RowStatus};
use crate::case::{CaseFile, Fact, unreported};
use crate::code::{OtherMeasure, OtherStep, SupportKind, SupportOutcome};
use crate::duty::Reckoning;
use crate::event::{OtherMeasureTaken, SupportGiven};

pub(super) fn rows(file: &CaseFile, reckoning: &Reckoning) -> Vec<RegisterRow> {
    let known: Vec<&Fact<SupportGiven>> =
        file.support.iter().filter(|fact| fact.day() <= reckoning.course.today).collect();
    let ended_by = |at: usize, fact: &Fact<SupportGiven>| {
        let mut later = known.iter().skip(at + 1).filter(|next| next.body.support == fact.body.support);
        later.find(|next| is_final(next.body.outcome)).copied()
    };
    let mut rows: Vec<RegisterRow> =
        known.iter().enumerate().map(|(at, fact)| row(fact, ended_by(at, fact))).collect();
    rows.extend(OtherMeasure::ALL.iter().filter_map(|measure| other(file, reckoning, *measure)));
    rows
}

/// 其他戒毒措施: one row for each, with every step and where it stands (R-OTHER-1 to R-OTHER-3).
fn other(file: &CaseFile, reckoning: &Reckoning, measure: OtherMeasure) -> Option<RegisterRow> {
    let is_of = |fact: &&Fact<OtherMeasureTaken>| {
        fact.body.measure == measure && fact.day() <= reckoning.course.today
    };
    let steps: Vec<&Fact<OtherMeasureTaken>> = file.other_measures.iter().filter(is_of).collect();
    let (first, last) = (steps.first()?, steps.last()?);
    let waits = measure == OtherMeasure::Maintenance
        && unreported(file).is_some_and(|fact| steps.iter().any(|step| step.event == fact.event));
    let status = match last.body.step {
        _ if waits => RowStatus::Due,
        OtherStep::Encouraged | OtherStep::Consented | OtherStep::Enrolled | OtherStep::Reported => {
            RowStatus::Running
        }
        OtherStep::Declined | OtherStep::Left => RowStatus::Closed,
    };
    let told: Vec<String> = steps.iter().map(|fact| format!("{}{}", fact.day(), fact.body.step)).collect();
    let stands = if waits { "待报公安备案".to_owned() } else { last.body.step.to_string() };
    Some(RegisterRow {
        status,
        day: last.day(),
        clause: match measure {
            OtherMeasure::Maintenance => "R-OTHER-1",
            OtherMeasure::Voluntary => "R-OTHER-2",
            OtherMeasure::RecoverySite => "R-OTHER-3",
        }
        .to_owned(),
        duty: None,
        event: Some(last.event),
        clock: None,
        cells: vec![
            measure.to_string(),
            told.join("，"),
            if measure == OtherMeasure::Maintenance { "公安" } else { "" }.to_owned(),
            last.body.place.clone(),
            first.day().to_string(),
            stands,
        ],
    })
}

const fn is_final(outcome: Option<SupportOutcome>) -> bool {
    match outcome {
        Some(SupportOutcome::Done | SupportOutcome::NotEntitled | SupportOutcome::Declined) => true,
        Some(SupportOutcome::Underway) | None => false,
    }
}

fn row(fact: &Fact<SupportGiven>, ended_by: Option<&Fact<SupportGiven>>) -> RegisterRow {
    let SupportGiven { support, content, partner, outcome, .. } = &fact.body;
    let (status, told) = match (*outcome, ended_by, partner) {
        (Some(SupportOutcome::Done), _, _) => (RowStatus::Done, SupportOutcome::Done.to_string()),
        (Some(outcome), _, _) if is_final(Some(outcome)) => (RowStatus::Closed, outcome.to_string()),
        (_, Some(end), _) => {
            let outcome = end.body.outcome.map_or("", SupportOutcome::label);
            (RowStatus::Done, format!("{} {outcome}", end.day()))
        }
        (Some(outcome), None, _) => (RowStatus::Running, outcome.to_string()),
        (None, None, Some(_)) => (RowStatus::Running, "未回复".to_owned()),
        // Given by the office itself, as a talk or a lesson: nothing to wait for.
        (None, None, None) if department(*support).is_none() => (RowStatus::Done, String::new()),
        (None, None, None) => (RowStatus::Due, "待转介".to_owned()),
    };
    RegisterRow {
        status,
        day: fact.day(),
        clause: clause(*support).to_owned(),
        duty: None,
        event: Some(fact.event),
        clock: None,
        cells: vec![
            support.to_string(),
            content.clone(),
            department(*support).unwrap_or_default().to_owned(),
            partner.clone().unwrap_or_default(),
            fact.day().to_string(),
            told,
        ],
    }
}

/// The department a need is referred to; none for what the office and its group do themselves.
const fn department(kind: SupportKind) -> Option<&'static str> {
    match kind {
        SupportKind::JobRegistration
        | SupportKind::Unemployment
        | SupportKind::Training
        | SupportKind::HardToEmploy
        | SupportKind::GroupPlacement
        | SupportKind::Placement
        | SupportKind::PublicPost
        | SupportKind::SelfEmployment
        | SupportKind::Insurance
        | SupportKind::InsuranceSubsidy => Some("人社"),
        SupportKind::MinimumLiving | SupportKind::Destitute | SupportKind::TemporaryAid => Some("民政"),
        SupportKind::Medical | SupportKind::Maintenance | SupportKind::VoluntaryTreatment => Some("卫健"),
        SupportKind::Study => Some("教育"),
        SupportKind::LegalAid => Some("司法"),
        SupportKind::RecoverySite
        | SupportKind::DrugKnowledge
        | SupportKind::Counselling
        | SupportKind::Other => None,
    }
}

const fn clause(kind: SupportKind) -> &'static str {
    match kind {
        SupportKind::JobRegistration
        | SupportKind::Unemployment
        | SupportKind::Training
        | SupportKind::HardToEmploy
        | SupportKind::GroupPlacement
        | SupportKind::Placement
        | SupportKind::PublicPost
        | SupportKind::SelfEmployment => "R-SUPPORT-3",
        SupportKind::Insurance | SupportKind::InsuranceSubsidy => "R-SUPPORT-4",
        SupportKind::MinimumLiving | SupportKind::Destitute => "R-SUPPORT-5",
        SupportKind::TemporaryAid => "R-SUPPORT-6",
        SupportKind::Study => "R-SUPPORT-2",
        SupportKind::Maintenance => "R-OTHER-1",
        SupportKind::VoluntaryTreatment => "R-OTHER-2",
        SupportKind::RecoverySite => "R-OTHER-3",
        SupportKind::DrugKnowledge | SupportKind::Counselling => "R-COUNSEL-1",
        SupportKind::Medical | SupportKind::LegalAid | SupportKind::Other => "R-SUPPORT-1",
    }
}
