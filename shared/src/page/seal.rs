//! 封存: since when a file is sealed, what closing it still owes, and whether it is shut (R-PRIV-10, R-TERM-5).
//!
//! A sealed file stays readable to those who close it – the paper of the ending, the upload, the notice that reaches the
//! township, its service – and is shut once nothing of that is owed.

use chrono::{NaiveDate, TimeDelta};

use crate::case::{CaseFile, DischargeStep, Fact, State, sealed_since};
use crate::code::Addressee;
use crate::document::Paper;
use crate::duty::Reckoning;
use crate::event::PaperIssued;
use crate::register::to_upload;

/// Days after which a sealed file is shut whatever is owed. Our own choice: the longest period of closing in the norm is
/// the seven days for the notice (R-DISCH-3); a month leaves four times that for late papers, and no file lies open for
/// good because one of them never comes.
pub const CLOSING_DAYS_MAX: i64 = 30;

crate::codes! {
    /// What closing a file still owes.
    pub enum ClosingStep {
        EndingPaper = "ending_paper" "签发结束文书",
        Service = "service" "文书送达",
        Upload = "upload" "公安上传",
        NoticeReceived = "notice_received" "收到解除通知书",
        ServedPerson = "served_person" "解除通知书送达本人",
        ServedFamily = "served_family" "解除通知书送达家属",
    }
}

/// A sealed file on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    pub since: NaiveDate,
    /// Why it was closed, in Chinese.
    pub why: String,
    /// In the order it is done.
    pub owed: Vec<ClosingStep>,
    /// From this day on it is shut even if something is owed.
    pub last_open: NaiveDate,
    /// Read only by who asked with a reason and was allowed by another.
    pub shut: bool,
}

/// The seal of a file at the moment of a reckoning; `None` for one that is not sealed.
#[must_use]
pub fn seal(file: &CaseFile, reckoning: &Reckoning) -> Option<Seal> {
    let course = &reckoning.course;
    let since = sealed_since(file, course)?;
    let owed = owed(file, reckoning);
    let last_open = since.checked_add_signed(TimeDelta::days(CLOSING_DAYS_MAX)).unwrap_or(since);
    let shut = owed.is_empty() || course.today >= last_open;
    let why = course.ending.map_or_else(|| "期满解除".to_owned(), |ending| ending.kind.to_string());
    Some(Seal { since, why, owed, last_open, shut })
}

/// R-DISCH-3, R-DISCH-4, R-DISCH-6 of a discharge; of an ending its paper (R-TERM-4); of both the service of what was
/// issued to close it, and what the police were told and have not uploaded.
fn owed(file: &CaseFile, reckoning: &Reckoning) -> Vec<ClosingStep> {
    let course = &reckoning.course;
    let mut owed = Vec::new();
    let closing: Vec<_> = standing(file).filter(|fact| fact.body.key.paper.closes_file()).collect();
    if course.ending.is_some() && !closing.iter().any(|fact| fact.body.key.paper == Paper::X09) {
        owed.push(ClosingStep::EndingPaper);
    }
    let unserved = |fact: &&Fact<PaperIssued>| {
        let served = |to: &Addressee| {
            file.served.iter().any(|other| other.body.issue == fact.event && other.body.to == *to)
        };
        !fact.body.to.iter().all(served)
    };
    if closing.iter().any(unserved) {
        owed.push(ClosingStep::Service);
    }
    if to_upload(file, reckoning).iter().any(|each| each.done.is_none()) {
        owed.push(ClosingStep::Upload);
    }
    if course.state() != State::Discharged {
        return owed;
    }
    let received = |step: &&Fact<DischargeStep>| {
        step.body == DischargeStep::NoticeReceived && step.day() <= course.today
    };
    if file.discharge.iter().find(received).is_none() {
        owed.push(ClosingStep::NoticeReceived);
    }
    let written = |key: &str| {
        let notices = file.papers.iter().filter(|fact| fact.body.paper == Paper::D18);
        notices.filter_map(|fact| fact.body.fields.get(key)).any(|value| !value.trim().is_empty())
    };
    if !written("served_person_at") {
        owed.push(ClosingStep::ServedPerson);
    }
    if !written("served_family_at") {
        owed.push(ClosingStep::ServedFamily);
    }
    owed
}

/// Issues that were neither withdrawn nor superseded.
fn standing(file: &CaseFile) -> impl Iterator<Item = &Fact<PaperIssued>> {
    file.issued.iter().filter(|fact| {
        !file.withdrawn.iter().any(|other| other.body.issue == fact.event)
            && !file.issued.iter().any(|other| other.body.supersedes == Some(fact.event))
    })
}
