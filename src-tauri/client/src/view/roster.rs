//! 检测点名.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::code::{Serve, TestMethod, TestSetting};
use shared::document::PaperKey;
use shared::duty::Duty;
use shared::event::Kit;
use shared::id::{CaseId, UserId};
use shared::moment::Moment;
use shared::page::PersonHead;
use shared::protocol::StaffName;

/// 检测点名: the session set up once for a morning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TestSession {
    pub place: String,
    pub setting: TestSetting,
    pub method: TestMethod,
    pub kit: Kit,
    pub tester: UserId,
    pub second_staff: String,
    /// Drugs on the card, by abbreviation.
    #[serde(default)]
    pub panel: Vec<String>,
    /// Minutes from sampling until the card can be read, by its leaflet.
    #[serde(default = "wait_minutes")]
    pub wait_minutes: u8,
}

/// Most cards are read after so long.
pub const fn wait_minutes() -> u8 {
    5
}

/// A card that was wetted and waits to be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Strip {
    pub case: CaseId,
    /// Time of sampling.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub started_at: Moment,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub ready_at: Moment,
}

/// A row of the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RosterRow {
    pub person: PersonHead,
    /// The test owed, if any.
    pub duty: Option<Duty>,
    /// Today's result or refusal, in Chinese, once recorded.
    pub done: Option<String>,
    pub strip: Option<Strip>,
    /// Refusals and evasions that count so far.
    pub refusals: u32,
    /// What a sealed sample of today may be called, A and B after it.
    pub sample: String,
}

/// 检测点名: session, who may test, who is to be tested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Roster {
    /// The phone's time, which strips are counted by.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub now: Moment,
    pub session: Option<TestSession>,
    /// Officers whose qualification is valid today.
    pub testers: Vec<StaffName>,
    /// The last session's values, to start from.
    pub suggestion: Option<TestSession>,
    pub rows: Vec<RosterRow>,
}

/// 检测通知书 that was served and is on file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NoticeOnFile {
    pub window: u8,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub served_at: Moment,
    pub test_day: NaiveDate,
    pub manner: Serve,
}

/// Somebody whose test is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TestNoticeRow {
    pub person: PersonHead,
    /// The window that runs, and its days.
    pub window: u8,
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub served: Option<NoticeOnFile>,
    /// The notice as it would be printed.
    pub paper: PaperKey,
}

/// 检测通知.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TestNotices {
    /// The phone's time.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub now: Moment,
    pub today: NaiveDate,
    /// Where tests were last taken; empty where nobody set a session up here.
    pub place: String,
    pub rows: Vec<TestNoticeRow>,
}
