//! Accounts from the invitation to the day somebody leaves, and files opened urgently.

use server::auth::Profile;
use server::store::opening::Verdict;
use server::view::{
    InviteRequest, OpenUrgentlyRequest, OpenedUrgently, OpeningRow, PasswordRequest, ReadRow, ReviewRequest,
    SetUpDone, SetUpLook, SetUpRequest, SetUpView, SetupLinkShown, StaffRow, UserStepRequest,
};
use server::{admin, people};
use shared::access::{UserState, UserStep};
use shared::code::Role;
use shared::problem::ProblemCode;
use shared::protocol::{PullRequest, route};

use crate::bench::{Answer, Bench, Browser, PASSWORD, Person};
use crate::phone::{Field, Phone, pair_request, send_pair};
use crate::sample;

fn invitation(login: &str, role: Role) -> InviteRequest {
    InviteRequest { login: login.to_owned(), name: "试例新".to_owned(), role }
}

fn digits(bench: &Bench, secret: &str) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(bench.now().timestamp()).unwrap()).to_string()
}

async fn set_up(bench: &Bench, link: &SetupLinkShown) -> UserState {
    let shown: SetUpView =
        bench.post("/api/setup", None, &SetUpLook { code: link.code.clone() }).await.json();
    let ask = SetUpRequest {
        code: link.code.clone(),
        password: PASSWORD.to_owned(),
        totp: digits(bench, &shown.totp_secret),
    };
    bench.post("/api/setup/finish", None, &ask).await.json::<SetUpDone>().state
}

async fn step(bench: &Bench, by: &Browser, about: &str, step: UserStep, role: Option<Role>) -> Answer {
    bench
        .post(&format!("/api/staff/{about}/step"), Some(by), &UserStepRequest { step, role, reason: None })
        .await
}

#[tokio::test]
async fn somebody_invited_sets_up_waits_for_a_second_person_and_then_works() {
    let bench = Bench::new();
    let (system, security) = (
        bench.add_user("xitong", "例系统", Role::System),
        bench.add_user("anquan", "例安全", Role::Security),
    );
    let keeper = bench.login(&system).await;
    let link: SetupLinkShown =
        bench.post("/api/staff", Some(&keeper), &invitation("xin", Role::Worker)).await.json();
    let about = link.user.to_string();
    assert_eq!(set_up(&bench, &link).await, UserState::Unconfirmed);
    let used = bench.post("/api/setup", None, &SetUpLook { code: link.code.clone() }).await;
    assert_eq!(used.code(), ProblemCode::SetupLinkDead, "a link works once");
    let before = bench
        .post(
            "/api/login",
            None,
            &serde_json::json!({"login": "xin", "password": PASSWORD, "totp": "000000"}),
        )
        .await;
    assert_eq!(before.code(), ProblemCode::LoginFailed);

    assert_eq!(step(&bench, &keeper, &about, UserStep::Confirm, None).await.code(), ProblemCode::RoleMayNot);
    let other = bench.login(&security).await;
    let rows: Vec<StaffRow> = bench.get("/api/staff", Some(&other)).await.json();
    let row = rows.iter().find(|row| row.user == link.user).unwrap();
    assert!(row.steps.contains(&UserStep::Confirm) && row.state == UserState::Unconfirmed);
    assert!(step(&bench, &other, &about, UserStep::Confirm, None).await.status.is_success());
    let twice = step(&bench, &other, &about, UserStep::Confirm, None).await;
    assert_eq!(twice.code(), ProblemCode::StateForbids);
    assert!(step(&bench, &keeper, &about, UserStep::Leave, None).await.status.is_success());
    assert_eq!(step(&bench, &keeper, &about, UserStep::Resume, None).await.code(), ProblemCode::StateForbids);
    let own = keeper.me.user.to_string();
    assert_eq!(step(&bench, &keeper, &own, UserStep::Suspend, None).await.code(), ProblemCode::OwnAct);
}

#[tokio::test]
async fn whoever_resets_credentials_cannot_let_the_account_work_again() {
    let bench = Bench::new();
    let worker = bench.add_user("zhuangan", "试例甲", Role::Worker);
    let (security, leader) = (
        bench.add_user("anquan", "例安全", Role::Security),
        bench.add_user("fenguan", "例分管", Role::Leader),
    );
    let one = bench.login(&security).await;
    let about = worker.made.user.to_string();
    let link: Option<SetupLinkShown> =
        step(&bench, &one, &about, UserStep::ResetCredentials, None).await.json();
    let late = bench.now();
    assert_eq!(set_up(&bench, &link.unwrap()).await, UserState::Unconfirmed);
    assert_eq!(step(&bench, &one, &about, UserStep::Confirm, None).await.code(), ProblemCode::OwnAct);
    let two = bench.login(&leader).await;
    assert!(step(&bench, &two, &about, UserStep::Confirm, None).await.status.is_success());
    let link: Option<SetupLinkShown> =
        step(&bench, &one, &about, UserStep::ResetCredentials, None).await.json();
    bench.advance_seconds(10 * 60);
    assert!(bench.now() > late);
    let dead = bench.post("/api/setup", None, &SetUpLook { code: link.unwrap().code }).await;
    assert_eq!(dead.code(), ProblemCode::SetupLinkDead, "ten minutes, for somebody who stands beside");
}

#[tokio::test]
async fn the_first_one_to_confirm_is_let_in_by_the_machine_and_the_second_is_not() {
    let bench = Bench::new();
    let invite = |login: &str| {
        people::invite(&bench.office, &bench.township, None, &invitation(login, Role::Security)).unwrap()
    };
    let (first, second) = (invite("yi"), invite("er"));
    assert_eq!(set_up(&bench, &first).await, UserState::Active);
    assert_eq!(set_up(&bench, &second).await, UserState::Unconfirmed);
}

#[tokio::test]
async fn many_wrong_links_are_looked_at_later_also_after_a_restart() {
    let mut bench = Bench::new();
    let ask = |n: usize| SetUpLook { code: format!("{n:040}") };
    for n in 0..10 {
        assert_eq!(bench.post("/api/setup", None, &ask(n)).await.code(), ProblemCode::SetupLinkDead);
    }
    bench.restart();
    assert_eq!(bench.post("/api/setup", None, &ask(10)).await.code(), ProblemCode::LoginDelayed);
    bench.advance_seconds(31);
    assert_eq!(bench.post("/api/setup", None, &ask(11)).await.code(), ProblemCode::SetupLinkDead);
}

#[tokio::test]
async fn an_old_password_is_changed_with_the_login_where_the_profile_asks_for_it() {
    let bench = Bench::new();
    let clerk = bench.add_user("neiqin", "例内勤", Role::Office);
    admin::set_password_profile(&bench.office, &bench.township, Profile::Dengbao).unwrap();
    bench.advance_seconds(90 * 24 * 3600);
    let old = bench.try_login(&clerk, PASSWORD, &bench.totp(&clerk)).await;
    assert_eq!(old.code(), ProblemCode::PasswordExpired);
    bench.advance_seconds(60);
    let with = |new: &str, bench: &Bench| serde_json::json!({"login": "neiqin", "password": PASSWORD, "totp": bench.totp(&clerk), "new_password": new});
    assert_eq!(
        bench.post("/api/login", None, &with(PASSWORD, &bench)).await.code(),
        ProblemCode::PasswordSame
    );
    bench.advance_seconds(60);
    let plain = bench.post("/api/login", None, &with("four words in a row", &bench)).await;
    assert_eq!(plain.code(), ProblemCode::PasswordKinds);
    bench.advance_seconds(60);
    assert!(bench.post("/api/login", None, &with("Four-words-7-row", &bench)).await.status.is_success());
}

/// What somebody can prove themselves with.
struct Tokens {
    person: Person,
    browser: Browser,
    phone: Phone,
    code: String,
}

impl Tokens {
    async fn of(bench: &Bench, login: &str, seed: u8) -> Self {
        let person = bench.add_user(login, "试例乙", Role::Police);
        let phone = Phone::paired(bench, &person, seed).await;
        let browser = bench.login(&person).await;
        let code = admin::make_pairing_code(&bench.office, &bench.township, person.made.user).unwrap().code;
        let alive = Self { person, browser, phone, code };
        let mut alive = alive;
        assert_eq!(alive.living(bench).await, 4, "all work before");
        alive.code =
            admin::make_pairing_code(&bench.office, &bench.township, alive.person.made.user).unwrap().code;
        alive
    }

    /// How many of session, session with its token, phone and pairing code still open anything.
    async fn living(&mut self, bench: &Bench) -> usize {
        let read = bench.get("/api/persons", Some(&self.browser)).await.status.is_success();
        let changed =
            bench.post("/api/openings", Some(&self.browser), &serde_json::json!({})).await.status.as_u16()
                == 400;
        let pulled = self.phone.send(bench, route::PULL, &PullRequest::plain(0, 1)).await.status.is_success();
        let paired = send_pair(bench, &pair_request(&[self.phone.seed[0] ^ 64; 32], &self.code))
            .await
            .status
            .is_success();
        [read, changed, pulled, paired].into_iter().filter(|alive| *alive).count()
    }
}

#[tokio::test]
async fn s08_every_event_of_credentials_kills_every_token_at_the_next_request() {
    let bench = Bench::new();
    let keepers = [("xitong", Role::System), ("anquan", Role::Security)]
        .map(|(login, role)| bench.add_user(login, "例管", role));
    let (mut pairs, mut dead) = (0, 0);
    for (n, event) in [
        "password at the machine",
        "code at the machine",
        "own password",
        "suspend",
        "change_role",
        "reset_credentials",
        "leave",
    ]
    .into_iter()
    .enumerate()
    {
        let mut held = Tokens::of(&bench, &format!("min{n}"), 10 + u8::try_from(n).unwrap()).await;
        let (login, about) = (held.person.login.clone(), held.person.made.user.to_string());
        let system = bench.login(&keepers[0]).await;
        let security = bench.login(&keepers[1]).await;
        match event {
            "password at the machine" => {
                admin::reset_password(&bench.office, &login, "other-plain-words").unwrap()
            }
            "code at the machine" => drop(admin::reset_totp(&bench.office, &login).unwrap()),
            "own password" => {
                bench.advance_seconds(30);
                let ask = PasswordRequest {
                    current: PASSWORD.to_owned(),
                    new: "other-plain-words".to_owned(),
                    totp: bench.totp(&held.person),
                };
                assert!(bench.post("/api/me/password", Some(&held.browser), &ask).await.status.is_success());
            }
            other => {
                let wanted = UserStep::ALL.iter().find(|s| s.code() == other).copied().unwrap();
                let by = if wanted == UserStep::ResetCredentials { &security } else { &system };
                assert!(
                    step(&bench, by, &about, wanted, Some(Role::Worker)).await.status.is_success(),
                    "{event}"
                );
            }
        }
        pairs += 4;
        dead += 4 - held.living(&bench).await;
        assert_eq!(pairs, dead, "{event}");
    }
    let mut held = Tokens::of(&bench, "zuihou", 40).await;
    assert!(admin::revoke_device(&bench.office, held.phone.paired.series).unwrap());
    pairs += 1;
    let pulled = held.phone.send(&bench, route::PULL, &PullRequest::plain(0, 1)).await;
    dead += usize::from(pulled.code() == ProblemCode::DeviceRevoked);
    println!("S8 events=8 pairs={pairs} dead={dead}");
    assert_eq!(pairs, dead);
}

#[tokio::test]
async fn a_phone_nobody_confirmed_sends_and_reads_nothing_until_a_second_person_compares_its_digits() {
    let field = Field::new().await;
    let bench = &field.bench;
    let leader = bench.add_user("fenguan", "例分管", Role::Leader);
    let clerk = bench.login(&field.clerk).await;
    let ask = server::view::PairingCodeRequest { user: field.worker.made.user };
    let code: server::view::PairingCode =
        bench.post("/api/devices/pairing-codes", Some(&clerk), &ask).await.json();
    let mut phone = Phone::of(send_pair(bench, &pair_request(&[9; 32], &code.code)).await.unpacked(), 9);
    phone.hello(bench).await;
    let visit = phone.record(field.case, bench.now(), sample::visit("没有确认时记的"));
    assert_eq!(
        phone.push(bench, 1, &[visit]).await.fates,
        [shared::protocol::Fate::Accepted],
        "nothing is lost"
    );
    let pull = PullRequest::plain(0, 10);
    assert_eq!(phone.send(bench, route::PULL, &pull).await.code(), ProblemCode::DeviceUnconfirmed);
    let path = format!("/api/devices/{}/confirm", phone.paired.series);
    assert_eq!(
        bench.post(&path, Some(&clerk), &()).await.code(),
        ProblemCode::OwnAct,
        "who gave out the code"
    );
    let second = bench.login(&leader).await;
    let rows: Vec<server::view::DeviceRow> = bench.get("/api/devices", Some(&second)).await.json();
    let row = rows.iter().find(|row| row.series == phone.paired.series).unwrap();
    let key = server::signature::public_key(&[9; 32]).unwrap();
    assert_eq!(
        (row.fingerprint.as_str(), row.may_confirm),
        (shared::protocol::fingerprint(&key).as_str(), true)
    );
    assert_eq!(bench.post(&path, Some(&second), &()).await.status.as_u16(), 204);
    assert!(!phone.pull_all(bench).await.is_empty());
}

#[tokio::test]
async fn a_file_opened_urgently_is_read_for_its_hours_told_at_once_and_judged_by_somebody_else() {
    let mut field = Field::new().await;
    let here = field.bench.township.clone();
    field.bench.township = admin::add_township(&field.bench.office, "430421998", "例乡").unwrap();
    let officer = field.bench.add_user("linjing", "例邻警", Role::Police);
    field.bench.township = here;
    let bench = &field.bench;
    let stranger = bench.login(&officer).await;
    let path = format!("/api/persons/{}", field.case);
    assert_eq!(bench.get(&path, Some(&stranger)).await.code(), ProblemCode::UnknownCase);
    let ask = |number: String, reason: &str, hours| OpenUrgentlyRequest {
        number,
        reason: reason.to_owned(),
        hours,
    };
    let reason = "此人在本派出所，须核实执行情况";
    for (wrong, code) in [
        (ask(sample::id_number(1), "急", 1), ProblemCode::FieldMissing),
        (ask(sample::id_number(1), reason, 5), ProblemCode::RequestMalformed),
        (ask(sample::id_number(77), reason, 1), ProblemCode::UnknownCase),
    ] {
        assert_eq!(bench.post("/api/openings", Some(&stranger), &wrong).await.code(), code);
    }
    let opened: OpenedUrgently =
        bench.post("/api/openings", Some(&stranger), &ask(sample::id_number(1), reason, 4)).await.json();
    assert_eq!(opened.case, field.case);
    assert!(bench.get(&path, Some(&stranger)).await.status.is_success());
    let order = format!("{path}/report-in");
    let change = serde_json::json!({"happened_at": bench.now(), "brought_by": "self"});
    assert!(!bench.post(&order, Some(&stranger), &change).await.status.is_success(), "reading only");
    // What else belongs to reading answers as well, and stands in the audit of the township that keeps the file.
    let at = bench.now().to_rfc3339().replace('+', "%2B");
    let past = bench.get(&format!("{path}/as-of?at={at}"), Some(&stranger)).await;
    assert!(past.status.is_success(), "{}", String::from_utf8_lossy(&past.body));
    let imagined = serde_json::json!({"imagine": "nothing"});
    let what_if = bench.post(&format!("{path}/what-if"), Some(&stranger), &imagined).await;
    assert_ne!(what_if.code(), ProblemCode::UnknownCase, "it is found");
    let nobodys = format!("{path}/attachments/{}", "0".repeat(64));
    assert_eq!(
        bench.get(&nobodys, Some(&stranger)).await.code(),
        ProblemCode::NotFound,
        "the file is, the photo is not"
    );

    let clerk = bench.login(&field.clerk).await;
    let told: Vec<OpeningRow> = bench.get("/api/openings", Some(&clerk)).await.json();
    assert_eq!((told.len(), told[0].reason.as_str(), told[0].running), (1, reason, true));
    let reads: Vec<ReadRow> = bench.get(&format!("{path}/reads"), Some(&clerk)).await.json();
    for act in ["查看档案", "查看当时所知"] {
        assert!(reads.iter().any(|row| row.who == "例邻警" && row.act == act), "{act}: {reads:?}");
    }
    let review = ReviewRequest { verdict: Verdict::Justified, note: "已核".to_owned() };
    let judge = format!("/api/openings/{}/review", told[0].opening);
    assert_eq!(bench.post(&judge, Some(&clerk), &review).await.status.as_u16(), 204);
    assert_eq!(bench.post(&judge, Some(&clerk), &review).await.code(), ProblemCode::StateForbids);

    bench.advance_seconds(4 * 3600);
    let again = bench.login(&officer).await;
    assert_eq!(bench.get(&path, Some(&again)).await.code(), ProblemCode::UnknownCase, "its hours are over");
}

#[tokio::test]
async fn a_worker_opens_a_colleagues_file_and_nobody_judges_their_own_opening() {
    let field = Field::new().await;
    let bench = &field.bench;
    let other = bench.add_user("zhuangan2", "试例乙", Role::Worker);
    let second = bench.login(&other).await;
    let ask = OpenUrgentlyRequest {
        number: sample::id_number(1),
        reason: "同事不在，本人上门求助".to_owned(),
        hours: 1,
    };
    let path = format!("/api/persons/{}", field.case);
    assert_eq!(bench.get(&path, Some(&second)).await.code(), ProblemCode::UnknownCase);
    let opened = bench.post("/api/openings", Some(&second), &ask).await;
    assert!(opened.status.is_success(), "{opened:?}");
    assert!(bench.get(&path, Some(&second)).await.status.is_success());
    let first = bench.login(&field.worker).await;
    let own = bench.post("/api/openings", Some(&first), &ask).await;
    assert_eq!(own.code(), ProblemCode::StateForbids, "within reach anyway");
}
