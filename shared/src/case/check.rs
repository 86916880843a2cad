//! Rule issues: facts that do not agree with the file, the office or the clock.

use chrono::TimeDelta;

use super::course::Course;
use super::ladder::Ladder;
use super::{CaseFile, Custody, Issue, IssueKind};
use crate::event::{Body, Event};
use crate::id::EventId;
use crate::moment::civil_date;
use crate::norm;
use crate::office::OfficeFile;
use crate::policy::Policy;

/// A record of something later than its own clock by more than this is in doubt; our own choice.
const CLOCK_MINUTES: i64 = 10;

pub(super) fn issues(
    file: &CaseFile,
    office: &OfficeFile,
    course: &Course,
    ladder: &Ladder,
    policy: &Policy,
) -> Vec<Issue> {
    let mut issues = Vec::new();
    if let Some(order) = &file.order
        && !(1..=norm::TERM_MONTHS).contains(&order.body.term_months)
    {
        issues.push(one(IssueKind::TermOutOfRange, order.event));
    }
    for event in file.events.iter().filter(|event| file.counts(event.id)) {
        times(event, course, policy, &mut issues);
    }
    tests(file, office, &mut issues);
    custody(file, &mut issues);
    breaches(file, ladder, &mut issues);
    issues.retain(|issue| !file.settled.contains(issue));
    issues
}

fn one(kind: IssueKind, event: EventId) -> Issue {
    Issue { kind, events: vec![event] }
}

/// Facts about what the person or the staff did; papers, decisions and corrections have no place in the term.
fn is_contact(body: &Body) -> bool {
    matches!(
        body,
        Body::Visit(_) | Body::DrugTest(_) | Body::TestRefused(_) | Body::SelfReport(_) | Body::Assessment(_)
    )
}

fn times(event: &Event, course: &Course, policy: &Policy, issues: &mut Vec<Issue>) {
    if event.body.is_about_facts() || matches!(event.body, Body::Unknown(_)) {
        return;
    }
    let (happened, recorded) = (civil_date(event.happened_at), civil_date(event.recorded_at));
    let ahead = event.happened_at.signed_duration_since(event.recorded_at);
    if ahead > TimeDelta::minutes(CLOCK_MINUTES) || happened > course.today {
        issues.push(one(IssueKind::TimeInDoubt, event.id));
    }
    if (recorded - happened).num_days() > policy.on(recorded).entered_late_days {
        issues.push(one(IssueKind::EnteredLate, event.id));
    }
    if !is_contact(&event.body) || happened > course.today {
        return;
    }
    if course.first.is_none_or(|first| happened < first) {
        issues.push(one(IssueKind::BeforeReportIn, event.id));
    } else if !course.covers(happened) {
        issues.push(one(IssueKind::AfterEnding, event.id));
    }
    let home_visit = matches!(event.body, Body::Visit(_) | Body::TestRefused(_) | Body::DrugTest(_));
    let held = course
        .suspensions
        .iter()
        .any(|suspension| happened > suspension.from && suspension.contains(happened));
    if home_visit && held {
        issues.push(one(IssueKind::DuringDetention, event.id));
    }
}

/// R-TEST-1: a named officer, qualified on the day.
fn tests(file: &CaseFile, office: &OfficeFile, issues: &mut Vec<Issue>) {
    for test in &file.tests {
        if !office.is_qualified(test.body.tester, test.day()) {
            issues.push(one(IssueKind::TesterNotQualified, test.event));
        }
        if test.body.kit_expires.is_some_and(|expires| test.day() > expires) {
            issues.push(one(IssueKind::KitExpired, test.event));
        }
    }
}

fn custody(file: &CaseFile, issues: &mut Vec<Issue>) {
    let mut held = false;
    for fact in &file.custody {
        match fact.body {
            Custody::In { .. } => held = true,
            Custody::Out if held => held = false,
            Custody::Out => issues.push(one(IssueKind::ReleaseWithoutDetention, fact.event)),
        }
    }
}

/// Determinations and admonitions that the facts, as merged now, no longer bear (design 4).
fn breaches(file: &CaseFile, ladder: &Ladder, issues: &mut Vec<Issue>) {
    for (event, ground) in &ladder.determined {
        if !ladder.bears(*ground) {
            issues.push(one(IssueKind::DeterminationWithoutGround, *event));
        }
    }
    let misfits = misfits(file, ladder).into_iter();
    issues.extend(misfits.map(|(paper, facts)| {
        let events = std::iter::once(paper).chain(facts).collect();
        Issue { kind: IssueKind::PaperDoesNotFit, events }
    }));
}

/// Admonitions that do not answer the fact in their place, each with the facts it names.
pub(crate) fn misfits(file: &CaseFile, ladder: &Ladder) -> Vec<(EventId, Vec<EventId>)> {
    let mut misfits = Vec::new();
    for paper in &file.admonitions {
        let answered = ladder.admonished(paper.body.series);
        let place = usize::from(paper.body.ordinal).checked_sub(1).and_then(|at| answered.get(at));
        if place.is_none_or(|event| !paper.body.events.is_empty() && !paper.body.events.contains(event)) {
            misfits.push((paper.event, paper.body.events.clone()));
        }
    }
    misfits
}
