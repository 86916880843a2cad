//! Report-in, term, detention, endings.

use expect_test::expect;

use super::check;

#[test]
fn who_does_not_report_in_is_overdue_and_a_report_is_due_three_working_days_later() {
    crate::asserts!("R-REPORTIN-4", "R-REPORTIN-5", "R-REPORTIN-10");
    check(
        "2026-03-02 决定 社区戒毒 / 2026-03-17 今天",
        expect![[r#"
        Registered
        报到 2026-03-17 待办
    "#]],
    );
    check(
        "2026-03-02 决定 社区戒毒 / 2026-03-18 今天",
        expect![[r#"
        Overdue
        报到 2026-03-17 逾期
        逾期未报到报告 2026-03-20 待办
    "#]],
    );
    check(
        "2026-03-02 决定 社区戒毒 / 2026-03-20 逾期报告 / 2026-03-25 报到 / 2026-03-25 协议 / 2026-03-30 今天",
        expect![[r#"
            Active 2026-03-25..2029-03-24
            检测 1进行中
            走访 1进行中
            报告 1进行中
            季度 1进行中
            年度 1进行中
            报到 2026-03-17 晚办
            逾期未报到报告 2026-03-20 按时
            签订协议 2026-03-25 按时
            期满评估 2029-03-09 待办
            解除建议 2029-03-09 待办
            解除通知送乡镇 2029-04-02 待办
            标记 逾期报到
        "#]],
    );
}

#[test]
fn an_accepted_reason_takes_the_lateness_away_whenever_it_is_given() {
    crate::asserts!("R-REPORTIN-8");
    check(
        "2026-03-02 决定 社区戒毒 / 2026-03-20 正当理由 / 2026-03-25 今天",
        expect![[r#"
        Registered
        报到 2026-03-17 不再计
    "#]],
    );
    check(
        "2026-03-02 决定 社区戒毒 / 2026-03-25 报到 / 2026-03-26 正当理由 / 2026-03-30 今天",
        expect![[r#"
        Active 2026-03-25..2029-03-24
        检测 1进行中
        走访 1进行中
        报告 1进行中
        季度 1进行中
        年度 1进行中
        报到 2026-03-17 不再计
        签订协议 2026-03-25 逾期
        期满评估 2029-03-09 待办
        解除建议 2029-03-09 待办
        解除通知送乡镇 2029-04-02 待办
    "#]],
    );
    check(
        "2026-03-02 决定 社区戒毒 / 2026-03-16 正当理由 2026-03-27 / 2026-03-30 今天",
        expect![[r#"
        Overdue
        报到 2026-03-27 逾期
        逾期未报到报告 2026-04-01 待办
    "#]],
    );
}

#[test]
fn a_detention_moves_the_running_window_and_everything_after_it() {
    crate::asserts!("R-SUSP-5");
    check(
        "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-04-20 羁押 / 2026-04-30 释放 / 2026-05-10 今天",
        expect![[r#"
            Active 2026-03-05..2029-03-14
            检测 1未完成 2进行中
            走访 1未完成 2进行中
            报告 1未完成 2进行中
            季度 1进行中
            年度 1进行中
            报到 2026-03-16 按时
            签订协议 2026-03-05 按时
            释放后联系 2026-05-06 逾期
            期满评估 2029-02-27 待办
            解除建议 2029-02-27 待办
            解除通知送乡镇 2029-03-21 待办
        "#]],
    );
}

#[test]
fn while_somebody_is_detained_nothing_falls_due_and_dates_are_unknown() {
    crate::asserts!("R-SUSP-1");
    check(
        "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-04-20 羁押 / 2026-04-22 羁押 逮捕 / 2026-09-10 今天",
        expect![[r#"
            Suspended 2026-03-05..未定
            检测 1已过补检期 2-22中止
            走访 1未完成 2-36中止
            报告 1未完成 2-36中止
            季度 1-12中止
            年度 1-3中止
            报到 2026-03-16 按时
            签订协议 2026-03-05 按时
        "#]],
    );
}

#[test]
fn a_prison_sentence_cancels_what_was_open_and_keeps_what_was_closed() {
    crate::asserts!("R-TERM-1", "R-TERM-3");
    check(
        "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-03-20 检测 阴性 / 2026-04-20 羁押 / 2026-06-10 结束 监狱执行 \
         / 2027-01-10 今天",
        expect![[r#"
            Terminated 2026-03-05..未定
            检测 1已完成 2-22取消
            走访 1未完成 2-36取消
            报告 1未完成 2-36取消
            季度 1-12取消
            年度 1-3取消
            报到 2026-03-16 按时
            签订协议 2026-03-05 按时
        "#]],
    );
}

#[test]
fn after_the_last_day_the_measure_is_over_notice_or_not() {
    crate::asserts!("R-DISCH-5", "R-DISCH-2", "R-DISCH-3", "R-DEC-2");
    check(
        "2023-04-03 报到 社区康复 / 2023-04-03 协议 / 2026-04-03 今天",
        expect![[r#"
        Expired 2023-04-03..2026-04-02
        检测 1-11已过补检期 12未完成
        走访 1-18未完成
        报告 1-18未完成
        季度 1-12未完成
        年度 1-3未完成
        报到 2023-04-14 按时
        签订协议 2023-04-03 按时
        期满评估 2026-03-18 逾期
        解除建议 2026-03-18 逾期
        解除通知送乡镇 2026-04-09 待办
    "#]],
    );
    check(
        "2023-04-03 报到 社区康复 / 2023-04-03 协议 / 2026-03-10 解除建议 / 2026-04-03 解除通知 / 2026-04-10 收到通知 \
         / 2026-04-20 结束 死亡 / 2026-05-01 今天",
        expect![[r#"
            Discharged 2023-04-03..2026-04-02
            检测 1-11已过补检期 12未完成
            走访 1-18未完成
            报告 1-18未完成
            季度 1-12未完成
            年度 1-3未完成
            报到 2023-04-14 按时
            签订协议 2023-04-03 按时
            期满评估 2026-03-18 逾期
            解除建议 2026-03-18 按时
            解除通知送乡镇 2026-04-09 晚办
        "#]],
    );
}

#[test]
fn a_short_recovery_is_cut_off_and_marked() {
    crate::asserts!("R-DEC-6");
    check(
        "2026-03-05 报到 社区康复 17个月 / 2026-03-05 协议 / 2027-09-01 今天",
        expect![[r#"
        Expired 2026-03-05..2027-08-04
        检测 1-6已过补检期 7-8未完成
        走访 1-9未完成
        报告 1-9未完成
        季度 1-5未完成
        年度 1未完成
        报到 2026-03-16 按时
        签订协议 2026-03-05 按时
        期满评估 2027-07-20 逾期
        解除建议 2027-07-20 逾期
        解除通知送乡镇 2027-08-11 逾期
        标记 期限不是三十六个月
    "#]],
    );
}

#[test]
fn a_term_over_three_years_is_refused() {
    check(
        "2026-03-05 报到 社区康复 40个月 / 2026-03-05 协议 / 2026-04-01 今天",
        expect![[r#"
        Active 2026-03-05..未定
        报到 2026-03-16 按时
        签订协议 2026-03-05 按时
        标记 期限不是三十六个月
        矛盾 期限超出三十六个月
    "#]],
    );
}

#[test]
fn after_a_release_somebody_gets_in_touch_within_three_days() {
    crate::asserts!("R-SUSP-3");
    let told = "2026-03-05 报到 社区戒毒 1个月 / 2026-03-05 协议 / 2026-03-09 羁押 / 2026-03-16 释放";
    let contact = |story: &str| {
        let (file, at) = super::timeline::file(story);
        let (calendar, policy) = (crate::calendar::Calendar::built_in(), crate::policy::Policy::default());
        let reckoning = crate::duty::Reckoning::of(&file, &calendar, &policy, at);
        assert!(reckoning.overdue().is_empty(), "a default of ours is never on record");
        let deadline = reckoning.deadline(crate::duty::DutyKind::ReleaseContact).unwrap();
        (deadline.due.day().to_string(), deadline.status)
    };
    use crate::duty::deadline::DeadlineStatus::{Met, Missed, Open};
    assert_eq!(contact(&format!("{told} / 2026-03-19 今天")), ("2026-03-19".to_owned(), Open));
    assert_eq!(contact(&format!("{told} / 2026-03-20 今天")).1, Missed);
    assert_eq!(contact(&format!("{told} / 2026-03-18 走访 本人 / 2026-03-20 今天")).1, Met);
}

#[test]
fn nobody_is_to_be_got_in_touch_with_once_the_measure_is_over_or_in_another_detention() {
    crate::asserts!("R-SUSP-3", "R-DISCH-5");
    let told = "2026-03-05 报到 社区戒毒 1个月 / 2026-03-05 协议 / 2026-03-09 羁押 / 2026-03-16 释放";
    let owed = |story: &str| {
        let (file, at) = super::timeline::file(story);
        let (calendar, policy) = (crate::calendar::Calendar::built_in(), crate::policy::Policy::default());
        let reckoning = crate::duty::Reckoning::of(&file, &calendar, &policy, at);
        let duties = reckoning.duties(&calendar, &policy);
        duties.iter().any(|duty| duty.key.kind == crate::duty::DutyKind::ReleaseContact)
    };
    assert!(owed(&format!("{told} / 2026-03-30 今天")), "overdue, while the measure runs");
    assert!(!owed(&format!("{told} / 2026-03-25 羁押 / 2026-03-30 今天")));
    assert!(!owed(&format!("{told} / 2026-04-30 今天")), "over by law, notice or not");
}
