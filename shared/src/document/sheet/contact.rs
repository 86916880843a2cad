//! D07–D10 and X02, X03, X05, X11: visits, tests, support, reports.

use super::super::Paper;
use super::super::field::{self, FIELDS, Wanted};
use super::{Form, minute};
use crate::calendar::window::add_months;
use crate::case::Fact;
use crate::code::{Sex, TestMethod, TestResult, TestSetting, VisitTarget};
use crate::duty::schedule::WindowState;
use crate::event::{Body, DrugTest};
use crate::norm;
use crate::page::WindowStatus;

pub(super) fn visit(form: &mut Form<'_>) {
    form.head();
    form.section("走访");
    let Some(Body::Visit(visit)) = form.because() else { return };
    let of_other = !matches!(visit.target, VisitTarget::Self_);
    form.need("走访时间", form.at(form.call.because).map(minute));
    form.need("地点", Some(&visit.place));
    form.need("方式", Some(visit.manner));
    form.need("对象", Some(visit.target));
    form.need("结果", Some(if visit.found { "已找到" } else { "未找到" }));
    form.field("被访人", visit.met.as_ref().map(|met| &met.name), of_other && visit.found);
    form.field("与本人关系", visit.met.as_ref().map(|met| met.relation), of_other && visit.found);
    form.may("联系方式", visit.met.as_ref().and_then(|met| met.phone.as_ref()));
    form.may("配合程度", visit.cooperation);
    form.may("当前情况", visit.living);
    form.may("情绪", visit.mood);
    form.field("谈话内容", Some(&visit.notes), visit.found);
    form.may("突出困难", visit.difficulty.as_ref());
    form.may("同行人员", Some(visit.companions.join("、")));
    for key in ["until", "family", "work", "rehab", "mental", "opinion", "other", "photos"] {
        form.extra(key);
    }
    form.extra_or("visitors", Some(visit.companions.join("、")).filter(|names| !names.is_empty()));
    form.sign(&["被访人", "走访人"]);
}

pub(super) fn test_notice(form: &mut Form<'_>) {
    form.head();
    form.section("检测通知");
    let state = form.reckoning.schedule.tests.iter().find(|state| state.window.first == form.call.since);
    form.need("对应检测期", state.map(|state| format!("第{}期", state.window.number)));
    form.need("本期起", state.and_then(|state| state.window.first));
    form.need("本期止", state.and_then(|state| state.window.last));
    let served = match form.made() {
        Some(Body::TestNoticeServed(served)) => Some(served),
        _ => None,
    };
    form.need("检测日期", served.map(|served| served.test_day));
    form.need("检测地点", served.map(|served| &served.place));
    for key in ["hour", "contact"] {
        form.extra(key);
    }
    form.later();
    form.need("送达方式", served.map(|served| served.manner));
    form.need("送达时间", form.at(form.call.made).map(minute));
    for key in ["receiver", "scan"] {
        form.extra(key);
    }
    form.text(
        "拒绝或逃避检测的后果",
        "逃避或拒绝检测的，依法强制检测并书面告诫；第三次的，可以认定为严重违反协议。",
    );
    form.sign(&["本人", "办公室盖章"]);
}

/// One sheet a person, a row a test.
pub(super) fn tests(form: &mut Form<'_>) {
    form.head();
    let file = form.file;
    let standing = |event: &&crate::event::Event| !file.is_voided(event.id);
    let mut rows = Vec::new();
    let mut gaps = Vec::new();
    for event in file.events.iter().filter(standing) {
        let Body::DrugTest(test) = &event.body else { continue };
        let mut row = test_row(form, event, test);
        row.insert(0, (rows.len() + 1).to_string());
        rows.push(row);
        let number = rows.len();
        let lacking = lacking(form, event, test).into_iter();
        gaps.extend(lacking.map(|label| format!("第{number}次的{label}")));
    }
    form.table("检测记录", &TEST_COLUMNS, rows);
    form.section("尚缺项目");
    for label in gaps {
        form.need(&label, None::<&str>);
    }
    form.sign(&["本人", "检测民警", "第二名工作人员"]);
}

const TEST_COLUMNS: [&str; 16] = [
    "次数",
    "对应检测期",
    "采样时间",
    "地点",
    "类别",
    "样本",
    "结论",
    "检测民警",
    "第二名工作人员",
    "样本编号",
    "试剂",
    "补检对应的检测期",
    "样本保存至",
    "强制检测批准",
    "补录",
    "备注",
];

fn test_row(form: &Form<'_>, event: &crate::event::Event, test: &DrugTest) -> Vec<String> {
    let of_test = form.reckoning.schedule.tests.iter().filter(|state| state.by == Some(event.id));
    let windows: Vec<String> = of_test.map(|state| format!("第{}期", state.window.number)).collect();
    let numbers = test.sample_no.as_ref().map(|sample| format!("A {} / B {}", sample.a, sample.b));
    let kit = test.kit.as_ref().map(|kit| format!("{} {} 有效期至{}", kit.name, kit.lot, kit.expires));
    let covers: Vec<String> = test.covers.iter().map(|number| format!("第{number}期")).collect();
    let kept = matches!(test.result, TestResult::Positive)
        .then(|| add_months(crate::moment::civil_date(event.happened_at), norm::SAMPLE_KEPT_MONTHS));
    let approved = form.file.forced_approvals.iter().rev().find(|fact| fact.happened_at <= event.happened_at);
    let approved = approved.filter(|_| matches!(test.setting, TestSetting::Forced));
    let extras = FIELDS.iter().filter(|field| field.paper == Paper::D09);
    let extras = extras.filter_map(|field| {
        let filled = form.filled_of(Paper::D09, Some(event.id), field.key);
        let value = filled.or_else(|| carried(test, field.key))?;
        Some(format!("{}：{value}", field.label))
    });
    vec![
        windows.join("、"),
        minute(event.happened_at),
        test.place.clone(),
        test.setting.label().to_owned(),
        test.method.label().to_owned(),
        test.result.label().to_owned(),
        form.officer(test.tester).unwrap_or_default(),
        test.second_staff.clone(),
        numbers.unwrap_or_default(),
        kit.unwrap_or_default(),
        covers.join("、"),
        kept.map(|day| day.to_string()).unwrap_or_default(),
        approved
            .map(|fact| format!("{} {}", fact.body.approver, minute(fact.happened_at)))
            .unwrap_or_default(),
        extras.collect::<Vec<_>>().join("；"),
        test.remarks.clone().unwrap_or_default(),
    ]
}

/// What the form wants of a test and nobody recorded (R-TEST-16): two members of staff, a woman for the urine of a woman,
/// sealed samples of a positive, the approval of a forced one.
fn lacking(form: &Form<'_>, event: &crate::event::Event, test: &DrugTest) -> Vec<&'static str> {
    let of_woman = form.file.order.as_ref().is_some_and(|order| order.body.person.sex == Sex::Female);
    let positive = matches!(test.result, TestResult::Positive);
    let hair = matches!(test.method, TestMethod::Hair);
    let forced = matches!(test.setting, TestSetting::Forced);
    let approved = form.file.forced_approvals.iter().any(|fact| fact.happened_at <= event.happened_at);
    let conditions = [
        (form.officer(test.tester).is_none(), "检测民警"),
        (test.second_staff.trim().is_empty(), "第二名工作人员"),
        (test.place.trim().is_empty(), "地点"),
        ((positive || hair) && test.sample_no.is_none(), "样本编号"),
        (forced && !approved, "强制检测批准"),
        (matches!(test.setting, TestSetting::Makeup) && test.covers.is_empty(), "补检对应的检测期"),
    ];
    let mut lacking: Vec<&'static str> =
        conditions.into_iter().filter_map(|(lacks, label)| lacks.then_some(label)).collect();
    for field in FIELDS.iter().filter(|field| field.paper == Paper::D09) {
        let of_woman = field.key == "female_staff" && of_woman && matches!(test.method, TestMethod::Urine);
        let wanted = field.wanted == Wanted::Always || of_woman;
        let filled = form.filled_of(Paper::D09, Some(event.id), field.key);
        if wanted && filled.or_else(|| carried(test, field.key)).is_none() {
            lacking.push(field.label);
        }
    }
    lacking
}

/// What the record of a test itself says of a field of the form.
fn carried(test: &DrugTest, key: &str) -> Option<String> {
    match key {
        "panel" => Some(field::panel(&test.panel)).filter(|text| !text.is_empty()),
        "told_at" => test.told.as_ref().map(|told| match told.signing {
            Some(signing) => format!("{}（{signing}）", minute(told.at)),
            None => minute(told.at),
        }),
        _ => None,
    }
}

pub(super) fn support(form: &mut Form<'_>) {
    form.head();
    let rows = form.file.support.iter().map(|fact: &Fact<_>| {
        let support = &fact.body;
        vec![
            fact.day().to_string(),
            support.support.label().to_owned(),
            support.content.clone(),
            support.partner.clone().unwrap_or_default(),
            support.outcome.map_or("", |outcome| outcome.label()).to_owned(),
            form.filled_of(Paper::D10, Some(fact.event), "amount").unwrap_or_default(),
            form.filled_of(Paper::D10, Some(fact.event), "worker").unwrap_or_default(),
        ]
    });
    let rows = rows.collect();
    let columns = ["日期", "类别", "内容", "部门、单位", "结果", "金额", "工作人员"];
    form.table("学习、帮扶、医疗、就业记录", &columns, rows);
    form.section("本次");
    form.extra("amount");
    form.extra("worker");
    form.sign(&["本人", "工作人员"]);
}

pub(super) fn guidance(form: &mut Form<'_>) {
    form.head();
    form.section("帮教");
    let Some(Body::GuidanceGiven(guidance)) = form.because() else { return };
    form.need("时间", form.at(form.call.because).map(minute));
    form.need("方式", Some(guidance.guidance));
    form.need("内容", Some(&guidance.content));
    form.may("参加人数", Some(guidance.attendees).filter(|number| *number > 0));
    form.extra("attendees");
    form.sign(&["本人", "工作人员"]);
}

pub(super) fn report(form: &mut Form<'_>) {
    form.head();
    form.section("报告");
    let Some(Body::SelfReport(report)) = form.because() else { return };
    form.need("时间", form.at(form.call.because).map(minute));
    let window = form.reckoning.schedule.reports.iter().find(|state| {
        form.at(form.call.because).is_some_and(|at| state.window.holds(crate::moment::civil_date(at)))
    });
    form.may("对应报告期", window.map(|state| format!("第{}期", state.window.number)));
    form.need("书面", Some(if report.written { "是" } else { "否" }));
    form.need("当面", Some(if report.face_to_face { "是" } else { "否" }));
    form.need("戒毒情况", Some(&report.rehabilitation));
    form.need("生产生活情况", Some(&report.livelihood));
    form.need("心理状况", Some(&report.mental));
    form.need("家庭情况", Some(&report.family));
    form.sign(&["本人", "工作人员"]);
}

/// The certificate may arrive after the test (RD-20).
pub(super) fn result_elsewhere(form: &mut Form<'_>) {
    form.head();
    form.section("外出地检测");
    let Some(Body::DrugTest(test)) = form.because() else { return };
    form.need("采样时间", form.at(form.call.because).map(minute));
    form.need("样本", Some(test.method));
    form.need("结论", Some(test.result));
    for key in ["officer", "arrived_at", "scan"] {
        form.extra(key);
    }
}

/// The report of the police or the laboratory on a positive result (R-TEST-16).
pub(super) fn result_report(form: &mut Form<'_>) {
    form.head();
    form.section("检测报告");
    let Some(Body::DrugTest(test)) = form.because() else { return };
    form.need("采样时间", form.at(form.call.because).map(minute));
    form.need("样本", Some(test.method));
    form.need("结论", Some(test.result));
    form.extra("report_no");
    form.extra_or("testers", form.officer(test.tester).map(|name| format!("{name}、{}", test.second_staff)));
    form.extra_or("told_at", carried(test, "told_at"));
    form.extra("scan");
}

pub(super) fn forced_approval(form: &mut Form<'_>) {
    form.head();
    form.section("强制检测批准");
    let approved = match form.made() {
        Some(Body::ForcedTestApproved(approved)) => Some(approved),
        _ => None,
    };
    form.need("批准人", approved.map(|approved| &approved.approver));
    form.need("批准时间", form.at(form.call.made).map(minute));
    form.need("理由", approved.map(|approved| &approved.reason));
    form.extra("scan");
}

/// Visits and reports of a stretch of the term, in one line: windows that closed in it, and those fulfilled.
pub(super) fn contacts(form: &Form<'_>, from: chrono::NaiveDate, to: chrono::NaiveDate) -> String {
    let until = to.min(form.reckoning.course.judged());
    let told = |name: &str, states: &[WindowState]| {
        let due =
            states.iter().filter(|state| state.window.last.is_some_and(|last| from <= last && last <= until));
        let due: Vec<&WindowState> = due.collect();
        let missed: Vec<String> = due
            .iter()
            .filter(|state| matches!(state.status, WindowStatus::Missed))
            .map(|state| format!("第{}期", state.window.number))
            .collect();
        let missed = if missed.is_empty() { String::new() } else { format!("，缺{}", missed.join("、")) };
        format!(
            "{name}{}期，已完成{}期{missed}",
            due.len(),
            due.iter().filter(|state| state.by.is_some()).count()
        )
    };
    let schedule = &form.reckoning.schedule;
    format!("{}；{}", told("应访", &schedule.visits), told("应报", &schedule.reports))
}

/// Tests of a stretch of the term, in one line: due, done, positive, made up.
pub(super) fn summary(form: &Form<'_>, from: chrono::NaiveDate, to: chrono::NaiveDate) -> String {
    let within = |day: chrono::NaiveDate| from <= day && day <= to;
    let windows = form.reckoning.schedule.tests.iter().filter(|state| state.window.last.is_some_and(within));
    let (mut due, mut done, mut made_up) = (0, 0, 0);
    for state in windows {
        due += 1;
        done += usize::from(matches!(state.status, WindowStatus::Satisfied));
        made_up += usize::from(matches!(state.status, WindowStatus::MadeUp));
    }
    let positive = form.file.tests.iter().filter(|test| {
        within(test.day())
            && matches!(test.body.result, crate::code::TestResult::Positive)
            && !matches!(test.body.setting, TestSetting::Forced)
    });
    format!("应检{due}期，已检{done}期，补检{made_up}期，阳性{}次", positive.count())
}
