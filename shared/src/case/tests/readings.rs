//! Readings taken the other way: what an office's choice changes, and from when on.

use std::collections::BTreeMap;

use expect_test::expect;
use serde_json::json;

use super::make::{day, event, moment};
use super::preview::under;
use super::timeline;
use crate::calendar::Calendar;
use crate::event::{Body, Event, ReadingsSet, RuleVersion, Stream};
use crate::id::TownshipCode;
use crate::office::fold_office;
use crate::policy::Policy;
use crate::rules::Rules;

const SHORT: &str = "2026-03-10 报到 社区戒毒 2个月 / 2026-03-10 协议";

#[test]
fn tests_laid_by_calendar_months_begin_with_the_report_in_day_and_end_with_the_term() {
    under(
        &format!("{SHORT} / 2026-03-11 今天"),
        "tests_by_calendar_month",
        json!(true),
        expect![[r#"
        检测第1期：2026-03-10至2026-04-09 进行中 → 2026-03-10至2026-03-31 进行中
        检测第2期：2026-04-10至2026-05-09 未到 → 2026-04-01至2026-05-09 未到
    "#]],
    );
}

#[test]
fn visits_and_reports_laid_by_calendar_months_leave_tests_where_they_are() {
    under(
        &format!("{SHORT} / 2026-03-11 今天"),
        "contacts_by_calendar_month",
        json!(true),
        expect![[r#"
        报告第1期：2026-03-10至2026-04-09 进行中 → 2026-03-10至2026-03-31 进行中
        报告第2期：2026-04-10至2026-05-09 未到 → 2026-04-01至2026-05-09 未到
        走访第1期：2026-03-10至2026-04-09 进行中 → 2026-03-10至2026-03-31 进行中
        走访第2期：2026-04-10至2026-05-09 未到 → 2026-04-01至2026-05-09 未到
    "#]],
    );
}

#[test]
fn an_absence_inside_the_county_counts_only_where_leaving_the_township_does() {
    let away = format!("{SHORT} / 2026-03-20 擅离 2026-03-14 2026-03-20 本乡镇 / 2026-03-21 今天");
    under(
        &away,
        "absence_area",
        json!("township"),
        expect![[r#"
        擅自离开执行地：无 → 第一次告诫
        违规行为告诫书： → 1份
    "#]],
    );
    let (file, at) = timeline::file(&away);
    let course = crate::duty::Reckoning::of(&file, &Calendar::built_in(), &Policy::default(), at);
    assert_eq!(course.ladder.counted().count(), 0, "RD-18: the county, unless the office chose otherwise");
}

#[test]
fn days_in_transit_move_the_term_where_they_are_not_counted() {
    let moved = format!(
        "{SHORT} / 2026-03-20 变更申请 / 2026-03-21 批准变更 2026-03-22 / 2026-03-29 新地报到 / 2026-03-30 今天"
    );
    under(
        &moved,
        "transit_counts",
        json!(false),
        expect![[r#"
        报告第1期：2026-03-10至2026-04-09 进行中 → 2026-03-10至2026-04-16 进行中
        报告第2期：2026-04-10至2026-05-09 未到 → 2026-04-17至2026-05-16 未到
        期满评估第1期：2026-03-10至2026-05-09 进行中 → 2026-03-10至2026-05-16 进行中
        期满评估（2026-05-09）：2026-04-24 待办 → 
        期满评估（2026-05-16）： → 2026-05-01 待办
        期限最后一天：2026-05-09 → 2026-05-16
        检测第1期：2026-03-10至2026-04-09 进行中 → 2026-03-10至2026-04-16 进行中
        检测第2期：2026-04-10至2026-05-09 未到 → 2026-04-17至2026-05-16 未到
        解除建议（2026-05-09）：2026-04-24 待办 → 
        解除建议（2026-05-16）： → 2026-05-01 待办
        解除通知送乡镇（2026-05-09）：2026-05-18 待办 → 
        解除通知送乡镇（2026-05-16）： → 2026-05-25 待办
        走访第1期：2026-03-10至2026-04-09 进行中 → 2026-03-10至2026-04-16 进行中
        走访第2期：2026-04-10至2026-05-09 未到 → 2026-04-17至2026-05-16 未到
    "#]],
    );
}

#[test]
fn the_dossier_waits_for_the_letter_where_its_days_run_from_it() {
    let approved =
        format!("{SHORT} / 2026-03-20 变更申请 / 2026-03-21 批准变更 2026-03-22 / 2026-03-23 今天");
    under(
        &approved,
        "handover_from_letter",
        json!(true),
        expect![[r#"
        档案移交（2026-03-21）：2026-03-30 待办 → 
    "#]],
    );
}

#[test]
fn an_accepted_reason_is_only_noted_where_it_does_not_excuse() {
    let late = "2026-03-09 决定 社区戒毒 / 2026-03-26 正当理由 / 2026-03-27 今天";
    under(
        late,
        "reasons_excuse",
        json!(false),
        expect![[r#"
        报到（2026-03-09）：2026-03-24 不再计 → 2026-03-24 逾期
        状态：待报到 → 逾期未报到
        违法/违规行为报告： → 1份
        逾期报到通知书： → 1份
        逾期未报到报告（2026-03-24）： → 2026-03-27 待办
    "#]],
    );
}

#[test]
fn both_series_begin_anew_at_the_new_place_where_the_office_chose_so() {
    let refused = format!(
        "{SHORT} / 2026-03-12 拒检 / 2026-03-20 变更申请 / 2026-03-21 批准变更 2026-03-22 / 2026-03-29 新地报到 / 2026-03-30 今天"
    );
    under(
        &refused,
        "series_reset_by_transfer",
        json!(true),
        expect![[r#"
        违规行为告诫书：1份 → 
        逃避或拒绝检测：第一次告诫 → 无
    "#]],
    );
}

#[test]
fn hours_run_to_midnight_where_the_office_chose_so() {
    let determined = format!(
        "{SHORT} / 2026-03-12 检测 强制 阳性 / 2026-03-13 16:20 认定 强制检测阳性 / 2026-03-13 18:00 今天"
    );
    under(
        &determined,
        "hours_run_to_midnight",
        json!(true),
        expect![[r#"
        严重违反协议报告（2026-03-13）：2026-03-14 16:20 待办 → 2026-03-14 待办
    "#]],
    );
}

#[test]
fn the_sixteenth_assessment_is_an_initial_one_where_the_office_chose_so() {
    let assessed = format!("{SHORT} / 2026-03-11 评估 初次 / 2026-03-12 今天");
    under(
        &assessed,
        "initial_assessment",
        json!(true),
        expect![[r#"
        期满评估第1期：2026-03-10至2026-05-09 进行中 → 2026-03-10至2026-05-09 已完成
        期满评估（2026-05-09）：2026-04-24 待办 → 
        评估表： → 1份
    "#]],
    );
}

#[test]
fn compulsory_isolation_applies_to_nobody_under_sixteen_where_the_office_chose_so() {
    let young = "2026-03-10 报到 社区戒毒 2个月 不满十六周岁 / 2026-03-10 协议 / 2026-03-11 今天";
    under(
        young,
        "under_16_exempt",
        json!(true),
        expect![[r#"
        标记：不适用强制隔离戒毒： → 有
    "#]],
    );
}

#[test]
fn other_days_from_which_leave_and_overstaying_count_can_be_chosen() {
    let left = format!("{SHORT} / 2026-03-12 请假 2026-03-14 2026-03-16 / 2026-03-20 今天");
    under(
        &left,
        "leave_days_min",
        json!(2),
        expect![[r#"
        外出请假审批表： → 1份
        标记：外出不足三天，无需请假：有 → 
        请假申请（2026-03-14）： → 2026-03-13 按时
    "#]],
    );
    let overstayed = format!(
        "{SHORT} / 2026-03-12 请假 2026-03-14 2026-03-18 / 2026-03-12 准假 2026-03-14 2026-03-18 / 2026-03-20 销假 / 2026-03-21 今天"
    );
    under(
        &overstayed,
        "overstay_days_min",
        json!(2),
        expect![[r#"
        擅自离开执行地：无 → 第一次告诫
        违规行为告诫书： → 1份
    "#]],
    );
}

#[test]
fn one_hair_test_makes_up_for_one_window_where_the_office_chose_so() {
    let hair = format!(
        "{SHORT} / 2026-05-09 检测 毛发 补检 阴性 1 / 2026-05-10 检测 毛发 补检 阴性 1 2 / 2026-05-10 今天"
    );
    under(
        &hair.replace("阴性 1 /", "无效 1 /"),
        "makeup_covers_several",
        json!(false),
        expect![[r#"
        检测第2期：2026-04-10至2026-05-09 已补检 → 2026-04-10至2026-05-09 未完成
    "#]],
    );
}

#[test]
fn positive_hair_may_speak_of_use_before_the_term_for_another_number_of_months() {
    let hair = format!("{SHORT} / 2026-04-20 检测 毛发 阳性 / 2026-04-20 复吸报告 / 2026-04-21 今天");
    under(
        &hair,
        "hair_months",
        json!(1),
        expect![[r#"
        标记：毛发阳性可能反映期限开始前的吸食：有 → 
    "#]],
    );
}

#[test]
fn the_offices_own_days_do_not_roll_where_the_office_chose_so() {
    let approved =
        format!("{SHORT} / 2026-03-13 变更申请 / 2026-03-14 批准变更 2026-03-15 / 2026-03-16 今天");
    under(
        &approved,
        "office_days_roll",
        json!(false),
        expect![[r#"
        档案移交（2026-03-14）：2026-03-23 待办 → 2026-03-21 待办
    "#]],
    );
}

fn change(id: u128, published: &str, from: &str, version: &str) -> Event {
    let set = ReadingsSet {
        version: version.to_owned(),
        valid_from: day(from),
        values: BTreeMap::from([("absence_days_min".to_owned(), json!(2))]),
        reason: "试行".to_owned(),
    };
    let stream = Stream::Office(TownshipCode("430421100".to_owned()));
    Event { stream, ..event(id, moment(published), Body::ReadingsSet(set)) }
}

#[test]
fn old_records_keep_the_version_they_were_judged_under_even_if_a_change_claims_an_earlier_day() {
    let two_days = "2026-03-10 报到 社区戒毒 / 2026-03-10 协议 / 2026-04-03 擅离 2026-04-01 2026-04-03 \
         / 2026-06-03 擅离 2026-06-01 2026-06-03 / 2026-06-10 今天";
    let (file, at) = timeline::file(two_days);
    let office = fold_office(&[change(900, "2026-05-01", "2026-01-01", "2026-05")]);
    let (calendar, policy) = (Calendar::built_in(), Policy::default());
    let rules = Rules::of(&office, &calendar, &policy, at);
    let counted: Vec<_> = crate::duty::Reckoning::of(&file, &rules.calendar, &rules.policy, at)
        .ladder
        .counted()
        .map(|absence| absence.from)
        .collect();
    assert_eq!(counted, [day("2026-06-01")], "the one of April was judged when three days counted");
    let version = |text: &str| rules.policy.on(day(text)).version.clone();
    assert_eq!(version("2026-04-30"), RuleVersion("2026-01".to_owned()));
    assert_eq!(version("2026-05-01"), RuleVersion("2026-05".to_owned()));
}
