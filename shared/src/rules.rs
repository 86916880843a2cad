//! 规则: calendar and readings as an office has them — what ships, with the office's notices and changes laid over it.

use std::borrow::Cow;

use crate::calendar::Calendar;
use crate::moment::Moment;
use crate::office::OfficeFile;
use crate::policy::Policy;

/// Calendar and readings in force at a moment.
#[derive(Debug, Clone)]
pub struct Rules<'a> {
    pub calendar: Cow<'a, Calendar>,
    pub policy: Cow<'a, Policy>,
}

impl<'a> Rules<'a> {
    /// What an office's facts up to a moment make of calendar and readings. A notice that cannot be read is left out.
    #[must_use]
    pub fn of(office: &OfficeFile, calendar: &'a Calendar, policy: &'a Policy, at: Moment) -> Self {
        let mut rules = Self { calendar: Cow::Borrowed(calendar), policy: Cow::Borrowed(policy) };
        for notice in office.notices.iter().filter(|notice| notice.happened_at <= at) {
            let _ = rules.calendar.to_mut().load(&notice.body.csv);
        }
        for change in office.readings.iter().filter(|change| change.happened_at <= at) {
            rules.policy = Cow::Owned(rules.policy.into_owned().with(&change.body));
        }
        rules
    }
}
