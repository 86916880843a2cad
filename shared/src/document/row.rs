//! 文书清单: every paper of a case as a list shows it — there or not, with which blanks.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Call, Paper, Sheet, calls, sheet};
use crate::case::CaseFile;
use crate::code::BreachSeries;
use crate::duty::Reckoning;
use crate::event::Body;
use crate::id::EventId;
use crate::office::OfficeFile;

/// Which paper of a case: its code with the fact that calls for it, or the day where time alone does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PaperKey {
    pub paper: Paper,
    pub about: Option<EventId>,
    pub since: Option<NaiveDate>,
}

impl PaperKey {
    /// The key of a call.
    #[must_use]
    pub const fn of(call: &Call) -> Self {
        Self { paper: call.paper, about: call.because, since: call.since }
    }
}

/// One paper in the list of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PaperRow {
    pub key: PaperKey,
    pub title: String,
    /// Which of several: `第3期`, `第2次`; empty where the day says it.
    pub detail: String,
    /// Last day to make it in time, where there is one.
    pub due: Option<NaiveDate>,
    /// Whether a fact says that it is there.
    pub made: bool,
    /// Labels of required fields without a value.
    pub missing: Vec<String>,
}

/// All papers the facts call for, in the order of the dossier (R-FILE-3), newest first within a kind. Of papers kept as
/// one sheet a person there is one row.
#[must_use]
pub fn rows(file: &CaseFile, office: &OfficeFile, reckoning: &Reckoning) -> Vec<PaperRow> {
    let mut called = calls(file, reckoning);
    called.sort_by_key(|call| (call.paper, std::cmp::Reverse(call.since)));
    called.dedup_by(|later, kept| later.paper == kept.paper && is_one_sheet(kept.paper));
    called.iter().map(|call| row(file, office, reckoning, call)).collect()
}

/// The paper of a key as it would be printed now; `None` where the facts do not call for it.
#[must_use]
pub fn find(
    file: &CaseFile,
    office: &OfficeFile,
    reckoning: &Reckoning,
    key: &PaperKey,
) -> Option<(PaperRow, Sheet)> {
    let call = calls(file, reckoning).into_iter().find(|call| PaperKey::of(call) == *key)?;
    Some((row(file, office, reckoning, &call), sheet(file, office, reckoning, &call)))
}

/// Tests and support are kept as one sheet a person, a row each.
const fn is_one_sheet(paper: Paper) -> bool {
    matches!(paper, Paper::D09 | Paper::D10)
}

fn row(file: &CaseFile, office: &OfficeFile, reckoning: &Reckoning, call: &Call) -> PaperRow {
    PaperRow {
        key: PaperKey::of(call),
        title: call.paper.label().to_owned(),
        detail: detail(file, reckoning, call),
        due: call.due.map(|due| due.day()),
        made: call.made.is_some(),
        missing: sheet(file, office, reckoning, call).missing,
    }
}

fn detail(file: &CaseFile, reckoning: &Reckoning, call: &Call) -> String {
    let detail = if call.paper == Paper::D08 {
        let of_call = reckoning.schedule.tests.iter().find(|state| state.window.first == call.since);
        of_call.map(|state| format!("第{}期", state.window.number))
    } else if call.paper == Paper::D09 {
        Some(format!("共{}次", file.tests.len()))
    } else if call.paper == Paper::D11 {
        BreachSeries::ALL.iter().find_map(|series| ordinal(reckoning, *series, call))
    } else if let Some(Body::Assessment(done)) = call.because.and_then(|id| file.event(id)).map(|e| &e.body) {
        Some(done.period.label().to_owned())
    } else {
        None
    };
    detail.unwrap_or_default()
}

fn ordinal(reckoning: &Reckoning, series: BreachSeries, call: &Call) -> Option<String> {
    let answered = reckoning.ladder.admonished(series);
    let at = answered.iter().position(|event| Some(*event) == call.because)?;
    Some(format!("{series} 第{}次", at + 1))
}
