//! 交回: after a restore phones name the series of others they hold records of, hear where each ends here, and give back
//! what is past it.
//!
//! What holds: nothing given back counts by itself, for the phone that carries it cannot prove who wrote it; each record
//! is kept, sealed, until a person decides; when its author's device sends it after all, it counts as if nobody had
//! given it back.

use shared::event::RawEvent;
use shared::id::{SeriesId, TownshipCode};
use shared::problem::ProblemCode;
use shared::protocol::{
    EndedSeries, GIVE_BACK_RECORDS_MAX, GIVE_BACK_SERIES_MAX, GiveBackReply, GiveBackRequest, ends_text,
};

use crate::admit::Caller;
use crate::signature;
use crate::store::audit::{Actor, AuditAct};
use crate::store::event::Place;
use crate::store::{Refusal, StoreError, Work, audit, device, epoch_past, event, quarantine, township};

/// Says where series end, and keeps aside what is given back.
///
/// # Errors
/// `RequestTooLarge`; of the store.
pub fn take(work: Work<'_>, caller: &Caller, ask: &GiveBackRequest) -> Result<GiveBackReply, Refusal> {
    if ask.held.len() > GIVE_BACK_SERIES_MAX || ask.records.len() > GIVE_BACK_RECORDS_MAX {
        return Err(ProblemCode::RequestTooLarge.into());
    }
    let code = &caller.device.township;
    let mut ends = Vec::with_capacity(ask.held.len());
    for series in &ask.held {
        let home = home_of(work, code, *series)?;
        let up_to_seq = event::last(work, &home, *series)?.map_or(0, |(seq, _)| seq);
        ends.push(EndedSeries { series: *series, up_to_seq });
    }
    let (mut held_already, mut kept, mut unread) = (0, 0, 0);
    for record in &ask.records {
        let Ok(raw) = RawEvent::read(record.get().as_bytes().to_vec()) else {
            unread += 1;
            continue;
        };
        let read = raw.event();
        let place = Place { township: home_of(work, code, read.series)?, series: read.series, seq: read.seq };
        let is_known = event::hash_at(work, &place)?.as_ref() == Some(&raw.hash())
            || quarantine::is_kept(work, &place, &raw.hash())?;
        if is_known {
            held_already += 1;
        } else {
            quarantine::insert_given_back(work, &place, &raw)?;
            kept += 1;
        }
    }
    if kept > 0 {
        audit::write(work, code, Actor::Device(caller.device.series), AuditAct::GiveBack, &kept.to_string())?;
    }
    let epoch = township::get(work, code)?.epoch;
    let text = ends_text(&epoch, caller.device.series, &caller.device.nonce, &ends);
    let signature = signature::sign(&township::receipt_key(work, code)?, text.as_bytes())?;
    Ok(GiveBackReply { ends, held_already, kept, unread, signature })
}

/// Where a series belongs; one that nobody here knows is kept where it was given back.
fn home_of(work: Work<'_>, code: &TownshipCode, series: SeriesId) -> Result<TownshipCode, StoreError> {
    if let Some(device) = device::find(work, series)? {
        return Ok(device.township);
    }
    for township in township::list(work)? {
        let is_its_own = township.console_series == series
            || epoch_past::console_series(work, &township.code)?.contains(&series);
        if is_its_own {
            return Ok(township.code);
        }
    }
    Ok(code.clone())
}
