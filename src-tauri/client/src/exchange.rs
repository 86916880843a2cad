//! The loop between engine and wire. It holds the phone only while it prepares a request or takes in an answer, never
//! while it waits on the network: a screen must not hang because a line does.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;
use shared::id::SeriesId;
use shared::problem::{Problem, ProblemCode};
use shared::protocol::{SIGNATURE_HEADERS, revoked_text};

use crate::capsule::Sealer;
use crate::deps::Deps;
use crate::pairing::is_signed_by;
use crate::phone::{Open, Phone};
use crate::problems::of_file;
use crate::reserve;
use crate::room;
use crate::store::{Line, Store};
use crate::sync::{BlobEngine, Changed, Engine, WireReply, WireRequest, pause};
use crate::usecase;

/// Seconds between two exchanges while the line holds.
const PAUSE_SECONDS: u32 = 20;
/// Seconds until a locked phone is asked again; costs nothing.
const LOCKED_PAUSE_SECONDS: u32 = 3;
/// Seconds after the first exchange that failed; doubled for each further one.
const FIRST_RETRY_SECONDS: u32 = 5;
/// However long the line was away, a phone that is looked at notices its return within this time.
const RETRY_SECONDS_MAX: u32 = 60;
/// Minutes after the last act of a user in which the phone counts as looked at; later, pauses grow as [`pause`] says.
const LOOKED_AT_MINUTES: i64 = 5;
/// No pause is longer.
const LONGEST_PAUSE_MINUTES: i64 = 30;

/// One whole exchange.
///
/// # Errors
/// `NotPaired`, `Locked`; what went wrong on the line is kept for the strip and returned.
pub fn run(phone: &Mutex<Phone>, deps: &Deps) -> Result<(), Problem> {
    let mut engine = {
        let mut phone = lock(phone);
        let engine = Engine::new(phone.opened()?.pairing.clone(), deps.app_version.clone())
            .telling_room(room::left(deps));
        phone.link.running = true;
        note_network(&mut phone, deps);
        engine
    };
    let mut outcome = turns(&mut engine, phone, deps);
    // What is here must get out, full disk or not.
    if outcome.as_ref().is_err_and(|problem| problem.code == ProblemCode::DiskFull) && made_room(phone) {
        engine =
            Engine::new(engine.pairing().clone(), deps.app_version.clone()).telling_room(room::left(deps));
        outcome = turns(&mut engine, phone, deps);
    }
    // Records first; what goes wrong with photos is told of them alone.
    let attachments = outcome.as_ref().map(|()| send_attachments(&engine, phone, deps));
    let mut phone = lock(phone);
    phone.link.running = false;
    if let Ok(sent) = attachments {
        phone.link.attachment_problem = sent.err();
        phone.link.attachments_now = false;
    }
    match &outcome {
        Ok(()) => {
            phone.link.online = Some(true);
            phone.link.problem = None;
            phone.link.failures = 0;
        }
        // The screen was locked in between: nothing is known of the line.
        Err(problem) if problem.code == ProblemCode::Locked => {}
        Err(problem) => {
            phone.link.online =
                Some(!matches!(problem.code, ProblemCode::Offline | ProblemCode::InsecureAddress));
            phone.link.problem = Some(problem.clone());
            phone.link.failures = phone.link.failures.saturating_add(1);
        }
    }
    // Where there is no room for it nothing new is recorded; the next record says so.
    let _ = reserve::keep(&deps.data_dir);
    outcome
}

/// Whether the next try has come: at once where the network is another one than before.
pub fn is_due(phone: &Mutex<Phone>, deps: &Deps) -> bool {
    let mut phone = lock(phone);
    let failures = phone.link.failures;
    note_network(&mut phone, deps);
    if failures > phone.link.failures {
        phone.link.next_try = None;
    }
    let now = deps.now();
    // A clock that was put back must not make a pause longer than any pause is.
    phone.link.next_try.is_none_or(|at| at <= now || at - now > TimeDelta::minutes(LONGEST_PAUSE_MINUTES))
}

/// Seconds until the shell should ask again.
pub fn pause(phone: &Mutex<Phone>, deps: &Deps) -> u32 {
    let mut phone = lock(phone);
    let now = deps.now();
    let is_looked_at =
        phone.link.looked_at.is_some_and(|at| now - at < TimeDelta::minutes(LOOKED_AT_MINUTES));
    let failures = phone.link.failures;
    if !is_looked_at && failures > 0 && phone.open.is_some() {
        if phone.link.next_try.is_none_or(|at| at <= now) {
            let mut chance = [0];
            (deps.entropy)(&mut chance);
            let [chance] = chance;
            let seconds = pause::seconds(failures, chance);
            phone.link.next_try = Some(now + TimeDelta::seconds(seconds.into()));
        }
        return RETRY_SECONDS_MAX;
    }
    phone.link.next_try = None;
    match (phone.open.is_some(), failures) {
        (false, _) => LOCKED_PAUSE_SECONDS,
        (true, 0) => PAUSE_SECONDS,
        (true, failures) => {
            let doublings = failures.saturating_sub(1).min(8);
            FIRST_RETRY_SECONDS.saturating_mul(1 << doublings).min(RETRY_SECONDS_MAX)
        }
    }
}

fn turns(engine: &mut Engine, phone: &Mutex<Phone>, deps: &Deps) -> Result<(), Problem> {
    while let Some(request) = prepare(engine, phone, deps)? {
        let reply = deps.link.send(&request)?;
        if let Err(problem) = take_in(engine, phone, deps, &reply) {
            close_if_revoked(engine, phone, &request, &problem)?;
            return Err(problem);
        }
    }
    Ok(())
}

/// The office said to this very request that the phone is revoked: no file is shown any more. What is recorded stays, is
/// recorded on and leaves in the capsule. Anybody on the line can say so as well; without the office's signature it
/// closes nothing.
fn close_if_revoked(
    engine: &Engine,
    phone: &Mutex<Phone>,
    request: &WireRequest,
    problem: &Problem,
) -> Result<(), Problem> {
    let signed = request.headers.iter().find(|(name, _)| *name == SIGNATURE_HEADERS[3]);
    let (ProblemCode::DeviceRevoked, Some(figure), Some((_, signed))) =
        (problem.code, &problem.figure, signed)
    else {
        return Ok(());
    };
    let pairing = engine.pairing();
    if is_signed_by(&pairing.server_key, &revoked_text(pairing.series, signed), figure) {
        same_store(&mut lock(phone), pairing.series)?.store.end_lease()?;
    }
    Ok(())
}

fn made_room(phone: &Mutex<Phone>) -> bool {
    lock(phone).opened().is_ok_and(|open| open.store.make_room())
}

fn prepare(engine: &mut Engine, phone: &Mutex<Phone>, deps: &Deps) -> Result<Option<WireRequest>, Problem> {
    let mut phone = lock(phone);
    let open = same_store(&mut phone, engine.pairing().series)?;
    engine.next_request(&open.store, &open.device, deps.now())
}

fn take_in(engine: &mut Engine, phone: &Mutex<Phone>, deps: &Deps, reply: &WireReply) -> Result<(), Problem> {
    let mut phone = lock(phone);
    let open = same_store(&mut phone, engine.pairing().series)?;
    let Changed { streams, names } = engine.apply(&mut open.store, reply, deps.now())?;
    open.book.refresh(&open.store, &streams)?;
    let covered = open.store.line()?;
    if let Some(sealer) = open.store.sealer() {
        keep_capsule(&open.store, sealer, &covered)?;
    }
    if names {
        open.pairing = engine.pairing().clone();
        if open.store.sealer().is_none()
            && let Some(sealer) = Sealer::new(&deps.data_dir, &open.pairing, &open.device)
        {
            open.store.seal_to(sealer, open.pairing.series)?;
        }
        open.book.refresh_names(&open.store)?;
        // The end of an exchange, when every page and every case is there.
        if engine.is_done() {
            usecase::notices::settle(open, deps.now())?;
        }
    }
    Ok(())
}

/// Sealed copies stay until a backup of the office covers their records.
fn keep_capsule(store: &Store, sealer: &Sealer, line: &Line) -> Result<(), Problem> {
    let file = |error: std::io::Error| of_file(&error);
    sealer.note_covered(line.covered).map_err(file)?;
    let backed_up = line.receipt.as_ref().map_or(0, |signed| signed.receipt.backed_up_to);
    if backed_up > 0 {
        sealer.let_go(backed_up, &store.attachments_up_to(backed_up)?).map_err(file)?;
    }
    Ok(())
}

/// What the line costs, and whether that changed: a new network is worth a try at once.
fn note_network(phone: &mut Phone, deps: &Deps) {
    let network = (deps.network)();
    if phone.link.network.replace(network).is_some_and(|before| before != network) {
        phone.link.failures = 0;
    }
}

/// Attachments of records that are at the office, as far as the line may carry them.
fn send_attachments(engine: &Engine, phone: &Mutex<Phone>, deps: &Deps) -> Result<(), Problem> {
    let series = engine.pairing().series;
    let mut blobs = {
        let mut phone = lock(phone);
        if !phone.may_send_attachments((deps.network)()) {
            return Ok(());
        }
        let open = same_store(&mut phone, series)?;
        BlobEngine::new(&open.store, engine.pairing().clone(), engine.nonce().to_owned())?
    };
    loop {
        let request = {
            let mut phone = lock(phone);
            let open = same_store(&mut phone, series)?;
            blobs.next_request(&open.store, &open.device)?
        };
        let Some(request) = request else { return Ok(()) };
        let reply = deps.link.send_blob(&request)?;
        let mut phone = lock(phone);
        let open = same_store(&mut phone, series)?;
        blobs.apply(&mut open.store, &reply)?;
    }
}

/// The store the exchange began with; the phone may have been locked, even paired anew, in between.
fn same_store(phone: &mut Phone, series: SeriesId) -> Result<&mut Open, Problem> {
    let open = phone.opened()?;
    if open.pairing.series == series { Ok(open) } else { Err(ProblemCode::Locked.into()) }
}

/// A thread that died holding the phone left it as its last transaction did: whole.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
