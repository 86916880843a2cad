//! The timeline language: `2026-03-10 报到 社区戒毒 / 2026-03-20 检测 阴性 / 2026-05-31 今天`.

use std::fmt::Write as _;

use expect_test::Expect;

use super::make;
use crate::calendar::Calendar;
use crate::case::{CaseFile, fold, standing};
use crate::code::{
    Area, AssessPeriod, BreachGround, BreachSeries, DetentionKind, EndingKind, Grade, LeaveReason, Measure,
    RefusalManner, Special, TestMethod, TestResult, TestSetting, TransferGround, VisitManner, VisitTarget,
};
use crate::duty::Reckoning;
use crate::duty::deadline::{DeadlineStatus, Due};
use crate::duty::schedule::WindowState;
use crate::event::*;
use crate::moment::Moment;
use crate::office::OfficeFile;
use crate::page::WindowStatus;
use crate::policy::Policy;

/// Tells a story and compares what the rules make of it.
pub(super) fn check(story_text: &str, expect: Expect) {
    expect.assert_eq(&tell(story_text));
}

fn tell(story_text: &str) -> String {
    let (events, at) = story(story_text);
    let (file, issues) = fold(&events);
    let (calendar, policy, office) = (Calendar::built_in(), Policy::default(), OfficeFile::default());
    let standing = standing(&file, &office, &calendar, &policy, at);
    let reckoning = Reckoning::of(&file, &calendar, &policy, at);
    let mut out = String::new();
    let course = &reckoning.course;
    let show = |day: Option<chrono::NaiveDate>| day.map_or("未定".to_owned(), |day| day.to_string());
    write!(out, "{:?}", standing.state).unwrap();
    if let Some(first) = course.first {
        write!(out, " {first}..{}", show(course.last)).unwrap();
    }
    out.push('\n');
    for (name, states) in [
        ("检测", &reckoning.schedule.tests),
        ("走访", &reckoning.schedule.visits),
        ("报告", &reckoning.schedule.reports),
        ("季度", &reckoning.schedule.quarters),
        ("年度", &reckoning.schedule.years),
    ] {
        let told = statuses(states);
        if !told.is_empty() {
            writeln!(out, "{name} {told}").unwrap();
        }
    }
    for deadline in &reckoning.deadlines {
        let due = match deadline.due {
            Due::Day(day) => day.to_string(),
            Due::Instant(at) => at.format("%Y-%m-%d %H:%M").to_string(),
        };
        let status = match deadline.status {
            DeadlineStatus::Open => "待办",
            DeadlineStatus::Met => "按时",
            DeadlineStatus::Late => "晚办",
            DeadlineStatus::Missed => "逾期",
            DeadlineStatus::Ended => "不再计",
        };
        let target = deadline.target.map_or(String::new(), |target| format!(" 宜{target}"));
        writeln!(out, "{} {due}{target} {status}", deadline.rule.kind).unwrap();
    }
    let ladder = &reckoning.ladder;
    for series in BreachSeries::ALL {
        let level = ladder.level(*series);
        if level != crate::case::ladder::BreachLevel::None {
            writeln!(out, "{series}：{level}").unwrap();
        }
    }
    for absence in &ladder.absences {
        let counted = if absence.counted { "计入" } else { "不计" };
        writeln!(out, "离开 {} {}天 {counted}", absence.from, absence.days).unwrap();
    }
    for flag in &standing.flags {
        writeln!(out, "标记 {flag}").unwrap();
    }
    let quiet = |kind: &crate::case::IssueKind| matches!(kind, crate::case::IssueKind::TesterNotQualified);
    for issue in issues.iter().chain(&standing.issues).filter(|issue| !quiet(&issue.kind)) {
        writeln!(out, "矛盾 {}", issue.kind).unwrap();
    }
    out
}

/// Windows that are neither open nor in the future, runs of one status drawn together.
fn statuses(states: &[WindowState]) -> String {
    let mut runs: Vec<(u8, u8, WindowStatus)> = Vec::new();
    for state in states.iter().filter(|state| state.status != WindowStatus::Future) {
        let number = state.window.number;
        match runs.last_mut() {
            Some((_, last, status)) if *status == state.status && *last + 1 == number => *last = number,
            _ => runs.push((number, number, state.status)),
        }
    }
    runs.iter()
        .map(
            |(from, to, status)| {
                if from == to { format!("{from}{status}") } else { format!("{from}-{to}{status}") }
            },
        )
        .collect::<Vec<_>>()
        .join(" ")
}

/// The facts of a story and the moment it is looked at.
pub(super) fn story(text: &str) -> (Vec<Event>, Moment) {
    let mut events = Vec::new();
    let mut at = None;
    for (number, entry) in text.split('/').map(str::trim).enumerate() {
        let words: Vec<&str> = entry.split_whitespace().collect();
        let timed = words.get(1).is_some_and(|word| word.contains(':'));
        let when = if timed { format!("{} {}", words[0], words[1]) } else { words[0].to_owned() };
        let moment = make::moment(&when);
        let rest = &words[if timed { 2 } else { 1 }..];
        let id = 10 * (number as u128 + 1);
        if rest[0] == "今天" {
            at = Some(moment);
            continue;
        }
        if rest[0] == "报到" && rest.len() > 1 {
            let received = make::day(words[0]) - chrono::Days::new(4);
            let order = Body::Order(order(received, &rest[1..]));
            events.push(make::event(id, make::moment(&received.to_string()), order));
        }
        events.push(make::event(id + 1, moment, word(words[0], rest)));
    }
    (events, at.expect("a story ends with 今天"))
}

fn order(received: chrono::NaiveDate, words: &[&str]) -> Order {
    let measure = pick(words, Measure::ALL, Measure::label).unwrap();
    let term =
        words.iter().find_map(|word| word.strip_suffix("个月")).map_or(36, |term| term.parse().unwrap());
    let mut order = make::order(measure, term, received);
    order.person.special = pick(words, Special::ALL, Special::label);
    order
}

/// Every word must be one of the known ones, so that a slip of the pen is no silent default.
fn only(words: &[&str], known: &[&[&str]]) {
    for word in words {
        let is_known = known.iter().any(|all| all.contains(word)) || word.parse::<u32>().is_ok();
        assert!(is_known, "no such word in a story: {word}");
    }
}

fn labels<T: Copy>(all: &[T], label: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|item| label(*item)).collect()
}

fn pick<T: Copy>(words: &[&str], all: &[T], label: fn(T) -> &'static str) -> Option<T> {
    all.iter().copied().find(|item| words.contains(&label(*item)))
}

/// One word with its rest as a fact.
pub(super) fn word(day: &str, words: &[&str]) -> Body {
    let rest = &words[1..];
    let date = |at: usize| rest.get(at).map(|text| make::day(text));
    let none = String::new;
    if words[0] == "检测" {
        let (methods, settings) =
            (labels(TestMethod::ALL, TestMethod::label), labels(TestSetting::ALL, TestSetting::label));
        only(rest, &[&methods, &settings, &labels(TestResult::ALL, TestResult::label)]);
    }
    if words[0] == "走访" {
        only(rest, &[&labels(VisitTarget::ALL, VisitTarget::label), &["未找到", "电话"]]);
    }
    match words[0] {
        "决定" => Body::Order(order(make::day(day), rest)),
        "报到" => make::report_in(),
        "协议" => Body::AgreementSigned(AgreementSigned { told_at: None }),
        "检测" => Body::DrugTest(DrugTest {
            method: pick(rest, TestMethod::ALL, TestMethod::label).unwrap_or(TestMethod::Urine),
            setting: pick(rest, TestSetting::ALL, TestSetting::label).unwrap_or(TestSetting::Regular),
            covers: rest.iter().filter_map(|word| word.parse().ok()).collect(),
            ..make::test(pick(rest, TestResult::ALL, TestResult::label).unwrap())
        }),
        "拒检" | "逃避" => Body::TestRefused(TestRefused {
            manner: if words[0] == "逃避" { RefusalManner::Evade } else { RefusalManner::Refuse },
            place: none(),
            facts: none(),
            notice_proof: None,
            witness: None,
            attachments: Vec::new(),
        }),
        "走访" => Body::Visit(Visit {
            found: !rest.contains(&"未找到"),
            manner: if rest.contains(&"电话") { VisitManner::Phone } else { VisitManner::HomeVisit },
            ..make::visit(pick(rest, VisitTarget::ALL, VisitTarget::label).unwrap_or(VisitTarget::Self_))
        }),
        "报告" => Body::SelfReport(SelfReport {
            attachments: Vec::new(),
            written: rest.contains(&"书面"),
            face_to_face: rest.contains(&"当面"),
            rehabilitation: none(),
            livelihood: none(),
            mental: none(),
            family: none(),
        }),
        "评估" => Body::Assessment(Assessment {
            attachments: Vec::new(),
            period: pick(rest, AssessPeriod::ALL, AssessPeriod::label).unwrap(),
            cooperation: Grade::Fair,
            conduct: Grade::Fair,
            recovery: Grade::Fair,
            violations: None,
            conclusion: Grade::Fair,
            advice: none(),
            members: Vec::new(),
        }),
        "擅离" => Body::Absence(Absence {
            attachments: Vec::new(),
            from: date(0).unwrap(),
            until: rest.get(1).filter(|word| **word != "未归").map(|word| make::day(word)),
            facts: none(),
            left: pick(rest, Area::ALL, Area::label),
        }),
        "请假" => Body::LeaveRequested(LeaveRequested {
            attachments: Vec::new(),
            from: date(0).unwrap(),
            until: date(1).unwrap(),
            destination: none(),
            reason: LeaveReason::Work,
            contact: None,
        }),
        "准假" => Body::LeaveApproved(LeaveApproved { from: date(0).unwrap(), until: date(1).unwrap() }),
        "销假" => Body::LeaveReturned(LeaveReturned { attachments: Vec::new(), note: None }),
        other => procedure(other, rest),
    }
}

fn procedure(word: &str, rest: &[&str]) -> Body {
    let date = |at: usize| rest.get(at).map(|text| make::day(text));
    let none = String::new;
    match word {
        "正当理由" => Body::LatenessJustified(LatenessJustified {
            reason: none(),
            proof: None,
            new_date: date(0),
            attachments: Vec::new(),
        }),
        "逾期报告" => Body::OverdueReportSent(OverdueReportSent { addressees: Vec::new() }),
        "告诫" => Body::AdmonitionIssued(AdmonitionIssued {
            series: pick(rest, BreachSeries::ALL, BreachSeries::label).unwrap(),
            ordinal: rest.iter().find_map(|word| word.parse().ok()).unwrap(),
            events: Vec::new(),
            served: None,
            attachments: Vec::new(),
        }),
        "认定" => Body::SeriousDetermined(SeriousDetermined {
            ground: pick(rest, BreachGround::ALL, BreachGround::label).unwrap(),
            facts: none(),
            evidence: Vec::new(),
            decided_by: "试例主任".to_owned(),
        }),
        "违规报告" => Body::BreachReportSent(BreachReportSent { addressees: Vec::new() }),
        "复吸报告" => Body::RelapseReportSent(RelapseReportSent { test: None }),
        "羁押" => Body::Detained(Detained {
            detention: pick(rest, DetentionKind::ALL, DetentionKind::label)
                .unwrap_or(DetentionKind::Administrative),
            suspends: rest.contains(&"中止"),
            site: none(),
            paper: None,
        }),
        "释放" => Body::Released(Released { paper: None }),
        "结束" => Body::Ended(Ended {
            ending: pick(rest, EndingKind::ALL, EndingKind::label).unwrap(),
            paper: None,
        }),
        "变更申请" => Body::TransferRequested(TransferRequested {
            ground: TransferGround::Residence,
            new_place: none(),
        }),
        "变更通知" => Body::TransferOrgNotified(TransferOrgNotified {}),
        "变更表" => Body::TransferFormSubmitted(TransferFormSubmitted { opinion: none() }),
        "批准变更" => Body::TransferApproved(TransferApproved { notice_received: date(0) }),
        "不批准" => Body::TransferDenied(TransferDenied { reasons: none() }),
        "移交" => Body::DossierHandedOver(DossierHandedOver { receipt: None }),
        "新地报到" => Body::TransferReportedIn(TransferReportedIn { new_place: none() }),
        "解除建议" => Body::DischargeProposed(DischargeProposed { summary: none() }),
        "解除通知" => Body::DischargeNoticeIssued(DischargeNoticeIssued { notice_no: none() }),
        "收到通知" => Body::DischargeNoticeReceived(DischargeNoticeReceived {}),
        other => panic!("no such word in a story: {other}"),
    }
}

/// The file of a story, and the moment.
pub(super) fn file(text: &str) -> (CaseFile, Moment) {
    let (events, at) = story(text);
    (fold(&events).0, at)
}
