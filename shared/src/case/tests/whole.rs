//! One invented person of whom everything is recorded: every paper is filled to the last field.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::make::{event, moment, user};
use super::timeline;
use crate::calendar::Calendar;
use crate::case::{CaseFile, fold};
use crate::code::{GroupMember, IdType, Relation, Serve, SupportKind, SupportOutcome};
use crate::document::field::{FIELDS, FieldKind, check};
use crate::document::{Call, Paper, Sheet, calls, sheet};
use crate::duty::Reckoning;
use crate::event::*;
use crate::id::EventId;
use crate::moment::Moment;
use crate::office::OfficeFile;
use crate::policy::Policy;

/// A life with every paper of the norm in it.
const EVERYTHING: &str = "2026-03-01 决定 社区戒毒 4个月 / 2026-03-18 逾期报告 / 2026-03-20 报到 / 2026-03-20 10:00 协议 \
     / 2026-03-25 检测 阴性 / 2026-03-26 检测 强制 阳性 / 2026-03-26 15:00 认定 强制检测阳性 / 2026-03-26 18:00 违规报告 \
     / 2026-03-28 走访 亲属 / 2026-03-29 走访 本人 / 2026-03-30 报告 书面 当面 / 2026-04-01 拒检 / 2026-04-02 告诫 逃避或拒绝检测 1 \
     / 2026-04-05 羁押 / 2026-04-08 释放 / 2026-04-10 请假 2026-04-12 2026-04-20 / 2026-04-11 准假 2026-04-12 2026-04-20 \
     / 2026-04-15 检测 请假外出地 阴性 / 2026-04-20 销假 / 2026-04-22 变更申请 / 2026-04-23 变更通知 / 2026-04-24 变更表 \
     / 2026-04-27 批准变更 2026-04-28 / 2026-04-29 移交 / 2026-05-06 新地报到 / 2026-05-06 10:00 协议 / 2026-05-08 评估 季度 \
     / 2026-06-30 解除建议 / 2026-07-23 解除通知 / 2026-07-25 收到通知 / 2026-07-30 今天";

pub(super) fn say() -> String {
    "试例".to_owned()
}

/// The story's facts with every field of theirs filled in.
fn facts() -> (Vec<Event>, Moment) {
    let (mut events, at) = timeline::story(EVERYTHING);
    for event in &mut events {
        complete(&mut event.body);
    }
    let member = |member| Member { member, name: say(), phone: Some("13900000000".to_owned()) };
    let extra = [
        (
            900,
            "2026-03-19",
            Body::OverdueNoticeServed(OverdueNoticeServed {
                receiver: say(),
                manner: Serve::InPerson,
                attachments: Vec::new(),
            }),
        ),
        (
            901,
            "2026-03-20",
            Body::PlanMade(PlanMade {
                drug_history: say(),
                treatment: say(),
                counselling_plan: say(),
                support_plan: say(),
                maintenance_advised: false,
            }),
        ),
        (
            902,
            "2026-03-20",
            Body::GroupSet(GroupSet { members: GroupMember::ALL.iter().copied().map(member).collect() }),
        ),
        (
            903,
            "2026-03-26",
            Body::ForcedTestApproved(ForcedTestApproved {
                attachments: Vec::new(),
                approver: say(),
                reason: say(),
            }),
        ),
        (
            904,
            "2026-04-02",
            Body::SupportGiven(SupportGiven {
                attachments: Vec::new(),
                support: SupportKind::Training,
                content: say(),
                partner: Some(say()),
                outcome: Some(SupportOutcome::Done),
            }),
        ),
        (
            905,
            "2026-04-02",
            Body::GuidanceGiven(GuidanceGiven {
                attachments: Vec::new(),
                guidance: crate::code::GuidanceKind::Individual,
                content: say(),
                attendees: 1,
                place: String::new(),
                speakers: Vec::new(),
            }),
        ),
    ];
    // before the forced test of the same day
    events.extend(extra.into_iter().map(|(id, day, body)| event(id, moment(&format!("{day} 08:00")), body)));
    for window in 1..=4 {
        let test_day = super::make::day("2026-03-25");
        let served = TestNoticeServed {
            window,
            test_day,
            place: say(),
            manner: Serve::InPerson,
            attachments: Vec::new(),
        };
        let id = 910 + u128::from(window);
        events.push(event(id, moment("2026-03-21"), Body::TestNoticeServed(served)));
    }
    for number in 0..2 {
        let mut made = timeline::word("2026-07-10", &["评估", if number == 0 { "期满" } else { "季度" }]);
        complete(&mut made);
        events.push(event(920 + number, moment("2026-07-10"), made));
    }
    (events, at)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the other facts have nothing to fill in")]
pub(super) fn complete(body: &mut Body) {
    match body {
        Body::Order(order) => {
            order.person.birth = Some(super::make::day("1990-01-01"));
            order.person.id = IdDocument { id_type: IdType::IdCard, number: "430421199001010011".to_owned() };
            order.person.phone = Some("13900000001".to_owned());
        }
        Body::AgreementSigned(signed) => signed.told_at = Some(moment("2026-03-20")),
        Body::Visit(visit) => {
            (visit.place, visit.notes) = (say(), say());
            visit.met = Some(Met { name: say(), relation: Relation::Parent, phone: Some(say()) });
        }
        Body::DrugTest(test) => {
            test.place = say();
            test.sample_no = Some(SampleNumbers { a: say(), b: say() });
        }
        Body::SelfReport(report) => {
            (report.rehabilitation, report.livelihood) = (say(), say());
            (report.mental, report.family) = (say(), say());
        }
        Body::TestRefused(refused) => refused.facts = say(),
        Body::SeriousDetermined(determined) => (determined.facts, determined.evidence) = (say(), vec![say()]),
        Body::AdmonitionIssued(issued) => issued.served = Some(Serve::InPerson),
        Body::LeaveRequested(asked) => asked.destination = say(),
        Body::Assessment(assessed) => (assessed.advice, assessed.members) = (say(), vec![say(), say()]),
        Body::TransferRequested(asked) => asked.new_place = say(),
        Body::TransferFormSubmitted(form) => form.opinion = say(),
        Body::DossierHandedOver(handed) => handed.receipt = Some(say()),
        Body::DischargeProposed(proposed) => proposed.summary = say(),
        Body::DischargeNoticeIssued(notice) => notice.notice_no = say(),
        Body::Detained(detained) => detained.site = say(),
        _ => {}
    }
}

pub(super) fn officer() -> OfficeFile {
    let held = OfficerQualified {
        officer: user(2),
        name: say(),
        police_no: say(),
        certificate_no: say(),
        valid_from: super::make::day("2026-01-01"),
        valid_until: super::make::day("2026-12-31"),
    };
    OfficeFile { qualifications: vec![held], ..OfficeFile::default() }
}

/// A value of its kind.
fn some(kind: FieldKind) -> String {
    match kind {
        FieldKind::Text => say(),
        FieldKind::Date => "2026-07-26".to_owned(),
        FieldKind::Time => "2026-07-26T10:00:00+08:00".to_owned(),
        FieldKind::Int => "170".to_owned(),
        FieldKind::Flag => "true".to_owned(),
        FieldKind::Code(list) | FieldKind::Codes(list) => list[0].0.to_owned(),
        FieldKind::File => format!("sha256:{}", "0".repeat(64)),
    }
}

/// Every field of a paper, about one fact.
pub(super) fn fill(id: u128, paper: Paper, about: Option<EventId>) -> Event {
    let of_paper = FIELDS.iter().filter(|field| field.paper == paper);
    let fields: BTreeMap<String, String> =
        of_paper.map(|field| (field.key.to_owned(), some(field.kind))).collect();
    let body = PaperFilled { attachments: Vec::new(), paper, about, fields };
    assert_eq!(check(&body), Ok(()));
    event(id, moment("2026-07-26"), Body::PaperFilled(body))
}

pub(super) fn sheets(events: &[Event], at: Moment) -> Vec<(Call, Sheet)> {
    let (file, _) = fold(events);
    let reckoning = Reckoning::of(&file, &Calendar::built_in(), &Policy::default(), at);
    let of_call = |call: Call| {
        let filled = sheet(&file, &officer(), &reckoning, &call);
        (call, filled)
    };
    calls(&file, &reckoning).into_iter().map(of_call).collect()
}

#[test]
fn every_paper_of_somebody_of_whom_everything_is_recorded_lacks_nothing() {
    crate::asserts!("R-FILE-3", "R-FILE-5");
    let (mut events, at) = facts();
    for (id, call) in (2000..).zip(calls_of(&events, at)) {
        let about = if matches!(call.paper, Paper::D08 | Paper::D09) { None } else { call.because };
        events.push(fill(id, call.paper, about));
    }
    let all = sheets(&events, at);
    let papers: BTreeSet<Paper> = all.iter().map(|(call, _)| call.paper).collect();
    let absent: Vec<&str> =
        Paper::ALL.iter().filter(|paper| !papers.contains(paper)).map(|paper| paper.code()).collect();
    assert_eq!(absent, ["X09"], "an ending and a discharge exclude each other");
    for (call, sheet) in &all {
        assert_eq!(sheet.missing, Vec::<String>::new(), "{} {:?}", call.paper.code(), call.because);
        assert!(call.made.is_some(), "{} is there", call.paper.code());
    }
}

pub(super) fn calls_of(events: &[Event], at: Moment) -> Vec<Call> {
    sheets(events, at).into_iter().map(|(call, _)| call).collect()
}

#[test]
fn a_field_nobody_filled_in_is_listed_by_its_name() {
    let (events, at) = facts();
    for (call, sheet) in sheets(&events, at) {
        let wanted = FIELDS.iter().filter(|field| {
            field.paper == call.paper && field.wanted == crate::document::field::Wanted::Always
        });
        for field in wanted.filter(|field| !known_otherwise(call.paper, field.key)) {
            let listed = sheet.missing.iter().any(|label| label.contains(field.label));
            assert!(listed, "{} {}: {:?}", call.paper.code(), field.label, sheet.missing);
        }
    }
}

/// Fields another fact fills where nobody did by hand.
fn known_otherwise(paper: Paper, key: &str) -> bool {
    matches!((paper, key), (Paper::X04, "testers") | (Paper::D12, "evidence"))
}

/// What is done: windows fulfilled and deadlines met.
fn done(file: &CaseFile, at: Moment) -> BTreeSet<String> {
    let reckoning = Reckoning::of(file, &Calendar::built_in(), &Policy::default(), at);
    let schedule = &reckoning.schedule;
    let rows = [
        ("test", &schedule.tests),
        ("visit", &schedule.visits),
        ("report", &schedule.reports),
        ("quarter", &schedule.quarters),
        ("year", &schedule.years),
        ("final", &schedule.finals),
    ];
    let windows = rows.into_iter().flat_map(|(name, states)| {
        states
            .iter()
            .filter(|state| state.by.is_some())
            .map(move |state| format!("{name} {}", state.window.number))
    });
    let met = reckoning.deadlines.iter().filter(|deadline| deadline.done.is_some());
    let met = met.map(|deadline| format!("{} {:?}", deadline.rule.kind.code(), deadline.start.day()));
    windows.chain(met).collect()
}

/// Facts that concern none of what is owed: support, guidance, talks with others, papers filled in, another's refusal to
/// meet, a qualification in the wrong stream.
fn unrelated() -> impl Strategy<Value = (i64, Body)> {
    let body = (0_usize..7).prop_map(|which| match which {
        0 => Body::SupportGiven(SupportGiven {
            attachments: Vec::new(),
            support: SupportKind::Study,
            content: say(),
            partner: None,
            outcome: None,
        }),
        1 => Body::GuidanceGiven(GuidanceGiven {
            attachments: Vec::new(),
            guidance: crate::code::GuidanceKind::Individual,
            content: say(),
            attendees: 1,
            place: String::new(),
            speakers: Vec::new(),
        }),
        2 => timeline::word("2026-03-20", &["走访", "邻居"]),
        3 => fill(1, Paper::D02, None).body,
        4 => timeline::word("2026-03-20", &["走访", "本人", "未找到"]),
        5 => timeline::word("2026-03-20", &["检测", "无效"]),
        _ => Body::PoliceUploaded(PoliceUploaded {
            told_by: say(),
            matter: None,
            reference: None,
            control_from: None,
        }),
    });
    (0_i64..150, body)
}

/// What a phone holds and what the office holds of a file: the same bytes, in two orders, in two parts.
fn read_back(events: &[Event]) -> Vec<Event> {
    let bytes = |event: &Event| RawEvent::write(event.clone()).unwrap().bytes().to_vec();
    events.iter().map(|event| RawEvent::read(bytes(event)).unwrap().into_event()).collect()
}

proptest! {
    #[test]
    fn a_phone_and_the_office_make_the_same_file_of_what_each_was_sent(cut in 0_usize..60, turn in 0_usize..60) {
        let (events, at) = facts();
        let (own, others) = events.split_at(cut.min(events.len()));
        let phone = read_back(&[own, others].concat());
        let mut office = read_back(&[others, own, others].concat());
        let turn = turn % office.len();
        office.rotate_left(turn);
        let (on_phone, at_office) = (fold(&phone), fold(&office));
        prop_assert_eq!(&on_phone, &at_office);
        let reckon = |file| Reckoning::of(file, &Calendar::built_in(), &Policy::default(), at);
        prop_assert_eq!(reckon(&on_phone.0), reckon(&at_office.0));
    }

    #[test]
    fn nothing_that_was_done_becomes_undone_by_an_unrelated_fact(
        more in prop::collection::vec(unrelated(), 1..8), day_of in 0_i64..160,
    ) {
        let (mut events, _) = facts();
        let at = moment("2026-03-01 23:59") + chrono::TimeDelta::days(day_of);
        let before = done(&fold(&events).0, at);
        for (id, (days, body)) in (5000..).zip(more) {
            events.push(event(id, moment("2026-03-01") + chrono::TimeDelta::days(days), body));
        }
        let after = done(&fold(&events).0, at);
        prop_assert!(before.is_subset(&after), "{:?}", before.difference(&after).collect::<Vec<_>>());
    }
}
