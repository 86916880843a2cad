//! Change of place and discharge.

use expect_test::expect;

use super::check;

#[test]
fn each_step_of_a_change_of_place_starts_the_next_period() {
    crate::asserts!("R-TRANSFER-2", "R-TRANSFER-3", "R-TRANSFER-4", "R-TRANSFER-5", "R-TRANSFER-8");
    check(
        "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-09-29 变更申请 / 2026-09-30 变更通知 / 2026-10-09 变更表 \
         / 2026-10-12 批准变更 2026-10-13 / 2026-10-14 今天",
        expect![[r#"
            Active 2026-03-05..2029-03-04
            检测 1-4已过补检期 5-7未完成 8进行中
            走访 1-7未完成 8进行中
            报告 1-7未完成 8进行中
            季度 1-2未完成 3进行中
            年度 1进行中
            报到 2026-03-16 按时
            签订协议 2026-03-05 按时
            变更申请通知办公室 2026-10-09 按时
            提交变更审批表 2026-10-10 按时
            变更审批 2026-10-12 按时
            档案移交 2026-10-19 待办
            到新执行地报到 2026-10-28 待办
            期满评估 2029-02-17 宜2029-02-16 待办
            解除建议 2029-02-17 宜2029-02-16 待办
            解除通知送乡镇 2029-03-12 待办
            标记 正在变更执行地
        "#]],
    );
}

#[test]
fn a_refused_change_ends_the_chain_and_a_second_one_starts_anew() {
    crate::asserts!("R-TRANSFER-6");
    check(
        "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-06-01 变更申请 / 2026-06-02 变更通知 / 2026-06-03 不批准 \
         / 2026-07-01 变更申请 / 2026-07-02 今天",
        expect![[r#"
            Active 2026-03-05..2029-03-04
            检测 1-3未完成 4进行中
            走访 1-3未完成 4进行中
            报告 1-3未完成 4进行中
            季度 1未完成 2进行中
            年度 1进行中
            报到 2026-03-16 按时
            签订协议 2026-03-05 按时
            变更申请通知办公室 2026-06-04 按时
            提交变更审批表 2026-06-05 不再计
            变更申请通知办公室 2026-07-06 待办
            期满评估 2029-02-17 宜2029-02-16 待办
            解除建议 2029-02-17 宜2029-02-16 待办
            解除通知送乡镇 2029-03-12 待办
            标记 正在变更执行地
        "#]],
    );
}

#[test]
fn nobody_is_overdue_at_the_new_place_while_detained() {
    crate::asserts!("R-TRANSFER-10");
    let told = "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-06-01 变更申请 / 2026-06-02 变更通知 / 2026-06-03 变更表 \
        / 2026-06-04 批准变更 2026-06-05 / 2026-06-08 移交";
    check(
        &format!("{told} / 2026-06-15 羁押 / 2026-07-01 今天"),
        expect![[r#"
        Suspended 2026-03-05..未定
        检测 1-3未完成 4-22中止
        走访 1-3未完成 4-36中止
        报告 1-3未完成 4-36中止
        季度 1未完成 2-12中止
        年度 1-3中止
        报到 2026-03-16 按时
        签订协议 2026-03-05 按时
        变更申请通知办公室 2026-06-04 按时
        提交变更审批表 2026-06-05 按时
        变更审批 2026-06-08 按时
        档案移交 2026-06-11 按时
        到新执行地报到 2026-06-22 待办
        标记 正在变更执行地
    "#]],
    );
    check(
        &format!("{told} / 2026-06-23 羁押 / 2026-07-01 今天"),
        expect![[r#"
        Suspended 2026-03-05..未定
        检测 1-3未完成 4-22中止
        走访 1-3未完成 4-36中止
        报告 1-3未完成 4-36中止
        季度 1未完成 2-12中止
        年度 1-3中止
        报到 2026-03-16 按时
        签订协议 2026-03-05 按时
        变更申请通知办公室 2026-06-04 按时
        提交变更审批表 2026-06-05 按时
        变更审批 2026-06-08 按时
        档案移交 2026-06-11 按时
        到新执行地报到 2026-06-22 逾期
        标记 正在变更执行地
    "#]],
    );
    check(
        &format!("{told} / 2026-06-15 羁押 / 2026-06-25 释放 / 2026-07-01 今天"),
        expect![[r#"
            Active 2026-03-05..2029-03-14
            检测 1-3未完成 4进行中
            走访 1-3未完成 4进行中
            报告 1-3未完成 4进行中
            季度 1未完成 2进行中
            年度 1进行中
            报到 2026-03-16 按时
            签订协议 2026-03-05 按时
            释放后联系 2026-06-29 逾期
            变更申请通知办公室 2026-06-04 按时
            提交变更审批表 2026-06-05 按时
            变更审批 2026-06-08 按时
            档案移交 2026-06-11 按时
            到新执行地报到 2026-06-22 逾期
            期满评估 2029-02-27 待办
            解除建议 2029-02-27 待办
            解除通知送乡镇 2029-03-21 待办
            标记 正在变更执行地
        "#]],
    );
}

#[test]
fn discharge_is_proposed_fifteen_days_before_the_last_day() {
    crate::asserts!("R-DISCH-1", "R-DISCH-3");
    check(
        "2023-11-06 报到 社区戒毒 / 2023-11-06 协议 / 2026-10-20 今天",
        expect![[r#"
        Active 2023-11-06..2026-11-05
        检测 1-20已过补检期 21未完成 22进行中
        走访 1-35未完成 36进行中
        报告 1-35未完成 36进行中
        季度 1-11未完成 12进行中
        年度 1-2未完成 3进行中
        报到 2023-11-17 按时
        签订协议 2023-11-06 按时
        期满评估 2026-10-21 待办
        解除建议 2026-10-21 待办
        解除通知送乡镇 2026-11-12 待办
    "#]],
    );
    check(
        "2023-11-06 报到 社区戒毒 / 2023-11-06 协议 / 2026-10-22 解除建议 / 2026-11-20 今天",
        expect![[r#"
        Expired 2023-11-06..2026-11-05
        检测 1-21已过补检期 22未完成
        走访 1-36未完成
        报告 1-36未完成
        季度 1-12未完成
        年度 1-3未完成
        报到 2023-11-17 按时
        签订协议 2023-11-06 按时
        期满评估 2026-10-21 逾期
        解除建议 2026-10-21 晚办
        解除通知送乡镇 2026-11-12 逾期
    "#]],
    );
}

#[test]
fn after_a_refusal_nothing_is_in_progress_and_nothing_falls_due() {
    crate::asserts!("R-TRANSFER-6");
    let (file, at) = super::timeline::file(
        "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-06-01 变更申请 / 2026-06-02 变更通知 / 2026-06-03 变更表 / 2026-06-05 不批准 \
         / 2026-08-01 今天",
    );
    let (calendar, policy) = (crate::calendar::Calendar::built_in(), crate::policy::Policy::default());
    let reckoning = crate::duty::Reckoning::of(&file, &calendar, &policy, at);
    assert_eq!(reckoning.overdue(), []);
    assert!(!crate::duty::transfer::in_progress(&file, &reckoning.course));
}

#[test]
fn from_the_day_after_the_last_nothing_of_the_person_is_owed_or_asked() {
    crate::asserts!("R-DISCH-5");
    let told = "2023-04-03 报到 社区戒毒 / 2023-04-03 协议 / 2023-05-01 检测 强制 阳性 / 2026-03-10 解除建议";
    let owed = |story: &str| {
        let (file, at) = super::timeline::file(story);
        let (calendar, policy) = (crate::calendar::Calendar::built_in(), crate::policy::Policy::default());
        let office = crate::office::OfficeFile::default();
        let flags = crate::case::standing(&file, &office, &calendar, &policy, at).flags;
        let duties = crate::duty::duties(&file, &office, &calendar, &policy, at);
        (duties.into_iter().map(|duty| duty.key.kind.label()).collect::<Vec<_>>(), flags)
    };
    let (on_the_last_day, flags) = owed(&format!("{told} / 2026-04-02 今天"));
    assert!(
        on_the_last_day.contains(&"定期检测") && on_the_last_day.contains(&"补检"),
        "{on_the_last_day:?}"
    );
    assert_eq!(flags, [crate::case::Flag::NeedsDetermination]);
    assert_eq!(owed(&format!("{told} / 2026-04-03 今天")), (vec!["解除通知送乡镇"], vec![]));
}
