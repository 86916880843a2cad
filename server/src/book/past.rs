//! 当时所知, for a whole township: the book as it was known at the end of a day. By what had been received then, under
//! the calendar and the readings that had been published.

use std::sync::{Arc, Mutex};

use chrono::{Days, NaiveDate, TimeDelta};
use shared::case::fold;
use shared::event::Event;
use shared::moment::{BEIJING, Moment};
use shared::office::fold_office;
use shared::rules::RuleBook;

use super::{Book, CaseBook, lock};

/// The book of one past day, and up to where the log was read when it was made.
#[derive(Debug)]
pub(super) struct Past {
    day: NaiveDate,
    cursor: u64,
    book: Arc<Book>,
}

/// The last millisecond of a day in Beijing; `None` at the end of time.
#[must_use]
pub fn end_of(day: NaiveDate) -> Option<Moment> {
    let next = day.checked_add_days(Days::new(1))?.and_hms_opt(0, 0, 0)?;
    Some(next.and_local_timezone(BEIJING).single()? - TimeDelta::milliseconds(1))
}

impl Book {
    /// The book as it was known at the end of a day, with that moment; `None` at the end of time. The one of the day
    /// asked for last is kept until the log grows.
    #[must_use]
    pub fn known_on(&self, day: NaiveDate) -> Option<(Arc<Self>, Moment)> {
        let end = end_of(day)?;
        let mut past = lock(&self.past);
        if let Some(past) = past.as_ref().filter(|past| past.day == day && past.cursor == self.cursor) {
            return Some((Arc::clone(&past.book), end));
        }
        let book = Arc::new(self.known_by(end));
        *past = Some(Past { day, cursor: self.cursor, book: Arc::clone(&book) });
        Some((book, end))
    }

    fn known_by(&self, end: Moment) -> Self {
        let published: Vec<Event> =
            self.office_events.iter().filter(|event| event.happened_at <= end).cloned().collect();
        let office = fold_office(&published);
        let cases = self.cases.iter().filter_map(|(case, book)| Some((*case, book.known_by(end)?)));
        Self { rules: RuleBook::of(&office), office, cases: cases.collect(), ..Self::default() }
    }
}

impl CaseBook {
    /// The case as folded from what had been received; `None` where nothing had. A case that gained nothing since is
    /// shared, not folded again.
    fn known_by(&self, end: Moment) -> Option<Self> {
        if self.known.iter().all(|known| known.received_at <= end) {
            return Some(Self {
                file: Arc::clone(&self.file),
                issues: self.issues.clone(),
                found_by: Arc::clone(&self.found_by),
                kept: Mutex::default(),
                ..Self::default()
            });
        }
        let received = self.events.iter().zip(&self.known).filter(|(_, known)| known.received_at <= end);
        let then: Vec<Event> = received.map(|(event, _)| event.clone()).collect();
        if then.is_empty() {
            return None;
        }
        let mut book = Self::default();
        book.folded(fold(&then));
        Some(book)
    }
}
