//! 逾期报到台账: one row for each person whose 15 days went by, with the step that comes next: 通知书 (R-REPORTIN-9), 报告
//! (R-REPORTIN-5), 上传查控 (R-REPORTIN-6), 查获 and its outcome (R-REPORTIN-7), a late report-in (R-REPORTIN-10).

use super::{RegisterRow, RowStatus, due_text, key_of, of_deadline, text};
use crate::case::{CaseFile, Fact};
use crate::duty::deadline::uploaded_since;
use crate::duty::{DutyKind, Reckoning};
use crate::event::{FoundOutcome, UploadMatter};

/// The chain of one person as far as it has come.
struct Chain<'a> {
    file: &'a CaseFile,
    reckoning: &'a Reckoning,
    upload: Option<&'a Fact<crate::event::PoliceUploaded>>,
}

pub(super) fn rows(file: &CaseFile, reckoning: &Reckoning) -> Vec<RegisterRow> {
    let course = &reckoning.course;
    let touched = !file.overdue_notices.is_empty()
        || !file.overdue_reports.is_empty()
        || !file.lateness_justified.is_empty();
    if !course.report_in_missed() && !touched {
        return Vec::new();
    }
    let sent = file.overdue_reports.iter().find(|fact| fact.day() <= course.today);
    let upload = sent
        .and_then(|sent| uploaded_since(file, UploadMatter::Overdue, sent.happened_at, course))
        .and_then(|(_, event)| file.uploads.iter().find(|fact| fact.event == event));
    row(&Chain { file, reckoning, upload }).into_iter().collect()
}

fn row(chain: &Chain<'_>) -> Option<RegisterRow> {
    let Chain { file, reckoning, upload } = chain;
    let due = reckoning.course.report_in_due?;
    let report = reckoning.deadline(DutyKind::OverdueReport);
    let (status, clause, next) = chain.next();
    let day = |event: Option<chrono::NaiveDate>| text(event);
    let found = file.found.last();
    Some(RegisterRow {
        status,
        day: report.filter(|_| clause == "R-REPORTIN-5").map_or(due, |deadline| deadline.due.day()),
        clause: clause.to_owned(),
        duty: match clause {
            "R-REPORTIN-5" => report.and_then(|deadline| key_of(reckoning, deadline)),
            _ => reckoning.deadline(DutyKind::ReportIn).and_then(|deadline| key_of(reckoning, deadline)),
        },
        event: file.order.as_ref().map(|order| order.event),
        clock: None,
        cells: vec![
            due.to_string(),
            day(file.overdue_notices.first().map(Fact::day)),
            match (file.overdue_reports.first(), report) {
                (Some(sent), _) => sent.day().to_string(),
                (None, Some(report)) => format!("{}前", due_text(report.due)),
                (None, None) => String::new(),
            },
            match upload {
                Some(fact) => match fact.body.control_from {
                    Some(control) => format!("{}，{control}起查控", fact.day()),
                    None => fact.day().to_string(),
                },
                None => String::new(),
            },
            found.map(|fact| format!("{} {}", fact.day(), fact.body.outcome)).unwrap_or_default(),
            match file.lateness_refused.iter().rfind(|fact| fact.day() <= reckoning.course.today) {
                Some(fact) if reckoning.course.report_in_missed() => {
                    format!("{next}（{}不认可所述理由）", fact.day())
                }
                Some(_) | None => next,
            },
        ],
    })
}

impl Chain<'_> {
    /// How it stands, by which clause, and what is to be done next.
    fn next(&self) -> (RowStatus, &'static str, String) {
        let Self { file, reckoning, upload } = self;
        let course = &reckoning.course;
        let say = |text: &str| text.to_owned();
        if !course.report_in_missed() {
            let until = course.report_in_due.map(|day| format!("，新定{day}前报到"));
            let until = until.filter(|_| course.first.is_none()).unwrap_or_default();
            return (RowStatus::Closed, "R-REPORTIN-8", format!("正当理由已认可{until}"));
        }
        let report = reckoning.deadline(DutyKind::OverdueReport).map(|deadline| of_deadline(deadline.status));
        if course.ending.is_some() {
            return (RowStatus::Closed, "R-REPORTIN-7", say("措施已结束"));
        }
        let unsent = matches!(report, Some(RowStatus::Due | RowStatus::Overdue));
        if file.overdue_notices.is_empty()
            && course.first.is_none()
            && !matches!(report, Some(RowStatus::Overdue))
        {
            return (RowStatus::Due, "R-REPORTIN-9", say("向本人和家属送达逾期报到通知书"));
        }
        if let (Some(status), true) = (report, unsent) {
            return (status, "R-REPORTIN-5", say("向作出决定和执行地公安机关报告"));
        }
        if course.first.is_some() {
            return (RowStatus::Done, "R-REPORTIN-10", say("已逾期报到"));
        }
        if file.overdue_notices.is_empty() {
            return (RowStatus::Due, "R-REPORTIN-9", say("补送逾期报到通知书"));
        }
        if upload.is_none() {
            return (RowStatus::Running, "R-REPORTIN-6", say("等公安上传并查控，登记上传情况"));
        }
        match file.found.last().map(|fact| fact.body.outcome) {
            None => (RowStatus::Running, "R-REPORTIN-6", say("查控中，查获后登记")),
            Some(FoundOutcome::SentToReportIn) => (RowStatus::Due, "R-REPORTIN-10", say("登记报到")),
            Some(FoundOutcome::CompulsoryIsolation) => {
                (RowStatus::Due, "R-REPORTIN-7", say("登记强制隔离戒毒决定，结束措施"))
            }
            Some(FoundOutcome::DealtWith | FoundOutcome::Pending) => {
                (RowStatus::Running, "R-REPORTIN-7", say("等处理结果"))
            }
        }
    }
}
