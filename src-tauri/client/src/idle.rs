//! 自动锁定: after how long untouched the screens lock the phone.

use shared::problem::Problem;

use crate::phone::Open;
use crate::store::Setting;

/// Minutes where nobody chose.
pub const USUAL_MINUTES: u32 = 5;
/// Minutes at most: an unlocked phone on a table is everybody's.
const MINUTES_MAX: u32 = 15;

/// What was chosen, in minutes.
#[must_use]
pub fn minutes(open: &Open) -> u32 {
    let kept: Option<u32> = open.store.setting(Setting::IdleMinutes).ok().flatten();
    kept.unwrap_or(USUAL_MINUTES)
}

/// Chooses; what lies outside is brought inside.
///
/// # Errors
/// Of the store.
pub fn set_minutes(open: &Open, minutes: u32) -> Result<(), Problem> {
    Ok(open.store.keep_setting(Setting::IdleMinutes, Some(&minutes.clamp(1, MINUTES_MAX)))?)
}
