//! How far the ladders have come, and who is in the group and who is not.

use serde::{Deserialize, Serialize};

use crate::case::CaseFile;
use crate::case::ladder::{BreachLevel, Ladder};
use crate::code::{BreachSeries, GroupMember};
use crate::event::Member;
use crate::id::EventId;
use crate::office::missing_members;

/// 第几次: one series of the ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LadderRow {
    pub series: BreachSeries,
    pub level: BreachLevel,
    /// The records that count, in order.
    pub events: Vec<EventId>,
    /// Days away that count; 0 for the series of tests.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub days: i64,
}

/// 工作小组 as last set, with the kinds of members that are not there (R-ORG-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GroupPage {
    pub members: Vec<Member>,
    pub missing: Vec<GroupMember>,
}

pub(super) fn ladders(ladder: &Ladder) -> Vec<LadderRow> {
    let row = |series: &BreachSeries| LadderRow {
        series: *series,
        level: ladder.level(*series),
        events: ladder.series(*series),
        days: match series {
            BreachSeries::Test => 0,
            BreachSeries::Absence => ladder.absence_days(),
        },
    };
    BreachSeries::ALL.iter().map(row).collect()
}

/// Members the group lacks (R-ORG-5); all of them where none was set.
#[must_use]
pub fn group_missing(file: &CaseFile) -> Vec<GroupMember> {
    group(file).missing
}

pub(super) fn group(file: &CaseFile) -> GroupPage {
    let members = file.groups.last().map(|fact| fact.body.members.clone()).unwrap_or_default();
    let kinds: Vec<GroupMember> = members.iter().map(|member| member.member).collect();
    GroupPage { missing: missing_members(&kinds), members }
}
