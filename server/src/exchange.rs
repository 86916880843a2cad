//! The steps of an exchange with a phone: hello, push, pull; compare where cases differ. Bundles are `bundle`'s.

mod lists;

use std::collections::BTreeSet;

use shared::access::reads_cards;
use shared::event::{Body, RawEvent};
use shared::hash::Hash;
use shared::problem::ProblemCode;
use shared::protocol::{
    AppVersions, COMPARE_MARKS_MAX, Card, CompareReply, CompareRequest, Fate, HelloReply, HelloRequest,
    Lease, Lists, PULL_EVENTS_MAX, PUSH_EVENTS_MAX, PullReply, PullRequest, PushReply, PushRequest,
    SignedLease, mark, not_counted_text, page_text, version,
};

use crate::admit::Caller;
use crate::bundle::pulled;
use crate::ledger::{self, Appended, Batch, Trust};
use crate::store::audit::{Actor, AuditAct};
use crate::store::device::Hello;
use crate::store::log::{LogEntry, LogPage, Reach};
use crate::store::{
    Refusal, StoreError, Work, audit, clock, decision, device, epoch_past, log, moment, tally, township,
};
use crate::{app_floor, capsule, epoch, scope, signature, witness};

/// A page of a pull stays well under the size of an answer.
const PAGE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// 问候: who is there, what was last received, which nonce to sign with.
///
/// # Errors
/// `ProtocolTooOld`; of the store.
pub fn hello(
    work: Work<'_>,
    caller: &Caller,
    cards: Option<&[Card]>,
    ask: &HelloRequest,
) -> Result<HelloReply, Refusal> {
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
    clock::saw(work, code, caller.device.series, kept.clock_offset_seconds)?;
    note_contact(work, caller)?;
    if let Some(held_up) = &ask.witness {
        witness::hear(work, code, caller.device.series, held_up)?;
    }
    let floor = device::app_floor(work, code)?;
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
        summary: Some(lists::summary(work, caller, cards)?),
        update: app_floor::update(&floor, &ask.app_version),
        app_versions: Some(AppVersions { wanted: floor.0, required: floor.1 }),
        tally: Some(tally::of(work, code, caller.device.series)?),
        takes_back: true,
        lease: Some(lease(work, caller)?),
    })
}

fn lease(work: Work<'_>, caller: &Caller) -> Result<SignedLease, StoreError> {
    let lease = Lease::from(caller.device.series, work.now);
    let seed = township::receipt_key(work, &caller.device.township)?;
    let signature = signature::sign(&seed, lease.signing_text().as_bytes())?;
    Ok(SignedLease { lease, signature })
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
    let batch = Batch { from_seq: ask.from_seq, events: &events, gap: ask.gap.as_ref(), trust: Trust::Full };
    let (fates, marks) = match ledger::append(work, &author, &batch)? {
        Appended::MissingFrom(missing) => {
            let receipt = ledger::receipt_now(work, &author.township, author.series)?;
            let (fates, marks) = (Vec::new(), Vec::new());
            return Ok(PushReply { fates, receipt, missing_from: Some(missing), marks, tally: None });
        }
        Appended::Taken(fates, marks) => (fates, marks),
    };
    let tally = tally::add(work, &author.township, author.series, events.len(), &fates)?;
    if fates.iter().any(|fate| matches!(fate, Fate::Accepted | Fate::Quarantined { .. })) {
        let last_seq = ask.from_seq + count - 1;
        if let Some(last) = events.last() {
            ledger::keep_head(work, &author, last_seq, last, &ask.head_signature)?;
        }
        let subject = format!("{}-{last_seq}", ask.from_seq);
        audit::write(work, &author.township, Actor::Device(author.series), AuditAct::Push, &subject)?;
    }
    let receipt = ledger::issue_receipt(work, &author.township, author.series)?;
    Ok(PushReply { fates, receipt, missing_from: None, marks, tally: Some(tally) })
}

/// 下载: the township's log after a cursor, as far as the user reads it; with the last page, what else is to be known.
///
/// # Errors
/// `ProtocolTooOld` for a device from before a restore that knows no repair: it may hold what the office no longer
/// counts, and cannot be told. It is heard as before. Of the store.
pub fn pull(
    work: Work<'_>,
    caller: &Caller,
    cards: Option<&[Card]>,
    ask: &PullRequest,
) -> Result<PullReply, Refusal> {
    let (code, series) = (&caller.device.township, caller.device.series);
    if ask.lists.is_none()
        && epoch_past::last_end(work, code)?.is_some_and(|end| caller.device.paired_at <= end)
    {
        return Err(ProblemCode::ProtocolTooOld.into());
    }
    let reach = match ask.lists {
        Some(Lists::OfficeOnly) => Reach::OfficeOnly,
        Some(Lists::Whole | Lists::Summary) | None => scope::reach(caller.user.role, caller.user.user),
    };
    let limit = usize::try_from(ask.limit).unwrap_or(PULL_EVENTS_MAX).clamp(1, PULL_EVENTS_MAX);
    let mut page = log::page(work, code, reach, ask.after, limit, PAGE_BYTES_MAX)?;
    if reads_cards(caller.user.role) {
        page.entries.retain(|entry| !is_for_files(entry));
    }
    note_delivery(work, caller, ask.after, &page)?;
    let signature = match ask.lists {
        Some(_) => Some(sign_page(work, caller, (ask.after, page.next), &page.entries)?),
        None => None,
    };
    let events = page.entries.into_iter().map(pulled).collect::<Result<_, StoreError>>()?;
    let mut reply = PullReply {
        events,
        next: page.next,
        more: page.more,
        staff: Vec::new(),
        counts: Vec::new(),
        scope: None,
        summary: None,
        decisions: Vec::new(),
        cards: None,
        signature,
    };
    if page.more {
        return Ok(reply);
    }
    match ask.lists {
        Some(Lists::Summary) => {}
        Some(Lists::Whole | Lists::OfficeOnly) | None => lists::add(work, caller, cards, ask, &mut reply)?,
    }
    if let Some(signed) = &reply.cards {
        let of: Vec<String> = signed.cards.iter().map(|card| format!("case/{}", card.case)).collect();
        let subject = format!("cards {}", of.join(" "));
        audit::write(work, code, Actor::Device(series), AuditAct::Pull, &subject)?;
    }
    if ask.lists.is_some() {
        reply.summary = Some(lists::summary(work, caller, cards)?);
        reply.decisions = decision::after(work, code, series, ask.decided)?;
    }
    Ok(reply)
}

/// 任职: names and duty numbers of the township's posts; 抽签: which cases were drawn; 工作交接: why a colleague goes, and
/// every case they had. All are for those who do the work together (R-ORG-2); a member who reads cards alone is sent no more than their own tasks need (R-PRIV-2, R-PRIV-5).
fn is_for_files(entry: &LogEntry) -> bool {
    let read = RawEvent::read(entry.bytes.clone());
    read.is_ok_and(|raw| {
        matches!(
            raw.event().body,
            Body::PostHeld(_) | Body::DrawListed(_) | Body::DrawMade(_) | Body::CaseloadHandedOver(_)
        )
    })
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

/// 对账: of cases that differ, what the office counts and the device did not name.
///
/// # Errors
/// `RequestTooLarge`; of the store.
pub fn compare(work: Work<'_>, caller: &Caller, ask: &CompareRequest) -> Result<CompareReply, Refusal> {
    if ask.cases.iter().map(|case| case.marks.len()).sum::<usize>() > COMPARE_MARKS_MAX {
        return Err(ProblemCode::RequestTooLarge.into());
    }
    let code = &caller.device.township;
    let mine = scope::cases(work, code, caller.user.role, caller.user.user)?;
    let (mut entries, mut bytes, mut more, mut not_counted) = (Vec::new(), 0, false, Vec::new());
    for asked in ask.cases.iter().filter(|asked| mine.binary_search(&asked.case).is_ok()) {
        let held: BTreeSet<&str> = asked.marks.iter().map(String::as_str).collect();
        let counted = log::of_case(work, code, asked.case)?;
        let marks: BTreeSet<String> = counted.iter().map(|entry| mark(&entry.hash)).collect();
        not_counted.extend(asked.marks.iter().filter(|held| !marks.contains(*held)).cloned());
        for entry in counted {
            if held.contains(mark(&entry.hash).as_str()) {
                continue;
            }
            if bytes > PAGE_BYTES_MAX || entries.len() >= PULL_EVENTS_MAX {
                more = true;
                break;
            }
            bytes += entry.bytes.len();
            entries.push(entry);
        }
    }
    let streams: BTreeSet<&str> = entries.iter().map(|entry| entry.stream.as_str()).collect();
    let streams: Vec<&str> = streams.into_iter().collect();
    let subject = format!("{} records {}", entries.len(), streams.join(" "));
    audit::write(work, code, Actor::Device(caller.device.series), AuditAct::Compare, &subject)?;
    let signature = sign_page(work, caller, (0, 0), &entries)?;
    let events = entries.into_iter().map(pulled).collect::<Result<_, StoreError>>()?;
    let text = not_counted_text(caller.device.series, &caller.device.nonce, &not_counted);
    let not_counted_signature = Some(signature::sign(&township::receipt_key(work, code)?, text.as_bytes())?);
    Ok(CompareReply { events, more, signature, not_counted, not_counted_signature })
}

/// The phone need not walk others' chains: the office vouches for the page, to this device in this exchange.
fn sign_page(
    work: Work<'_>,
    caller: &Caller,
    cursors: (u64, u64),
    entries: &[LogEntry],
) -> Result<String, StoreError> {
    let records = entries.iter().map(|entry| (&entry.hash, entry.received_at));
    let text = page_text(caller.device.series, &caller.device.nonce, cursors, records);
    let seed = township::receipt_key(work, &caller.device.township)?;
    Ok(signature::sign(&seed, text.as_bytes())?)
}
