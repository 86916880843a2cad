//! One operation at every point: which calls it makes, what each fault leaves, and what the next start finds.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use faulty_disk::{Failure, Journal, Keep, Recorded, Synchronous};
use tempfile::TempDir;

use crate::folder::{self, Files};

/// How an operation is to work.
#[derive(Debug, Clone, Copy)]
pub struct Hand {
    careless: Option<Synchronous>,
    /// Where it is refused, it tries once more before it gives up.
    insists: bool,
}

/// Told by an operation whose second go went well.
pub const AT_LAST: &str = "done at the second go";

impl Hand {
    /// From here on its work counts; `may_be_careless` = its store is open now.
    pub fn ready(self, may_be_careless: bool) {
        if let (Some(how), true) = (self.careless, may_be_careless) {
            faulty_disk::weaken(how);
        }
        faulty_disk::start();
    }

    /// Does it, again where it may.
    pub fn try_to<E: std::fmt::Debug>(self, act: impl Fn() -> Result<(), E>) -> Result<(), String> {
        match act() {
            Ok(()) => {
                faulty_disk::mark();
                Ok(())
            }
            Err(first) if self.insists => match act() {
                Ok(()) => Err(AT_LAST.to_owned()),
                Err(second) => Err(format!("stuck: {first:?}, then {second:?}")),
            },
            Err(first) => Err(format!("{first:?}")),
        }
    }
}

/// Something the shipped code does with its files.
pub struct Operation {
    pub name: &'static str,
    /// It changes a key.
    pub is_rotation: bool,
    /// Durable steps it is made of: between two of them everything is as after the one or the other.
    pub steps: usize,
    /// What lies there before.
    pub before: Files,
    /// Folders that are there before.
    pub folders: &'static [&'static str],
    /// Opens, is ready, works, and says with [`faulty_disk::mark`] what it was told is done; then closes. An error is
    /// what it was told instead.
    pub perform: Box<dyn Fn(&Path, Hand) -> Result<(), String>>,
    /// What the next start finds, as text; an error where it does not open.
    pub look: Box<dyn Fn(&Path) -> Result<String, String>>,
}

/// How to sweep.
#[derive(Debug, Clone, Copy)]
pub struct Orders {
    pub cuts: u64,
    pub careless: Option<Synchronous>,
    pub tell: bool,
}

/// What was found.
#[derive(Debug, Default, Clone)]
pub struct Tally {
    pub calls: usize,
    pub steps: usize,
    pub points: usize,
    pub lost: usize,
    pub half: usize,
    pub corrupt: usize,
    /// Went on failing after the disk was well again.
    pub stuck: usize,
}

impl Tally {
    pub fn add(&mut self, other: &Self) {
        self.points += other.points;
        self.lost += other.lost;
        self.half += other.half;
        self.corrupt += other.corrupt;
        self.stuck += other.stuck;
    }

    /// As one line; [`Tally::read`] reads it again.
    pub fn line(&self, name: &str, is_rotation: bool) -> String {
        let Self { calls, steps, points, lost, half, corrupt, stuck } = self;
        let rotation = if is_rotation { " rotation" } else { "" };
        format!(
            "{name}: calls={calls} steps={steps} points={points} lost={lost} half={half} corrupt={corrupt} stuck={stuck}{rotation}"
        )
    }

    pub fn read(line: &str) -> Option<(Self, bool)> {
        let (_, figures) = line.split_once(": calls=")?;
        let figure = |name: &str| {
            let mut words = figures.split_whitespace();
            words.find_map(|word| word.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
        };
        let tally = Self {
            points: figure("points")?,
            lost: figure("lost")?,
            half: figure("half")?,
            corrupt: figure("corrupt")?,
            stuck: figure("stuck")?,
            ..Self::default()
        };
        Some((tally, figures.ends_with(" rotation")))
    }
}

struct Trial<'a> {
    operation: &'a Operation,
    orders: Orders,
    scratch: TempDir,
    /// What may be found, in order.
    states: Vec<String>,
    /// The place of the state that a death of the process before a call leaves.
    placed: BTreeMap<usize, usize>,
    tally: Tally,
}

/// Tries an operation at every point.
pub fn sweep(operation: &Operation, orders: Orders) -> Tally {
    let scratch = e2e::sim::files::scratch();
    let mut trial = Trial {
        operation,
        orders,
        scratch,
        states: Vec::new(),
        placed: BTreeMap::new(),
        tally: Tally::default(),
    };
    let recorded = trial.record();
    trial.learn(&recorded);
    trial.cut_power(&recorded);
    if orders.careless.is_none() {
        for at in 0..recorded.counted {
            trial.fail_at(&recorded, at);
        }
    }
    trial.tally
}

impl Trial<'_> {
    fn root(&self) -> std::path::PathBuf {
        self.scratch.path().join("root")
    }

    fn lay(&self, files: &Files) {
        folder::lay(files, self.operation.folders, &self.root());
    }

    fn perform(&self, insists: bool) -> Result<(), String> {
        let hand = Hand { careless: self.orders.careless, insists };
        let done = catch_unwind(AssertUnwindSafe(|| (self.operation.perform)(&self.root(), hand)));
        done.unwrap_or_else(|_| Err("it panicked".to_owned()))
    }

    /// A call that fails once and for ever, with a second go; and no room, where it asks for some.
    fn fail_at(&mut self, recorded: &Recorded, at: usize) {
        let call = recorded.started + at;
        let mut failures = vec![Failure::Once(at), Failure::ForEver(at)];
        if recorded.journal.needs_room(call) {
            failures.push(Failure::Full(at));
        }
        if recorded.journal.is_write(call) {
            failures.push(Failure::FullHalfway(at));
        }
        failures.into_iter().for_each(|failure| self.refuse(failure));
        self.insist(at);
    }

    /// Does it once, undisturbed, and writes down every call.
    fn record(&mut self) -> Recorded {
        self.lay(&self.operation.before);
        faulty_disk::record(&self.root());
        let done = self.perform(false);
        let recorded = faulty_disk::stop();
        let name = self.operation.name;
        assert_eq!(done, Ok(()), "{name} fails undisturbed");
        let past = faulty_disk::check(&self.root(), &recorded.journal);
        assert!(past.is_empty(), "{name}: written without being seen: {past:?}");
        assert!(recorded.counted > 0 && recorded.marks > 0, "{name} does nothing: {recorded:?}");
        self.tally.calls = recorded.counted;
        recorded
    }

    /// What may be found: the states in which a death of the process alone leaves it, in order.
    fn learn(&mut self, recorded: &Recorded) {
        for at in recorded.journal.power_points(recorded.started) {
            let state = self.state_of(&recorded.journal, at, Keep::Everything);
            let state = state.unwrap_or_else(|why| panic!("{} before call {at}: {why}", self.operation.name));
            let place = self.place(Some(&state)).unwrap_or(self.states.len());
            if place == self.states.len() {
                self.states.push(state);
            }
            self.placed.insert(at, place);
        }
        let (name, steps) = (self.operation.name, self.states.len() - 1);
        assert!(
            steps <= self.operation.steps && (steps > 0) == (self.operation.steps > 0),
            "{name} takes {steps} steps"
        );
        self.tally.steps = steps;
    }

    fn state_of(&self, journal: &Journal, at: usize, keep: Keep) -> Result<String, String> {
        self.lay(&folder::of_image(journal.image(at, keep), &self.root()));
        (self.operation.look)(&self.root())
    }

    fn cut_power(&mut self, recorded: &Recorded) {
        let journal = &recorded.journal;
        for at in recorded.journal.power_points(recorded.started) {
            // What was acknowledged last stands in the state in which its mark was made.
            let acknowledged = match journal.acknowledged_before(at) {
                0 => 0,
                marks => {
                    let mark = journal.mark(marks - 1);
                    self.placed.range(..=mark).next_back().map_or(0, |(_, place)| *place)
                }
            };
            // That the process alone dies here was tried when the states were learnt.
            self.tally.points += 1;
            let random =
                (0..self.orders.cuts).map(|cut| Keep::Some(cut.wrapping_mul(7919).wrapping_add(at as u64)));
            for keep in std::iter::once(Keep::Nothing).chain(random) {
                let found = self.state_of(journal, at, keep);
                self.judge(&found, acknowledged, &format!("power cut before call {at}, kept {keep:?}"));
            }
        }
    }

    fn refuse(&mut self, failure: Failure) {
        self.lay(&self.operation.before);
        faulty_disk::fail(&self.root(), failure);
        let done = self.perform(false);
        let recorded = faulty_disk::stop();
        let point = format!("{failure:?}, told {done:?}");
        if done.as_ref().is_err_and(|why| why == "it panicked") {
            self.tally.half += 1;
            self.tell("half", &point, "panic");
        }
        // What was told to be done is the last state; without an error nothing less.
        let acknowledged = if done.is_ok() && recorded.marks > 0 { self.states.len() - 1 } else { 0 };
        let found = (self.operation.look)(&self.root());
        self.judge(&found, acknowledged, &point);
    }

    /// A disk that failed for a moment must not leave the program unable to go on.
    fn insist(&mut self, at: usize) {
        self.lay(&self.operation.before);
        faulty_disk::fail(&self.root(), Failure::Once(at));
        let done = self.perform(true);
        faulty_disk::stop();
        self.tally.points += 1;
        if done.as_ref().is_err_and(|why| why.starts_with("stuck") || why == "it panicked") {
            self.tally.stuck += 1;
            self.tell("stuck", &format!("call {at} failed once"), &format!("{done:?}"));
        }
        if let Err(why) = (self.operation.look)(&self.root()) {
            self.tally.corrupt += 1;
            self.tell("corrupt", &format!("call {at} failed once, and it tried again"), &why);
        }
    }

    fn place(&self, state: Option<&str>) -> Option<usize> {
        self.states.iter().position(|known| Some(known.as_str()) == state)
    }

    fn judge(&mut self, found: &Result<String, String>, acknowledged: usize, point: &str) {
        self.tally.points += 1;
        match found {
            Err(why) => {
                self.tally.corrupt += 1;
                self.tell("corrupt", point, why);
            }
            Ok(state) => match self.place(Some(state)) {
                None => {
                    self.tally.half += 1;
                    let parts = self.parts(state);
                    self.tell("half", point, &parts);
                }
                Some(place) if place < acknowledged => {
                    self.tally.lost += 1;
                    self.tell("lost", point, &format!("state {place}, acknowledged {acknowledged}"));
                }
                Some(_) => {}
            },
        }
    }

    /// Lines by which a state differs from the nearest that may be found.
    fn parts(&self, state: &str) -> String {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
        let here = lines(state);
        let nearest = self
            .states
            .iter()
            .map(|known| lines(known))
            .min_by_key(|known| known.symmetric_difference(&here).count());
        let mut text = String::new();
        for line in nearest.unwrap_or_default().symmetric_difference(&here).take(6) {
            let _ = write!(text, "\n      {}", line.chars().take(220).collect::<String>());
        }
        text
    }

    fn tell(&self, kind: &str, point: &str, why: &str) {
        if self.orders.tell {
            println!("  {} {kind}: {point}: {why}", self.operation.name);
        }
    }
}
