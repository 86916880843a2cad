//! 账簿: the folded cases of a township in memory. A cache over the log, never the truth: it is caught up from the
//! log before each use and may be dropped at any time.
//!
//! What lists need of a case is reckoned once ([`Book::listed`]) and used again until a fact of the case or of the office
//! comes, the day ends, or a clock of hours runs out. A whole book as it was known at the end of a day
//! ([`Book::known_on`]) is kept for one such day at a time.

mod marks;
mod past;
mod waits;

pub use marks::{Marks, RowMark};
pub use past::end_of;
pub use waits::{Wait, What};

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::case::{CaseFile, Issue, fold};
use shared::event::{Event, RawEvent, Stream};
use shared::id::{CaseId, EventId, SeriesId, TownshipCode, UserId};
use shared::moment::Moment;
use shared::office::{OfficeFile, fold_office};
use shared::page::{Holds, Listed, listed};
use shared::protocol::ArrivalMark;
use shared::rules::RuleBook;

use crate::search::Sought;
use crate::store::log::{self, LogEntry, Reach};
use crate::store::{StoreError, Work};

/// Events read at once while catching up.
const STEP_EVENTS: usize = 2000;
/// Bytes held at once while catching up.
const STEP_BYTES: usize = 16 * 1024 * 1024;

/// Fewer cases are reckoned sooner than threads are begun; our own choice.
const PARALLEL_CASES_MIN: usize = 100;

/// What the office knows of an event beside its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub event: EventId,
    pub author: UserId,
    pub series: SeriesId,
    pub seq: u32,
    pub received_at: Moment,
    pub mark: Option<ArrivalMark>,
}

/// One case, folded.
#[derive(Debug, Default)]
pub struct CaseBook {
    events: Vec<Event>,
    pub known: Vec<Known>,
    pub file: Arc<CaseFile>,
    pub issues: Vec<Issue>,
    found_by: Arc<FoundBy>,
    kept: Mutex<Option<Kept>>,
}

/// What a person is searched by.
#[derive(Debug, Default)]
pub struct FoundBy {
    pub name: Sought,
    /// Number of the id paper, in lower case.
    pub number: String,
}

/// What was reckoned of a case, and how long it holds.
#[derive(Debug, Clone)]
struct Kept {
    rules: u64,
    holds: Holds,
    listed: Arc<Listed>,
    /// Once a register was asked for.
    marks: Option<Arc<Marks>>,
    /// Once the inbox was asked for.
    waits: Option<Arc<[Wait]>>,
}

/// One township.
#[derive(Debug, Default)]
pub struct Book {
    cursor: u64,
    office_events: Vec<Event>,
    /// The office's facts, folded.
    pub office: OfficeFile,
    /// Calendar and readings as those facts make them: what every case here is judged by.
    pub rules: RuleBook,
    /// Counts the changes of `rules`.
    rules_version: u64,
    cases: BTreeMap<CaseId, CaseBook>,
    past: Mutex<Option<past::Past>>,
}

/// The books of all townships.
#[derive(Debug, Default)]
pub struct Books(BTreeMap<TownshipCode, Book>);

impl Books {
    /// The book of a township; empty until it is caught up.
    pub fn of(&mut self, township: &TownshipCode) -> &mut Book {
        self.0.entry(township.clone()).or_default()
    }
}

impl CaseBook {
    /// The facts, as they came.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// What the person is searched by.
    #[must_use]
    pub const fn found_by(&self) -> &Arc<FoundBy> {
        &self.found_by
    }

    /// Takes up what the facts add up to; what was reckoned before is gone.
    fn folded(&mut self, (file, issues): (CaseFile, Vec<Issue>)) {
        let person = file.order.as_ref().map(|order| &order.body.person);
        self.found_by = Arc::new(person.map_or_else(FoundBy::default, |person| FoundBy {
            name: Sought::of(&person.name),
            number: person.id.number.to_lowercase(),
        }));
        (self.file, self.issues) = (Arc::new(file), issues);
        *lock(&self.kept) = None;
    }

    /// The facts, each with the time the office received it.
    pub fn received(&self) -> impl Iterator<Item = (Event, Moment)> {
        self.events.iter().cloned().zip(self.known.iter().map(|known| known.received_at))
    }

    /// The case as it grew: after each batch that came of one series at one time, in the order of the log.
    pub(crate) fn steps(&self) -> Vec<(Moment, &[Event])> {
        let of = |known: &Known| (known.series, known.received_at);
        let ends = (1..=self.known.len()).filter(|end| {
            let last = self.known.get(end - 1).map(of);
            last != self.known.get(*end).map(of)
        });
        ends.filter_map(|end| Some((self.known.get(end - 1)?.received_at, self.events.get(..end)?))).collect()
    }
}

impl Book {
    /// A case, if the log has anything of it.
    #[must_use]
    pub fn case(&self, case: CaseId) -> Option<&CaseBook> {
        self.cases.get(&case)
    }

    /// A case as lists show it at a moment; `None` where no order is known.
    #[must_use]
    pub fn listed(&self, case: &CaseBook, at: Moment) -> Option<Arc<Listed>> {
        let mut kept = lock(&case.kept);
        if let Some(kept) = kept.as_ref().filter(|kept| self.holds(kept, at)) {
            return Some(Arc::clone(&kept.listed));
        }
        let rules = &self.rules;
        let (fresh, holds) =
            listed(&case.file, &case.issues, &rules.office, &rules.calendar, &rules.policy, at)?;
        let fresh = Arc::new(fresh);
        let listed = Arc::clone(&fresh);
        *kept = Some(Kept { rules: self.rules_version, holds, listed, marks: None, waits: None });
        Some(fresh)
    }

    /// Reckons what lists need of these cases on every core at once: what [`Self::listed`] then has already. A township's
    /// first list of a day is a thousand reckonings, each on its own.
    pub fn reckon(&self, cases: &[CaseId], at: Moment) {
        let stale: Vec<&CaseBook> = cases
            .iter()
            .filter_map(|case| self.case(*case))
            .filter(|case| !lock(&case.kept).as_ref().is_some_and(|kept| self.holds(kept, at)))
            .collect();
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        if cores == 1 || stale.len() < PARALLEL_CASES_MIN {
            return;
        }
        std::thread::scope(|threads| {
            for part in stale.chunks(stale.len().div_ceil(cores)) {
                threads.spawn(move || part.iter().for_each(|case| drop(self.listed(case, at))));
            }
        });
    }

    fn holds(&self, kept: &Kept, at: Moment) -> bool {
        kept.rules == self.rules_version && kept.holds.at(at)
    }

    /// Reads what the log has gained and folds the cases it touches. A book that could not be caught up is begun anew.
    pub(crate) fn catch_up(&mut self, work: Work<'_>, township: &TownshipCode) -> Result<(), StoreError> {
        let done = self.read_on(work, township);
        if done.is_err() {
            *self = Self::default();
        }
        done
    }

    fn read_on(&mut self, work: Work<'_>, township: &TownshipCode) -> Result<(), StoreError> {
        let mut touched = BTreeSet::new();
        let mut office_touched = false;
        loop {
            let page = log::page(work, township, Reach::Everything, self.cursor, STEP_EVENTS, STEP_BYTES)?;
            for entry in page.entries {
                match self.take(entry)? {
                    Stream::Case(case) => {
                        touched.insert(case);
                    }
                    Stream::Office(_) => office_touched = true,
                }
            }
            self.cursor = page.next;
            if !page.more {
                break;
            }
        }
        if office_touched {
            self.office = fold_office(&self.office_events);
            self.rules = RuleBook::of(&self.office);
            self.rules_version += 1;
        }
        for case in touched {
            if let Some(book) = self.cases.get_mut(&case) {
                book.folded(fold(&book.events));
            }
        }
        Ok(())
    }

    fn take(&mut self, entry: LogEntry) -> Result<Stream, StoreError> {
        let raw = RawEvent::read(entry.bytes).map_err(|_| StoreError::Damaged("accepted event"))?;
        let event = raw.into_event();
        let stream = event.stream.clone();
        match &stream {
            Stream::Case(case) => {
                let book = self.cases.entry(*case).or_default();
                book.known.push(Known {
                    event: event.id,
                    author: event.author,
                    series: entry.place.series,
                    seq: entry.place.seq,
                    received_at: entry.received_at,
                    mark: entry.mark,
                });
                book.events.push(event);
            }
            Stream::Office(_) => self.office_events.push(event),
        }
        Ok(stream)
    }
}

/// What a panic left half done here is reckoned anew: nothing but whole values is ever put in.
fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
