//! 矛盾核对: two phones without signal record one refusal; the office sees what each choice means, decides, and takes it
//! back; both authors hear each of it with the reason.

use chrono::TimeDelta;
use client::door::{Reply, Request};
use client::view::RecordState;
use e2e::world::{Console, Phone, World};
use server::view::{Inbox, IssueView, Recorded, SettleRequest, WithdrawRequest};
use shared::case::IssueKind;
use shared::code::RefusalManner;
use shared::event::Choice;
use shared::id::{CaseId, EventId};
use shared::inbox::InboxClass;

fn refuse(phone: &Phone, case: CaseId, facts: &str) -> EventId {
    let request = Request::RecordRefusal {
        case,
        manner: RefusalManner::Refuse,
        place: "柳例派出所".to_owned(),
        facts: facts.to_owned(),
        notice_proof: None,
        attachments: Vec::new(),
    };
    match phone.ask(request) {
        Ok(Reply::Saved(saved)) => saved.event,
        other => panic!("{other:?}"),
    }
}

fn heard(phone: &Phone) -> Vec<String> {
    phone.today().notices.into_iter().map(|notice| notice.text).collect()
}

fn sheet(office: &Console, case: CaseId, events: &[EventId]) -> IssueView {
    let events: Vec<String> = events.iter().map(ToString::to_string).collect();
    let path = format!("/api/cases/{case}/issue?kind=same_refusal_twice&events={}", events.join(","));
    office.get(&path).unwrap()
}

#[test]
fn a_refusal_on_two_phones_is_decided_with_its_consequence_heard_by_both_and_taken_back() {
    shared::asserts!("R-TEST-11");
    let world = World::peopled();
    let case = world.case("赵例一");
    let (worker, police) = (world.phone_of("miao"), world.phone_of("shi"));
    let mine = refuse(&worker, case, "当面说明后仍不配合。");
    world.clock.pass(TimeDelta::minutes(40));
    let theirs = refuse(&police, case, "到所后拒绝留样。");
    for phone in [&worker, &police, &worker] {
        phone.sync();
    }
    assert_eq!(worker.state_of(mine), RecordState::Contradicted, "its author sees that it is open");

    let office = world.console("wen");
    let inbox: Inbox = office.get("/api/inbox?class=ladder_count").unwrap();
    let row = inbox.rows.iter().find(|row| row.case == case).expect("it waits in its class");
    let issue = row.issue.clone().unwrap();
    assert_eq!((issue.kind, &issue.events), (IssueKind::SameRefusalTwice, &vec![mine, theirs]));
    let view = sheet(&office, case, &issue.events);
    let said: Vec<_> = view.sheet.options.iter().map(|option| option.consequence.sentence.as_str()).collect();
    // By hand: one refusal = one admonition to issue; two = two (R-TEST-11).
    let once = "逃避或拒绝检测共1次；须补《告诫书》第1号。";
    assert_eq!(said, [once, once, "逃避或拒绝检测共2次；须补《告诫书》第1号；须补《告诫书》第2号。"]);

    world.clock.pass(TimeDelta::minutes(5));
    let decision = view.sheet.options[1].decision.clone();
    assert_eq!(decision.choice, Choice::Same { keep: theirs });
    let ask = SettleRequest {
        issue: issue.clone(),
        decision,
        note: "同一时段，以所里记录为准".to_owned(),
        basis: view.basis,
    };
    let settled: Recorded = office.post(&format!("/api/cases/{case}/issue/settle"), &ask).unwrap();
    for phone in [&worker, &police] {
        phone.sync();
    }
    let kept = "是同一次，以另一人的记录为准，您的记录仍保留。理由：同一时段，以所里记录为准";
    let won = "是同一次，以您的记录为准。理由：同一时段，以所里记录为准";
    assert!(heard(&worker).iter().any(|text| text.ends_with(kept)), "{:?}", heard(&worker));
    assert!(heard(&police).iter().any(|text| text.ends_with(won)), "{:?}", heard(&police));
    assert_eq!(worker.state_of(mine), RecordState::Uploaded);
    let counted = |phone: &Phone| phone.person(case).unwrap().page.ladders[0].events.clone();
    assert_eq!((counted(&worker), counted(&police)), (vec![theirs], vec![theirs]), "one, on both phones");

    world.clock.pass(TimeDelta::minutes(5));
    let ask = WithdrawRequest { settled: settled.event, reason: "上午、下午各一次".to_owned() };
    let _: Recorded = office.post(&format!("/api/cases/{case}/issue/withdraw"), &ask).unwrap();
    for phone in [&worker, &police] {
        phone.sync();
        assert!(heard(phone).iter().any(|text| text.contains("撤回了对")), "{:?}", heard(phone));
        assert_eq!(counted(phone), [mine, theirs], "two again");
    }
    let again: Inbox = office.get("/api/inbox?class=ladder_count").unwrap();
    assert!(again.rows.iter().any(|row| row.issue.as_ref() == Some(&issue)), "and open again");
    let open = again.counts.iter().find(|count| count.class == InboxClass::LadderCount).unwrap();
    assert!(open.rows > 0);
}
