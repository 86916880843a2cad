//! 设备 and 绑定码 as the console asks and is answered.

use serde::{Deserialize, Serialize};
use shared::id::{SeriesId, UserId};
use shared::moment::Moment;
use shared::protocol::{StaffName, Tally, Update};

use crate::store::alert::AlertKind;

/// 设备: one pairing of one user with one installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DeviceRow {
    pub series: SeriesId,
    pub user: StaffName,
    pub device_name: String,
    pub app_version: String,
    /// Whether the township wants or requires a newer one.
    pub update: Update,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub paired_at: Moment,
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub last_seen_at: Option<Moment>,
    /// Device clock minus server clock at the last hello, in seconds.
    pub clock_offset_seconds: Option<i32>,
    /// What the device said it still has to send.
    pub unsent: u32,
    /// Received without a gap.
    pub up_to_seq: u32,
    pub quarantined: u32,
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub revoked_at: Option<Moment>,
    /// `None` = it sends, and reads nothing yet.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub confirmed_at: Option<Moment>,
    /// Whether the one who looks may confirm it: neither its user nor who gave out its code.
    pub may_confirm: bool,
    /// 核对码: the same digits stand on the phone.
    pub fingerprint: String,
    pub storage_free_mib: Option<u32>,
    /// 分叉: two records came under one number; the phone was copied or put back.
    pub forked: bool,
    /// Not heard of for three days or more.
    pub silent: bool,
    /// What was ever pushed and what became of it.
    pub tally: Tally,
    /// What somebody should look at.
    pub alerts: Vec<AlertKind>,
}

/// 绑定码 for a member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct PairingCodeRequest {
    pub user: UserId,
}

/// Shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PairingCode {
    pub code: String,
    /// The address to type beside the code.
    pub server: String,
    /// 校验码: typed after the code; none where phones speak to their own machine only.
    pub check: Option<String>,
    /// The text of the QR: [`shared::protocol::PairingLink`].
    pub link: String,
    pub qr_svg: String,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub expires_at: Moment,
}

/// 解锁号, as the user read it out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct UnlockCodeRequest {
    pub number: String,
}

/// 解锁码, to be read out: good once, for this lock-out of this phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UnlockCode {
    pub code: String,
}
