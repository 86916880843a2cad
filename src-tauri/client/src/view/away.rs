//! 外出: where the person is by the file, so that a form begins where the last record ended.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::case::{Away, CaseFile};

/// 请假 as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LeaveNow {
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub destination: String,
    /// 准假.
    pub approved: bool,
}

/// What is open: an absence whose end nobody recorded, a leave nobody came back from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AwayNow {
    /// Day left without leave.
    pub absent_since: Option<NaiveDate>,
    pub leave: Option<LeaveNow>,
}

impl AwayNow {
    /// An answer belongs to what was asked for before it, however closely they were recorded.
    #[must_use]
    pub fn of(file: &CaseFile) -> Self {
        Self { absent_since: absent_since(file), leave: leave(file) }
    }
}

fn absent_since(file: &CaseFile) -> Option<NaiveDate> {
    let mut since = None;
    for fact in &file.away {
        if let Away::Absence(absence) = &fact.body {
            since = match absence.until {
                None => Some(absence.from),
                Some(_) => since.filter(|from| *from != absence.from),
            };
        }
    }
    since
}

fn leave(file: &CaseFile) -> Option<LeaveNow> {
    let asked = file.away.iter().rev().find_map(|fact| match &fact.body {
        Away::Requested(body) => Some((fact.happened_at, body)),
        Away::Absence(_) | Away::Approved(_) | Away::Returned(_) => None,
    });
    let (asked_at, asked) = asked?;
    let since = || file.away.iter().rev().filter(|fact| fact.happened_at >= asked_at);
    if since().any(|fact| matches!(fact.body, Away::Returned(_))) {
        return None;
    }
    let granted = since().find_map(|fact| match &fact.body {
        Away::Approved(body) => Some((body.from, body.until)),
        Away::Absence(_) | Away::Requested(_) | Away::Returned(_) => None,
    });
    let (from, until) = granted.unwrap_or((asked.from, asked.until));
    Some(LeaveNow { from, until, destination: asked.destination.clone(), approved: granted.is_some() })
}
