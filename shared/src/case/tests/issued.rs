//! Issued papers: frozen, served, withdrawn, and flagged where the file says something else later.

use std::collections::BTreeMap;

use super::make::{event, moment};
use super::timeline;
use crate::calendar::Calendar;
use crate::case::fold;
use crate::code::{Addressee, Serve, Signing};
use crate::document::{
    IssueState, Issued, Paper, PaperKey, Sheet, content, find, issued, lacking, rows, written,
};
use crate::duty::Reckoning;
use crate::event::{Amend, Body, Event, PaperFilled, PaperIssued, PaperServed, PaperWithdrawn, Void};
use crate::hash::Hash;
use crate::id::EventId;
use crate::moment::Moment;
use crate::office::OfficeFile;
use crate::policy::Policy;
use crate::rules::RuleBook;

const AT: &str = "2026-04-01";

fn start() -> Vec<Event> {
    let mut events = timeline::story("2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-04-01 今天").0;
    events.push(event(800, moment("2026-03-20"), timeline::word("2026-03-20", &["拒检"])));
    events
}

fn paper(events: &[Event], paper: Paper, at: Moment) -> (PaperKey, Sheet) {
    let (file, _) = fold(events);
    let reckoning = Reckoning::of(&file, &Calendar::built_in(), &Policy::default(), at);
    let office = OfficeFile::default();
    let row = rows(&file, &office, &reckoning).into_iter().find(|row| row.key.paper == paper).unwrap();
    let (_, sheet) = find(&file, &office, &reckoning, &row.key).unwrap();
    (row.key, sheet)
}

fn issue(id: u128, key: PaperKey, sheet: &Sheet, supersedes: Option<EventId>) -> Event {
    let content = content(sheet).unwrap();
    let body = PaperIssued {
        key,
        number: format!("试例社戒告〔2026〕试例第{id}号"),
        office: "试例镇".to_owned(),
        hash: Hash::of(content.as_bytes()),
        content,
        to: vec![Addressee::Person],
        supersedes,
    };
    event(id, moment(AT), Body::PaperIssued(body))
}

fn state(events: &[Event]) -> Vec<Issued> {
    issued(&fold(events).0, &OfficeFile::default(), &RuleBook::default())
}

#[test]
fn an_admonition_is_issued_before_it_is_served_and_stands_as_it_was() {
    crate::asserts!("R-FILE-2", "R-TEST-11");
    let mut events = start();
    let (key, sheet) = paper(&events, Paper::D11, moment(AT));
    assert!(lacking(&sheet).iter().all(|field| !field.label.contains("送达")), "{:?}", lacking(&sheet));
    events.push(issue(900, key, &sheet, None));
    let one = state(&events).remove(0);
    assert_eq!((one.state, one.unserved.as_slice()), (IssueState::Issued, &[Addressee::Person][..]));
    assert_eq!(one.drift, []);
    let body = PaperServed {
        issue: one.event,
        to: Addressee::Person,
        manner: Serve::LeftWithWitness,
        receiver: "试例甲".to_owned(),
        signing: Signing::Refused,
        witnesses: vec!["试例村支书".to_owned()],
        attachments: Vec::new(),
    };
    events.push(event(901, moment("2026-04-02"), Body::PaperServed(body)));
    let one = state(&events).remove(0);
    assert_eq!(one.state, IssueState::Served);
    assert_eq!(one.served[0].witnesses, ["试例村支书"]);
    assert_eq!(one.drift, [], "what came after the issue changes nothing on it");
}

#[test]
fn a_paper_that_a_correction_makes_wrong_is_flagged_and_not_edited() {
    crate::asserts!("R-FILE-2");
    let mut events = start();
    let (key, sheet) = paper(&events, Paper::D11, moment(AT));
    let paper = issue(900, key.clone(), &sheet, None);
    events.push(paper.clone());
    let fields = BTreeMap::from([("facts".to_owned(), serde_json::json!("在家，当面拒绝"))]);
    let amend = Amend {
        target: EventId(uuid::Uuid::from_u128(800)),
        basis: Vec::new(),
        fields,
        reason: "核实".to_owned(),
        attachments: Vec::new(),
    };
    let mut mended = events.clone();
    mended.push(event(902, moment("2026-04-03"), Body::Amend(amend)));
    let one = state(&mended).remove(0);
    assert_eq!(one.hash, Hash::of(content(&sheet).unwrap().as_bytes()), "as it was issued");
    let [drift] = one.drift.as_slice() else { panic!("{:?}", one.drift) };
    assert_eq!(drift.label, "事实");
    assert!(drift.now.ends_with("在家，当面拒绝"), "{}", drift.now);

    let void = Void { target: EventId(uuid::Uuid::from_u128(800)), reason: "记错了人".to_owned() };
    let mut voided = events.clone();
    voided.push(event(903, moment("2026-04-03"), Body::Void(void)));
    let one = state(&voided).remove(0);
    assert_eq!(one.drift.len(), 1);
    assert_eq!(one.drift[0].label, "依据的记录");
}

#[test]
fn a_withdrawn_and_a_superseded_paper_stay_in_the_file_with_why() {
    crate::asserts!("R-FILE-2");
    let mut events = start();
    let (key, sheet) = paper(&events, Paper::D11, moment(AT));
    events.push(issue(900, key.clone(), &sheet, None));
    events.push(issue(901, key, &sheet, Some(EventId(uuid::Uuid::from_u128(900)))));
    let all = state(&events);
    assert_eq!(all[0].state, IssueState::Issued);
    assert_eq!(all[1].state, IssueState::Superseded);
    assert_eq!(all[1].superseded_by.as_deref(), Some("试例社戒告〔2026〕试例第901号"));
    let body = PaperWithdrawn { issue: all[0].event, reason: "事实栏写错".to_owned() };
    events.push(event(904, moment("2026-04-04"), Body::PaperWithdrawn(body)));
    let all = state(&events);
    assert_eq!(all[0].state, IssueState::Withdrawn);
    assert_eq!(all[0].reason.as_deref(), Some("事实栏写错"));
}

#[test]
fn only_what_no_fact_carries_is_written_onto_a_paper_by_hand() {
    crate::asserts!("R-FILE-2", "R-TEST-18");
    let events = start();
    let (_, mut sheet) = paper(&events, Paper::D08, moment(AT));
    let day = BTreeMap::from([("检测日期".to_owned(), "2026-04-10".to_owned())]);
    assert_eq!(written(&mut sheet, &day), Ok(()));
    assert!(lacking(&sheet).iter().all(|field| field.label != "检测日期"));
    for label in ["姓名", "送达方式", "联系方式", "没有的栏"] {
        let other = BTreeMap::from([(label.to_owned(), "改".to_owned())]);
        assert_eq!(written(&mut sheet, &other), Err(label.to_owned()));
    }
}

#[test]
fn bytes_that_are_not_those_of_the_hash_are_no_paper() {
    let events = start();
    let (key, sheet) = paper(&events, Paper::D11, moment(AT));
    let Body::PaperIssued(mut body) = issue(900, key, &sheet, None).body else { panic!() };
    assert_eq!(crate::document::frozen(&body), Some(sheet));
    body.content = body.content.replace("告诫", "告戒");
    assert_eq!(crate::document::frozen(&body), None);
}

#[test]
fn what_was_served_in_the_field_counts_as_the_service_of_the_issued_paper() {
    crate::asserts!("R-FILE-2", "R-TEST-11");
    let mut events = start();
    let (key, sheet) = paper(&events, Paper::D11, moment(AT));
    let about = key.about;
    events.push(issue(900, key, &sheet, None));
    let filled = |id: u128, day: &str, about| {
        let fields = BTreeMap::from([
            ("serve_manner".to_owned(), Serve::InPerson.code().to_owned()),
            ("receiver".to_owned(), "本人拒签，见证人：试例乙、试例丙".to_owned()),
        ]);
        let body = PaperFilled { paper: Paper::D11, about, fields, attachments: Vec::new() };
        event(id, moment(day), Body::PaperFilled(body))
    };
    let mut before = events.clone();
    before.push(filled(901, "2026-03-25", about));
    before.push(filled(902, "2026-04-02", None));
    assert_eq!(state(&before)[0].state, IssueState::Issued, "of the day before, and of another one");
    events.push(filled(903, "2026-04-02", about));
    let one = state(&events).remove(0);
    assert_eq!(one.state, IssueState::Served);
    assert_eq!(
        (one.served[0].signing, one.served[0].receiver.as_str()),
        (None, "本人拒签，见证人：试例乙、试例丙")
    );
}
