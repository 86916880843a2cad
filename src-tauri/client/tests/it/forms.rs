//! 登记: every form by one way in; what comes late says why; what was written wrong is mended by its author.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use client::door::{Fact, Form, LateNote, Reply, Request};
use client::view::{OpenedRecord, Saved};
use shared::attachment::{Attachment, Media, Purpose};
use shared::case::{IssueKind, fold};
use shared::code::{Grade, LeaveReason, Role, SupportKind};
use shared::event::{
    Absence, Amend, Assessment, Body, GuidanceGiven, LateEntry, LateSource, LeaveApproved, LeaveRequested,
    PaperFilled, RawEvent, ReviewVerdict, Reviewed, SelfReport, Stream, SupportGiven, Visit,
};
use shared::id::EventId;
use shared::moment::Moment;
use shared::problem::{Problem, ProblemCode};

use crate::office::Office;
use crate::phone::{Phone, case, moment, recalled, register, visit};

fn phone_of(role: Role) -> (Arc<Office>, Phone) {
    let office = Arc::new(Office::new());
    office.state().role = Some(role);
    let phone = Phone::in_service(&office, 1);
    (office, phone)
}

fn request(phone: &Phone, happened_at: Moment, fact: Fact, late: Option<LateNote>) -> Result<Saved, Problem> {
    let request = Request::Record { case: case(1), happened_at, fact, draft: None, late };
    let _ = phone;
    let Reply::Saved(saved) = phone.door().handle(request)? else { panic!("not saved") };
    Ok(saved)
}

fn now(phone: &Phone, fact: Fact) -> Result<EventId, ProblemCode> {
    request(phone, phone.now(), fact, None).map(|saved| saved.event).map_err(|problem| problem.code)
}

fn opened(phone: &Phone, event: EventId) -> OpenedRecord {
    let Reply::Opened(opened) = phone.ask(Request::OpenRecord { case: case(1), event }) else {
        panic!("not opened")
    };
    *opened
}

fn mend(phone: &Phone, event: EventId, happened_at: Moment, fact: Fact) -> Result<Reply, ProblemCode> {
    let reason = "写错了".to_owned();
    let request = Request::Mend { case: case(1), event, happened_at, fact, reason };
    phone.door().handle(request).map_err(|problem| problem.code)
}

fn photo(phone: &Phone) -> Attachment {
    let data = STANDARD.encode([&[0xFF, 0xD8, 0xFF][..], &[7; 40]].concat());
    let request = Request::AddAttachment { media: Media::Jpeg, purpose: Purpose::Photo, data };
    let Reply::Attachment(kept) = phone.ask(request) else { panic!("not kept") };
    kept
}

fn support(kind: SupportKind) -> Fact {
    Fact::SupportGiven(SupportGiven {
        support: kind,
        content: "联系了车间".to_owned(),
        partner: None,
        outcome: None,
        attachments: Vec::new(),
    })
}

fn guidance() -> Fact {
    Fact::GuidanceGiven(GuidanceGiven {
        guidance: shared::code::GuidanceKind::Individual,
        content: "谈近况".to_owned(),
        attendees: 1,
        place: String::new(),
        speakers: Vec::new(),
        attachments: Vec::new(),
    })
}

fn report() -> SelfReport {
    SelfReport {
        written: true,
        face_to_face: true,
        rehabilitation: "没有复吸".to_owned(),
        livelihood: "在车间上班".to_owned(),
        mental: String::new(),
        family: String::new(),
        attachments: Vec::new(),
    }
}

fn leave(from: &str, until: &str) -> Fact {
    Fact::LeaveRequested(LeaveRequested {
        from: from.parse().unwrap(),
        until: until.parse().unwrap(),
        destination: "演示市".to_owned(),
        reason: LeaveReason::Work,
        contact: None,
        attachments: Vec::new(),
    })
}

fn assessment(members: &[&str]) -> Fact {
    Fact::Assessment(Assessment {
        period: shared::code::AssessPeriod::Quarterly,
        cooperation: Grade::Good,
        conduct: Grade::Good,
        recovery: Grade::Fair,
        violations: None,
        conclusion: Grade::Good,
        advice: "继续".to_owned(),
        members: members.iter().map(|name| (*name).to_owned()).collect(),
        attachments: Vec::new(),
    })
}

fn approval() -> Fact {
    Fact::LeaveApproved(LeaveApproved {
        from: "2026-03-12".parse().unwrap(),
        until: "2026-03-17".parse().unwrap(),
    })
}

#[test]
fn each_role_records_what_the_norm_gives_it_and_nothing_else() {
    shared::asserts!("R-ORG-6", "R-LEAVE-2", "R-LEAVE-3", "R-COUNSEL-1");
    let (_, worker) = phone_of(Role::Worker);
    for fact in
        [Fact::SelfReport(report()), support(SupportKind::Placement), guidance(), assessment(&["甲", "乙"])]
    {
        assert!(now(&worker, fact.clone()).is_ok(), "{fact:?}");
    }
    assert!(now(&worker, leave("2026-03-12", "2026-03-17")).is_ok());
    assert_eq!(now(&worker, approval()), Err(ProblemCode::RoleMayNot), "the office says yes, not the worker");
    let person = worker.person(case(1));
    assert!(person.may.contains(&Form::Leave) && !person.may.contains(&Form::LeaveApproval));
    let (_, clerk) = phone_of(Role::Office);
    assert_eq!(now(&clerk, approval()), Err(ProblemCode::StateForbids), "nobody asked for leave");
    assert!(now(&clerk, leave("2026-03-12", "2026-03-17")).is_ok());
    assert!(now(&clerk, approval()).is_ok());
    let (_, leader) = phone_of(Role::Leader);
    assert_eq!(now(&leader, guidance()), Err(ProblemCode::RoleMayNot));
}

#[test]
fn a_form_with_a_hole_is_refused_by_its_field() {
    let (_, phone) = phone_of(Role::Worker);
    let away = |from: &str, until: Option<&str>, facts: &str| {
        Fact::Absence(Absence {
            from: from.parse().unwrap(),
            until: until.map(|day| day.parse().unwrap()),
            facts: facts.to_owned(),
            left: None,
            attachments: Vec::new(),
        })
    };
    let empty = SelfReport { rehabilitation: String::new(), livelihood: String::new(), ..report() };
    let paper = |key: &str, value: &str| {
        Fact::PaperFilled(PaperFilled {
            paper: shared::document::Paper::D03,
            about: None,
            fields: [(key.to_owned(), value.to_owned())].into(),
            attachments: Vec::new(),
        })
    };
    let hash = format!("sha256:{}", "0".repeat(64));
    let cases = [
        (Fact::SelfReport(empty), ProblemCode::FieldMissing, "rehabilitation"),
        (assessment(&["甲"]), ProblemCode::FieldMissing, "members"),
        (leave("2026-03-17", "2026-03-12"), ProblemCode::DateOutOfRange, "until"),
        (away("2026-03-11", None, "不在家"), ProblemCode::DateOutOfRange, "from"),
        (away("2026-03-01", Some("2026-02-20"), "不在家"), ProblemCode::DateOutOfRange, "until"),
        (away("2026-03-01", None, " "), ProblemCode::FieldMissing, "facts"),
        (paper("hiv", "1"), ProblemCode::FieldMalformed, "fields.hiv"),
        (paper("scan", &hash), ProblemCode::AttachmentUnknown, "fields.scan"),
        (paper("witness", " "), ProblemCode::FieldMissing, "fields"),
    ];
    for (fact, code, field) in cases {
        let problem = request(&phone, phone.now(), fact.clone(), None).unwrap_err();
        assert_eq!((problem.code, problem.field.as_deref()), (code, Some(field)), "{fact:?}");
    }
}

#[test]
fn a09_what_comes_late_says_why_and_from_what_and_counts_by_when_it_happened() {
    shared::asserts!("R-TIME-10");
    let (office, phone) = phone_of(Role::Worker);
    // Windows of visits run from the 5th to the 4th; this one has been over for days.
    let at = moment("2026-02-20T10:00:00+08:00");
    phone.wait(TimeDelta::days(2));
    let missing = request(&phone, at, Fact::Visit(visit()), None).unwrap_err();
    assert_eq!((missing.code, missing.figure.as_deref()), (ProblemCode::LateEntryMissing, Some("3")));
    let on_paper = |attachments| LateNote { source: LateSource::Paper, attachments, ..recalled() };
    let bare = request(&phone, at, Fact::Visit(visit()), Some(on_paper(Vec::new()))).unwrap_err();
    assert_eq!(bare.field.as_deref(), Some("late.attachments"), "paper can be photographed");
    let owed = |phone: &Phone| {
        let page = phone.person(case(1)).page;
        page.findings.iter().filter(|finding| finding.key.kind == shared::duty::DutyKind::Visit).count()
    };
    let before = owed(&phone);
    let evidence = photo(&phone);
    let note = on_paper(vec![evidence.clone()]);
    let saved = request(&phone, at, Fact::Visit(visit()), Some(note)).unwrap();
    assert_eq!(owed(&phone), before - 1, "it counts for the window it happened in");
    let person = phone.person(case(1));
    let entry = person.page.timeline.iter().find(|entry| entry.event == saved.event).unwrap();
    assert!(entry.entered_late);
    let line =
        |label: &str| entry.lines.iter().find(|line| line.label == label).map(|line| line.text.clone());
    assert_eq!(
        (line("补录理由"), line("补录依据")),
        (Some("当时没有带手机".to_owned()), Some("纸质记录".to_owned()))
    );
    let late = person.page.issues.iter().filter(|issue| issue.kind == IssueKind::EnteredLate);
    assert!(late.flat_map(|issue| &issue.events).any(|event| *event == saved.event));
    phone.sync();
    let state = office.state();
    let held: Vec<Body> = state.held[&phone.series()]
        .iter()
        .map(|bytes| RawEvent::read(bytes.clone().into_bytes()).unwrap().into_event().body)
        .collect();
    let [Body::Visit(_), Body::LateEntry(LateEntry { target, attachments, .. })] = held.as_slice() else {
        panic!("{held:?}")
    };
    assert_eq!((*target, attachments), (saved.event, &vec![evidence]));
}

#[test]
fn a_note_nobody_needs_is_not_kept() {
    let (_, phone) = phone_of(Role::Worker);
    let at = phone.now() - TimeDelta::days(3);
    request(&phone, at, Fact::Visit(visit()), Some(recalled())).unwrap();
    assert_eq!(phone.state().sync.unwrap().unsent, 1, "three days is not more than three");
}

#[test]
fn an_author_mends_what_differs_and_the_record_stays() {
    let (office, phone) = phone_of(Role::Worker);
    let event = phone.visit(case(1));
    let was = opened(&phone, event);
    assert_eq!((was.form, &was.marked), (Form::Visit, &Vec::new()));
    assert_eq!(mend(&phone, event, was.happened_at, was.fact.clone()), Err(ProblemCode::NothingToMend));
    let picture = photo(&phone);
    let new =
        Visit { notes: "谈近况和找工作".to_owned(), attachments: vec![picture.clone()], ..visit() };
    let earlier = was.happened_at - TimeDelta::hours(1);
    mend(&phone, event, earlier, Fact::Visit(new.clone())).unwrap();
    let now = opened(&phone, event);
    assert_eq!((now.happened_at, now.fact), (earlier, Fact::Visit(new.clone())));
    // A second one builds upon the first: nothing is contested.
    let again = Visit { notes: "只谈近况".to_owned(), ..new };
    mend(&phone, event, earlier, Fact::Visit(again.clone())).unwrap();
    let person = phone.person(case(1));
    assert!(person.page.issues.is_empty(), "{:?}", person.page.issues);
    assert_eq!(opened(&phone, event).fact, Fact::Visit(again));
    phone.sync();
    let events: Vec<_> = office.state().held[&phone.series()]
        .iter()
        .map(|bytes| RawEvent::read(bytes.clone().into_bytes()).unwrap().into_event())
        .collect();
    assert_eq!(events.len(), 3);
    let Body::Amend(Amend { fields, attachments, basis, .. }) = &events[1].body else {
        panic!("no amendment")
    };
    let changed: Vec<&str> = fields.keys().map(String::as_str).collect();
    assert_eq!((changed, basis), (vec!["attachments", "happened_at", "notes"], &Vec::new()));
    assert_eq!(attachments, &vec![picture], "the photo travels with the amendment that names it");
    let Body::Amend(second) = &events[2].body else { panic!("no amendment") };
    assert_eq!((second.fields.len(), &second.basis, second.attachments.len()), (1, &vec![events[1].id], 0));
    let (file, issues) = fold(&events);
    assert_eq!((file.visits.len(), issues), (1, Vec::new()));
}

#[test]
fn what_is_not_mine_or_was_accepted_or_taken_back_is_not_mended() {
    let (office, phone) = phone_of(Role::Worker);
    let event = phone.visit(case(1));
    let mark =
        |phone: &Phone| phone.person(case(1)).records.into_iter().find(|mark| mark.event == event).unwrap();
    assert_eq!((mark(&phone).mend, mark(&phone).may_undo), (Some(Form::Visit), true));
    let order = phone.person(case(1)).page.timeline.last().unwrap().event;
    let fact = || Fact::Visit(Visit { notes: "改".to_owned(), ..visit() });
    assert_eq!(mend(&phone, order, phone.now(), fact()), Err(ProblemCode::UnknownRecord));
    let other = mend(&phone, event, phone.now(), Fact::SelfReport(report()));
    assert_eq!(other, Err(ProblemCode::RequestMalformed), "a visit does not become a report");
    phone.sync();
    let say = |verdict, fields| Reviewed {
        target: event,
        verdict,
        note: "看过".to_owned(),
        fields,
        basis: Vec::new(),
    };
    let returned = say(ReviewVerdict::Returned, vec!["notes".to_owned()]);
    office.record(Stream::Case(case(1)), phone.now(), Body::Reviewed(returned));
    phone.sync();
    assert_eq!(opened(&phone, event).marked, ["notes"], "what it came back for");
    phone.wait(TimeDelta::minutes(1));
    let accepted = say(ReviewVerdict::Accepted, Vec::new());
    office.record(Stream::Case(case(1)), phone.now(), Body::Reviewed(accepted));
    phone.sync();
    assert_eq!(mend(&phone, event, phone.now(), fact()), Err(ProblemCode::RecordAccepted));
    assert_eq!(mark(&phone).mend, None);
    let second = phone.visit(case(1));
    phone.ask(Request::Undo { event: second });
    assert_eq!(mend(&phone, second, phone.now(), fact()), Err(ProblemCode::NothingToMend));
}

#[test]
fn what_is_moved_far_back_by_mending_asks_for_a_new_record() {
    let (_, phone) = phone_of(Role::Worker);
    let event = phone.visit(case(1));
    let at = phone.now() - TimeDelta::days(10);
    let fact = Fact::Visit(Visit { notes: "其实是十天前".to_owned(), ..visit() });
    assert_eq!(mend(&phone, event, at, fact), Err(ProblemCode::LateEntryMissing));
}

#[test]
fn papers_are_filled_before_the_report_in_and_talks_are_not() {
    let (office, phone) = phone_of(Role::Worker);
    register(&office, 2);
    phone.sync();
    let told = PaperFilled {
        paper: shared::document::Paper::D03,
        about: None,
        fields: [("witness".to_owned(), "母亲".to_owned())].into(),
        attachments: Vec::new(),
    };
    let record = |fact| {
        let request =
            Request::Record { case: case(2), happened_at: phone.now(), fact, draft: None, late: None };
        phone.door().handle(request).map(|_| ()).map_err(|problem| problem.code)
    };
    assert_eq!(record(Fact::PaperFilled(told)), Ok(()));
    assert_eq!(record(guidance()), Err(ProblemCode::NotReportedIn));
}
