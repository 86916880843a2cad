//! 建档·报到 at the counter: drafts, the report-in day, the chain of a late report-in, uploads, clocks.

use serde_json::{Value, json};
use server::view::{
    BlanksView, ChangedSinceUpload, ClockPage, DecisionSheet, DecisionTaken, DeskDraft, PersonView, Recorded,
    RegisterPage,
};
use shared::case::State;
use shared::code::{GroupMember, Role};
use shared::decision::DecisionKind;
use shared::duty::{DutyKind, Pace};
use shared::id::CaseId;
use shared::page::UploadSheet;
use shared::problem::ProblemCode;
use shared::register::RowStatus;

use crate::bench::{Bench, Browser};
use crate::sample;

const DAY: i64 = 24 * 3600;

struct Desk {
    bench: Bench,
    clerk: crate::bench::Person,
    browser: Browser,
}

impl Desk {
    async fn new() -> Self {
        let bench = Bench::new();
        let clerk = bench.add_user("neiqin", "例内勤", Role::Office);
        let browser = bench.login(&clerk).await;
        Self { bench, clerk, browser }
    }

    /// Days later; a session does not last so long.
    async fn days(&mut self, days: i64) {
        self.bench.advance_seconds(days * DAY);
        self.browser = self.bench.login(&self.clerk).await;
    }

    fn order(&self, serial: u16) -> Value {
        let today = shared::moment::civil_date(self.bench.now());
        let order = shared::event::Order {
            received_by_person: Some(today),
            ..sample::order("演示·柳叶", serial)
        };
        json!({ "decided_on": today, "order": order, "workers": [] })
    }

    async fn open(&self, ask: &Value) -> CaseId {
        let opened: Recorded = self.bench.post("/api/cases", Some(&self.browser), ask).await.json();
        opened.case.unwrap()
    }

    async fn step(&self, case: CaseId, step: Value) -> crate::bench::Answer {
        let ask = json!({ "happened_at": self.bench.now().to_rfc3339(), "step": step });
        self.bench.post(&format!("/api/cases/{case}/steps"), Some(&self.browser), &ask).await
    }

    async fn register(&self, name: &str) -> RegisterPage {
        self.bench.get(&format!("/api/registers/{name}"), Some(&self.browser)).await.json()
    }

    async fn file(&self, case: CaseId) -> PersonView {
        self.bench.get(&format!("/api/persons/{case}"), Some(&self.browser)).await.json()
    }

    /// The only row of a register: its status, clause and last cell.
    async fn only(&self, register: &str) -> (RowStatus, String, String) {
        let page = self.register(register).await;
        let [line] = page.rows.as_slice() else { panic!("one row: {:?}", page.rows) };
        (line.row.status, line.row.clause.clone(), line.row.cells.last().unwrap().clone())
    }
}

#[tokio::test]
async fn a_draft_outlives_the_browser_and_goes_with_the_case_it_became() {
    let mut desk = Desk::new().await;
    let content = json!({ "form": "order", "fields": { "name": "演示·柳叶", "order_no": "例1号" } });
    let ask = json!({ "content": content });
    let kept: DeskDraft = desk.bench.post("/api/drafts", Some(&desk.browser), &ask).await.json();
    let again = desk.bench.login(&desk.clerk).await;
    let list: Vec<DeskDraft> = desk.bench.get("/api/drafts", Some(&again)).await.json();
    assert_eq!(list.iter().map(|draft| draft.draft).collect::<Vec<_>>(), [kept.draft]);
    assert_eq!(list[0].content.fields["name"], "演示·柳叶");

    let other = desk.bench.add_user("neiqin-2", "例内勤乙", Role::Office);
    let theirs = desk.bench.login(&other).await;
    let list: Vec<DeskDraft> = desk.bench.get("/api/drafts", Some(&theirs)).await.json();
    assert!(list.is_empty(), "a draft is its owner's alone");

    let mut order = desk.order(1);
    order["draft"] = json!(kept.draft);
    desk.open(&order).await;
    let list: Vec<DeskDraft> = desk.bench.get("/api/drafts", Some(&desk.browser)).await.json();
    assert!(list.is_empty());
    let _: DeskDraft = desk.bench.post("/api/drafts", Some(&desk.browser), &ask).await.json();
    desk.days(29).await;
    assert_eq!(server::drafts::sweep(&desk.bench.office).unwrap(), 0);
    desk.days(2).await;
    assert_eq!(server::drafts::sweep(&desk.bench.office).unwrap(), 1, "a month after it was touched last");
    let list: Vec<DeskDraft> = desk.bench.get("/api/drafts", Some(&desk.browser)).await.json();
    assert!(list.is_empty());
    let long = json!({ "content": { "form": "order", "fields": { "name": "长".repeat(9000) } } });
    let refused = desk.bench.post("/api/drafts", Some(&desk.browser), &long).await;
    assert_eq!(refused.code(), ProblemCode::FieldTooLong);
}

#[tokio::test]
async fn one_form_opens_the_whole_case_with_the_report_in_of_who_came_along() {
    shared::asserts!("R-DEC-1", "R-REPORTIN-3");
    let desk = Desk::new().await;
    let mut order = desk.order(1);
    order["fields"] = json!({ "execution_place": "例镇", "office_notified": "2026-03-01" });
    order["report_in"] = json!({ "happened_at": desk.bench.now().to_rfc3339(), "brought_by": "authority" });
    let case = desk.open(&order).await;
    assert_eq!(desk.file(case).await.page.head.state, State::Active);
    let page = desk.register("intake").await;
    assert_eq!(page.rows[0].row.cells[4], "决定机关送达");

    let mut wrong = desk.order(2);
    wrong["fields"] = json!({ "religion": "1" });
    let refused = desk.bench.post("/api/cases", Some(&desk.browser), &wrong).await.problem();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (ProblemCode::FieldMalformed, Some("fields.religion"))
    );
}

#[tokio::test]
async fn who_is_released_next_month_stands_in_the_list_of_those_to_fetch() {
    shared::asserts!("R-REPORTIN-2");
    let desk = Desk::new().await;
    let today = shared::moment::civil_date(desk.bench.now());
    let mut order = desk.order(1);
    order["order"]["measure"] = json!("recovery");
    order["order"]["recovery_ground"] = json!("opioid");
    order["order"]["received_by_person"] = Value::Null;
    let soon = today + chrono::Days::new(30);
    order["order"]["isolation_release"] = json!(soon);
    let case = desk.open(&order).await;
    let page = desk.register("pick_ups").await;
    let [fetch] = page.rows.as_slice() else { panic!("one row: {:?}", page.rows) };
    assert_eq!((fetch.case, fetch.row.day, fetch.row.status), (case, soon, RowStatus::Due));
}

#[tokio::test]
async fn the_report_in_day_says_what_it_still_lacks_until_plan_group_and_form_are_there() {
    shared::asserts!("R-AGREE-3", "R-AGREE-4", "R-ORG-5", "R-PRIV-8");
    let desk = Desk::new().await;
    let mut order = desk.order(1);
    order["report_in"] = json!({ "happened_at": desk.bench.now().to_rfc3339(), "brought_by": "self" });
    let case = desk.open(&order).await;
    let (status, _, remark) = desk.only("intake").await;
    assert_eq!(
        (status, remark.as_str()),
        (RowStatus::Due, "缺：登记表、权利义务告知、个人信息告知、协议书、计划、工作小组")
    );

    let now = desk.bench.now().to_rfc3339();
    let agreement =
        json!({ "happened_at": now, "told_at": now, "fields": { "told": "权利和义务、个人信息怎样使用" } });
    let path = format!("/api/cases/{case}/agreement");
    desk.bench.post(&path, Some(&desk.browser), &agreement).await.json::<Recorded>();
    let details = json!({ "kind": "details", "fields": { "domicile": "例县例村", "education": "70" } });
    desk.step(case, details).await.json::<Recorded>();
    let plan = json!({ "drug_history": "吸食", "treatment": "无", "counselling_plan": "每月", "support_plan": "就业",
                       "maintenance_advised": false });
    let plan = json!({ "kind": "plan", "plan": plan, "fields": { "current_status": "employed" } });
    desk.step(case, plan).await.json::<Recorded>();
    let member = |kind: &GroupMember| json!({ "member": kind, "name": "试例成员", "phone": null });
    let some: Vec<Value> = GroupMember::ALL.iter().take(4).map(member).collect();
    desk.step(case, json!({ "kind": "group", "members": some, "fields": {} })).await.json::<Recorded>();
    assert_eq!(desk.only("intake").await.2, "缺：小组缺禁毒志愿者");
    desk.bench.advance_seconds(60);
    let all: Vec<Value> = GroupMember::ALL.iter().map(member).collect();
    desk.step(case, json!({ "kind": "group", "members": all, "fields": {} })).await.json::<Recorded>();
    assert_eq!(desk.only("intake").await.0, RowStatus::Done);

    let blanks: BlanksView =
        desk.bench.get(&format!("/api/cases/{case}/blanks?paper=D02"), Some(&desk.browser)).await.json();
    let domicile = blanks.fields.iter().find(|blank| blank.key == "domicile").unwrap();
    assert_eq!(domicile.value.as_deref(), Some("例县例村"));
    let wrong = desk.step(case, json!({ "kind": "details", "fields": { "hiv": "1" } })).await.problem();
    assert_eq!((wrong.code, wrong.field.as_deref()), (ProblemCode::FieldMalformed, Some("fields.hiv")));
}

#[tokio::test]
async fn a_late_person_goes_step_by_step_from_notice_to_the_report_in() {
    shared::asserts!("R-REPORTIN-5", "R-REPORTIN-6", "R-REPORTIN-7", "R-REPORTIN-9", "R-REPORTIN-10");
    let mut desk = Desk::new().await;
    let case = desk.open(&desk.order(1)).await;
    let report = json!({ "kind": "report", "addressees": ["police_decision", "police_execution"] });
    let early = desk.step(case, report.clone()).await;
    assert_eq!(early.code(), ProblemCode::StateForbids, "nobody is late yet");

    desk.days(30).await;
    let page: ClockPage = desk.bench.get("/api/clocks", Some(&desk.browser)).await.json();
    let kinds: Vec<DutyKind> = page.rows.iter().map(|row| row.duty.key.kind).collect();
    assert!(
        kinds.contains(&DutyKind::OverdueReport) && page.rows.iter().any(|row| row.length == "3个工作日")
    );
    let one = json!({ "kind": "report", "addressees": ["police_decision"] });
    assert_eq!(desk.step(case, one).await.code(), ProblemCode::FieldMissing, "both police");
    assert_eq!(desk.only("lateness").await.1, "R-REPORTIN-5");
    desk.step(case, report).await.json::<Recorded>();
    assert_eq!(desk.only("lateness").await.1, "R-REPORTIN-9");
    let notice = json!({ "kind": "notice", "receiver": "试例母", "manner": "by_family" });
    desk.step(case, notice).await.json::<Recorded>();
    assert_eq!(desk.only("lateness").await.1, "R-REPORTIN-6");

    let waiting = desk.register("uploads").await;
    assert_eq!(waiting.rows[0].row.status, RowStatus::Due);
    let paper = waiting.rows[0].row.event.unwrap();
    let path = format!("/api/cases/{case}/upload?paper={paper}");
    let sheet: UploadSheet = desk.bench.get(&path, Some(&desk.browser)).await.json();
    assert!(sheet.done.is_none() && sheet.fields.iter().all(|field| field.before.is_none()));
    let upload = |matter: &str| json!({ "kind": "upload", "matter": matter, "told_by": "试例民警", "reference": "传1", "control_from": null });
    let early = desk.step(case, upload("discharge")).await;
    assert_eq!(early.code(), ProblemCode::StateForbids, "no notice of discharge");
    desk.step(case, upload("overdue")).await.json::<Recorded>();
    let listed = desk.register("uploads").await;
    assert_eq!((listed.rows[0].row.status, listed.rows[0].row.cells[4].as_str()), (RowStatus::Done, "传1"));
    let sheet: UploadSheet = desk.bench.get(&path, Some(&desk.browser)).await.json();
    assert_eq!(sheet.done.unwrap().reference.as_deref(), Some("传1"));

    let found = |outcome: &str| json!({ "kind": "found", "organ": "例市公安局", "place": "例站", "outcome": outcome, "paper": null });
    let unsaid = desk.step(case, found("compulsory_isolation")).await.problem();
    assert_eq!((unsaid.code, unsaid.field.as_deref()), (ProblemCode::FieldMissing, Some("paper")));
    desk.step(case, found("sent_to_report_in")).await.json::<Recorded>();
    assert_eq!(desk.only("lateness").await.1, "R-REPORTIN-10");
    let ask = json!({ "happened_at": desk.bench.now().to_rfc3339(), "brought_by": "fetched" });
    let path = format!("/api/cases/{case}/report-in");
    desk.bench.post(&path, Some(&desk.browser), &ask).await.json::<Recorded>();
    assert_eq!(desk.only("lateness").await.0, RowStatus::Done);
    assert_eq!(desk.file(case).await.page.head.state, State::Active);

    desk.bench.advance_seconds(60);
    let details = json!({ "kind": "details", "fields": { "domicile": "例县例村" } });
    desk.step(case, details).await.json::<Recorded>();
    let path = format!("/api/cases/{case}/upload?paper={paper}");
    let sheet: UploadSheet = desk.bench.get(&path, Some(&desk.browser)).await.json();
    let changed: Vec<_> = sheet.fields.iter().filter(|field| field.before.is_some()).collect();
    assert!(changed.iter().any(|field| field.label == "户籍地" && field.value == "例县例村"), "{changed:?}");
    assert!(changed.iter().all(|field| field.label != "姓名"));

    // Over everybody: who was uploaded and is another now, until what changed is uploaded too.
    desk.open(&desk.order(2)).await;
    let of_all = || desk.bench.get("/api/uploads/changed", Some(&desk.browser));
    let listed: ChangedSinceUpload = of_all().await.json();
    let [row] = listed.rows.as_slice() else { panic!("one: {:?}", listed.rows) };
    assert_eq!((row.case, row.changes.last.reference.as_deref()), (case, Some("传1")));
    let domicile = row.changes.fields.iter().find(|field| field.label == "户籍地").unwrap();
    assert_eq!((domicile.value.as_str(), domicile.before.as_deref()), ("例县例村", Some("")));
    desk.bench.advance_seconds(60);
    desk.step(case, upload("changes")).await.json::<Recorded>();
    assert_eq!(of_all().await.json::<ChangedSinceUpload>().rows, []);
    let rows = desk.register("uploads").await.rows;
    let mended = rows.iter().find(|line| line.row.cells[0] == "信息变更").unwrap();
    assert_eq!((mended.row.status, mended.row.clause.as_str()), (RowStatus::Done, "R-REPORTIN-6"));
}

#[tokio::test]
async fn refusals_on_paper_are_answered_by_the_admonition_that_is_next() {
    shared::asserts!("R-TEST-11");
    let mut desk = Desk::new().await;
    let mut order = desk.order(1);
    order["report_in"] = json!({ "happened_at": desk.bench.now().to_rfc3339(), "brought_by": "self" });
    let case = desk.open(&order).await;
    desk.days(20).await;
    let refused = |manner: &str| {
        json!({ "kind": "refused", "manner": manner, "place": "例所", "facts": "不肯", "notice_proof": null,
                "witness": null })
    };
    let admonition = json!({ "kind": "admonition", "series": "test", "served": "in_person" });
    let early = desk.step(case, admonition.clone()).await;
    assert_eq!(early.code(), ProblemCode::StateForbids, "there is nothing to answer");
    assert_eq!(desk.step(case, refused("evade")).await.code(), ProblemCode::EvasionWithoutNotice);
    for level in ["admonition_1", "admonition_2"] {
        desk.step(case, refused("refuse")).await.json::<Recorded>();
        desk.days(20).await;
        desk.step(case, admonition.clone()).await.json::<Recorded>();
        let ladders = desk.file(case).await.page.ladders;
        let test = ladders.iter().find(|row| row.series == shared::code::BreachSeries::Test).unwrap();
        assert_eq!(json!(test.level), json!(level));
    }
}

#[tokio::test]
async fn an_accepted_reason_ends_the_chain_and_a_decision_on_isolation_waits_for_two_to_end_the_measure() {
    shared::asserts!("R-REPORTIN-7", "R-REPORTIN-8", "R-TERM-4");
    let mut desk = Desk::new().await;
    let excused = desk.open(&desk.order(1)).await;
    let mut second = desk.order(2);
    second["confirm_duplicate"] = json!(true);
    let caught = desk.open(&second).await;
    desk.days(30).await;
    let refused =
        json!({ "kind": "unjustified", "reason": "忘了日子", "proof": null, "why": "通知书已当面签收" });
    desk.step(excused, refused).await.json::<Recorded>();
    let file = desk.file(excused).await.page;
    assert_eq!(file.head.state, State::Overdue, "a reason that is not accepted changes nothing");
    assert_eq!(file.timeline[0].summary, "不认可逾期理由");
    let late = desk.register("lateness").await;
    assert!(late.rows.iter().any(|line| line.row.cells[5].contains("不认可所述理由")), "{late:?}");
    let reason = json!({ "kind": "justified", "reason": "住院", "proof": "住院证明", "new_date": null });
    desk.step(excused, reason).await.json::<Recorded>();
    assert_eq!(desk.file(excused).await.page.head.state, State::Registered);
    let found = json!({ "kind": "found", "organ": "例市公安局", "place": "例站", "outcome": "compulsory_isolation",
                        "paper": "例强戒〔2026〕3号" });
    desk.step(caught, found).await.json::<Recorded>();
    let path = format!("/api/cases/{caught}/decisions");
    let sheet: DecisionSheet = desk.bench.get(&path, Some(&desk.browser)).await.json();
    assert_eq!(sheet.state, State::Overdue, "one of the office alone ends nothing");
    let waits = sheet.open.iter().find(|one| one.kind == DecisionKind::Ending).unwrap();
    assert!(waits.waits && waits.takes_two && waits.about.contains("例市公安局"), "{waits:?}");

    let lead = desk.bench.add_user("lingdao", "例领导", Role::Leader);
    let lead = desk.bench.login(&lead).await;
    let ending = json!({ "kind": "ending", "ending": "compulsory_isolation", "paper": "例强戒〔2026〕3号" });
    let ask = json!({ "form": ending, "on": shared::moment::civil_date(desk.bench.now()), "time": null });
    let written: DecisionTaken = desk.bench.post(&path, Some(&desk.browser), &ask).await.json();
    let path = format!("/api/proposals/{}/settle", written.proposal.unwrap());
    let approve = json!({ "answer": "approve", "note": "" });
    desk.bench.post(&path, Some(&lead), &approve).await.json::<DecisionTaken>();
    assert_eq!(desk.file(caught).await.page.head.state, State::ClosedOther);
}

#[tokio::test]
async fn clocks_stand_by_what_runs_out_first_and_are_chosen_by_pace() {
    let desk = Desk::new().await;
    desk.open(&desk.order(1)).await;
    let mut here = desk.order(2);
    here["confirm_duplicate"] = json!(true);
    here["report_in"] = json!({ "happened_at": desk.bench.now().to_rfc3339(), "brought_by": "self" });
    desk.open(&here).await;
    let page: ClockPage = desk.bench.get("/api/clocks", Some(&desk.browser)).await.json();
    let days: Vec<_> = page.rows.iter().map(|row| row.duty.due).collect();
    assert!(days.is_sorted() && page.rows[0].duty.key.kind == DutyKind::Agreement, "{days:?}");
    let only: ClockPage = desk.bench.get("/api/clocks?pace=days", Some(&desk.browser)).await.json();
    assert!(only.rows.iter().all(|row| row.pace == Pace::Days && row.length == "15日"), "{:?}", only.rows);
    assert!(page.counts.iter().any(|count| count.pace == Pace::SameDay));
}
