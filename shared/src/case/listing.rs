//! 名册: in which list a person stands. Files that are over are sealed, minors stand apart (R-PRIV-10, R-PRIV-11).

use chrono::{Datelike, NaiveDate};

use super::course::Course;
use super::{CaseFile, DischargeStep, State};
use crate::event::PersonDetails;

/// 民法典 17: of age from the eighteenth birthday on.
const OF_AGE_YEARS: i32 = 18;

crate::codes! {
    /// The list a person stands in.
    pub enum Listing {
        Ordinary = "ordinary" "在册",
        /// Marked, in a list of their own, read by fewer (R-PRIV-11).
        Minor = "minor" "未成年人",
        /// Out of lists and search, read-only, opened with a reason and a second person (R-PRIV-10).
        Sealed = "sealed" "已封存",
    }
}

impl State {
    /// Whether a file in this state is sealed: after discharge or any ending (R-TERM-5, R-PRIV-10).
    #[must_use]
    pub const fn is_sealed(self) -> bool {
        match self {
            Self::Discharged | Self::Terminated | Self::ClosedOther => true,
            Self::Registered | Self::Overdue | Self::Active | Self::Suspended | Self::Expired => false,
        }
    }
}

/// The list of a file at the moment of its course.
#[must_use]
pub fn listing(file: &CaseFile, course: &Course) -> Listing {
    let person = file.order.as_ref().map(|order| &order.body.person);
    if course.state().is_sealed() {
        Listing::Sealed
    } else if person.is_some_and(|person| is_minor(person, course.today)) {
        Listing::Minor
    } else {
        Listing::Ordinary
    }
}

/// Since when a file is sealed: from the ending, or from the discharge notice, but not before the measure was over.
#[must_use]
pub fn sealed_since(file: &CaseFile, course: &Course) -> Option<NaiveDate> {
    if !course.state().is_sealed() {
        return None;
    }
    if let Some(ending) = course.ending {
        return Some(ending.day);
    }
    let notice = file.discharge.iter().find(|step| !matches!(step.body, DischargeStep::Proposed))?.day();
    course.expiry().map(|expiry| notice.max(expiry))
}

/// Whether a person is not of age on a day: by the day of birth where it is known, else as marked.
#[must_use]
pub fn is_minor(person: &PersonDetails, day: NaiveDate) -> bool {
    let Some(birth) = person.birth else {
        return person.special.is_some_and(crate::code::Special::is_of_a_minor);
    };
    let had_birthday = (day.month(), day.day()) >= (birth.month(), birth.day());
    day.year() - birth.year() - i32::from(!had_birthday) < OF_AGE_YEARS
}
