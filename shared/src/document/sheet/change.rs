//! D15, D16, D18, X01 and X06–X10: change of place, discharge, endings.

use super::super::Paper;
use super::contact::summary;
use super::{Form, minute};
use crate::case::DischargeStep;
use crate::code::BreachSeries;
use crate::duty::DutyKind;
use crate::event::{Body, TransferRequested};
use crate::moment::Moment;

/// Tests, talks, reports and breaches up to now, in a line each.
fn so_far(form: &mut Form<'_>) {
    form.section("执行情况");
    let course = &form.reckoning.course;
    let schedule = &form.reckoning.schedule;
    let done = |states: &[crate::duty::schedule::WindowState]| {
        states.iter().filter(|state| state.by.is_some()).count().to_string()
    };
    let tests = course.first.map(|first| summary(form, first, course.today));
    let ladder = &form.reckoning.ladder;
    form.need("检测", tests);
    form.need("完成走访（期）", Some(done(&schedule.visits)));
    form.need("完成报告（期）", Some(done(&schedule.reports)));
    form.need("逃避或拒绝检测", Some(ladder.level(BreachSeries::Test)));
    form.need("擅自离开", Some(ladder.level(BreachSeries::Absence)));
    let days = course.last.map(|last| (last - course.today).num_days().max(0));
    form.need("剩余天数", days);
}

pub(super) fn transfer_form(form: &mut Form<'_>) {
    form.head();
    form.section("变更");
    let asked = asked(form);
    form.need("原执行地", form.place());
    form.need("新执行地", asked.map(|(_, asked)| &asked.new_place));
    form.need("变更事由", asked.map(|(_, asked)| asked.ground));
    form.need("公安收到申请", asked.map(|(at, _)| minute(at)));
    form.need("办公室接到通知", form.at(form.call.because).map(minute));
    so_far(form);
    form.section("意见");
    let opinion = match form.made() {
        Some(Body::TransferFormSubmitted(submitted)) => Some(&submitted.opinion),
        _ => None,
    };
    form.need("办公室意见", opinion);
    form.extra("proof");
    form.later();
    form.need("提交时间", form.at(form.call.made).map(minute));
    form.extra_or("police_opinion", decision(form));
    form.extra("scan");
    form.sign(&["办公室盖章", "公安机关意见"]);
}

/// The last application up to now.
fn asked<'a>(form: &Form<'a>) -> Option<(Moment, &'a TransferRequested)> {
    let now = form.reckoning.course.at;
    form.file.events.iter().rev().find_map(|event| {
        let counts = !form.file.is_voided(event.id) && event.happened_at <= now;
        if let (true, Body::TransferRequested(asked)) = (counts, &event.body) {
            Some((event.happened_at, asked))
        } else {
            None
        }
    })
}

/// What the police decided on the form, if it has.
fn decision(form: &Form<'_>) -> Option<String> {
    let submitted = form.at(form.call.made)?;
    let later = form.file.events.iter().filter(|event| event.happened_at >= submitted);
    later.filter(|event| !form.file.is_voided(event.id)).find_map(|event| {
        let at = minute(event.happened_at);
        if let Body::TransferDenied(denied) = &event.body {
            return Some(format!("不同意：{}（{at}）", denied.reasons));
        }
        matches!(event.body, Body::TransferApproved(_)).then(|| format!("同意（{at}）"))
    })
}

pub(super) fn transfer_letter(form: &mut Form<'_>) {
    form.head();
    form.section("函");
    form.need("批准时间", form.at(form.call.because).map(minute));
    // as on the day of the approval, of which the letter tells
    let today = form.reckoning.course.today;
    let today = form.at(form.call.because).map_or(today, crate::moment::civil_date);
    let next = form
        .reckoning
        .schedule
        .tests
        .iter()
        .find(|state| state.window.last.is_some_and(|last| last >= today));
    let next = next.and_then(|state| Some(format!("第{}期，至{}", state.window.number, state.window.last?)));
    form.need("下一检测期", next);
    for key in ["sent_at", "contact"] {
        form.extra(key);
    }
    form.later();
    form.extra("receipt");
    so_far(form);
    dossier(form);
    form.sign(&["办公室盖章", "新执行地办公室回执"]);
}

/// Papers of the police: registered and scanned, never produced here.
pub(super) fn incoming(form: &mut Form<'_>) {
    form.head();
    form.section("来文");
    form.need("时间", form.at(form.call.because).map(minute));
    match form.because() {
        Some(Body::DischargeNoticeIssued(notice)) => form.need("文号", Some(&notice.notice_no)),
        Some(Body::TransferApproved(approved)) => form.need("本人收到日期", approved.notice_received),
        _ => {}
    }
    if matches!(form.call.paper, Paper::D18) {
        let received = form.file.discharge.iter().find(|fact| fact.body == DischargeStep::NoticeReceived);
        form.need("期限止", form.reckoning.course.last);
        form.need("乡镇收到时间", received.map(|fact| minute(fact.happened_at)));
        for key in ["basis", "served_person_at", "served_family_at"] {
            form.extra(key);
        }
        let issued = form.at(form.call.because);
        let upload = form.file.uploads.iter().find(|fact| issued.is_some_and(|at| fact.happened_at >= at));
        form.may(
            "上传反馈",
            upload.map(|fact| format!("{} {}", fact.body.told_by, minute(fact.happened_at))),
        );
    } else {
        let by = form.reckoning.deadline(DutyKind::TransferReportIn).map(|deadline| deadline.due.day());
        form.need("新执行地", asked(form).map(|(_, asked)| &asked.new_place));
        form.need("报到期限", by);
    }
    form.extra("scan");
}

pub(super) fn proposal(form: &mut Form<'_>) {
    form.head();
    so_far(form);
    form.section("建议");
    let proposed = match form.because() {
        Some(Body::DischargeProposed(proposed)) => Some(&proposed.summary),
        _ => None,
    };
    let last = form.reckoning.schedule.finals.iter().any(|state| state.by.is_some());
    form.need("执行摘要", proposed);
    form.may("期满评估", Some(if last { "已评估" } else { "未评估" }));
    form.later();
    form.need("发出时间", form.at(form.call.made).map(minute));
    form.extra("receipt");
    form.sign(&["乡镇盖章"]);
}

pub(super) fn application(form: &mut Form<'_>) {
    form.head();
    form.section("申请");
    let Some(Body::TransferRequested(asked)) = form.because() else { return };
    form.need("事由", Some(asked.ground));
    form.need("新地址", Some(&asked.new_place));
    form.extra("proof");
}

pub(super) fn custody(form: &mut Form<'_>) {
    form.head();
    form.section("登记");
    form.need("时间", form.at(form.call.because).map(minute));
    match form.because() {
        Some(Body::Detained(detained)) => {
            form.need("种类", Some(detained.detention));
            form.need("羁押场所", Some(&detained.site));
            form.may("文书", detained.paper.as_ref());
            form.text("羁押期间", crate::norm::clause_text("R-SUSP-2"));
        }
        Some(Body::Released(released)) => {
            form.need("种类", Some("释放"));
            form.may("文书", released.paper.as_ref());
        }
        Some(Body::Ended(ended)) => {
            form.need("种类", Some(ended.ending));
            form.need("文书", ended.paper.as_ref());
        }
        _ => {}
    }
}

pub(super) fn handover(form: &mut Form<'_>) {
    form.head();
    dossier(form);
    form.section("移交");
    let receipt = match form.made() {
        Some(Body::DossierHandedOver(handed)) => handed.receipt.as_ref(),
        _ => None,
    };
    form.extra("pages");
    form.later();
    form.need("移交时间", form.at(form.call.made).map(minute));
    form.need("回执", receipt);
    form.extra("received_at");
    form.sign(&["移交人", "接收人"]);
}

/// 档案清单: what the file holds, by paper.
fn dossier(form: &mut Form<'_>) {
    let calls = super::super::calls(form.file, form.reckoning);
    let rows = super::super::counts(&calls)
        .into_iter()
        .map(|(paper, count)| vec![paper.code().to_owned(), paper.label().to_owned(), count.to_string()])
        .collect();
    form.table("移交清单", &["编号", "材料", "份数"], rows);
}
