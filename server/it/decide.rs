//! 待决定: one writes, another approves; what waits, what is recorded, what is refused.

use axum::http::StatusCode;
use server::view::{
    DecideRequest, DecisionSheet, DecisionTaken, Decisions, PersonView, ProposalAnswer, ProposalAnswerRequest,
};
use shared::case::State;
use shared::code::{BreachGround, DetentionKind, EndingKind, LeaveReason, RefusalManner, Role};
use shared::decision::{DecisionForm, DecisionKind};
use shared::event::{Body, LeaveRequested, TestRefused};
use shared::id::ProposalId;
use shared::preview::WhatIfAnswer;
use shared::problem::ProblemCode;

use crate::bench::{Answer, Browser, at};
use crate::phone::Field;
use crate::sample::day;

fn ask(form: DecisionForm, on: &str) -> DecideRequest {
    DecideRequest { form, on: day(on), time: None }
}

/// A minute later: no two acts of a clerk happen at once.
async fn take(field: &Field, browser: &Browser, ask: &DecideRequest) -> Answer {
    field.bench.advance_seconds(60);
    field.bench.post(&format!("/api/cases/{}/decisions", field.case), Some(browser), ask).await
}

async fn sheet(field: &Field, browser: &Browser) -> DecisionSheet {
    field.bench.get(&format!("/api/cases/{}/decisions", field.case), Some(browser)).await.json()
}

async fn list(field: &Field, browser: &Browser) -> Decisions {
    field.bench.get("/api/decisions", Some(browser)).await.json()
}

async fn answer(
    field: &Field,
    browser: &Browser,
    proposal: ProposalId,
    answer: ProposalAnswer,
    note: &str,
) -> Answer {
    let ask = ProposalAnswerRequest { answer, note: note.to_owned() };
    field.bench.post(&format!("/api/proposals/{proposal}/settle"), Some(browser), &ask).await
}

/// The worker records a fact on the phone and sends it.
async fn sent(field: &mut Field, when: &str, body: Body) {
    let (case, from) = (field.case, field.phone.seq + 1);
    let bytes = field.phone.record(case, at(when), body);
    field.phone.push(&field.bench, from, std::slice::from_ref(&bytes)).await;
}

async fn refused_thrice(field: &mut Field) {
    for when in ["2026-03-06T10:00:00+08:00", "2026-03-07T10:00:00+08:00", "2026-03-08T10:00:00+08:00"] {
        let refused = TestRefused {
            manner: RefusalManner::Refuse,
            place: "演示乡工作站".to_owned(),
            facts: "当面拒绝".to_owned(),
            notice_proof: None,
            witness: None,
            attachments: Vec::new(),
        };
        sent(field, when, Body::TestRefused(refused)).await;
    }
}

fn determination() -> DecisionForm {
    DecisionForm::Determination {
        ground: BreachGround::TestRefusal,
        facts: "三次拒绝检测".to_owned(),
        evidence: vec!["拒检记录三份".to_owned()],
    }
}

#[tokio::test]
async fn a_determination_is_written_by_the_office_and_made_by_the_lead_whose_minute_starts_the_clock() {
    shared::asserts!("R-BREACH-10", "R-TEST-13", "R-ORG-6");
    let mut field = Field::new().await;
    let lead = field.bench.add_user("lingdao", "例领导", Role::Leader);
    let clerk = field.bench.login(&field.clerk).await;
    refused_thrice(&mut field).await;
    let waits = list(&field, &clerk).await;
    assert_eq!((waits.rows.len(), waits.rows[0].open.kind), (1, DecisionKind::Determination));
    assert_eq!(sheet(&field, &clerk).await.evidence.len(), 3, "the refusals it rests on");

    let path = format!("/api/cases/{}/decisions/preview", field.case);
    let follows: WhatIfAnswer =
        field.bench.post(&path, Some(&clerk), &ask(determination(), "2026-03-10")).await.json();
    assert!(follows.papers.iter().any(|paper| paper.due.is_some()), "the report with its 24 hours");
    assert_eq!(list(&field, &clerk).await.rows[0].open.kind, DecisionKind::Determination, "nothing is kept");

    let written: DecisionTaken = take(&field, &clerk, &ask(determination(), "2026-03-10")).await.json();
    let proposal = written.proposal.unwrap();
    assert_eq!(written.event, None, "not a fact yet");
    let twice = take(&field, &clerk, &ask(determination(), "2026-03-10")).await;
    assert_eq!(twice.code(), ProblemCode::AlreadyDecided);
    let own = answer(&field, &clerk, proposal, ProposalAnswer::Approve, "").await;
    assert_eq!(own.code(), ProblemCode::OwnAct, "nobody approves an own act");

    let lead = field.bench.login(&lead).await;
    let shown = list(&field, &lead).await;
    assert_eq!((shown.proposals.len(), shown.proposals[0].may_settle), (1, true));
    assert!(shown.rows[0].proposed);
    assert_eq!(take(&field, &lead, &ask(determination(), "2026-03-10")).await.status, StatusCode::FORBIDDEN);
    let silent = answer(&field, &lead, proposal, ProposalAnswer::Refuse, " ").await;
    assert_eq!(silent.problem().field.as_deref(), Some("note"), "no without a word is none");
    field.bench.advance_seconds(600);
    let approved = field.bench.now();
    let _: DecisionTaken = answer(&field, &lead, proposal, ProposalAnswer::Approve, "").await.json();
    let again = answer(&field, &lead, proposal, ProposalAnswer::Approve, "").await;
    assert_eq!(again.code(), ProblemCode::AlreadyDecided);

    let now = list(&field, &clerk).await;
    let report = &now.rows[0].open;
    assert_eq!((report.kind, now.proposals.len()), (DecisionKind::BreachReport, 0));
    let hours = (report.due_at.unwrap() - approved).num_minutes();
    assert_eq!(hours, 24 * 60, "from the minute of the approval");
    let file: PersonView =
        field.bench.get(&format!("/api/persons/{}", field.case), Some(&clerk)).await.json();
    let entry = &file.page.timeline[0];
    assert!(entry.lines.iter().any(|line| line.text == "例领导"), "decided by the lead: {entry:?}");
}

#[tokio::test]
async fn a_refused_or_taken_back_proposal_is_no_fact_and_another_may_be_written() {
    let mut field = Field::new().await;
    let lead = field.bench.add_user("lingdao", "例领导", Role::Leader);
    let clerk = field.bench.login(&field.clerk).await;
    refused_thrice(&mut field).await;
    let first: DecisionTaken = take(&field, &clerk, &ask(determination(), "2026-03-10")).await.json();
    let _: DecisionTaken =
        answer(&field, &clerk, first.proposal.unwrap(), ProposalAnswer::TakeBack, "").await.json();
    let second: DecisionTaken = take(&field, &clerk, &ask(determination(), "2026-03-10")).await.json();
    let lead = field.bench.login(&lead).await;
    let id = second.proposal.unwrap();
    let other = answer(&field, &lead, id, ProposalAnswer::TakeBack, "").await;
    assert_eq!(other.code(), ProblemCode::RoleMayNot, "only who wrote it takes it back");
    let _: DecisionTaken = answer(&field, &lead, id, ProposalAnswer::Refuse, "第二次无送达证明").await.json();
    let sheet = sheet(&field, &clerk).await;
    assert_eq!(sheet.open[0].kind, DecisionKind::Determination, "still undecided");
    let notes: Vec<&str> = sheet.proposals.iter().map(|row| row.note.as_str()).collect();
    assert!(notes.contains(&"第二次无送达证明"), "who wrote it reads why: {notes:?}");
}

#[tokio::test]
async fn a_leave_is_granted_by_another_than_who_entered_it_then_extended_and_ended() {
    shared::asserts!("R-LEAVE-3", "R-LEAVE-4", "R-LEAVE-5");
    let mut field = Field::new().await;
    let other = field.bench.add_user("neiqin2", "例内勤乙", Role::Office);
    let clerk = field.bench.login(&field.clerk).await;
    let request = LeaveRequested {
        from: day("2026-03-12"),
        until: day("2026-03-20"),
        destination: "演示市".to_owned(),
        reason: LeaveReason::Work,
        contact: None,
        attachments: Vec::new(),
    };
    sent(&mut field, "2026-03-09T10:00:00+08:00", Body::LeaveRequested(request)).await;
    let sheet_now = sheet(&field, &clerk).await;
    assert_eq!(sheet_now.leave_asked.unwrap().until, day("2026-03-20"));
    let approval = |until: &str| DecisionForm::LeaveApproval { from: day("2026-03-12"), until: day(until) };
    let _: DecisionTaken = take(&field, &clerk, &ask(approval("2026-03-18"), "2026-03-10")).await.json();
    assert!(list(&field, &clerk).await.rows.is_empty());
    let longer = DecisionForm::LeaveExtension { until: day("2026-03-19") };
    let _: DecisionTaken = take(&field, &clerk, &ask(longer, "2026-03-10")).await.json();
    let back = DecisionForm::LeaveReturn { note: None };
    let _: DecisionTaken = take(&field, &clerk, &ask(back, "2026-03-10")).await.json();

    // Typed in at the office: somebody else answers it.
    let typed = DecisionForm::LeaveRequest {
        from: day("2026-04-12"),
        until: day("2026-04-20"),
        destination: "演示市".to_owned(),
        reason: LeaveReason::Work,
        contact: None,
    };
    let _: DecisionTaken = take(&field, &clerk, &ask(typed, "2026-03-10")).await.json();
    let grant =
        ask(DecisionForm::LeaveApproval { from: day("2026-04-12"), until: day("2026-04-20") }, "2026-03-10");
    assert_eq!(take(&field, &clerk, &grant).await.code(), ProblemCode::OwnAct);
    let other = field.bench.login(&other).await;
    let _: DecisionTaken = take(&field, &other, &grant).await.json();
}

#[tokio::test]
async fn nobody_grants_an_own_request_beside_that_of_a_colleague() {
    shared::asserts!("R-LEAVE-3");
    let field = Field::new().await;
    let other = field.bench.add_user("neiqin2", "例内勤乙", Role::Office);
    let (clerk, other) = (field.bench.login(&field.clerk).await, field.bench.login(&other).await);
    let typed = |from: &str, until: &str| DecisionForm::LeaveRequest {
        from: day(from),
        until: day(until),
        destination: "演示市".to_owned(),
        reason: LeaveReason::Work,
        contact: None,
    };
    let grant = |from: &str, until: &str| {
        let form = DecisionForm::LeaveApproval { from: day(from), until: day(until) };
        ask(form, "2026-03-10")
    };
    let theirs = ask(typed("2026-04-12", "2026-04-20"), "2026-03-10");
    let _: DecisionTaken = take(&field, &other, &theirs).await.json();
    let own = ask(typed("2026-05-12", "2026-05-20"), "2026-03-10");
    let _: DecisionTaken = take(&field, &clerk, &own).await.json();
    let own = grant("2026-05-12", "2026-05-20");
    assert_eq!(take(&field, &clerk, &own).await.code(), ProblemCode::OwnAct);
    let denied = DecisionForm::LeaveDenial { from: day("2026-05-12"), reason: "有检测".to_owned() };
    assert_eq!(take(&field, &clerk, &ask(denied, "2026-03-10")).await.code(), ProblemCode::OwnAct);
    let _: DecisionTaken = take(&field, &clerk, &grant("2026-04-12", "2026-04-20")).await.json();
    let _: DecisionTaken = take(&field, &other, &own).await.json();
}

#[tokio::test]
async fn detention_suspends_release_resumes_and_what_does_not_fit_is_told_by_its_field() {
    shared::asserts!("R-SUSP-1", "R-SUSP-3");
    let field = Field::new().await;
    let clerk = field.bench.login(&field.clerk).await;
    let detention = DecisionForm::Detention {
        detention: DetentionKind::Administrative,
        suspends: true,
        site: "演示拘留所".to_owned(),
        paper: None,
    };
    let _: DecisionTaken = take(&field, &clerk, &ask(detention.clone(), "2026-03-08")).await.json();
    assert_eq!(sheet(&field, &clerk).await.state, State::Suspended);
    let twice = take(&field, &clerk, &ask(detention, "2026-03-09")).await;
    assert_eq!(twice.code(), ProblemCode::StateForbids);
    let release = |on: &str| ask(DecisionForm::Release { paper: None }, on);
    assert_eq!(take(&field, &clerk, &release("2026-03-07")).await.code(), ProblemCode::DateOutOfRange);
    assert_eq!(take(&field, &clerk, &release("2026-03-11")).await.code(), ProblemCode::HappenedInFuture);
    let _: DecisionTaken = take(&field, &clerk, &release("2026-03-09")).await.json();
    assert_eq!(sheet(&field, &clerk).await.state, State::Active);
    let bad = DecideRequest { time: Some("25:00".to_owned()), ..release("2026-03-09") };
    assert_eq!(take(&field, &clerk, &bad).await.problem().field.as_deref(), Some("time"));
}

#[tokio::test]
async fn what_was_proposed_of_today_keeps_its_minute_and_what_it_seals_takes_no_step_more() {
    shared::asserts!("R-TERM-4", "R-PRIV-10");
    let field = Field::new().await;
    let lead = field.bench.add_user("lingdao", "例领导", Role::Leader);
    let clerk = field.bench.login(&field.clerk).await;
    let form = DecisionForm::Ending { ending: EndingKind::Prison, paper: Some("例刑字1号".to_owned()) };
    let today = shared::moment::civil_date(field.bench.now()).to_string();
    field.bench.advance_seconds(600);
    let written: DecisionTaken = take(&field, &clerk, &ask(form, &today)).await.json();
    let made = field.bench.now();
    field.bench.advance_seconds(26 * 3600);
    let lead = field.bench.login(&lead).await;
    let approved = answer(&field, &lead, written.proposal.unwrap(), ProposalAnswer::Approve, "").await;
    let _: DecisionTaken = approved.json();
    let clerk = field.bench.login(&field.clerk).await;
    let file: PersonView =
        field.bench.get(&format!("/api/persons/{}", field.case), Some(&clerk)).await.json();
    assert_eq!((file.page.timeline[0].happened_at, file.page.head.state), (made, State::Terminated));
    let step = serde_json::json!({ "kind": "justified", "reason": "住院", "proof": null, "new_date": null });
    let step = serde_json::json!({ "happened_at": field.bench.now().to_rfc3339(), "step": step });
    let refused = field.bench.post(&format!("/api/cases/{}/steps", field.case), Some(&clerk), &step).await;
    assert_eq!(refused.code(), ProblemCode::StateForbids);
}
