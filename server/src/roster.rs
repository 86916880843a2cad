//! 名册: what the console reads of persons: workbench, list, one file, why a date is what it is.
//! Everything is computed from the book by `shared`; every reading is written into the audit.

mod recheck;
mod workbench;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use shared::access::{Act, Relation, may, may_list};
use shared::case::{Listing, State};
use shared::code::Measure;
use shared::duty::{Alert, Duty, DutyKey, Explanation, explain_known};
use shared::event::{Body, PlaceStamp};
use shared::id::{CaseId, EventId, TownshipCode, UserId};
use shared::moment::{Moment, civil_date};
use shared::page::{Listed, MasterField, PersonPage, master, person_page};
use shared::problem::{Problem, ProblemCode};
use shared::protocol::StaffName;

pub(crate) use workbench::work_item;
pub use workbench::workbench;

use crate::auth::Session;
use crate::book::{Book, CaseBook, FoundBy, Known};
use crate::desk::reads;
use crate::office::Office;
use crate::store::audit::AuditAct;
use crate::store::event::Place;
use crate::store::{Refusal, StoreError, Work, assignment, audit, blob, clock, device, receipt, user};
use crate::view::{
    ExplainQuery, FileAttachment, FilterCount, Mark, PersonFilter, PersonList, PersonRow, PersonView,
    PersonsQuery,
};
use crate::{openings, scope, sealed};

/// Duties due within so many days are those of the week.
pub(crate) const WEEK_DAYS: i32 = 7;
/// Characters of an id number from which on it is searched by.
const NUMBER_CHARACTERS_MIN: usize = 6;
/// Rows of one page of a list.
pub(crate) const PAGE_ROWS: usize = 50;
/// What the console's own acts are shown as coming from.
pub(crate) const CONSOLE_NAME: &str = "办公台";

/// A case of the session's reach as lists show it.
pub(crate) struct Person {
    pub case: CaseId,
    pub page: Arc<Listed>,
    pub workers: Vec<StaffName>,
    /// In which list it stands. A file that is sealed by now is sealed in lists of the past as well (R-PRIV-10).
    pub listing: Listing,
    /// Closed for good by now: nothing of it stands in a list (R-PRIV-10).
    pub shut: bool,
    found_by: Arc<FoundBy>,
}

/// Every person the session reads but those whose file is shut; minors only where it may list them (R-PRIV-11).
pub(crate) fn persons(work: Work<'_>, book: &Book, session: &Session) -> Result<Vec<Person>, StoreError> {
    let mut rows = persons_of(work, book, (book, work.now), session)?;
    rows.retain(|person| !person.shut);
    Ok(rows)
}

/// The same with those that are shut, out of another book of the township, at its moment: one of the past. Rights are those of today.
pub(crate) fn persons_of(
    work: Work<'_>,
    today: &Book,
    (book, at): (&Book, Moment),
    session: &Session,
) -> Result<Vec<Person>, StoreError> {
    let code = &session.township.code;
    let staff = staff_by_id(work, code)?;
    let mut workers: BTreeMap<CaseId, Vec<StaffName>> = BTreeMap::new();
    for (case, worker) in assignment::list(work, code)? {
        workers.entry(case).or_default().extend(staff.get(&worker).cloned());
    }
    let cases = scope::cases(work, code, session.user.role, session.user.user)?;
    today.reckon(&cases, work.now);
    book.reckon(&cases, at);
    let person = |case: CaseId| {
        let known = book.case(case)?;
        let page = book.listed(known, at)?;
        let now = listing_now(work, today, case)?;
        let listing = if now == Listing::Sealed { now } else { page.head.listing };
        let workers = workers.remove(&case).unwrap_or_default();
        let assigned = workers.iter().any(|worker| worker.user == session.user.user);
        let relation = if assigned { Relation::Assigned } else { Relation::SameTownship };
        let minor = [now, page.head.listing].contains(&Listing::Minor);
        let hidden = minor && !may_list(session.user.role, relation, Listing::Minor);
        let found_by = Arc::clone(known.found_by());
        let shut = sealed::is_shut(work, today, case);
        (!hidden).then_some(Person { case, page, workers, listing, shut, found_by })
    };
    Ok(cases.into_iter().filter_map(person).collect())
}

/// The same without sealed files: those nobody works with any more (R-PRIV-10).
pub(crate) fn unsealed(work: Work<'_>, book: &Book, session: &Session) -> Result<Vec<Person>, StoreError> {
    let mut rows = persons(work, book, session)?;
    rows.retain(|person| person.listing != Listing::Sealed);
    Ok(rows)
}

/// In which list a case stands now; `None` where no order is known.
pub(crate) fn listing_now(work: Work<'_>, book: &Book, case: CaseId) -> Option<Listing> {
    Some(book.listed(book.case(case)?, work.now)?.head.listing)
}

fn page_of(work: Work<'_>, book: &Book, case: &CaseBook) -> Option<PersonPage> {
    let rules = &book.rules;
    person_page(&case.file, &case.issues, &rules.office, &rules.calendar, &rules.policy, work.now)
}

pub(crate) fn staff_by_id(
    work: Work<'_>,
    code: &TownshipCode,
) -> Result<BTreeMap<UserId, StaffName>, StoreError> {
    let users = user::list(work, code)?;
    Ok(users.into_iter().map(|user| (user.user, user.staff_name())).collect())
}

/// The book a list is of, with its moment: that of now, or of the end of a past day.
///
/// # Errors
/// `DateOutOfRange` for a day to come.
pub(crate) fn book_of_day<T>(
    work: Work<'_>,
    book: &Book,
    day: Option<NaiveDate>,
    read: impl FnOnce((&Book, Moment)) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let today = civil_date(work.now);
    let Some(day) = day.filter(|day| *day != today) else { return read((book, work.now)) };
    let past = if day < today { book.known_on(day) } else { None };
    let (past, end) = past.ok_or_else(|| Problem::of_field(ProblemCode::DateOutOfRange, "as_of"))?;
    read((&past, end))
}

/// 人员名册.
///
/// # Errors
/// `DateOutOfRange`; of the store.
pub fn list(office: &Office, session: &Session, ask: &PersonsQuery) -> Result<PersonList, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, today| {
        book_of_day(work, today, ask.as_of, |(book, at)| {
            let mut persons = persons_of(work, today, (book, at), session)?;
            persons.retain(|person| !person.shut);
            let answer = answer(persons, ask, civil_date(at));
            let act = if ask.q.is_empty() { AuditAct::SeeList } else { AuditAct::Search };
            let filter = ask.filter.unwrap_or(PersonFilter::All).code();
            let past = ask.as_of.map(|day| format!(" {day}")).unwrap_or_default();
            let seen = format!("{filter} {} {}{past}", answer.matching, answer.page);
            audit::write(work, code, session.actor(), act, &seen)?;
            Ok(answer)
        })
    })
}

fn answer(persons: Vec<Person>, ask: &PersonsQuery, today: NaiveDate) -> PersonList {
    let total = count(persons.iter());
    let (villages, workers) = (villages(&persons), workers(&persons));
    let filter = ask.filter.unwrap_or(PersonFilter::All);
    let searched = !ask.q.trim().is_empty();
    let mut sought = persons;
    sought.retain(|person| is_sought(person, &ask.q) && is_chosen(person, ask));
    let counts = PersonFilter::ALL.iter().map(|filter| FilterCount {
        filter: *filter,
        persons: count(sought.iter().filter(|person| passes(person, *filter, searched))),
    });
    let counts = counts.collect();
    sought.retain(|person| passes(person, filter, searched));
    sought.sort_by(|a, b| order_of(a).cmp(&order_of(b)));
    let (matching, pages) = (count(sought.iter()), pages(sought.len()));
    let page = ask.page.unwrap_or(1).clamp(1, pages);
    let rows = sought.into_iter().skip(skipped(page)).take(PAGE_ROWS).map(row).collect();
    PersonList { today, rows, matching, page, pages, villages, workers, total, counts }
}

/// How many pages so many rows make; at least one.
pub(crate) fn pages(rows: usize) -> u32 {
    u32::try_from(rows.div_ceil(PAGE_ROWS)).unwrap_or(u32::MAX).max(1)
}

/// Rows before a page.
pub(crate) fn skipped(page: u32) -> usize {
    usize::try_from(page.saturating_sub(1)).unwrap_or(usize::MAX).saturating_mul(PAGE_ROWS)
}

pub(crate) fn villages(persons: &[Person]) -> Vec<String> {
    let found: BTreeSet<&str> = persons.iter().map(|person| person.page.head.village.as_str()).collect();
    found.into_iter().filter(|village| !village.is_empty()).map(str::to_owned).collect()
}

pub(crate) fn workers(persons: &[Person]) -> Vec<StaffName> {
    let found: BTreeMap<UserId, &StaffName> =
        persons.iter().flat_map(|person| &person.workers).map(|worker| (worker.user, worker)).collect();
    found.into_values().cloned().collect()
}

fn row(person: Person) -> PersonRow {
    let Listed { head, duties, issues, .. } = person.page.as_ref();
    PersonRow {
        head: head.clone(),
        overdue: count(duties.iter().filter(|duty| is_overdue(duty))),
        issues: count(issues.iter().filter(|issue| issue.kind.is_to_settle())),
        next_duty: duties.first().cloned(),
        workers: person.workers,
    }
}

/// Overdue first, then by the next due date, then by name.
fn order_of(person: &Person) -> (bool, NaiveDate, &str, CaseId) {
    let page = &person.page;
    let due = page.duties.first().map_or(NaiveDate::MAX, |duty| duty.due);
    (!page.duties.iter().any(is_overdue), due, &page.head.name, person.case)
}

/// A sealed file is found by no search (R-PRIV-10).
pub(crate) fn is_sought(person: &Person, typed: &str) -> bool {
    let plain = typed.trim().to_lowercase();
    if plain.is_empty() {
        return true;
    }
    let head = &person.page.head;
    if person.listing == Listing::Sealed || head.state.is_sealed() {
        return false;
    }
    person.found_by.name.matches(typed)
        || head.village.contains(&plain)
        || head.order_no.to_lowercase().contains(&plain)
        || (plain.chars().count() >= NUMBER_CHARACTERS_MIN && person.found_by.number.contains(&plain))
}

fn is_chosen(person: &Person, ask: &PersonsQuery) -> bool {
    ask.state.is_none_or(|state| person.page.head.state == state)
        && is_of(person, ask.village.as_deref(), ask.worker)
}

/// Whether a person is of a village and of a worker, where those are asked for.
pub(crate) fn is_of(person: &Person, village: Option<&str>, worker: Option<UserId>) -> bool {
    village.is_none_or(|village| person.page.head.village == village)
        && worker.is_none_or(|worker| person.workers.iter().any(|own| own.user == worker))
}

/// Sealed files stand in no list but, until they are shut, that of closed ones; minors in their own and in those of work to do, and where they
/// are searched for (R-PRIV-10, R-PRIV-11).
fn passes(person: &Person, filter: PersonFilter, searched: bool) -> bool {
    let (page, listing) = (&person.page, person.listing);
    if listing == Listing::Sealed && !matches!(filter, PersonFilter::Closed) {
        return false;
    }
    match filter {
        PersonFilter::All => searched || listing != Listing::Minor,
        PersonFilter::Minor => listing == Listing::Minor,
        PersonFilter::Missed => !page.findings.is_empty(),
        PersonFilter::Overdue => page.duties.iter().any(is_overdue),
        PersonFilter::Week => page.duties.iter().any(is_of_the_week),
        PersonFilter::Registered => matches!(page.head.state, State::Registered | State::Overdue),
        PersonFilter::Active => matches!(page.head.state, State::Active | State::Suspended),
        PersonFilter::Closed => match page.head.state {
            State::Expired | State::Discharged | State::Terminated | State::ClosedOther => true,
            State::Registered | State::Overdue | State::Active | State::Suspended => false,
        },
        PersonFilter::Rehab => page.head.measure == Measure::Rehab,
        PersonFilter::Recovery => page.head.measure == Measure::Recovery,
        PersonFilter::Unassigned => person.workers.is_empty(),
        PersonFilter::Issues => page.issues.iter().any(|issue| issue.kind.is_to_settle()),
        PersonFilter::Remarks => page.issues.iter().any(|issue| !issue.kind.is_to_settle()),
    }
}

pub(crate) fn is_overdue(duty: &Duty) -> bool {
    duty.alert == Alert::Red && duty.days_left < 0
}

pub(crate) fn is_of_the_week(duty: &Duty) -> bool {
    (0..WEEK_DAYS).contains(&duty.days_left)
}

pub(crate) fn count<T>(items: impl Iterator<Item = T>) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}

/// 人员档案: the page, and who recorded what on which device.
///
/// # Errors
/// `UnknownCase`; of the store.
pub fn view(office: &Office, session: &Session, case: CaseId) -> Result<PersonView, Refusal> {
    let code = &office.read(|work| openings::place_of(work, session, case))?;
    office.write_with_book(code, |work, book| {
        let relation = reads(work, book, session, case)?;
        let known = book.case(case).ok_or(ProblemCode::UnknownCase)?;
        let page = page_of(work, book, known).ok_or(ProblemCode::UnknownCase)?;
        let staff = staff_by_id(work, code)?;
        let workers = assignment::of_case(work, code, case)?;
        let workers = workers.iter().filter_map(|worker| staff.get(worker).cloned()).collect();
        let mut marks = marks(work, code, known, &staff)?;
        if may(session.user.role, Act::Review, relation) {
            marks.iter_mut().for_each(|mark| mark.place = place_of(known, mark.event));
        }
        audit::write(work, code, session.actor(), AuditAct::SeeFile, &case.to_string())?;
        let attachments = attachments(work, case, known)?;
        let order = known.file.order.as_ref().map(|order| order.event);
        let basis = order.and_then(|order| known.file.amended.get(&order)).cloned().unwrap_or_default();
        let fields = master(known.events(), &known.file);
        let fields: Vec<MasterField> = fields.into_iter().map(MasterField::masked).collect();
        let named: BTreeSet<UserId> =
            fields.iter().flat_map(|field| &field.versions).map(|version| version.author).collect();
        Ok(PersonView {
            page,
            master: fields,
            master_basis: basis,
            master_authors: named.iter().filter_map(|author| staff.get(author).cloned()).collect(),
            marks,
            workers,
            attachments,
            unsealed: sealed::running(work, book, session, case)?,
        })
    })
}

pub(crate) fn marks(
    work: Work<'_>,
    code: &TownshipCode,
    case: &CaseBook,
    staff: &BTreeMap<UserId, StaffName>,
) -> Result<Vec<Mark>, StoreError> {
    let mut series = BTreeMap::new();
    for known in &case.known {
        if series.contains_key(&known.series) {
            continue;
        }
        let device = device::find(work, known.series)?;
        let name = device.map_or_else(|| CONSOLE_NAME.to_owned(), |device| device.name);
        let receipt = receipt::last(work, code, known.series)?;
        let offsets = clock::of(work, code, known.series)?;
        // The office's own series needs no receipt: what stands in it is held.
        let held = receipt.map_or(u32::MAX, |signed| signed.receipt.up_to_seq);
        series.insert(known.series, (name, held, offsets));
    }
    let mark = |known: &crate::book::Known| {
        let seen = series.get(&known.series);
        let held = seen.map_or(0, |(_, held, _)| *held);
        Mark {
            event: known.event,
            author: staff.get(&known.author).cloned(),
            device_name: seen.map(|(name, ..)| name.clone()).unwrap_or_default(),
            series: known.series,
            seq: known.seq,
            received_at: known.received_at,
            clock_offset_seconds: seen.and_then(|(.., offsets)| offsets.at(known.received_at)),
            place: None,
            receipt_seq: if held == u32::MAX { known.seq } else { held },
            arrival: known.mark,
        }
    };
    Ok(case.known.iter().map(mark).collect())
}

/// 到访地点 as the visit now stands; a newer phone's that this office cannot mean is left out.
fn place_of(case: &CaseBook, event: EventId) -> Option<PlaceStamp> {
    let Body::Visit(visit) = &case.file.event(event)?.body else { return None };
    visit.place_stamp.filter(|stamp| stamp.is_sound())
}

/// A record of a case by its place, and the name of its person.
pub(crate) fn known_record<'a>(book: &'a Book, case: CaseId, place: &Place) -> Option<(&'a Known, String)> {
    let known =
        book.case(case)?.known.iter().find(|known| known.series == place.series && known.seq == place.seq)?;
    Some((known, name_in(book, case)))
}

/// The name of the person of a case; empty where no order is known.
pub(crate) fn name_in(book: &Book, case: CaseId) -> String {
    let order = book.case(case).and_then(|case| case.file.order.as_ref());
    order.map(|order| order.body.person.name.clone()).unwrap_or_default()
}

fn attachments(work: Work<'_>, case: CaseId, book: &CaseBook) -> Result<Vec<FileAttachment>, StoreError> {
    let mut rows = Vec::new();
    for named in blob::of_case(work, case)? {
        let known = book
            .known
            .iter()
            .find(|known| known.series == named.place.series && known.seq == named.place.seq);
        if let Some(known) = known {
            // One that was added stands with the record it was added to.
            let event =
                match book.events().iter().find(|event| event.id == known.event).map(|event| &event.body) {
                    Some(Body::Amend(amend)) => amend.target,
                    Some(_) | None => known.event,
                };
            rows.push(FileAttachment {
                event,
                digest: named.attachment.id.digest().unwrap_or_default().to_owned(),
                arrived: crate::blob::has_arrived(work, &named)?,
                attachment: named.attachment,
            });
        }
    }
    Ok(rows)
}

/// 为什么是这天.
///
/// # Errors
/// `UnknownCase`, `NotFound` where the case has no such duty; of the store.
pub fn explanation(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: &ExplainQuery,
) -> Result<Explanation, Refusal> {
    let code = &office.read(|work| openings::place_of(work, session, case))?;
    office.write_with_book(code, |work, book| {
        reads(work, book, session, case)?;
        let known = book.case(case).ok_or(ProblemCode::UnknownCase)?;
        let key = DutyKey { kind: ask.kind, window: ask.window };
        let why = explain_known(&known.file, &book.office, &book.rules, work.now, key);
        audit::write(work, code, session.actor(), AuditAct::Explain, &case.to_string())?;
        Ok(why.ok_or(ProblemCode::NotFound)?)
    })
}

/// Whether the session may see the office's devices.
pub(crate) const fn sees_devices(session: &Session) -> bool {
    may(session.user.role, Act::ManageDevices, Relation::SameTownship)
}
