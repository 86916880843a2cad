//! 登记: every form a phone has, recorded, sent, and read again from the office's file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{Days, TimeDelta};
use client::door::{Fact, LateNote, Reply, Request};
use e2e::world::{Phone, World};
use shared::attachment::{Attachment, Media, Purpose};
use shared::case::IssueKind;
use shared::code::{
    AssessPeriod, Cooperation, Grade, GuidanceKind, LeaveReason, SupportKind, SupportOutcome, VisitManner,
    VisitTarget,
};
use shared::document::Paper;
use shared::event::{
    Absence, Assessment, GuidanceGiven, LateSource, LeaveApproved, LeaveRequested, LeaveReturned,
    PaperFilled, SelfReport, SupportGiven, Visit,
};
use shared::id::{CaseId, EventId};
use shared::moment::civil_date;
use shared::page::EntryKind;
use shared::problem::ProblemCode;

fn drawn(phone: &Phone, media: Media, purpose: Purpose) -> Attachment {
    let head: &[u8] = match media {
        Media::Jpeg => &[0xFF, 0xD8, 0xFF],
        Media::Png => b"\x89PNG\r\n\x1a\n",
        Media::Pdf => b"%PDF-",
    };
    let data = STANDARD.encode([head, &[7; 60]].concat());
    let kept = phone.ask(Request::AddAttachment { media, purpose, data }).unwrap();
    let Reply::Attachment(kept) = kept else { panic!("not kept") };
    kept
}

fn support(kind: SupportKind, content: &str) -> Fact {
    Fact::SupportGiven(SupportGiven {
        support: kind,
        content: content.to_owned(),
        partner: Some("人社所".to_owned()),
        outcome: Some(SupportOutcome::Underway),
        attachments: Vec::new(),
    })
}

fn report() -> Fact {
    Fact::SelfReport(SelfReport {
        written: true,
        face_to_face: true,
        rehabilitation: "没有复吸".to_owned(),
        livelihood: "就业".to_owned(),
        mental: "平稳".to_owned(),
        family: "母亲来信说都好。".to_owned(),
        attachments: Vec::new(),
    })
}

fn assessment() -> Fact {
    Fact::Assessment(Assessment {
        period: AssessPeriod::Quarterly,
        cooperation: Grade::Good,
        conduct: Grade::Fair,
        recovery: Grade::Fair,
        violations: None,
        conclusion: Grade::Good,
        advice: "继续按现在的计划。".to_owned(),
        members: vec!["试例工一".to_owned(), "试例警一".to_owned()],
        attachments: Vec::new(),
    })
}

/// Told and signed on the glass.
fn told(phone: &Phone) -> Fact {
    let signature = drawn(phone, Media::Png, Purpose::Signature);
    let fields = [
        ("told", "权利和义务、违反协议的后果、个人信息怎样使用".to_owned()),
        ("signed", signature.id.0.clone()),
    ];
    Fact::PaperFilled(PaperFilled {
        paper: Paper::D03,
        about: None,
        fields: fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
        attachments: vec![signature],
    })
}

fn guidance() -> Fact {
    Fact::GuidanceGiven(GuidanceGiven {
        guidance: GuidanceKind::Individual,
        content: "讲了毒品的危害。".to_owned(),
        attendees: 1,
        place: String::new(),
        speakers: Vec::new(),
        attachments: Vec::new(),
    })
}

/// What the office's page says of a record: its kind and its line.
fn at_office(world: &World, case: CaseId, event: EventId) -> (EntryKind, String) {
    let page = world.console("wen").person(case).unwrap().page;
    let entry = page.timeline.into_iter().find(|entry| entry.event == event);
    let entry = entry.expect("the office has the record");
    assert!(!entry.voided);
    (entry.kind, entry.summary)
}

#[test]
fn every_form_of_a_worker_is_read_again_from_the_office_s_file() {
    shared::asserts!("R-SUPPORT-1", "R-OTHER-1", "R-COUNSEL-1", "R-PRIV-8");
    let world = World::peopled();
    let case = world.case("赵例一");
    let phone = world.phone_of("miao");
    let now = world.clock.now();
    let today = civil_date(now);
    let away = Fact::Absence(Absence {
        from: today,
        until: None,
        facts: "上门没有人，电话关机。".to_owned(),
        left: None,
        attachments: Vec::new(),
    });
    let leave = Fact::LeaveRequested(LeaveRequested {
        from: today + Days::new(1),
        until: today + Days::new(6),
        destination: "例省例市".to_owned(),
        reason: LeaveReason::Work,
        contact: Some("13900000001".to_owned()),
        attachments: Vec::new(),
    });
    let back =
        Fact::LeaveReturned(LeaveReturned { note: Some("按时回来".to_owned()), attachments: Vec::new() });
    let forms = [
        (report(), EntryKind::Report, "定期报告 · 书面 · 当面"),
        (guidance(), EntryKind::Guidance, "帮教 · 个别劝诫"),
        (support(SupportKind::Counselling, "谈了一小时。"), EntryKind::Support, "帮扶 · 心理疏导 · 办理中"),
        (support(SupportKind::Placement, "介绍到车间。"), EntryKind::Support, "帮扶 · 分散安置 · 办理中"),
        (support(SupportKind::Maintenance, "每天服药。"), EntryKind::Support, "帮扶 · 药物维持治疗 · 办理中"),
        (assessment(), EntryKind::Assessment, "季度评估 · 好"),
        (leave, EntryKind::Leave, "申请外出"),
        (back, EntryKind::Leave, "销假"),
        (away, EntryKind::Absence, "擅自离开"),
        (told(&phone), EntryKind::Dossier, "文书补录"),
    ];
    let recorded: Vec<(EventId, EntryKind, &str)> = forms
        .into_iter()
        .map(|(fact, kind, line)| (phone.record(case, now, fact, None).unwrap().event, kind, line))
        .collect();
    let strip = phone.sync().sync.unwrap();
    assert_eq!((strip.unsent, strip.quarantined), (0, 0), "the office takes each of them");
    for (event, kind, line) in recorded {
        let (found, summary) = at_office(&world, case, event);
        assert!(found == kind && summary.contains(line), "{summary}");
    }
    assert!(world.verify().is_sound(), "the signature on the glass is there");
}

#[test]
fn a_leave_is_asked_for_in_the_field_and_granted_by_the_office_on_the_move() {
    shared::asserts!("R-LEAVE-2", "R-LEAVE-4", "R-LEAVE-5");
    let world = World::peopled();
    let case = world.case("赵例一");
    let worker = world.phone_of("miao");
    let clerk = world.phone_of("wen");
    let now = world.clock.now();
    let from = civil_date(now) + Days::new(2);
    let asked = Fact::LeaveRequested(LeaveRequested {
        from,
        until: from + Days::new(5),
        destination: "例省例市".to_owned(),
        reason: LeaveReason::Family,
        contact: None,
        attachments: Vec::new(),
    });
    let granted = Fact::LeaveApproved(LeaveApproved { from, until: from + Days::new(5) });
    worker.record(case, now, asked, None).unwrap();
    let refused = worker.record(case, now, granted.clone(), None).unwrap_err();
    assert_eq!(refused.code, ProblemCode::RoleMayNot);
    worker.sync();
    clerk.sync();
    let leave = clerk.person(case).unwrap().away.leave.unwrap();
    assert!(!leave.approved);
    clerk.record(case, now, granted, None).unwrap();
    clerk.sync();
    worker.sync();
    assert!(worker.person(case).unwrap().away.leave.unwrap().approved, "the worker hears of it");
}

#[test]
fn a_person_found_away_and_back_is_one_absence() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let phone = world.phone_of("miao");
    let from = civil_date(world.clock.now());
    let absence = |until, facts: &str| {
        Fact::Absence(Absence { from, until, facts: facts.to_owned(), left: None, attachments: Vec::new() })
    };
    phone.record(case, world.clock.now(), absence(None, "家里没有人。"), None).unwrap();
    assert_eq!(phone.person(case).unwrap().away.absent_since, Some(from));
    world.clock.pass(TimeDelta::days(4));
    let until = Some(from + Days::new(4));
    phone.record(case, world.clock.now(), absence(until, "自己回来了。"), None).unwrap();
    assert_eq!(phone.person(case).unwrap().away.absent_since, None);
    phone.sync();
    let page = world.console("wen").person(case).unwrap().page;
    let row = page.ladders.iter().find(|row| row.series == shared::code::BreachSeries::Absence).unwrap();
    assert_eq!((row.events.len(), row.days), (1, 4));
}

#[test]
fn a09_a_paper_visit_entered_late_counts_by_its_day_and_is_marked_at_the_office() {
    shared::asserts!("R-TIME-10");
    let world = World::peopled();
    let case = world.case("赵例一");
    let phone = world.phone_of("miao");
    world.clock.pass(TimeDelta::days(12));
    phone.sync();
    let at = world.clock.now() - TimeDelta::days(9);
    let visit = Visit {
        manner: VisitManner::HomeVisit,
        target: VisitTarget::Self_,
        found: true,
        place: "东塘村例1组".to_owned(),
        met: None,
        cooperation: Some(Cooperation::Willing),
        living: None,
        mood: None,
        notes: "纸上记的：谈了找工作。".to_owned(),
        difficulty: None,
        companions: Vec::new(),
        place_stamp: None,
        attachments: Vec::new(),
    };
    let note = |attachments| LateNote {
        reason: "那天停电，写在纸上。".to_owned(),
        source: LateSource::Paper,
        attachments,
    };
    let record = |late| {
        let fact = Fact::Visit(visit.clone());
        phone.ask(Request::Record { case, happened_at: at, fact, draft: None, late })
    };
    assert_eq!(record(None).unwrap_err().code, ProblemCode::LateEntryMissing);
    assert_eq!(record(Some(note(Vec::new()))).unwrap_err().field.as_deref(), Some("late.attachments"));
    let evidence = drawn(&phone, Media::Jpeg, Purpose::Scan);
    let Reply::Saved(saved) = record(Some(note(vec![evidence]))).unwrap() else { panic!("not saved") };
    let strip = phone.sync().sync.unwrap();
    assert_eq!((strip.unsent, strip.quarantined, strip.attachments), (0, 0, 0));
    let page = world.console("wen").person(case).unwrap().page;
    let entry = page.timeline.iter().find(|entry| entry.event == saved.event).unwrap();
    assert!(entry.entered_late && entry.happened_at == at);
    let why: Vec<&str> = entry
        .lines
        .iter()
        .filter(|line| line.label.starts_with("补录"))
        .map(|line| line.text.as_str())
        .collect();
    assert_eq!(why, ["那天停电，写在纸上。", "纸质记录"]);
    let marked = page.issues.iter().filter(|issue| issue.kind == IssueKind::EnteredLate);
    assert!(marked.flat_map(|issue| &issue.events).any(|event| *event == saved.event));
    assert!(world.verify().is_sound());
}
