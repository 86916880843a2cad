//! 建档·报到台账: who is waited for, with the 15 days (R-REPORTIN-4), who is fetched on the day of release (R-REPORTIN-2), and
//! what the report-in day asks for (R-REPORTIN-3, R-AGREE-1 to R-AGREE-4).

use chrono::NaiveDate;

use super::{RegisterRow, RowStatus, due_text, key_of, of_deadline, text};
use crate::case::{CaseFile, State};
use crate::duty::{DutyKind, Reckoning};
use crate::event::{Order, PaperFilled};
use crate::page::group_missing;

/// How the notice on data stands among what was told (R-PRIV-8), on phone and console alike.
const DATA_NOTICE: &str = "个人信息";

pub(super) fn rows(file: &CaseFile, reckoning: &Reckoning) -> Vec<RegisterRow> {
    let Some(order) = &file.order else { return Vec::new() };
    if reckoning.course.first.is_some() {
        return reported_in(file, reckoning).into_iter().collect();
    }
    if reckoning.course.ending.is_some() {
        return Vec::new();
    }
    vec![waited_for(file, reckoning, order.day(), &order.body)]
}

/// 出所接回: fetched on the day of release itself (R-REPORTIN-2), or not.
pub(super) fn pick_ups(file: &CaseFile, reckoning: &Reckoning) -> Vec<RegisterRow> {
    let released = file.order.as_ref().and_then(|order| order.body.isolation_release);
    released.and_then(|day| release(file, reckoning, day)).into_iter().collect()
}

/// 待报到: the 15 days from the day the person received the order.
fn waited_for(file: &CaseFile, reckoning: &Reckoning, decided: NaiveDate, order: &Order) -> RegisterRow {
    let deadline = reckoning.deadline(DutyKind::ReportIn);
    let remark = match (deadline, reckoning.course.state()) {
        (None, _) => "本人收到日期未登记，15日未起算",
        (Some(_), State::Overdue) => "已逾期，见逾期报到",
        (Some(_), _) if !file.lateness_justified.is_empty() => "正当理由已认可",
        (Some(_), _) => "",
    };
    RegisterRow {
        status: deadline.map_or(RowStatus::Due, |deadline| of_deadline(deadline.status)),
        day: deadline.map_or(decided, |deadline| deadline.due.day()),
        clause: "R-REPORTIN-4".to_owned(),
        duty: deadline.and_then(|deadline| key_of(reckoning, deadline)),
        event: file.order.as_ref().map(|fact| fact.event),
        clock: None,
        cells: vec![
            "待报到".to_owned(),
            order.order_no.clone(),
            order.received_by_person.map(|day| format!("{day} 本人收到")).unwrap_or_default(),
            deadline.map(|deadline| due_text(deadline.due)).unwrap_or_default(),
            String::new(),
            remark.to_owned(),
        ],
    }
}

fn release(file: &CaseFile, reckoning: &Reckoning, released: NaiveDate) -> Option<RegisterRow> {
    let deadline = reckoning.deadline(DutyKind::PickUp)?;
    let order = file.order.as_ref()?;
    let reported = file.report_in.as_ref();
    Some(RegisterRow {
        status: of_deadline(deadline.status),
        day: released,
        clause: deadline.rule.clause.to_owned(),
        duty: key_of(reckoning, deadline),
        event: Some(order.event),
        clock: None,
        cells: vec![
            released.to_string(),
            order.body.order_no.clone(),
            order.body.recovery_ground.map(|ground| ground.label().to_owned()).unwrap_or_default(),
            text(reported.map(crate::case::Fact::day)),
            reported.map(|fact| fact.body.brought_by.label().to_owned()).unwrap_or_default(),
        ],
    })
}

/// 报到手续: everything the report-in day asks for, until it is all there.
fn reported_in(file: &CaseFile, reckoning: &Reckoning) -> Option<RegisterRow> {
    let fact = file.report_in.as_ref()?;
    let agreement = reckoning.deadline(DutyKind::Agreement);
    let missing = opening_missing(file);
    let over = reckoning.course.is_over();
    let status = match agreement.map(|deadline| of_deadline(deadline.status)) {
        Some(RowStatus::Overdue) if !over => RowStatus::Overdue,
        _ if missing.is_empty() => RowStatus::Done,
        _ if over => RowStatus::Closed,
        Some(_) | None => RowStatus::Due,
    };
    Some(RegisterRow {
        status,
        day: fact.day(),
        clause: if status == RowStatus::Overdue { "R-AGREE-1" } else { "R-REPORTIN-3" }.to_owned(),
        duty: agreement.and_then(|deadline| key_of(reckoning, deadline)),
        event: Some(fact.event),
        clock: None,
        cells: vec![
            "报到手续".to_owned(),
            file.order.as_ref().map(|order| order.body.order_no.clone()).unwrap_or_default(),
            format!("{} 报到", fact.day()),
            text(agreement.map(|deadline| due_text(deadline.due))),
            fact.body.brought_by.label().to_owned(),
            if missing.is_empty() { String::new() } else { format!("缺：{}", missing.join("、")) },
        ],
    })
}

/// What of the report-in day is not there yet, by its short name: D02, the telling, D03, D04, D05 and who the group lacks.
#[must_use]
pub fn opening_missing(file: &CaseFile) -> Vec<String> {
    use crate::document::Paper;
    let filled = |paper: Paper| {
        let of = |body: &PaperFilled| body.paper == paper && !body.fields.is_empty();
        file.papers.iter().any(|fact| of(&fact.body))
    };
    let data = file.papers.iter().any(|fact| {
        fact.body.paper == Paper::D03
            && fact.body.fields.get("told").is_some_and(|told| told.contains(DATA_NOTICE))
    });
    let told = file.agreements.iter().any(|fact| fact.body.told_at.is_some());
    let mut missing: Vec<String> = [
        (filled(Paper::D02), "登记表"),
        (told, "权利义务告知"),
        (data, "个人信息告知"),
        (!file.agreements.is_empty(), "协议书"),
        (!file.plans.is_empty(), "计划"),
        (!file.groups.is_empty(), "工作小组"),
    ]
    .into_iter()
    .filter(|(there, _)| !there)
    .map(|(_, name)| name.to_owned())
    .collect();
    let lacks = if file.groups.is_empty() { Vec::new() } else { group_missing(file) };
    if !lacks.is_empty() {
        let kinds: Vec<&str> = lacks.iter().map(|kind| kind.label()).collect();
        missing.push(format!("小组缺{}", kinds.join("、")));
    }
    missing
}
