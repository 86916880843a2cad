//! What a list shows of a person: the page without ribbon and timeline, and how long it stays what it is.

use chrono::NaiveDate;

use super::{Finding, PersonHead, Seal, finding, head, seal, stand};
use crate::calendar::Calendar;
use crate::case::{CaseFile, Flag, Issue, judged};
use crate::code::GroupMember;
use crate::decision::{OpenDecision, waiting};
use crate::duty::deadline::Due;
use crate::duty::{Duty, Reckoning, snoozed};
use crate::moment::{Moment, civil_date};
use crate::office::OfficeFile;
use crate::policy::Policy;
use crate::rules::Rules;

/// A person as a row of lists and counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    pub head: PersonHead,
    pub flags: Vec<Flag>,
    pub duties: Vec<Duty>,
    /// 待决定.
    pub decisions: Vec<OpenDecision>,
    /// Newest first.
    pub findings: Vec<Finding>,
    pub issues: Vec<Issue>,
    /// Members the group lacks (R-ORG-5); all of them where none was set.
    pub group_missing: Vec<GroupMember>,
    /// Of a file that is sealed.
    pub seal: Option<Seal>,
}

/// How long something reckoned from a file holds while facts and rules stay: within one civil day, and between the
/// instants at which a clock of hours runs out. Everything else that is reckoned looks at the day alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holds {
    day: NaiveDate,
    /// The last clock of hours that has run out.
    after: Option<Moment>,
    /// The next one that has not.
    until: Option<Moment>,
}

impl Holds {
    /// How long a reckoning holds.
    #[must_use]
    pub fn of(reckoning: &Reckoning) -> Self {
        let now = reckoning.course.at;
        let (mut after, mut until): (Option<Moment>, Option<Moment>) = (None, None);
        for deadline in &reckoning.deadlines {
            match deadline.due {
                Due::Instant(due) if deadline.due.is_past(now) => after = after.max(Some(due)),
                Due::Instant(due) => until = Some(until.map_or(due, |earlier| earlier.min(due))),
                Due::Day(_) => {}
            }
        }
        Self { day: civil_date(now), after, until }
    }

    /// Whether it is the same at another moment.
    #[must_use]
    pub fn at(&self, at: Moment) -> bool {
        civil_date(at) == self.day
            && self.after.is_none_or(|after| at > after)
            && self.until.is_none_or(|until| at <= until)
    }
}

/// A person as a row of lists, and how long it holds; `None` where no order is known.
#[must_use]
pub fn listed(
    file: &CaseFile,
    fold_issues: &[Issue],
    office: &OfficeFile,
    calendar: &Calendar,
    policy: &Policy,
    at: Moment,
) -> Option<(Listed, Holds)> {
    let rules = Rules::of(office, calendar, policy, at);
    let reckoning = Reckoning::of(file, &rules.calendar, &rules.policy, at);
    Some((listed_of(file, fold_issues, office, &rules, &reckoning)?, Holds::of(&reckoning)))
}

/// The same from a reckoning that is there already.
pub(super) fn listed_of(
    file: &CaseFile,
    fold_issues: &[Issue],
    office: &OfficeFile,
    rules: &Rules<'_>,
    reckoning: &Reckoning,
) -> Option<Listed> {
    let head = head::head(file, &reckoning.course)?;
    let (issues, flags) = judged(file, office, &reckoning.course, &reckoning.ladder, &rules.policy);
    let mut duties = reckoning.duties(&rules.calendar, &rules.policy);
    for duty in &mut duties {
        duty.snooze = snoozed(file, duty, reckoning.course.today);
    }
    Some(Listed {
        decisions: waiting(file, reckoning, &duties),
        head,
        flags,
        duties,
        findings: finding::findings(reckoning),
        issues: fold_issues.iter().cloned().chain(issues).collect(),
        group_missing: stand::group(file).missing,
        seal: seal(file, reckoning),
    })
}
