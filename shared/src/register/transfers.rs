//! 变更执行地台账: each change of place with the days of its steps, and the step that is due now (R-TRANSFER-1 to
//! R-TRANSFER-10).

use super::{RegisterRow, RowStatus, key_of, of_deadline, text};
use crate::case::CaseFile;
use crate::duty::deadline::{Deadline, DeadlineStatus};
use crate::duty::transfer::{Taken, Transfer, transfers};
use crate::duty::{DutyKind, Reckoning};
use crate::event::{Body, TransferRequested};
use crate::moment::civil_date;

pub(super) fn rows(file: &CaseFile, reckoning: &Reckoning) -> Vec<RegisterRow> {
    transfers(file, &reckoning.course).iter().filter_map(|each| row(file, reckoning, each)).collect()
}

fn row(file: &CaseFile, reckoning: &Reckoning, transfer: &Transfer) -> Option<RegisterRow> {
    let first = transfer.requested.or(transfer.notified).or(transfer.form).or(transfer.approved)?;
    let next = next(reckoning, transfer);
    let asked = asked(file, transfer);
    let status = match next {
        Some(deadline) => of_deadline(deadline.status),
        None if transfer.denied.is_some() => RowStatus::Closed,
        None if transfer.reported_in.is_some() => RowStatus::Done,
        None => RowStatus::Running,
    };
    let decided = match (transfer.approved, transfer.denied) {
        (Some((at, _)), _) => format!("批准 {}", civil_date(at)),
        (None, Some((at, _))) => format!("不批准 {}", civil_date(at)),
        (None, None) => String::new(),
    };
    Some(RegisterRow {
        status,
        day: next.map_or(civil_date(first.0), |deadline| deadline.due.day()),
        clause: next.map_or("R-TRANSFER-1", |deadline| deadline.rule.clause).to_owned(),
        duty: next.and_then(|deadline| key_of(reckoning, deadline)),
        event: Some(first.1),
        clock: None,
        cells: vec![
            taken(transfer.requested),
            text(asked.map(|asked| asked.ground)),
            asked.map(|asked| asked.new_place.clone()).unwrap_or_default(),
            taken(transfer.notified),
            taken(transfer.form),
            decided,
            taken(transfer.reported_in),
            taken(transfer.handed_over),
        ],
    })
}

fn taken(step: Option<Taken>) -> String {
    text(step.map(|(at, _)| civil_date(at)))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the first step is a request or it is not known")]
fn asked<'a>(file: &'a CaseFile, transfer: &Transfer) -> Option<&'a TransferRequested> {
    match &file.event(transfer.requested?.1)?.body {
        Body::TransferRequested(asked) => Some(asked),
        _ => None,
    }
}

/// The step that is owed: the earliest of this change.
fn next<'a>(reckoning: &'a Reckoning, transfer: &Transfer) -> Option<&'a Deadline> {
    let of_it = [transfer.requested, transfer.notified, transfer.form, transfer.approved];
    let open = reckoning.deadlines.iter().filter(|deadline| {
        let owed = matches!(deadline.status, DeadlineStatus::Open | DeadlineStatus::Missed);
        let step = matches!(
            deadline.rule.kind,
            DutyKind::TransferNotifyOrg
                | DutyKind::TransferForm
                | DutyKind::TransferDecision
                | DutyKind::TransferReportIn
                | DutyKind::DossierHandover
        );
        owed && step && of_it.iter().flatten().any(|(_, event)| deadline.source == Some(*event))
    });
    open.min_by_key(|deadline| deadline.due.day())
}
