//! A member of the group from the clinic: cards instead of files, records blind.

use client::door::{Form, Reply, Request};
use client::sync::WireReply;
use client::view::RecordState;
use e2e::world::{Phone, World};
use server::admin::NewUser;
use server::view::{PostRequest, Recorded};
use shared::code::{Post, Role};
use shared::event::{PostHeld, Stream};
use shared::protocol::route;

/// P9, P10, R-PRIV-5: the union of everything ever sent is cards and own records.
#[test]
fn p09_p10_a_member_from_the_clinic_is_sent_cards_and_nothing_of_any_file() {
    let world = World::peopled();
    let new = NewUser {
        township: world.township.code.clone(),
        login: "bai".to_owned(),
        name: "白医生".to_owned(),
        role: Role::Medical,
        password: e2e::township::PASSWORD.to_owned(),
    };
    let made = server::admin::add_user(world.office(), &new).unwrap();
    let phone = world.phone_for(&world.township.code, made.user, "bai");
    let case = world.case("赵例一");
    let card = phone.cards().into_iter().find(|card| card.case == case).unwrap();
    assert_eq!((card.name.as_str(), card.phone.as_deref()), ("赵例一", Some("19900000001")));
    assert_eq!(phone.cards().len(), 36);
    assert!(phone.people("").is_empty(), "no file");

    let text = r#"{"content":"写了一半"}"#.to_owned();
    let begun = Request::SaveDraft { draft: None, kind: Form::Guidance, case, form: text.clone() };
    phone.ask(begun).unwrap();
    let Reply::Today(today) = phone.ask(Request::Today).unwrap() else { panic!("not today") };
    let kept: Vec<_> = today.drafts.iter().map(|draft| (draft.person_name.as_str(), &draft.form)).collect();
    assert_eq!(kept, [("赵例一", &text)], "what was begun of a card is found again");
    let visit = Request::SaveDraft { draft: None, kind: Form::Visit, case, form: text.clone() };
    assert!(phone.ask(visit).is_err(), "and of a card only what such a member may record");

    let own = phone.record_guidance(case, world.clock.now(), "心理疏导一次。").unwrap();
    assert!(phone.record_visit(case, world.clock.now(), "家访。").is_err(), "not theirs to record");
    let sync = phone.sync().sync.unwrap();
    assert_eq!((sync.unsent, sync.quarantined, sync.problem), (0, 0, None));
    assert_eq!(phone.state_of(own.event), RecordState::Uploaded);
    assert_eq!(phone.uploads().rows[0].person_name, "赵例一");

    let worker = world.phone_of("miao");
    let seen = worker.person(case).unwrap().page.timeline;
    assert!(seen.iter().any(|entry| entry.event == own.event), "it reaches who reads the file");
    let visit = worker.record_visit(case, world.clock.now(), "医务看不到的家访内容。").unwrap();
    let post = PostHeld {
        post: Post::Police,
        name: "试例警".to_owned(),
        phone: Some("0000-1234567".to_owned()),
        from: world.today(),
        until: None,
    };
    let _: Recorded = world.console("wen").post("/api/office/posts", &PostRequest { post }).unwrap();
    worker.sync();
    phone.sync();

    let series =
        phone.meddle(|sql| sql.query_row("SELECT pairing FROM identity", [], |row| row.get::<_, String>(0)));
    let series: serde_json::Value = serde_json::from_str(&series).unwrap();
    let foreign: i64 = phone.meddle(|sql| {
        let query = "SELECT count(*) FROM event WHERE stream LIKE 'case:%' AND series <> ?1";
        sql.query_row(query, [series["series"].as_str().unwrap()], |row| row.get(0))
    });
    assert_eq!(foreign, 0, "no record of anybody else");
    let sent = phone.link.received();
    let own_bytes = phone.meddle(|sql| {
        sql.query_row("SELECT bytes FROM event WHERE id = ?1", [own.event.to_string()], |row| {
            row.get::<_, Vec<u8>>(0)
        })
    });
    let own_text = String::from_utf8(own_bytes).unwrap();
    for reply in &sent {
        let text = String::from_utf8_lossy(&reply.body).replace(&own_text, "");
        for secret in
            ["\"drug_test/1\"", "\"visit/1\"", "医务看不到", &visit.event.to_string(), "\"id\":{\"id_type\""]
        {
            assert!(!text.contains(secret), "{secret}");
        }
        assert!(!text.contains(&format!("{:?}", Stream::Case(case))));
    }
    let told = |held: &Phone| {
        let bodies = |reply: &WireReply| String::from_utf8_lossy(&reply.body).contains("0000-1234567");
        held.link.received().iter().any(bodies)
    };
    assert!(told(&worker) && !told(&phone), "duty numbers are for those who do the work");
    assert!(phone.link.sent().iter().all(|request| request.path != route::BUNDLE));
}
