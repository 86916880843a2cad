//! The loop between engine and wire. It holds the phone only while it prepares a request or takes in an answer, never
//! while it waits on the network: a screen must not hang because a line does.

use std::sync::{Mutex, MutexGuard, PoisonError};

use shared::id::SeriesId;
use shared::problem::{Problem, ProblemCode};

use crate::deps::Deps;
use crate::phone::{Open, Phone};
use crate::sync::{Changed, Engine, WireReply, WireRequest};

/// Seconds between two exchanges while the line holds.
const PAUSE_SECONDS: u32 = 20;
/// Seconds until a locked phone is asked again; costs nothing.
const LOCKED_PAUSE_SECONDS: u32 = 3;
/// Seconds after the first exchange that failed; doubled for each further one.
const FIRST_RETRY_SECONDS: u32 = 5;
/// However long the line was away, a phone that is looked at notices its return within this time.
const RETRY_SECONDS_MAX: u32 = 60;

/// One whole exchange.
///
/// # Errors
/// `NotPaired`, `Locked`; what went wrong on the line is kept for the strip and returned.
pub fn run(phone: &Mutex<Phone>, deps: &Deps) -> Result<(), Problem> {
    let mut engine = {
        let mut phone = lock(phone);
        let engine = Engine::new(phone.opened()?.pairing.clone(), deps.app_version.clone());
        phone.link.running = true;
        engine
    };
    let outcome = turns(&mut engine, phone, deps);
    let mut phone = lock(phone);
    phone.link.running = false;
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
    outcome
}

/// Seconds until the shell should try again.
pub fn pause(phone: &Mutex<Phone>) -> u32 {
    let phone = lock(phone);
    match (phone.open.is_some(), phone.link.failures) {
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
        take_in(engine, phone, deps, &reply)?;
    }
    Ok(())
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
    if names {
        open.pairing = engine.pairing().clone();
        open.book.refresh_names(&open.store)?;
    }
    Ok(())
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
