//! Two invented townships, made once for a process and copied for each history.

use std::path::Path;
use std::sync::OnceLock;

use chrono::NaiveDate;
use server::admin::{self, NewUser};
use server::office::Office;
use server::seed::{About, Seed, SeedFact, seed};
use server::store::Refusal;
use shared::code::{BroughtBy, Role};
use shared::event::{Body, OfficerQualified, ReportIn};
use shared::id::{CaseId, TownshipCode, UserId};
use tempfile::TempDir;

use super::dice::Dice;
use super::files;
use super::office::{OfficeSide, SimClock};
use crate::township;
use crate::world::TODAY;

const CODES: [(&str, &str); 2] = [("430421991", "柳例乡"), ("430421992", "杨例乡")];
/// In each township.
const CASES: usize = 4;
pub const WORKERS: usize = 2;

/// A member of staff.
#[derive(Debug, Clone)]
pub struct Person {
    pub user: UserId,
    pub township: usize,
    pub role: Role,
}

/// A case and who has it.
#[derive(Debug, Clone)]
pub struct Placed {
    pub case: CaseId,
    pub township: usize,
    pub workers: Vec<UserId>,
}

/// Both townships as they were made.
#[derive(Debug, Clone)]
pub struct Towns {
    pub codes: Vec<TownshipCode>,
    /// Of each township the workers, then the officer, then the clerk.
    pub staff: Vec<Vec<Person>>,
    pub cases: Vec<Placed>,
    /// Of the recovery officer, to open a backup with.
    pub recovery: String,
}

impl Towns {
    #[must_use]
    pub fn workers(&self, township: usize) -> Vec<UserId> {
        self.staff[township][..WORKERS].iter().map(|person| person.user).collect()
    }

    #[must_use]
    pub fn officer(&self, township: usize) -> UserId {
        self.staff[township][WORKERS].user
    }

    /// A case whose person has reported in, opened now.
    ///
    /// # Panics
    /// Where the office refuses.
    pub fn open_case(&mut self, office: &Office, township: usize, workers: Vec<UserId>) -> Placed {
        self.try_open_case(office, township, workers).unwrap()
    }

    /// As [`Towns::open_case`].
    ///
    /// # Errors
    /// Of the office; nothing is kept then.
    pub fn try_open_case(
        &mut self,
        office: &Office,
        township: usize,
        workers: Vec<UserId>,
    ) -> Result<Placed, Refusal> {
        let clerk = self.staff[township][WORKERS + 1].user;
        let facts = opening(self.cases.len(), clerk);
        let history = Seed { cases: vec![workers.clone()], facts };
        let seeded = seed(office, &self.codes[township], history)?;
        let placed = Placed { case: seeded.cases[0], township, workers };
        self.cases.push(placed.clone());
        Ok(placed)
    }
}

/// Copies the towns into a folder.
///
/// # Panics
/// Where they cannot be made or copied.
#[must_use]
pub fn settle(into: &Path) -> Towns {
    static TEMPLATE: OnceLock<(TempDir, Towns)> = OnceLock::new();
    let (folder, towns) = TEMPLATE.get_or_init(found);
    files::copy(&folder.path().join("data"), &into.join("data"));
    std::fs::copy(folder.path().join("server.key"), into.join("server.key")).unwrap();
    towns.clone()
}

fn today() -> NaiveDate {
    TODAY.parse().unwrap()
}

fn found() -> (TempDir, Towns) {
    let folder = files::scratch();
    let clock = SimClock::at(township::at(today(), 7, 0));
    let office = OfficeSide::open(folder.path(), &clock, Dice::new(0));
    let mut towns =
        Towns { codes: Vec::new(), staff: Vec::new(), cases: Vec::new(), recovery: String::new() };
    let (secret, _) = server::backup::make_recovery_key(&folder.path().join("data")).unwrap();
    towns.recovery = secret.to_string();
    office.with(|office| {
        for (place, (code, name)) in CODES.into_iter().enumerate() {
            towns.codes.push(admin::add_township(office, code, name).unwrap());
            towns.staff.push(staff(office, &towns.codes[place], place));
            qualify(office, &towns, place);
            for index in 0..CASES {
                let workers = vec![towns.staff[place][index % WORKERS].user];
                towns.open_case(office, place, workers);
            }
        }
    });
    office.stop();
    (folder, towns)
}

fn staff(office: &Office, code: &TownshipCode, place: usize) -> Vec<Person> {
    let workers =
        (0..WORKERS).map(|number| (format!("gong{number}"), format!("试例工{number}"), Role::Worker));
    let others = [
        ("jing".to_owned(), "试例警".to_owned(), Role::Police),
        ("wen".to_owned(), "试例文".to_owned(), Role::Office),
    ];
    workers
        .chain(others)
        .map(|(login, name, role)| {
            let password = township::PASSWORD.to_owned();
            let new = NewUser { township: code.clone(), login, name, role, password };
            Person { user: admin::add_user(office, &new).unwrap().user, township: place, role }
        })
        .collect()
}

fn qualify(office: &Office, towns: &Towns, place: usize) {
    let from = today() - chrono::Days::new(500);
    let fact = SeedFact {
        about: About::Office,
        author: towns.staff[place][WORKERS + 1].user,
        happened_at: township::at(from, 8, 0),
        recorded_at: township::at(from, 8, 5),
        body: Body::OfficerQualified(OfficerQualified {
            officer: towns.officer(place),
            name: "试例警".to_owned(),
            police_no: "例00001".to_owned(),
            certificate_no: "例检0001".to_owned(),
            valid_from: from,
            valid_until: today() + chrono::Days::new(500),
        }),
    };
    seed(office, &towns.codes[place], Seed { cases: Vec::new(), facts: vec![fact] }).unwrap();
}

fn opening(number: usize, clerk: UserId) -> Vec<SeedFact> {
    // Those of them who have reported in.
    let residents = township::residents(today());
    let resident = &residents[1 + number % 32];
    let first = resident.reported_in.unwrap();
    let fact = |hour, body| SeedFact {
        about: About::Case(0),
        author: clerk,
        happened_at: township::at(first, hour, 0),
        recorded_at: township::at(first, hour, 10),
        body,
    };
    vec![
        fact(8, Body::Order(resident.order.clone())),
        fact(9, Body::ReportIn(ReportIn { brought_by: BroughtBy::Self_ })),
    ]
}
