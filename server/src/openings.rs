//! 紧急查阅: somebody whose work is files opens one out of reach, with a reason, for at most four hours. The township that owns
//! the file is told at once, and somebody else judges it afterwards.

use shared::access::{Act, Relation, may, may_approve};
use shared::id::{CaseId, OpeningId, TownshipCode, UserId};
use shared::problem::{Problem, ProblemCode};

use crate::auth::Session;
use crate::book::Book;
use crate::office::Office;
use crate::store::audit::AuditAct;
use crate::store::login_delay::{self, Delay};
use crate::store::opening::{self, Opening, Review};
use crate::store::unsealing::{self, Unsealing};
use crate::store::{Refusal, StoreError, Work, assignment, audit, placement, township, user};
use crate::view::{OpenUrgentlyRequest, OpenedUrgently, OpeningRow, ReadRow, ReviewRequest};
use crate::{desk, scope, sealed};

const HOURS_MAX: u32 = 4;
const REASON_CHARACTERS_MIN: usize = 10;
const REASON_CHARACTERS_MAX: usize = 500;
/// Numbers nobody has, in a row, after which the next is looked up later.
const MISSES_MAX: u32 = 5;
const MISS_WAIT_MS: i64 = 3_600_000;

/// Opens the file of the person with this id or order number.
///
/// # Errors
/// `FieldMissing`, `FieldTooLong` for the reason, `RequestMalformed` for the hours, `UnknownCase` where no file has the
/// number, `LoginDelayed` after many of those, `StateForbids` for a file within reach anyway,
/// `FileSealed` for one that is shut; of the store.
pub fn open(
    office: &Office,
    session: &Session,
    ask: &OpenUrgentlyRequest,
) -> Result<OpenedUrgently, Refusal> {
    let reason = ask.reason.trim();
    match reason.chars().count() {
        0..REASON_CHARACTERS_MIN => return Err(Problem::of_field(ProblemCode::FieldMissing, "reason").into()),
        REASON_CHARACTERS_MIN..=REASON_CHARACTERS_MAX => {}
        _ => return Err(Problem::of_field(ProblemCode::FieldTooLong, "reason").into()),
    }
    if !(1..=HOURS_MAX).contains(&ask.hours) {
        return Err(Problem::of_field(ProblemCode::RequestMalformed, "hours").into());
    }
    office.read(|work| wait_over(work, session))?;
    let number = ask.number.trim();
    let found = find(office, number)?;
    office.write(|work| -> Result<Result<OpenedUrgently, Refusal>, StoreError> {
        let Some((owner, case, shut)) = found else {
            return Ok(Err(miss(work, session, AuditAct::OpenUrgently)?));
        };
        let relation = scope::relation(work, &session.township.code, session.user.user, case)?;
        if may(session.user.role, Act::SeeFile, relation) {
            return Ok(Err(ProblemCode::StateForbids.into()));
        }
        if !may(session.user.role, Act::OpenUrgently, relation) {
            return Ok(Err(ProblemCode::RoleMayNot.into()));
        }
        // Urgency replaces no second person.
        if shut {
            return Ok(Err(ProblemCode::FileSealed.into()));
        }
        let until = work.now + chrono::TimeDelta::hours(i64::from(ask.hours));
        let made = Opening {
            township: owner.clone(),
            opening: OpeningId::make(work.now, work.deps.id_entropy()),
            case,
            user_township: session.township.code.clone(),
            user: session.user.user,
            reason: reason.to_owned(),
            opened_at: work.now,
            until,
            review: None,
        };
        opening::insert(work, &made)?;
        audit::write(
            work,
            &owner,
            session.actor(),
            AuditAct::OpenUrgently,
            &format!("{case} {}", made.opening),
        )?;
        Ok(Ok(OpenedUrgently { case, until }))
    })?
}

/// Where a file with this very number lies, and whether it is shut.
fn find(office: &Office, number: &str) -> Result<Option<(TownshipCode, CaseId, bool)>, Refusal> {
    if number.is_empty() {
        return Ok(None);
    }
    for place in office.read(township::list)? {
        let case = office.write_with_book(&place.code, |work, book| {
            let here = placement::cases(work, &place.code)?;
            let found = here.into_iter().filter(|case| has_number(book, *case, number));
            // One that still runs before one that is over.
            let shut = found.map(|case| (case, sealed::is_shut(work, book, case)));
            Ok(shut.min_by_key(|(_, shut)| *shut))
        })?;
        if let Some((case, shut)) = case {
            return Ok(Some((place.code, case, shut)));
        }
    }
    Ok(None)
}

pub(crate) fn has_number(book: &Book, case: CaseId, number: &str) -> bool {
    let order = book.case(case).and_then(|known| known.file.order.as_ref());
    order.is_some_and(|order| {
        order.body.order_no == number || order.body.person.id.number.eq_ignore_ascii_case(number)
    })
}

fn miss_key(session: &Session) -> String {
    format!("opening/{}", session.user.user)
}

pub(crate) fn wait_over(work: Work<'_>, session: &Session) -> Result<(), Refusal> {
    let misses = login_delay::find(work, &session.township.code.0, &miss_key(session))?;
    if misses.failures >= MISSES_MAX && misses.until_ms > work.now_ms() {
        let seconds = u32::try_from((misses.until_ms - work.now_ms()) / 1000 + 1).unwrap_or(u32::MAX);
        return Err(Problem::wait(ProblemCode::LoginDelayed, seconds).into());
    }
    Ok(())
}

/// Nobody has the number: told to the log, and slower after many of those.
pub(crate) fn miss(work: Work<'_>, session: &Session, act: AuditAct) -> Result<Refusal, StoreError> {
    let code = &session.township.code;
    let before = login_delay::find(work, &code.0, &miss_key(session))?;
    let failures = if before.until_ms > work.now_ms() { before.failures.saturating_add(1) } else { 1 };
    let delay = Delay { failures, until_ms: work.now_ms() + MISS_WAIT_MS };
    login_delay::put(work, &code.0, &miss_key(session), delay)?;
    audit::write(work, code, session.actor(), act, "nobody")?;
    Ok(ProblemCode::UnknownCase.into())
}

/// Every opening of the township's files, newest first.
///
/// # Errors
/// Of the store.
pub fn list(office: &Office, session: &Session) -> Result<Vec<OpeningRow>, Refusal> {
    office.write(|work| {
        audit::write(work, &session.township.code, session.actor(), AuditAct::SeeOpenings, "")?;
        rows(work, session)
    })
}

/// Those that run or that nobody has judged yet: what the township must know of.
pub(crate) fn waiting(work: Work<'_>, session: &Session) -> Result<Vec<OpeningRow>, Refusal> {
    let rows = rows(work, session)?;
    Ok(rows.into_iter().filter(|row| row.running || row.verdict.is_none()).collect())
}

/// The openings as a reviewer sees them. Names of persons stay with those who read files.
pub(crate) fn rows(work: Work<'_>, session: &Session) -> Result<Vec<OpeningRow>, Refusal> {
    let row = |found: Opening| {
        let opener = user::find(work, &found.user_township, found.user)?;
        let opener = opener.ok_or(StoreError::Damaged("opening without user"))?;
        let reviewer = match &found.review {
            Some(review) => user::find(work, &found.township, review.by)?.map(|user| user.name),
            None => None,
        };
        Ok(OpeningRow {
            opening: found.opening,
            case: found.case,
            user: opener.staff_name(),
            township_name: township::get(work, &found.user_township)?.name,
            may_review: found.review.is_none()
                && may_approve(session.user.user, Some(found.user), found.user),
            running: found.until > work.now,
            reason: found.reason,
            opened_at: found.opened_at,
            until: found.until,
            verdict: found.review.as_ref().map(|review| review.verdict),
            reviewer,
            note: found.review.map(|review| review.note),
        })
    };
    opening::list(work, &session.township.code)?.into_iter().map(row).collect()
}

/// 复核: somebody else says whether it was needed.
///
/// # Errors
/// `NotFound`, `OwnAct`, `StateForbids` for one that was judged already; of the store.
pub fn review(office: &Office, session: &Session, id: OpeningId, ask: &ReviewRequest) -> Result<(), Refusal> {
    office.write(|work| {
        let found = opening::find(work, &session.township.code, id)?.ok_or(ProblemCode::NotFound)?;
        if found.review.is_some() {
            return Err(ProblemCode::StateForbids.into());
        }
        if !may_approve(session.user.user, Some(found.user), found.user) {
            return Err(ProblemCode::OwnAct.into());
        }
        let note = ask.note.trim().chars().take(REASON_CHARACTERS_MAX).collect();
        let said = Review { at: work.now, by: session.user.user, verdict: ask.verdict, note };
        opening::set_review(work, &found, &said)?;
        let subject = format!("{id} {}", ask.verdict.code());
        Ok(audit::write(work, &session.township.code, session.actor(), AuditAct::ReviewOpening, &subject)?)
    })
}

/// 谁看过: every entry of the audit that names the case, newest first.
///
/// # Errors
/// `UnknownCase`, `FileSealed`; of the store.
pub fn reads(office: &Office, session: &Session, case: CaseId) -> Result<Vec<ReadRow>, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let here = scope::relation(work, code, session.user.user, case)?;
        let relation = if may(session.user.role, Act::SeeFile, here) {
            desk::reads(work, book, session, case)?
        } else {
            here
        };
        if !may(session.user.role, Act::SeeReads, relation) {
            return Err(ProblemCode::UnknownCase.into());
        }
        let entries = audit::naming(work, code, &case.to_string())?;
        let mut opened = opening::list(work, code)?;
        opened.retain(|one| one.case == case);
        let unsealed = unsealing::of_case(work, code, case)?;
        let rows = entries.into_iter().map(|entry| {
            let who = who(work, &entry.actor)?;
            Ok(ReadRow {
                at: entry.at,
                who,
                act: entry.act.label().to_owned(),
                by_device: entry.actor.starts_with("device/"),
                why: why(work, code, case, (&opened, &unsealed), &entry)?,
            })
        });
        let rows = rows.collect::<Result<Vec<_>, StoreError>>()?;
        audit::write(work, code, session.actor(), AuditAct::SeeReads, &case.to_string())?;
        Ok(rows)
    })
}

/// By which right somebody read it then: an urgent opening with its reason, or how the case lay to them.
fn why(
    work: Work<'_>,
    code: &TownshipCode,
    case: CaseId,
    (opened, unsealed): (&[Opening], &[Unsealing]),
    entry: &audit::Entry,
) -> Result<String, StoreError> {
    let Some(reader) = actor_user(work, &entry.actor)? else { return Ok(String::new()) };
    let urgent =
        opened.iter().find(|one| one.user == reader && one.opened_at <= entry.at && entry.at <= one.until);
    if let Some(one) = urgent {
        return Ok(format!("紧急查阅：{}", one.reason));
    }
    if let Some(one) = unsealed.iter().find(|one| one.user == reader && one.runs(entry.at)) {
        return Ok(format!("调阅封存档案：{}", one.words.reason));
    }
    let at = entry.at.timestamp_millis();
    if assignment::spans(work, code, case, reader)?.iter().any(|span| span.covers(at)) {
        return Ok("本人负责".to_owned());
    }
    let found = user::find(work, code, reader)?;
    Ok(found.map(|user| format!("本乡镇{}", user.role)).unwrap_or_default())
}

/// The user an entry of the audit names, by themselves or by their device.
fn actor_user(work: Work<'_>, actor: &str) -> Result<Option<UserId>, StoreError> {
    let Some((kind, id)) = actor.split_once('/') else { return Ok(None) };
    Ok(match kind {
        "user" => id.parse().ok(),
        "device" => match id.parse() {
            Ok(series) => crate::store::device::find(work, series)?.map(|device| device.user),
            Err(_) => None,
        },
        _ => None,
    })
}

pub(crate) fn who(work: Work<'_>, actor: &str) -> Result<String, StoreError> {
    if !actor.contains('/') {
        return Ok("服务器操作".to_owned());
    }
    let user = actor_user(work, actor)?;
    let Some(user) = user else { return Ok(String::new()) };
    Ok(user::anywhere(work, user)?.map(|user| user.name).unwrap_or_default())
}

/// Whether the user has the file open now, and in which township it lies.
pub(crate) fn opened_in(
    work: Work<'_>,
    user: UserId,
    case: CaseId,
) -> Result<Option<TownshipCode>, StoreError> {
    for place in placement::townships_of(work, case)? {
        if opening::runs(work, &place, user, case)? {
            return Ok(Some(place));
        }
    }
    Ok(None)
}

/// Which township's book has the file as this session reads it.
pub(crate) fn place_of(work: Work<'_>, session: &Session, case: CaseId) -> Result<TownshipCode, StoreError> {
    let here = scope::relation(work, &session.township.code, session.user.user, case)?;
    if !matches!(here, Relation::Other) {
        return Ok(session.township.code.clone());
    }
    Ok(opened_in(work, session.user.user, case)?.unwrap_or_else(|| session.township.code.clone()))
}
