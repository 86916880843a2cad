//! R6: the office is put back from a backup at random moments, while phones record, exchange and lose answers. In the
//! end nothing that a phone was told is kept is missing, all agree, and every device noticed the new epoch at once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::TimeDelta;
use server::backup::Identities;
use server::seed::{About, Seed, SeedFact, seed};
use server::view::{AgreementRequest, Recorded};
use shared::code::BroughtBy;
use shared::event::{Body, ReportIn};
use shared::id::{CaseId, EventId};
use shared::protocol::{PullRequest, route};

use super::behind;
use crate::sim::dice::Dice;
use crate::township;
use crate::world::{Phone, World};

/// What was done and what became of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub restores: usize,
    pub records: usize,
    /// Records a phone was told are kept, that are nowhere at the office in the end.
    pub lost: usize,
    /// Cases of which a phone and the office hold different records in the end.
    pub diverged: usize,
    /// First contacts of a device with a restored office, and those in which it noticed.
    pub contacts: usize,
    pub noticed: usize,
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { restores, records, lost, diverged, contacts, noticed } = self;
        write!(
            f,
            "R6 restores={restores} records={records} lost={lost} diverged={diverged} noticed={noticed}/{contacts}"
        )
    }
}

/// Restores in one world; then another begins, with its own history.
const RESTORES_A_WORLD: usize = 10;
/// Acts between two restores.
const ACTS: i64 = 14;

struct Play {
    world: World,
    phones: Vec<Phone>,
    /// Cases each phone may record on.
    cases: Vec<Vec<CaseId>>,
    officer: Identities,
    backup: PathBuf,
    /// Every record a phone was told is kept.
    kept: Vec<EventId>,
    /// Phones that have not spoken to the office since it was restored.
    unaware: BTreeSet<usize>,
    dice: Dice,
    tally: Tally,
}

/// Restores so many times.
///
/// # Panics
/// Where a phone or the office refuses what it may not refuse.
#[must_use]
pub fn run(restores: usize, seed: u64) -> Tally {
    let mut sum = Tally::default();
    for world in 0.. {
        let left = restores - sum.restores;
        if left == 0 {
            break;
        }
        let played = Play::new(seed.wrapping_add(world)).play(left.min(RESTORES_A_WORLD));
        sum.restores += played.restores;
        sum.records += played.records;
        sum.lost += played.lost;
        sum.diverged += played.diverged;
        sum.contacts += played.contacts;
        sum.noticed += played.noticed;
    }
    sum
}

impl Play {
    fn new(seed: u64) -> Self {
        let world = World::peopled();
        let officer = world.recovery_officer();
        let phones: Vec<Phone> = ["miao", "tian", "shi"].map(|login| world.phone_of(login)).into();
        let backup = world.back_up();
        let cases = phones
            .iter()
            .map(|phone| {
                let rows = phone.people("");
                let cases = rows.iter().map(|row| row.person.case);
                // Those who have reported in can be visited.
                cases
                    .filter(|case| {
                        phone
                            .person(*case)
                            .is_ok_and(|person| person.may.contains(&client::door::Form::Visit))
                    })
                    .collect()
            })
            .collect();
        let (kept, unaware, dice, tally) = (Vec::new(), BTreeSet::new(), Dice::new(seed), Tally::default());
        Self { world, phones, cases, officer, backup, kept, unaware, dice, tally }
    }

    fn play(mut self, restores: usize) -> Tally {
        for _ in 0..restores {
            for _ in 0..self.dice.between(2, ACTS) {
                self.act();
            }
            self.restore();
        }
        for phone in 0..self.phones.len() {
            self.phones[phone].link.lose_push_replies(0);
            // The second exchange takes what the others brought.
            self.exchange(phone);
        }
        for phone in 0..self.phones.len() {
            self.exchange(phone);
            self.exchange(phone);
        }
        self.count();
        self.tally
    }

    fn act(&mut self) {
        self.world.clock.pass(TimeDelta::minutes(self.dice.between(1, 90)));
        let phone = self.dice.below(self.phones.len());
        match self.dice.weigh(&[(5, 'r'), (4, 'x'), (1, 'l'), (2, 'c'), (1, 'a'), (2, 'b')]) {
            'r' => self.record(phone),
            'x' => self.exchange(phone),
            'l' => {
                self.phones[phone].link.lose_push_replies(1);
                self.exchange(phone);
            }
            'c' => self.open_case(),
            'a' => self.sign_agreement(),
            _ => self.backup = self.world.back_up(),
        }
    }

    fn record(&mut self, phone: usize) {
        let cases = &self.cases[phone];
        let case = *self.dice.pick(cases);
        let at = self.world.clock.now();
        if let Ok(saved) = self.phones[phone].record_visit(case, at, "近况平稳") {
            self.kept.push(saved.event);
            self.tally.records += 1;
        }
    }

    /// The clerk opens a case: an act of the office's own series, which phones will have pulled.
    fn open_case(&self) {
        let clerk = self.world.account(township::OFFICE.0).user;
        let worker = self.world.account(township::WORKERS[0].0).user;
        let resident = township::residents(self.world.today()).swap_remove(1);
        let at = self.world.clock.now() - TimeDelta::days(1);
        let fact = |minute, body| SeedFact {
            about: About::Case(0),
            author: clerk,
            happened_at: at + TimeDelta::minutes(minute),
            recorded_at: at + TimeDelta::minutes(minute),
            body,
        };
        let facts = vec![
            fact(0, Body::Order(resident.order)),
            fact(5, Body::ReportIn(ReportIn { brought_by: BroughtBy::Self_ })),
        ];
        let history = Seed { cases: vec![vec![worker]], facts };
        seed(self.world.office(), &self.world.township.code, history).unwrap();
    }

    /// The clerk adds to a case that every phone knows.
    fn sign_agreement(&mut self) {
        let case = *self.dice.pick(&self.cases[0]);
        let console = self.world.console(township::OFFICE.0);
        let happened_at = self.world.clock.now();
        let ask = AgreementRequest { happened_at, told_at: None, fields: BTreeMap::new() };
        let _: Recorded = console.post(&format!("/api/cases/{case}/agreement"), &ask).unwrap();
    }

    fn exchange(&mut self, phone: usize) {
        let before = self.phones[phone].link.sent().len();
        self.phones[phone].sync();
        let sent = self.phones[phone].link.sent();
        // A phone that noticed reads the log from its beginning: it may have gone on otherwise.
        let pull = sent[before..].iter().find(|ask| ask.path == route::PULL);
        if let Some(pull) = pull.filter(|_| self.unaware.remove(&phone)) {
            let ask: PullRequest =
                serde_json::from_slice(&zstd::decode_all(&pull.body[..]).unwrap()).unwrap();
            self.tally.contacts += 1;
            self.tally.noticed += usize::from(ask.after == 0);
        }
    }

    fn restore(&mut self) {
        self.world.restore(&self.backup, &self.officer);
        self.unaware = (0..self.phones.len()).collect();
        self.tally.restores += 1;
    }

    fn count(&mut self) {
        let sql = behind(self.world.office());
        let there = |sql: &rusqlite::Connection, query: &str, key: &str| -> BTreeSet<String> {
            let mut query = sql.prepare(query).unwrap();
            let rows = query.query_map([key], |row| row.get(0)).unwrap();
            rows.map(Result::unwrap).collect()
        };
        let all = there(&sql, "SELECT event_id FROM event WHERE event_id <> ?1", "");
        self.tally.lost += self.kept.iter().filter(|event| !all.contains(&event.to_string())).count();
        for phone in &self.phones {
            let cases: Vec<CaseId> = phone.people("").iter().map(|row| row.person.case).collect();
            let sync = phone.state().sync.unwrap();
            assert_eq!((sync.unsent, sync.problem), (0, None), "everything was taken");
            for case in cases {
                let query =
                    "SELECT event.event_id FROM log JOIN event ON event.township = log.series_township
                             AND event.series = log.series AND event.seq = log.seq WHERE log.stream = ?1";
                let office = there(&sql, query, &format!("case/{case}"));
                let records = phone.person(case).unwrap().records;
                let here: BTreeSet<String> = records.iter().map(|mark| mark.event.to_string()).collect();
                self.tally.diverged += usize::from(here != office);
            }
        }
        let report = self.world.verify();
        assert!(report.is_sound(), "{:?}", report.findings);
    }
}
