//! 建档与报到: order, report-in, agreement.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::{BroughtBy, IdType, Measure, RecoveryGround, Sex, Special};
use crate::moment::Moment;

/// 证件: kind and number. `number` is empty only for [`IdType::None`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IdDocument {
    pub id_type: IdType,
    pub number: String,
}

/// Who the person is, as known when the case is opened; later changes are amendments of the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PersonDetails {
    pub name: String,
    pub sex: Sex,
    pub birth: Option<NaiveDate>,
    pub id: IdDocument,
    pub phone: Option<String>,
    /// 管辖村(社区).
    pub village: String,
    /// 现居住地.
    pub residence: String,
    pub special: Option<Special>,
}

/// 责令社区戒毒/社区康复决定书 (D01). `happened_at` of the event = 决定日期.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Order {
    pub measure: Measure,
    /// 期限, in months, 1–36 (R-DEC-6).
    pub term_months: u8,
    pub order_no: String,
    pub authority: String,
    pub recovery_ground: Option<RecoveryGround>,
    /// 本人收到日期: starts the report-in period (R-REPORTIN-4).
    pub received_by_person: Option<NaiveDate>,
    pub received_by_family: Option<NaiveDate>,
    /// 强制隔离戒毒出所日期 (R-REPORTIN-2).
    pub isolation_release: Option<NaiveDate>,
    pub person: PersonDetails,
}

/// 报到 (R-REPORTIN-3). `happened_at` = the day the term begins (RD-06).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReportIn {
    pub brought_by: BroughtBy,
}

/// 签订协议书 (D03). `happened_at` = 签订时间.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AgreementSigned {
    /// 权利义务及后果告知时间 (R-AGREE-3).
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub told_at: Option<Moment>,
}
