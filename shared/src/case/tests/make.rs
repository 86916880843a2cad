//! Invented facts.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::code::{
    BroughtBy, IdType, Measure, Sex, TestMethod, TestResult, TestSetting, VisitManner, VisitTarget,
};
use crate::event::{
    Body, DrugTest, Event, IdDocument, Order, PersonDetails, ReportIn, RuleVersion, Stream, Visit,
};
use crate::hash::Hash;
use crate::id::{CaseId, EventId, SeriesId, UserId};
use crate::moment::{BEIJING, Moment};

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A moment in Beijing: `2026-03-02` is nine in the morning.
pub(super) fn moment(text: &str) -> Moment {
    let (day, time) = text.split_once(' ').unwrap_or((text, "09:00"));
    format!("{day}T{time}:00+08:00").parse::<Moment>().unwrap().with_timezone(&BEIJING)
}

pub(super) fn event(number: u128, at: Moment, body: Body) -> Event {
    Event {
        id: EventId(Uuid::from_u128(number)),
        series: SeriesId(Uuid::from_u128(1)),
        seq: u32::try_from(number).unwrap(),
        prev: Hash::none(),
        stream: Stream::Case(CaseId(Uuid::from_u128(7))),
        happened_at: at,
        recorded_at: at,
        author: user(1),
        rule_version: RuleVersion("2026-01".to_owned()),
        body,
    }
}

pub(super) fn user(number: u128) -> UserId {
    UserId(Uuid::from_u128(number))
}

pub(super) fn order(measure: Measure, term_months: u8, received: NaiveDate) -> Order {
    Order {
        measure,
        term_months,
        order_no: "试字〔2026〕第1号".to_owned(),
        authority: "试例公安局".to_owned(),
        recovery_ground: None,
        received_by_person: Some(received),
        received_by_family: None,
        isolation_release: None,
        person: PersonDetails {
            name: "试例甲".to_owned(),
            sex: Sex::Male,
            birth: None,
            id: IdDocument { id_type: IdType::None, number: String::new() },
            phone: None,
            village: "试例村".to_owned(),
            residence: "试例村1组".to_owned(),
            special: None,
        },
    }
}

pub(super) fn report_in() -> Body {
    Body::ReportIn(ReportIn { brought_by: BroughtBy::Self_ })
}

pub(super) fn visit(target: VisitTarget) -> Visit {
    Visit {
        manner: VisitManner::HomeVisit,
        target,
        found: true,
        place: String::new(),
        met: None,
        cooperation: None,
        living: None,
        mood: None,
        notes: String::new(),
        difficulty: None,
        companions: Vec::new(),
        place_stamp: None,
        attachments: Vec::new(),
    }
}

pub(super) fn test(result: TestResult) -> DrugTest {
    DrugTest {
        setting: TestSetting::Regular,
        method: TestMethod::Urine,
        result,
        place: String::new(),
        tester: user(2),
        second_staff: "试例乙".to_owned(),
        kit: None,
        sample_no: None,
        covers: Vec::new(),
        panel: Vec::new(),
        told: None,
        remarks: None,
        attachments: Vec::new(),
    }
}
