//! One history: two townships, three to five phones, thirty to fifty turns with faults; then the faults stop and all
//! must come to rest within three rounds.

use std::sync::{Arc, Mutex};

use server::admin;
use server::store::user::UserState;
use shared::code::Role;
use shared::id::CaseId;
use tempfile::TempDir;

use super::dice::Dice;
use super::office::{OfficeSide, SimClock};
use super::phone::{Around, Phone, rest_of};
use super::sabotage::{Sabotage, Saboteur};
use super::tape::{Entry, Fault, Known, Tape};
use super::town::{self, Person, Towns, WORKERS};
use super::wire::{Mishap, SimLink};
use super::{compare, files, forms, inventory};
use crate::township;
use crate::world::TODAY;

/// Rounds of one exchange for each phone until all must be at rest.
pub const ROUNDS_MAX: u32 = 3;
const YEAR_MILLIS: i64 = 365 * 24 * 3600 * 1000;

#[derive(Debug, Clone, Copy)]
enum Turn {
    Visits,
    Tests,
    Refusal,
    Undo,
    Draft,
    Sync,
    Network,
    Crash,
    WrongPins,
    Clock,
    OfficeCrash,
    OfficeRestart,
    Reassign,
    Revoke,
    Suspend,
    NewCase,
    BackUp,
    PutBack,
}

/// What the history knew when the office was backed up.
#[derive(Debug, Clone)]
struct BackedUp {
    file: std::path::PathBuf,
    towns: Towns,
    revoked: Vec<bool>,
    suspended: Vec<(String, Person)>,
}

/// How often each turn comes.
const TURNS: [(usize, Turn); 18] = [
    (30, Turn::Visits),
    (8, Turn::Tests),
    (3, Turn::Refusal),
    (4, Turn::Undo),
    (4, Turn::Draft),
    (24, Turn::Sync),
    (3, Turn::Network),
    (3, Turn::Crash),
    (2, Turn::WrongPins),
    (3, Turn::Clock),
    (2, Turn::OfficeCrash),
    (1, Turn::OfficeRestart),
    (8, Turn::Reassign),
    (1, Turn::Revoke),
    (1, Turn::Suspend),
    (2, Turn::NewCase),
    (4, Turn::BackUp),
    (3, Turn::PutBack),
];

/// See the module.
#[derive(Debug)]
pub struct History {
    dice: Dice,
    tape: Tape,
    clock: SimClock,
    office: Arc<OfficeSide>,
    saboteur: Arc<Saboteur>,
    towns: Towns,
    phones: Vec<Phone>,
    suspended: Vec<(String, Person)>,
    backed_up: Option<BackedUp>,
    _folder: TempDir,
}

impl History {
    /// Sets the stage of a seed.
    ///
    /// # Panics
    /// Where the stage cannot be set.
    #[must_use]
    pub fn new(seed: u64, sabotage: Option<Sabotage>, tape: &Tape) -> Self {
        let mut dice = Dice::new(seed);
        let folder = files::scratch();
        let towns = town::settle(folder.path());
        let clock = SimClock::at(township::at(TODAY.parse().unwrap(), 9, 0));
        let office = Arc::new(OfficeSide::open(folder.path(), &clock, Dice::new(dice.throw())));
        let saboteur = Arc::new(Saboteur::new(sabotage));
        let devices_dice = Arc::new(Mutex::new(Dice::new(dice.throw())));
        let owners = owners(&mut dice, &towns);
        let options = format!("phones={} sabotage={:?}", owners.len(), sabotage.map(Sabotage::code));
        tape.write(&Entry::Begin { seed, options });
        for placed in &towns.cases {
            let township = towns.codes[placed.township].clone();
            tape.write(&Entry::Placed { case: placed.case, township });
            tape.write(&Entry::Assigned { case: placed.case, workers: placed.workers.clone() });
        }
        let around =
            Around { folder: folder.path(), clock: &clock, dice: &devices_dice, saboteur: &saboteur, tape };
        let phone = |(index, owner): (usize, Person)| {
            let code = towns.codes[owner.township].clone();
            let link = SimLink::new(index, code, Arc::clone(&office), Arc::clone(&saboteur), tape.clone());
            Phone::new(index, owner, Arc::new(link), &around)
        };
        let phones = owners.into_iter().enumerate().map(phone).collect();
        let tape = tape.clone();
        Self {
            dice,
            tape,
            clock,
            office,
            saboteur,
            towns,
            phones,
            suspended: Vec::new(),
            backed_up: None,
            _folder: folder,
        }
    }

    /// Plays it to the end; the rounds it took to come to rest.
    pub fn play(mut self) -> u32 {
        for index in 0..self.phones.len() {
            self.pair(index);
        }
        for _ in 0..30 + self.dice.below(21) {
            self.clock.pass_minutes(self.dice.between(1, 90));
            let index = self.dice.below(self.phones.len());
            let turn = self.dice.weigh(&TURNS);
            self.turn(turn, index);
        }
        let rounds = self.rest();
        self.compare();
        rounds
    }

    fn pair(&mut self, index: usize) {
        let owner = self.phones[index].owner.clone();
        let code = |history: &Self| {
            let township = &history.towns.codes[owner.township];
            history.office.with(|office| admin::make_pairing_code(office, township, owner.user).unwrap().code)
        };
        let mut one_time = code(self);
        if self.dice.chance(15) {
            let mishap = *self.dice.pick(&[Mishap::ReplyLost, Mishap::RequestDropped]);
            self.tape.fault(Fault::PairingInterrupted, Some(index));
            self.phones[index].link.plan(vec![Some(mishap)]);
        }
        while self.phones[index].pair(one_time.clone()).is_err() {
            // The same code first; a new one where the office says that it was used.
            if self.phones[index].pair(one_time.clone()).is_ok() {
                break;
            }
            one_time = code(self);
        }
        if let Some(series) = self.phones[index].series() {
            self.office.with(|office| admin::confirm_device(office, series).unwrap());
        }
        self.plan(index, 10);
        self.sync(index);
    }

    fn turn(&mut self, turn: Turn, index: usize) {
        match turn {
            Turn::Visits => self.record(index, |dice, phone, case| {
                let request = forms::visit(dice, phone.now(), case, None);
                ("visit", request)
            }),
            Turn::Tests => {
                let township = self.phones[index].owner.township;
                let session = forms::session(self.phones[index].now(), self.towns.officer(township));
                let phone = &mut self.phones[index];
                let opened = phone.ask(session);
                phone.note("session", opened);
                self.record(index, |dice, _, case| ("test", forms::test(dice, case)));
            }
            Turn::Refusal => {
                let case = self.case_near(index);
                let request = forms::refusal(&mut self.dice, case);
                self.save(index, "refusal", request);
            }
            Turn::Undo => {
                let records = &self.phones[index].records;
                if !records.is_empty() {
                    let event = *self.dice.pick(records);
                    self.phones[index].undo(event);
                }
            }
            Turn::Draft => self.draft(index),
            Turn::Sync => {
                self.plan(index, 40);
                self.sync(index);
            }
            Turn::Network => {
                let cut = !self.phones[index].link.is_cut();
                if cut {
                    self.tape.fault(Fault::Cut, Some(index));
                }
                self.phones[index].link.set_cut(cut);
            }
            Turn::Crash => {
                self.tape.fault(Fault::PhoneCrashed, Some(index));
                self.phones[index].crash();
                self.open(index);
            }
            Turn::WrongPins => {
                let count = 1 + self.dice.below(6);
                self.phones[index].try_wrong_pins(count);
            }
            Turn::Clock => {
                let off = self.dice.between(-10 * YEAR_MILLIS, 10 * YEAR_MILLIS);
                let off = *self.dice.pick(&[off, off, off / 3650, 0]);
                if off != 0 {
                    self.tape.fault(Fault::ClockOff, Some(index));
                }
                self.phones[index].set_clock_off(off);
            }
            Turn::OfficeCrash => {
                self.tape.fault(Fault::OfficeCrashed, None);
                self.office.crash();
                self.look_at_office();
            }
            Turn::OfficeRestart => {
                self.tape.fault(Fault::OfficeRestarted, None);
                self.office.restart();
                self.look_at_office();
            }
            Turn::Reassign => self.reassign(),
            Turn::Revoke => self.revoke(index),
            Turn::Suspend => self.suspend_or_let_go(index),
            Turn::NewCase => self.new_case(),
            Turn::BackUp => self.back_up(),
            Turn::PutBack => self.put_back(),
        }
    }

    /// Some records in a row.
    fn record(
        &mut self,
        index: usize,
        form: impl Fn(&mut Dice, &Phone, CaseId) -> (&'static str, client::door::Request),
    ) {
        for _ in 0..5 + self.dice.below(11) {
            let case = self.case_near(index);
            let (what, request) = form(&mut self.dice, &self.phones[index], case);
            self.save(index, what, request);
        }
    }

    fn save(&mut self, index: usize, what: &'static str, request: client::door::Request) {
        self.open(index);
        let phone = &mut self.phones[index];
        let outcome = phone.ask(request);
        if let Some(event) = phone.note(what, outcome) {
            phone.records.push(event);
        }
    }

    fn draft(&mut self, index: usize) {
        self.open(index);
        let case = self.case_near(index);
        let phone = &mut self.phones[index];
        if phone.drafts.is_empty() || self.dice.chance(50) {
            phone.draft(forms::draft(case, None), case);
            return;
        }
        let place = self.dice.below(phone.drafts.len());
        let (draft, case) = phone.drafts.swap_remove(place);
        let request = forms::visit(&mut self.dice, phone.now(), case, Some(draft));
        let outcome = phone.ask(request);
        match phone.note("visit", outcome) {
            Some(event) => {
                phone.draft_ended(draft);
                phone.records.push(event);
            }
            None => phone.drafts.push((draft, case)),
        }
    }

    /// A case the phone was told of when it last came through, still its own or not; now and then any of the township.
    fn case_near(&mut self, index: usize) -> CaseId {
        let phone = &self.phones[index];
        if phone.told.is_empty() || self.dice.chance(10) {
            let here = self.towns.cases.iter().filter(|placed| placed.township == phone.owner.township);
            let all: Vec<CaseId> = here.map(|placed| placed.case).collect();
            return *self.dice.pick(&all);
        }
        *self.dice.pick(&phone.told)
    }

    /// The cases of a phone as the office has it now.
    fn cases_of(&self, owner: &Person) -> Vec<CaseId> {
        let here = self.towns.cases.iter().filter(|placed| placed.township == owner.township);
        let own = here.filter(|placed| owner.role != Role::Worker || placed.workers.contains(&owner.user));
        own.map(|placed| placed.case).collect()
    }

    /// Unlocks where that is possible now.
    fn open(&mut self, index: usize) {
        if !self.phones[index].is_open() {
            let _ = self.phones[index].unlock();
        }
    }

    /// What happens to the requests of the next exchange, in so many of a hundred.
    fn plan(&mut self, index: usize, percent: usize) {
        if !self.dice.chance(percent) {
            return;
        }
        let mishap = match self.dice.below(12) {
            0 => Mishap::RequestDropped,
            1 | 2 => Mishap::ReplyLost,
            3 => Mishap::DuplicatedFirst,
            4 => Mishap::DuplicatedSecond,
            5 => Mishap::Replayed(self.dice.below(4)),
            6 => Mishap::Garbled,
            7 => Mishap::PhoneDiesBefore,
            8 => Mishap::PhoneDiesAfter,
            9 => *self.dice.pick(&[Mishap::OfficeCrashesBefore, Mishap::OfficeCrashesAfter]),
            _ => Mishap::OfficeDiesInside(self.dice.between(0, 6)),
        };
        let place = match mishap {
            // Only a push throws dice often enough to die in the middle of it.
            Mishap::OfficeDiesInside(_) => 1,
            _ => self.dice.below(3),
        };
        let mut mishaps = vec![None; place];
        mishaps.push(Some(mishap));
        self.phones[index].link.plan(mishaps);
    }

    fn sync(&mut self, index: usize) {
        self.open(index);
        if self.phones[index].sync().is_none() {
            self.phones[index].told = self.cases_of(&self.phones[index].owner);
        }
        self.open(index);
    }

    fn reassign(&mut self) {
        let place = self.dice.below(self.towns.cases.len());
        let township = self.towns.cases[place].township;
        let all = self.towns.workers(township);
        let workers = match self.dice.below(10) {
            0 => Vec::new(),
            1 => all,
            _ => vec![*self.dice.pick(&all)],
        };
        let placed = &mut self.towns.cases[place];
        placed.workers.clone_from(&workers);
        let (case, code) = (placed.case, &self.towns.codes[township]);
        self.office.with(|office| admin::assign(office, code, case, &workers).unwrap());
        self.tape.fault(Fault::Reassigned, None);
        self.tape.write(&Entry::Assigned { case, workers });
        self.saboteur.after_office(&self.office);
    }

    fn new_case(&mut self) {
        let township = self.dice.below(2);
        let workers = vec![*self.dice.pick(&self.towns.workers(township))];
        let towns = &mut self.towns;
        let placed = self.office.with(|office| towns.open_case(office, township, workers));
        self.tape.fault(Fault::NewCase, None);
        let township = self.towns.codes[township].clone();
        self.tape.write(&Entry::Placed { case: placed.case, township });
        self.tape.write(&Entry::Assigned { case: placed.case, workers: placed.workers });
    }

    fn revoke(&mut self, index: usize) {
        let alive = self.phones.iter().filter(|phone| !phone.is_revoked).count();
        let phone = &mut self.phones[index];
        let Some(series) = phone.series().filter(|_| alive > 2 && !phone.is_revoked) else { return };
        assert!(self.office.with(|office| admin::revoke_device(office, series).unwrap()));
        phone.is_revoked = true;
        self.tape.fault(Fault::Revoked, Some(index));
        self.tape.write(&Entry::Revoked { series });
        self.saboteur.after_office(&self.office);
    }

    fn suspend_or_let_go(&mut self, index: usize) {
        if !self.suspended.is_empty() {
            self.let_go();
            return;
        }
        let owner = self.phones[index].owner.clone();
        let code = &self.towns.codes[owner.township];
        let login = self.office.with(|office| {
            let users = admin::users(office, code).unwrap();
            users.into_iter().find(|user| user.user == owner.user).expect("the owner").login
        });
        let login = format!("{login}@{code}");
        self.office.with(|office| admin::set_user_state(office, &login, UserState::Suspended).unwrap());
        self.tape.fault(Fault::Suspended, Some(index));
        self.tape.write(&Entry::Suspended { user: owner.user, suspended: true });
        self.saboteur.after_office(&self.office);
        self.suspended.push((login, owner));
    }

    fn let_go(&mut self) {
        for (login, person) in std::mem::take(&mut self.suspended) {
            self.office.with(|office| admin::set_user_state(office, &login, UserState::Active).unwrap());
            self.tape.write(&Entry::Suspended { user: person.user, suspended: false });
        }
    }

    /// Somebody at the office lets every phone read that belongs to somebody and waits: after a suspension or a restore
    /// one asks again whose it is.
    fn confirm(&mut self) {
        for series in self.phones.iter().filter(|phone| !phone.is_revoked).filter_map(Phone::series) {
            // One that waits for nothing is refused.
            let _ = self.office.with(|office| admin::confirm_device(office, series));
        }
    }

    fn back_up(&mut self) {
        self.backed_up = Some(BackedUp {
            file: self.office.back_up(),
            towns: self.towns.clone(),
            revoked: self.phones.iter().map(|phone| phone.is_revoked).collect(),
            suspended: self.suspended.clone(),
        });
    }

    /// The machine burns; a new one starts from the last backup and knows nothing of what came later.
    fn put_back(&mut self) {
        let Some(backed_up) = self.backed_up.clone() else { return };
        self.tape.fault(Fault::Restored, None);
        self.office.put_back(&backed_up.file, &backed_up.towns.recovery);
        self.towns = backed_up.towns;
        self.suspended = backed_up.suspended;
        for (phone, revoked) in self.phones.iter_mut().zip(backed_up.revoked) {
            phone.is_revoked = revoked;
        }
        let codes = &self.towns.codes;
        let cases = self.towns.cases.iter();
        let rights = Known {
            placed: cases.clone().map(|placed| (placed.case, codes[placed.township].clone())).collect(),
            assigned: cases.map(|placed| (placed.case, placed.workers.clone())).collect(),
            revoked: self.phones.iter().filter(|phone| phone.is_revoked).filter_map(Phone::series).collect(),
            suspended: self.suspended.iter().map(|(_, person)| person.user).collect(),
        };
        let has = self.office.look(inventory::of_office);
        self.tape.write(&Entry::Restored { has, rights });
        if self.dice.chance(70) {
            self.confirm();
        }
    }

    fn look_at_office(&self) {
        let has = self.office.look(inventory::of_office);
        self.tape.write(&Entry::OfficeHas(has));
    }

    /// The faults stop. Rounds until nothing moves any more.
    fn rest(&mut self) -> u32 {
        self.let_go();
        self.confirm();
        for index in 0..self.phones.len() {
            self.phones[index].set_clock_off(0);
            self.phones[index].link.set_cut(false);
            for _ in 0..8 {
                if self.phones[index].is_open() || self.phones[index].unlock() {
                    break;
                }
                self.clock.pass_minutes(61);
            }
        }
        for round in 1..=ROUNDS_MAX {
            self.tape.write(&Entry::Round(round));
            let mut is_quiet = true;
            for phone in &mut self.phones {
                let _ = phone.link.take_news();
                let problem = phone.sync();
                is_quiet &= phone.is_revoked || (problem.is_none() && phone.link.take_news() == 0);
            }
            if is_quiet {
                return round;
            }
        }
        ROUNDS_MAX
    }

    /// Both machines are switched off and on; then everything is laid side by side.
    fn compare(&mut self) {
        self.office.crash();
        for index in 0..self.phones.len() {
            let state = self.phones[index].state();
            self.phones[index].crash();
            self.open(index);
            let phone = &self.phones[index];
            if phone.is_revoked || !phone.is_open() {
                assert!(phone.is_open(), "device {index} stays locked");
                continue;
            }
            let (problem, unsent) = rest_of(&state);
            let (has, shown) = (phone.has(), phone.shown());
            self.tape.write(&Entry::AtRest { device: index, problem, unsent, has, shown: shown.clone() });
            for case in shown {
                let differs = compare::pages(&self.office, &self.towns, phone, case);
                self.tape.write(&Entry::Page { device: index, case, differs });
            }
        }
        for placed in &self.towns.cases {
            let count = compare::visits(&self.office, &self.towns.codes[placed.township], placed.case);
            self.tape.write(&Entry::Visits { case: placed.case, count });
        }
        for code in &self.towns.codes {
            let walked = self.office.with(|office| admin::verify_audit(office, code).unwrap());
            let broken = walked.err().map(|place| format!("{place:?}"));
            self.tape.write(&Entry::Audit { township: code.clone(), broken });
        }
        let has = self.office.look(inventory::of_office);
        self.tape.write(&Entry::End(has));
    }
}

/// Three to five phones; in each township at least one.
fn owners(dice: &mut Dice, towns: &Towns) -> Vec<Person> {
    let [first, second] = [&towns.staff[0], &towns.staff[1]];
    let mut owners = vec![first[0].clone(), first[1].clone(), second[0].clone()];
    // A worker may have two phones.
    let others = [first[WORKERS].clone(), second[WORKERS].clone(), second[1].clone(), first[0].clone()];
    for _ in 0..dice.below(3) {
        owners.push(dice.pick(&others).clone());
    }
    owners
}
