//! Every read of a file is in the audit log: reader, file, and by which way. Made over the table of routes; a route
//! without a line here fails, and so does one that gives a person's data and writes no entry.

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use server::admin;
use server::routes::{Access, Row, table};
use server::store::audit::AuditAct;
use server::view::{PersonView, ReadRow};
use shared::access::{Relation, may};
use shared::attachment::{Attachment, Media, Purpose};
use shared::code::{EndingKind, Role};
use shared::event::{Body as FactBody, Ended, OverdueReportSent, TransferApproved, Visit};
use shared::id::{EventId, OpeningId};
use shared::problem::ProblemCode;
use shared::protocol::blob::path_of;
use shared::protocol::{
    BundleRequest, CaseMarks, CompareRequest, DICTIONARY, DICTIONARY_VERSION, HelloReply, PullRequest,
    SIGNATURE_HEADERS, blob, route, signing_text, split_reply,
};

use crate::audit::behind;
use crate::bench::{Answer, Bench, Browser, Person};
use crate::phone::{Field, Phone, id_of, pack};
use crate::sample;

/// What a route gives of persons, and what the log says of it.
#[derive(Clone, Copy)]
enum Gives {
    /// One person's data: the entry names the case.
    File(AuditAct),
    /// Data of several: the entry says which list; a person's page is another request.
    List(AuditAct),
    /// Facts on a phone's way: the entry names each case of the answer.
    Facts(AuditAct),
    /// No person's data.
    Nothing,
}

use Gives::{Facts, File, List, Nothing};

const GIVES: &[(&str, &str, Gives)] = &[
    ("GET", "/healthz", Nothing),
    ("GET", "/readyz", Nothing),
    ("GET", "/ca.crt", Nothing),
    ("POST", "/sync/pair", Nothing),
    ("POST", "/sync/hello", Nothing),
    ("POST", "/sync/push", Nothing),
    ("POST", "/sync/pull", Facts(AuditAct::Pull)),
    ("POST", "/sync/compare", Facts(AuditAct::Compare)),
    ("POST", "/sync/bundle", Facts(AuditAct::Bundle)),
    ("POST", "/sync/give-back", Nothing),
    ("OPTIONS", "/sync/blob", Nothing),
    ("POST", "/sync/blob", Nothing),
    ("HEAD", "/sync/blob/{digest}", Nothing),
    ("PATCH", "/sync/blob/{digest}", Nothing),
    ("GET", "/sync/blob/{digest}", Facts(AuditAct::SeeBlob)),
    ("POST", "/sync/capsule", Nothing),
    ("GET", "/api/persons/{case}/attachments/{digest}", File(AuditAct::SeeBlob)),
    ("POST", "/api/cases/{case}/records/{event}/scans", Nothing),
    ("GET", "/api/attachments/missing", List(AuditAct::SeeMissing)),
    ("POST", "/api/capsules", Nothing),
    ("GET", "/api/quarantine", List(AuditAct::SeeQuarantine)),
    ("POST", "/api/quarantine/decide", Nothing),
    ("POST", "/api/login", Nothing),
    ("POST", "/api/logout", Nothing),
    ("GET", "/api/me", Nothing),
    ("GET", "/api/workbench", List(AuditAct::SeeWorkbench)),
    ("GET", "/api/persons", List(AuditAct::SeeList)),
    ("GET", "/api/persons/{case}", File(AuditAct::SeeFile)),
    ("POST", "/api/persons/{case}/id-number", File(AuditAct::SeeIdNumber)),
    ("GET", "/api/persons/{case}/explain", File(AuditAct::Explain)),
    ("POST", "/api/cases", Nothing),
    ("POST", "/api/cases/{case}/report-in", Nothing),
    ("POST", "/api/cases/{case}/agreement", Nothing),
    ("GET", "/api/cases/{case}/blanks", File(AuditAct::SeeFile)),
    ("POST", "/api/cases/{case}/steps", Nothing),
    ("GET", "/api/cases/{case}/upload", File(AuditAct::SeeUpload)),
    ("GET", "/api/uploads/changed", List(AuditAct::SeeUpload)),
    ("POST", "/api/cases/{case}/review", Nothing),
    ("POST", "/api/cases/{case}/workers", Nothing),
    ("GET", "/api/inbox", List(AuditAct::SeeInbox)),
    ("POST", "/api/inbox/accept", Nothing),
    ("GET", "/api/cases/{case}/issue", File(AuditAct::SeeIssue)),
    ("POST", "/api/cases/{case}/issue/preview", File(AuditAct::WhatIf)),
    ("POST", "/api/cases/{case}/issue/settle", Nothing),
    ("POST", "/api/cases/{case}/issue/withdraw", Nothing),
    ("GET", "/api/transfers", List(AuditAct::SeeTransfers)),
    ("POST", "/api/cases/{case}/transfer", Nothing),
    ("POST", "/api/cases/{case}/transfer/accept", Nothing),
    ("POST", "/api/cases/{case}/transfer/cancel", Nothing),
    ("POST", "/api/qualifications", Nothing),
    ("GET", "/api/devices", Nothing),
    ("POST", "/api/devices/pairing-codes", Nothing),
    ("POST", "/api/devices/{series}/confirm", Nothing),
    ("POST", "/api/devices/{series}/revoke", Nothing),
    ("POST", "/api/devices/{series}/unlock-code", Nothing),
    ("GET", "/api/staff", Nothing),
    ("POST", "/api/setup", Nothing),
    ("POST", "/api/setup/finish", Nothing),
    ("POST", "/api/me/password", Nothing),
    ("POST", "/api/staff", Nothing),
    ("POST", "/api/staff/{user}/step", Nothing),
    ("POST", "/api/openings", File(AuditAct::OpenUrgently)),
    ("GET", "/api/openings", Nothing),
    ("POST", "/api/openings/{opening}/review", Nothing),
    ("GET", "/api/persons/{case}/reads", File(AuditAct::SeeReads)),
    ("GET", "/api/audit", Nothing),
    ("GET", "/api/audit/alerts", Nothing),
    ("POST", "/api/audit/alerts/answer", Nothing),
    ("GET", "/api/app-floor", Nothing),
    ("POST", "/api/app-floor", Nothing),
    ("GET", "/api/registers", Nothing),
    ("GET", "/api/registers/{register}", List(AuditAct::SeeList)),
    ("GET", "/api/clocks", List(AuditAct::SeeList)),
    ("GET", "/api/deadlines", List(AuditAct::SeeList)),
    ("GET", "/api/drafts", List(AuditAct::SeeDrafts)),
    ("POST", "/api/drafts", Nothing),
    ("POST", "/api/drafts/{draft}/drop", Nothing),
    ("GET", "/api/views", Nothing),
    ("POST", "/api/views", Nothing),
    ("GET", "/api/cases/{case}/papers", File(AuditAct::SeePapers)),
    ("POST", "/api/cases/{case}/papers/draft", File(AuditAct::SeePapers)),
    ("POST", "/api/cases/{case}/papers/issue", Nothing),
    ("POST", "/api/cases/{case}/papers/serve", Nothing),
    ("POST", "/api/cases/{case}/papers/withdraw", Nothing),
    ("POST", "/api/cases/{case}/papers/print", File(AuditAct::PrintPaper)),
    ("GET", "/api/cases/{case}/dossier", File(AuditAct::SeeDossier)),
    ("POST", "/api/cases/{case}/dossier/pack", File(AuditAct::PrintDossier)),
    ("GET", "/api/parcels", List(AuditAct::SeeParcels)),
    ("POST", "/api/parcels", Nothing),
    ("POST", "/api/cases/{case}/parcel", File(AuditAct::MakeParcel)),
    ("POST", "/api/cases/{case}/parcel/receipt", Nothing),
    ("GET", "/api/layouts", Nothing),
    ("POST", "/api/layouts/{paper}", Nothing),
    ("POST", "/api/layouts/{paper}/drop", Nothing),
    ("GET", "/api/sealed", List(AuditAct::SeeSealed)),
    ("POST", "/api/sealed/find", Nothing),
    ("POST", "/api/cases/{case}/unsealing", Nothing),
    ("POST", "/api/unsealings/{opening}/settle", Nothing),
    ("GET", "/api/decisions", List(AuditAct::SeeDecisions)),
    ("GET", "/api/cases/{case}/decisions", File(AuditAct::SeeDecisions)),
    ("POST", "/api/cases/{case}/decisions", Nothing),
    ("POST", "/api/cases/{case}/decisions/preview", File(AuditAct::WhatIf)),
    ("POST", "/api/proposals/{proposal}/settle", Nothing),
    ("GET", "/api/handovers", List(AuditAct::SeeHandovers)),
    ("POST", "/api/handovers", Nothing),
    ("GET", "/api/handovers/of/{user}", List(AuditAct::SeeHandovers)),
    ("POST", "/api/handovers/{handover}/step", Nothing),
    ("POST", "/api/cases/{case}/master", Nothing),
    ("GET", "/api/readings", Nothing),
    ("POST", "/api/readings/preview", List(AuditAct::Preview)),
    ("POST", "/api/readings", Nothing),
    ("GET", "/api/calendar", Nothing),
    ("POST", "/api/calendar/preview", List(AuditAct::Preview)),
    ("POST", "/api/calendar", Nothing),
    ("GET", "/api/office", Nothing),
    ("POST", "/api/office/posts", Nothing),
    ("POST", "/api/office/users", Nothing),
    ("POST", "/api/office/education", Nothing),
    ("GET", "/api/draws", List(AuditAct::SeeOffice)),
    ("GET", "/api/draws/{draw}/candidates", Nothing),
    ("POST", "/api/draws/commit", Nothing),
    ("POST", "/api/draws/draw", Nothing),
    ("POST", "/api/persons/{case}/what-if", File(AuditAct::WhatIf)),
    ("GET", "/api/persons/{case}/as-of", File(AuditAct::AsOf)),
];

/// What stands in files and nowhere else.
const NAME: &str = "演示·柳丝";
const NOTES: &str = "金丝雀家访";

struct Town {
    field: Field,
    nurse: Phone,
    browsers: Vec<(Person, Browser)>,
    /// Of another township.
    stranger: (Person, Browser),
    issue: Value,
    photo: Attachment,
    /// A paper that the police upload.
    paper: EventId,
    /// The order as a paper of the file.
    paper_key: Value,
}

/// A visit that two phones saw, with a photo; a draft; a record that was set aside.
async fn town() -> Town {
    town_of(Vec::new()).await
}

/// The same with what happened besides.
async fn town_of(besides: Vec<(&str, FactBody)>) -> Town {
    let mut field = Field::new().await;
    let bytes = b"\xff\xd8\xff photo";
    let photo = Attachment::of(bytes, Media::Jpeg, Purpose::Photo).unwrap();
    let FactBody::Visit(visit) = sample::visit(NOTES) else { panic!("a visit") };
    let with_photo = FactBody::Visit(Visit { attachments: vec![photo.clone()], ..visit });
    let report = OverdueReportSent { addressees: Vec::new() };
    let approved = TransferApproved { notice_received: None };
    let mut after = vec![
        ("2026-03-04T10:00:00+08:00", FactBody::OverdueReportSent(report)),
        ("2026-03-09T10:00:00+08:00", FactBody::TransferApproved(approved)),
    ];
    after.extend(besides);
    let (clerk, workers) = (field.clerk.made.user, [field.worker.made.user]);
    field.case = sample::case_of(&field.bench, clerk, sample::order(NAME, 2), &workers, after);
    let (case, now) = (field.case, field.bench.now());
    let mine = field.phone.record(case, now, with_photo);
    let tester = field.worker.made.user;
    let aside = field.phone.record(case, now, sample::drug_test(tester));
    field.phone.push(&field.bench, 1, &[mine.clone(), aside]).await;
    let metadata = base64(&photo.id.0);
    let header = (blob::header::METADATA, format!("hash {metadata}"));
    let made = signed(&mut field.phone, &field.bench, "POST", blob::ROUTE, &[header], Vec::new()).await;
    assert!(made.status.is_success(), "{made:?}");
    let piece =
        [(blob::header::OFFSET, "0".to_owned()), ("content-type", blob::header::PATCH_TYPE.to_owned())];
    let path = path_of(&photo.id).unwrap();
    let sent = signed(&mut field.phone, &field.bench, "PATCH", &path, &piece, bytes.to_vec()).await;
    assert!(sent.status.is_success(), "{sent:?}");

    let police = field.bench.add_user("minjing", "例警甲", Role::Police);
    let mut other = Phone::paired(&field.bench, &police, 9).await;
    field.bench.advance_seconds(600);
    let theirs = other.record(case, field.bench.now(), sample::visit("金丝雀家访，另一条"));
    other.push(&field.bench, 1, std::slice::from_ref(&theirs)).await;
    let clinic = field.bench.add_user("yiwu", "例医", Role::Medical);
    let nurse = Phone::paired(&field.bench, &clinic, 10).await;
    let mut browsers = Vec::new();
    for role in Role::ALL {
        let person = field.bench.add_user(&format!("du-{}", role.code()), "例读", *role);
        let browser = field.bench.login(&person).await;
        browsers.push((person, browser));
    }
    let events: [EventId; 2] = [id_of(&mine), id_of(&theirs)];
    let issue = json!({ "kind": "same_visit_twice", "events": events });
    let kept = json!({ "content": { "form": "order", "fields": { "name": NAME } } });
    let office = browsers.iter().find(|(person, _)| person.role == Role::Office).unwrap();
    let answer = field.bench.post("/api/drafts", Some(&office.1), &kept).await;
    assert!(answer.status.is_success(), "{}", String::from_utf8_lossy(&answer.body));
    let file: PersonView = field.bench.get(&format!("/api/persons/{case}"), Some(&office.1)).await.json();
    let paper = file.page.timeline.iter().find(|entry| entry.summary.contains("逾期")).unwrap().event;
    let papers: Value = field.bench.get(&format!("/api/cases/{case}/papers"), Some(&office.1)).await.json();
    let paper_key = papers["lines"][0]["row"]["key"].clone();
    let other = admin::add_township(&field.bench.office, "430421998", "例乡").unwrap();
    let here = std::mem::replace(&mut field.bench.township, other);
    let person = field.bench.add_user("linjing", "例邻警", Role::Police);
    let browser = field.bench.login(&person).await;
    field.bench.township = here;
    Town { field, nurse, browsers, stranger: (person, browser), issue, photo, paper, paper_key }
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

async fn signed(
    phone: &mut Phone,
    bench: &Bench,
    method: &str,
    path: &str,
    extra: &[(&str, String)],
    body: Vec<u8>,
) -> Answer {
    phone.counter += 1;
    let nonce = if path == route::HELLO { String::new() } else { phone.nonce.clone() };
    let text = signing_text(method, path, &body, &nonce, phone.counter);
    let signature = server::signature::sign(&phone.seed, text.as_bytes()).unwrap();
    let values = [phone.paired.series.to_string(), nonce, phone.counter.to_string(), signature];
    let mut request =
        Request::builder().method(method).uri(path).header(blob::header::TUS, blob::TUS_VERSION);
    for (name, value) in SIGNATURE_HEADERS.into_iter().zip(values) {
        request = request.header(name, value);
    }
    for (name, value) in extra {
        request = request.header(*name, value);
    }
    bench.send(request.body(Body::from(body)).unwrap()).await
}

/// A sound request of a route that gives something, as somebody who may.
async fn asked(town: &mut Town, row: &Row) -> (Answer, String) {
    let case = town.field.case;
    let photo = town.photo.id.0.trim_start_matches("sha256:").to_owned();
    if row.access == Access::Device {
        let path = row.path.replace("{digest}", &photo);
        let (phone, body) = match row.path {
            route::HELLO => {
                let ask = town.nurse.hello_request(&town.field.bench);
                (&mut town.nurse, pack(&ask))
            }
            route::PULL => (&mut town.nurse, pack(&PullRequest::plain(0, 100))),
            route::BUNDLE => {
                let ask = BundleRequest { cases: vec![case], dictionary: DICTIONARY_VERSION, from: None };
                (&mut town.field.phone, pack(&ask))
            }
            route::COMPARE => {
                let cases = vec![CaseMarks { case, marks: Vec::new() }];
                (&mut town.field.phone, pack(&CompareRequest { cases }))
            }
            _ if row.method == "GET" => (&mut town.field.phone, Vec::new()),
            _ => (&mut town.field.phone, pack(&json!({}))),
        };
        let reader = format!("device/{}", phone.paired.series);
        let answer = signed(phone, &town.field.bench, row.method, &path, &[], body).await;
        if row.path == route::HELLO {
            phone.nonce = answer.unpacked::<HelloReply>().nonce;
        }
        return (answer, reader);
    }
    let (person, browser) = if row.path == "/api/openings" && row.method == "POST" {
        (&town.stranger.0, &town.stranger.1)
    } else {
        reader_of(town, row)
    };
    let worker = town.field.worker.made.user;
    let query = query_of(town, row);
    let path = row.path.replace("{case}", &case.to_string()).replace("{digest}", &photo);
    let path = path.replace("{user}", &worker.to_string()).replace("{register}", "uploads");
    let path = format!("{}{query}", path.replace(['{', '}'], ""));
    let answer = if row.method == "GET" {
        town.field.bench.get(&path, Some(browser)).await
    } else {
        town.field.bench.post(&path, Some(browser), &body_of(town, row)).await
    };
    (answer, format!("user/{}", person.made.user))
}

/// The one who may, clerks first.
fn reader_of<'a>(town: &'a Town, row: &Row) -> (&'a Person, &'a Browser) {
    let fits = |role: Role| match row.access {
        Access::Session(acts) => {
            acts.is_empty() || acts.iter().any(|act| may(role, *act, Relation::SameTownship))
        }
        Access::Open | Access::SameOrigin | Access::Device => true,
    };
    let clerk = town.browsers.iter().filter(|(person, _)| person.role == Role::Office);
    let found = clerk.chain(&town.browsers).find(|(person, _)| fits(person.role));
    found.map(|(person, browser)| (person, browser)).unwrap_or_else(|| panic!("nobody may {}", row.path))
}

fn query_of(town: &Town, row: &Row) -> String {
    let moment = town.field.bench.now().to_rfc3339().replace('+', "%2B");
    let events = town.issue["events"].as_array().unwrap().iter().map(|id| id.as_str().unwrap());
    let events: Vec<&str> = events.collect();
    match row.path {
        "/api/persons/{case}/explain" => "?kind=agreement".to_owned(),
        "/api/persons/{case}/as-of" => format!("?at={moment}"),
        "/api/cases/{case}/upload" => format!("?paper={}", town.paper),
        "/api/cases/{case}/blanks" => "?paper=D02".to_owned(),
        "/api/cases/{case}/issue" => format!("?kind=same_visit_twice&events={}", events.join(",")),
        _ => String::new(),
    }
}

fn body_of(town: &Town, row: &Row) -> Value {
    let now = town.field.bench.now();
    match row.path {
        "/api/persons/{case}/what-if" => json!({ "what": "refused", "manner": "refuse", "on": "2026-03-20" }),
        "/api/openings" => {
            json!({ "number": sample::id_number(2), "reason": "核实执行情况，事后补手续", "hours": 1 })
        }
        "/api/cases/{case}/decisions/preview" => json!({
            "on": now.date_naive(), "time": null, "form": { "kind": "leave_request", "from": "2026-03-12",
            "until": "2026-03-14", "destination": "演示市", "reason": "work", "contact": null }
        }),
        "/api/readings/preview" => json!({
            "name": "start_day_counts", "value": true, "valid_from": now.date_naive(), "reason": "试行"
        }),
        "/api/calendar/preview" => {
            json!({ "year": 2026, "source": "试发〔2026〕9号", "csv": "2026-10-09,放假,试例日\n" })
        }
        "/api/cases/{case}/papers/print" => json!({
            "printing": { "what": "draft", "key": town.paper_key, "values": {} }, "form": "pdf", "purpose": "查阅"
        }),
        "/api/cases/{case}/parcel" => json!({ "card": card(), "purpose": "移交" }),
        "/api/cases/{case}/dossier/pack" => json!({ "purpose": "迎检", "as_of": null }),
        "/api/cases/{case}/papers/draft" => json!({ "key": town.paper_key }),
        "/api/cases/{case}/issue/preview" => json!({
            "issue": town.issue, "decision": { "choice": { "as": "apart" }, "picks": {} }, "note": "", "basis": []
        }),
        _ => json!({}),
    }
}

/// 接收码 of an office elsewhere.
fn card() -> String {
    use base64::Engine as _;
    let card = json!({
        "v": 1, "township": "430421990", "name": "例外镇",
        "seal": age::x25519::Identity::generate().to_public().to_string(),
        "key": server::signature::public_key(&[5; 32]).unwrap(),
    });
    let text = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(card.to_string());
    format!("GHK1.{text}")
}

/// Entries written since: actor, act, subject.
fn entries_since(bench: &Bench, last: i64) -> Vec<(String, String, String)> {
    let sql = behind(bench);
    let mut rows =
        sql.prepare("SELECT actor, act, subject FROM audit WHERE entry > ?1 ORDER BY entry").unwrap();
    let rows = rows.query_map([last], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

/// The answer as its reader sees it.
fn text_of(answer: &Answer) -> String {
    if let Some((head, bytes)) = split_reply(&answer.body)
        && !head.parts.is_empty()
    {
        let mut opener = zstd::bulk::Decompressor::with_dictionary(DICTIONARY).unwrap();
        return String::from_utf8_lossy(&opener.decompress(bytes, 1 << 26).unwrap()).into_owned();
    }
    let bytes = zstd::decode_all(answer.body.as_slice()).unwrap_or_else(|_| answer.body.clone());
    String::from_utf8_lossy(&bytes).into_owned()
}

fn class_of(row: &Row) -> Gives {
    let found = GIVES.iter().find(|(method, path, _)| *method == row.method && *path == row.path);
    found.unwrap_or_else(|| panic!("{} {} has no line in GIVES", row.method, row.path)).2
}

fn tells_of_a_person(text: &str) -> bool {
    [NAME, NOTES, "演示·柳叶", "13800000000", &sample::id_number(2)]
        .iter()
        .any(|canary| text.contains(canary))
}

/// What the program would write to its log, at its most talkative.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Of the whole process: what other tests do meanwhile is heard as well.
    fn kept() -> Self {
        let log = Self::default();
        let to = log.clone();
        let made = move || to.clone();
        let _ = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(made)
            .try_init();
        log
    }
}

#[tokio::test]
async fn every_read_of_a_file_names_reader_file_and_way_in_the_audit_log() {
    shared::asserts!("R-PRIV-6");
    let log = Log::kept();
    let mut town = town().await;
    let case = town.field.case;
    let (mut given, mut wrong) = (0, Vec::new());
    for row in table().iter().filter(|row| !row.path.ends_with("/logout")) {
        let last =
            admin::verify_audit(&town.field.bench.office, &town.field.bench.township).unwrap().unwrap();
        let (answer, reader) = asked(&mut town, row).await;
        // Nobody is slowed down, and no session ends.
        town.field.bench.advance_seconds(5);
        let (text, what) = (text_of(&answer), format!("{} {}", row.method, row.path));
        let written = entries_since(&town.field.bench, last);
        let (act, files) = match class_of(row) {
            Nothing => {
                if tells_of_a_person(&text) {
                    wrong.push(format!("{what} tells of a person: {text}"));
                }
                continue;
            }
            File(act) | Facts(act) => (act, vec![case.to_string()]),
            List(act) => (act, Vec::new()),
        };
        given += 1;
        if !answer.status.is_success() {
            wrong.push(format!("{what} gave nothing: {} {text}", answer.status));
            continue;
        }
        let named = written.iter().any(|(actor, written, subject)| {
            *actor == reader && written == act.code() && files.iter().all(|file| subject.contains(file))
        });
        if !named {
            wrong.push(format!("{what} by {reader}: {written:?}"));
        }
    }
    println!("reads: routes={} give={given} unnamed={}", table().len(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    println!("S7 log_bytes={} canaries=0", log.len());
    assert!(log.contains("answered") && log.contains("/api/persons/{case}"), "it logs a line a request");
    assert!(!tells_of_a_person(&log), "S7: no name, number or note of anybody is in the log");
    assert!(!log.contains(&case.to_string()), "S7: nor is a path with an id");
}

/// Thirty-one days after an ending whose upload never came; everybody logs in again.
async fn shut_town() -> Town {
    let ended = FactBody::Ended(Ended { ending: EndingKind::Revoked, paper: None });
    let mut town = town_of(vec![("2026-03-10T08:00:00+08:00", ended)]).await;
    log_in_later(&mut town, 31 * 24 * 3600).await;
    town
}

async fn log_in_later(town: &mut Town, seconds: i64) {
    town.field.bench.advance_seconds(seconds);
    for (person, browser) in &mut town.browsers {
        *browser = town.field.bench.login(person).await;
    }
    let here = town.field.bench.township.clone();
    town.stranger.1 = town.field.bench.login(&town.stranger.0).await;
    town.field.bench.township = here;
}

fn browser_of(town: &Town, role: Role) -> &Browser {
    &town.browsers.iter().find(|(person, _)| person.role == role).unwrap().1
}

/// Every route that gives one person's data, by a case in its path.
fn file_routes() -> Vec<Row> {
    table()
        .into_iter()
        .filter(|row| row.path.contains("{case}") && matches!(class_of(row), File(_)))
        .collect()
}

#[tokio::test]
async fn a_shut_file_is_given_by_no_route_until_another_allows_it_and_by_each_for_those_hours() {
    shared::asserts!("R-PRIV-10", "R-TERM-5");
    let mut town = shut_town().await;
    let case = town.field.case;
    let refused = async |town: &mut Town| {
        for row in file_routes() {
            let (answer, _) = asked(town, &row).await;
            assert_eq!(answer.code(), ProblemCode::FileSealed, "{} {}", row.method, row.path);
        }
    };
    refused(&mut town).await;
    for row in table().iter().filter(|row| matches!(class_of(row), List(_)) && row.path != "/api/drafts") {
        let text = text_of(&asked(&mut town, row).await.0);
        for canary in [NAME, NOTES, &sample::id_number(2)] {
            assert!(!text.contains(canary), "{} {} names {canary}: {text}", row.method, row.path);
        }
    }
    let urgently =
        table().into_iter().find(|row| row.path == "/api/openings" && row.method == "POST").unwrap();
    let (answer, _) = asked(&mut town, &urgently).await;
    assert_eq!(answer.code(), ProblemCode::FileSealed, "urgency replaces no second person");

    let path = format!("/api/cases/{case}/unsealing");
    let wish = json!({ "reason": "复核当年告诫的送达情况", "purpose": "信访核查", "hours": 4 });
    let clerk = browser_of(&town, Role::Office);
    let opening: OpeningId = town.field.bench.post(&path, Some(clerk), &wish).await.json();
    refused(&mut town).await;
    let settle = format!("/api/unsealings/{opening}/settle");
    let yes = json!({ "answer": "approve", "note": "" });
    let clerk = browser_of(&town, Role::Office);
    assert_eq!(town.field.bench.post(&settle, Some(clerk), &yes).await.code(), ProblemCode::OwnAct);
    let lead = browser_of(&town, Role::Leader);
    assert!(town.field.bench.post(&settle, Some(lead), &yes).await.status.is_success());

    // Nothing is decided, settled or sent away in a file that is over.
    let over = [
        "/api/cases/{case}/decisions/preview",
        "/api/cases/{case}/issue/preview",
        "/api/cases/{case}/parcel",
    ];
    for row in file_routes() {
        let (answer, _) = asked(&mut town, &row).await;
        let given = answer.status.is_success()
            || (over.contains(&row.path) && answer.code() == ProblemCode::StateForbids);
        assert!(given, "{} {}: {}", row.method, row.path, String::from_utf8_lossy(&answer.body));
    }
    let lead = browser_of(&town, Role::Leader);
    let file = town.field.bench.get(&format!("/api/persons/{case}"), Some(lead)).await;
    assert_eq!(file.code(), ProblemCode::FileSealed, "who allowed it reads it no more than before");
    let clerk = browser_of(&town, Role::Office);
    let read: PersonView = town.field.bench.get(&format!("/api/persons/{case}"), Some(clerk)).await.json();
    let by = read.unsealed.unwrap();
    assert!(by.running && by.settled_by.is_some() && by.until.unwrap() > town.field.bench.now());
    let seen: Vec<ReadRow> =
        town.field.bench.get(&format!("/api/persons/{case}/reads"), Some(clerk)).await.json();
    assert!(seen.iter().any(|row| row.why == "调阅封存档案：复核当年告诫的送达情况"), "{seen:?}");
    assert!(
        ["申请调阅封存档案", "批准或不批准调阅"].iter().all(|act| seen.iter().any(|row| row.act == *act))
    );

    log_in_later(&mut town, 4 * 3600).await;
    refused(&mut town).await;
}
