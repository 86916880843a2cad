//! 文书: what is told, signed or photographed in the field stands in the papers of whoever opens the case next.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use client::door::{Fact, Reply, Request};
use e2e::world::{Phone, World};
use server::view::{IssueRequest, PaperNumbered, PapersView, PrintForm, PrintRequest, Printing};
use shared::attachment::{Attachment, Media, Purpose};
use shared::code::{RefusalManner, Serve};
use shared::document::{Block, Paper, PaperRow, Sheet, find, rows};
use shared::duty::Reckoning;
use shared::event::PaperFilled;
use shared::hash::Hash;
use shared::id::{CaseId, EventId};

const TOLD_AT: &str = "权利义务及后果告知时间";

fn keep(phone: &Phone, media: Media, purpose: Purpose) -> Attachment {
    let head: &[u8] = if media == Media::Png { b"\x89PNG\r\n\x1a\n" } else { &[0xFF, 0xD8, 0xFF] };
    let data = STANDARD.encode([head, &[7; 60]].concat());
    let Ok(Reply::Attachment(kept)) = phone.ask(Request::AddAttachment { media, purpose, data }) else {
        panic!("not kept")
    };
    kept
}

/// A paper as this phone shows it.
fn on_phone(phone: &Phone, case: CaseId, paper: Paper, about: Option<EventId>) -> (PaperRow, Sheet) {
    let Ok(Reply::Papers(papers)) = phone.ask(Request::Papers { case }) else { panic!("not papers") };
    let wanted = |row: &PaperRow| row.key.paper == paper && (about.is_none() || row.key.about == about);
    let row = papers.rows.into_iter().find(wanted).expect("the facts call for it");
    let Ok(Reply::Paper(view)) = phone.ask(Request::Paper { case, paper: row.key }) else {
        panic!("not a paper")
    };
    (view.row, view.sheet)
}

/// The same paper as the office's own fold gives it, and every paper of its kind that was filled in.
fn at_office(world: &World, case: CaseId, row: &PaperRow) -> (PaperRow, Sheet, Vec<PaperFilled>) {
    let now = world.clock.now();
    let seen = world.office().write_with_book(&world.township.code, |_, book| {
        let file = &book.case(case).expect("the office has the case").file;
        let reckoning = Reckoning::of(file, &book.rules.calendar, &book.rules.policy, now);
        let (found, sheet) =
            find(file, &book.office, &reckoning, &row.key).expect("called for at the office");
        assert!(rows(file, &book.office, &reckoning).contains(&found));
        let filled = file.papers.iter().map(|fact| fact.body.clone());
        let filled = filled.filter(|filled| filled.paper == row.key.paper).collect();
        Ok::<_, server::store::Refusal>((found, sheet, filled))
    });
    seen.unwrap_or_else(|refusal| panic!("{refusal:?}"))
}

fn value(sheet: &Sheet, label: &str) -> String {
    let fields = sheet.blocks.iter().filter_map(|block| match block {
        Block::Fields { fields, .. } => Some(fields),
        Block::Table { .. } | Block::Text { .. } => None,
    });
    fields.flatten().find(|field| field.label == label).map(|field| field.value.clone()).unwrap_or_default()
}

fn saved(phone: &Phone, request: Request) -> EventId {
    match phone.ask(request) {
        Ok(Reply::Saved(saved)) => saved.event,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_was_told_and_signed_on_the_phone_fills_the_agreement_here_at_the_office_and_on_other_phones() {
    shared::asserts!("R-AGREE-3", "R-PRIV-8");
    let world = World::peopled();
    // Reported in, and nobody has told her anything yet.
    let case = world.case("赵例一");
    let (worker, clerk) = (world.phone_of("miao"), world.phone_of("wen"));
    let (before, _) = on_phone(&worker, case, Paper::D03, None);
    assert!(before.missing.iter().any(|label| label == TOLD_AT), "{:?}", before.missing);

    let signature = keep(&worker, Media::Png, Purpose::Signature);
    let told = "权利和义务、违反协议的后果、个人信息怎样使用";
    let filled = PaperFilled {
        paper: Paper::D03,
        about: None,
        fields: BTreeMap::from([
            ("told".to_owned(), told.to_owned()),
            ("signed".to_owned(), signature.id.0.clone()),
            ("witness".to_owned(), "试例母".to_owned()),
        ]),
        attachments: vec![signature.clone()],
    };
    worker.record(case, world.clock.now(), Fact::PaperFilled(filled.clone()), None).unwrap();
    let (here, sheet) = on_phone(&worker, case, Paper::D03, None);
    assert!(
        !here.missing.iter().any(|label| label == TOLD_AT),
        "at once, without signal: {:?}",
        here.missing
    );
    assert_eq!(value(&sheet, "已告知事项"), told);

    let strip = worker.sync().sync.unwrap();
    assert_eq!((strip.unsent, strip.quarantined, strip.attachments), (0, 0, 0));
    clerk.sync();
    let there = on_phone(&clerk, case, Paper::D03, None);
    let (row, sheet, kept) = at_office(&world, case, &here);
    assert_eq!(there, (row.clone(), sheet.clone()), "the clerk's phone and the office print the same");
    assert_eq!(row, here);
    assert_eq!(kept, [filled], "read back as it was recorded");
    for label in [TOLD_AT, "已告知事项", "本人签名", "见证（家属、派出所）"] {
        assert_ne!(value(&sheet, label), "", "{label}");
    }
    assert!(world.verify().is_sound(), "the signature is there");
}

#[test]
fn a_served_paper_photographed_in_the_field_is_read_back_at_the_office_with_its_picture() {
    shared::asserts!("R-FILE-5");
    let world = World::peopled();
    let case = world.case("赵例一");
    let (police, worker) = (world.phone_of("shi"), world.phone_of("miao"));
    let refused = Request::RecordRefusal {
        case,
        manner: RefusalManner::Refuse,
        place: "柳例派出所".to_owned(),
        facts: "当面说明后仍不配合。".to_owned(),
        notice_proof: None,
        attachments: Vec::new(),
    };
    let refused = saved(&police, refused);
    police.sync();
    worker.sync();
    let (before, _) = on_phone(&worker, case, Paper::D11, Some(refused));
    assert!(before.missing.iter().any(|label| label == "送达方式"), "{:?}", before.missing);

    world.clock.pass(TimeDelta::hours(2));
    let scan = keep(&worker, Media::Jpeg, Purpose::Scan);
    let served_at = world.clock.now();
    let filled = PaperFilled {
        paper: Paper::D11,
        about: Some(refused),
        fields: BTreeMap::from([
            ("scan".to_owned(), scan.id.0.clone()),
            ("serve_manner".to_owned(), Serve::InPerson.code().to_owned()),
            ("served_at".to_owned(), served_at.to_rfc3339()),
            ("receiver".to_owned(), "赵例一".to_owned()),
        ]),
        attachments: vec![scan.clone()],
    };
    let event = worker.record(case, served_at, Fact::PaperFilled(filled.clone()), None).unwrap().event;
    let strip = worker.sync().sync.unwrap();
    assert_eq!((strip.unsent, strip.quarantined, strip.attachments), (0, 0, 0));

    let (row, sheet, kept) = at_office(&world, case, &before);
    assert_eq!(kept, [filled]);
    for label in ["送达方式", "送达时间", "签收或拒签见证人"] {
        assert!(!value(&sheet, label).is_empty() && !row.missing.contains(&label.to_owned()), "{label}");
    }
    let console = world.console("wen");
    let view = console.person(case).unwrap();
    let picture = view.attachments.iter().find(|kept| kept.event == event).unwrap();
    assert!(picture.arrived);
    let bytes = console.bytes(&format!("/api/persons/{case}/attachments/{}", picture.digest)).unwrap();
    assert_eq!(Hash::of(&bytes), scan.id);
    police.sync();
    assert_eq!(on_phone(&police, case, Paper::D11, Some(refused)), (row, sheet), "and on other phones");
}

#[test]
fn what_the_office_issued_is_read_in_the_field_without_signal_word_for_word_as_it_is_printed() {
    shared::asserts!("R-FILE-2", "R-TEST-11");
    let world = World::peopled();
    let case = world.case("赵例一");
    let worker = world.phone_of("miao");
    worker.sync();
    let office = world.console("wen");
    let path = |of: &str| format!("/api/cases/{case}/papers{of}");
    let seen: PapersView = office.get(&path("")).unwrap();
    let line =
        seen.lines.iter().find(|line| line.lacking.is_empty() && !line.incoming).expect("one is whole");
    let key = line.row.key.clone();
    let ask = IssueRequest {
        key: key.clone(),
        fields: BTreeMap::new(),
        values: BTreeMap::new(),
        to: Vec::new(),
        supersedes: None,
    };
    let made: PaperNumbered = office.post(&path("/issue"), &ask).unwrap();
    worker.sync();
    let Ok(Reply::Paper(view)) = worker.ask(Request::Paper { case, paper: key }) else { panic!("no paper") };
    let issued = view.issued.expect("issued");
    assert_eq!((issued.event, &issued.number), (made.event, &made.number));

    let print = PrintRequest {
        printing: Printing::Issued { issue: made.event },
        form: PrintForm::Docx,
        purpose: "核对".to_owned(),
    };
    let printed = office.printed(&path("/print"), &print).unwrap();
    let flat = |text: &str| text.replace(char::is_whitespace, "");
    let printed = flat(&press::docx::text(&printed).unwrap());
    let mut compared = 0;
    for block in &view.sheet.blocks {
        let texts: Vec<&String> = match block {
            Block::Fields { fields, .. } => fields.iter().map(|field| &field.value).collect(),
            Block::Table { rows, .. } => rows.iter().flatten().collect(),
            Block::Text { text, .. } => vec![text],
        };
        for text in texts.into_iter().filter(|text| !text.is_empty()) {
            assert!(printed.contains(&flat(text)), "{text}");
            compared += 1;
        }
    }
    assert!(compared > 8, "{compared} texts are the same on the phone and on paper");
}
