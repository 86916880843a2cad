//! 规则: calendar and readings as an office has them — what ships, with the office's notices and changes laid over it.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::calendar::Calendar;
use crate::event::{CalendarNotice, ReadingsSet, RuleVersion};
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
        let notices = office.notices.iter().filter(|notice| notice.happened_at <= at);
        let readings = office.readings.iter().filter(|change| change.happened_at <= at);
        Self::over(calendar, policy)
            .with(notices.map(|notice| &notice.body), readings.map(|change| &change.body))
    }

    /// Calendar and readings as they are.
    #[must_use]
    pub const fn over(calendar: &'a Calendar, policy: &'a Policy) -> Self {
        Self { calendar: Cow::Borrowed(calendar), policy: Cow::Borrowed(policy) }
    }

    /// With notices and changes of readings laid over, in their order.
    #[must_use]
    pub fn with<'b>(
        mut self,
        notices: impl Iterator<Item = &'b CalendarNotice>,
        readings: impl Iterator<Item = &'b ReadingsSet>,
    ) -> Self {
        for notice in notices {
            let _ = self.calendar.to_mut().load(&notice.csv);
        }
        for change in readings {
            self.policy = Cow::Owned(self.policy.into_owned().with(change));
        }
        self
    }
}

/// 规则簿: an office's facts with calendar and readings laid once, for judging many cases. It holds every fact of the
/// office that is known, whatever a device's clock says: a notice is in force when it is known, a reading has its own
/// day. Made anew when the office's facts change.
#[derive(Debug, Clone)]
pub struct RuleBook {
    /// The office's facts without notices and readings: those are laid already, and must not be laid again.
    pub office: OfficeFile,
    pub calendar: Calendar,
    pub policy: Policy,
}

impl Default for RuleBook {
    /// What ships, for an office that has said nothing.
    fn default() -> Self {
        Self { office: OfficeFile::default(), calendar: Calendar::built_in(), policy: Policy::default() }
    }
}

impl RuleBook {
    /// Calendar and readings as an office's facts make them of what ships.
    #[must_use]
    pub fn of(office: &OfficeFile) -> Self {
        let shipped = Self::default();
        let rules = shipped.rules().with(
            office.notices.iter().map(|notice| &notice.body),
            office.readings.iter().map(|change| &change.body),
        );
        Self {
            office: OfficeFile { notices: Vec::new(), readings: Vec::new(), ..office.clone() },
            calendar: rules.calendar.into_owned(),
            policy: rules.policy.into_owned(),
        }
    }

    /// The same, borrowed.
    #[must_use]
    pub const fn rules(&self) -> Rules<'_> {
        Rules::over(&self.calendar, &self.policy)
    }

    /// What a record of a day is written under. A change that is published but not yet in force is not it.
    #[must_use]
    pub fn version_on(&self, day: NaiveDate) -> &RuleVersion {
        &self.policy.on(day).version
    }
}
