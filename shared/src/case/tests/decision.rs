//! 待决定: what waits, until when, and what may not be recorded.

use expect_test::{Expect, expect};

use super::make::{event, moment};
use super::timeline::story;
use crate::calendar::Calendar;
use crate::case::fold;
use crate::code::{
    Addressee, BreachGround, DetentionKind, EndingKind, Grade, OtherMeasure, OtherStep, TransferGround,
};
use crate::decision::{At, DecisionForm, OpenDecision, fact, open_decisions, report_went_to};
use crate::duty::Reckoning;
use crate::event::{Body, BreachReportSent, Event};
use crate::moment::{Moment, minute};
use crate::policy::Policy;
use crate::preview::would_follow;
use crate::problem::{Problem, ProblemCode};
use crate::rules::RuleBook;

const BEGUN: &str = "2025-03-10 报到 社区戒毒 / 2025-03-10 协议";

fn open(events: &[Event], at: Moment) -> (crate::case::CaseFile, Reckoning, Vec<OpenDecision>) {
    let (file, _) = fold(events);
    let (calendar, policy) = (Calendar::built_in(), Policy::default());
    let reckoning = Reckoning::of(&file, &calendar, &policy, at);
    let duties = reckoning.duties(&calendar, &policy);
    let open = open_decisions(&file, &reckoning, &duties);
    (file, reckoning, open)
}

/// What waits with its clock, then what else may be recorded.
fn check(words: &str, expect: &Expect) {
    let (events, at) = story(words);
    let (_, _, open) = open(&events, at);
    let mut out = String::new();
    for one in open.iter().filter(|one| one.waits) {
        let due = one.due_at.map(minute).or(one.due.map(|day| day.to_string())).unwrap_or_default();
        let two = if one.takes_two { " 两人" } else { "" };
        out.push_str(&format!("{} {} {} {}{two}\n", one.kind, one.clause, due, one.alert));
    }
    let rest: Vec<&str> = open.iter().filter(|one| !one.waits).map(|one| one.kind.label()).collect();
    out.push_str(&rest.join("、"));
    expect.assert_eq(&out);
}

/// The fact of a form in a story, or why it cannot be one.
fn tried(words: &str, form: &DecisionForm) -> Result<Body, Problem> {
    let (events, at) = story(words);
    let (file, reckoning, open) = open(&events, at);
    fact(At { file: &file, reckoning: &reckoning, open: &open, at }, form, "试例主任")
}

fn refused(words: &str, form: &DecisionForm) -> (ProblemCode, String) {
    let problem = tried(words, form).unwrap_err();
    (problem.code, problem.field.unwrap_or_default())
}

#[test]
fn a_leave_waits_until_the_day_before_departure_then_for_the_return() {
    crate::asserts!("R-LEAVE-3", "R-LEAVE-4", "R-LEAVE-5");
    check(
        &format!("{BEGUN} / 2025-05-06 请假 2025-05-10 2025-05-20 / 2025-05-07 今天"),
        &expect![[r#"
            准假 R-LEAVE-4 2025-05-09 临近
            请假申请、不准假、中止（羁押）、终止或其他结束、变更执行地申请、其他戒毒措施"#]],
    );
    check(
        &format!(
            "{BEGUN} / 2025-05-06 请假 2025-05-10 2025-05-20 / 2025-05-07 准假 2025-05-10 2025-05-20 / 2025-05-21 今天"
        ),
        &expect![[r#"
            销假 R-LEAVE-5 2025-05-20 逾期
            请假申请、续假、中止（羁押）、终止或其他结束、变更执行地申请、其他戒毒措施"#]],
    );
    let asked = format!("{BEGUN} / 2025-05-06 请假 2025-05-10 2025-05-20 / 2025-05-07 今天");
    let day = |text: &str| text.parse().unwrap();
    let approval =
        |from: &str, until: &str| DecisionForm::LeaveApproval { from: day(from), until: day(until) };
    assert!(tried(&asked, &approval("2025-05-10", "2025-05-18")).is_ok(), "a shorter one may be granted");
    assert_eq!(
        refused(&asked, &approval("2025-05-11", "2025-05-20")),
        (ProblemCode::DateOutOfRange, "from".into())
    );
    assert_eq!(
        refused(&asked, &approval("2025-05-10", "2025-05-09")),
        (ProblemCode::DateOutOfRange, "until".into())
    );
    let denial =
        DecisionForm::LeaveDenial { from: day("2025-05-10"), reason: "期间有一期检测".to_owned() };
    let (mut events, at) = story(&asked);
    events.push(event(900, at, tried(&asked, &denial).unwrap()));
    assert!(open(&events, at).2.iter().all(|one| !one.waits), "answered with no, it waits no more");
    let running =
        asked.replace("/ 2025-05-07 今天", "/ 2025-05-07 准假 2025-05-10 2025-05-20 / 2025-05-15 今天");
    let longer = |until: &str| DecisionForm::LeaveExtension { until: day(until) };
    assert!(tried(&running, &longer("2025-05-25")).is_ok());
    assert_eq!(refused(&running, &longer("2025-05-20")).0, ProblemCode::DateOutOfRange);
}

#[test]
fn an_answer_goes_to_the_leave_it_names_and_a_return_to_the_one_under_way() {
    crate::asserts!("R-LEAVE-3", "R-LEAVE-4", "R-LEAVE-5");
    let both = format!(
        "{BEGUN} / 2025-05-06 请假 2025-05-10 2025-05-20 / 2025-05-07 准假 2025-05-10 2025-05-20 / 2025-05-12 请假 2025-06-01 2025-06-10"
    );
    // Of each leave: the approved days, whether extended, answered with no, back.
    let told = |more: &str| {
        let (events, at) = story(&format!("{both} / {more} / 2025-05-25 今天"));
        let (file, _) = fold(&events);
        let all = crate::case::leaves(&file, crate::moment::civil_date(at));
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let until = |leave: &crate::case::Leave<'_>| day(leave.approved.map(|(_, until)| until));
        all.iter()
            .map(|leave| {
                format!("{}|{}|{}|{}", until(leave), leave.extended, day(leave.denied), day(leave.back))
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        told("2025-05-13 准假 2025-05-10 2025-05-22"),
        ["2025-05-22|true||", "|false||"],
        "an extension of the first leaves the second unanswered"
    );
    assert_eq!(
        told("2025-05-13 准假 2025-06-01 2025-06-08 / 2025-05-20 销假"),
        ["2025-05-20|false||2025-05-20", "2025-06-08|false||"]
    );
    assert_eq!(told("2025-05-20 销假"), ["2025-05-20|false||2025-05-20", "|false||"]);
    assert_eq!(
        told(
            "2025-05-13 请假 2025-05-20 2025-05-27 / 2025-05-14 准假 2025-05-20 2025-05-27 / 2025-05-22 销假"
        ),
        ["2025-05-20|false||2025-05-22", "|false||", "2025-05-27|false||2025-05-22"],
        "one return from a leave and from what made it longer"
    );
    let (mut events, at) = story(&format!("{both} / 2025-05-14 今天"));
    let no = |from: &str| DecisionForm::LeaveDenial {
        from: from.parse().unwrap(),
        reason: "有检测".to_owned(),
    };
    let (file, reckoning, open_now) = open(&events, at);
    let place = At { file: &file, reckoning: &reckoning, open: &open_now, at };
    assert_eq!(fact(place, &no("2025-05-10"), "").unwrap_err().code, ProblemCode::DateOutOfRange);
    events.push(event(900, at, fact(place, &no("2025-06-01"), "").unwrap()));
    let back = crate::event::LeaveReturned { note: None, attachments: Vec::new() };
    events.push(event(901, at + chrono::TimeDelta::hours(1), Body::LeaveReturned(back)));
    let (file, _) = fold(&events);
    let all = crate::case::leaves(&file, crate::moment::civil_date(at));
    assert!(all[0].back.is_some() && all[1].back.is_none() && all[1].denied.is_some(), "{all:?}");
    // The extension is of the leave somebody is on, not of a later one.
    let later = format!("{both} / 2025-05-13 准假 2025-06-01 2025-06-08 / 2025-05-15 今天");
    let longer = DecisionForm::LeaveExtension { until: "2025-05-22".parse().unwrap() };
    let Body::LeaveApproved(longer) = tried(&later, &longer).unwrap() else { panic!("an approval") };
    assert_eq!(longer.from, "2025-05-10".parse().unwrap());
    let (events, at) = story(&later);
    let offered = open(&events, at).2.into_iter().filter(|one| one.about.contains("2025-06-01")).count();
    assert_eq!(offered, 0, "nothing to end or extend in a leave that has not begun");
}

#[test]
fn a_third_refusal_waits_for_a_determination_by_two_and_then_for_the_report_to_the_minute() {
    crate::asserts!("R-TEST-12", "R-BREACH-10", "R-TEST-13");
    let third = format!("{BEGUN} / 2025-04-15 拒检 / 2025-05-15 拒检 / 2025-06-15 拒检");
    check(
        &format!("{third} / 2025-06-16 今天"),
        &expect![[r#"
            认定严重违反协议 R-BREACH-10 2025-06-16 临近 两人
            请假申请、中止（羁押）、终止或其他结束、变更执行地申请、其他戒毒措施"#]],
    );
    check(
        &format!("{third} / 2025-06-16 15:20 认定 第三次逃避或拒绝检测 / 2025-06-16 今天"),
        &expect![[r#"
            报送严重违反协议报告 R-TEST-13 2025-06-17 15:20 临近
            请假申请、撤回认定、中止（羁押）、终止或其他结束、变更执行地申请、其他戒毒措施"#]],
    );
    let told = |ground| DecisionForm::Determination {
        ground,
        facts: "三次拒检，均已告诫".to_owned(),
        evidence: vec!["告诫书".to_owned()],
    };
    let today = format!("{third} / 2025-06-16 今天");
    assert!(tried(&today, &told(BreachGround::TestRefusal)).is_ok());
    assert_eq!(
        refused(&today, &told(BreachGround::AbsenceDays)),
        (ProblemCode::StateForbids, "ground".into()),
        "the facts must bear the ground"
    );
    let none = DecisionForm::BreachReport { addressees: vec![Addressee::PoliceDecision] };
    let determined = format!("{third} / 2025-06-16 15:20 认定 第三次逃避或拒绝检测 / 2025-06-16 今天");
    assert_eq!(refused(&determined, &none).0, ProblemCode::FieldMissing, "the police of the place get it");
    let report = |addressees: &[Addressee]| DecisionForm::BreachReport { addressees: addressees.to_vec() };
    let place = report(&[Addressee::PoliceExecution]);
    assert_eq!(
        refused(&determined, &place),
        (ProblemCode::FieldMissing, "addressees".into()),
        "where tests are the ground the police that decided get it too"
    );
    let both = report(&[Addressee::PoliceDecision, Addressee::PoliceExecution]);
    assert!(tried(&determined, &both).is_ok());
    let absent = format!(
        "{BEGUN} / 2025-05-20 擅离 2025-04-01 2025-05-19 / 2025-06-16 15:20 认定 擅自离开累计超过30日 / 2025-06-16 今天"
    );
    assert!(tried(&absent, &place).is_ok(), "of an absence only the police of the place must be told");
    let withdrawal = |id| DecisionForm::Withdrawal {
        determination: id,
        reason: "第二次另有证明".to_owned(),
        addressees: Vec::new(),
    };
    let (events, _) = story(&determined);
    let id = events.iter().find(|one| matches!(one.body, Body::SeriousDetermined(_))).unwrap().id;
    assert!(tried(&determined, &withdrawal(id)).is_ok());
    let (mut reported, at) = story(&determined);
    let sent = BreachReportSent { addressees: vec![Addressee::PoliceExecution] };
    reported.push(event(950, moment("2025-06-16 15:30"), Body::BreachReportSent(sent)));
    let (file, reckoning, open) = open(&reported, at);
    let place = At { file: &file, reckoning: &reckoning, open: &open, at };
    let silent = fact(place, &withdrawal(id), "试例主任").unwrap_err();
    assert_eq!(silent.field.as_deref(), Some("addressees"), "who had the report hears of it");
    let told = DecisionForm::Withdrawal {
        determination: id,
        reason: "第二次另有证明".to_owned(),
        addressees: report_went_to(&file, id),
    };
    let Body::DeterminationWithdrawn(body) = fact(place, &told, "试例主任").unwrap() else {
        panic!("a withdrawal")
    };
    assert_eq!(body.addressees, [Addressee::PoliceExecution]);
    assert_eq!(refused(&determined, &withdrawal(events[0].id)).0, ProblemCode::UnknownRecord);
}

#[test]
fn detention_leaves_release_and_ending_and_both_follow_from_the_file() {
    crate::asserts!("R-SUSP-1", "R-SUSP-3", "R-TERM-1", "R-TERM-4");
    let held = format!("{BEGUN} / 2025-05-01 羁押 行政拘留 / 2025-05-08 今天");
    check(&held, &expect!["恢复执行（释放）、终止或其他结束、变更执行地申请、其他戒毒措施"]);
    let detention = DecisionForm::Detention {
        detention: DetentionKind::Arrest,
        suspends: false,
        site: "演示看守所".to_owned(),
        paper: None,
    };
    assert_eq!(refused(&held, &detention).0, ProblemCode::StateForbids, "already detained");
    let ending = |paper: Option<&str>| DecisionForm::Ending {
        ending: EndingKind::Prison,
        paper: paper.map(str::to_owned),
    };
    assert_eq!(refused(&held, &ending(None)), (ProblemCode::FieldMissing, "paper".into()));
    assert!(tried(&held, &ending(Some("演示判决书1号"))).is_ok());
    let (events, at) = story(&format!("{BEGUN} / 2025-05-08 今天"));
    let body = tried(&format!("{BEGUN} / 2025-05-08 今天"), &detention).unwrap();
    let follows = would_follow(&events, (at, body), &RuleBook::default(), at).unwrap();
    assert_eq!(
        (follows.state_before, follows.state),
        (crate::case::State::Active, crate::case::State::Suspended)
    );
    let ended = format!("{BEGUN} / 2025-05-01 结束 死亡 / 2025-05-08 今天");
    check(&ended, &expect![""]);
}

#[test]
fn a_sealed_file_takes_the_receipt_of_the_notice_and_nothing_else() {
    crate::asserts!("R-BREACH-10", "R-DISCH-3");
    let determined = format!(
        "{BEGUN} / 2025-04-15 拒检 / 2025-05-15 拒检 / 2025-06-15 拒检 / 2025-06-16 认定 第三次逃避或拒绝检测"
    );
    let kinds = |more: &str| {
        let (events, at) = story(&format!("{determined} / {more}"));
        let all: Vec<&str> = open(&events, at).2.iter().map(|one| one.kind.label()).collect();
        all.join("、")
    };
    let ended = "2025-06-17 结束 强制隔离戒毒 / 2025-06-18 今天";
    assert_eq!(kinds(ended), "");
    let discharged = "2028-02-12 解除建议 / 2028-03-12 解除通知 / 2028-03-13 今天";
    assert_eq!(kinds(discharged), "乡镇收到解除通知书");
    let (events, _) = story(&format!("{determined} / {ended}"));
    let id = events.iter().find(|one| matches!(one.body, Body::SeriousDetermined(_))).unwrap().id;
    let withdrawal = DecisionForm::Withdrawal {
        determination: id,
        reason: "第二次另有证明".to_owned(),
        addressees: Vec::new(),
    };
    for sealed in [ended, discharged] {
        let words = format!("{determined} / {sealed}");
        assert_eq!(refused(&words, &withdrawal).0, ProblemCode::StateForbids, "{sealed}");
    }
    assert!(tried(&format!("{determined} / 2025-06-18 今天"), &withdrawal).is_ok());
}

#[test]
fn the_chain_of_a_transfer_waits_step_by_step_at_both_ends() {
    crate::asserts!("R-TRANSFER-2", "R-TRANSFER-3", "R-TRANSFER-4", "R-TRANSFER-5", "R-TRANSFER-8");
    let asked = format!("{BEGUN} / 2025-05-06 变更申请");
    let waits = |words: String| {
        let (events, at) = story(&words);
        let open = open(&events, at).2;
        let waits: Vec<String> = open
            .iter()
            .filter(|one| one.waits)
            .map(|one| format!("{} {}", one.kind, one.due.unwrap()))
            .collect();
        waits.join("；")
    };
    assert_eq!(waits(format!("{asked} / 2025-05-07 今天")), "接到公安的变更通知 2025-05-09");
    let notified = format!("{asked} / 2025-05-08 变更通知");
    assert_eq!(waits(format!("{notified} / 2025-05-08 今天")), "提交变更审批表 2025-05-13");
    let formed = format!("{notified} / 2025-05-09 变更表");
    assert_eq!(waits(format!("{formed} / 2025-05-09 今天")), "公安批准变更 2025-05-12");
    let approved = format!("{formed} / 2025-05-12 批准变更 2025-05-13");
    assert_eq!(
        waits(format!("{approved} / 2025-05-13 今天")),
        "移交档案 2025-05-19；到新执行地报到 2025-05-28"
    );
    let arrived = format!("{approved} / 2025-05-14 移交 / 2025-05-20 新地报到 / 2025-05-21 今天");
    assert_eq!(waits(arrived), "");
    let denied = format!("{formed} / 2025-05-12 不批准 / 2025-05-13 今天");
    let again =
        DecisionForm::TransferRequest { ground: TransferGround::Domicile, new_place: "演示乡".into() };
    assert!(tried(&denied, &again).is_ok(), "refused, it may be asked for again");
    assert_eq!(refused(&formed.clone().add_today(), &again).0, ProblemCode::StateForbids, "one at a time");
}

trait AddToday {
    fn add_today(self) -> String;
}

impl AddToday for String {
    fn add_today(self) -> String {
        self + " / 2025-05-10 今天"
    }
}

#[test]
fn the_end_of_a_term_waits_for_the_final_assessment_the_proposal_and_the_notice() {
    crate::asserts!("R-ASSESS-3", "R-DISCH-1", "R-DISCH-2", "R-DISCH-3");
    let last = format!("{BEGUN} / 2028-02-10 今天");
    let waits = |words: &str| {
        let (events, at) = story(words);
        let open = open(&events, at).2;
        open.into_iter()
            .filter(|one| one.waits)
            .map(|one| one.kind.to_string())
            .collect::<Vec<_>>()
            .join("；")
    };
    assert_eq!(waits(&last), "期满评估；提出解除建议");
    let members = |names: &[&str]| DecisionForm::FinalAssessment {
        cooperation: Grade::Good,
        conduct: Grade::Good,
        recovery: Grade::Good,
        violations: None,
        conclusion: Grade::Good,
        advice: "同意解除".to_owned(),
        members: names.iter().map(|name| (*name).to_owned()).collect(),
    };
    assert!(tried(&last, &members(&["试例甲", "试例乙"])).is_ok());
    assert_eq!(refused(&last, &members(&["试例甲"])), (ProblemCode::FieldMissing, "members".into()));
    let proposed = format!("{BEGUN} / 2028-02-11 评估 期满 / 2028-02-12 解除建议 / 2028-03-12 今天");
    assert_eq!(waits(&proposed), "乡镇收到解除通知书");
    let notice = DecisionForm::DischargeNotice { notice_no: "演解〔2028〕1号".to_owned() };
    assert!(tried(&proposed, &notice).is_ok());
    assert_eq!(refused(&last, &notice).0, ProblemCode::StateForbids, "nobody proposed it yet");
}

#[test]
fn another_measure_is_voluntary_and_enrolment_in_maintenance_is_told_to_the_police() {
    crate::asserts!("R-OTHER-1", "R-OTHER-2", "R-OTHER-3");
    let words = format!("{BEGUN} / 2025-05-07 今天");
    let (mut events, at) = story(&words);
    let step = |measure, step| DecisionForm::OtherMeasure {
        measure,
        step,
        place: "演示门诊".to_owned(),
        note: None,
    };
    let record = |events: &mut Vec<Event>, form: &DecisionForm, id: u128| {
        let (file, reckoning, open) = open(events, at);
        let body = fact(At { file: &file, reckoning: &reckoning, open: &open, at }, form, "")?;
        events.push(event(id, at, body));
        Ok::<_, Problem>(())
    };
    let enrolled = step(OtherMeasure::Maintenance, OtherStep::Enrolled);
    assert_eq!(record(&mut events, &enrolled, 900).unwrap_err().code, ProblemCode::StateForbids);
    record(&mut events, &step(OtherMeasure::Maintenance, OtherStep::Consented), 901).unwrap();
    record(&mut events, &enrolled, 902).unwrap();
    let waits = |events: &[Event]| open(events, at).2.iter().any(|one| one.waits);
    assert!(waits(&events), "told to the police at once");
    record(&mut events, &step(OtherMeasure::Maintenance, OtherStep::Reported), 903).unwrap();
    assert!(!waits(&events));
    for measure in [OtherMeasure::Voluntary, OtherMeasure::RecoverySite] {
        record(&mut events, &step(measure, OtherStep::Declined), 904 + measure as u128).unwrap();
    }
}

#[test]
fn nothing_is_decided_in_the_future_or_before_the_report_in() {
    let words = format!("{BEGUN} / 2025-05-07 今天");
    let (events, at) = story(&words);
    let (file, reckoning, open) = open(&events, at);
    let form = DecisionForm::LeaveRequest {
        from: "2025-05-10".parse().unwrap(),
        until: "2025-05-20".parse().unwrap(),
        destination: "演示市".to_owned(),
        reason: crate::code::LeaveReason::Work,
        contact: None,
    };
    let on = |at: Moment| {
        fact(At { file: &file, reckoning: &reckoning, open: &open, at }, &form, "").map_err(|it| it.code)
    };
    assert!(on(at).is_ok());
    assert_eq!(on(at + chrono::TimeDelta::minutes(1)), Err(ProblemCode::HappenedInFuture));
    assert_eq!(on(moment("2025-03-09")), Err(ProblemCode::HappenedBeforeReportIn));
}
