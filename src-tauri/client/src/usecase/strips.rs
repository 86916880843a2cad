//! 检测板计时: cards that were wetted, each with its own time; kept in the store, so that lock, restart and a flat battery
//! forget none.

use chrono::TimeDelta;
use shared::access::Act;
use shared::id::CaseId;
use shared::moment::{Moment, civil_date};
use shared::problem::{Problem, ProblemCode};

use super::record::{check_case, check_time};
use super::test_session::current;
use crate::phone::Open;
use crate::store::{Setting, StoreError};
use crate::view::Strip;

/// Begins one for a person; a second wetting of the same person's card begins anew.
pub fn start(open: &Open, now: Moment, case: CaseId) -> Result<(), Problem> {
    let folded = check_case(open, Act::RecordTest, case, now)?;
    check_time(folded, now, now)?;
    let session =
        current(open, now)?.ok_or_else(|| Problem::of_field(ProblemCode::FieldMissing, "session"))?;
    let ready_at = now + TimeDelta::minutes(i64::from(session.wait_minutes));
    let mut strips = others(open, now, case)?;
    strips.push(Strip { case, started_at: now, ready_at });
    Ok(keep(open, &strips)?)
}

/// The card was read, or thrown away.
pub fn drop_of(open: &Open, now: Moment, case: CaseId) -> Result<(), StoreError> {
    let strips = others(open, now, case)?;
    keep(open, &strips)
}

/// Those of this day; yesterday's cards say nothing.
pub fn running(open: &Open, now: Moment) -> Result<Vec<Strip>, StoreError> {
    let strips: Option<Vec<Strip>> = open.store.setting(Setting::Strips)?;
    let of_today = |strip: &Strip| civil_date(strip.started_at) == civil_date(now);
    Ok(strips.unwrap_or_default().into_iter().filter(of_today).collect())
}

/// Seconds until each can be read, soonest first; says nothing of whom.
pub fn seconds_left(open: &Open, now: Moment) -> Vec<u32> {
    let strips = running(open, now).unwrap_or_default();
    let left = |strip: &Strip| u32::try_from((strip.ready_at - now).num_seconds().max(0)).unwrap_or(0);
    let mut left: Vec<u32> = strips.iter().map(left).collect();
    left.sort_unstable();
    left
}

fn others(open: &Open, now: Moment, case: CaseId) -> Result<Vec<Strip>, StoreError> {
    Ok(running(open, now)?.into_iter().filter(|strip| strip.case != case).collect())
}

fn keep(open: &Open, strips: &[Strip]) -> Result<(), StoreError> {
    open.store.keep_setting(Setting::Strips, Some(&strips))
}
