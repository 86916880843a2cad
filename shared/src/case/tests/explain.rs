//! Every date can be asked why.

use expect_test::{Expect, expect};

use super::timeline;
use crate::calendar::Calendar;
use crate::duty::{DutyKey, DutyKind, duties, explain};
use crate::office::OfficeFile;
use crate::policy::Policy;

fn why(story: &str, kind: DutyKind, window: Option<u8>, expect: Expect) {
    let (file, at) = timeline::file(story);
    let key = DutyKey { kind, window };
    let (calendar, policy) = (Calendar::built_in(), Policy::default());
    let explained = explain(&file, &OfficeFile::default(), &calendar, &policy, at, key).unwrap();
    let rows = explained.calendar_rows.join("、");
    expect.assert_eq(&format!("{}\n[{rows}] {}\n", explained.paragraph, explained.rule_version));
}

#[test]
fn a_rolled_period_names_the_holiday_it_rolled_over() {
    why(
        "2026-09-18 决定 社区戒毒 / 2026-09-20 今天",
        DutyKind::ReportIn,
        None,
        expect![[r#"
            报到最迟2026年10月8日。依据R-REPORTIN-4：本人收到决定书后，应在15日内到执行地报到。已知本人收到决定书：2026年9月18日；责任人：本人。计算：2026年9月18日当天不计入，第15日是2026年10月3日；2026年10月3日是休息日，顺延到下一个工作日2026年10月8日。用到的放假安排：2026-10-03 国庆节、2026-10-04 国庆节、2026-10-05 国庆节、2026-10-06 国庆节、2026-10-07 国庆节。（RD-02）起算当天不计入，从第二天开始数。（RD-03）按日计算的期限，最后一天遇休息日的，顺延到下一个工作日，以当年实际放假安排为准。
            [2026-10-03 国庆节、2026-10-04 国庆节、2026-10-05 国庆节、2026-10-06 国庆节、2026-10-07 国庆节] 2026-01
        "#]],
    );
}

#[test]
fn working_days_are_counted_out() {
    why(
        "2026-09-14 决定 社区戒毒 / 2026-09-30 今天",
        DutyKind::OverdueReport,
        None,
        expect![[r#"
            逾期未报到报告最迟2026年10月9日。依据R-REPORTIN-5：逾期未报到又没有正当理由的，办公室应在报到期限届满后3个工作日内作出报告，送决定机关和执行地公安机关。已知报到期限届满：2026年9月29日；责任人：办公室。计算：2026年9月29日当天不计入，数3个工作日：9月30日、10月8日、10月9日。用到的放假安排：2026-10-01 国庆节、2026-10-02 国庆节、2026-10-03 国庆节、2026-10-04 国庆节、2026-10-05 国庆节、2026-10-06 国庆节、2026-10-07 国庆节。（RD-04）工作日按实际放假安排数，调休上班的周末算工作日。（RD-05）办公室认可正当理由的，不算逾期，也不用报告。
            [2026-10-01 国庆节、2026-10-02 国庆节、2026-10-03 国庆节、2026-10-04 国庆节、2026-10-05 国庆节、2026-10-06 国庆节、2026-10-07 国庆节] 2026-01
        "#]],
    );
}

#[test]
fn hours_run_to_the_minute() {
    why(
        "2026-03-05 报到 社区戒毒 / 2026-03-20 检测 强制 阳性 / 2026-03-20 16:20 认定 强制检测阳性 / 2026-03-20 18:00 今天",
        DutyKind::BreachReport,
        None,
        expect![[r#"
            严重违反协议报告最迟2026年3月21日。依据R-TEST-13：认定后24小时内报告决定机关和执行地公安机关。已知认定：2026年3月20日16:20；责任人：办公室。计算：从该时刻起24小时，到2026年3月21日16:20，不因休息日延长。（RD-15）是否认定严重违反协议由指定的人决定，程序只作提示；24小时从认定时起算。（RD-16）24小时精确到分钟，不因节假日延长。
            [] 2026-01
        "#]],
    );
}

#[test]
fn a_backward_date_shows_the_working_day_to_aim_at() {
    crate::asserts!("R-TIME-7", "R-DISCH-1");
    why(
        "2023-10-19 报到 社区戒毒 / 2026-09-20 今天",
        DutyKind::DischargeProposal,
        None,
        expect![[r#"
            解除建议最迟2026年10月3日。依据R-DISCH-1：期满前15日，乡镇书面提出解除建议。已知期限最后一天：2026年10月18日；责任人：乡镇。计算：2026年10月18日当天不计入，向前15日是2026年10月3日，不向后移；2026年10月3日是休息日，宜在2026年9月30日前办理。用到的放假安排：2026-10-01 国庆节、2026-10-02 国庆节、2026-10-03 国庆节。（RD-28）解除的各个日期从（顺延后的）满期日起算。
            [2026-10-01 国庆节、2026-10-02 国庆节、2026-10-03 国庆节] 2026-01
        "#]],
    );
}

#[test]
fn a_window_tells_its_months_and_a_detention_that_moved_it() {
    let told = "2026-03-31 报到 社区戒毒 / 2026-05-10 羁押 / 2026-05-15 释放 / 2026-06-01 今天";
    why(
        told,
        DutyKind::Test,
        Some(2),
        expect![[r#"
            定期检测（第2期）最迟2026年6月4日。依据R-TEST-2：社区戒毒第一年每月、第二年每两个月、第三年每三个月至少检测一次，共22次。已知报到日：2026年3月31日；第几期：第2期，期限的第2个月。计算：本期从报到日起算第1个月的对应日开始：2026年5月1日；到第2个月的对应日前一天结束：2026年5月30日；2026年5月10日至2026年5月15日羁押5天不计入，顺延5天；顺延后为2026年5月1日至2026年6月4日；检测期和走访期不因休息日移动。（RD-06）报到当天是期限的第一天，满期日是对应日的前一天；当月没有对应日的，为当月最后一天。（RD-09）检测期从报到日起逐段排列，不按自然月，也不因休息日移动。（RD-26）羁押的天数不计入期限，未结束的各期和满期日顺延同样天数。
            [] 2026-01
        "#]],
    );
    why(
        told,
        DutyKind::MakeupTest,
        Some(1),
        expect![[r#"
            补检（第1期）最迟2026年7月30日。依据R-TEST-8：推迟或漏检不超过三个月的，可用毛发等样本补检。已知报到日：2026年3月31日；第几期：第1期，期限的第1个月。计算：本期从报到日起算第0个月的对应日开始：2026年3月31日；到第1个月的对应日前一天结束：2026年4月30日；本期2026年4月30日结束时没有有效检测；加3个月，补检最迟2026年7月30日。（RD-06）报到当天是期限的第一天，满期日是对应日的前一天；当月没有对应日的，为当月最后一天。（RD-09）检测期从报到日起逐段排列，不按自然月，也不因休息日移动。（RD-12）漏检的，可在该期结束后3个月内用毛发补检；一次可补多期，但不能抵当前这一期。
            [] 2026-01
        "#]],
    );
    why(
        told,
        DutyKind::Visit,
        Some(3),
        expect![[r#"
            家访谈话（第3期）最迟2026年7月5日。依据R-VISIT-2：社区戒毒每月、社区康复每两个月至少与本人谈话（家访）一次。已知报到日：2026年3月31日；第几期：第3期，期限的第3个月。计算：本期从报到日起算第2个月的对应日开始：2026年5月31日；到第3个月的对应日前一天结束：2026年6月30日；2026年5月10日至2026年5月15日羁押5天不计入，顺延5天；顺延后为2026年6月5日至2026年7月5日；检测期和走访期不因休息日移动。（RD-06）报到当天是期限的第一天，满期日是对应日的前一天；当月没有对应日的，为当月最后一天。（RD-22）走访和定期报告按期限内的月份排期。（RD-26）羁押的天数不计入期限，未结束的各期和满期日顺延同样天数。
            [] 2026-01
        "#]],
    );
}

#[test]
fn a_date_in_an_unpublished_year_says_so() {
    crate::asserts!("R-TIME-9");
    why(
        "2027-03-05 决定 社区戒毒 / 2027-03-06 今天",
        DutyKind::ReportIn,
        None,
        expect![[r#"
            报到最迟2027年3月22日。依据R-REPORTIN-4：本人收到决定书后，应在15日内到执行地报到。已知本人收到决定书：2027年3月5日；责任人：本人。计算：2027年3月5日当天不计入，第15日是2027年3月20日；2027年3月20日是休息日，顺延到下一个工作日2027年3月22日。（RD-02）起算当天不计入，从第二天开始数。（RD-03）按日计算的期限，最后一天遇休息日的，顺延到下一个工作日，以当年实际放假安排为准。该年度放假安排尚未公布，日期为暂定。
            [] 2026-01
        "#]],
    );
}

#[test]
fn every_duty_of_a_long_story_can_be_explained() {
    let (file, at) = timeline::file(
        "2026-03-05 报到 社区戒毒 / 2026-03-20 拒检 / 2026-03-20 检测 强制 阳性 / 2026-04-05 检测 阳性 / 2026-05-01 变更申请 \
         / 2026-05-06 变更通知 / 2026-05-07 变更表 / 2026-05-08 批准变更 2026-05-09 / 2026-05-20 今天",
    );
    let (calendar, policy, office) = (Calendar::built_in(), Policy::default(), OfficeFile::default());
    let all = duties(&file, &office, &calendar, &policy, at);
    assert!(all.len() >= 9, "{all:?}");
    for duty in all {
        let explained = explain(&file, &office, &calendar, &policy, at, duty.key).unwrap();
        assert_eq!(explained.duty, duty);
        assert!(!explained.clause_text.is_empty(), "{duty:?}");
        assert!(!explained.readings.is_empty() && !explained.steps.is_empty(), "{duty:?}");
    }
    let none = DutyKey { kind: DutyKind::DischargeNotice, window: Some(1) };
    assert_eq!(explain(&file, &office, &calendar, &policy, at, none), None);
}

#[test]
fn the_worklist_puts_overdue_first_and_hides_what_cannot_be_mended() {
    let (file, at) = timeline::file("2026-03-05 报到 社区戒毒 / 2026-05-01 今天");
    let (calendar, policy) = (Calendar::built_in(), Policy::default());
    let lines: Vec<String> = duties(&file, &OfficeFile::default(), &calendar, &policy, at)
        .into_iter()
        .map(|duty| {
            let window = duty.key.window.map_or(String::new(), |number| format!("第{number}期"));
            format!(
                "{} {}{window} {}..{} {}天 {}\n",
                duty.alert, duty.key.kind, duty.opens, duty.due, duty.days_left, duty.clause
            )
        })
        .collect();
    expect![[r#"
        逾期 签订协议 2026-03-05..2026-03-05 -57天 R-AGREE-1
        临近 定期检测第2期 2026-04-05..2026-05-04 3天 R-TEST-2
        临近 家访谈话第2期 2026-04-05..2026-05-04 3天 R-VISIT-2
        临近 定期报告第2期 2026-04-05..2026-05-04 3天 R-REPORT-1
        按期 季度评估第1期 2026-03-05..2026-06-04 34天 R-ASSESS-1
        临近 补检第1期 2026-04-05..2026-07-04 64天 R-TEST-8
        按期 年度评估第1期 2026-03-05..2027-03-04 307天 R-ASSESS-1
    "#]]
    .assert_eq(&lines.concat());
}
