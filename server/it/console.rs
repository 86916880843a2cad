//! A clerk's day: register, be told what is missing, see what the phones sent.

use serde_json::json;
use server::view::{
    OpenCaseRequest, PersonFilter, PersonList, PersonView, Recorded, ReportInRequest, StaffRow, Workbench,
};
use shared::case::State;
use shared::code::{BroughtBy, IdType, Measure, Role, Sex};
use shared::duty::{DutyKind, Explanation};
use shared::problem::ProblemCode;

use crate::bench::{Bench, Browser, Person, at};
use crate::phone::{Field, Phone, id_of};
use crate::sample;

struct Desk {
    bench: Bench,
    worker: Person,
    browser: Browser,
}

async fn desk() -> Desk {
    let bench = Bench::new();
    let clerk = bench.add_user("neiqin", "例内勤", Role::Office);
    let worker = bench.add_user("zhuangan", "试例甲", Role::Worker);
    let browser = bench.login(&clerk).await;
    Desk { bench, worker, browser }
}

fn opening(name: &str, serial: u16) -> OpenCaseRequest {
    OpenCaseRequest {
        decided_on: sample::day("2026-03-01"),
        order: sample::order(name, serial),
        workers: Vec::new(),
        confirm_duplicate: false,
        fields: Default::default(),
        report_in: None,
        draft: None,
    }
}

#[tokio::test]
async fn a_person_registered_at_the_desk_reaches_the_workers_phone_with_first_duties() {
    let Desk { bench, worker, browser } = desk().await;
    let mut phone = Phone::paired(&bench, &worker, 7).await;
    let mut ask = opening("演示·柳叶", 1);
    ask.workers = vec![worker.made.user];
    let opened: Recorded = bench.post("/api/cases", Some(&browser), &ask).await.json();
    let case = opened.case.unwrap();

    let file = format!("/api/persons/{case}");
    let before: PersonView = bench.get(&file, Some(&browser)).await.json();
    assert_eq!(before.page.head.state, State::Registered);
    assert_eq!((before.page.head.sex, before.page.head.birth), (Sex::Male, Some(sample::day("1990-01-01"))));
    assert_eq!(before.workers[0].name, "试例甲");

    let ask = ReportInRequest { happened_at: at("2026-03-10T08:30:00+08:00"), brought_by: BroughtBy::Self_ };
    let path = format!("/api/cases/{case}/report-in");
    let done: Recorded = bench.post(&path, Some(&browser), &ask).await.json();
    let twice = bench.post(&path, Some(&browser), &ask).await;
    assert_eq!(twice.code(), ProblemCode::AlreadyReportedIn);

    let view: PersonView = bench.get(&file, Some(&browser)).await.json();
    assert_eq!(view.page.head.state, State::Active);
    assert_eq!(view.page.head.term_first, Some(sample::day("2026-03-10")));
    assert!(view.page.duties.iter().any(|duty| duty.key.kind == DutyKind::Agreement));
    let mark = view.marks.iter().find(|mark| mark.event == done.event).unwrap();
    assert_eq!((mark.author.as_ref().unwrap().name.as_str(), mark.seq), ("例内勤", 2));

    phone.hello(&bench).await;
    assert_eq!(phone.pull_all(&bench).await, [opened.event, done.event]);
}

#[tokio::test]
async fn a_visit_from_the_phone_is_in_the_timeline_and_its_duty_is_no_longer_due() {
    let mut field = Field::new().await;
    let browser = field.bench.login(&field.clerk).await;
    let path = format!("/api/persons/{}", field.case);
    let visits_due = |view: &PersonView| {
        view.page
            .duties
            .iter()
            .filter(|duty| duty.key.kind == DutyKind::Visit)
            .map(|d| d.key.window)
            .collect::<Vec<_>>()
    };
    let before: PersonView = field.bench.get(&path, Some(&browser)).await.json();
    assert!(visits_due(&before).contains(&Some(1)), "{:?}", before.page.duties);
    let visit = field.visit("睡得好");
    field.phone.push(&field.bench, 1, std::slice::from_ref(&visit)).await;

    let after: PersonView = field.bench.get(&path, Some(&browser)).await.json();
    assert!(!visits_due(&after).contains(&Some(1)), "{:?}", after.page.duties);
    assert!(after.page.timeline.iter().any(|entry| entry.event == id_of(&visit)));
    let mark = after.marks.iter().find(|mark| mark.event == id_of(&visit)).unwrap();
    assert_eq!((mark.device_name.as_str(), mark.seq, mark.receipt_seq), ("演示机", 1, 1));
    assert_eq!(mark.author.as_ref().unwrap().name, "试例甲");
}

#[tokio::test]
async fn the_list_finds_by_pinyin_and_filters_within_the_reach_of_the_user() {
    let field = Field::new().await;
    let clerk = field.clerk.made.user;
    let other = field.bench.add_user("zhuangan2", "试例乙", Role::Worker);
    sample::case(&field.bench, clerk, "单试例", 2, &[other.made.user]);
    let browser = field.bench.login(&field.clerk).await;
    let names = |list: PersonList| list.rows.into_iter().map(|row| row.head.name).collect::<Vec<_>>();
    for (query, found) in [
        ("q=ysly", vec!["演示·柳叶"]),
        ("q=shan", vec!["单试例"]),
        ("q=%E6%9F%B3%E5%8F%B6%E6%9D%91&filter=active", vec!["单试例", "演示·柳叶"]),
        ("q=&filter=closed", vec![]),
        ("q=zzz", vec![]),
    ] {
        let list: PersonList = field.bench.get(&format!("/api/persons?{query}"), Some(&browser)).await.json();
        assert_eq!(list.total, 2);
        let mut names = names(list);
        names.sort_by_key(|name| found.iter().position(|wanted| wanted == name));
        assert_eq!(names, found, "{query}");
    }
    let list: PersonList = field.bench.get("/api/persons?q=ysly", Some(&browser)).await.json();
    let active = list.counts.iter().find(|count| count.filter == PersonFilter::Active).unwrap();
    assert_eq!(active.persons, 1, "counts are of the same search");

    let worker = field.bench.login(&field.worker).await;
    for query in ["", "?filter=all", "?q=", "?filter=rehab"] {
        let list: PersonList = field.bench.get(&format!("/api/persons{query}"), Some(&worker)).await.json();
        assert_eq!((names(list.clone()), list.total), (vec!["演示·柳叶".to_owned()], 1), "{query}");
    }
    let wrong = field.bench.get("/api/persons?filter=everything", Some(&worker)).await;
    assert_eq!(wrong.code(), ProblemCode::RequestMalformed);
}

#[tokio::test]
async fn a_workers_session_reads_own_files_and_changes_none() {
    let field = Field::new().await;
    let foreign = sample::case(&field.bench, field.clerk.made.user, "例丙", 2, &[]);
    let worker = field.bench.login(&field.worker).await;
    let own = field.bench.get(&format!("/api/persons/{}", field.case), Some(&worker)).await;
    assert!(own.status.is_success());
    for path in
        [format!("/api/persons/{foreign}"), format!("/api/persons/{foreign}/explain?kind=visit&window=1")]
    {
        assert_eq!(field.bench.get(&path, Some(&worker)).await.code(), ProblemCode::UnknownCase, "{path}");
    }
    let ask = ReportInRequest { happened_at: field.bench.now(), brought_by: BroughtBy::Self_ };
    let path = format!("/api/cases/{}/report-in", field.case);
    assert_eq!(field.bench.post(&path, Some(&worker), &ask).await.code(), ProblemCode::RoleMayNot);
}

#[tokio::test]
async fn every_wrong_field_of_an_order_is_named() {
    let Desk { bench, worker: _, browser } = desk().await;
    type Spoil = fn(&mut OpenCaseRequest);
    let cases: [(Spoil, ProblemCode, &str); 13] = [
        (|ask| ask.order.person.name = " ".into(), ProblemCode::FieldMissing, "person.name"),
        (|ask| ask.order.order_no = String::new(), ProblemCode::FieldMissing, "order_no"),
        (|ask| ask.order.person.village = "村".repeat(101), ProblemCode::FieldTooLong, "person.village"),
        (|ask| ask.order.person.id.number = "123".into(), ProblemCode::IdLength, "person.id"),
        (
            |ask| ask.order.person.id.number = "00000019900101001Q".into(),
            ProblemCode::IdCharacters,
            "person.id",
        ),
        (
            |ask| ask.order.person.id.number = "000000199013010010".into(),
            ProblemCode::IdBirthDate,
            "person.id",
        ),
        (
            |ask| {
                let sound = sample::id_number(1);
                let last = if sound.ends_with('0') { '1' } else { '0' };
                ask.order.person.id.number = format!("{}{last}", &sound[..17]);
            },
            ProblemCode::IdCheckDigit,
            "person.id",
        ),
        (
            |ask| ask.order.person.birth = Some(sample::day("1991-01-01")),
            ProblemCode::IdBirthDate,
            "person.birth",
        ),
        (|ask| ask.order.person.phone = Some("12".into()), ProblemCode::PhoneMalformed, "person.phone"),
        (|ask| ask.order.term_months = 37, ProblemCode::TermOutOfRange, "term_months"),
        (
            |ask| ask.order.received_by_person = ask.decided_on.pred_opt(),
            ProblemCode::ReceivedBeforeDecision,
            "received_by_person",
        ),
        (|ask| ask.decided_on = sample::day("2026-03-11"), ProblemCode::HappenedInFuture, "decided_on"),
        (|ask| ask.order.measure = Measure::Recovery, ProblemCode::FieldMissing, "recovery_ground"),
    ];
    for (spoil, code, field) in cases {
        let mut ask = opening("例丁", 1);
        spoil(&mut ask);
        let problem = bench.post("/api/cases", Some(&browser), &ask).await.problem();
        assert_eq!((problem.code, problem.field.as_deref()), (code, Some(field)));
    }
    let list: PersonList = bench.get("/api/persons", Some(&browser)).await.json();
    assert_eq!(list.total, 0, "nothing was registered");
    let malformed = bench.post("/api/cases", Some(&browser), &json!({"order": 1})).await;
    assert_eq!(malformed.code(), ProblemCode::RequestMalformed);
    let large = bench.post("/api/cases", Some(&browser), &"x".repeat(300_000)).await;
    assert_eq!(large.code(), ProblemCode::RequestTooLarge);
}

#[tokio::test]
async fn an_id_number_on_file_is_registered_again_only_when_confirmed() {
    shared::asserts!("R-ID-4", "R-FILE-1");
    let Desk { bench, worker: _, browser } = desk().await;
    assert!(bench.post("/api/cases", Some(&browser), &opening("例丁", 1)).await.status.is_success());
    let mut again = opening("例丁", 1);
    let problem = bench.post("/api/cases", Some(&browser), &again).await.problem();
    assert_eq!((problem.code, problem.field.as_deref()), (ProblemCode::DuplicateIdNumber, Some("person.id")));
    again.confirm_duplicate = true;
    let second: Recorded = bench.post("/api/cases", Some(&browser), &again).await.json();
    let file = format!("/api/persons/{}", second.case.unwrap());
    let view: PersonView = bench.get(&file, Some(&browser)).await.json();
    let linked = |entry: &shared::page::TimelineEntry| entry.summary == "与前一份档案相连";
    assert!(view.page.timeline.iter().any(linked), "a file of its own, linked to the first");
    for serial in [2, 3] {
        let mut unknown = opening("姓名不详", serial);
        unknown.order.person.id.id_type = IdType::None;
        let answer = bench.post("/api/cases", Some(&browser), &unknown).await;
        assert!(answer.status.is_success(), "persons without papers are not each other's duplicates");
    }
}

#[tokio::test]
async fn an_agreement_follows_the_report_in() {
    let Desk { bench, worker: _, browser } = desk().await;
    let opened: Recorded = bench.post("/api/cases", Some(&browser), &opening("例丁", 1)).await.json();
    let case = opened.case.unwrap();
    let agreement = |when: &str| json!({"happened_at": when, "told_at": when});
    let path = format!("/api/cases/{case}/agreement");
    let early = bench.post(&path, Some(&browser), &agreement("2026-03-09T10:00:00+08:00")).await;
    assert_eq!(early.code(), ProblemCode::NotReportedIn);
    let ask = json!({"happened_at": "2026-03-09T10:00:00+08:00", "brought_by": "fetched"});
    assert!(
        bench.post(&format!("/api/cases/{case}/report-in"), Some(&browser), &ask).await.status.is_success()
    );
    for (when, code) in [
        ("2026-03-08T10:00:00+08:00", ProblemCode::HappenedBeforeReportIn),
        ("2026-03-11T10:00:00+08:00", ProblemCode::HappenedInFuture),
    ] {
        assert_eq!(bench.post(&path, Some(&browser), &agreement(when)).await.code(), code);
    }
    let done = bench.post(&path, Some(&browser), &agreement("2026-03-09T11:00:00+08:00")).await;
    assert!(done.status.is_success());
}

#[tokio::test]
async fn a_date_is_explained_with_its_clause() {
    let field = Field::new().await;
    let browser = field.bench.login(&field.clerk).await;
    let path = format!("/api/persons/{}/explain", field.case);
    let why: Explanation =
        field.bench.get(&format!("{path}?kind=visit&window=1"), Some(&browser)).await.json();
    assert_eq!(why.duty.key.window, Some(1));
    assert!(why.duty.clause.starts_with("R-") && !why.paragraph.is_empty(), "{why:?}");
    let none = field.bench.get(&format!("{path}?kind=visit&window=99"), Some(&browser)).await;
    assert_eq!(none.code(), ProblemCode::NotFound);
}

#[tokio::test]
async fn the_workbench_counts_and_names_what_waits() {
    let field = Field::new().await;
    let browser = field.bench.login(&field.clerk).await;
    let workbench: Workbench = field.bench.get("/api/workbench", Some(&browser)).await.json();
    assert_eq!(
        workbench.counts.iter().map(|count| (count.state, count.persons)).collect::<Vec<_>>(),
        [(State::Active, 1)]
    );
    assert!(workbench.silent_devices.is_empty());
    field.bench.advance_seconds(400 * 24 * 3600);
    let browser = field.bench.login(&field.clerk).await;
    let later: Workbench = field.bench.get("/api/workbench", Some(&browser)).await.json();
    assert!(!later.overdue.is_empty(), "after a year without a visit");
    assert!(later.overdue.iter().all(|item| item.name == "演示·柳叶" && item.workers[0].name == "试例甲"));
    assert_eq!(later.silent_devices.len(), 1);
}

#[tokio::test]
async fn a_qualification_reaches_the_staff_list_and_every_phone() {
    shared::asserts!("R-TEST-1");
    let mut field = Field::new().await;
    let officer = field.bench.add_user("minjing", "例警甲", Role::Police);
    let browser = field.bench.login(&field.clerk).await;
    let ask = json!({"qualification": sample::qualification(officer.made.user)});
    assert!(field.bench.post("/api/qualifications", Some(&browser), &ask).await.status.is_success());
    let staff: Vec<StaffRow> = field.bench.get("/api/staff", Some(&browser)).await.json();
    let row = |login: &str| staff.iter().find(|row| row.login == login).unwrap();
    assert!(row("minjing").qualified && !row("zhuangan").qualified);
    assert_eq!((row("zhuangan").devices, row("zhuangan").persons), (1, 1));
    assert_eq!(field.phone.pull_all(&field.bench).await.len(), 3);
    let not_police = json!({"qualification": sample::qualification(field.worker.made.user)});
    let refused = field.bench.post("/api/qualifications", Some(&browser), &not_police).await;
    assert_eq!(refused.problem().field.as_deref(), Some("officer"));
}

#[tokio::test]
async fn only_workers_of_the_township_can_be_given_a_case() {
    let field = Field::new().await;
    let browser = field.bench.login(&field.clerk).await;
    let path = format!("/api/cases/{}/workers", field.case);
    let clerk = json!({"workers": [field.clerk.made.user]});
    assert_eq!(
        field.bench.post(&path, Some(&browser), &clerk).await.problem().field.as_deref(),
        Some("workers")
    );
    let none = json!({"workers": []});
    assert_eq!(field.bench.post(&path, Some(&browser), &none).await.status.as_u16(), 204);
    let list: PersonList = field.bench.get("/api/persons?filter=unassigned", Some(&browser)).await.json();
    assert_eq!(list.rows.len(), 1);
}
