//! Who is sent what.

use server::admin;
use server::signature;
use shared::code::Role;
use shared::event::{Body, Void};
use shared::id::{CaseId, EventId};
use shared::problem::ProblemCode;
use shared::protocol::Fate;

use crate::bench::Bench;
use crate::phone::{Field, Phone, id_of};
use crate::sample;

#[tokio::test]
async fn a_worker_is_sent_own_cases_only_and_the_police_the_township() {
    shared::asserts!("R-PRIV-5");
    let mut field = Field::new().await;
    let police = field.bench.add_user("minjing", "例警甲", Role::Police);
    let other = field.bench.add_user("zhuangan2", "试例乙", Role::Worker);
    let clerk = field.clerk.made.user;
    sample::case(&field.bench, clerk, "例丙", 2, &[other.made.user]);
    assert_eq!(field.phone.pull_all(&field.bench).await.len(), 2, "order and report-in of one case");
    let mut officer = Phone::paired(&field.bench, &police, 9).await;
    assert_eq!(officer.pull_all(&field.bench).await.len(), 4);
    let page = field.phone.pull(&field.bench, 0, 100).await;
    assert_eq!(
        page.counts.iter().map(|count| (count.case, count.events)).collect::<Vec<_>>(),
        [(field.case, 2)]
    );
    assert_eq!(page.staff.len(), 4, "names of all staff come with the last page");
}

#[tokio::test]
async fn a_case_given_to_another_worker_leaves_the_first_and_reaches_the_second_whole() {
    let mut field = Field::new().await;
    let other = field.bench.add_user("zhuangan2", "试例乙", Role::Worker);
    let mut second = Phone::paired(&field.bench, &other, 8).await;
    let before = field.phone.hello(&field.bench).await.scope_version;
    assert!(second.pull_all(&field.bench).await.is_empty());
    let cursor = second.pull(&field.bench, 0, 100).await.next;
    let unsent = field.visit("移交之前");
    field.bench.advance_seconds(3600);
    admin::assign(&field.bench.office, &field.bench.township, field.case, &[other.made.user]).unwrap();

    assert!(field.phone.hello(&field.bench).await.scope_version > before, "the first pulls anew");
    assert!(field.phone.pull_all(&field.bench).await.is_empty());
    let told = field.phone.pull(&field.bench, 0, 100).await.scope.unwrap();
    assert!(told.scope.cases.is_empty(), "told in so many words, not by silence");
    assert_eq!(told.scope.scope_version, before + 1);
    assert!(second.hello(&field.bench).await.scope_version > 1, "the second pulls anew, too");
    assert!(second.pull(&field.bench, cursor, 100).await.events.is_empty(), "the old cursor is past it");
    assert_eq!(second.pull_all(&field.bench).await.len(), 2);

    field.bench.advance_seconds(3600);
    let (case, now) = (field.case, field.bench.now());
    let late = field.phone.record(case, now, sample::visit("移交之后"));
    let reply = field.phone.push(&field.bench, 1, &[unsent.clone(), late]).await;
    assert_eq!(reply.fates[0], Fate::Accepted, "it happened while the case was theirs");
    let Fate::Quarantined { problem } = &reply.fates[1] else { panic!("{:?}", reply.fates) };
    assert_eq!(problem.code, ProblemCode::EventOutOfScope);
    assert!(second.pull_all(&field.bench).await.contains(&id_of(&unsent)));
}

#[tokio::test]
async fn a_role_without_files_is_sent_the_offices_own_facts_only() {
    shared::asserts!("R-PRIV-5");
    let field = Field::new().await;
    let medical = field.bench.add_user("yiwu", "例医", Role::Medical);
    let officer = field.bench.add_user("minjing", "例警甲", Role::Police);
    let browser = field.bench.login(&field.clerk).await;
    let ask = server::view::QualificationRequest { qualification: sample::qualification(officer.made.user) };
    assert!(field.bench.post("/api/qualifications", Some(&browser), &ask).await.status.is_success());
    let mut phone = Phone::paired(&field.bench, &medical, 8).await;
    let page = phone.pull(&field.bench, 0, 100).await;
    assert_eq!((page.events.len(), page.counts.len()), (1, 0));
    assert!(page.events[0].event.get().contains("officer_qualified/1"));
}

#[tokio::test]
async fn pages_of_a_pull_join_without_gap_or_repeat() {
    let mut field = Field::new().await;
    let events: Vec<_> = (0..7).map(|n| field.visit(&format!("第{n}次"))).collect();
    field.phone.push(&field.bench, 1, &events).await;
    let mut after = 0;
    let mut sizes = Vec::new();
    loop {
        let page = field.phone.pull(&field.bench, after, 4).await;
        sizes.push(page.events.len());
        assert_eq!(page.counts.is_empty(), page.more, "counts come with the last page");
        assert_eq!(page.scope.is_none(), page.more, "and so does the scope");
        after = page.next;
        if !page.more {
            break;
        }
    }
    assert_eq!(sizes, [4, 4, 1]);
    assert!(field.phone.pull(&field.bench, after, 4).await.events.is_empty());
}

#[tokio::test]
async fn a_second_township_on_the_same_server_sees_nothing_of_the_first() {
    shared::asserts!("R-ORG-1", "R-PRIV-5");
    let mut field = Field::new().await;
    let other = admin::add_township(&field.bench.office, "430421998", "例乡").unwrap();
    let here = std::mem::replace(&mut field.bench.township, other);
    let clerk = field.bench.add_user("neiqin-2", "例内勤乙", Role::Office);
    let browser = field.bench.login(&clerk).await;
    let path = format!("/api/persons/{}", field.case);
    assert_eq!(field.bench.get(&path, Some(&browser)).await.code(), ProblemCode::UnknownCase);
    let nobody = field.bench.get("/api/persons/00000000-0000-0000-0000-000000000000", Some(&browser)).await;
    assert_eq!(nobody.code(), ProblemCode::UnknownCase, "the same answer as for a case nobody has");
    let path = format!("/api/devices/{}/revoke", field.phone.paired.series);
    assert_eq!(field.bench.post(&path, Some(&browser), &()).await.code(), ProblemCode::NotFound);
    let ask = server::view::PairingCodeRequest { user: field.worker.made.user };
    let answer = field.bench.post("/api/devices/pairing-codes", Some(&browser), &ask).await;
    assert_eq!(answer.code(), ProblemCode::NotFound);
    field.bench.township = here;
    assert_eq!(field.phone.pull_all(&field.bench).await.len(), 2);
}

#[test]
fn two_townships_with_one_login_name_are_told_apart_by_their_code() {
    let bench = Bench::new();
    bench.add_user("neiqin", "例内勤", Role::Office);
    let mut bench = bench;
    bench.township = admin::add_township(&bench.office, "430421998", "例乡").unwrap();
    bench.add_user("neiqin", "例内勤乙", Role::Office);
    assert!(admin::reset_totp(&bench.office, "neiqin").is_err(), "ambiguous");
    assert!(admin::reset_totp(&bench.office, "neiqin@430421998").is_ok());
}

#[tokio::test]
async fn a_record_of_a_case_elsewhere_is_answered_like_one_of_a_case_nobody_has() {
    shared::asserts!("R-PRIV-1");
    let mut field = Field::new().await;
    let other = admin::add_township(&field.bench.office, "430421998", "例乡").unwrap();
    let here = std::mem::replace(&mut field.bench.township, other);
    let clerk = field.bench.add_user("neiqin-2", "例内勤乙", Role::Office);
    let elsewhere = sample::case(&field.bench, clerk.made.user, "例丁", 3, &[]);
    field.bench.township = here;
    let colleague = sample::case(&field.bench, field.clerk.made.user, "例丙", 2, &[]);
    let nobodys = CaseId::make(field.bench.now(), [9; 10]);
    let theirs = field.bench.now();
    let cases = [elsewhere, nobodys, colleague];
    let events: Vec<_> =
        cases.iter().map(|case| field.phone.record(*case, theirs, sample::visit("不是我的"))).collect();
    let pushed = field.phone.push(&field.bench, 1, &events).await;
    let set_aside = Fate::Quarantined { problem: ProblemCode::EventOutOfScope.into() };
    assert_eq!(pushed.fates, [set_aside.clone(), set_aside.clone(), set_aside]);
    assert_eq!(pushed.receipt.unwrap().receipt.up_to_seq, 3, "kept, all the same");
    let again = field.phone.push(&field.bench, 1, &events).await;
    assert_eq!(again.fates, pushed.fates, "asked twice, told the same");
}

#[tokio::test]
async fn a_correction_of_a_record_elsewhere_is_answered_like_one_of_a_record_nobody_has() {
    let mut field = Field::new().await;
    let other = admin::add_township(&field.bench.office, "430421998", "例乡").unwrap();
    let here = std::mem::replace(&mut field.bench.township, other);
    let clerk = field.bench.add_user("neiqin-2", "例内勤乙", Role::Office);
    let worker = field.bench.add_user("zhuangan-2", "试例乙", Role::Worker);
    let elsewhere = sample::case(&field.bench, clerk.made.user, "例丁", 3, &[worker.made.user]);
    let mut stranger = Phone::paired(&field.bench, &worker, 8).await;
    let visit = stranger.record(elsewhere, field.bench.now(), sample::visit("那边的"));
    let target = id_of(&visit);
    assert_eq!(stranger.push(&field.bench, 1, &[visit]).await.fates, [Fate::Accepted]);
    field.bench.township = here;
    let (case, now) = (field.case, field.bench.now());
    let void = |target| Body::Void(Void { target, reason: "试探".to_owned() });
    let events: Vec<_> = [target, EventId::make(now, [9; 10])]
        .into_iter()
        .map(|target| field.phone.record(case, now, void(target)))
        .collect();
    let fates = field.phone.push(&field.bench, 1, &events).await.fates;
    assert_eq!(fates[0], fates[1]);
    assert!(matches!(fates[0], Fate::Quarantined { .. }), "{fates:?}");
}

#[tokio::test]
async fn the_cases_in_scope_are_named_under_the_office_s_signature_for_this_exchange_alone() {
    let mut field = Field::new().await;
    let other = field.bench.add_user("zhuangan2", "试例乙", Role::Worker);
    sample::case(&field.bench, field.clerk.made.user, "例丙", 2, &[other.made.user]);
    let told = field.phone.pull(&field.bench, 0, 100).await.scope.unwrap();
    assert_eq!(told.scope.cases, [field.case]);
    let holds = |phone: &Phone, nonce: &str| {
        let text = told.scope.signing_text(phone.paired.series, nonce);
        signature::holds(&phone.paired.server_key, text.as_bytes(), &told.signature)
    };
    let nonce = field.phone.nonce.clone();
    assert!(holds(&field.phone, &nonce));
    field.phone.hello(&field.bench).await;
    assert!(!holds(&field.phone, &field.phone.nonce), "yesterday's list proves nothing today");
    let second = Phone::paired(&field.bench, &other, 8).await;
    assert!(!holds(&second, &nonce), "nor one told to somebody else");
}
