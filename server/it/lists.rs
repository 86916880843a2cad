//! What lists show is reckoned once and kept: never longer than it holds.

use axum::body::{Body as Bytes, to_bytes};
use axum::http::{Request, header};
use server::seed::{About, Seed, SeedFact, seed};
use server::view::{PersonList, Workbench};
use server::web::Web;
use server::{Office, routes};
use shared::code::{BreachGround, BroughtBy, Role};
use shared::event::{Body, ReadingsSet, ReportIn, SeriousDetermined, TestRefused};
use shared::moment::civil_date;
use uuid::Uuid;

use crate::bench::{Bench, Browser, Person};
use crate::sample;

/// A die that throws the same for the same seed.
struct Die(u64);

impl Die {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

struct Town {
    bench: Bench,
    clerk: Person,
    police: Person,
    cases: usize,
}

impl Town {
    fn write(&self, cases: usize, facts: Vec<(About, Body)>) {
        let author = |body: &Body| {
            let tested = matches!(body, Body::DrugTest(_));
            if tested { self.police.made.user } else { self.clerk.made.user }
        };
        let now = self.bench.now();
        let fact = |(about, body): (About, Body)| SeedFact {
            about,
            author: author(&body),
            happened_at: now,
            recorded_at: now,
            body,
        };
        let facts = facts.into_iter().map(fact).collect();
        let history = Seed { cases: vec![vec![]; cases], facts };
        seed(&self.bench.office, &self.bench.township, history).unwrap();
    }

    /// A new person, sometimes reported in, with something that has happened.
    fn more(&mut self, die: &mut Die) {
        let serial = u16::try_from(self.cases + 1).unwrap();
        let mut facts = vec![(About::Case(0), Body::Order(sample::order("演示·柳叶", serial)))];
        if die.roll(4) > 0 {
            facts.push((About::Case(0), Body::ReportIn(ReportIn { brought_by: BroughtBy::Self_ })));
        }
        for _ in 0..die.roll(5) {
            facts.push((About::Case(0), self.some(die)));
        }
        self.cases += 1;
        self.write(1, facts);
    }

    fn some(&self, die: &mut Die) -> Body {
        match die.roll(5) {
            0 => sample::visit("睡得好"),
            1 => sample::drug_test(self.police.made.user),
            2 => Body::TestRefused(TestRefused {
                manner: shared::code::RefusalManner::Refuse,
                place: "柳叶村".to_owned(),
                facts: "不肯".to_owned(),
                notice_proof: None,
                witness: None,
                attachments: Vec::new(),
            }),
            // From here the 24 hours of the report run, to the minute.
            _ => Body::SeriousDetermined(SeriousDetermined {
                ground: BreachGround::TestRefusal,
                facts: "三次拒绝".to_owned(),
                evidence: vec!["记录".to_owned()],
                decided_by: "例主任".to_owned(),
            }),
        }
    }

    fn change_rules(&self, die: &mut Die) {
        let day = civil_date(self.bench.now());
        let lead = ("window_lead_days".to_owned(), serde_json::json!(1 + die.roll(20)));
        let body = ReadingsSet {
            version: format!("试-{}", die.roll(u64::MAX)),
            valid_from: day,
            values: [lead].into(),
            reason: "试".to_owned(),
        };
        self.write(0, vec![(About::Office, Body::ReadingsSet(body))]);
    }
}

async fn ask(office: &Office, path: &str, browser: &Browser) -> Vec<u8> {
    let request = Request::get(path).header(header::COOKIE, &browser.cookie).body(Bytes::empty()).unwrap();
    let router = routes::router(&Web::new(office.clone(), "http://127.0.0.1:7080"));
    let answer = tower::ServiceExt::oneshot(router, request).await.unwrap();
    assert!(answer.status().is_success(), "{path} {}", answer.status());
    to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec()
}

#[tokio::test]
async fn whatever_comes_and_however_time_goes_a_list_shows_what_a_fresh_reckoning_shows() {
    for seed in 1..=2 {
        let mut die = Die(seed * 0x9E37_79B9);
        let bench = Bench::new();
        let clerk = bench.add_user("neiqin", "例内勤", Role::Office);
        let police = bench.add_user("minjing", "例警甲", Role::Police);
        let mut town = Town { bench, clerk, police, cases: 0 };
        for _ in 0..6 {
            town.more(&mut die);
        }
        for step in 0..12 {
            match die.roll(6) {
                0 => town.more(&mut die),
                1 => town.change_rules(&mut die),
                // Minutes, over midnight, past the end of 24 hours.
                2 | 3 => town.bench.advance_seconds(i64::try_from(60 * die.roll(200)).unwrap()),
                4 => town.bench.advance_seconds(24 * 3600 - 61),
                _ => town.bench.advance_seconds(i64::try_from(3600 * die.roll(400)).unwrap()),
            }
            let browser = town.bench.login(&town.clerk).await;
            let fresh = town.bench.open_again();
            for path in
                ["/api/persons", "/api/persons?filter=overdue", "/api/persons?q=ysly", "/api/workbench"]
            {
                let kept = ask(&town.bench.office, path, &browser).await;
                assert!(kept == ask(&fresh, path, &browser).await, "seed {seed} step {step} {path}");
            }
        }
    }
}

#[tokio::test]
async fn a_clock_of_24_hours_turns_red_in_the_list_the_minute_it_runs_out() {
    let bench = Bench::new();
    let clerk = bench.add_user("neiqin", "例内勤", Role::Office);
    let police = bench.add_user("minjing", "例警甲", Role::Police);
    let town = Town { bench, clerk, police, cases: 1 };
    let determined = Body::SeriousDetermined(SeriousDetermined {
        ground: BreachGround::TestRefusal,
        facts: "三次拒绝".to_owned(),
        evidence: vec!["记录".to_owned()],
        decided_by: "例主任".to_owned(),
    });
    let order = Body::Order(sample::order("演示·柳叶", 1));
    let report_in = Body::ReportIn(ReportIn { brought_by: BroughtBy::Self_ });
    town.write(1, [order, report_in, determined].into_iter().map(|body| (About::Case(0), body)).collect());
    let red = |work: &Workbench| {
        let report = shared::duty::DutyKind::BreachReport;
        work.due_this_week
            .iter()
            .chain(&work.overdue)
            .any(|item| item.duty.key.kind == report && item.duty.alert == shared::duty::Alert::Red)
    };
    town.bench.advance_seconds(23 * 3600 + 58 * 60);
    let browser = town.bench.login(&town.clerk).await;
    let before: Workbench = town.bench.get("/api/workbench", Some(&browser)).await.json();
    town.bench.advance_seconds(120);
    let after: Workbench = town.bench.get("/api/workbench", Some(&browser)).await.json();
    assert_eq!((red(&before), red(&after)), (false, true));
}

#[tokio::test]
async fn a_long_list_comes_in_pages_that_together_hold_everybody_once() {
    let bench = Bench::new();
    let clerk = bench.add_user("neiqin", "例内勤", Role::Office);
    let police = bench.add_user("minjing", "例警甲", Role::Police);
    let town = Town { bench, clerk, police, cases: 0 };
    let orders = (0..120)
        .map(|n| (About::Case(n), Body::Order(sample::order("演示·柳叶", u16::try_from(n).unwrap()))));
    town.write(120, orders.collect());
    let browser = town.bench.login(&town.clerk).await;
    let mut seen = std::collections::BTreeSet::<Uuid>::new();
    for page in 1..=3 {
        let path = format!("/api/persons?page={page}");
        let list: PersonList = town.bench.get(&path, Some(&browser)).await.json();
        assert_eq!((list.matching, list.pages, list.page), (120, 3, page));
        seen.extend(list.rows.iter().map(|row| row.head.case.0));
    }
    assert_eq!(seen.len(), 120);
    let beyond: PersonList = town.bench.get("/api/persons?page=9", Some(&browser)).await.json();
    assert_eq!((beyond.page, beyond.rows.len()), (3, 20), "a page beyond the last is the last");
}

#[tokio::test]
async fn a_list_as_of_a_day_knows_what_had_come_by_its_end_and_no_day_to_come() {
    let bench = Bench::new();
    let clerk = bench.add_user("neiqin", "例内勤", Role::Office);
    let police = bench.add_user("minjing", "例警甲", Role::Police);
    let town = Town { bench, clerk, police, cases: 0 };
    town.write(1, vec![(About::Case(0), Body::Order(sample::order("演示·柳叶", 1)))]);
    town.bench.advance_seconds(3 * 24 * 3600);
    town.write(1, vec![(About::Case(0), Body::Order(sample::order("演示·芦苇", 2)))]);
    let browser = town.bench.login(&town.clerk).await;
    let names = |list: PersonList| list.rows.into_iter().map(|row| row.head.name).collect::<Vec<_>>();
    for (day, known) in [("2026-03-09", 0), ("2026-03-10", 1), ("2026-03-12", 1), ("2026-03-13", 2)] {
        let path = format!("/api/persons?as_of={day}");
        let list: PersonList = town.bench.get(&path, Some(&browser)).await.json();
        assert_eq!((list.today.to_string().as_str(), names(list).len()), (day, known));
    }
    let ahead = town.bench.get("/api/persons?as_of=2026-03-14", Some(&browser)).await;
    assert_eq!(ahead.code(), shared::problem::ProblemCode::DateOutOfRange);
}
