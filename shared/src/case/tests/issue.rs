//! Facts that do not agree with the file, the office or the clock.

use super::make::{day, event, moment, order, report_in, test, user, visit};
use super::story;
use crate::asserts;
use crate::calendar::Calendar;
use crate::case::{IssueKind, fold, standing};
use crate::code::{Measure, RecoveryGround, Special, SupportKind, TestResult, VisitTarget};
use crate::duty::{DutyKind, Reckoning, duties};
use crate::event::{Body, Event, Kit, OfficerQualified};
use crate::office::OfficeFile;
use crate::policy::Policy;

/// An office whose officer 2 is qualified through 2026.
fn office() -> OfficeFile {
    OfficeFile {
        qualifications: vec![OfficerQualified {
            officer: user(2),
            name: "试例民警".to_owned(),
            police_no: "J1".to_owned(),
            certificate_no: "Z1".to_owned(),
            valid_from: day("2026-01-01"),
            valid_until: day("2026-12-31"),
        }],
        ..OfficeFile::default()
    }
}

fn opened() -> Vec<Event> {
    vec![
        event(1, moment("2026-03-02"), Body::Order(order(Measure::Rehab, 36, day("2026-03-02")))),
        event(2, moment("2026-03-05"), report_in()),
    ]
}

fn with(body: Body, happened: &str, recorded: &str) -> Vec<Event> {
    let mut events = opened();
    events.push(Event { recorded_at: moment(recorded), ..event(3, moment(happened), body) });
    events
}

fn issues(events: &[Event], at: &str) -> Vec<IssueKind> {
    let (file, _) = fold(events);
    let standing = standing(&file, &office(), &Calendar::built_in(), &Policy::default(), moment(at));
    standing.issues.into_iter().map(|issue| issue.kind).collect()
}

#[test]
fn a_record_entered_on_the_fourth_day_is_late_and_on_the_third_is_not() {
    asserts!("R-TIME-10");
    let seen = || Body::Visit(visit(VisitTarget::Self_));
    assert_eq!(issues(&with(seen(), "2026-04-10", "2026-04-13 23:50"), "2026-04-20"), vec![]);
    assert_eq!(
        issues(&with(seen(), "2026-04-10", "2026-04-14 00:10"), "2026-04-20"),
        vec![IssueKind::EnteredLate]
    );
}

#[test]
fn a_record_ahead_of_its_own_clock_is_in_doubt() {
    let seen = Body::Visit(visit(VisitTarget::Self_));
    assert_eq!(
        issues(&with(seen, "2026-04-10 12:00", "2026-04-10 09:00"), "2026-04-20"),
        vec![IssueKind::TimeInDoubt]
    );
}

#[test]
fn a_moment_belongs_to_the_day_it_has_in_beijing() {
    asserts!("R-TIME-1");
    let mut late = test(TestResult::Negative);
    late.tester = user(2);
    let mut events = opened();
    let evening = "2026-04-04T16:30:00Z".parse::<crate::moment::Moment>().unwrap();
    events.push(event(3, evening, Body::DrugTest(late)));
    let (file, _) = fold(&events);
    assert_eq!(file.tests[0].day(), day("2026-04-05"));
    let reckoning = Reckoning::of(&file, &Calendar::built_in(), &Policy::default(), moment("2026-04-20"));
    assert_eq!(reckoning.schedule.tests[0].by, None, "window 1 ended on 4 April");
    assert_eq!(reckoning.schedule.tests[1].by, Some(events[2].id));
}

#[test]
fn a_test_by_an_officer_without_a_valid_qualification_is_told() {
    asserts!("R-TEST-1");
    let by = |officer| {
        Body::DrugTest(crate::event::DrugTest { tester: user(officer), ..test(TestResult::Negative) })
    };
    assert_eq!(issues(&with(by(2), "2026-12-31", "2026-12-31"), "2027-01-05"), vec![]);
    assert_eq!(
        issues(&with(by(2), "2027-01-01", "2027-01-01"), "2027-01-05"),
        vec![IssueKind::TesterNotQualified]
    );
    assert_eq!(
        issues(&with(by(9), "2026-04-10", "2026-04-10"), "2026-04-20"),
        vec![IssueKind::TesterNotQualified]
    );
}

#[test]
fn a_kit_may_be_used_on_its_last_day_and_not_after() {
    let kit = Kit { name: "试剂".to_owned(), lot: "L1".to_owned(), expires: day("2026-04-10") };
    let used = Body::DrugTest(crate::event::DrugTest {
        tester: user(2),
        kit: Some(kit),
        ..test(TestResult::Negative)
    });
    assert_eq!(issues(&with(used.clone(), "2026-04-10", "2026-04-10"), "2026-04-20"), vec![]);
    assert_eq!(issues(&with(used, "2026-04-11", "2026-04-11"), "2026-04-20"), vec![IssueKind::KitExpired]);
}

#[test]
fn what_happened_before_report_in_or_after_the_end_or_in_detention_is_told() {
    let told = |text: &str| {
        let (events, at) = story(text);
        let (file, _) = fold(&events);
        let standing = standing(&file, &office(), &Calendar::built_in(), &Policy::default(), at);
        standing.issues.into_iter().map(|issue| issue.kind).collect::<Vec<_>>()
    };
    assert_eq!(
        told("2026-03-02 决定 社区戒毒 / 2026-03-05 走访 本人 / 2026-03-10 报到 / 2026-04-01 今天"),
        [IssueKind::BeforeReportIn]
    );
    assert_eq!(
        told("2026-03-05 报到 社区戒毒 / 2026-05-01 结束 死亡 / 2026-05-03 走访 本人 / 2026-06-01 今天"),
        [IssueKind::AfterEnding]
    );
    assert_eq!(
        told("2026-03-05 报到 社区戒毒 / 2026-05-01 羁押 / 2026-05-03 走访 本人 / 2026-06-01 今天"),
        [IssueKind::DuringDetention]
    );
    assert_eq!(
        told("2026-03-05 报到 社区戒毒 / 2026-05-01 释放 / 2026-06-01 今天"),
        [IssueKind::ReleaseWithoutDetention]
    );
}

#[test]
fn a_detention_of_another_kind_suspends_only_where_the_office_says_so() {
    asserts!("R-SUSP-1", "R-SUSP-6");
    let state = |text: &str| {
        let (events, at) = story(text);
        Reckoning::of(&fold(&events).0, &Calendar::built_in(), &Policy::default(), at).course.state()
    };
    use crate::case::State;
    let told = "2026-03-05 报到 社区戒毒 / 2026-05-01 羁押 其他 / 2026-05-03 今天";
    assert_eq!(state(told), State::Active);
    assert_eq!(state(&told.replace("其他", "其他 中止")), State::Suspended);
    assert_eq!(state(&told.replace("其他", "刑事拘留")), State::Suspended);
}

#[test]
fn refusals_before_and_after_a_detention_are_one_series() {
    asserts!("R-SUSP-3", "R-SUSP-4", "R-BREACH-9");
    let (events, at) = story(
        "2026-03-05 报到 社区戒毒 / 2026-03-20 拒检 / 2026-04-10 拒检 / 2026-05-01 羁押 / 2026-05-11 释放 / 2026-06-01 拒检 \
         / 2026-06-02 今天",
    );
    let reckoning = Reckoning::of(&fold(&events).0, &Calendar::built_in(), &Policy::default(), at);
    assert_eq!(reckoning.ladder.refusals.len(), 3);
    assert_eq!(reckoning.course.state(), crate::case::State::Active);
}

#[test]
fn a_recovery_person_is_fetched_on_the_day_of_release() {
    asserts!("R-REPORTIN-2", "R-DEC-4", "R-DEC-5");
    for ground in [RecoveryGround::Opioid, RecoveryGround::IsolatedTwice] {
        let mut order = order(Measure::Recovery, 36, day("2026-03-02"));
        order.recovery_ground = Some(ground);
        order.isolation_release = Some(day("2026-03-09"));
        let opened = event(1, moment("2026-03-02"), Body::Order(order));
        let (file, _) = fold(&[opened]);
        let owed = duties(&file, &office(), &Calendar::built_in(), &Policy::default(), moment("2026-03-06"));
        let pick_up = owed.iter().find(|duty| duty.key.kind == DutyKind::PickUp).unwrap();
        assert_eq!((pick_up.due, pick_up.clause.as_str()), (day("2026-03-09"), "R-REPORTIN-2"));
    }
}

#[test]
fn special_circumstances_are_flagged_from_the_start() {
    asserts!("R-BREACH-8");
    use crate::case::Flag;
    for (special, flag) in [
        (Special::Pregnant, Some(Flag::NotEligibleForCompulsory)),
        (Special::NursingUnder1, Some(Flag::NotEligibleForCompulsory)),
        (Special::Under16, Some(Flag::Under16)),
        (Special::SevereIllness, None),
    ] {
        let mut order = order(Measure::Rehab, 36, day("2026-03-02"));
        order.person.special = Some(special);
        let (file, _) = fold(&[event(1, moment("2026-03-02"), Body::Order(order))]);
        let standing =
            standing(&file, &office(), &Calendar::built_in(), &Policy::default(), moment("2026-03-03"));
        assert_eq!(standing.flags, flag.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn every_kind_of_help_the_norm_names_can_be_recorded() {
    asserts!(
        "R-SUPPORT-3",
        "R-SUPPORT-4",
        "R-SUPPORT-5",
        "R-SUPPORT-6",
        "R-OTHER-1",
        "R-OTHER-2",
        "R-OTHER-3",
        "R-COUNSEL-1"
    );
    let labels: Vec<&str> = SupportKind::ALL.iter().map(|kind| kind.label()).collect();
    for named in [
        "就业登记",
        "失业登记",
        "职业培训",
        "就业困难人员认定",
        "集中安置",
        "分散安置",
        "公益性岗位",
        "自主就业",
        "社会保险",
        "社会保险补贴",
        "最低生活保障",
        "特困供养",
        "临时救助",
        "药物维持治疗",
        "自愿戒毒",
        "戒毒康复场所",
        "戒毒知识",
        "心理疏导",
    ] {
        assert!(labels.contains(&named), "{named}");
    }
}

#[test]
fn other_measures_suspend_nothing() {
    asserts!("R-OTHER-1");
    let mut events = opened();
    let help = crate::event::SupportGiven {
        attachments: Vec::new(),
        support: SupportKind::Maintenance,
        content: "登记".to_owned(),
        partner: None,
        outcome: None,
    };
    let before =
        Reckoning::of(&fold(&events).0, &Calendar::built_in(), &Policy::default(), moment("2026-06-01"));
    events.push(event(3, moment("2026-04-10"), Body::SupportGiven(help)));
    let after =
        Reckoning::of(&fold(&events).0, &Calendar::built_in(), &Policy::default(), moment("2026-06-01"));
    assert_eq!((before.course, before.schedule), (after.course, after.schedule));
}
