//! D07–D10 and X02, X03, X05, X11: visits, tests, support, reports.

use super::{Form, minute};
use crate::case::Fact;
use crate::code::{TestSetting, VisitTarget};
use crate::event::{Body, DrugTest};
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
    form.need("送达方式", served.map(|served| served.manner));
    form.text(
        "拒绝或逃避检测的后果",
        "逃避或拒绝检测的，依法强制检测并书面告诫；第三次的，可以认定为严重违反协议。",
    );
    form.sign(&["本人", "办公室盖章"]);
}

/// One sheet a person, a row a test.
pub(super) fn tests(form: &mut Form<'_>) {
    form.head();
    let events = form.file.events.iter().filter(|event| !form.file.is_voided(event.id));
    let rows = events
        .filter_map(|event| {
            let Body::DrugTest(test) = &event.body else { return None };
            Some(test_row(form, event.id, event.happened_at, test))
        })
        .enumerate()
        .map(|(at, mut row)| {
            row.insert(0, (at + 1).to_string());
            row
        })
        .collect();
    let columns = [
        "次数",
        "对应检测期",
        "采样时间",
        "地点",
        "类别",
        "样本",
        "结论",
        "第二名工作人员",
        "样本编号",
        "备注",
    ];
    form.table("检测记录", &columns, rows);
    form.sign(&["本人", "检测民警", "第二名工作人员"]);
}

fn test_row(
    form: &Form<'_>,
    event: crate::id::EventId,
    at: crate::moment::Moment,
    test: &DrugTest,
) -> Vec<String> {
    let of_test = form.reckoning.schedule.tests.iter().filter(|state| state.by == Some(event));
    let windows: Vec<String> = of_test.map(|state| format!("第{}期", state.window.number)).collect();
    let numbers = test.sample_no.as_ref().map(|sample| format!("A {} / B {}", sample.a, sample.b));
    vec![
        windows.join("、"),
        minute(at),
        test.place.clone(),
        test.setting.label().to_owned(),
        test.method.label().to_owned(),
        test.result.label().to_owned(),
        test.second_staff.clone(),
        numbers.unwrap_or_default(),
        test.remarks.clone().unwrap_or_default(),
    ]
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
        ]
    });
    let rows = rows.collect();
    form.table("学习、帮扶、医疗、就业记录", &["日期", "类别", "内容", "部门、单位", "结果"], rows);
    form.sign(&["本人", "工作人员"]);
}

pub(super) fn guidance(form: &mut Form<'_>) {
    form.head();
    form.section("帮教");
    let Some(Body::GuidanceGiven(guidance)) = form.because() else { return };
    form.need("时间", form.at(form.call.because).map(minute));
    form.need("方式", Some(guidance.guidance));
    form.need("内容", Some(&guidance.content));
    form.sign(&["本人", "工作人员"]);
}

pub(super) fn report(form: &mut Form<'_>) {
    form.head();
    form.section("报告");
    let Some(Body::SelfReport(report)) = form.because() else { return };
    form.need("时间", form.at(form.call.because).map(minute));
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
    form.need("证明原件", None::<&str>);
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
