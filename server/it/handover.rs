//! 工作交接 and 基本信息: a worker goes and nobody is left behind; a value changes and the one before stays.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use server::view::{
    Caseload, HandoverRequest, HandoverStep, HandoverStepRequest, Handovers, MasterRequest, PersonView,
    ReadRow, Recorded, StaffRow, UserStepRequest,
};
use shared::access::UserStep;
use shared::code::Role;
use shared::event::HandedCase;
use shared::id::{CaseId, HandoverId, UserId};
use shared::problem::ProblemCode;

use crate::bench::{Answer, Browser};
use crate::phone::Field;
use crate::sample;

async fn list(field: &Field, browser: &Browser) -> Handovers {
    field.bench.get("/api/handovers", Some(browser)).await.json()
}

async fn step(field: &Field, browser: &Browser, id: HandoverId, step: HandoverStep) -> Answer {
    field.bench.post(&format!("/api/handovers/{id}/step"), Some(browser), &HandoverStepRequest { step }).await
}

fn handed(cases: &[CaseId], to: UserId) -> Vec<HandedCase> {
    cases.iter().map(|case| HandedCase { case: *case, to }).collect()
}

#[tokio::test]
async fn a_worker_goes_when_each_case_was_signed_for_and_the_lead_approved() {
    let mut field = Field::new().await;
    let visit = field.visit("还没上传");
    assert!(!visit.is_empty());
    let one = field.bench.add_user("jieshou", "试例乙", Role::Worker);
    let two = field.bench.add_user("jieshou2", "试例丙", Role::Worker);
    let lead = field.bench.add_user("lingdao", "例领导", Role::Leader);
    let system = field.bench.add_user("xitong", "例系统", Role::System);
    let from = field.worker.made.user;
    let second = sample::case(&field.bench, field.clerk.made.user, "演示·柳枝", 2, &[from]);
    let clerk = field.bench.login(&field.clerk).await;
    let path = format!("/api/handovers/of/{from}");
    let caseload: Caseload = field.bench.get(&path, Some(&clerk)).await.json();
    assert_eq!((caseload.cases.len(), caseload.devices.len()), (2, 1));

    let leave = UserStepRequest { step: UserStep::Leave, role: None, reason: None };
    let staff_path = format!("/api/staff/{from}/step");
    let keeper = field.bench.login(&system).await;
    let refused = field.bench.post(&staff_path, Some(&keeper), &leave).await.problem();
    assert_eq!((refused.code, refused.figure.as_deref()), (ProblemCode::CaseloadOpen, Some("2")));

    let ask = |cases: Vec<HandedCase>| HandoverRequest {
        from,
        cases,
        reason: "调离".to_owned(),
        seen_unsent: true,
    };
    let begin = async |cases| field.bench.post("/api/handovers", Some(&clerk), &ask(cases)).await;
    let left = begin(handed(&[field.case], one.made.user)).await.problem();
    assert_eq!(
        (left.code, left.field.as_deref(), left.figure.as_deref()),
        (ProblemCode::FieldMissing, Some("cases"), Some("1")),
        "nobody is left behind"
    );
    let back = begin(handed(&[field.case, second], from)).await;
    assert_eq!(back.code(), ProblemCode::NotFound, "not to who goes");
    let mut cases = handed(&[field.case], one.made.user);
    cases.extend(handed(&[second], two.made.user));
    let id: HandoverId = begin(cases.clone()).await.json();
    assert_eq!(begin(cases).await.code(), ProblemCode::AlreadyDecided);

    let lead = field.bench.login(&lead).await;
    assert_eq!(step(&field, &lead, id, HandoverStep::Approve).await.code(), ProblemCode::StateForbids);
    for receiver in [&one, &two] {
        let browser = field.bench.login(receiver).await;
        assert!(list(&field, &browser).await.rows[0].may_sign);
        assert_eq!(step(&field, &browser, id, HandoverStep::Sign).await.status, StatusCode::NO_CONTENT);
        let own = step(&field, &browser, id, HandoverStep::Approve).await;
        assert_eq!(own.code(), ProblemCode::RoleMayNot);
    }
    assert_eq!(step(&field, &clerk, id, HandoverStep::Sign).await.code(), ProblemCode::RoleMayNot);
    assert_eq!(step(&field, &lead, id, HandoverStep::Approve).await.status, StatusCode::NO_CONTENT);
    let file: PersonView =
        field.bench.get(&format!("/api/persons/{}", field.case), Some(&clerk)).await.json();
    assert_eq!(file.workers.iter().map(|one| one.user).collect::<Vec<_>>(), [one.made.user]);
    let keeper = field.bench.login(&system).await;
    let gone = field.bench.post(&staff_path, Some(&keeper), &leave).await;
    assert!(gone.status.is_success(), "with nothing left, the account goes");
    let staff: Vec<StaffRow> = field.bench.get("/api/staff", Some(&keeper)).await.json();
    assert!(staff.iter().any(|row| row.user == from && row.state == shared::access::UserState::Left));
}

#[tokio::test]
async fn who_goes_without_handing_over_does_so_for_a_reason_the_audit_keeps() {
    let field = Field::new().await;
    let system = field.bench.add_user("xitong", "例系统", Role::System);
    let keeper = field.bench.login(&system).await;
    let reason = Some("突发重病，当日离岗".to_owned());
    let leave = UserStepRequest { step: UserStep::Leave, role: None, reason };
    let path = format!("/api/staff/{}/step", field.worker.made.user);
    assert!(field.bench.post(&path, Some(&keeper), &leave).await.status.is_success());
}

#[tokio::test]
async fn a_value_of_the_master_data_changes_with_a_reason_and_the_one_before_stays() {
    shared::asserts!("R-PRIV-9");
    let field = Field::new().await;
    let clerk = field.bench.login(&field.clerk).await;
    let page = format!("/api/persons/{}", field.case);
    let read = || field.bench.get(&page, Some(&clerk));
    let file: PersonView = read().await.json();
    let path = format!("/api/cases/{}/master", field.case);
    let ask = |fields: &[(&str, &str)], basis: &[shared::id::EventId]| MasterRequest {
        fields: fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<BTreeMap<_, _>>(),
        reason: "本人申请，户口簿为证".to_owned(),
        basis: basis.to_vec(),
    };
    let village = [("person.village", "桃源村"), ("person.phone", "13900000000")];
    let _: Recorded = field.bench.post(&path, Some(&clerk), &ask(&village, &file.master_basis)).await.json();
    let stale = field.bench.post(&path, Some(&clerk), &ask(&village, &file.master_basis)).await;
    assert_eq!(stale.code(), ProblemCode::RecordChanged);
    let now: PersonView = read().await.json();
    assert_eq!(now.page.head.village, "桃源村");
    let field_of = |name: &str| now.master.iter().find(|one| one.field == name).unwrap();
    let versions: Vec<(&str, &str)> = field_of("person.village")
        .versions
        .iter()
        .map(|one| (one.value.as_str(), one.reason.as_str()))
        .collect();
    assert_eq!(versions, [("桃源村", "本人申请，户口簿为证"), ("柳叶村", "")]);
    let same = field.bench.post(&path, Some(&clerk), &ask(&village, &now.master_basis)).await;
    assert_eq!(same.code(), ProblemCode::NothingToMend);
    let wrong = ask(&[("person.phone", "12")], &now.master_basis);
    let wrong = field.bench.post(&path, Some(&clerk), &wrong).await.problem();
    assert_eq!((wrong.code, wrong.field.as_deref()), (ProblemCode::PhoneMalformed, Some("person.phone")));

    let reads: Vec<ReadRow> =
        field.bench.get(&format!("/api/persons/{}/reads", field.case), Some(&clerk)).await.json();
    assert!(reads.iter().any(|row| row.why == "本乡镇办公室内勤"), "by which right: {reads:?}");
}
