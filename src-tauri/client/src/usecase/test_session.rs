//! 检测点: place, kit, officer and second member of staff, set up once for a morning and kept over a restart.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::access::{Act, may};
use shared::document::field::DRUGS;
use shared::event::Kit;
use shared::id::UserId;
use shared::moment::{Moment, civil_date};
use shared::problem::{Problem, ProblemCode};

use super::record::{LINE_TEXT_MAX, SHORT_TEXT_MAX, optional, required};
use crate::phone::Open;
use crate::store::{Setting, StoreError};
use crate::view::TestSession;

/// No card takes longer to be read.
const WAIT_MINUTES_MAX: u8 = 30;

/// The session and the day it is for.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    day: NaiveDate,
    session: TestSession,
}

pub fn start(open: &Open, now: Moment, session: &TestSession) -> Result<(), Problem> {
    if !may(open.pairing.role, Act::RecordTest, open.relation()) {
        return Err(ProblemCode::RoleMayNot.into());
    }
    let day = civil_date(now);
    let session = checked(open, day, session)?;
    open.store.keep_setting(Setting::LastTestSession, Some(&session))?;
    open.store.keep_setting(Setting::TestSession, Some(&Kept { day, session }))?;
    Ok(())
}

pub fn close(open: &Open) -> Result<(), Problem> {
    Ok(open.store.keep_setting::<Kept>(Setting::TestSession, None)?)
}

/// The session of this day; yesterday's is over.
pub fn current(open: &Open, now: Moment) -> Result<Option<TestSession>, StoreError> {
    let kept: Option<Kept> = open.store.setting(Setting::TestSession)?;
    Ok(kept.filter(|kept| kept.day == civil_date(now)).map(|kept| kept.session))
}

/// Form, officer and kit; checked again for each test, since an officer's qualification may end or arrive.
pub fn checked(open: &Open, day: NaiveDate, session: &TestSession) -> Result<TestSession, Problem> {
    let second_staff = optional("second_staff", Some(&session.second_staff), SHORT_TEXT_MAX)?
        .ok_or_else(|| Problem::of_field(ProblemCode::SecondStaffMissing, "second_staff"))?;
    let kit = Kit {
        name: required("kit.name", &session.kit.name, SHORT_TEXT_MAX)?,
        lot: required("kit.lot", &session.kit.lot, SHORT_TEXT_MAX)?,
        expires: session.kit.expires,
    };
    if kit.expires < day {
        return Err(Problem::of_field(ProblemCode::KitExpired, "kit.expires"));
    }
    if !is_qualified(open, session.tester, day) {
        return Err(Problem::of_field(ProblemCode::TesterNotQualified, "tester"));
    }
    if !(1..=WAIT_MINUTES_MAX).contains(&session.wait_minutes) {
        return Err(Problem::of_field(ProblemCode::DateOutOfRange, "wait_minutes"));
    }
    let place = required("place", &session.place, LINE_TEXT_MAX)?;
    let known = |drug: &&String| DRUGS.iter().any(|(code, _)| code == drug);
    let panel = session.panel.iter().filter(known).cloned().collect();
    Ok(TestSession { place, kit, second_staff, panel, ..session.clone() })
}

/// R-TEST-1: a qualification that is valid on the day.
fn is_qualified(open: &Open, officer: UserId, day: NaiveDate) -> bool {
    open.book.office.qualifications.iter().any(|qualified| {
        qualified.officer == officer && (qualified.valid_from..=qualified.valid_until).contains(&day)
    })
}
