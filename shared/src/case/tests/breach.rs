//! Ladders: refusals, absences, determinations.

use expect_test::expect;

use super::{check, timeline};

#[test]
fn the_third_refusal_waits_for_a_person_to_decide() {
    crate::asserts!("R-TEST-12");
    check(
        "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-03-20 拒检 / 2026-04-20 逃避 / 2026-05-20 拒检 / 2026-05-21 今天",
        expect![[r#"
            Active 2026-03-05..2029-03-04
            检测 1-2未完成 3进行中
            走访 1-2未完成 3进行中
            报告 1-2未完成 3进行中
            季度 1进行中
            年度 1进行中
            报到 2026-03-16 按时
            签订协议 2026-03-05 按时
            严重违反协议认定 2026-05-21 待办
            期满评估 2029-02-17 宜2029-02-16 待办
            解除建议 2029-02-17 宜2029-02-16 待办
            解除通知送乡镇 2029-03-12 待办
            逃避或拒绝检测：可以认定严重违反协议
            标记 待决定是否认定严重违反协议
        "#]],
    );
}

#[test]
fn the_24_hours_run_from_the_determination_to_the_minute() {
    crate::asserts!("R-TEST-13", "R-TIME-6", "R-BREACH-7", "R-TEST-14");
    let told = "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-03-20 拒检 / 2026-03-20 检测 强制 阳性 \
        / 2026-09-30 16:20 认定 强制检测阳性";
    check(
        &format!("{told} / 2026-10-01 16:20 今天"),
        expect![[r#"
        Active 2026-03-05..2029-03-04
        检测 1已完成 2-3已过补检期 4-6未完成 7进行中
        走访 1-6未完成 7进行中
        报告 1-6未完成 7进行中
        季度 1-2未完成 3进行中
        年度 1进行中
        报到 2026-03-16 按时
        签订协议 2026-03-05 按时
        严重违反协议报告 2026-10-01 16:20 待办
        期满评估 2029-02-17 宜2029-02-16 待办
        解除建议 2029-02-17 宜2029-02-16 待办
        解除通知送乡镇 2029-03-12 待办
        逃避或拒绝检测：已认定严重违反协议
    "#]],
    );
    check(
        &format!("{told} / 2026-10-01 16:21 今天"),
        expect![[r#"
        Active 2026-03-05..2029-03-04
        检测 1已完成 2-3已过补检期 4-6未完成 7进行中
        走访 1-6未完成 7进行中
        报告 1-6未完成 7进行中
        季度 1-2未完成 3进行中
        年度 1进行中
        报到 2026-03-16 按时
        签订协议 2026-03-05 按时
        严重违反协议报告 2026-10-01 16:20 逾期
        期满评估 2029-02-17 宜2029-02-16 待办
        解除建议 2029-02-17 宜2029-02-16 待办
        解除通知送乡镇 2029-03-12 待办
        逃避或拒绝检测：已认定严重违反协议
    "#]],
    );
    check(
        &format!("{told} / 2026-10-01 17:00 违规报告 / 2026-10-02 今天"),
        expect![[r#"
        Active 2026-03-05..2029-03-04
        检测 1已完成 2-3已过补检期 4-6未完成 7进行中
        走访 1-6未完成 7进行中
        报告 1-6未完成 7进行中
        季度 1-2未完成 3进行中
        年度 1进行中
        报到 2026-03-16 按时
        签订协议 2026-03-05 按时
        严重违反协议报告 2026-10-01 16:20 晚办
        公安上传 2026-10-10 待办
        期满评估 2029-02-17 宜2029-02-16 待办
        解除建议 2029-02-17 宜2029-02-16 待办
        解除通知送乡镇 2029-03-12 待办
        逃避或拒绝检测：已认定严重违反协议
    "#]],
    );
}

#[test]
fn a_determination_ends_with_its_withdrawal_and_the_candidate_waits_again() {
    crate::asserts!("R-BREACH-10");
    use crate::event::{Body, DeterminationWithdrawn};
    let (mut events, at) = super::story(
        "2026-03-05 报到 社区戒毒 / 2026-03-20 检测 强制 阳性 / 2026-03-21 认定 强制检测阳性 / 2026-03-24 今天",
    );
    let determination = events.last().unwrap().id;
    let withdrawn =
        DeterminationWithdrawn { determination, reason: "复检阴性".to_owned(), addressees: Vec::new() };
    events.push(super::make::event(
        900,
        super::make::moment("2026-03-21 18:00"),
        Body::DeterminationWithdrawn(withdrawn),
    ));
    let (file, _) = crate::case::fold(&events);
    let (calendar, policy) = (crate::calendar::Calendar::built_in(), crate::policy::Policy::default());
    let reckoning = crate::duty::Reckoning::of(&file, &calendar, &policy, at);
    assert_eq!(reckoning.ladder.undecided(), vec![crate::code::BreachSeries::Test]);
    assert_eq!(reckoning.overdue(), vec![crate::duty::DutyKind::Agreement]);
}

#[test]
fn absences_of_three_days_count_and_the_same_first_day_is_the_same_absence() {
    crate::asserts!("R-BREACH-4", "R-BREACH-2", "R-TIME-8");
    check(
        "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-04-02 擅离 2026-04-01 2026-04-03 / 2026-05-04 擅离 2026-05-01 \
         / 2026-05-06 擅离 2026-05-01 2026-05-04 / 2026-06-10 擅离 2026-06-05 / 2026-06-12 今天",
        expect![[r#"
            Active 2026-03-05..2029-03-04
            检测 1-3未完成 4进行中
            走访 1-3未完成 4进行中
            报告 1-3未完成 4进行中
            季度 1未完成 2进行中
            年度 1进行中
            报到 2026-03-16 按时
            签订协议 2026-03-05 按时
            期满评估 2029-02-17 宜2029-02-16 待办
            解除建议 2029-02-17 宜2029-02-16 待办
            解除通知送乡镇 2029-03-12 待办
            擅自离开执行地：第二次告诫
            离开 2026-04-01 2天 不计
            离开 2026-05-01 3天 计入
            离开 2026-06-05 7天 计入
        "#]],
    );
}

#[test]
fn more_than_thirty_days_in_all_are_a_candidate_at_once() {
    crate::asserts!("R-BREACH-3", "R-BREACH-5", "R-TIME-8");
    let told = "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-04-02 擅离 2026-04-01";
    check(
        &format!("{told} / 2026-05-01 今天"),
        expect![[r#"
        Active 2026-03-05..2029-03-04
        检测 1未完成 2进行中
        走访 1未完成 2进行中
        报告 1未完成 2进行中
        季度 1进行中
        年度 1进行中
        报到 2026-03-16 按时
        签订协议 2026-03-05 按时
        期满评估 2029-02-17 宜2029-02-16 待办
        解除建议 2029-02-17 宜2029-02-16 待办
        解除通知送乡镇 2029-03-12 待办
        擅自离开执行地：第一次告诫
        离开 2026-04-01 30天 计入
    "#]],
    );
    check(
        &format!("{told} / 2026-05-02 今天"),
        expect![[r#"
        Active 2026-03-05..2029-03-04
        检测 1未完成 2进行中
        走访 1未完成 2进行中
        报告 1未完成 2进行中
        季度 1进行中
        年度 1进行中
        报到 2026-03-16 按时
        签订协议 2026-03-05 按时
        严重违反协议认定 2026-05-02 待办
        期满评估 2029-02-17 宜2029-02-16 待办
        解除建议 2029-02-17 宜2029-02-16 待办
        解除通知送乡镇 2029-03-12 待办
        擅自离开执行地：可以认定严重违反协议
        离开 2026-04-01 31天 计入
        标记 待决定是否认定严重违反协议
    "#]],
    );
    check(
        &format!("{told} / 2026-04-20 羁押 / 2026-05-02 今天"),
        expect![[r#"
        Suspended 2026-03-05..未定
        检测 1未完成 2-22中止
        走访 1未完成 2-36中止
        报告 1未完成 2-36中止
        季度 1-12中止
        年度 1-3中止
        报到 2026-03-16 按时
        签订协议 2026-03-05 按时
        擅自离开执行地：第一次告诫
        离开 2026-04-01 19天 计入
    "#]],
    );
}

#[test]
fn a_late_return_from_one_leave_is_not_hidden_by_another_that_was_approved_meanwhile() {
    crate::asserts!("R-LEAVE-5", "R-LEAVE-8");
    let two = "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-04-01 请假 2026-04-05 2026-04-20 \
        / 2026-04-02 准假 2026-04-05 2026-04-20 / 2026-04-10 请假 2026-06-01 2026-06-08 / 2026-04-11 准假 2026-06-01 2026-06-08";
    let spans = |more: &str| {
        let (events, at) = timeline::story(&format!("{two} / {more}"));
        let (file, _) = crate::case::fold(&events);
        let (calendar, policy) = (crate::calendar::Calendar::built_in(), crate::policy::Policy::default());
        let reckoning = crate::duty::Reckoning::of(&file, &calendar, &policy, at);
        let spans = reckoning.ladder.absences.iter();
        spans.map(|span| format!("{} {}", span.from, span.days)).collect::<Vec<_>>()
    };
    assert_eq!(spans("2026-04-25 销假 / 2026-05-01 今天"), ["2026-04-20 5"]);
    assert_eq!(
        spans("2026-04-20 销假 / 2026-06-12 今天"),
        ["2026-06-08 4"],
        "of the second nobody came back"
    );
}

#[test]
fn overstaying_leave_is_an_absence_from_the_approved_return_day() {
    crate::asserts!("R-LEAVE-8", "R-LEAVE-5");
    let told = "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-04-01 请假 2026-04-05 2026-04-20 \
        / 2026-04-02 准假 2026-04-05 2026-04-20";
    check(
        &format!("{told} / 2026-04-22 销假 / 2026-04-25 今天"),
        expect![[r#"
        Active 2026-03-05..2029-03-04
        检测 1未完成 2进行中
        走访 1未完成 2进行中
        报告 1未完成 2进行中
        季度 1进行中
        年度 1进行中
        报到 2026-03-16 按时
        签订协议 2026-03-05 按时
        请假申请 2026-04-04 宜2026-04-03 按时
        期满评估 2029-02-17 宜2029-02-16 待办
        解除建议 2029-02-17 宜2029-02-16 待办
        解除通知送乡镇 2029-03-12 待办
        离开 2026-04-20 2天 不计
    "#]],
    );
    check(
        &format!("{told} / 2026-04-23 今天"),
        expect![[r#"
        Active 2026-03-05..2029-03-04
        检测 1未完成 2进行中
        走访 1未完成 2进行中
        报告 1未完成 2进行中
        季度 1进行中
        年度 1进行中
        报到 2026-03-16 按时
        签订协议 2026-03-05 按时
        请假申请 2026-04-04 宜2026-04-03 按时
        期满评估 2029-02-17 宜2029-02-16 待办
        解除建议 2029-02-17 宜2029-02-16 待办
        解除通知送乡镇 2029-03-12 待办
        擅自离开执行地：第一次告诫
        离开 2026-04-20 3天 计入
    "#]],
    );
    check(
        &format!("{told} / 2026-04-18 准假 2026-04-05 2026-04-28 / 2026-04-28 销假 / 2026-05-01 今天"),
        expect![[r#"
            Active 2026-03-05..2029-03-04
            检测 1未完成 2进行中
            走访 1未完成 2进行中
            报告 1未完成 2进行中
            季度 1进行中
            年度 1进行中
            报到 2026-03-16 按时
            签订协议 2026-03-05 按时
            请假申请 2026-04-04 宜2026-04-03 按时
            期满评估 2029-02-17 宜2029-02-16 待办
            解除建议 2029-02-17 宜2029-02-16 待办
            解除通知送乡镇 2029-03-12 待办
        "#]],
    );
    check(
        &format!("{told} / 2026-04-24 擅离 2026-04-20 / 2026-04-26 销假 / 2026-05-01 今天"),
        expect![[r#"
        Active 2026-03-05..2029-03-04
        检测 1未完成 2进行中
        走访 1未完成 2进行中
        报告 1未完成 2进行中
        季度 1进行中
        年度 1进行中
        报到 2026-03-16 按时
        签订协议 2026-03-05 按时
        请假申请 2026-04-04 宜2026-04-03 按时
        期满评估 2029-02-17 宜2029-02-16 待办
        解除建议 2029-02-17 宜2029-02-16 待办
        解除通知送乡镇 2029-03-12 待办
        擅自离开执行地：第一次告诫
        离开 2026-04-20 6天 计入
    "#]],
    );
}

#[test]
fn a_return_recorded_after_detention_ending_or_expiry_adds_no_day_of_absence() {
    crate::asserts!("R-BREACH-4", "R-LEAVE-8", "R-TERM-3");
    let days = |told: &str| {
        let (file, at) = timeline::file(told);
        let (calendar, policy) = (crate::calendar::Calendar::built_in(), crate::policy::Policy::default());
        crate::duty::Reckoning::of(&file, &calendar, &policy, at).ladder.absence_days()
    };
    let leave = "2026-03-05 报到 社区戒毒 / 2026-04-01 请假 2026-04-05 2026-04-20 / 2026-04-02 准假 2026-04-05 2026-04-20";
    let custody = "2026-04-18 羁押 / 2026-05-10 释放";
    assert_eq!(days(&format!("{leave} / {custody} / 2026-05-11 销假 / 2026-06-01 今天")), 0);
    let away = "2026-03-05 报到 社区戒毒 / 2026-04-14 擅离 2026-04-10";
    let back = "2026-06-01 擅离 2026-04-10 2026-05-31 / 2026-06-02 今天";
    assert_eq!(days(&format!("{away} / {custody} / {back}")), 8);
    assert_eq!(days(&format!("{away} / 2026-04-20 结束 强制隔离戒毒 / {back}")), 10);
}

#[test]
fn leave_is_asked_for_the_day_before_and_not_needed_for_two_days() {
    crate::asserts!("R-LEAVE-1", "R-LEAVE-2");
    check(
        "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-10-05 请假 2026-10-05 2026-10-09 / 2026-10-06 今天",
        expect![[r#"
            Active 2026-03-05..2029-03-04
            检测 1-4已过补检期 5-7未完成 8进行中
            走访 1-7未完成 8进行中
            报告 1-7未完成 8进行中
            季度 1-2未完成 3进行中
            年度 1进行中
            报到 2026-03-16 按时
            签订协议 2026-03-05 按时
            请假申请 2026-10-04 宜2026-09-30 晚办
            期满评估 2029-02-17 宜2029-02-16 待办
            解除建议 2029-02-17 宜2029-02-16 待办
            解除通知送乡镇 2029-03-12 待办
            标记 请假申请晚于出发前一天
        "#]],
    );
    check(
        "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-04-05 请假 2026-04-06 2026-04-08 / 2026-04-06 今天",
        expect![[r#"
            Active 2026-03-05..2029-03-04
            检测 1未完成 2进行中
            走访 1未完成 2进行中
            报告 1未完成 2进行中
            季度 1进行中
            年度 1进行中
            报到 2026-03-16 按时
            签订协议 2026-03-05 按时
            期满评估 2029-02-17 宜2029-02-16 待办
            解除建议 2029-02-17 宜2029-02-16 待办
            解除通知送乡镇 2029-03-12 待办
            标记 外出不足三天，无需请假
        "#]],
    );
}

#[test]
fn a_paper_that_no_longer_fits_after_a_merge_is_told() {
    crate::asserts!("R-TEST-11");
    check(
        "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-03-20 拒检 / 2026-03-21 告诫 逃避或拒绝检测 1 \
         / 2026-03-22 告诫 逃避或拒绝检测 2 / 2026-03-23 认定 第三次逃避或拒绝检测 / 2026-03-23 今天",
        expect![[r#"
            Active 2026-03-05..2029-03-04
            检测 1进行中
            走访 1进行中
            报告 1进行中
            季度 1进行中
            年度 1进行中
            报到 2026-03-16 按时
            签订协议 2026-03-05 按时
            严重违反协议报告 2026-03-24 09:00 待办
            期满评估 2029-02-17 宜2029-02-16 待办
            解除建议 2029-02-17 宜2029-02-16 待办
            解除通知送乡镇 2029-03-12 待办
            逃避或拒绝检测：已认定严重违反协议
            矛盾 认定与现有记录不符
            矛盾 已出具的文书与现有记录不符
        "#]],
    );
}

#[test]
fn an_ending_takes_the_question_away_and_leaves_the_level() {
    crate::asserts!("R-TERM-4");
    let (file, at) = timeline::file(
        "2026-03-05 报到 社区戒毒 / 2026-03-20 检测 强制 阳性 / 2026-04-01 结束 强制隔离戒毒 / 2026-04-02 今天",
    );
    let (calendar, policy) = (crate::calendar::Calendar::built_in(), crate::policy::Policy::default());
    let reckoning = crate::duty::Reckoning::of(&file, &calendar, &policy, at);
    assert!(reckoning.ladder.undecided().is_empty());
    let level = reckoning.ladder.level(crate::code::BreachSeries::Test);
    assert_eq!(level, crate::case::ladder::BreachLevel::SeriousCandidate);
}

#[test]
fn an_open_absence_recorded_after_a_detention_still_ended_with_it() {
    crate::asserts!("R-BREACH-5");
    let days = |story: &str| {
        let (file, at) = timeline::file(story);
        let (calendar, policy) = (crate::calendar::Calendar::built_in(), crate::policy::Policy::default());
        let ladder = crate::duty::Reckoning::of(&file, &calendar, &policy, at).ladder;
        ladder.absences.iter().map(|absence| absence.days).collect::<Vec<_>>()
    };
    let told = "2026-03-05 报到 社区戒毒 / 2026-04-10 羁押 / 2026-04-15 释放 / 2026-05-01 擅离";
    assert_eq!(days(&format!("{told} 2026-04-01 / 2026-05-02 今天")), [9]);
    assert_eq!(days(&format!("{told} 2026-04-12 / 2026-05-02 今天")), [0], "nobody is absent while detained");
    assert_eq!(days(&format!("{told} 2026-04-20 / 2026-05-02 今天")), [12]);
}

#[test]
fn two_first_refusals_recorded_apart_make_the_second_paper_unfit_and_name_it() {
    crate::asserts!("R-TEST-11");
    use crate::code::BreachSeries;
    use crate::event::{AdmonitionIssued, Body};
    let (mut events, at) =
        super::story("2026-03-05 报到 社区戒毒 / 2026-03-20 拒检 / 2026-03-24 逃避 / 2026-04-01 今天");
    let refusals: Vec<_> = events.iter().rev().take(2).map(|event| event.id).collect();
    for (number, refusal) in (801..).zip(&refusals) {
        let paper = AdmonitionIssued {
            series: BreachSeries::Test,
            ordinal: 1,
            events: vec![*refusal],
            served: None,
            attachments: Vec::new(),
        };
        events.push(super::make::event(
            number,
            super::make::moment("2026-03-25"),
            Body::AdmonitionIssued(paper),
        ));
    }
    let (file, _) = crate::case::fold(&events);
    let (calendar, policy) = (crate::calendar::Calendar::built_in(), crate::policy::Policy::default());
    let standing =
        crate::case::standing(&file, &crate::office::OfficeFile::default(), &calendar, &policy, at);
    let unfit: Vec<_> = standing
        .issues
        .iter()
        .filter(|issue| issue.kind == crate::case::IssueKind::PaperDoesNotFit)
        .map(|issue| issue.events.clone())
        .collect();
    assert_eq!(
        unfit,
        [vec![crate::id::EventId(uuid::Uuid::from_u128(801)), refusals[0]]],
        "the paper and its fact"
    );
    let reckoning = crate::duty::Reckoning::of(&file, &calendar, &policy, at);
    let calls = crate::document::calls(&file, &reckoning);
    let missing = crate::document::missing(&calls);
    let second = missing.iter().find(|call| call.paper == crate::document::Paper::D11).unwrap();
    assert_eq!(second.because, Some(refusals[0]), "the second admonition is missing");
}
