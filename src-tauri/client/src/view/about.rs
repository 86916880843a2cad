//! 版本与更新, 空间: what this app is, what the office asks for, and what lies on the phone.

use serde::{Deserialize, Serialize};
use shared::protocol::{AppVersions, Update};

/// This app beside what the office wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct About {
    pub app_version: String,
    /// Steps of the store's schema.
    pub schema: u32,
    /// What the phone speaks with the office.
    pub protocol: u16,
    pub update: Update,
    /// As named at the last exchange; `None` before the first.
    pub versions: Option<AppVersions>,
    pub storage: Storage,
}

/// What lies on the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Storage {
    /// Bytes of the store on disk, photos among them.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub store_bytes: u64,
    /// Bytes of photos, signatures and scans in it.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub attachment_bytes: u64,
    /// Of these, what the office has signed for: nothing is lost with this phone.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub received_bytes: u64,
    /// MiB left on the phone; `None` where the platform does not tell, and on a demo machine.
    pub free_mib: Option<u32>,
}
