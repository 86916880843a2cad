//! Invented facts.

use chrono::NaiveDate;
use server::seed::{About, Seed, SeedFact, seed};
use shared::code::{
    BroughtBy, Cooperation, EndingKind, IdType, Measure, Sex, TestMethod, TestResult, TestSetting,
    VisitManner, VisitTarget,
};
use shared::event::{
    Body, DrugTest, Ended, IdDocument, OfficerQualified, Order, PersonDetails, ReportIn, Visit,
};
use shared::id::{CaseId, UserId};

use crate::bench::{Bench, at};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An id number that is sound and belongs to nobody: division code 000000 does not exist.
pub fn id_number(serial: u16) -> String {
    let body = format!("00000019900101{serial:03}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.chars().zip(weights).map(|(c, w)| c.to_digit(10).unwrap() * w).sum();
    format!("{body}{}", "10X98765432".chars().nth((sum % 11) as usize).unwrap())
}

pub fn order(name: &str, serial: u16) -> Order {
    Order {
        measure: Measure::Rehab,
        term_months: 36,
        order_no: format!("演决〔2026〕{serial}号"),
        authority: "演示县公安局".to_owned(),
        recovery_ground: None,
        received_by_person: Some(day("2026-03-02")),
        received_by_family: None,
        isolation_release: None,
        person: PersonDetails {
            name: name.to_owned(),
            sex: Sex::Unknown,
            birth: None,
            id: IdDocument { id_type: IdType::IdCard, number: id_number(serial) },
            phone: Some("13800000000".to_owned()),
            village: "柳叶村".to_owned(),
            residence: "柳叶村试例组1号".to_owned(),
            special: None,
        },
    }
}

pub fn visit(notes: &str) -> Body {
    Body::Visit(Visit {
        manner: VisitManner::HomeVisit,
        target: VisitTarget::Self_,
        found: true,
        place: "柳叶村".to_owned(),
        met: None,
        cooperation: Some(Cooperation::Willing),
        living: None,
        mood: None,
        notes: notes.to_owned(),
        difficulty: None,
        companions: Vec::new(),
        place_stamp: None,
        attachments: Vec::new(),
    })
}

pub fn drug_test(tester: UserId) -> Body {
    Body::DrugTest(DrugTest {
        setting: TestSetting::Regular,
        method: TestMethod::Urine,
        result: TestResult::Negative,
        place: "演示乡工作站".to_owned(),
        tester,
        second_staff: "试例甲".to_owned(),
        kit: None,
        sample_no: None,
        covers: Vec::new(),
        panel: Vec::new(),
        told: None,
        remarks: None,
        attachments: Vec::new(),
    })
}

pub fn qualification(officer: UserId) -> OfficerQualified {
    OfficerQualified {
        officer,
        name: "例警甲".to_owned(),
        police_no: "例0001".to_owned(),
        certificate_no: "例检0001".to_owned(),
        valid_from: day("2025-01-01"),
        valid_until: day("2027-12-31"),
    }
}

/// A case whose person reported in on 5 March 2026, with these workers.
pub fn case(bench: &Bench, clerk: UserId, name: &str, serial: u16, workers: &[UserId]) -> CaseId {
    case_of(bench, clerk, order(name, serial), workers, Vec::new())
}

/// A case that ended on 9 March 2026: its file is sealed.
pub fn sealed_case(bench: &Bench, clerk: UserId, name: &str, serial: u16, workers: &[UserId]) -> CaseId {
    let ended = Body::Ended(Ended { ending: EndingKind::Revoked, paper: None });
    case_of(bench, clerk, order(name, serial), workers, vec![("2026-03-09T10:00:00+08:00", ended)])
}

/// A case whose person reported in on 5 March 2026, with what came after.
pub fn case_of(
    bench: &Bench,
    clerk: UserId,
    order: Order,
    workers: &[UserId],
    after: Vec<(&str, Body)>,
) -> CaseId {
    let fact = |when: &str, body| SeedFact {
        about: About::Case(0),
        author: clerk,
        happened_at: at(when),
        recorded_at: at(when),
        body,
    };
    let mut history = Seed {
        cases: vec![workers.to_vec()],
        facts: vec![
            fact("2026-03-01T10:00:00+08:00", Body::Order(order)),
            fact("2026-03-05T10:00:00+08:00", Body::ReportIn(ReportIn { brought_by: BroughtBy::Self_ })),
        ],
    };
    history.facts.extend(after.into_iter().map(|(when, body)| fact(when, body)));
    seed(&bench.office, &bench.township, history).unwrap().cases[0]
}
