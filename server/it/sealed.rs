//! 解除 from the final assessment to the shut file, and what is left of it in lists.

use chrono::NaiveDate;
use serde_json::{Value, json};
use server::view::{
    DecisionTaken, Decisions, PersonList, PersonView, Recorded, RegisterPage, SealedPage, SealedRow,
    Workbench,
};
use shared::calendar::Calendar;
use shared::case::{Listing, State};
use shared::code::Role;
use shared::duty::{Duty, DutyKind};
use shared::event::Order;
use shared::id::{CaseId, OpeningId};
use shared::norm;
use shared::page::{CLOSING_DAYS_MAX, ClosingStep};
use shared::policy::Policy;
use shared::problem::ProblemCode;
use shared::register::RowStatus;

use crate::bench::{Answer, Bench, Browser, Person, at};
use crate::sample::{self, day};

const NAME: &str = "演示·柳满";

/// A case of half a year: from 5 March to 4 September 2026.
struct Desk {
    bench: Bench,
    clerk: Person,
    lead: Person,
    police: Person,
    case: CaseId,
}

impl Desk {
    fn new() -> Self {
        let bench = Bench::new();
        let clerk = bench.add_user("neiqin", "例内勤", Role::Office);
        let lead = bench.add_user("lingdao", "例领导", Role::Leader);
        let police = bench.add_user("minjing", "例警甲", Role::Police);
        let order = Order { term_months: 6, ..sample::order(NAME, 1) };
        let case = sample::case_of(&bench, clerk.made.user, order, &[], Vec::new());
        Self { bench, clerk, lead, police, case }
    }

    /// Somebody at nine o'clock of a day.
    async fn on(&self, day: &str, person: &Person) -> Browser {
        let until = at(&format!("{day}T09:00:00+08:00")) - self.bench.now();
        self.bench.advance_seconds(until.num_seconds().max(60));
        self.bench.login(person).await
    }

    async fn file(&self, browser: &Browser) -> Answer {
        self.bench.get(&format!("/api/persons/{}", self.case), Some(browser)).await
    }

    async fn state(&self, browser: &Browser) -> State {
        self.file(browser).await.json::<PersonView>().page.head.state
    }

    async fn duty(&self, browser: &Browser, kind: DutyKind) -> Option<Duty> {
        let file: PersonView = self.file(browser).await.json();
        file.page.duties.into_iter().find(|duty| duty.key.kind == kind)
    }

    async fn decide(&self, browser: &Browser, on: &str, form: Value) -> DecisionTaken {
        self.bench.advance_seconds(60);
        let ask = json!({ "on": on, "time": null, "form": form });
        self.bench.post(&format!("/api/cases/{}/decisions", self.case), Some(browser), &ask).await.json()
    }

    async fn step(&self, browser: &Browser, step: Value) -> Answer {
        self.bench.advance_seconds(60);
        let ask = json!({ "happened_at": self.bench.now().to_rfc3339(), "step": step });
        self.bench.post(&format!("/api/cases/{}/steps", self.case), Some(browser), &ask).await
    }

    async fn sealed(&self, browser: &Browser) -> SealedPage {
        self.bench.get("/api/sealed", Some(browser)).await.json()
    }

    async fn register(&self, browser: &Browser, name: &str) -> RegisterPage {
        self.bench.get(&format!("/api/registers/{name}"), Some(browser)).await.json()
    }

    /// To the notice: assessed, proposed, approved.
    async fn prepared(&self) {
        let clerk = self.on("2026-08-18", &self.clerk).await;
        let assessment = json!({ "kind": "final_assessment", "cooperation": "good", "conduct": "good",
            "recovery": "fair", "violations": null, "conclusion": "good", "advice": "继续接受帮扶",
            "members": ["试例成员一", "试例成员二"] });
        self.decide(&clerk, "2026-08-18", assessment).await;
        let proposal = json!({ "kind": "discharge_proposal", "summary": "期满，建议按期解除" });
        let written = self.decide(&clerk, "2026-08-18", proposal).await.proposal.unwrap();
        assert!(self.duty(&clerk, DutyKind::DischargeProposal).await.is_some(), "written is not proposed");
        let lead = self.on("2026-08-19", &self.lead).await;
        let yes = json!({ "answer": "approve", "note": "" });
        let path = format!("/api/proposals/{written}/settle");
        self.bench.post(&path, Some(&lead), &yes).await.json::<DecisionTaken>();
    }

    /// To the seal: the notice, on the day after the last.
    async fn discharged(&self) -> Browser {
        let clerk = self.on("2026-09-05", &self.clerk).await;
        let notice = json!({ "kind": "discharge_notice", "notice_no": "例公（禁）解字〔2026〕1号" });
        self.decide(&clerk, "2026-09-05", notice).await;
        clerk
    }

    /// To the last paper: received, uploaded, served.
    async fn closed(&self) -> Browser {
        let clerk = self.on("2026-09-08", &self.clerk).await;
        self.decide(&clerk, "2026-09-08", json!({ "kind": "discharge_receipt" })).await;
        let upload = json!({ "kind": "upload", "matter": "discharge", "told_by": "例警甲",
            "reference": "例传1号", "control_from": null });
        self.step(&clerk, upload).await.json::<Recorded>();
        let served = json!({ "kind": "discharge_served", "person": "2026-09-07", "family": "2026-09-08" });
        self.step(&clerk, served).await.json::<Recorded>();
        clerk
    }
}

fn counted(event: NaiveDate, length: shared::calendar::Length) -> NaiveDate {
    Calendar::built_in().due(event, length, false, &Policy::default())
}

#[tokio::test]
async fn the_discharge_chain_runs_from_the_final_assessment_to_the_shut_file_by_the_clocks_of_the_norm() {
    shared::asserts!(
        "R-DISCH-1",
        "R-DISCH-2",
        "R-DISCH-3",
        "R-DISCH-4",
        "R-DISCH-5",
        "R-DISCH-6",
        "R-PRIV-10"
    );
    let desk = Desk::new();
    let last = day("2026-09-04");
    let clerk = desk.on("2026-08-18", &desk.clerk).await;
    let file: PersonView = desk.file(&clerk).await.json();
    assert_eq!((file.page.head.state, file.page.head.term_last), (State::Active, Some(last)));
    for kind in [DutyKind::FinalAssessment, DutyKind::DischargeProposal] {
        let duty = desk.duty(&clerk, kind).await.unwrap();
        assert_eq!(duty.due, day("2026-08-20"), "{kind}: fifteen days before the last day");
        assert_eq!(duty.due, counted(last, norm::DISCHARGE_PROPOSAL), "{kind}");
    }
    desk.prepared().await;
    let clerk = desk.on("2026-08-20", &desk.clerk).await;
    for kind in [DutyKind::FinalAssessment, DutyKind::DischargeProposal, DutyKind::DischargeNotice] {
        assert_eq!(desk.duty(&clerk, kind).await, None, "{kind}: done, or not yet begun");
    }

    let clerk = desk.on("2026-09-04", &desk.clerk).await;
    assert_eq!(desk.state(&clerk).await, State::Active, "its last day belongs to the term");
    let clerk = desk.on("2026-09-05", &desk.clerk).await;
    assert_eq!(desk.state(&clerk).await, State::Expired, "over by law, without a paper");
    let notice = desk.duty(&clerk, DutyKind::DischargeNotice).await.unwrap();
    assert_eq!((notice.due, notice.due), (day("2026-09-11"), counted(last, norm::DISCHARGE_NOTICE)));
    let file: PersonView = desk.file(&clerk).await.json();
    let of_person = [DutyKind::Test, DutyKind::Visit, DutyKind::Report];
    assert!(
        !file.page.duties.iter().any(|duty| of_person.contains(&duty.key.kind)),
        "the person owes nothing"
    );
    assert_eq!(desk.sealed(&clerk).await.rows, [], "no notice, no seal");

    let clerk = desk.discharged().await;
    let file: PersonView = desk.file(&clerk).await.json();
    assert_eq!((file.page.head.state, file.page.head.listing), (State::Discharged, Listing::Sealed));
    let row = desk.sealed(&clerk).await.rows.remove(0);
    let all = [
        ClosingStep::Upload,
        ClosingStep::NoticeReceived,
        ClosingStep::ServedPerson,
        ClosingStep::ServedFamily,
    ];
    assert_eq!((row.since, row.owed.as_slice(), row.shut), (day("2026-09-05"), &all[..], false));
    assert_eq!(row.last_open, day("2026-09-05") + chrono::TimeDelta::days(CLOSING_DAYS_MAX));
    let uploads = desk.register(&clerk, "uploads").await;
    assert_eq!((uploads.rows[0].name.as_str(), uploads.rows[0].row.status), (NAME, RowStatus::Due));
    let police = desk.on("2026-09-07", &desk.police).await;
    assert!(desk.file(&police).await.status.is_success(), "who uploads it reads it as before");

    let clerk = desk.closed().await;
    let row = desk.sealed(&clerk).await.rows.remove(0);
    assert_eq!((row.owed, row.shut), (Vec::new(), true), "nothing is owed any more");
    assert_eq!(desk.file(&clerk).await.code(), ProblemCode::FileSealed);
    let uploads = desk.register(&clerk, "uploads").await;
    let own = &uploads.rows[0];
    assert_eq!((own.name.as_str(), own.village.as_str(), own.row.status), ("已封存", "", RowStatus::Done));
    let write = json!({ "happened_at": desk.bench.now().to_rfc3339(), "told_at": null });
    let path = format!("/api/cases/{}/agreement", desk.case);
    assert_eq!(desk.bench.post(&path, Some(&clerk), &write).await.code(), ProblemCode::StateForbids);
}

#[tokio::test]
async fn a_file_whose_upload_never_comes_is_shut_after_thirty_days_and_the_upload_is_still_taken() {
    shared::asserts!("R-PRIV-10", "R-DISCH-4");
    let desk = Desk::new();
    desk.prepared().await;
    desk.discharged().await;
    let clerk = desk.on("2026-10-04", &desk.clerk).await;
    assert!(desk.file(&clerk).await.status.is_success(), "the twenty-ninth day");
    let clerk = desk.on("2026-10-05", &desk.clerk).await;
    assert_eq!(desk.file(&clerk).await.code(), ProblemCode::FileSealed, "the thirtieth");
    let uploads = desk.register(&clerk, "uploads").await;
    assert_eq!((uploads.rows[0].name.as_str(), uploads.rows[0].row.status), ("已封存", RowStatus::Due));
    let upload = json!({ "kind": "upload", "matter": "discharge", "told_by": "例警甲", "reference": null,
        "control_from": null });
    assert!(
        desk.step(&clerk, upload).await.status.is_success(),
        "what the police did is told, and nothing shown"
    );
}

#[tokio::test]
async fn a_shut_file_is_in_no_list_or_count_and_found_by_its_whole_number_alone() {
    shared::asserts!("R-PRIV-10");
    let desk = Desk::new();
    desk.prepared().await;
    desk.discharged().await;
    let clerk = desk.closed().await;
    let get = async |path: &str| desk.bench.get(path, Some(&clerk)).await;
    for filter in ["all", "closed", "rehab", "missed"] {
        let list: PersonList = get(&format!("/api/persons?filter={filter}")).await.json();
        assert_eq!((list.total, list.rows.len()), (0, 0), "{filter}");
        assert!(list.counts.iter().all(|count| count.persons == 0), "{filter}: {:?}", list.counts);
    }
    for typed in ["liuman", "lm", &sample::id_number(1)] {
        let list: PersonList = get(&format!("/api/persons?q={typed}")).await.json();
        assert_eq!(list.rows.len(), 0, "{typed}");
    }
    let bench: Workbench = get("/api/workbench").await.json();
    assert!(bench.counts.is_empty(), "{:?}", bench.counts);
    let page = get("/api/sealed").await;
    let text = String::from_utf8(page.body.clone()).unwrap();
    for told in [NAME, "柳叶村", "13800000000", &sample::id_number(1), "演决〔2026〕1号"] {
        assert!(!text.contains(told), "the list names {told}");
    }
    let row = page.json::<SealedPage>().rows.remove(0);
    assert_eq!((row.why.as_str(), row.year, row.order_tail.as_str()), ("期满解除", 2026, "1号"));
    assert_eq!(row.code.len(), 6);

    let find = async |number: &str| {
        desk.bench.post("/api/sealed/find", Some(&clerk), &json!({ "number": number })).await
    };
    for whole in [sample::id_number(1).as_str(), "演决〔2026〕1号"] {
        assert_eq!(find(whole).await.json::<SealedRow>().case, desk.case, "{whole}");
    }
    for part in [NAME, "柳满", "lm", &sample::id_number(1)[..10], ""] {
        assert_eq!(find(part).await.code(), ProblemCode::UnknownCase, "{part}");
    }
    assert_eq!(find(&sample::id_number(1)).await.code(), ProblemCode::LoginDelayed, "nobody tries numbers");
}

#[tokio::test]
async fn a_wish_is_answered_once_by_another_with_a_word_where_it_is_no_and_ends_with_the_account() {
    shared::asserts!("R-PRIV-10");
    let desk = Desk::new();
    desk.prepared().await;
    let clerk = desk.discharged().await;
    let path = format!("/api/cases/{}/unsealing", desk.case);
    let wish = |reason: &str, purpose: &str, hours: u32| json!({ "reason": reason, "purpose": purpose, "hours": hours });
    let good = wish("复核当年告诫的送达情况", "信访核查", 2);
    let open = desk.bench.post(&path, Some(&clerk), &good).await;
    assert_eq!(open.code(), ProblemCode::StateForbids, "it is read as before until it is closed");
    desk.closed().await;
    let police = desk.on("2026-09-09", &desk.police).await;
    let ask = async |browser: &Browser, ask: &Value| desk.bench.post(&path, Some(browser), ask).await;
    for bad in [wish("太短", "信访核查", 2), wish("复核当年告诫的送达情况", " ", 2)] {
        assert_eq!(ask(&police, &bad).await.code(), ProblemCode::FieldMissing);
    }
    let long = wish("复核当年告诫的送达情况", "信访核查", 5);
    assert_eq!(ask(&police, &long).await.code(), ProblemCode::RequestMalformed);
    let first: OpeningId = ask(&police, &good).await.json();
    assert_eq!(ask(&police, &good).await.code(), ProblemCode::AlreadyDecided, "one wish at a time");

    let answer = async |browser: &Browser, opening: OpeningId, answer: &str, note: &str| {
        let ask = json!({ "answer": answer, "note": note });
        desk.bench.post(&format!("/api/unsealings/{opening}/settle"), Some(browser), &ask).await
    };
    let clerk = desk.bench.login(&desk.clerk).await;
    let waits: Decisions = desk.bench.get("/api/decisions", Some(&clerk)).await.json();
    assert_eq!((waits.unsealings.len(), waits.unsealings[0].may_settle), (1, true));
    assert_eq!(answer(&police, first, "approve", "").await.code(), ProblemCode::OwnAct);
    assert_eq!(answer(&clerk, first, "refuse", " ").await.code(), ProblemCode::FieldMissing);
    assert!(answer(&clerk, first, "refuse", "用途不明").await.status.is_success());
    assert_eq!(answer(&clerk, first, "approve", "").await.code(), ProblemCode::AlreadyDecided);
    assert_eq!(desk.file(&police).await.code(), ProblemCode::FileSealed);
    let own = desk.sealed(&police).await.wishes.remove(0);
    assert_eq!((own.note.as_str(), own.settled_by.unwrap().name.as_str()), ("用途不明", "例内勤"));

    let second: OpeningId = ask(&police, &good).await.json();
    assert!(answer(&clerk, second, "approve", "").await.status.is_success());
    assert!(desk.file(&police).await.status.is_success());
    desk.bench.advance_seconds(2 * 3600);
    let police = desk.bench.login(&desk.police).await;
    assert_eq!(desk.file(&police).await.code(), ProblemCode::FileSealed, "two hours were asked for");

    let third: OpeningId = ask(&police, &good).await.json();
    let clerk = desk.bench.login(&desk.clerk).await;
    assert!(answer(&clerk, third, "approve", "").await.status.is_success());
    server::admin::set_user_state(&desk.bench.office, "minjing", shared::access::UserState::Suspended)
        .unwrap();
    server::admin::set_user_state(&desk.bench.office, "minjing", shared::access::UserState::Active).unwrap();
    let police = desk.bench.login(&desk.police).await;
    assert_eq!(desk.file(&police).await.code(), ProblemCode::FileSealed, "it ended with the account");
}
