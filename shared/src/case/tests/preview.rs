//! What would change.

use std::collections::BTreeMap;

use expect_test::{Expect, expect};
use serde_json::json;

use super::make::{day, event, moment};
use super::{story, timeline};
use crate::calendar::Calendar;
use crate::code::DetentionKind;
use crate::event::{Body, CalendarNotice, Detained, Event, ReadingsSet, Released};
use crate::office::{OfficeFact, OfficeFile};
use crate::policy::Policy;
use crate::preview::{Change, as_of, rule_changes, what_if};
use crate::rules::Rules;

fn show(changes: &[Change], expect: Expect) {
    let lines: Vec<String> = changes
        .iter()
        .map(|change| format!("{}：{} → {}\n", change.what, change.before, change.after))
        .collect();
    expect.assert_eq(&lines.concat());
}

#[test]
fn an_imagined_detention_shows_which_windows_shift() {
    let (events, at) = story("2026-03-05 报到 社区戒毒 12个月 / 2026-03-05 协议 / 2026-12-01 今天");
    let held = Body::Detained(Detained {
        detention: DetentionKind::Administrative,
        suspends: true,
        site: String::new(),
        paper: None,
    });
    let imagined = [
        event(801, moment("2026-11-20"), held),
        event(802, moment("2026-11-30"), Body::Released(Released { paper: None })),
    ];
    let (calendar, policy) = (Calendar::built_in(), Policy::default());
    let result = what_if(&events, &imagined, &OfficeFile::default(), &calendar, &policy, at);
    show(
        &result.changes,
        expect![[r#"
            中止/恢复执行记录： → 2份
            季度评估第3期：2026-09-05至2026-12-04 进行中 → 2026-09-05至2026-12-14 进行中
            季度评估第4期：2026-12-05至2027-03-04 未到 → 2026-12-15至2027-03-14 未到
            年度评估第1期：2026-03-05至2027-03-04 进行中 → 2026-03-05至2027-03-14 进行中
            报告第10期：2026-12-05至2027-01-04 未到 → 2026-12-15至2027-01-14 未到
            报告第11期：2027-01-05至2027-02-04 未到 → 2027-01-15至2027-02-14 未到
            报告第12期：2027-02-05至2027-03-04 未到 → 2027-02-15至2027-03-14 未到
            报告第9期：2026-11-05至2026-12-04 进行中 → 2026-11-05至2026-12-14 进行中
            期满评估第1期：2026-12-05至2027-03-04 未到 → 2026-12-15至2027-03-14 未到
            期满评估（2027-03-04）：2027-02-17 待办 → 
            期满评估（2027-03-14）： → 2027-02-27 待办
            期限最后一天：2027-03-04 → 2027-03-14
            检测第10期：2026-12-05至2027-01-04 未到 → 2026-12-15至2027-01-14 未到
            检测第11期：2027-01-05至2027-02-04 未到 → 2027-01-15至2027-02-14 未到
            检测第12期：2027-02-05至2027-03-04 未到 → 2027-02-15至2027-03-14 未到
            检测第9期：2026-11-05至2026-12-04 进行中 → 2026-11-05至2026-12-14 进行中
            解除建议（2027-03-04）：2027-02-17 待办 → 
            解除建议（2027-03-14）： → 2027-02-27 待办
            解除通知送乡镇（2027-03-04）：2027-03-11 待办 → 
            解除通知送乡镇（2027-03-14）： → 2027-03-22 待办
            走访第10期：2026-12-05至2027-01-04 未到 → 2026-12-15至2027-01-14 未到
            走访第11期：2027-01-05至2027-02-04 未到 → 2027-01-15至2027-02-14 未到
            走访第12期：2027-02-05至2027-03-04 未到 → 2027-02-15至2027-03-14 未到
            走访第9期：2026-11-05至2026-12-04 进行中 → 2026-11-05至2026-12-14 进行中
            释放后联系（2026-11-30）： → 2026-12-03 待办
        "#]],
    );
    assert_eq!(result.papers.iter().map(|call| call.paper.code()).collect::<Vec<_>>(), ["X08", "X08"]);
}

#[test]
fn an_imagined_third_refusal_shows_the_candidate() {
    let told = "2026-03-05 报到 社区戒毒 1个月 / 2026-03-05 协议 / 2026-03-10 拒检 / 2026-03-12 拒检 / 2026-03-20 今天";
    let (events, at) = story(told);
    let (third, _) = story("2026-03-15 拒检 / 2026-03-20 今天");
    let third: Vec<Event> = third
        .into_iter()
        .map(|it| Event { id: crate::id::EventId(uuid::Uuid::from_u128(77)), ..it })
        .collect();
    let (calendar, policy) = (Calendar::built_in(), Policy::default());
    let result = what_if(&events, &third, &OfficeFile::default(), &calendar, &policy, at);
    show(
        &result.changes,
        expect![[r#"
        严重违反协议认定（2026-03-20）： → 2026-03-20 待办
        标记：待决定是否认定严重违反协议： → 有
        逃避或拒绝检测：第二次告诫 → 可以认定严重违反协议
    "#]],
    );
}

#[test]
fn a_changed_reading_names_the_cases_it_would_change_before_it_is_published() {
    let away = timeline::file(
        "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-04-03 擅离 2026-04-01 2026-04-03 / 2026-04-10 今天",
    );
    let other = timeline::file("2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-04-10 今天");
    let change = |from: &str| ReadingsSet {
        version: "2026-04".to_owned(),
        valid_from: day(from),
        values: BTreeMap::from([("absence_days_min".to_owned(), json!(2))]),
        reason: "试行".to_owned(),
    };
    let (calendar, policy) = (Calendar::built_in(), Policy::default());
    let (office, at) = (OfficeFile::default(), away.1);
    let before = Rules::of(&office, &calendar, &policy, at);
    let with = |from: &str| Policy::default().with(&change(from));
    let early = with("2026-04-01");
    let after = Rules::of(&office, &calendar, &early, at);
    let changed = rule_changes(&[&away.0, &other.0], &office, &before, &after, at);
    assert_eq!(changed.len(), 1);
    show(
        &changed[0].changes,
        expect![[r#"
        擅自离开执行地：无 → 第一次告诫
        违规行为告诫书： → 1份
    "#]],
    );
    let late = with("2026-04-02");
    let after = Rules::of(&office, &calendar, &late, at);
    assert_eq!(
        rule_changes(&[&away.0, &other.0], &office, &before, &after, at),
        vec![],
        "judged as it was then"
    );
}

#[test]
fn a_new_notice_moves_open_deadlines_and_the_old_value_can_be_told() {
    let (file, at) = timeline::file("2027-01-28 决定 社区戒毒 / 2027-02-01 今天");
    let (calendar, policy) = (Calendar::built_in(), Policy::default());
    let notice = CalendarNotice {
        source: "试排".to_owned(),
        csv: "2027-02-12,holiday,试排春节\n2027-02-13,holiday,试排春节\n2027-02-14,workday,试排调休上班\n"
            .to_owned(),
    };
    let office = OfficeFile {
        notices: vec![OfficeFact {
            event: file.order.as_ref().unwrap().event,
            happened_at: at,
            body: notice,
        }],
        ..OfficeFile::default()
    };
    let before = Rules::of(&OfficeFile::default(), &calendar, &policy, at);
    let after = Rules::of(&office, &calendar, &policy, at);
    let changed = rule_changes(&[&file], &OfficeFile::default(), &before, &after, at);
    show(
        &changed[0].changes,
        expect![[r#"
        报到（2027-01-28）：2027-02-12 待办 → 2027-02-14 待办
    "#]],
    );
    let duties = crate::duty::duties(&file, &office, &calendar, &policy, at);
    assert_eq!((duties[0].due, duties[0].provisional), (day("2027-02-14"), false));
    let plain = crate::duty::duties(&file, &OfficeFile::default(), &calendar, &policy, at);
    assert_eq!(
        (plain[0].due, plain[0].provisional),
        (day("2027-02-12"), true),
        "rests on an unpublished year"
    );
}

#[test]
fn the_case_as_the_office_could_know_it_lacks_what_came_later() {
    let (events, at) =
        story("2026-03-05 报到 社区戒毒 1个月 / 2026-03-05 协议 / 2026-03-10 检测 阴性 / 2026-03-20 今天");
    let received: Vec<(Event, _)> = events
        .into_iter()
        .map(|event| {
            let late = matches!(event.body, Body::DrugTest(_));
            let at = if late { moment("2026-04-01") } else { event.recorded_at };
            (event, at)
        })
        .collect();
    let (calendar, policy) = (Calendar::built_in(), Policy::default());
    show(
        &as_of(&received, &OfficeFile::default(), &calendar, &policy, at),
        expect![[r#"
        定期吸毒检测记录表： → 1份
        检测第1期：2026-03-05至2026-04-04 进行中 → 2026-03-05至2026-04-04 已完成
    "#]],
    );
}

/// What a story says under one changed value, beside the default.
pub(super) fn under(story_text: &str, name: &str, value: serde_json::Value, expect: Expect) {
    let (file, at) = timeline::file(story_text);
    let (calendar, policy, office) = (Calendar::built_in(), Policy::default(), OfficeFile::default());
    let change = ReadingsSet {
        version: "试".to_owned(),
        valid_from: day("2020-01-01"),
        values: BTreeMap::from([(name.to_owned(), value)]),
        reason: "试行".to_owned(),
    };
    let changed = Policy::default().with(&change);
    let before = Rules::of(&office, &calendar, &policy, at);
    let after = Rules::of(&office, &calendar, &changed, at);
    let changes = rule_changes(&[&file], &office, &before, &after, at);
    let lines: Vec<Change> = changes.into_iter().flat_map(|case| case.changes).collect();
    show(&lines, expect);
}

#[test]
fn each_reading_can_be_taken_the_other_way() {
    let short = "2026-03-05 报到 社区戒毒 2个月 / 2026-03-05 协议";
    under(
        "2026-03-09 决定 社区戒毒 / 2026-03-10 今天",
        "start_day_counts",
        json!(true),
        expect![[r#"
        报到（2026-03-09）：2026-03-24 待办 → 2026-03-23 待办
    "#]],
    );
    under(
        "2026-09-22 决定 社区戒毒 / 2026-10-11 今天",
        "makeup_days_work",
        json!(false),
        expect![[r#"
        逾期未报到报告（2026-10-08）：2026-10-12 待办 → 2026-10-13 待办
    "#]],
    );
    under(
        &format!("{short} / 2026-03-10 今天"),
        "term_ends_on_anniversary",
        json!(true),
        expect![[r#"
            报告第2期：2026-04-05至2026-05-04 未到 → 2026-04-05至2026-05-05 未到
            期满评估第1期：2026-03-05至2026-05-04 进行中 → 2026-03-05至2026-05-05 进行中
            期满评估（2026-05-04）：2026-04-19 待办 → 
            期满评估（2026-05-05）： → 2026-04-20 待办
            期限最后一天：2026-05-04 → 2026-05-05
            检测第2期：2026-04-05至2026-05-04 未到 → 2026-04-05至2026-05-05 未到
            解除建议（2026-05-04）：2026-04-19 待办 → 
            解除建议（2026-05-05）： → 2026-04-20 待办
            解除通知送乡镇（2026-05-04）：2026-05-11 待办 → 
            解除通知送乡镇（2026-05-05）： → 2026-05-12 待办
            走访第2期：2026-04-05至2026-05-04 未到 → 2026-04-05至2026-05-05 未到
        "#]],
    );
    under(
        &format!("{short} / 2026-03-10 检测 不定期抽检 阴性 / 2026-03-11 今天"),
        "spot_checks_count",
        json!(false),
        expect![[r#"
            检测第1期：2026-03-05至2026-04-04 已完成 → 2026-03-05至2026-04-04 进行中
        "#]],
    );
    under(
        &format!("{short} / 2026-03-10 检测 请假外出地 阴性 / 2026-03-11 今天"),
        "tests_elsewhere_count",
        json!(false),
        expect![[r#"
            检测第1期：2026-03-05至2026-04-04 已完成 → 2026-03-05至2026-04-04 进行中
        "#]],
    );
    under(
        &format!("{short} / 2026-03-10 检测 无效 / 2026-03-11 今天"),
        "invalid_tests_count",
        json!(true),
        expect![[r#"
            检测第1期：2026-03-05至2026-04-04 进行中 → 2026-03-05至2026-04-04 已完成
        "#]],
    );
    under(
        &format!("{short} / 2026-03-10 检测 阳性 / 2026-03-10 18:00 今天"),
        "relapse_report_hours",
        json!(12),
        expect![[r#"
            复吸报告（2026-03-10）：2026-03-11 09:00 待办 → 2026-03-10 21:00 待办
        "#]],
    );
    under(
        &format!("{short} / 2026-03-10 走访 亲属 / 2026-03-11 今天"),
        "relatives_count",
        json!(true),
        expect![[r#"
            走访第1期：2026-03-05至2026-04-04 进行中 → 2026-03-05至2026-04-04 已完成
        "#]],
    );
    under(
        &format!("{short} / 2026-03-10 报告 书面 当面 / 2026-03-11 今天"),
        "report_counts_as_visit",
        json!(false),
        expect![[r#"
            走访第1期：2026-03-05至2026-04-04 已完成 → 2026-03-05至2026-04-04 进行中
        "#]],
    );
    under(
        &format!("{short} / 2026-03-11 今天"),
        "final_assessment",
        json!(false),
        expect![[r#"
        期满评估第1期：2026-03-05至2026-05-04 进行中 → 
        期满评估（2026-05-04）：2026-04-19 待办 → 
    "#]],
    );
    under(
        &format!("{short} / 2026-03-10 羁押 / 2026-03-12 释放 / 2026-03-13 今天"),
        "detention_shifts",
        json!(false),
        expect![[r#"
            报告第1期：2026-03-05至2026-04-06 进行中 → 2026-03-05至2026-04-04 进行中
            报告第2期：2026-04-07至2026-05-06 未到 → 2026-04-05至2026-05-04 未到
            期满评估第1期：2026-03-05至2026-05-06 进行中 → 2026-03-05至2026-05-04 进行中
            期满评估（2026-05-04）： → 2026-04-19 待办
            期满评估（2026-05-06）：2026-04-21 待办 → 
            期限最后一天：2026-05-06 → 2026-05-04
            检测第1期：2026-03-05至2026-04-06 进行中 → 2026-03-05至2026-04-04 进行中
            检测第2期：2026-04-07至2026-05-06 未到 → 2026-04-05至2026-05-04 未到
            解除建议（2026-05-04）： → 2026-04-19 待办
            解除建议（2026-05-06）：2026-04-21 待办 → 
            解除通知送乡镇（2026-05-04）： → 2026-05-11 待办
            解除通知送乡镇（2026-05-06）：2026-05-13 待办 → 
            走访第1期：2026-03-05至2026-04-06 进行中 → 2026-03-05至2026-04-04 进行中
            走访第2期：2026-04-07至2026-05-06 未到 → 2026-04-05至2026-05-04 未到
        "#]],
    );
    under(
        "2026-03-05 报到 社区戒毒 2个月 / 2026-03-06 协议 / 2026-03-11 今天",
        "agreement_days",
        json!(3),
        expect![[r#"
            签订协议（2026-03-05）：2026-03-05 晚办 → 2026-03-09 按时
        "#]],
    );
    under(
        "2025-01-05 报到 社区康复 16个月 / 2025-01-05 协议 / 2026-01-10 今天",
        "short_recovery_every_two_months",
        json!(true),
        expect![[r#"
            检测第7期：2026-01-05至2026-04-04 进行中 → 2026-01-05至2026-03-04 进行中
            检测第8期：2026-04-05至2026-05-04 未到 → 2026-03-05至2026-05-04 未到
        "#]],
    );
    under(
        "2026-03-05 报到 社区康复 4个月 / 2026-03-05 协议 / 2026-06-20 检测 毛发 补检 阴性 1 / 2026-06-21 今天",
        "makeup_months",
        json!(1),
        expect![[r#"
            检测第1期：2026-03-05至2026-05-04 已补检 → 2026-03-05至2026-05-04 已过补检期
        "#]],
    );
}
