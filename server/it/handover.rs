//! 工作交接 and 基本信息: a worker goes and nobody is left behind; a value changes and the one before stays.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use server::view::{
    AuditPage, Caseload, HandoverRequest, HandoverStep, HandoverStepRequest, Handovers, MasterRequest,
    PersonView, ReadRow, Recorded, StaffRow, UserStepRequest,
};
use shared::access::UserStep;
use shared::code::{Role, Special};
use shared::event::HandedCase;
use shared::id::{CaseId, HandoverId, UserId};
use shared::page::MasterField;
use shared::problem::ProblemCode;
use shared::protocol::PullReply;

use crate::audit::behind;
use crate::bench::{Answer, Browser};
use crate::phone::{Field, Phone};
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
    let stands: String = behind(&field.bench)
        .query_row("SELECT subject FROM audit WHERE act = 'left_with_cases'", [], |row| row.get(0))
        .unwrap();
    let from = field.worker.made.user;
    assert!(stands.starts_with(&format!("{from} 1 ")) && !stands.contains("重病"), "sealed: {stands}");
    let auditor = field.bench.add_user("shenji", "试例审", Role::Audit);
    let auditor = field.bench.login(&auditor).await;
    let page: AuditPage = field.bench.get("/api/audit?act=left_with_cases", Some(&auditor)).await.json();
    assert_eq!(page.rows[0].subject, format!("{from} 1 突发重病，当日离岗"), "in words to who audits");
    assert_eq!(page.chain.unwrap().broken_at, None);
}

/// The clerk writes a list of these cases.
async fn listed(field: &Field, clerk: &Browser, cases: Vec<HandedCase>) -> Answer {
    let (from, reason) = (field.worker.made.user, "病休".to_owned());
    let ask = HandoverRequest { from, cases, reason, seen_unsent: true };
    field.bench.post("/api/handovers", Some(clerk), &ask).await
}

/// What a list tells this browser: of each receiver the names and the count.
async fn told(field: &Field, browser: &Browser) -> BTreeMap<String, (Vec<String>, u32)> {
    let row = list(field, browser).await.rows.remove(0);
    let told = row.receivers.into_iter().map(|one| (one.to.unwrap().name, (one.persons, one.count)));
    told.collect()
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[tokio::test]
async fn a_list_names_persons_to_who_reads_their_files_or_is_asked_to_sign_for_them() {
    shared::asserts!("R-PRIV-5", "R-PRIV-10", "R-PRIV-11");
    let field = Field::new().await;
    let clerk_id = field.clerk.made.user;
    let one = field.bench.add_user("jieshou", "试例乙", Role::Worker);
    let two = field.bench.add_user("jieshou2", "试例丙", Role::Worker);
    let lead = field.bench.add_user("lingdao", "例领导", Role::Leader);
    let from = field.worker.made.user;
    let mut young = sample::order("演示·小柳", 2);
    young.person.special = Some(Special::Minor);
    let minor = sample::case_of(&field.bench, clerk_id, young, &[from], Vec::new());
    let sealed = sample::sealed_case(&field.bench, clerk_id, "演示·柳封", 3, &[from]);
    let clerk = field.bench.login(&field.clerk).await;
    let mut cases = handed(&[field.case, sealed], one.made.user);
    cases.extend(handed(&[minor], two.made.user));
    let id: HandoverId = listed(&field, &clerk, cases).await.json();

    let own = |persons: &[&str], others: &[&str]| {
        BTreeMap::from([
            ("试例乙".to_owned(), (names(persons), 2)),
            ("试例丙".to_owned(), (names(others), 1)),
        ])
    };
    assert_eq!(told(&field, &clerk).await, own(&["演示·柳叶"], &["演示·小柳"]), "all but the sealed");
    let leaver = field.bench.login(&field.worker).await;
    assert_eq!(told(&field, &leaver).await, own(&["演示·柳叶"], &["演示·小柳"]), "still theirs");
    let (first, second) = (field.bench.login(&one).await, field.bench.login(&two).await);
    assert_eq!(told(&field, &first).await, own(&["演示·柳叶"], &[]), "what awaits their signature");
    assert_eq!(told(&field, &second).await, own(&[], &["演示·小柳"]));
    for browser in [&first, &second] {
        assert_eq!(step(&field, browser, id, HandoverStep::Sign).await.status, StatusCode::NO_CONTENT);
    }
    assert_eq!(told(&field, &first).await, own(&[], &[]), "signed, and not theirs yet");
    let lead = field.bench.login(&lead).await;
    assert_eq!(step(&field, &lead, id, HandoverStep::Approve).await.status, StatusCode::NO_CONTENT);
    assert_eq!(told(&field, &first).await, own(&["演示·柳叶"], &[]), "their own from now on");
    assert_eq!(told(&field, &second).await, own(&[], &["演示·小柳"]));
    assert_eq!(told(&field, &leaver).await, own(&[], &[]), "gone with the cases");
}

#[tokio::test]
async fn a_receiver_who_is_not_at_work_any_more_stops_the_approval_by_name() {
    let field = Field::new().await;
    let one = field.bench.add_user("jieshou", "试例乙", Role::Worker);
    let lead = field.bench.add_user("lingdao", "例领导", Role::Leader);
    let system = field.bench.add_user("xitong", "例系统", Role::System);
    let clerk = field.bench.login(&field.clerk).await;
    let id: HandoverId = listed(&field, &clerk, handed(&[field.case], one.made.user)).await.json();
    let receiver = field.bench.login(&one).await;
    assert_eq!(step(&field, &receiver, id, HandoverStep::Sign).await.status, StatusCode::NO_CONTENT);
    let keeper = field.bench.login(&system).await;
    let suspend = UserStepRequest { step: UserStep::Suspend, role: None, reason: None };
    let path = format!("/api/staff/{}/step", one.made.user);
    assert!(field.bench.post(&path, Some(&keeper), &suspend).await.status.is_success());

    let lead = field.bench.login(&lead).await;
    let refused = step(&field, &lead, id, HandoverStep::Approve).await.problem();
    assert_eq!(
        (refused.code, refused.field.as_deref(), refused.figure.as_deref()),
        (ProblemCode::NotFound, Some("to"), Some("试例乙"))
    );
    let file: PersonView =
        field.bench.get(&format!("/api/persons/{}", field.case), Some(&clerk)).await.json();
    assert_eq!(file.workers[0].user, field.worker.made.user, "nothing changed hands");
}

#[tokio::test]
async fn a_list_is_withdrawn_by_anybody_who_may_write_or_approve_one_and_by_no_receiver() {
    let field = Field::new().await;
    let two = field.bench.add_user("jieshou2", "试例丙", Role::Worker);
    let colleague = field.bench.add_user("neiqin2", "例内勤乙", Role::Office);
    let lead = field.bench.add_user("lingdao", "例领导", Role::Leader);
    let clerk = field.bench.login(&field.clerk).await;
    let id: HandoverId = listed(&field, &clerk, handed(&[field.case], two.made.user)).await.json();
    let receiver = field.bench.login(&two).await;
    assert_eq!(step(&field, &receiver, id, HandoverStep::Withdraw).await.code(), ProblemCode::RoleMayNot);
    assert!(!list(&field, &receiver).await.rows[0].may_withdraw);
    let lead = field.bench.login(&lead).await;
    let other = field.bench.login(&colleague).await;
    assert!(list(&field, &other).await.rows[0].may_withdraw);
    assert_eq!(step(&field, &other, id, HandoverStep::Withdraw).await.status, StatusCode::NO_CONTENT);
    let again: HandoverId = listed(&field, &clerk, handed(&[field.case], two.made.user)).await.json();
    assert_eq!(step(&field, &lead, again, HandoverStep::Withdraw).await.status, StatusCode::NO_CONTENT);
    assert_eq!(
        step(&field, &clerk, again, HandoverStep::Withdraw).await.code(),
        ProblemCode::AlreadyDecided,
        "once"
    );
}

#[tokio::test]
async fn a_sealed_file_is_in_no_list_of_a_handover_and_keeps_nobody_here() {
    shared::asserts!("R-PRIV-10");
    let field = Field::new().await;
    let one = field.bench.add_user("jieshou", "试例乙", Role::Worker);
    let lead = field.bench.add_user("lingdao", "例领导", Role::Leader);
    let system = field.bench.add_user("xitong", "例系统", Role::System);
    let from = field.worker.made.user;
    let sealed = sample::sealed_case(&field.bench, field.clerk.made.user, "演示·柳封", 2, &[from]);
    let clerk = field.bench.login(&field.clerk).await;
    let path = format!("/api/handovers/of/{from}");
    let caseload: Caseload = field.bench.get(&path, Some(&clerk)).await.json();
    assert_eq!(caseload.cases.iter().map(|row| row.case).collect::<Vec<_>>(), [field.case]);
    let carried = list(&field, &clerk).await.workers;
    assert_eq!(carried.iter().find(|one| one.worker.user == from).unwrap().persons, 1);

    let id: HandoverId = listed(&field, &clerk, handed(&[field.case], one.made.user)).await.json();
    let receiver = field.bench.login(&one).await;
    assert_eq!(step(&field, &receiver, id, HandoverStep::Sign).await.status, StatusCode::NO_CONTENT);
    let lead = field.bench.login(&lead).await;
    assert_eq!(step(&field, &lead, id, HandoverStep::Approve).await.status, StatusCode::NO_CONTENT);
    let file: PersonView = field.bench.get(&format!("/api/persons/{sealed}"), Some(&clerk)).await.json();
    assert!(file.workers.is_empty(), "let go, and given to nobody");

    sample::sealed_case(&field.bench, field.clerk.made.user, "演示·柳合", 3, &[one.made.user]);
    let keeper = field.bench.login(&system).await;
    let leave = UserStepRequest { step: UserStep::Leave, role: None, reason: None };
    let go = async |user: UserId| {
        field.bench.post(&format!("/api/staff/{user}/step"), Some(&keeper), &leave).await
    };
    let open = go(one.made.user).await.problem();
    assert_eq!((open.code, open.figure.as_deref()), (ProblemCode::CaseloadOpen, Some("1")));
    sample::sealed_case(&field.bench, field.clerk.made.user, "演示·柳冬", 4, &[from]);
    assert!(go(from).await.status.is_success(), "a sealed file alone keeps nobody");
}

#[tokio::test]
async fn why_a_colleague_goes_is_not_sent_to_a_role_without_files() {
    shared::asserts!("R-PRIV-2", "R-PRIV-5");
    let field = Field::new().await;
    let one = field.bench.add_user("jieshou", "试例乙", Role::Worker);
    let lead = field.bench.add_user("lingdao", "例领导", Role::Leader);
    let medical = field.bench.add_user("yiwu", "例医", Role::Medical);
    let clerk = field.bench.login(&field.clerk).await;
    let id: HandoverId = listed(&field, &clerk, handed(&[field.case], one.made.user)).await.json();
    let receiver = field.bench.login(&one).await;
    let told = list(&field, &receiver).await.rows.remove(0);
    assert!(told.reason.is_empty() && told.remarks.is_empty(), "a receiver hears of their part: {told:?}");
    assert_eq!(list(&field, &clerk).await.rows[0].reason, "病休");
    step(&field, &receiver, id, HandoverStep::Sign).await;
    let lead = field.bench.login(&lead).await;
    assert_eq!(step(&field, &lead, id, HandoverStep::Approve).await.status, StatusCode::NO_CONTENT);
    let mut theirs = Phone::paired(&field.bench, &one, 9).await;
    let page = theirs.pull(&field.bench, 0, 100).await;
    let tells = |page: &PullReply| page.events.iter().any(|pulled| pulled.event.get().contains("病休"));
    assert!(tells(&page), "the colleagues' own log");
    let mut blind = Phone::paired(&field.bench, &medical, 8).await;
    let page = blind.pull(&field.bench, 0, 100).await;
    assert!(!tells(&page) && page.events.is_empty(), "neither the reason nor whose cases");
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

    let number = field_of("person.id.number");
    assert!(number.masked && number.stored.contains("****"), "{}", number.stored);
    assert!(number.versions.iter().all(|one| one.value.contains("****")));
    let path = format!("/api/persons/{}/id-number", field.case);
    let whole: MasterField = field.bench.post(&path, Some(&clerk), &()).await.json();
    assert!(!whole.masked && whole.stored.len() == 18 && whole.stored.starts_with(&number.stored[..6]));
    let looked: u32 = behind(&field.bench)
        .query_row("SELECT COUNT(*) FROM audit WHERE act = 'see_id_number'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(looked, 1, "each look is in the log");

    let reads: Vec<ReadRow> =
        field.bench.get(&format!("/api/persons/{}/reads", field.case), Some(&clerk)).await.json();
    assert!(reads.iter().any(|row| row.why == "本乡镇办公室内勤"), "by which right: {reads:?}");
}
