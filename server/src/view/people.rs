//! 人员账号 and one's own as the console asks and is answered.

use serde::{Deserialize, Serialize};
use shared::access::{UserState, UserStep};
use shared::code::Role;
use shared::id::UserId;
use shared::moment::Moment;

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StaffRow {
    pub user: UserId,
    pub name: String,
    pub role: Role,
    pub login: String,
    /// Devices paired and not revoked.
    pub devices: u32,
    /// Persons assigned.
    pub persons: u32,
    /// For police: a test qualification is valid today.
    pub qualified: bool,
    pub state: UserState,
    /// What the one who looks may do with the account now.
    pub steps: Vec<UserStep>,
}

/// 邀请: an account to be set up by its person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct InviteRequest {
    pub login: String,
    pub name: String,
    pub role: Role,
}

/// A one-time link, shown once: the console's `#/setup/<code>`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SetupLinkShown {
    pub user: UserId,
    pub login: String,
    pub code: String,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub expires_at: Moment,
}

impl std::fmt::Debug for SetupLinkShown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SetupLinkShown({})", self.user)
    }
}

/// One step with an account; `role` only where the role changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct UserStepRequest {
    pub step: UserStep,
    #[serde(default)]
    pub role: Option<Role>,
    /// Why somebody leaves whose cases nobody has taken over.
    #[serde(default)]
    pub reason: Option<String>,
}

/// The code of a set-up link.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SetUpLook {
    pub code: String,
}

/// Whose account a link sets up.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SetUpView {
    pub login: String,
    pub name: String,
    pub role: Role,
    pub township_name: String,
    /// As typed into an authenticator.
    pub totp_secret: String,
    /// The same as a picture.
    pub qr_svg: String,
    pub length_min: u32,
    pub kinds_min: u32,
}

/// What the person of an account chose.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SetUpRequest {
    pub code: String,
    pub password: String,
    pub totp: String,
}

/// How the account stands after it was set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SetUpDone {
    pub state: UserState,
}

/// 改自己的密码.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct PasswordRequest {
    pub current: String,
    pub new: String,
    pub totp: String,
}

super::hidden! { SetUpLook SetUpView SetUpRequest PasswordRequest }
