//! 公安上传台账: what the police upload to the national register, done or not, when, under which reference: overdue
//! report-in (R-REPORTIN-6), serious breach (R-BREACH-7), discharge (R-DISCH-4).

use super::{RegisterRow, RowStatus, deadline_from, due_text, key_of, of_deadline, text};
use crate::case::{CaseFile, DischargeStep, Fact};
use crate::duty::deadline::uploaded_since;
use crate::duty::{DutyKind, Reckoning};
use crate::event::{PoliceUploaded, UploadMatter};
use crate::id::EventId;
use crate::moment::Moment;

/// One thing to upload: the paper that calls for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToUpload {
    pub matter: UploadMatter,
    /// The report or the notice.
    pub paper: EventId,
    pub sent: Moment,
    /// The upload that answers it.
    pub done: Option<EventId>,
}

/// Everything of a case that is to be uploaded, in the order it was sent.
#[must_use]
pub fn to_upload(file: &CaseFile, reckoning: &Reckoning) -> Vec<ToUpload> {
    let course = &reckoning.course;
    let known = |at: &Moment| crate::moment::civil_date(*at) <= course.today;
    let overdue =
        file.overdue_reports.first().map(|fact| (UploadMatter::Overdue, fact.event, fact.happened_at));
    let breach = file.breach_reports.iter().map(|fact| (UploadMatter::Breach, fact.event, fact.happened_at));
    let discharge = file.discharge.iter().find(|step| step.body == DischargeStep::NoticeIssued);
    let discharge = discharge.map(|fact| (UploadMatter::Discharge, fact.event, fact.happened_at));
    let mut all: Vec<ToUpload> = overdue
        .into_iter()
        .chain(breach)
        .chain(discharge)
        .filter(|(_, _, at)| known(at))
        .map(|(matter, paper, sent)| {
            let done = uploaded_since(file, matter, sent, course).map(|(_, event)| event);
            ToUpload { matter, paper, sent, done }
        })
        .collect();
    // What was uploaded anew because it had changed calls for nothing more: it is done by being told of.
    let mended = file.uploads.iter().filter(|fact| fact.body.matter == Some(UploadMatter::Changes));
    all.extend(mended.filter(|fact| known(&fact.happened_at)).map(|fact| ToUpload {
        matter: UploadMatter::Changes,
        paper: fact.event,
        sent: fact.happened_at,
        done: Some(fact.event),
    }));
    all.sort_by_key(|each| (each.sent, each.paper));
    all
}

pub(super) fn rows(file: &CaseFile, reckoning: &Reckoning) -> Vec<RegisterRow> {
    to_upload(file, reckoning).into_iter().map(|each| row(file, reckoning, each)).collect()
}

fn row(file: &CaseFile, reckoning: &Reckoning, each: ToUpload) -> RegisterRow {
    let deadline = deadline_from(reckoning, DutyKind::PoliceUpload, each.paper);
    let done = each.done.and_then(|event| file.uploads.iter().find(|fact| fact.event == event));
    let paper = match each.matter {
        UploadMatter::Overdue => "逾期未报到报告",
        UploadMatter::Breach => "严重违反协议报告",
        UploadMatter::Discharge => "解除通知书",
        UploadMatter::Changes => "上次上传后有变化",
    };
    let sent = crate::moment::civil_date(each.sent);
    RegisterRow {
        status: match (deadline, done) {
            (Some(deadline), _) => of_deadline(deadline.status),
            (None, Some(_)) => RowStatus::Done,
            (None, None) => RowStatus::Due,
        },
        day: match (done, deadline) {
            (Some(done), _) => done.day(),
            (None, Some(deadline)) => deadline.due.day(),
            (None, None) => sent,
        },
        clause: clause(file, each).to_owned(),
        duty: deadline.and_then(|deadline| key_of(reckoning, deadline)),
        event: Some(each.paper),
        clock: None,
        cells: vec![
            each.matter.label().to_owned(),
            format!("{sent} {paper}"),
            deadline.map(|deadline| due_text(deadline.due)).unwrap_or_default(),
            text(done.map(Fact::day)),
            done.and_then(|fact| fact.body.reference.clone()).unwrap_or_default(),
            remark(done),
        ],
    }
}

/// What a matter is uploaded by; changes by what they were uploaded under before.
fn clause(file: &CaseFile, each: ToUpload) -> &'static str {
    let earlier = file.uploads.iter().rev().filter(|fact| fact.happened_at < each.sent);
    let matter = match each.matter {
        UploadMatter::Changes => {
            earlier.filter_map(|fact| fact.body.matter).find(|matter| *matter != UploadMatter::Changes)
        }
        UploadMatter::Overdue | UploadMatter::Breach | UploadMatter::Discharge => Some(each.matter),
    };
    match matter {
        Some(UploadMatter::Overdue) => "R-REPORTIN-6",
        Some(UploadMatter::Discharge) => "R-DISCH-4",
        Some(UploadMatter::Breach | UploadMatter::Changes) | None => "R-BREACH-7",
    }
}

fn remark(done: Option<&Fact<PoliceUploaded>>) -> String {
    let Some(done) = done else { return "等公安上传".to_owned() };
    match done.body.control_from {
        Some(day) => format!("告知人 {}，{day}起查控", done.body.told_by),
        None => format!("告知人 {}", done.body.told_by),
    }
}
