//! 名册: what the console reads of persons: workbench, list, one file, why a date is what it is.
//! Everything is computed from the book by `shared`; every reading is written into the audit.

mod recheck;
mod workbench;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use shared::access::{Act, Relation, may, may_list};
use shared::case::{Listing, State};
use shared::code::Measure;
use shared::duty::{Alert, Duty, DutyKey, Explanation, explain_known};
use shared::id::{CaseId, TownshipCode, UserId};
use shared::moment::civil_date;
use shared::page::{PersonPage, person_page};
use shared::problem::ProblemCode;
use shared::protocol::StaffName;

pub use workbench::workbench;

use crate::auth::Session;
use crate::book::{Book, CaseBook, Known};
use crate::desk::relation_to;
use crate::office::Office;
use crate::store::audit::AuditAct;
use crate::store::event::Place;
use crate::store::{Refusal, StoreError, Work, assignment, audit, blob, clock, device, receipt, user};
use crate::view::{
    ExplainQuery, FileAttachment, FilterCount, Mark, PersonFilter, PersonList, PersonRow, PersonView,
    PersonsQuery,
};
use crate::{openings, scope, search};

/// Duties due within so many days are those of the week.
pub(crate) const WEEK_DAYS: i32 = 7;
/// Characters of an id number from which on it is searched by.
const NUMBER_CHARACTERS_MIN: usize = 6;
/// What the console's own acts are shown as coming from.
const CONSOLE_NAME: &str = "办公台";

/// A case of the session's reach with its page.
pub(crate) struct Person {
    pub case: CaseId,
    pub page: PersonPage,
    pub workers: Vec<StaffName>,
    /// Number of the id paper, only to be found by.
    number: String,
}

/// Every person the session reads; minors only where it may list them (R-PRIV-11).
pub(crate) fn persons(work: Work<'_>, book: &Book, session: &Session) -> Result<Vec<Person>, StoreError> {
    let code = &session.township.code;
    let staff = staff_by_id(work, code)?;
    let mut workers: BTreeMap<CaseId, Vec<StaffName>> = BTreeMap::new();
    for (case, worker) in assignment::list(work, code)? {
        workers.entry(case).or_default().extend(staff.get(&worker).cloned());
    }
    let cases = scope::cases(work, code, session.user.role, session.user.user)?;
    let person = |case: CaseId| {
        let known = book.case(case)?;
        let page = page_of(work, book, known)?;
        let number = known.file.order.as_ref().map(|order| order.body.person.id.number.to_lowercase());
        let workers = workers.remove(&case).unwrap_or_default();
        let assigned = workers.iter().any(|worker| worker.user == session.user.user);
        let relation = if assigned { Relation::Assigned } else { Relation::SameTownship };
        let hidden =
            page.head.listing == Listing::Minor && !may_list(session.user.role, relation, page.head.listing);
        (!hidden).then_some(Person { case, page, workers, number: number.unwrap_or_default() })
    };
    Ok(cases.into_iter().filter_map(person).collect())
}

fn page_of(work: Work<'_>, book: &Book, case: &CaseBook) -> Option<PersonPage> {
    let rules = &book.rules;
    person_page(&case.file, &case.issues, &rules.office, &rules.calendar, &rules.policy, work.now)
}

fn staff_by_id(work: Work<'_>, code: &TownshipCode) -> Result<BTreeMap<UserId, StaffName>, StoreError> {
    let users = user::list(work, code)?;
    Ok(users.into_iter().map(|user| (user.user, user.staff_name())).collect())
}

/// 人员名册.
///
/// # Errors
/// Of the store.
pub fn list(office: &Office, session: &Session, ask: &PersonsQuery) -> Result<PersonList, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let persons = persons(work, book, session)?;
        let total = u32::try_from(persons.len()).unwrap_or(u32::MAX);
        let filter = ask.filter.unwrap_or(PersonFilter::All);
        let sought: Vec<Person> = persons.into_iter().filter(|person| is_sought(person, &ask.q)).collect();
        let searched = !ask.q.trim().is_empty();
        let passes = |person: &Person, filter| passes(person, filter, searched);
        let counts = PersonFilter::ALL.iter().map(|filter| FilterCount {
            filter: *filter,
            persons: count(sought.iter().filter(|person| passes(person, *filter))),
        });
        let counts = counts.collect();
        let mut rows: Vec<PersonRow> =
            sought.into_iter().filter(|person| passes(person, filter)).map(row).collect();
        rows.sort_by(|a, b| order_of(a).cmp(&order_of(b)));
        let act = if ask.q.is_empty() { AuditAct::SeeList } else { AuditAct::Search };
        audit::write(work, code, session.actor(), act, &format!("{} {}", filter.code(), rows.len()))?;
        Ok(PersonList { today: civil_date(work.now), rows, total, counts })
    })
}

fn row(person: Person) -> PersonRow {
    let PersonPage { head, duties, issues, .. } = person.page;
    PersonRow {
        head,
        overdue: count(duties.iter().filter(|duty| is_overdue(duty))),
        issues: count(issues.iter().filter(|issue| issue.kind.is_to_settle())),
        next_duty: duties.into_iter().next(),
        workers: person.workers,
    }
}

/// Overdue first, then by the next due date, then by name.
fn order_of(row: &PersonRow) -> (bool, NaiveDate, &str, CaseId) {
    let due = row.next_duty.as_ref().map_or(NaiveDate::MAX, |duty| duty.due);
    (row.overdue == 0, due, &row.head.name, row.head.case)
}

/// A sealed file is found by no search (R-PRIV-10).
fn is_sought(person: &Person, typed: &str) -> bool {
    let head = &person.page.head;
    if head.state.is_sealed() && !typed.trim().is_empty() {
        return false;
    }
    let plain = typed.trim().to_lowercase();
    search::matches(&head.name, typed)
        || head.village.contains(&plain)
        || head.order_no.to_lowercase().contains(&plain)
        || (plain.chars().count() >= NUMBER_CHARACTERS_MIN && person.number.contains(&plain))
}

/// Sealed files stand in no list but that of closed ones; minors in their own and in those of work to do, and where they
/// are searched for (R-PRIV-10, R-PRIV-11).
fn passes(person: &Person, filter: PersonFilter, searched: bool) -> bool {
    let page = &person.page;
    let listing = page.head.listing;
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
        relation_to(work, session, case)?;
        let known = book.case(case).ok_or(ProblemCode::UnknownCase)?;
        let page = page_of(work, book, known).ok_or(ProblemCode::UnknownCase)?;
        let staff = staff_by_id(work, code)?;
        let workers = assignment::of_case(work, code, case)?;
        let workers = workers.iter().filter_map(|worker| staff.get(worker).cloned()).collect();
        let marks = marks(work, code, known, &staff)?;
        audit::write(work, code, session.actor(), AuditAct::SeeFile, &case.to_string())?;
        let attachments = attachments(work, case, known)?;
        Ok(PersonView { page, marks, workers, attachments })
    })
}

fn marks(
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
            receipt_seq: if held == u32::MAX { known.seq } else { held },
            arrival: known.mark,
        }
    };
    Ok(case.known.iter().map(mark).collect())
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
            rows.push(FileAttachment {
                event: known.event,
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
        relation_to(work, session, case)?;
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
