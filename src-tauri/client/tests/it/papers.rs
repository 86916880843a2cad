//! 文书: read on the phone, without signal, as the office would print them.

use std::sync::Arc;

use client::door::{Reply, Request};
use client::view::{PaperView, Papers};
use shared::code::{RefusalManner, Role};
use shared::document::{Block, Paper, PaperKey, PaperRow};
use shared::problem::ProblemCode;

use crate::office::Office;
use crate::phone::{Phone, case};

fn papers(phone: &Phone) -> Papers {
    let Reply::Papers(papers) = phone.ask(Request::Papers { case: case(1) }) else { panic!("not papers") };
    papers
}

fn row(phone: &Phone, paper: Paper) -> PaperRow {
    papers(phone).rows.into_iter().find(|row| row.key.paper == paper).unwrap()
}

fn open(phone: &Phone, key: PaperKey) -> PaperView {
    let Reply::Paper(paper) = phone.ask(Request::Paper { case: case(1), paper: key }) else {
        panic!("not a paper")
    };
    *paper
}

fn value(view: &PaperView, label: &str) -> String {
    let fields = view.sheet.blocks.iter().filter_map(|block| match block {
        Block::Fields { fields, .. } => Some(fields),
        Block::Table { .. } | Block::Text { .. } => None,
    });
    fields.flatten().find(|field| field.label == label).unwrap().value.clone()
}

#[test]
fn every_paper_in_the_list_opens_without_signal_and_says_the_same_blanks() {
    shared::asserts!("R-FILE-3", "R-FILE-5");
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 1);
    office.state().online = false;
    phone.visit(case(1));
    let all = papers(&phone);
    let codes: Vec<Paper> = all.rows.iter().map(|row| row.key.paper).collect();
    assert!(codes.is_sorted(), "in the order of the dossier: {codes:?}");
    for wanted in [Paper::D01, Paper::D02, Paper::D03, Paper::D07, Paper::D08] {
        assert!(codes.contains(&wanted), "{wanted}");
    }
    for row in all.rows {
        let view = open(&phone, row.key.clone());
        assert_eq!(view.sheet.missing, row.missing);
        assert_eq!((view.row, view.sheet.paper), (row.clone(), row.key.paper));
    }
}

#[test]
fn a_refusal_calls_at_once_for_its_admonition_drafted_from_the_facts() {
    shared::asserts!("R-TEST-11");
    let phone = Phone::in_service(&Arc::new(Office::new()), 1);
    let refuse = Request::RecordRefusal {
        case: case(1),
        manner: RefusalManner::Refuse,
        place: "演示卫生院".to_owned(),
        facts: "当面说不做".to_owned(),
        notice_proof: None,
        attachments: Vec::new(),
    };
    phone.ask(refuse.clone());
    phone.ask(refuse);
    let rows: Vec<PaperRow> =
        papers(&phone).rows.into_iter().filter(|row| row.key.paper == Paper::D11).collect();
    assert_eq!(rows.len(), 2);
    let mut details: Vec<&str> = rows.iter().map(|row| row.detail.as_str()).collect();
    details.sort_unstable();
    assert_eq!(details, ["逃避或拒绝检测 第1次", "逃避或拒绝检测 第2次"]);
    assert!(rows.iter().all(|row| !row.made));
    let view = open(&phone, row(&phone, Paper::D11).key);
    assert!(value(&view, "事实").contains("当面说不做"));
    assert_eq!(value(&view, "依据"), shared::norm::clause_text("R-TEST-11"));
}

#[test]
fn a_paper_nobody_called_for_and_a_file_nobody_may_see_are_not_shown() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 1);
    let key = PaperKey { paper: Paper::D18, about: None, since: None };
    let ask = Request::Paper { case: case(1), paper: key };
    assert_eq!(phone.refused(ask.clone()).code, ProblemCode::UnknownRecord);
    office.state().role = Some(Role::Audit);
    phone.sync();
    assert_eq!(phone.refused(ask).code, ProblemCode::RoleMayNot);
    assert_eq!(phone.refused(Request::Papers { case: case(1) }).code, ProblemCode::RoleMayNot);
}
