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
use shared::moment::Moment;
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

/// A township in which a case lies, and who has it there.
#[derive(Debug, Clone)]
pub struct Lies {
    pub township: usize,
    pub workers: Vec<UserId>,
}

/// A case, where it lies and who has it. While it is on its way to another township it lies in both, that one last.
#[derive(Debug, Clone)]
pub struct Placed {
    pub case: CaseId,
    pub lies: Vec<Lies>,
}

impl Placed {
    /// Where it lies in a township.
    #[must_use]
    pub fn in_township(&self, township: usize) -> Option<&Lies> {
        self.lies.iter().find(|lies| lies.township == township)
    }

    #[must_use]
    pub fn is_under_way(&self) -> bool {
        self.lies.len() > 1
    }
}

/// Both townships as they were made.
#[derive(Debug, Clone)]
pub struct Towns {
    pub codes: Vec<TownshipCode>,
    /// Of each township the workers, then the officer, the clerk, the member from the clinic.
    pub staff: Vec<Vec<Person>>,
    /// Of each township's clerk: login, and what makes the six digits.
    pub clerks: Vec<(String, String)>,
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

    /// Of the clinic: reads no files.
    #[must_use]
    pub fn medical(&self, township: usize) -> &Person {
        &self.staff[township][WORKERS + 2]
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
        let placed = Placed { case: seeded.cases[0], lies: vec![Lies { township, workers }] };
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

/// When the towns were made.
///
/// # Panics
/// Never: the day is a constant.
#[must_use]
pub fn founded() -> Moment {
    township::at(today(), 7, 0)
}

fn today() -> NaiveDate {
    TODAY.parse().unwrap()
}

fn found() -> (TempDir, Towns) {
    let folder = files::scratch();
    let clock = SimClock::at(founded());
    let office = OfficeSide::open(folder.path(), &clock, Dice::new(0));
    let mut towns = Towns {
        codes: Vec::new(),
        staff: Vec::new(),
        clerks: Vec::new(),
        cases: Vec::new(),
        recovery: String::new(),
    };
    let (secret, _) = server::backup::make_recovery_key(&folder.path().join("data")).unwrap();
    towns.recovery = secret.to_string();
    office.with(|office| {
        for (place, (code, name)) in CODES.into_iter().enumerate() {
            towns.codes.push(admin::add_township(office, code, name).unwrap());
            let (members, clerk) = staff(office, &towns.codes[place], place);
            towns.staff.push(members);
            towns.clerks.push(clerk);
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

fn staff(office: &Office, code: &TownshipCode, place: usize) -> (Vec<Person>, (String, String)) {
    let workers =
        (0..WORKERS).map(|number| (format!("gong{number}"), format!("试例工{number}"), Role::Worker));
    let others = [
        ("jing".to_owned(), "试例警".to_owned(), Role::Police),
        ("wen".to_owned(), "试例文".to_owned(), Role::Office),
        ("yi".to_owned(), "试例医".to_owned(), Role::Medical),
    ];
    let (mut members, mut clerk) = (Vec::new(), (String::new(), String::new()));
    for (login, name, role) in workers.chain(others) {
        let password = township::PASSWORD.to_owned();
        let new = NewUser { township: code.clone(), login: login.clone(), name, role, password };
        let made = admin::add_user(office, &new).unwrap();
        members.push(Person { user: made.user, township: place, role });
        if role == Role::Office {
            clerk = (format!("{login}@{code}"), made.totp_secret);
        }
    }
    (members, clerk)
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
