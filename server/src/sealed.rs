//! 已封存档案 and 调阅: files that are over stand in no list but this one, without the person; one that is shut is read only
//! by who asked with a reason and was allowed by another, for some hours (R-PRIV-10, R-TERM-5).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{Datelike, TimeDelta};
use shared::access::{
    Giving, Relation, UNSEALING_HOURS_MAX, Wish, may_ask_unsealing, may_list, may_settle_unsealing, release,
};
use shared::case::Listing;
use shared::id::{CaseId, OpeningId, UserId};
use shared::moment::civil_date;
use shared::page::{Listed, Seal};
use shared::problem::{Problem, ProblemCode, words};
use shared::protocol::StaffName;

use crate::auth::Session;
use crate::book::{Book, CaseBook};
use crate::desk::relation_to;
use crate::office::Office;
use crate::openings;
use crate::review::NOTE_MAX;
use crate::roster::{PAGE_ROWS, count, name_in, pages, skipped, staff_by_id};
use crate::scope;
use crate::store::audit::AuditAct;
use crate::store::unsealing::{self, Unsealing, UnsealingState, Words};
use crate::store::{Refusal, StoreError, Work, assignment, audit};
use crate::view::{
    SealedPage, SealedQuery, SealedRow, UnsealingAnswer, UnsealingAnswerRequest, UnsealingRequest,
    UnsealingRow,
};

const REASON_CHARACTERS_MIN: usize = 10;
/// Characters of a purpose.
const PURPOSE_MAX: usize = 100;
/// Characters of an id or a number that a list shows.
const TAIL: usize = 6;
/// What stands in the place of a name.
pub(crate) const SEALED_NAME: &str = "已封存";

fn listed(work: Work<'_>, book: &Book, case: CaseId) -> Option<Arc<Listed>> {
    book.listed(book.case(case)?, work.now)
}

fn seal(work: Work<'_>, book: &Book, case: CaseId) -> Option<Seal> {
    listed(work, book, case)?.seal.clone()
}

/// Whether a file is shut now.
pub(crate) fn is_shut(work: Work<'_>, book: &Book, case: CaseId) -> bool {
    listed(work, book, case).is_some_and(|listed| listed.seal.as_ref().is_some_and(|seal| seal.shut))
}

/// The name lists give a case: none of a file that is shut.
pub(crate) fn name_outside(work: Work<'_>, book: &Book, case: CaseId) -> String {
    if is_shut(work, book, case) { SEALED_NAME.to_owned() } else { name_in(book, case) }
}

/// Whether the session may read a file that is shut.
///
/// # Errors
/// `FileSealed` unless an approval runs; of the store.
pub(crate) fn opened(
    work: Work<'_>,
    session: &Session,
    relation: Relation,
    case: CaseId,
) -> Result<(), Refusal> {
    let user = &session.user;
    let running = unsealing::running(work, &session.township.code, user.user, case)?;
    let purpose = running.as_ref().map(|one| one.words.purpose.as_str()).unwrap_or_default();
    let approved_by = running.as_ref().and_then(|one| one.settled_by);
    let wish = Wish { by: user.user, giving: Giving::Sealed, purpose, approved_by };
    release(user.role, relation, &wish).map_err(|_| Refusal::from(ProblemCode::FileSealed))
}

/// The approval by which the session reads a shut file.
pub(crate) fn running(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    case: CaseId,
) -> Result<Option<UnsealingRow>, Refusal> {
    let found = unsealing::running(work, &session.township.code, session.user.user, case)?;
    Ok(rows(work, book, session, found.into_iter().collect())?.pop())
}

/// 已封存档案 of the session's reach, the newest first.
///
/// # Errors
/// Of the store.
pub fn page(office: &Office, session: &Session, ask: &SealedQuery) -> Result<SealedPage, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let wishes = unsealing::list(work, code)?;
        let mut all: Vec<SealedRow> =
            reach(work, book, session)?.into_iter().filter_map(|case| row(work, book, case)).collect();
        all.sort_by_key(|row| (std::cmp::Reverse(row.since), row.case));
        let years: BTreeSet<i32> = all.iter().map(|row| row.since.year()).collect();
        all.retain(|row| ask.year.is_none_or(|year| row.since.year() == year));
        let pages = pages(all.len());
        let page = ask.page.unwrap_or(1).clamp(1, pages);
        let matching = count(all.iter());
        let own = |row: &SealedRow| {
            let of_row = |one: &&Unsealing| one.case == row.case && one.user == session.user.user;
            let counts = |one: &&Unsealing| one.state == UnsealingState::Open || one.runs(work.now);
            wishes.iter().filter(of_row).find(counts).map(|one| one.opening)
        };
        let shown = all.into_iter().skip(skipped(page)).take(PAGE_ROWS);
        let rows_shown = shown.map(|row| SealedRow { wish: own(&row), ..row }).collect();
        audit::write(work, code, session.actor(), AuditAct::SeeSealed, &format!("{matching} {page}"))?;
        Ok(SealedPage {
            rows: rows_shown,
            matching,
            page,
            pages,
            years: years.into_iter().rev().collect(),
            wishes: shown_wishes(work, book, session, wishes)?,
        })
    })
}

/// Cases the session reads, those of minors only where it may list them (R-PRIV-11).
fn reach(work: Work<'_>, book: &Book, session: &Session) -> Result<Vec<CaseId>, StoreError> {
    let code = &session.township.code;
    let user = &session.user;
    let mine: BTreeSet<CaseId> = assignment::list(work, code)?
        .into_iter()
        .filter(|(_, worker)| *worker == user.user)
        .map(|(case, _)| case)
        .collect();
    let may_show = |case: &CaseId| {
        let minor = book
            .case(*case)
            .and_then(|known| known.file.order.as_ref())
            .is_some_and(|order| shared::case::is_minor(&order.body.person, civil_date(work.now)));
        let relation = if mine.contains(case) { Relation::Assigned } else { Relation::SameTownship };
        !minor || may_list(user.role, relation, Listing::Minor)
    };
    let mut cases = scope::cases(work, code, user.role, user.user)?;
    cases.retain(may_show);
    Ok(cases)
}

fn row(work: Work<'_>, book: &Book, case: CaseId) -> Option<SealedRow> {
    let known = book.case(case)?;
    let seal = seal(work, book, case)?;
    let order = known.file.order.as_ref()?;
    Some(SealedRow {
        case,
        code: code_of(case),
        order_tail: order_tail(known),
        measure: order.body.measure,
        year: order.day().year(),
        why: seal.why,
        since: seal.since,
        owed: seal.owed,
        last_open: seal.last_open,
        shut: seal.shut,
        wish: None,
    })
}

fn code_of(case: CaseId) -> String {
    tail(&case.to_string())
}

/// What follows the year of an order's number, at most six characters.
fn order_tail(known: &CaseBook) -> String {
    let number = known.file.order.as_ref().map(|order| order.body.order_no.trim()).unwrap_or_default();
    tail(number.rsplit(['〕', ']', '）', ')']).next().unwrap_or_default())
}

fn tail(text: &str) -> String {
    let characters = text.chars().count();
    text.chars().skip(characters.saturating_sub(TAIL)).collect()
}

/// The sealed file of the person with this id number, or of the order with this number: the whole of it.
///
/// # Errors
/// `UnknownCase` where no sealed file within reach has it, `LoginDelayed` after many of those; of the store.
pub fn find(office: &Office, session: &Session, number: &str) -> Result<SealedRow, Refusal> {
    let code = &session.township.code;
    let number = number.trim();
    office.read(|work| openings::wait_over(work, session))?;
    office.write_with_book(code, |work, book| -> Result<Result<SealedRow, Refusal>, Refusal> {
        let cases = reach(work, book, session)?.into_iter();
        let found = cases
            .filter(|case| !number.is_empty() && openings::has_number(book, *case, number))
            .filter_map(|case| row(work, book, case))
            .max_by_key(|row| (row.since, row.case));
        let Some(row) = found else {
            return Ok(Err(openings::miss(work, session, AuditAct::SeeSealed)?));
        };
        audit::write(work, code, session.actor(), AuditAct::SeeSealed, &row.case.to_string())?;
        Ok(Ok(row))
    })?
}

/// 申请调阅.
///
/// # Errors
/// `UnknownCase`, `RoleMayNot` for a file of elsewhere, `StateForbids` for one that is not shut, `AlreadyDecided` where an
/// own wish waits or runs, `FieldMissing` for a short reason or no purpose, `FieldTooLong`, `RequestMalformed` for the
/// hours; of the store.
pub fn ask(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: &UnsealingRequest,
) -> Result<OpeningId, Refusal> {
    let reason = words(&ask.reason, "reason", NOTE_MAX)?;
    if reason.chars().count() < REASON_CHARACTERS_MIN {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "reason").into());
    }
    let purpose = words(&ask.purpose, "purpose", PURPOSE_MAX)?;
    if !(1..=UNSEALING_HOURS_MAX).contains(&ask.hours) {
        return Err(Problem::of_field(ProblemCode::RequestMalformed, "hours").into());
    }
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let relation = relation_to(work, session, case)?;
        if !may_ask_unsealing(session.user.role, relation) {
            return Err(ProblemCode::RoleMayNot.into());
        }
        if !is_shut(work, book, case) {
            return Err(ProblemCode::StateForbids.into());
        }
        let user = session.user.user;
        let stands =
            |one: &Unsealing| one.user == user && (one.state == UnsealingState::Open || one.runs(work.now));
        if unsealing::of_case(work, code, case)?.iter().any(stands) {
            return Err(ProblemCode::AlreadyDecided.into());
        }
        let opening = OpeningId::make(work.now, work.deps.id_entropy());
        let made = Unsealing {
            opening,
            case,
            user,
            asked_at: work.now,
            state: UnsealingState::Open,
            settled_by: None,
            settled_at: None,
            until: None,
            words: Words { reason, purpose, hours: ask.hours, note: String::new() },
        };
        unsealing::insert(work, code, &made)?;
        audit::write(work, code, session.actor(), AuditAct::AskUnsealing, &format!("{case} {opening}"))?;
        Ok(opening)
    })
}

/// 批准, 不批准, 收回.
///
/// # Errors
/// `NotFound`, `AlreadyDecided`, `OwnAct` and `RoleMayNot` for who may not, `FieldMissing` for a refusal without a word;
/// of the store.
pub fn settle(
    office: &Office,
    session: &Session,
    opening: OpeningId,
    ask: &UnsealingAnswerRequest,
) -> Result<(), Refusal> {
    let code = &session.township.code;
    office.write(|work| {
        let mut one = unsealing::find(work, code, opening)?.ok_or(ProblemCode::NotFound)?;
        let user = &session.user;
        let own = user.user == one.user;
        let may = match ask.answer {
            UnsealingAnswer::TakeBack => own,
            UnsealingAnswer::Approve | UnsealingAnswer::Refuse => {
                may_settle_unsealing(user.role, user.user, one.user)
            }
        };
        if !may {
            return Err(if own { ProblemCode::OwnAct } else { ProblemCode::RoleMayNot }.into());
        }
        if one.state != UnsealingState::Open {
            return Err(ProblemCode::AlreadyDecided.into());
        }
        let note = ask.note.trim();
        let note = if note.is_empty() && ask.answer != UnsealingAnswer::Refuse {
            String::new()
        } else {
            words(note, "note", NOTE_MAX)?
        };
        one.words.note = note;
        one.settled_by = Some(user.user);
        one.settled_at = Some(work.now);
        one.state = match ask.answer {
            UnsealingAnswer::Approve => UnsealingState::Approved,
            UnsealingAnswer::Refuse => UnsealingState::Refused,
            UnsealingAnswer::TakeBack => UnsealingState::TakenBack,
        };
        one.until = (one.state == UnsealingState::Approved)
            .then(|| work.now + TimeDelta::hours(i64::from(one.words.hours.min(UNSEALING_HOURS_MAX))));
        unsealing::settle(work, code, &one)?;
        let subject = format!("{} {opening} {}", one.case, one.state.code());
        Ok(audit::write(work, code, session.actor(), AuditAct::SettleUnsealing, &subject)?)
    })
}

/// What waits for an answer, where the session may see it.
pub(crate) fn waiting(work: Work<'_>, book: &Book, session: &Session) -> Result<Vec<UnsealingRow>, Refusal> {
    let all = unsealing::list(work, &session.township.code)?;
    let open = all.into_iter().filter(|one| one.state == UnsealingState::Open).collect();
    let mut rows = rows(work, book, session, open)?;
    rows.retain(|row| row.may_settle || row.may_take_back);
    Ok(rows)
}

/// Own ones, and what waits or runs where the session answers for the files.
fn shown_wishes(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    all: Vec<Unsealing>,
) -> Result<Vec<UnsealingRow>, Refusal> {
    let user = &session.user;
    let shows = |one: &Unsealing| {
        let alive = one.state == UnsealingState::Open || one.runs(work.now);
        one.user == user.user || (alive && may_settle_unsealing(user.role, user.user, one.user))
    };
    let shown = all.into_iter().filter(shows).take(PAGE_ROWS).collect();
    rows(work, book, session, shown)
}

fn rows(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    all: Vec<Unsealing>,
) -> Result<Vec<UnsealingRow>, Refusal> {
    let staff: BTreeMap<UserId, StaffName> = staff_by_id(work, &session.township.code)?;
    let user = &session.user;
    let row = |one: Unsealing| {
        let open = one.state == UnsealingState::Open;
        UnsealingRow {
            opening: one.opening,
            case: one.case,
            code: code_of(one.case),
            order_tail: book.case(one.case).map(order_tail).unwrap_or_default(),
            user: staff.get(&one.user).cloned(),
            running: one.runs(work.now),
            may_settle: open && may_settle_unsealing(user.role, user.user, one.user),
            may_take_back: open && one.user == user.user,
            reason: one.words.reason,
            purpose: one.words.purpose,
            hours: one.words.hours,
            asked_at: one.asked_at,
            state: one.state,
            settled_by: one.settled_by.and_then(|by| staff.get(&by).cloned()),
            settled_at: one.settled_at,
            note: one.words.note,
            until: one.until,
        }
    };
    Ok(all.into_iter().map(row).collect())
}
