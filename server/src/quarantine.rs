//! 待核查: records that were set aside, and what a person of the office makes of each. Nothing leaves the list but by a
//! decision with a reason, and both stay.

use shared::access::{Act, Relation, act_of, may, may_approve};
use shared::event::{RawEvent, Stream};
use shared::hash::Hash;
use shared::page::{detail_of, kind};
use shared::problem::{Problem, ProblemCode};
use shared::protocol::Verdict;

use crate::auth::Session;
use crate::office::Office;
use crate::store::audit::AuditAct;
use crate::store::event::Place;
use crate::store::quarantine::Quarantined;
use crate::store::{Refusal, StoreError, Work, audit, device, event, quarantine, user};
use crate::view::{DecisionRequest, HeldRow};
use crate::{ledger, scope, sealed};

/// Characters of a reason at most.
const REASON_MAX: usize = 300;

/// The list, newest first: of the township's own phones, for the township of the author decides.
///
/// # Errors
/// Of the store.
pub fn list(office: &Office, session: &Session) -> Result<Vec<HeldRow>, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        audit::write(work, code, session.actor(), AuditAct::SeeQuarantine, "")?;
        let staff = user::list(work, code)?;
        let mut rows = Vec::new();
        let waits = |held: &Quarantined| held.verdict.is_none() && held.township == *code;
        for held in quarantine::list(work, code)?.into_iter().filter(waits) {
            let device = device::find(work, held.series)?;
            let place = Place { township: code.clone(), series: held.series, seq: held.seq };
            let read = readable(work, &place, &held)?;
            let case = read.as_ref().and_then(|raw| match raw.event().stream {
                Stream::Case(case) => Some(case),
                Stream::Office(_) => None,
            });
            // Whose record it is may be told only to those who may read that person's file.
            let case = match case {
                Some(case) => {
                    let relation = scope::relation(work, code, session.user.user, case)?;
                    may(session.user.role, Act::SeeFile, relation).then_some(case)
                }
                None => None,
            };
            let lines = match (case, &read) {
                (Some(case), Some(raw)) => {
                    let relation = scope::relation(work, code, session.user.user, case)?;
                    let shown = may(session.user.role, Act::Correct, relation);
                    if shown { detail_of(&raw.event().body).1 } else { Vec::new() }
                }
                (None, _) | (_, None) => Vec::new(),
            };
            if let Some(case) = case.filter(|_| !lines.is_empty()) {
                audit::write(work, code, session.actor(), AuditAct::SeeQuarantine, &case.to_string())?;
            }
            // The office's own acts carry their author with them.
            let owner = device.as_ref().map(|device| device.user);
            let owner = owner.or_else(|| read.as_ref().map(|raw| raw.event().author));
            let is_open = held.problem != ProblemCode::EventGivenBack || ledger::is_open(work, &place)?;
            let shut = case.is_some_and(|case| sealed::is_shut(work, book, case));
            rows.push(HeldRow {
                series: held.series,
                seq: held.seq,
                hash: held.hash.clone(),
                device_name: device.map(|device| device.name).unwrap_or_default(),
                user: staff.iter().find(|user| Some(user.user) == owner).map(user::User::staff_name),
                countable: read.is_some() && is_countable(&held) && case.is_some() && is_open,
                problem: held.problem.into(),
                received_at: held.received_at,
                happened_at: read.as_ref().map(|raw| raw.event().happened_at),
                name: case.map(|case| sealed::name_outside(work, book, case)),
                case,
                kind: read.map(|raw| kind(&raw.event().body)),
                lines: if shut { Vec::new() } else { lines },
            });
        }
        Ok(rows)
    })
}

/// 采纳 or 不采纳, with the reason.
///
/// # Errors
/// `NotFound`, `FieldMissing` and `FieldTooLong` for the reason, `AlreadyDecided`, `QuarantineNotCountable`,
/// `OwnAct` for a leave one granted oneself, `RoleMayNot`; of the store.
pub fn decide(office: &Office, session: &Session, ask: &DecisionRequest) -> Result<(), Refusal> {
    let reason = checked(&ask.reason)?;
    let code = &session.township.code;
    office.write(|work| {
        if !may(session.user.role, Act::Correct, Relation::SameTownship) {
            return Err(ProblemCode::RoleMayNot.into());
        }
        let place = Place { township: code.clone(), series: ask.series, seq: ask.seq };
        let mut held = quarantine::list(work, code)?.into_iter().filter(|held| held.township == *code);
        let held =
            held.find(|held| held.series == ask.series && held.seq == ask.seq && held.hash == ask.hash);
        let held = held.ok_or(ProblemCode::NotFound)?;
        if held.verdict.is_some() {
            return Err(ProblemCode::AlreadyDecided.into());
        }
        if ask.verdict == Verdict::Accepted {
            check_countable(work, session, &place, &held)?;
        }
        // Words about a person lie sealed like everything else of theirs.
        let kept = work.seal(&format!("decision/{code}/{}", ask.series), reason)?;
        ledger::decide(work, &place, &ask.hash, ask.verdict, session.user.user, &hex::encode(kept))
    })
}

fn checked(reason: &str) -> Result<&str, Problem> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "reason"));
    }
    if reason.chars().count() > REASON_MAX {
        let figure = Some(REASON_MAX.to_string());
        return Err(Problem { figure, ..Problem::of_field(ProblemCode::FieldTooLong, "reason") });
    }
    Ok(reason)
}

/// Reasons a person may set aside: they speak of rights, not of the record.
fn is_countable(held: &Quarantined) -> bool {
    let of_rights = [
        ProblemCode::EventGivenBack,
        ProblemCode::DeviceRevoked,
        ProblemCode::DeviceUnconfirmed,
        ProblemCode::EventOutOfScope,
        ProblemCode::RoleMayNot,
        ProblemCode::OwnAct,
    ];
    of_rights.contains(&held.problem)
}

fn readable(work: Work<'_>, place: &Place, held: &Quarantined) -> Result<Option<RawEvent>, StoreError> {
    let in_place = event::bytes_at(work, place)?.map(|(bytes, _)| bytes);
    let bytes = match in_place.filter(|bytes| Hash::of(bytes) == held.hash) {
        Some(bytes) => Some(bytes),
        None => quarantine::bytes_beside(work, place, &held.hash)?,
    };
    Ok(bytes.and_then(|bytes| RawEvent::read(bytes).ok()))
}

/// A record that a person may still make count: it can be read, and they may correct the file it is about.
fn check_countable(
    work: Work<'_>,
    session: &Session,
    place: &Place,
    held: &Quarantined,
) -> Result<(), Refusal> {
    let raw = readable(work, place, held)?.filter(|_| is_countable(held));
    let raw = raw.ok_or(ProblemCode::QuarantineNotCountable)?;
    let Stream::Case(case) = raw.event().stream else {
        return Err(ProblemCode::QuarantineNotCountable.into());
    };
    // A grant that waits, for whatever reason, is not made to count by who wrote it.
    let takes_another =
        held.problem == ProblemCode::OwnAct || matches!(act_of(&raw.event().body), Act::ApproveLeave);
    let author = raw.event().author;
    if takes_another && !may_approve(session.user.user, Some(author), author) {
        return Err(ProblemCode::OwnAct.into());
    }
    let relation = scope::relation(work, &place.township, session.user.user, case)?;
    if may(session.user.role, Act::Correct, relation) {
        Ok(())
    } else {
        Err(ProblemCode::QuarantineNotCountable.into())
    }
}
