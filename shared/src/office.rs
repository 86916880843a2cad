//! 工作机构: the other aggregate: qualifications, posts, calendar notices, readings.

mod duty;

pub use duty::{OfficeDuty, OfficeDutyKind, office_duties, qualification_near};

use chrono::NaiveDate;

use crate::code::{GroupMember, Post};
use crate::event::{
    Body, CalendarNotice, DrawCommitted, DrawListed, DrawMade, Event, GuidanceGiven, OfficerQualified,
    PostHeld, ReadingsSet, UsersCounted,
};
use crate::id::{CaseId, EventId, UserId};
use crate::moment::{Moment, civil_date};

/// A fact of an office.
#[derive(Debug, Clone, PartialEq)]
pub struct OfficeFact<T> {
    pub event: EventId,
    pub happened_at: Moment,
    pub body: T,
}

impl<T> OfficeFact<T> {
    /// The civil day it happened.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        civil_date(self.happened_at)
    }
}

/// What an office's facts add up to, in canonical order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OfficeFile {
    pub qualifications: Vec<OfficerQualified>,
    pub users: Vec<OfficeFact<UsersCounted>>,
    pub posts: Vec<OfficeFact<PostHeld>>,
    pub guidance: Vec<OfficeFact<GuidanceGiven>>,
    pub notices: Vec<OfficeFact<CalendarNotice>>,
    pub readings: Vec<OfficeFact<ReadingsSet>>,
    pub draws: Vec<OfficeFact<DrawCommitted>>,
    pub draw_lists: Vec<OfficeFact<DrawListed>>,
    pub drawn: Vec<OfficeFact<DrawMade>>,
}

/// Merges the facts of an office stream. Total; independent of order.
#[must_use]
#[expect(clippy::wildcard_enum_match_arm, reason = "facts of cases have no place in an office")]
pub fn fold_office(events: &[Event]) -> OfficeFile {
    let corrected = crate::case::corrected(events);
    let mut file = OfficeFile::default();
    for event in &corrected {
        match &event.body {
            Body::OfficerQualified(body) => file.qualifications.push(body.clone()),
            Body::UsersCounted(body) => file.users.push(fact(event, body)),
            Body::PostHeld(body) => file.posts.push(fact(event, body)),
            Body::GuidanceGiven(body) => file.guidance.push(fact(event, body)),
            Body::CalendarNotice(body) => file.notices.push(fact(event, body)),
            Body::ReadingsSet(body) => file.readings.push(fact(event, &published(event, body))),
            Body::DrawCommitted(body) => file.draws.push(fact(event, body)),
            Body::DrawListed(body) => file.draw_lists.push(fact(event, body)),
            Body::DrawMade(body) => file.drawn.push(fact(event, body)),
            _ => {}
        }
    }
    file
}

/// A change judges nothing that happened before it was published: old records keep the version they were judged under.
fn published(event: &Event, change: &ReadingsSet) -> ReadingsSet {
    let valid_from = change.valid_from.max(civil_date(event.happened_at));
    ReadingsSet { valid_from, ..change.clone() }
}

fn fact<T: Clone>(event: &Event, body: &T) -> OfficeFact<T> {
    OfficeFact { event: event.id, happened_at: event.happened_at, body: body.clone() }
}

impl OfficeFile {
    /// Whether an officer held a testing qualification on a day, both ends included (R-TEST-1).
    #[must_use]
    pub fn is_qualified(&self, officer: UserId, day: NaiveDate) -> bool {
        self.qualifications
            .iter()
            .any(|held| held.officer == officer && held.valid_from <= day && day <= held.valid_until)
    }

    /// How many hold any of these posts on a day, both ends included.
    #[must_use]
    pub fn holders(&self, day: NaiveDate, posts: &[Post]) -> u32 {
        let holds = |held: &PostHeld| {
            posts.contains(&held.post) && held.from <= day && held.until.is_none_or(|until| day <= until)
        };
        let count = self.posts.iter().filter(|fact| holds(&fact.body)).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// 实有吸毒人员数 as last counted by a day (R-ORG-4).
    #[must_use]
    pub fn counted(&self, day: NaiveDate) -> Option<u32> {
        self.users.iter().rfind(|fact| fact.day() <= day).map(|fact| fact.body.users)
    }

    /// Everybody who might have been drawn, with those on lists of their own; `None` where a list is not there.
    #[must_use]
    pub fn candidates(&self, draw: &DrawMade) -> Option<Vec<CaseId>> {
        let mut all = draw.candidates.clone();
        for list in &draw.lists {
            let found = self.draw_lists.iter().find(|known| known.event == *list);
            all.extend(&found.filter(|list| list.body.committed == draw.committed)?.body.candidates);
        }
        Some(all)
    }

    /// Officers qualified on a day, each once, by their latest qualification.
    #[must_use]
    pub fn testers(&self, day: NaiveDate) -> Vec<&OfficerQualified> {
        let mut testers: Vec<&OfficerQualified> = Vec::new();
        for held in self.qualifications.iter().rev() {
            let valid = held.valid_from <= day && day <= held.valid_until;
            if valid && !testers.iter().any(|known| known.officer == held.officer) {
                testers.push(held);
            }
        }
        testers.reverse();
        testers
    }
}

/// 工作小组 kinds of which nobody is there: a warning, not a block (R-ORG-5, RD-32).
#[must_use]
pub fn missing_members(members: &[GroupMember]) -> Vec<GroupMember> {
    GroupMember::ALL.iter().copied().filter(|kind| !members.contains(kind)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_lacks_the_kinds_of_which_nobody_is_there() {
        crate::asserts!("R-ORG-5");
        let some = [GroupMember::Family, GroupMember::Worker, GroupMember::Family];
        let lacking = [GroupMember::CommunityPolice, GroupMember::Medical, GroupMember::Volunteer];
        assert_eq!(missing_members(&some), lacking);
        assert_eq!(missing_members(GroupMember::ALL), []);
    }
}
