//! 违规·告诫台账: refusals and absences with their place in the ladder and the admonition that answers each (R-TEST-11,
//! R-BREACH-2), positive forced tests, and determinations with the 24 hours of the report (R-TEST-13, R-BREACH-6).

use super::{RegisterRow, RowStatus, clock_of, day_of, deadline_from, due_text, key_of, of_deadline, text};
use crate::case::ladder::{AbsenceSpan, series_of, standing_determinations};
use crate::case::{CaseFile, Fact};
use crate::code::BreachSeries;
use crate::duty::{DutyKey, DutyKind, Reckoning};
use crate::event::{Body, SeriousDetermined};
use crate::id::EventId;
use crate::moment::civil_date;
use crate::page::{BreachRow, BreachStep, breaches};

pub(super) fn rows(file: &CaseFile, reckoning: &Reckoning) -> Vec<RegisterRow> {
    let ladder = &reckoning.ladder;
    let mut rows = Vec::new();
    for series in breaches(file, reckoning) {
        rows.extend(series.steps.iter().map(|each| step(file, reckoning, &series, each)));
    }
    rows.extend(ladder.absences.iter().filter(|absence| !absence.counted).map(short_absence));
    rows.extend(ladder.forced_positives.iter().filter_map(|event| forced(file, reckoning, *event)));
    let determined = standing_determinations(file, &reckoning.course);
    rows.extend(determined.map(|fact| determination(reckoning, fact)));
    rows
}

/// The determination that waits for a person, where a series has come so far (RD-15).
fn waits(reckoning: &Reckoning, series: BreachSeries) -> Option<DutyKey> {
    let undecided = reckoning.ladder.undecided().contains(&series);
    let deadline = reckoning.deadline(DutyKind::Determination).filter(|_| undecided)?;
    key_of(reckoning, deadline)
}

fn step(file: &CaseFile, reckoning: &Reckoning, row: &BreachRow, step: &BreachStep) -> RegisterRow {
    let record = file.event(step.event);
    let undecided = reckoning.ladder.undecided().contains(&row.series);
    let answered = step.issued_at.is_some();
    let (status, remark) = match (step.paper.is_some(), answered) {
        (true, true) => (RowStatus::Done, step.served.clone().unwrap_or_else(|| "未记送达".to_owned())),
        (true, false) => (RowStatus::Due, "待出告诫书".to_owned()),
        (false, _) if undecided => (RowStatus::Due, "可以认定，待决定".to_owned()),
        (false, _) => (RowStatus::Closed, String::new()),
    };
    let (clause, third) = match row.series {
        BreachSeries::Test => ("R-TEST-11", "R-TEST-12"),
        BreachSeries::Absence => ("R-BREACH-2", "R-BREACH-3"),
    };
    RegisterRow {
        status,
        day: record.map_or(civil_date(step.happened_at), day_of),
        clause: if step.paper.is_some() { clause } else { third }.to_owned(),
        duty: if step.paper.is_some() { None } else { waits(reckoning, row.series) },
        event: Some(step.event),
        clock: None,
        cells: vec![
            record.map_or_else(|| row.series.to_string(), |event| what(&event.body, row.series)),
            civil_date(step.happened_at).to_string(),
            format!("第{}次", step.ordinal),
            text(step.issued_at.map(civil_date)),
            String::new(),
            match row.days.filter(|_| matches!(row.series, BreachSeries::Absence)) {
                Some(days) => format!("{remark} · 累计{days}天"),
                None => remark,
            },
        ],
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "overstayed leave is known by the record of the leave")]
fn what(body: &Body, series: BreachSeries) -> String {
    match body {
        Body::TestRefused(refused) => refused.manner.to_string(),
        Body::Absence(_) => "擅自离开".to_owned(),
        Body::LeaveApproved(_) | Body::LeaveReturned(_) => "请假逾期不归".to_owned(),
        _ => series.to_string(),
    }
}

fn short_absence(absence: &AbsenceSpan) -> RegisterRow {
    RegisterRow {
        status: RowStatus::Closed,
        day: absence.from,
        clause: "R-BREACH-4".to_owned(),
        duty: None,
        event: Some(absence.event),
        clock: None,
        cells: vec![
            "擅自离开".to_owned(),
            absence.from.to_string(),
            String::new(),
            String::new(),
            String::new(),
            format!("{}天，不计次", absence.days),
        ],
    }
}

fn forced(file: &CaseFile, reckoning: &Reckoning, event: EventId) -> Option<RegisterRow> {
    let day = day_of(file.event(event)?);
    let duty = waits(reckoning, BreachSeries::Test);
    Some(RegisterRow {
        status: if duty.is_some() { RowStatus::Due } else { RowStatus::Closed },
        day,
        clause: "R-TEST-12".to_owned(),
        event: Some(event),
        clock: None,
        cells: vec![
            "强制检测阳性".to_owned(),
            day.to_string(),
            String::new(),
            String::new(),
            String::new(),
            if duty.is_some() { "可以认定，待决定".to_owned() } else { String::new() },
        ],
        duty,
    })
}

fn determination(reckoning: &Reckoning, fact: &Fact<SeriousDetermined>) -> RegisterRow {
    let report = deadline_from(reckoning, DutyKind::BreachReport, fact.event);
    let clause = match series_of(fact.body.ground) {
        BreachSeries::Test => "R-TEST-13",
        BreachSeries::Absence => "R-BREACH-6",
    };
    RegisterRow {
        status: report.map_or(RowStatus::Done, |report| of_deadline(report.status)),
        day: fact.day(),
        clause: clause.to_owned(),
        duty: report.and_then(|report| key_of(reckoning, report)),
        event: Some(fact.event),
        clock: report.and_then(clock_of),
        cells: vec![
            format!("认定 · {}", fact.body.ground),
            fact.day().to_string(),
            String::new(),
            String::new(),
            report.map(|report| format!("{}前报告", due_text(report.due))).unwrap_or_default(),
            format!("认定人 {}", fact.body.decided_by),
        ],
    }
}
