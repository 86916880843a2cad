//! The three steps of an exchange with a phone: hello, push, pull.

use std::collections::BTreeSet;

use serde_json::value::RawValue;
use shared::hash::Hash;
use shared::problem::ProblemCode;
use shared::protocol::{
    CaseCount, Fate, HelloReply, HelloRequest, PULL_EVENTS_MAX, PUSH_EVENTS_MAX, PullReply, PullRequest,
    PulledEvent, PushReply, PushRequest, Scope, SignedScope, version,
};

use crate::admit::Caller;
use crate::ledger::{self, Appended};
use crate::store::audit::{Actor, AuditAct};
use crate::store::device::Hello;
use crate::store::log::{LogEntry, LogPage};
use crate::store::{Refusal, StoreError, Work, audit, device, log, moment, township, user};
use crate::{capsule, epoch, scope, signature, witness};

/// A page of a pull stays well under the size of an answer.
const PAGE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// 问候: who is there, what was last received, which nonce to sign with.
///
/// # Errors
/// `ProtocolTooOld`; of the store.
pub fn hello(work: Work<'_>, caller: &Caller, ask: &HelloRequest) -> Result<HelloReply, Refusal> {
    if ask.protocol < version::OLDEST {
        return Err(ProblemCode::ProtocolTooOld.into());
    }
    let code = &caller.device.township;
    let nonce = work.deps.secret_hex();
    let offset = ask.device_time.signed_duration_since(work.now).num_seconds();
    let kept = Hello {
        app_version: &ask.app_version.chars().take(64).collect::<String>(),
        clock_offset_seconds: i32::try_from(offset).unwrap_or(if offset < 0 { i32::MIN } else { i32::MAX }),
        unsent: ask.unsent,
        nonce: &nonce,
        storage_free_mib: ask.storage_free_mib,
    };
    device::set_hello(work, &caller.device, &kept)?;
    note_contact(work, caller)?;
    if let Some(held_up) = &ask.witness {
        witness::hear(work, code, caller.device.series, held_up)?;
    }
    Ok(HelloReply {
        protocol: version::CURRENT.min(ask.protocol),
        epoch: township::get(work, code)?.epoch,
        nonce,
        server_time: work.now,
        receipt: ledger::receipt_now(work, code, caller.device.series)?,
        scope_version: caller.user.scope_version,
        user_name: caller.user.name.clone(),
        role: caller.user.role,
        pins: Vec::new(),
        witness: Some(witness::sign_head(work, code)?),
        office_key: Some(capsule::office_key(work, code)?),
        office_series: Some(epoch::office_series(work, code)?),
    })
}

/// 上传: the batch, its fates, and a receipt for all that is held.
///
/// # Errors
/// `RequestTooLarge`, `RequestMalformed`, `SignatureWrong` for the head of the batch; of the store.
pub fn push(work: Work<'_>, caller: &Caller, ask: &PushRequest) -> Result<PushReply, Refusal> {
    if ask.events.len() > PUSH_EVENTS_MAX {
        return Err(ProblemCode::RequestTooLarge.into());
    }
    let count = u32::try_from(ask.events.len()).map_err(|_| ProblemCode::RequestTooLarge)?;
    if ask.from_seq == 0 || ask.from_seq.checked_add(count).is_none() {
        return Err(ProblemCode::RequestMalformed.into());
    }
    let author = caller.author();
    let events: Vec<&[u8]> = ask.events.iter().map(|event| event.get().as_bytes()).collect();
    if let Some(last) = events.last() {
        let head = Hash::of(last);
        if !signature::holds(&caller.device.key, head.0.as_bytes(), &ask.head_signature) {
            return Err(ProblemCode::SignatureWrong.into());
        }
    }
    let fates = match ledger::append(work, &author, ask.from_seq, &events)? {
        Appended::MissingFrom(missing) => {
            let receipt = ledger::receipt_now(work, &author.township, author.series)?;
            return Ok(PushReply { fates: Vec::new(), receipt, missing_from: Some(missing) });
        }
        Appended::Taken(fates) => fates,
    };
    if fates.iter().any(|fate| matches!(fate, Fate::Accepted | Fate::Quarantined { .. })) {
        let last_seq = ask.from_seq + count - 1;
        if let Some(last) = events.last() {
            ledger::keep_head(work, &author, last_seq, last, &ask.head_signature)?;
        }
        let subject = format!("{}-{last_seq}", ask.from_seq);
        audit::write(work, &author.township, Actor::Device(author.series), AuditAct::Push, &subject)?;
    }
    let receipt = ledger::issue_receipt(work, &author.township, author.series)?;
    Ok(PushReply { fates, receipt, missing_from: None })
}

/// 下载: the township's log after a cursor, as far as the user reads it.
///
/// # Errors
/// Of the store.
pub fn pull(work: Work<'_>, caller: &Caller, ask: &PullRequest) -> Result<PullReply, Refusal> {
    let code = &caller.device.township;
    let reach = scope::reach(caller.user.role, caller.user.user);
    let limit = usize::try_from(ask.limit).unwrap_or(PULL_EVENTS_MAX).clamp(1, PULL_EVENTS_MAX);
    let page = log::page(work, code, reach, ask.after, limit, PAGE_BYTES_MAX)?;
    note_delivery(work, caller, ask.after, &page)?;
    let (mut staff, mut counts, mut told) = (Vec::new(), Vec::new(), None);
    if !page.more {
        staff = user::list(work, code)?.iter().map(user::User::staff_name).collect();
        counts = log::counts(work, code, reach)?
            .into_iter()
            .map(|(case, events)| CaseCount { case, events })
            .collect();
        told = Some(sign_scope(work, caller)?);
    }
    let events = page.entries.into_iter().map(pulled).collect::<Result<_, StoreError>>()?;
    Ok(PullReply { events, next: page.next, more: page.more, staff, counts, scope: told })
}

/// Phones ask every few seconds. One entry a device and hour says how often; what was delivered stands by itself.
fn note_contact(work: Work<'_>, caller: &Caller) -> Result<(), StoreError> {
    let Some((hour, count)) = device::count_contact(work, &caller.device)? else {
        return Ok(());
    };
    let began = moment(hour.saturating_mul(3_600_000)).format("%Y-%m-%dT%H");
    let subject = if count == 0 { String::new() } else { format!("{count} in {began}") };
    audit::write(
        work,
        &caller.device.township,
        Actor::Device(caller.device.series),
        AuditAct::Hello,
        &subject,
    )
}

/// A page that carried facts: from where to where, and of which cases.
fn note_delivery(work: Work<'_>, caller: &Caller, after: u64, page: &LogPage) -> Result<(), StoreError> {
    if page.entries.is_empty() {
        return Ok(());
    }
    let streams: BTreeSet<&str> = page.entries.iter().map(|entry| entry.stream.as_str()).collect();
    let streams: Vec<&str> = streams.into_iter().collect();
    let subject = format!("{after}-{} {}", page.next, streams.join(" "));
    audit::write(work, &caller.device.township, Actor::Device(caller.device.series), AuditAct::Pull, &subject)
}

/// Which cases the device may hold, for this exchange of this device only.
fn sign_scope(work: Work<'_>, caller: &Caller) -> Result<SignedScope, StoreError> {
    let (device, user) = (&caller.device, &caller.user);
    let cases = scope::cases(work, &device.township, user.role, user.user)?;
    let scope = Scope { scope_version: user.scope_version, cases };
    let text = scope.signing_text(device.series, &device.nonce);
    let seed = township::receipt_key(work, &device.township)?;
    let signature = signature::sign(&seed, text.as_bytes())?;
    Ok(SignedScope { scope, signature })
}

fn pulled(entry: LogEntry) -> Result<PulledEvent, StoreError> {
    let damaged = || StoreError::Damaged("accepted event");
    let text = String::from_utf8(entry.bytes).map_err(|_| damaged())?;
    let event = RawValue::from_string(text).map_err(|_| damaged())?;
    Ok(PulledEvent { event, received_at: entry.received_at })
}
