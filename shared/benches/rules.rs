//! Cost of the rules: fold and duties of one three-year case of about 140 records, of a township of 300, and of the codec.

#![allow(clippy::unwrap_used, missing_docs, reason = "a bench: a broken assumption must stop it")]

use chrono::{Days, NaiveDate};
use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use shared::calendar::Calendar;
use shared::case::fold;
use shared::code::{
    BroughtBy, Cooperation, IdType, Measure, Sex, TestMethod, TestResult, TestSetting, VisitManner,
    VisitTarget,
};
use shared::duty::duties;
use shared::event::{
    AgreementSigned, Body, DrugTest, Event, IdDocument, Order, PersonDetails, RawEvent, ReportIn,
    RuleVersion, SelfReport, Stream, Visit,
};
use shared::hash::Hash;
use shared::id::{CaseId, EventId, SeriesId, UserId};
use shared::moment::{BEIJING, Moment};
use shared::office::OfficeFile;
use shared::policy::Policy;
use uuid::Uuid;

fn moment(day: NaiveDate) -> Moment {
    day.and_hms_opt(9, 0, 0).unwrap().and_local_timezone(BEIJING).unwrap()
}

/// Three years of one person: visits, reports and tests as the norm wants them.
fn three_years(case: u128) -> Vec<Event> {
    let first: NaiveDate = "2023-12-01".parse().unwrap();
    let mut bodies = vec![
        (first - Days::new(5), Body::Order(order(first))),
        (first, Body::ReportIn(ReportIn { brought_by: BroughtBy::Self_ })),
        (first, Body::AgreementSigned(AgreementSigned { told_at: None })),
    ];
    for week in 0..46 {
        let day = first + Days::new(week * 23 + 3);
        bodies.push((day, Body::Visit(visit())));
        bodies.push((day + Days::new(2), Body::SelfReport(report())));
        bodies.push((day + Days::new(4), Body::DrugTest(test())));
    }
    bodies
        .into_iter()
        .enumerate()
        .map(|(at, (day, body))| event(case, at as u128, moment(day), body))
        .collect()
}

fn event(case: u128, number: u128, at: Moment, body: Body) -> Event {
    Event {
        id: EventId(Uuid::from_u128(case * 1000 + number)),
        series: SeriesId(Uuid::from_u128(1)),
        seq: u32::try_from(number + 1).unwrap(),
        prev: Hash::of(b"before"),
        stream: Stream::Case(CaseId(Uuid::from_u128(case))),
        happened_at: at,
        recorded_at: at,
        author: UserId(Uuid::from_u128(2)),
        rule_version: RuleVersion("2026-01".to_owned()),
        body,
    }
}

fn order(received: NaiveDate) -> Order {
    Order {
        measure: Measure::Rehab,
        term_months: 36,
        order_no: "试字〔2023〕第1号".to_owned(),
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

fn visit() -> Visit {
    Visit {
        manner: VisitManner::HomeVisit,
        target: VisitTarget::Self_,
        found: true,
        place: "试例村1组".to_owned(),
        met: None,
        cooperation: Some(Cooperation::Willing),
        living: None,
        mood: None,
        notes: "在家务农，精神状态平稳，家庭和睦，没有突出困难。".to_owned(),
        difficulty: None,
        companions: vec!["试例乙".to_owned()],
        place_stamp: None,
        attachments: Vec::new(),
    }
}

fn report() -> SelfReport {
    SelfReport {
        attachments: Vec::new(),
        written: true,
        face_to_face: false,
        rehabilitation: "没有复吸".to_owned(),
        livelihood: "务农".to_owned(),
        mental: "平稳".to_owned(),
        family: "和睦".to_owned(),
    }
}

fn test() -> DrugTest {
    DrugTest {
        setting: TestSetting::Regular,
        method: TestMethod::Urine,
        result: TestResult::Negative,
        place: "试例派出所".to_owned(),
        tester: UserId(Uuid::from_u128(3)),
        second_staff: "试例丙".to_owned(),
        kit: None,
        sample_no: None,
        covers: Vec::new(),
        panel: Vec::new(),
        told: None,
        remarks: None,
        attachments: Vec::new(),
    }
}

fn rules(criterion: &mut Criterion) {
    let (calendar, policy, office) = (Calendar::built_in(), Policy::default(), OfficeFile::default());
    let at = moment("2026-11-20".parse().unwrap());
    let case = three_years(1);
    let file = fold(&case).0;
    let fold_and_duties = |events: &[Event]| duties(&fold(events).0, &office, &calendar, &policy, at).len();
    criterion.bench_function("fold of one case", |bench| bench.iter(|| fold(black_box(&case))));
    criterion.bench_function("duties of one case", |bench| {
        bench.iter(|| duties(black_box(&file), &office, &calendar, &policy, at));
    });
    criterion.bench_function("fold and duties of one case", |bench| {
        bench.iter(|| fold_and_duties(black_box(&case)));
    });
    let township: Vec<Vec<Event>> = (1..=300).map(three_years).collect();
    criterion.bench_function("fold and duties of a township of 300", |bench| {
        bench.iter(|| township.iter().map(|case| fold_and_duties(case)).sum::<usize>());
    });
    let raw = RawEvent::write(case.last().unwrap().clone()).unwrap().bytes().to_vec();
    criterion.bench_function("read one record", |bench| {
        bench.iter_batched(|| raw.clone(), |bytes| RawEvent::read(bytes).unwrap(), BatchSize::SmallInput);
    });
    criterion.bench_function("write one record", |bench| {
        bench.iter_batched(
            || case.last().unwrap().clone(),
            |event| RawEvent::write(event).unwrap(),
            BatchSize::SmallInput,
        );
    });
}

criterion_group!(benches, rules);
criterion_main!(benches);
