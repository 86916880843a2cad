//! 核对收件箱: what waits for the office, in classes. `shared::inbox` says what waits and why; here are only the rows of
//! the store it needs, and the paging.

use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use shared::access::{Relation, may_list};
use shared::case::Issue;
use shared::event::{Body, Event};
use shared::id::{CaseId, EventId, SeriesId, UserId};
use shared::inbox::{Arrival, InboxClass, InboxFinding, Seen, came};
use shared::moment::{Moment, civil_date};
use shared::page::{choice_label, kind, summary};
use shared::protocol::StaffName;

use crate::auth::Session;
use crate::book::{Book, CaseBook, Known, Wait, What};
use crate::office::Office;
use crate::roster::{CONSOLE_NAME, count, name_in, staff_by_id};
use crate::scope;
use crate::store::audit::AuditAct;
use crate::store::clock::Offsets;
use crate::store::{Refusal, StoreError, Work, assignment, audit, blob, capsule, clock, device, quarantine};
use crate::view::{ClassCount, DecidedRow, Inbox, InboxQuery, InboxRecord, InboxRow};

/// Rows of a page: what a clerk looks through before the next.
const PAGE_ROWS: usize = 50;
/// Decisions shown to be taken back.
const DECIDED_ROWS: usize = 20;

/// What waits in the files of a session: the files first, then the rows that point into them. There may be a hundred
/// thousand.
type Files = Vec<(CaseId, Arc<[Wait]>)>;

/// One row before it is shown.
struct Waiting<'a> {
    case: CaseId,
    wait: &'a Wait,
    /// Why it is to be looked at for how it came.
    came: Vec<InboxFinding>,
}

impl Waiting<'_> {
    /// Contradictions first, then what came last.
    fn order(&self) -> impl Ord + '_ {
        let is_record = matches!(self.wait.what, What::Record { .. });
        (is_record, Reverse(self.wait.received_at), self.wait.events())
    }

    fn findings(&self) -> impl Iterator<Item = &InboxFinding> {
        self.wait.findings.iter().chain(&self.came)
    }

    fn is_of(&self, class: InboxClass) -> bool {
        if class == InboxClass::Plain {
            return self.findings().next().is_none();
        }
        self.findings().any(|found| found.class == class)
    }
}

/// One page of what waits.
///
/// # Errors
/// Of the store.
pub fn list(office: &Office, session: &Session, ask: &InboxQuery) -> Result<Inbox, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let cases = reviewed_by(work, book, session)?;
        let decided = decided(book, &cases, &staff_by_id(work, code)?);
        let files = files(book, cases, work.now);
        let mut waiting = waiting_in(work, session, &files)?;
        let counts = counts(work, session, &waiting)?;
        let all = count(waiting.iter());
        waiting.retain(|row| ask.class.is_none_or(|class| row.is_of(class)));
        let total = waiting.len();
        // A page that is no more there is the last one that is.
        let last = total.saturating_sub(1) / PAGE_ROWS;
        let page = usize::try_from(ask.page.unwrap_or(0)).unwrap_or(0).min(last);
        put_in_order(&mut waiting, page.saturating_add(1).saturating_mul(PAGE_ROWS));
        let staff = staff_by_id(work, code)?;
        let mut devices = BTreeMap::new();
        let mut rows = Vec::new();
        for row in waiting.into_iter().skip(page * PAGE_ROWS).take(PAGE_ROWS) {
            rows.extend(shown(work, book, row, &staff, &mut devices)?);
        }
        let class = ask.class.map_or("all", InboxClass::code);
        audit::write(work, code, session.actor(), AuditAct::SeeInbox, &format!("{class} {}", rows.len()))?;
        Ok(Inbox {
            today: civil_date(work.now),
            waiting: all,
            counts,
            rows,
            total: u32::try_from(total).unwrap_or(u32::MAX),
            page: u32::try_from(page).unwrap_or(0),
            page_rows: u32::try_from(PAGE_ROWS).unwrap_or(u32::MAX),
            decided,
        })
    })
}

/// The first rows stand where they belong; what lies behind them is not looked at.
fn put_in_order(rows: &mut Vec<Waiting<'_>>, first: usize) {
    if first < rows.len() {
        rows.select_nth_unstable_by(first, |a, b| a.order().cmp(&b.order()));
        rows.truncate(first);
    }
    rows.sort_unstable_by(|a, b| a.order().cmp(&b.order()));
}

/// What waits by class, for the workbench.
///
/// # Errors
/// Of the store.
pub(crate) fn class_counts(
    work: Work<'_>,
    book: &Book,
    session: &Session,
) -> Result<Vec<ClassCount>, StoreError> {
    let files = files(book, reviewed_by(work, book, session)?, work.now);
    counts(work, session, &waiting_in(work, session, &files)?)
}

/// Records of these cases in which nothing stands out now.
///
/// # Errors
/// Of the store.
pub(crate) fn plain(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    cases: &BTreeSet<CaseId>,
) -> Result<BTreeSet<EventId>, StoreError> {
    let mut reviewed = reviewed_by(work, book, session)?;
    reviewed.retain(|case| cases.contains(case));
    let files = files(book, reviewed, work.now);
    let waiting = waiting_in(work, session, &files)?;
    let plain = waiting.iter().filter(|row| row.is_of(InboxClass::Plain));
    Ok(plain.flat_map(|row| row.wait.events()).copied().collect())
}

fn counts(work: Work<'_>, session: &Session, waiting: &[Waiting<'_>]) -> Result<Vec<ClassCount>, StoreError> {
    let code = &session.township.code;
    let set_aside = quarantine::list(work, code)?;
    let set_aside = count(set_aside.iter().filter(|held| held.verdict.is_none() && held.township == *code));
    let mut rows = vec![0; InboxClass::ALL.len()];
    let mut add = |class: InboxClass, more: u32| {
        if let Some(rows) = rows.get_mut(class as usize) {
            *rows += more;
        }
    };
    add(InboxClass::Quarantine, set_aside);
    for row in waiting {
        if row.is_of(InboxClass::Plain) {
            add(InboxClass::Plain, 1);
        }
        for (n, found) in row.findings().enumerate() {
            // Two reasons of one class are one row of it.
            if !row.findings().take(n).any(|before| before.class == found.class) {
                add(found.class, 1);
            }
        }
    }
    Ok(InboxClass::ALL.iter().zip(rows).map(|(class, rows)| ClassCount { class: *class, rows }).collect())
}

/// What the store knows of how records came.
struct Arrivals {
    missing: BTreeMap<(SeriesId, u32), u32>,
    capsules: BTreeSet<(SeriesId, u32)>,
    clocks: BTreeMap<SeriesId, Offsets>,
}

impl Arrivals {
    fn read(work: Work<'_>, session: &Session) -> Result<Self, StoreError> {
        let code = &session.township.code;
        let mut missing = BTreeMap::new();
        for named in blob::missing(work, code)? {
            *missing.entry((named.place.series, named.place.seq)).or_insert(0) += 1;
        }
        Ok(Self { missing, capsules: capsule::places(work, code)?, clocks: BTreeMap::new() })
    }

    fn of(
        &mut self,
        work: Work<'_>,
        session: &Session,
        place: (SeriesId, u32),
        received_at: Moment,
    ) -> Result<Arrival, StoreError> {
        if let Entry::Vacant(entry) = self.clocks.entry(place.0) {
            entry.insert(clock::of(work, &session.township.code, place.0)?);
        }
        let offsets = self.clocks.get(&place.0);
        Ok(Arrival {
            missing: self.missing.get(&place).copied().unwrap_or(0),
            by_capsule: self.capsules.contains(&place),
            clock_offset_seconds: offsets.and_then(|offsets| offsets.at(received_at)),
        })
    }
}

fn files(book: &Book, cases: Vec<CaseId>, now: Moment) -> Files {
    let of = |case: CaseId| Some((case, book.waits(book.case(case)?, now)?));
    cases.into_iter().filter_map(of).collect()
}

/// Everything that waits in these files: contradictions, each with its records, and all other records.
fn waiting_in<'a>(
    work: Work<'_>,
    session: &Session,
    files: &'a Files,
) -> Result<Vec<Waiting<'a>>, StoreError> {
    let mut arrivals = Arrivals::read(work, session)?;
    let mut rows = Vec::with_capacity(files.iter().map(|(_, waits)| waits.len()).sum());
    for (case, wait) in files.iter().flat_map(|(case, waits)| waits.iter().map(move |wait| (*case, wait))) {
        let came = match wait.what {
            What::Issue(_) => Vec::new(),
            // Nobody reviews an own record: it waits for somebody else.
            What::Record { author, .. } if author == session.user.user => continue,
            What::Record { series, seq, .. } => {
                came(&arrivals.of(work, session, (series, seq), wait.received_at)?)
            }
        };
        rows.push(Waiting { case, wait, came });
    }
    Ok(rows)
}

/// Files that are not sealed; those of minors only where the session may list them (R-PRIV-10, R-PRIV-11).
fn reviewed_by(work: Work<'_>, book: &Book, session: &Session) -> Result<Vec<CaseId>, StoreError> {
    let code = &session.township.code;
    let mine: BTreeSet<CaseId> = assignment::list(work, code)?
        .into_iter()
        .filter(|(_, worker)| *worker == session.user.user)
        .map(|(case, _)| case)
        .collect();
    let shows = |case: &CaseId| {
        let listed = book.case(*case).and_then(|known| book.listed(known, work.now));
        let relation = if mine.contains(case) { Relation::Assigned } else { Relation::SameTownship };
        listed.is_some_and(|listed| may_list(session.user.role, relation, listed.head.listing))
    };
    let cases = scope::cases(work, code, session.user.role, session.user.user)?;
    Ok(cases.into_iter().filter(shows).collect())
}

/// Every issue of a case as it stands: those of the merge and those of the rules.
pub(crate) fn issues(book: &Book, known: &CaseBook, now: Moment) -> Vec<Issue> {
    book.listed(known, now).map_or_else(|| known.issues.clone(), |listed| listed.issues.clone())
}

type Names = BTreeMap<SeriesId, String>;

fn shown(
    work: Work<'_>,
    book: &Book,
    row: Waiting<'_>,
    staff: &BTreeMap<UserId, StaffName>,
    devices: &mut Names,
) -> Result<Option<InboxRow>, StoreError> {
    let Some(known) = book.case(row.case) else { return Ok(None) };
    let mut records = Vec::new();
    for id in row.wait.events() {
        let Some(event) = known.file.event(*id) else { continue };
        let Some(came) = known.known.iter().find(|known| known.event == *id) else { continue };
        records.push(record(work, known, event, came, staff, devices)?);
    }
    let name = name_in(book, row.case);
    let issue = if let What::Issue(issue) = &row.wait.what { Some(issue.as_ref().clone()) } else { None };
    let findings = row.findings().cloned().collect();
    Ok(Some(InboxRow { case: row.case, name, findings, issue, records }))
}

fn record(
    work: Work<'_>,
    known: &CaseBook,
    event: &Event,
    came: &Known,
    staff: &BTreeMap<UserId, StaffName>,
    devices: &mut Names,
) -> Result<InboxRecord, StoreError> {
    if let Entry::Vacant(entry) = devices.entry(came.series) {
        let device = device::find(work, came.series)?;
        entry.insert(device.map_or_else(|| CONSOLE_NAME.to_owned(), |device| device.name));
    }
    Ok(InboxRecord {
        event: event.id,
        kind: kind(&event.body),
        summary: summary(&event.body),
        happened_at: event.happened_at,
        recorded_at: event.recorded_at,
        received_at: came.received_at,
        author: staff.get(&event.author).cloned(),
        device_name: devices.get(&came.series).cloned().unwrap_or_default(),
        seen: Seen::of(&known.file, event.id),
    })
}

fn decided(book: &Book, cases: &[CaseId], staff: &BTreeMap<UserId, StaffName>) -> Vec<DecidedRow> {
    let mut rows: Vec<DecidedRow> = Vec::new();
    for case in cases.iter().copied() {
        let Some(known) = book.case(case).filter(|known| !known.file.settled.is_empty()) else { continue };
        let of_case = known.file.events.iter().filter(|event| !known.file.is_voided(event.id));
        rows.extend(of_case.filter_map(|event| decided_row(book, case, event, staff)));
    }
    rows.sort_by_key(|row| Reverse(row.at));
    rows.truncate(DECIDED_ROWS);
    rows
}

/// A decision as it is shown; `None` for any other event.
pub(crate) fn decided_row(
    book: &Book,
    case: CaseId,
    event: &Event,
    staff: &BTreeMap<UserId, StaffName>,
) -> Option<DecidedRow> {
    let Body::Settled(settled) = &event.body else { return None };
    Some(DecidedRow {
        case,
        name: name_in(book, case),
        settled: event.id,
        issue: Issue { kind: settled.issue, events: settled.events.clone() },
        choice: settled.choice,
        outcome: choice_label(settled.choice).to_owned(),
        note: settled.note.clone(),
        by: staff.get(&event.author).cloned(),
        at: event.recorded_at,
    })
}
