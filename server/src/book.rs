//! 账簿: the folded cases of a township in memory. A cache over the log, never the truth: it is caught up from the
//! log before each use and may be dropped at any time.

use std::collections::{BTreeMap, BTreeSet};

use shared::case::{CaseFile, Issue, fold};
use shared::event::{Event, RawEvent, Stream};
use shared::id::{CaseId, EventId, SeriesId, TownshipCode, UserId};
use shared::moment::Moment;
use shared::office::{OfficeFile, fold_office};
use shared::protocol::ArrivalMark;
use shared::rules::RuleBook;

use crate::store::log::{self, LogEntry, Reach};
use crate::store::{StoreError, Work};

/// Events read at once while catching up.
const STEP_EVENTS: usize = 2000;
/// Bytes held at once while catching up.
const STEP_BYTES: usize = 16 * 1024 * 1024;

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
    pub file: CaseFile,
    pub issues: Vec<Issue>,
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
    cases: BTreeMap<CaseId, CaseBook>,
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
        }
        for case in touched {
            if let Some(book) = self.cases.get_mut(&case) {
                (book.file, book.issues) = fold(&book.events);
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
