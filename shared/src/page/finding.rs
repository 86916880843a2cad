//! 未完成的各期: visits, reports and tests that were missed for good.
//!
//! The norm gives a make-up for a test alone (R-TEST-8). A missed visit or report stays missing: it is written down where
//! the assessment sums up visits and reports (D17), and nothing is owed for it.

use std::cmp::Reverse;

use super::{Finding, WindowStatus};
use crate::calendar::chinese;
use crate::duty::schedule::WindowState;
use crate::duty::{DutyKey, DutyKind, Reckoning};

pub(super) fn findings(reckoning: &Reckoning) -> Vec<Finding> {
    let schedule = &reckoning.schedule;
    let rows = [
        (&schedule.visits, WindowStatus::Missed, DutyKind::Visit, "R-VISIT-2", "走访"),
        (&schedule.reports, WindowStatus::Missed, DutyKind::Report, "R-REPORT-1", "定期报告"),
        (&schedule.tests, WindowStatus::Lapsed, DutyKind::MakeupTest, "R-TEST-8", "定期检测"),
    ];
    let mut findings: Vec<Finding> = rows
        .into_iter()
        .flat_map(|(states, status, kind, clause, name)| {
            let lost = states.iter().filter(move |state| state.status == status);
            lost.filter_map(move |state| finding(state, kind, clause, name))
        })
        .collect();
    findings.sort_by_key(|finding| (Reverse(finding.last), finding.key));
    findings
}

fn finding(state: &WindowState, kind: DutyKind, clause: &str, name: &str) -> Option<Finding> {
    let window = &state.window;
    let (first, last) = (window.first?, window.last?);
    let counts = match state.makeup_until {
        Some(until) => format!("补检期到{}已过，如实计入评估表的检测情况", chinese(until)),
        None => "规范没有规定补办，如实计入评估表的走访和报告情况".to_owned(),
    };
    let span = format!("{}至{}", chinese(first), chinese(last));
    let text = format!("第{}期{name}（{span}）未完成：{counts}", window.number);
    let key = DutyKey { kind, window: Some(window.number) };
    Some(Finding { key, clause: clause.to_owned(), first, last, text })
}
