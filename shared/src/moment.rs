//! The one time type. Rules work on civil dates in Asia/Shanghai (R-TIME-1).

use chrono::{DateTime, FixedOffset, NaiveDate};

/// A point in time with its offset, as it was written down.
pub type Moment = DateTime<FixedOffset>;

/// UTC+08:00, the zone of every rule.
pub const BEIJING: FixedOffset = FixedOffset::east_opt(8 * 3600).unwrap();

/// The civil date in Beijing of a point in time (R-TIME-1).
#[must_use]
pub fn civil_date(at: Moment) -> NaiveDate {
    at.with_timezone(&BEIJING).date_naive()
}
