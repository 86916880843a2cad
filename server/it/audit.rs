//! Everything leaves a trace that cannot be changed unseen.

use axum::http::StatusCode;
use rusqlite::Connection;
use serde_json::json;
use server::store::audit::AuditAct;
use server::view::{AlertAnswer, AppFloorView, AuditAlert, AuditPage, DeviceRow};
use server::{admin, keyfile, signature, store};
use shared::code::Role;
use shared::hash::Hash;
use shared::problem::{Problem, ProblemCode};
use shared::protocol::Update;

use crate::bench::Bench;
use crate::phone::Field;

#[tokio::test]
async fn reading_changing_and_exchanging_each_add_an_entry_and_the_chain_holds() {
    shared::asserts!("R-PRIV-6");
    let mut field = Field::new().await;
    let entries =
        |field: &Field| admin::verify_audit(&field.bench.office, &field.bench.township).unwrap().unwrap();
    let browser = field.bench.login(&field.clerk).await;
    let person = format!("/api/persons/{}", field.case);
    for path in ["/api/workbench", "/api/persons", "/api/persons?q=ly", &person, "/api/devices", "/api/staff"]
    {
        let before = entries(&field);
        field.bench.get(path, Some(&browser)).await;
        assert_eq!(entries(&field), before + 1, "{path}");
    }
    let before = entries(&field);
    let visit = field.visit("一");
    field.phone.push(&field.bench, 1, &[visit]).await;
    field.phone.pull_all(&field.bench).await;
    assert_eq!(entries(&field), before + 3, "the push, and two pages that carried facts");
}

/// The office's store past its own code, as somebody with the keys in hand opens it.
pub fn behind(bench: &Bench) -> Connection {
    let keys = keyfile::open_or_make(
        &bench.folder.path().join("server.key"),
        &bench.data(),
        true,
        &bench.office.deps().entropy,
    );
    db::open(&store::file_in(&bench.data()), &db::Key::new(*keys.unwrap().store())).unwrap()
}

/// Rewrites an entry and every hash after it: a chain that holds in itself.
pub fn rewrite_from(sql: &Connection, entry: i64) {
    let edit = "UPDATE audit SET subject = 'nothing happened' WHERE entry = ?1";
    assert_eq!(sql.execute(edit, [entry]).unwrap(), 1);
    let mut rows =
        sql.prepare("SELECT township, entry, at_ms, actor, act, subject FROM audit ORDER BY entry").unwrap();
    let entries: Vec<(String, i64, i64, String, String, String)> = rows
        .query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut before = "none".to_owned();
    for (township, entry, at, actor, act, subject) in entries {
        let text = format!("guihang-audit-1\n{before}\n{township}\n{entry}\n{at}\n{actor}\n{act}\n{subject}");
        before = Hash::of(text.as_bytes()).0;
        sql.execute("UPDATE audit SET hash = ?2 WHERE entry = ?1", (entry, &before)).unwrap();
    }
    sql.execute("UPDATE township SET audit_head = ?1", [before]).unwrap();
}

#[tokio::test]
async fn a_log_rewritten_from_its_beginning_is_found_by_any_phone_and_the_audit_officer_is_told() {
    let mut field = Field::new().await;
    let officer = field.bench.add_user("shenji", "试例审", Role::Audit);
    field.phone.witness = field.phone.hello(&field.bench).await.witness;
    let held = field.phone.witness.clone().unwrap();
    let text = held.head.signing_text(&field.bench.township);
    assert!(signature::holds(&field.phone.paired.server_key, text.as_bytes(), &held.signature));
    let entries = admin::verify_audit(&field.bench.office, &field.bench.township).unwrap().unwrap();
    assert_eq!(held.head.entry, entries);
    field.phone.hello(&field.bench).await;
    let browser = field.bench.login(&officer).await;
    let alerts = |answer: crate::bench::Answer| answer.json::<Vec<AuditAlert>>();
    assert!(alerts(field.bench.get("/api/audit/alerts", Some(&browser)).await).is_empty());

    rewrite_from(&behind(&field.bench), 2);
    let whole = admin::verify_audit(&field.bench.office, &field.bench.township).unwrap();
    assert!(whole.is_ok(), "by itself the chain says nothing");
    for _ in 0..2 {
        field.phone.hello(&field.bench).await;
    }
    let found = alerts(field.bench.get("/api/audit/alerts", Some(&browser)).await);
    let [alert] = found.as_slice() else { panic!("one alert, however often it is held up: {found:?}") };
    assert_eq!((alert.entry, alert.series), (held.head.entry, field.phone.paired.series));
    let noted: i64 = behind(&field.bench)
        .query_row("SELECT count(*) FROM audit WHERE act = 'witness_denied'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(noted, 1, "and it is in the log itself");

    let say = async |word: &str, entry: i64| {
        let ask = AlertAnswer { series: alert.series, entry, word: word.to_owned() };
        field.bench.post("/api/audit/alerts/answer", Some(&browser), &ask).await
    };
    assert_eq!(say("  ", alert.entry).await.code(), ProblemCode::FieldMissing, "a word is needed");
    assert_eq!(say("查过了", alert.entry + 1).await.code(), ProblemCode::NotFound);
    let word = "已封存服务器，报告安全管理员。";
    assert!(say(word, alert.entry).await.status.is_success());
    assert_eq!(
        say("再写一遍", alert.entry).await.code(),
        ProblemCode::AlreadyDecided,
        "the first word stays"
    );
    let kept = alerts(field.bench.get("/api/audit/alerts", Some(&browser)).await);
    let said = kept[0].word.as_ref().unwrap();
    assert_eq!((kept.len(), said.who.as_str(), said.word.as_str()), (1, "试例审", word), "the alert stays");
    let page = field.bench.get("/api/audit?act=answer_alert", Some(&browser)).await.json::<AuditPage>();
    assert_eq!(page.rows.len(), 1, "who answered stands in the log as well");
}

#[tokio::test]
async fn a_head_nobody_signed_accuses_nobody() {
    let mut field = Field::new().await;
    let mut forged = field.phone.hello(&field.bench).await.witness.unwrap();
    forged.head.hash = Hash::of(b"another history");
    field.phone.witness = Some(forged);
    field.phone.hello(&field.bench).await;
    let noted: i64 =
        behind(&field.bench).query_row("SELECT count(*) FROM witness", [], |row| row.get(0)).unwrap();
    assert_eq!(noted, 0);
}

/// 审计页: everything stands in it, newest first, a page at a time, and it says how far the chain holds.
#[tokio::test]
async fn the_audit_officer_reads_the_log_by_day_person_and_act_and_sees_how_far_the_chain_holds() {
    let mut field = Field::new().await;
    let officer = field.bench.add_user("shenji", "试例审", Role::Audit);
    let clerk = field.bench.login(&field.clerk).await;
    for _ in 0..120 {
        field.bench.get("/api/workbench", Some(&clerk)).await;
    }
    let visit = field.visit("一");
    field.phone.push(&field.bench, 1, &[visit]).await;
    let browser = field.bench.login(&officer).await;
    let asked = async |query: &str| {
        let answer = field.bench.get(&format!("/api/audit{query}"), Some(&browser)).await;
        answer.json::<AuditPage>()
    };
    let first = asked("").await;
    let chain = first.chain.unwrap();
    assert_eq!(chain.broken_at, None);
    let mut seen: Vec<i64> = first.rows.iter().map(|row| row.entry).collect();
    assert_eq!(seen.first(), Some(&chain.verified_up_to), "the newest stands first");
    let mut next = first.next;
    while let Some(before) = next {
        let page = asked(&format!("?before={before}")).await;
        assert_eq!(page.chain, None, "the chain is computed once a reading");
        seen.extend(page.rows.iter().map(|row| row.entry));
        next = page.next;
    }
    let all: Vec<i64> = (1..=chain.verified_up_to).rev().collect();
    assert_eq!(seen, all, "every entry once, none left out");

    let worker = field.phone.paired.user;
    let of_worker = asked(&format!("?user={worker}&act=push")).await;
    assert_eq!(
        of_worker.rows.iter().map(|row| (row.by_device, row.act)).collect::<Vec<_>>(),
        [(true, AuditAct::Push)]
    );
    let of_clerk = asked(&format!("?user={}&act=see_workbench", field.clerk.made.user)).await;
    assert_eq!((of_clerk.rows.len(), of_clerk.next.is_some()), (100, true));
    let today = shared::moment::civil_date(field.bench.now());
    assert!(!asked(&format!("?day={today}")).await.rows.is_empty());
    assert!(asked(&format!("?day={}", today - chrono::Days::new(1))).await.rows.is_empty());
    for bad in ["?day=gestern", "?user=niemand", "?act=nothing", "?before=x"] {
        let answer = field.bench.get(&format!("/api/audit{bad}"), Some(&browser)).await;
        assert_eq!(answer.problem().code, ProblemCode::RequestMalformed, "{bad}");
    }

    let edit = "UPDATE audit SET subject = 'nothing happened' WHERE entry = 3";
    behind(&field.bench).execute(edit, []).unwrap();
    let chain = asked("").await.chain.unwrap();
    assert_eq!((chain.verified_up_to, chain.broken_at), (2, Some(3)));
}

#[tokio::test]
async fn the_lowest_version_is_set_in_the_console_and_seen_beside_each_phone() {
    let mut field = Field::new().await;
    let keeper = field.bench.add_user("xitong", "试例系", Role::System);
    let security = field.bench.add_user("anquan", "试例安", Role::Security);
    field.phone.hello(&field.bench).await;
    let browser = field.bench.login(&keeper).await;
    let set = async |wanted: &str, required: &str| {
        let ask = json!({"wanted": wanted, "required": required});
        field.bench.post("/api/app-floor", Some(&browser), &ask).await
    };
    for (wanted, required, field) in
        [("1.x", "", "wanted"), ("9.0.0", "-1", "required"), ("1.0", "2.0", "wanted")]
    {
        let refused: Problem = serde_json::from_slice(&set(wanted, required).await.body).unwrap();
        assert_eq!((refused.code, refused.field.as_deref()), (ProblemCode::RequestMalformed, Some(field)));
    }
    assert_eq!(set("9.1.0", "9.0.0").await.status, StatusCode::NO_CONTENT);
    let view: AppFloorView = field.bench.get("/api/app-floor", Some(&browser)).await.json();
    assert_eq!((view.wanted.as_str(), view.required.as_str()), ("9.1.0", "9.0.0"));
    assert_eq!(view.versions.iter().map(|version| version.devices).sum::<u32>(), 1);
    let browser = field.bench.login(&security).await;
    let rows: Vec<DeviceRow> = field.bench.get("/api/devices", Some(&browser)).await.json();
    assert_eq!(rows[0].update, Update::Required);
    let told = field.phone.hello(&field.bench).await.update;
    assert_eq!(told, Update::Required, "the phone hears the same");
}
