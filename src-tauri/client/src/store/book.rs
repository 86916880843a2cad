//! 案卷: what the facts add up to, in memory; caught up by the streams that changed. A cache, never the truth.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use shared::case::{CaseFile, Issue, fold};
use shared::duty::Duty;
use shared::event::{Event, Stream};
use shared::id::{CaseId, EventId, SeriesId, UserId};
use shared::moment::{Moment, civil_date};
use shared::office::{OfficeFile, fold_office};
use shared::page::{PersonHead, PersonPage, TimelineEntry, person_page};
use shared::protocol::{Card, StaffName};
use shared::rules::RuleBook;

use super::{NewEvent, Store, StoreError};

/// One case, folded as the office folds it: own records it set aside do not count.
#[derive(Debug, Clone, PartialEq)]
pub struct Folded {
    pub file: CaseFile,
    pub issues: Vec<Issue>,
    /// With the records that were set aside, where there are any: they are shown and count for nothing.
    whole: Option<CaseFile>,
}

/// Every case of the phone, folded, and what is needed to read them.
#[derive(Debug)]
pub struct Book {
    cases: BTreeMap<CaseId, Folded>,
    /// The office's facts, folded.
    pub office: OfficeFile,
    /// Calendar and readings as those facts make them: what every case here is judged by.
    pub rules: RuleBook,
    pub staff: Vec<StaffName>,
    /// Of this installation.
    series: SeriesId,
    /// Own records that were set aside, by their place.
    set_aside: BTreeSet<u32>,
    /// Cases the office named; `None` = not told yet.
    scope: Option<BTreeSet<CaseId>>,
    /// What a role that reads no files knows of a person.
    cards: Vec<Card>,
    /// Heads and duties of all cases as of a day, until something changes: a list is searched at each keystroke.
    glances: Option<(NaiveDate, Arc<Vec<Glance>>)>,
}

/// What a list shows of a case.
#[derive(Debug, Clone)]
pub struct Glance {
    pub head: PersonHead,
    pub next: Option<Duty>,
    pub overdue: u32,
}

impl Book {
    /// Folds the whole store.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn load(store: &Store, series: SeriesId) -> Result<Self, StoreError> {
        let mut book = Self {
            cases: BTreeMap::new(),
            office: OfficeFile::default(),
            rules: RuleBook::default(),
            staff: store.staff()?,
            series,
            set_aside: store.set_aside()?,
            scope: store.scope()?,
            cards: store.cards()?,
            glances: None,
        };
        let mut office = Vec::new();
        for (stream, events) in store.all_events(series)? {
            match stream {
                Stream::Case(case) => book.put(case, events),
                Stream::Office(_) => office.extend(events),
            }
        }
        book.put_office(&office);
        Ok(book)
    }

    /// Folds again what changed.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn refresh(&mut self, store: &Store, streams: &BTreeSet<Stream>) -> Result<(), StoreError> {
        self.set_aside = store.set_aside()?;
        self.glances = None;
        for stream in streams {
            let events = store.events_of(stream)?;
            match stream {
                Stream::Case(case) if events.is_empty() => {
                    self.cases.remove(case);
                }
                Stream::Case(case) => self.put(*case, events),
                Stream::Office(_) => self.put_office(&events),
            }
        }
        Ok(())
    }

    /// Reads names and scope again, after an exchange.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn refresh_names(&mut self, store: &Store) -> Result<(), StoreError> {
        self.glances = None;
        self.staff = store.staff()?;
        self.scope = store.scope()?;
        self.cards = store.cards()?;
        Ok(())
    }

    fn put_office(&mut self, events: &[Event]) {
        self.office = fold_office(events);
        self.rules = RuleBook::of(&self.office);
    }

    fn put(&mut self, case: CaseId, events: Vec<Event>) {
        let is_aside = |event: &Event| event.series == self.series && self.set_aside.contains(&event.seq);
        let (mut aside, mut events): (Vec<_>, Vec<_>) = events.into_iter().partition(is_aside);
        let (file, issues) = fold(&events);
        let whole = (!aside.is_empty()).then(|| {
            events.append(&mut aside);
            fold(&events).0
        });
        self.cases.insert(case, Folded { file, issues, whole });
    }

    /// A case as facts that are about to be written would leave it; nothing is kept.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn imagine(&self, store: &Store, case: CaseId, new: &[NewEvent]) -> Result<Folded, StoreError> {
        let is_aside = |event: &Event| event.series == self.series && self.set_aside.contains(&event.seq);
        let mut events = store.events_of(&Stream::Case(case))?;
        events.retain(|event| !is_aside(event));
        events.extend(new.iter().map(NewEvent::imagined));
        let (file, issues) = fold(&events);
        Ok(Folded { file, issues, whole: None })
    }

    /// A case in the scope of this phone.
    #[must_use]
    pub fn case(&self, case: CaseId) -> Option<&Folded> {
        self.cases.get(&case).filter(|_| self.is_in_scope(case))
    }

    /// Every case in the scope of this phone.
    pub fn cases(&self) -> impl Iterator<Item = (CaseId, &Folded)> {
        self.cases.iter().map(|(case, folded)| (*case, folded)).filter(|(case, _)| self.is_in_scope(*case))
    }

    /// Whether the phone may show the case.
    #[must_use]
    pub fn is_in_scope(&self, case: CaseId) -> bool {
        self.scope.as_ref().is_none_or(|scope| scope.contains(&case))
    }

    /// The page of a case; `None` while its order is not known.
    #[must_use]
    pub fn page(&self, folded: &Folded, at: Moment) -> Option<PersonPage> {
        let RuleBook { office, calendar, policy } = &self.rules;
        let page = |file, issues| person_page(file, issues, office, calendar, policy, at);
        let mut shown = page(&folded.file, &folded.issues)?;
        if let Some(whole) = folded.whole.as_ref().and_then(|whole| page(whole, &[])) {
            let mut counted: BTreeMap<EventId, TimelineEntry> =
                shown.timeline.into_iter().map(|entry| (entry.event, entry)).collect();
            let entries = whole.timeline.into_iter();
            shown.timeline = entries.map(|entry| counted.remove(&entry.event).unwrap_or(entry)).collect();
        }
        Some(shown)
    }

    /// Every case in scope at a glance, worked out once a day and after each change.
    pub fn glances(&mut self, at: Moment) -> Arc<Vec<Glance>> {
        let today = civil_date(at);
        if let Some((day, glances)) = &self.glances
            && *day == today
        {
            return Arc::clone(glances);
        }
        let glance = |page: PersonPage| Glance {
            overdue: u32::try_from(page.duties.iter().filter(|duty| duty.days_left < 0).count())
                .unwrap_or(u32::MAX),
            next: page.duties.into_iter().next(),
            head: page.head,
        };
        let pages = self.cases().filter_map(|(_, folded)| self.page(folded, at));
        let glances = Arc::new(pages.map(glance).collect::<Vec<_>>());
        self.glances = Some((today, Arc::clone(&glances)));
        glances
    }

    /// The name of the person of a case; those out of scope have none here.
    #[must_use]
    pub fn person_name(&self, case: CaseId) -> String {
        if let Some(card) = self.cards.iter().find(|card| card.case == case) {
            return card.name.clone();
        }
        if !self.is_in_scope(case) {
            return "（已不在名下）".to_owned();
        }
        self.cases
            .get(&case)
            .and_then(|folded| folded.file.order.as_ref())
            .map_or_else(|| "（尚无档案）".to_owned(), |order| order.body.person.name.clone())
    }

    /// The cards of a role that reads no files.
    #[must_use]
    pub fn cards(&self) -> &[Card] {
        &self.cards
    }

    /// Any case this phone holds facts of, in scope or not.
    #[must_use]
    pub fn any_case(&self, case: CaseId) -> Option<&Folded> {
        self.cases.get(&case)
    }

    /// The name of a member of staff.
    #[must_use]
    pub fn staff_name(&self, user: UserId) -> Option<&str> {
        self.staff.iter().find(|member| member.user == user).map(|member| member.name.as_str())
    }
}
