//! The same visit or test, recorded by two people.

use chrono::TimeDelta;

use super::{CaseFile, Fact, Issue, IssueKind};
use crate::id::{EventId, UserId};
use crate::moment::Moment;

/// Two records of one visit or test lie at most so many minutes apart; our own choice.
const CLOSE_MINUTES: i64 = 120;

pub(super) fn find(file: &CaseFile, issues: &mut Vec<Issue>) {
    let author = |id: EventId| file.event(id).map(|event| event.author);
    pairs(
        &file.visits,
        author,
        |one, other| one.target == other.target && one.found == other.found,
        |events| {
            issues.push(Issue { kind: IssueKind::SameVisitTwice, events });
        },
    );
    pairs(
        &file.tests,
        author,
        |one, other| one.method == other.method,
        |events| {
            issues.push(Issue { kind: IssueKind::SameTestTwice, events });
        },
    );
    pairs(
        &file.refusals,
        author,
        |_, _| true,
        |events| {
            issues.push(Issue { kind: IssueKind::SameRefusalTwice, events });
        },
    );
}

/// Neighbours in time of the same day, alike, by different authors.
fn pairs<T>(
    facts: &[Fact<T>],
    author: impl Fn(EventId) -> Option<UserId>,
    alike: impl Fn(&T, &T) -> bool,
    mut found: impl FnMut(Vec<EventId>),
) {
    for (at, one) in facts.iter().enumerate() {
        let near = facts.iter().skip(at + 1).take_while(|other| close(one.happened_at, other.happened_at));
        for other in near {
            let same_day = one.day() == other.day();
            if same_day && alike(&one.body, &other.body) && author(one.event) != author(other.event) {
                found(vec![one.event, other.event]);
            }
        }
    }
}

fn close(one: Moment, other: Moment) -> bool {
    other.signed_duration_since(one) <= TimeDelta::minutes(CLOSE_MINUTES)
}
