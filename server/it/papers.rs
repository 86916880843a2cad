//! 文书: made from facts, numbered, frozen, served, withdrawn.

use serde_json::{Value, json};
use server::view::{
    DossierView, LayoutRow, PaperDraft, PaperLine, PaperNumbered, PapersView, PrintedPages, Recorded,
};
use shared::code::{Addressee, RefusalManner, Role};
use shared::document::{IssueState, Paper};
use shared::event::{Body, TestRefused};
use shared::problem::ProblemCode;

use crate::bench::{Answer, Browser, at};
use crate::pdf;
use crate::phone::Field;

/// A clerk at the papers of a case with one refusal.
struct Counter {
    field: Field,
    browser: Browser,
}

impl Counter {
    async fn new() -> Self {
        let mut field = Field::new().await;
        let refused = TestRefused {
            manner: RefusalManner::Refuse,
            place: "演示乡工作站".to_owned(),
            facts: "当面拒绝".to_owned(),
            notice_proof: None,
            witness: None,
            attachments: Vec::new(),
        };
        let case = field.case;
        let bytes = field.phone.record(case, at("2026-03-06T10:00:00+08:00"), Body::TestRefused(refused));
        let from = field.phone.seq;
        field.phone.push(&field.bench, from, std::slice::from_ref(&bytes)).await;
        let browser = field.bench.login(&field.clerk).await;
        Self { field, browser }
    }

    fn path(&self, of: &str) -> String {
        format!("/api/cases/{}/papers{of}", self.field.case)
    }

    async fn list(&self) -> PapersView {
        self.field.bench.get(&self.path(""), Some(&self.browser)).await.json()
    }

    async fn line(&self, paper: Paper) -> PaperLine {
        self.list().await.lines.into_iter().find(|line| line.row.key.paper == paper).unwrap()
    }

    /// A minute later: no two acts of a clerk happen at once.
    async fn post(&self, of: &str, ask: &Value) -> Answer {
        self.field.bench.advance_seconds(60);
        self.field.bench.post(&self.path(of), Some(&self.browser), ask).await
    }

    async fn issue(&self, paper: Paper, fields: Value, supersedes: Option<&str>) -> Answer {
        let key = self.line(paper).await.row.key;
        let ask = json!({ "key": key, "fields": fields, "values": {}, "to": [], "supersedes": supersedes });
        self.post("/issue", &ask).await
    }
}

#[tokio::test]
async fn an_admonition_is_made_numbered_served_and_withdrawn() {
    shared::asserts!("R-FILE-2", "R-TEST-11");
    let desk = Counter::new().await;
    let line = desk.line(Paper::D11).await;
    assert!(!line.row.made && line.issued.is_empty() && !line.incoming);
    let draft: PaperDraft = desk.post("/draft", &json!({ "key": line.row.key })).await.json();
    assert_eq!(draft.next_number, "演示社戒告〔2026〕1号");
    assert_eq!(draft.to, [Addressee::Person]);

    let made: PaperNumbered = desk.issue(Paper::D11, json!({}), None).await.json();
    assert_eq!(made.number, draft.next_number);
    let line = desk.line(Paper::D11).await;
    assert!(line.row.made, "the admonition itself stands in the file with its paper");
    let [issued] = line.issued.as_slice() else { panic!("{:?}", line.issued) };
    assert_eq!((issued.event, issued.state), (made.event, IssueState::Issued));
    assert_eq!(issued.drift, []);
    let twice = desk.issue(Paper::D11, json!({}), None).await;
    assert_eq!(twice.code(), ProblemCode::PaperIssuedAlready);

    let serve = |signing: &str, witnesses: Value| {
        json!({ "issue": made.event, "to": "person", "happened_at": desk.field.bench.now().to_rfc3339(),
                "manner": "in_person", "receiver": "演示·柳叶", "signing": signing, "witnesses": witnesses })
    };
    let silent = desk.post("/serve", &serve("refused", json!([]))).await;
    assert_eq!(silent.code(), ProblemCode::WitnessMissing, "who saw that nobody signed?");
    let _: Recorded = desk.post("/serve", &serve("refused", json!(["例村支书"]))).await.json();
    let again = desk.post("/serve", &serve("signed", json!([]))).await;
    assert_eq!(again.code(), ProblemCode::ServedAlready);
    let line = desk.line(Paper::D11).await;
    assert_eq!(line.issued[0].state, IssueState::Served);
    assert_eq!(line.issued[0].served[0].witnesses, ["例村支书"]);

    let old = made.event.to_string();
    let newer: PaperNumbered = desk.issue(Paper::D11, json!({}), Some(&old)).await.json();
    assert_eq!(newer.number, "演示社戒告〔2026〕2号", "a number is never given twice");
    let states: Vec<IssueState> = desk.line(Paper::D11).await.issued.iter().map(|one| one.state).collect();
    assert_eq!(states, [IssueState::Issued, IssueState::Superseded]);
    let on_old = desk.post("/withdraw", &json!({ "issue": old, "reason": "写错" })).await;
    assert_eq!(on_old.code(), ProblemCode::PaperStandsNoMore);
    let without = desk.post("/withdraw", &json!({ "issue": newer.event, "reason": " " })).await;
    assert_eq!(without.code(), ProblemCode::FieldMissing);
    let _: Recorded = desk.post("/withdraw", &json!({ "issue": newer.event, "reason": "写错" })).await.json();
    let one = desk.line(Paper::D11).await.issued.remove(0);
    assert_eq!((one.state, one.reason.as_deref()), (IssueState::Withdrawn, Some("写错")));
}

#[tokio::test]
async fn a_paper_with_blanks_is_not_issued_and_what_is_typed_for_it_is_kept_once_it_is() {
    shared::asserts!("R-FILE-5");
    let desk = Counter::new().await;
    let line = desk.line(Paper::D08).await;
    assert!(line.lacking.contains(&"检测日期".to_owned()), "{:?}", line.lacking);
    let refused = desk.issue(Paper::D08, json!({}), None).await.problem();
    assert_eq!(refused.code, ProblemCode::PaperIncomplete);
    assert!(refused.figure.unwrap().contains("联系方式"), "the answer names them");
    assert!(desk.line(Paper::D08).await.issued.is_empty(), "nothing half done");

    let key = line.row.key;
    let ask = |label: &str| {
        json!({ "key": key, "fields": { "contact": "例办 0734-0000000" }, "supersedes": null, "to": [],
                "values": { label: "2026-03-20", "检测地点": "演示乡卫生院" } })
    };
    let foreign = desk.post("/issue", &ask("姓名")).await.problem();
    assert_eq!(foreign.code, ProblemCode::FieldMalformed, "nobody writes over what a fact says");
    let _: PaperNumbered = desk.post("/issue", &ask("检测日期")).await.json();
    let line = desk.line(Paper::D08).await;
    assert_eq!(line.issued[0].drift, [], "what only the paper says is no difference");
    assert!(!line.row.missing.contains(&"联系方式".to_owned()), "what was typed is in the file");
}

#[tokio::test]
async fn papers_of_others_are_registered_and_never_made_here() {
    let desk = Counter::new().await;
    let line = desk.line(Paper::D01).await;
    assert!(line.incoming && line.record.is_some());
    assert_eq!(desk.issue(Paper::D01, json!({}), None).await.code(), ProblemCode::PaperIncoming);
}

#[tokio::test]
async fn the_lead_reads_papers_and_issues_none() {
    let desk = Counter::new().await;
    let lead = desk.field.bench.add_user("lingdao", "例领导", Role::Leader);
    let lead = desk.field.bench.login(&lead).await;
    let seen: PapersView = desk.field.bench.get(&desk.path(""), Some(&lead)).await.json();
    assert!(!seen.may_issue && !seen.may_serve && !seen.lines.is_empty());
    let key = &seen.lines[0].row.key;
    let ask = json!({ "key": key, "fields": {}, "values": {}, "to": [], "supersedes": null });
    let refused = desk.field.bench.post(&desk.path("/issue"), Some(&lead), &ask).await;
    assert_eq!(refused.code(), ProblemCode::RoleMayNot);
}

impl Counter {
    async fn print(&self, printing: Value, form: &str) -> Answer {
        self.post("/print", &json!({ "printing": printing, "form": form, "purpose": "送达本人" })).await
    }
}

#[tokio::test]
async fn a_draft_and_an_issued_paper_go_to_print_with_number_purpose_and_what_the_file_says() {
    shared::asserts!("R-FILE-2", "R-PRIV-7");
    let desk = Counter::new().await;
    let key = desk.line(Paper::D11).await.row.key;
    let draft = desk.print(json!({ "what": "draft", "key": key, "values": {} }), "pdf").await;
    let text = pdf::text(&draft.body);
    assert!(text.contains("违规行为告诫书") && !text.contains("社戒告〔"), "no number yet: {text}");
    let silent =
        json!({ "printing": { "what": "draft", "key": key, "values": {} }, "form": "pdf", "purpose": " " });
    assert_eq!(desk.post("/print", &silent).await.code(), ProblemCode::FieldMissing, "what for?");

    let made: PaperNumbered = desk.issue(Paper::D11, json!({}), None).await.json();
    let issued = || json!({ "what": "issued", "issue": made.event });
    let one = desk.print(issued(), "pdf").await;
    assert!(one.body.starts_with(b"%PDF"));
    let text = pdf::text(&one.body);
    for word in [made.number.as_str(), "当面拒绝", "演示·柳叶", "内容校验", "例内勤", "送达本人"]
    {
        assert!(text.replace(char::is_whitespace, "").contains(word), "{word}: {text}");
    }
    let docx = desk.print(issued(), "docx").await;
    let words = press::docx::text(&docx.body).unwrap();
    assert!(words.contains(&made.number) && words.contains("当面拒绝"), "{words}");
    let pages: PrintedPages = desk.print(issued(), "pages").await.json();
    assert_eq!(pages.pages.len(), pdf::pages(&one.body), "what is seen is what is printed");
    let none = desk.print(json!({ "what": "issued", "issue": key.about }), "pdf").await;
    assert_eq!(none.code(), ProblemCode::UnknownRecord);
}

#[tokio::test]
async fn the_dossier_names_every_kind_what_is_missing_since_when_and_vouches_for_every_record() {
    shared::asserts!("R-FILE-3", "R-FILE-5");
    let desk = Counter::new().await;
    let path = format!("/api/cases/{}/dossier", desk.field.case);
    let view: DossierView = desk.field.bench.get(&path, Some(&desk.browser)).await.json();
    let kinds: Vec<Paper> = view.kinds.iter().map(|kind| kind.paper).collect();
    assert_eq!(kinds, Paper::ALL[..18], "the eighteen, in order");
    let gap = view.gaps.iter().find(|gap| gap.paper == Paper::D04).unwrap();
    assert_eq!((gap.what.as_str(), gap.since.is_some()), ("缺文书", true));

    let _: PaperNumbered = desk.issue(Paper::D11, json!({}), None).await.json();
    let view: DossierView = desk.field.bench.get(&path, Some(&desk.browser)).await.json();
    let ask = json!({ "purpose": "迎接检查", "as_of": null });
    let pack = desk.field.bench.post(&format!("{path}/pack"), Some(&desk.browser), &ask).await;
    let text = pdf::text(&pack.body);
    let flat = text.replace(char::is_whitespace, "");
    for word in ["卷内目录", "缺件清单", "记录清单与校验", "迎接检查", "演示社戒告〔2026〕1号", &view.hash]
    {
        assert!(flat.contains(word), "{word}: {text}");
    }
    assert!(pdf::pages(&pack.body) >= 6);
    // The manifest verifies: every record's hash stands in it, and the hash over them is the one on the cover.
    let file: server::view::PersonView =
        desk.field.bench.get(&format!("/api/persons/{}", desk.field.case), Some(&desk.browser)).await.json();
    let lines = pdf::manifest(&desk.field.bench, desk.field.case);
    assert_eq!(shared::hash::Hash::of(lines.concat().as_bytes()).0, view.hash);
    assert!(lines.len() >= file.page.timeline.len());
    for line in &lines {
        let (first, second) = line.trim().rsplit_once("sha256:").unwrap().1.split_at(32);
        assert!(text.contains(first) && text.contains(second), "{line}");
    }

    let before = json!({ "purpose": "迎接检查", "as_of": "2020-01-01" });
    let early = desk.field.bench.post(&format!("{path}/pack"), Some(&desk.browser), &before).await.problem();
    assert_eq!((early.code, early.field.as_deref()), (ProblemCode::DateOutOfRange, Some("as_of")));
}

#[tokio::test]
async fn an_office_prints_a_paper_in_a_layout_of_its_own_without_a_release() {
    let desk = Counter::new().await;
    let made: PaperNumbered = desk.issue(Paper::D11, json!({}), None).await.json();
    let rows: Vec<LayoutRow> = desk.field.bench.get("/api/layouts", Some(&desk.browser)).await.json();
    let row = rows.iter().find(|row| row.paper == Paper::D11).unwrap();
    assert!(row.set_at.is_none() && row.fields.contains(&"事实".to_owned()), "{:?}", row.fields);
    let put = |layout: Vec<u8>| desk.field.bench.file("/api/layouts/D11", &desk.browser, layout);
    let own = pdf::layout(&["本机关告诫：{{姓名}}", "事由：{{事实}}"]);
    assert!(put(own).await.status.is_success());
    let docx = desk.print(json!({ "what": "issued", "issue": made.event }), "docx").await;
    let words = press::docx::text(&docx.body).unwrap();
    assert!(words.contains("本机关告诫：演示·柳叶") && words.contains("当面拒绝"), "{words}");
    let foreign = put(pdf::layout(&["{{没有的栏}}"])).await.problem();
    assert_eq!(
        (foreign.code, foreign.figure.as_deref()),
        (ProblemCode::LayoutFieldUnknown, Some("没有的栏"))
    );
    assert_eq!(put(b"PK no".to_vec()).await.code(), ProblemCode::LayoutMalformed);
    let drop = desk.field.bench.post("/api/layouts/D11/drop", Some(&desk.browser), &json!({})).await;
    assert!(drop.status.is_success());
    let docx = desk.print(json!({ "what": "issued", "issue": made.event }), "docx").await;
    assert!(!press::docx::text(&docx.body).unwrap().contains("本机关告诫"));
}
