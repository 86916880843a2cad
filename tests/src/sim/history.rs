//! One history: two townships, three to five phones, thirty to fifty turns with faults; then the faults stop and all
//! must come to rest within three rounds.

mod copies;
mod field_acts;
mod full_disk;
mod hand_in;
mod office_acts;
mod old;
mod photos;
mod rest;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use server::admin;
use shared::id::SeriesId;
use tempfile::TempDir;

use super::dice::Dice;
use super::office::{OfficeSide, SimClock};
use super::phone::{Around, Phone};
use super::sabotage::{Sabotage, Saboteur};
use super::tape::{Entry, Fault, Tape};
use super::town::{self, Person, Placed, Towns, WORKERS};
use super::wire::{Mishap, SimLink};
use super::{files, forms, inventory};
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
    ThereAndBack,
    Transfer,
    Revoke,
    Suspend,
    NewCase,
    BackUp,
    PutBack,
    Copy,
    HandIn,
    Photos,
    FullDisk,
    Old,
}

/// What the history knew when the office was backed up.
#[derive(Debug, Clone)]
struct BackedUp {
    file: std::path::PathBuf,
    towns: Towns,
    revoked: BTreeSet<SeriesId>,
    suspended: Vec<(String, Person)>,
}

/// How often each turn comes.
const TURNS: [(usize, Turn); 25] = [
    (42, Turn::Visits),
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
    (3, Turn::OfficeRestart),
    (6, Turn::Reassign),
    (3, Turn::ThereAndBack),
    (24, Turn::Transfer),
    (2, Turn::Revoke),
    (1, Turn::Suspend),
    (2, Turn::NewCase),
    (4, Turn::BackUp),
    (3, Turn::PutBack),
    (4, Turn::Copy),
    (4, Turn::HandIn),
    (9, Turn::Photos),
    (3, Turn::FullDisk),
    (5, Turn::Old),
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
    is_cloned: bool,
    old: Option<old::Old>,
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
            write_placed(tape, &towns, placed, town::founded().timestamp_millis());
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
            is_cloned: false,
            old: None,
            _folder: folder,
        }
    }

    /// Plays it to the end; the rounds it took to come to rest.
    pub fn play(mut self) -> u32 {
        for index in 0..self.phones.len() {
            self.pair(index);
        }
        if self.dice.chance(30) {
            self.pair_old();
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
        if self.dice.chance(40) {
            self.phones[index].keep_copy();
        }
    }

    fn turn(&mut self, turn: Turn, index: usize) {
        match turn {
            Turn::Visits => self.visits(index),
            Turn::Tests => self.tests(index),
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
            Turn::ThereAndBack => self.there_and_back(),
            Turn::Transfer => self.transfer(),
            Turn::Revoke => self.revoke(index),
            Turn::Suspend => self.suspend_or_let_go(index),
            Turn::NewCase => self.new_case(),
            Turn::BackUp => self.back_up(),
            Turn::PutBack => self.put_back(),
            Turn::Copy => self.copy(index),
            Turn::HandIn => self.hand_in(index),
            Turn::Photos => self.photos(index),
            Turn::FullDisk => self.full_disk(index),
            Turn::Old => self.old_acts(),
        }
    }

    /// Unlocks where that is possible now.
    fn open(&mut self, index: usize) {
        if !self.phones[index].is_open() {
            let _ = self.phones[index].unlock();
        }
    }

    /// What happens to the requests of the next exchange, in so many of a hundred.
    fn plan(&mut self, index: usize, percent: usize) {
        let mishaps = self.mishaps(percent);
        self.phones[index].link.plan(mishaps);
    }

    fn mishaps(&mut self, percent: usize) -> Vec<Option<Mishap>> {
        if !self.dice.chance(percent) {
            return Vec::new();
        }
        let mishap = match self.dice.below(13) {
            0 => Mishap::RequestDropped,
            1 | 2 => Mishap::ReplyLost,
            3 => Mishap::DuplicatedFirst,
            4 => Mishap::DuplicatedSecond,
            5 | 12 => Mishap::Replayed(self.dice.below(4)),
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
        mishaps
    }

    fn sync(&mut self, index: usize) {
        self.open(index);
        self.plan_blobs(index);
        if self.phones[index].sync().is_none() {
            self.look_at_photos(index);
            self.phones[index].told = self.cases_of(&self.phones[index].owner);
        }
        self.open(index);
    }

    fn now_ms(&self) -> i64 {
        self.clock.off_by(0).timestamp_millis()
    }

    fn look_at_office(&self) {
        let has = self.office.look(inventory::of_office);
        self.tape.write(&Entry::OfficeHas(has));
    }
}

/// Where a new case lies, and who has it.
fn write_placed(tape: &Tape, towns: &Towns, placed: &Placed, at_ms: i64) {
    for lies in &placed.lies {
        let (case, township) = (placed.case, towns.codes[lies.township].clone());
        tape.write(&Entry::Placed { case, township: township.clone(), at_ms });
        tape.write(&Entry::Assigned { case, township, workers: lies.workers.clone(), at_ms });
    }
}

/// Three to five phones; in each township at least one.
fn owners(dice: &mut Dice, towns: &Towns) -> Vec<Person> {
    let [first, second] = [&towns.staff[0], &towns.staff[1]];
    let mut owners = vec![first[0].clone(), first[1].clone(), second[0].clone()];
    // A worker may have two phones.
    let others = [
        first[WORKERS].clone(),
        second[WORKERS].clone(),
        second[1].clone(),
        first[0].clone(),
        towns.medical(0).clone(),
        towns.medical(1).clone(),
    ];
    for _ in 0..dice.below(3) {
        owners.push(dice.pick(&others).clone());
    }
    owners
}
