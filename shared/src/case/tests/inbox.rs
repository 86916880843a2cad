//! 收件箱: which records wait, and in which classes.

use super::make::{event, moment, user, visit};
use super::timeline;
use crate::case::fold;
use crate::case::{IssueKind, ReviewWord};
use crate::code::VisitTarget;
use crate::event::{Body, Event, ReviewHeld, ReviewVerdict, Reviewed, RuleVersion};
use crate::id::EventId;
use crate::inbox::{Arrival, InboxClass, Seen, Waits, came, class_of, findings, waits};
use crate::protocol::ArrivalMark;
use crate::rules::RuleBook;

fn seen() -> Event {
    let rules = RuleBook::default();
    let version = rules.version_on("2026-03-10".parse().unwrap()).clone();
    Event {
        rule_version: version,
        ..event(700, moment("2026-03-10"), Body::Visit(visit(VisitTarget::Self_)))
    }
}

fn file_with(more: Vec<Event>) -> crate::case::CaseFile {
    let mut events = timeline::story("2026-03-05 报到 社区戒毒 / 2026-04-01 今天").0;
    events.push(seen());
    events.extend(more);
    fold(&events).0
}

fn said(verdict: ReviewVerdict) -> Event {
    let body =
        Reviewed { target: seen().id, verdict, note: "写清".to_owned(), fields: vec![], basis: vec![] };
    Event { author: user(8), ..event(701, moment("2026-03-11"), Body::Reviewed(body)) }
}

fn held(number: u128, at: &str) -> Event {
    let body = ReviewHeld { target: seen().id, note: "等派出所回电".to_owned(), basis: Vec::new() };
    Event { author: user(8), ..event(number, moment(at), Body::ReviewHeld(body)) }
}

fn mended(number: u128, at: &str) -> Event {
    let body = crate::event::Amend {
        target: seen().id,
        basis: Vec::new(),
        fields: std::collections::BTreeMap::from([("notes".to_owned(), serde_json::json!("邻居说近来安稳"))]),
        reason: "按退回补正".to_owned(),
        attachments: Vec::new(),
    };
    event(number, moment(at), Body::Amend(body))
}

fn classes(
    waits: Waits,
    issues: &[IssueKind],
    (mark, arrival): (Option<ArrivalMark>, &Arrival),
    event: &Event,
) -> Vec<InboxClass> {
    let own = findings(event, waits, issues, mark, &RuleBook::default());
    own.into_iter().chain(came(arrival)).map(|it| it.class).collect()
}

#[test]
fn a_record_waits_until_the_office_said_a_word_and_again_when_it_is_mended() {
    assert_eq!(waits(&file_with(vec![]), &seen()), Some(Waits::Unread));
    assert_eq!(waits(&file_with(vec![said(ReviewVerdict::Accepted)]), &seen()), None);
    assert_eq!(
        waits(&file_with(vec![said(ReviewVerdict::Returned)]), &seen()),
        None,
        "it is its author's turn"
    );
    let amend = mended(702, "2026-03-12");
    let mended = file_with(vec![said(ReviewVerdict::Returned), amend]);
    assert_eq!(waits(&mended, &seen()), Some(Waits::Again));
    assert_eq!(Seen::of(&mended, seen().id).basis.len(), 1);
}

#[test]
fn a_held_record_waits_says_so_and_counts_and_a_later_word_ends_it() {
    let file = file_with(vec![held(701, "2026-03-11")]);
    assert_eq!(waits(&file, &seen()), Some(Waits::Held));
    assert_eq!(file.reviews[&seen().id].verdict, ReviewWord::Held);
    assert_eq!(file.visits.len(), 1);
    assert!(file.may_mend(seen().id));
    let mut accepted = said(ReviewVerdict::Accepted);
    accepted.id = EventId(uuid::Uuid::from_u128(703));
    accepted.happened_at = moment("2026-03-13");
    assert_eq!(waits(&file_with(vec![held(701, "2026-03-11"), accepted]), &seen()), None);
}

#[test]
fn nothing_found_is_nothing_to_look_at_and_everything_found_is_named_in_its_class() {
    assert_eq!(classes(Waits::Unread, &[], (None, &Arrival::default()), &seen()), []);
    let all = Arrival { missing: 2, by_capsule: true, clock_offset_seconds: Some(-900) };
    let mark = Some(ArrivalMark::AfterTransfer);
    let old = Event { rule_version: RuleVersion("2019-01".to_owned()), ..seen() };
    assert_eq!(
        classes(Waits::Again, &[IssueKind::EnteredLate], (mark, &all), &old),
        [
            InboxClass::EnteredLate,
            InboxClass::Mended,
            InboxClass::OutOfScope,
            InboxClass::OtherRules,
            InboxClass::MissingAttachment,
            InboxClass::Capsule,
            InboxClass::TimeInDoubt,
        ]
    );
    assert!(came(&all).iter().any(|found| found.text == "手机时钟慢15分钟"));
    let close = Arrival { clock_offset_seconds: Some(600), ..Arrival::default() };
    assert_eq!(classes(Waits::Unread, &[], (None, &close), &seen()), [], "ten minutes are nothing");
}

#[test]
fn every_kind_of_issue_stands_in_a_class_a_person_can_open() {
    for kind in IssueKind::ALL {
        assert!(
            !matches!(class_of(*kind), InboxClass::Plain | InboxClass::Quarantine | InboxClass::Held),
            "{kind}"
        );
    }
}
