//! 外出: where the person is by the file, so that a form begins where the last record ended.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::case::{Away, CaseFile, Leave, leaves, under_way};

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

/// What is open: an absence whose end nobody recorded, a leave nobody came back from, a request nobody answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AwayNow {
    /// Day left without leave.
    pub absent_since: Option<NaiveDate>,
    /// The leave that is under way; the last request where none is.
    pub leave: Option<LeaveNow>,
    /// The last request nobody answered.
    pub asked: Option<LeaveNow>,
}

impl AwayNow {
    /// As of a day in Beijing. An answer belongs to the leave it is of, however closely they were recorded.
    #[must_use]
    pub fn of(file: &CaseFile, today: NaiveDate) -> Self {
        let all = leaves(file, today);
        let asked = all.iter().rfind(|leave| leave.is_asked()).map(of_leave);
        let leave = under_way(&all, today).map(of_leave).or_else(|| asked.clone());
        Self { absent_since: absent_since(file), leave, asked }
    }
}

fn of_leave(leave: &Leave<'_>) -> LeaveNow {
    let (from, until) = leave.days();
    let destination = leave.request.destination.clone();
    LeaveNow { from, until, destination, approved: leave.approved.is_some() }
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
