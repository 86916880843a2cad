//! D11–D14 and X12: admonitions, reports, leave, determinations.

use super::{Form, minute};
use crate::calendar::chinese;
use crate::case::Away;
use crate::case::ladder::series_of;
use crate::code::{BreachSeries, Special};
use crate::event::{Body, SeriousDetermined};
use crate::norm::clause_text;

pub(super) fn admonition(form: &mut Form<'_>) {
    form.head();
    form.section("告诫");
    let (series, facts) = match form.because() {
        Some(Body::TestRefused(refused)) => {
            (BreachSeries::Test, format!("{}：{}", refused.manner, refused.facts))
        }
        Some(Body::Absence(absence)) => {
            let until = absence.until.map_or("至今未归".to_owned(), |until| format!("{until}返回"));
            (BreachSeries::Absence, format!("{}离开执行地，{until}。{}", absence.from, absence.facts))
        }
        Some(Body::LeaveApproved(leave)) => {
            (BreachSeries::Absence, format!("超假，批准返回日为{}", leave.until))
        }
        Some(Body::LeaveReturned(_)) => (BreachSeries::Absence, "超假后返回".to_owned()),
        _ => return,
    };
    let answered = form.reckoning.ladder.admonished(series);
    let ordinal = answered.iter().position(|event| Some(*event) == form.call.because).map(|at| at + 1);
    form.need("系列", Some(series));
    form.need("第几次", ordinal);
    form.need("发生时间", form.at(form.call.because).map(minute));
    form.need("事实", Some(facts));
    let clause = if matches!(series, BreachSeries::Test) { "R-TEST-11" } else { "R-BREACH-2" };
    form.need("依据", Some(clause_text(clause)));
    form.text("要求与后果", "应当遵守协议；第三次的，可以认定为严重违反协议，报告公安机关依法处理。");
    form.section("送达");
    let issued = match form.made() {
        Some(Body::AdmonitionIssued(issued)) => Some(issued),
        _ => None,
    };
    form.later();
    form.need("制发时间", form.at(form.call.made).map(minute));
    let served = issued.and_then(|issued| issued.served);
    form.extra_if("serve_manner", served, true);
    form.extra_or("served_at", form.at(form.call.made).filter(|_| served.is_some()).map(minute));
    form.extra("receiver");
    form.extra("scan");
    form.sign(&["本人", "办公室盖章"]);
}

pub(super) fn report(form: &mut Form<'_>) {
    form.head();
    form.section("报告");
    match form.because() {
        Some(Body::SeriousDetermined(determined)) => serious(form, determined),
        _ => {
            let received = form.file.order.as_ref().and_then(|order| order.body.received_by_person);
            form.need("类别", Some("逾期未报到"));
            form.need("本人收到决定书", received);
            form.need("报到期限", form.reckoning.course.report_in_due);
            form.may("实际报到日", form.reckoning.course.first);
        }
    }
    let overdue = !matches!(form.because(), Some(Body::SeriousDetermined(_)));
    let due = form.reckoning.course.report_in_due.filter(|_| overdue);
    form.extra_or(
        "facts",
        due.map(|due| format!("报到期限{}届满，没有报到，也没有经认可的正当理由", chinese(due))),
    );
    form.extra_or("evidence", evidence(form));
    let special = form.file.order.as_ref().and_then(|order| order.body.person.special);
    let note = special.and_then(|special| match special {
        Special::Pregnant | Special::NursingUnder1 => Some(format!("{special}，不适用强制隔离戒毒")),
        Special::Under16 => Some(format!("{special}，可以不适用强制隔离戒毒")),
        Special::Minor | Special::SevereIllness => None,
    });
    form.may("特殊情形", note);
    let to: Vec<_> = form.call.to.iter().map(|to| to.label()).collect();
    form.need("送", Some(to.join("、")));
    form.extra("signed_by");
    form.later();
    form.need("发出时间", form.at(form.call.made).map(minute));
    for key in ["manner", "receipts", "scan"] {
        form.extra(key);
    }
    let sent = form.at(form.call.made);
    let upload = form.file.uploads.iter().find(|fact| sent.is_some_and(|sent| fact.happened_at >= sent));
    form.may("上传反馈", upload.map(|fact| format!("{} {}", fact.body.told_by, minute(fact.happened_at))));
    form.sign(&["签发人", "办公室盖章"]);
}

/// The evidence a determination lists; of an overdue person the notice that was served.
fn evidence(form: &Form<'_>) -> Option<String> {
    let text = match form.because() {
        Some(Body::SeriousDetermined(determined)) => determined.evidence.join("、"),
        _ => {
            let served = form.file.overdue_notices.first()?;
            format!("逾期报到通知书（{}送达）", served.body.manner)
        }
    };
    Some(text).filter(|text| !text.is_empty())
}

fn serious(form: &mut Form<'_>, determined: &SeriousDetermined) {
    form.need("类别", Some("严重违反协议"));
    form.need("认定事由", Some(determined.ground));
    form.need("认定人", Some(&determined.decided_by));
    form.need("认定时间", form.at(form.call.because).map(minute));
    form.need("事实", Some(&determined.facts));
    let earlier = form.reckoning.ladder.admonished(series_of(determined.ground)).len();
    form.may("此前告诫", Some(format!("{earlier}次")));
}

pub(super) fn determination(form: &mut Form<'_>) {
    form.head();
    form.section("认定");
    if let Some(Body::SeriousDetermined(determined)) = form.because() {
        serious(form, determined);
        form.need("证据", Some(determined.evidence.join("、")));
    }
    let withdrawn =
        form.file.withdrawals.iter().find(|fact| Some(fact.body.determination) == form.call.because);
    form.may("撤回时间", withdrawn.map(|fact| minute(fact.happened_at)));
    form.may("撤回理由", withdrawn.map(|fact| &fact.body.reason));
    form.sign(&["认定人"]);
}

pub(super) fn leave_request(form: &mut Form<'_>) {
    form.head();
    form.section("申请");
    let Some(Body::LeaveRequested(request)) = form.because() else { return };
    form.need("外出地点", Some(&request.destination));
    form.need("事由", Some(request.reason));
    form.need("起", Some(request.from));
    form.need("止", Some(request.until));
    form.need("天数", Some((request.until - request.from).num_days()));
    form.may("联系方式", request.contact.as_ref());
    form.may("期间应检测期", Some(windows_between(form, request.from, request.until)));
    form.need("申请时间", form.at(form.call.because).map(minute));
    let granted = form
        .file
        .away
        .iter()
        .find(|fact| matches!(&fact.body, Away::Approved(approved) if approved.from == request.from));
    for key in ["companion", "transport"] {
        form.extra(key);
    }
    form.later();
    form.extra("group_opinion");
    form.need("办公室意见", granted.map(|fact| format!("同意（{}）", minute(fact.happened_at))));
    let returned = form
        .file
        .away
        .iter()
        .find(|fact| matches!(fact.body, Away::Returned(_)) && fact.day() >= request.from);
    form.may("销假时间", returned.map(|fact| minute(fact.happened_at)));
    let note = returned.and_then(|fact| match &fact.body {
        Away::Returned(returned) => returned.note.as_ref(),
        Away::Requested(_) | Away::Approved(_) | Away::Absence(_) => None,
    });
    form.may("销假说明", note);
    form.sign(&["本人", "工作小组", "办公室盖章"]);
}

pub(super) fn leave_grant(form: &mut Form<'_>) {
    form.head();
    form.section("准假");
    let Some(Body::LeaveApproved(approved)) = form.because() else { return };
    let asked = form.file.away.iter().rev().find_map(|fact| match &fact.body {
        Away::Requested(asked) if asked.from == approved.from => Some((fact, asked)),
        Away::Requested(_) | Away::Approved(_) | Away::Absence(_) | Away::Returned(_) => None,
    });
    form.need("申请时间", asked.map(|(fact, _)| minute(fact.happened_at)));
    form.need("外出地点", asked.map(|(_, asked)| &asked.destination));
    form.need("起", Some(approved.from));
    form.need("返回日", Some(approved.until));
    form.may("期间应检测期", Some(windows_between(form, approved.from, approved.until)));
    form.need("批准时间", form.at(form.call.because).map(minute));
    form.extra("contact");
    form.text(
        "外出期间的义务",
        "期间应检测的，凭本通知书主动到外出地公安机关检测并寄回证明；按时返回并销假。",
    );
    form.sign(&["本人", "办公室盖章"]);
}

/// Test windows that end while somebody is away.
fn windows_between(form: &Form<'_>, from: chrono::NaiveDate, until: chrono::NaiveDate) -> String {
    let ends = |state: &&crate::duty::schedule::WindowState| {
        state.window.last.is_some_and(|last| from <= last && last <= until)
    };
    let tests = form.reckoning.schedule.tests.iter().filter(ends);
    let told =
        tests.filter_map(|state| Some(format!("第{}期（最迟{}）", state.window.number, state.window.last?)));
    told.collect::<Vec<_>>().join("、")
}
