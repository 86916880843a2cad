//! What of a case stands in the registers.

use crate::calendar::Calendar;
use crate::case::{CaseFile, fold};
use crate::code::{OtherMeasure, OtherStep, SupportKind, SupportOutcome};
use crate::duty::{DutyKind, Reckoning};
use crate::event::{Body, OtherMeasureTaken, SupportGiven};
use crate::moment::Moment;
use crate::policy::Policy;
use crate::register::{Register, RegisterRow, RowStatus};

use super::make::{event, moment};
use super::timeline::file;

fn rows(file: &CaseFile, at: Moment, register: Register) -> Vec<RegisterRow> {
    let reckoning = Reckoning::of(file, &Calendar::built_in(), &Policy::default(), at);
    let rows = register.rows(file, &reckoning);
    for row in &rows {
        assert_eq!(row.cells.len(), register.columns().len(), "{register}: a cell for each column, {row:?}");
        assert!(crate::norm::is_clause(&row.clause), "{register}: {}", row.clause);
        if let Some(key) = row.duty {
            let (calendar, policy) = (Calendar::built_in(), Policy::default());
            let office = crate::office::OfficeFile::default();
            let told = crate::duty::explain(file, &office, &calendar, &policy, at, key);
            assert!(told.is_some(), "{register}: a date that is shown explains itself, {row:?}");
        }
    }
    rows
}

fn told(text: &str, register: Register) -> Vec<String> {
    let (file, at) = file(text);
    let line = |row: RegisterRow| format!("{} {} {}", row.status, row.clause, row.cells.join("|"));
    rows(&file, at, register).into_iter().map(line).collect()
}

#[test]
fn the_register_of_tests_shows_schedule_against_done_make_up_and_tests_beside() {
    crate::asserts!("R-TEST-4", "R-TEST-8", "R-TEST-9");
    let lines = told(
        "2026-03-05 报到 社区戒毒 / 2026-03-20 检测 阴性 / 2026-03-25 检测 不定期抽检 阴性 / 2026-05-20 检测 委托流入地 待实验室 \
         / 2026-05-21 今天",
        Register::Tests,
    );
    assert_eq!(lines.len(), 5, "{lines:#?}");
    assert!(
        lines[0].starts_with("已办 R-TEST-2 定期检测 第1期|2026-03-05 至 2026-04-04|2026-03-20|"),
        "{}",
        lines[0]
    );
    assert!(lines[1].starts_with("待补检 R-TEST-8 定期检测 第2期|2026-04-05 至 2026-05-04|"), "{}", lines[1]);
    assert!(lines[2].starts_with("待办 R-TEST-2 定期检测 第3期"), "{}", lines[2]);
    assert!(lines[3].starts_with("已办 R-TEST-6 "), "{}", lines[3]);
    assert!(lines[4].contains("R-TEST-9") && lines[4].contains("前反馈"), "{}", lines[4]);
}

#[test]
fn visits_reports_and_assessments_stand_window_by_window() {
    crate::asserts!("R-VISIT-2", "R-REPORT-1", "R-ASSESS-1");
    let story = "2026-03-05 报到 社区戒毒 / 2026-03-20 走访 / 2026-03-22 走访 / 2026-03-21 报告 书面 / 2026-06-10 评估 季度 / 2026-06-11 今天";
    let visits = told(story, Register::Visits);
    let with = |what: &str| visits.iter().filter(|line| line.contains(what)).count();
    assert_eq!((with("家访谈话 第"), with("定期报告 第"), with("不另计期")), (4, 4, 1), "{visits:#?}");
    assert!(visits[1].starts_with("未完成 R-VISIT-2"), "{}", visits[1]);
    let assessed = told(story, Register::Assessments);
    assert!(
        assessed.iter().any(|line| line.contains("季度评估 第1期") || line.contains("季度评估 第2期")),
        "{assessed:#?}"
    );
}

#[test]
fn leave_is_followed_from_the_request_to_the_return() {
    crate::asserts!("R-LEAVE-3", "R-LEAVE-5", "R-LEAVE-8");
    let begun = "2026-03-05 报到 社区戒毒 / 2026-04-01 请假 2026-04-05 2026-04-12";
    let status = |more: &str| {
        told(&format!("{begun}{more}"), Register::Leave)[0].split(' ').next().unwrap().to_owned()
    };
    assert_eq!(status(" / 2026-04-02 今天"), "待办");
    let granted = " / 2026-04-02 准假 2026-04-05 2026-04-12";
    assert_eq!(status(&format!("{granted} / 2026-04-12 今天")), "进行中");
    assert_eq!(status(&format!("{granted} / 2026-04-13 今天")), "逾期");
    assert_eq!(status(&format!("{granted} / 2026-04-12 销假 / 2026-04-13 今天")), "已办");
    assert_eq!(status(&format!("{granted} / 2026-04-15 销假 / 2026-04-16 今天")), "逾期办结");
}

#[test]
fn breaches_stand_with_their_place_and_the_24_hours_of_the_report() {
    crate::asserts!("R-TEST-11", "R-TEST-12", "R-TEST-13");
    let story = "2026-03-05 报到 社区戒毒 / 2026-03-20 拒检 / 2026-04-20 逃避 / 2026-05-20 拒检";
    let lines = told(&format!("{story} / 2026-05-21 今天"), Register::Breaches);
    assert_eq!(lines.len(), 3, "{lines:#?}");
    assert!(lines[0].starts_with("待办 R-TEST-11 拒绝检测|2026-03-20|第1次"), "{}", lines[0]);
    assert!(
        lines[2].starts_with("待办 R-TEST-12 拒绝检测|2026-05-20|第3次") && lines[2].contains("待决定"),
        "{}",
        lines[2]
    );
    let (file, at) =
        file(&format!("{story} / 2026-05-21 16:20 认定 第三次逃避或拒绝检测 / 2026-05-22 16:20 今天"));
    let found = rows(&file, at, Register::Breaches);
    let row =
        found.iter().find(|row| row.duty.is_some_and(|key| key.kind == DutyKind::BreachReport)).unwrap();
    assert_eq!((row.status, row.clock), (RowStatus::Due, Some(moment("2026-05-22 16:20"))));
    let later = rows(&file, moment("2026-05-22 16:21"), Register::Breaches);
    assert!(later.iter().any(|row| row.status == RowStatus::Overdue), "a minute later it is overdue");
}

#[test]
fn a_referral_is_open_until_its_outcome_is_recorded() {
    crate::asserts!("R-SUPPORT-1", "R-SUPPORT-3", "R-SUPPORT-5");
    let (mut events, at) = super::story("2026-03-05 报到 社区戒毒 / 2026-06-01 今天");
    let mut give = |number: u128, day: &str, support, partner: Option<&str>, outcome| {
        let partner = partner.map(str::to_owned);
        let body = SupportGiven {
            support,
            content: "想找活干".to_owned(),
            partner,
            outcome,
            attachments: Vec::new(),
        };
        events.push(event(number, moment(day), Body::SupportGiven(body)));
    };
    give(901, "2026-03-10", SupportKind::Training, Some("演示县人社局"), None);
    give(902, "2026-03-11", SupportKind::MinimumLiving, None, None);
    give(903, "2026-03-12", SupportKind::Counselling, None, None);
    let status = |events: &[_]| {
        let (file, _) = fold(events);
        rows(&file, at, Register::Support).iter().map(|row| row.status).collect::<Vec<_>>()
    };
    assert_eq!(status(&events), [RowStatus::Running, RowStatus::Due, RowStatus::Done]);
    let body = SupportGiven {
        support: SupportKind::Training,
        content: "已上课".to_owned(),
        partner: None,
        outcome: Some(SupportOutcome::Done),
        attachments: Vec::new(),
    };
    events.push(event(904, moment("2026-05-10"), Body::SupportGiven(body)));
    assert_eq!(status(&events), [RowStatus::Done, RowStatus::Due, RowStatus::Done, RowStatus::Done]);
}

#[test]
fn other_measures_stand_in_the_register_of_support_with_every_step_until_the_police_know() {
    crate::asserts!("R-OTHER-1", "R-OTHER-2", "R-OTHER-3");
    let (mut events, at) = super::story("2026-03-05 报到 社区戒毒 / 2026-06-01 今天");
    let mut take = |number: u128, day: &str, measure, step| {
        let body = OtherMeasureTaken { measure, step, place: "例县疾控中心".to_owned(), note: None };
        events.push(event(number, moment(day), Body::OtherMeasureTaken(body)));
        let (file, _) = fold(&events);
        let rows = rows(&file, at, Register::Support);
        rows.iter().map(|row| format!("{} {} {}", row.status, row.clause, row.cells[5])).collect::<Vec<_>>()
    };
    let methadone = OtherMeasure::Maintenance;
    assert_eq!(take(901, "2026-03-10", methadone, OtherStep::Encouraged), ["进行中 R-OTHER-1 已动员"]);
    assert_eq!(take(902, "2026-03-11", methadone, OtherStep::Consented), ["进行中 R-OTHER-1 本人同意"]);
    assert_eq!(take(903, "2026-03-12", methadone, OtherStep::Enrolled), ["待办 R-OTHER-1 待报公安备案"]);
    assert_eq!(take(904, "2026-03-13", methadone, OtherStep::Reported), ["进行中 R-OTHER-1 已报公安备案"]);
    assert_eq!(
        take(905, "2026-04-01", OtherMeasure::RecoverySite, OtherStep::Declined),
        ["进行中 R-OTHER-1 已报公安备案", "已了结 R-OTHER-3 本人不同意"]
    );
}

#[test]
fn a_change_of_place_shows_its_steps_and_the_one_that_is_due() {
    crate::asserts!("R-TRANSFER-2", "R-TRANSFER-3");
    let begun = "2026-03-05 报到 社区戒毒 / 2026-04-01 变更申请";
    let lines = told(&format!("{begun} / 2026-04-02 今天"), Register::Transfers);
    assert!(lines[0].starts_with("待办 R-TRANSFER-2 2026-04-01|"), "{lines:?}");
    let lines = told(&format!("{begun} / 2026-04-02 变更通知 / 2026-04-20 今天"), Register::Transfers);
    assert!(lines[0].starts_with("逾期 R-TRANSFER-3 "), "{lines:?}");
}

#[test]
fn suspensions_endings_and_discharge_stand_in_one_register() {
    crate::asserts!("R-SUSP-1", "R-SUSP-3", "R-TERM-1", "R-DISCH-1");
    let held = "2026-03-05 报到 社区戒毒 / 2026-04-01 羁押 行政拘留";
    let lines = told(&format!("{held} / 2026-04-05 今天"), Register::Endings);
    assert!(lines[0].starts_with("中止 R-SUSP-1 中止|2026-04-01|"), "{lines:?}");
    let lines = told(&format!("{held} / 2026-04-10 释放 / 2026-04-11 今天"), Register::Endings);
    assert!(lines[0].starts_with("待办 R-SUSP-3 中止|2026-04-01|2026-04-10|"), "{lines:?}");
    let lines =
        told("2026-03-05 报到 社区戒毒 / 2026-05-01 结束 监狱执行 / 2026-05-02 今天", Register::Endings);
    assert!(lines[0].starts_with("已了结 R-TERM-1 终止|2026-05-01|"), "{lines:?}");
    let lines = told("2026-03-05 报到 社区戒毒 / 2029-02-01 今天", Register::Endings);
    assert!(lines[0].starts_with("待办 R-DISCH-1 解除|"), "{lines:?}");
}
