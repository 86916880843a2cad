//! Which facts come by which door, for every kind there is.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test: a broken file must stop it"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use shared::access::{Door, comes_through, corrects, doors_of, takes_two};
use shared::decision::DecisionKind;
use shared::event::{Body, RawEvent};

/// One body of every kind, by its name without a version.
fn bodies() -> BTreeMap<String, Body> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/event");
    let read = |path: &Path| {
        let bytes = std::fs::read(path).unwrap();
        RawEvent::read(bytes.trim_ascii_end().to_vec()).unwrap().into_event().body
    };
    let files = std::fs::read_dir(folder).unwrap().map(|entry| read(&entry.unwrap().path()));
    files.map(|body| (name_of(&body), body)).collect()
}

fn name_of(body: &Body) -> String {
    let kind = serde_json::to_value(body).unwrap()["kind"].as_str().unwrap().to_owned();
    kind.split('/').next().unwrap().to_owned()
}

fn names_through(doors: &[Door]) -> Vec<String> {
    bodies().into_iter().filter(|(_, body)| doors_of(body) == doors).map(|(name, _)| name).collect()
}

#[test]
fn every_kind_comes_by_the_doors_written_here_and_by_no_other() {
    shared::asserts!("R-BREACH-10", "R-ORG-6");
    let two = [
        "caseload_handed_over",
        "determination_withdrawn",
        "discharge_proposed",
        "ended",
        "serious_determined",
    ];
    assert_eq!(names_through(&[Door::Two]), two);
    let both = [
        "absence",
        "admonition_issued",
        "amend",
        "assessment",
        "drug_test",
        "forced_test_approved",
        "group_set",
        "guidance_given",
        "late_entry",
        "lateness_justified",
        "leave_approved",
        "leave_requested",
        "leave_returned",
        "overdue_notice_served",
        "paper_filled",
        "self_report",
        "settle",
        "support_given",
        "test_notice_served",
        "test_refused",
        "visit",
        "void",
    ];
    assert_eq!(names_through(&[Door::Phone, Door::Desk]), both);
    let desk = names_through(&[Door::Desk]);
    let known: BTreeSet<&str> = Body::KINDS.iter().filter_map(|kind| kind.split('/').next()).collect();
    assert_eq!(two.len() + both.len() + desk.len() + 1, known.len(), "and snoozed by phones alone");
    for name in
        ["order", "detained", "released", "transfer_approved", "reviewed", "readings_set", "draw_made"]
    {
        assert!(desk.contains(&name.to_owned()), "{name}");
    }
}

#[test]
fn a_newer_version_of_what_no_phone_writes_comes_from_no_phone_either() {
    for (name, body) in bodies().into_iter().filter(|(_, body)| !matches!(body, Body::Unknown(_))) {
        let newer = Body::Unknown(serde_json::json!({ "kind": format!("{name}/99") }));
        assert_eq!(comes_through(&newer, Door::Phone), comes_through(&body, Door::Phone), "{name}");
        assert!(!comes_through(&newer, Door::Desk) && !comes_through(&newer, Door::Two), "{name}");
    }
    let unheard_of = Body::Unknown(serde_json::json!({ "kind": "moon_phase/1" }));
    assert!(comes_through(&unheard_of, Door::Phone), "kept for who understands it");
}

#[test]
fn a_decision_that_takes_two_makes_a_fact_that_comes_by_two_alone() {
    let made = |kind: DecisionKind| match kind {
        DecisionKind::LeaveRequest => "leave_requested",
        DecisionKind::LeaveApproval | DecisionKind::LeaveExtension => "leave_approved",
        DecisionKind::LeaveDenial => "leave_denied",
        DecisionKind::LeaveReturn => "leave_returned",
        DecisionKind::Determination => "serious_determined",
        DecisionKind::Withdrawal => "determination_withdrawn",
        DecisionKind::BreachReport => "breach_report_sent",
        DecisionKind::Detention => "detained",
        DecisionKind::Release => "released",
        DecisionKind::Ending => "ended",
        DecisionKind::TransferRequest => "transfer_requested",
        DecisionKind::TransferNotice => "transfer_org_notified",
        DecisionKind::TransferForm => "transfer_form_submitted",
        DecisionKind::TransferApproval => "transfer_approved",
        DecisionKind::TransferDenial => "transfer_denied",
        DecisionKind::DossierHandover => "dossier_handed_over",
        DecisionKind::TransferArrival => "transfer_reported_in",
        DecisionKind::FinalAssessment => "assessment",
        DecisionKind::DischargeProposal => "discharge_proposed",
        DecisionKind::DischargeNotice => "discharge_notice_issued",
        DecisionKind::DischargeReceipt => "discharge_notice_received",
        DecisionKind::OtherMeasure => "other_measure_taken",
    };
    let bodies = bodies();
    for kind in DecisionKind::ALL {
        let body = &bodies[made(*kind)];
        let (by_two, by_one) = (comes_through(body, Door::Two), comes_through(body, Door::Desk));
        assert_eq!((by_two, by_one), (takes_two(*kind), !takes_two(*kind)), "{kind:?}");
    }
}

#[test]
fn what_names_a_record_to_correct_is_a_correction_and_nothing_else_is() {
    let naming: Vec<String> =
        bodies().into_iter().filter(|(_, body)| corrects(body).is_some()).map(|(name, _)| name).collect();
    assert_eq!(naming, ["amend", "late_entry", "void"]);
}
