//! 卷包: whole cases as phones fetch them, made once for a set of records and kept sealed until it changes.

use serde_json::value::RawValue;
use shared::hash::Hash;
use shared::id::{CaseId, TownshipCode};
use shared::problem::{Problem, ProblemCode};
use shared::protocol::{
    BUNDLE_BYTES_MAX, BUNDLE_CASES_MAX, BundleHead, BundlePart, BundleReply, BundleRequest, DICTIONARY,
    DICTIONARY_VERSION, PulledEvent, SetDigest, join_reply,
};

use crate::admit::Caller;
use crate::signature;
use crate::store::audit::{Actor, AuditAct};
use crate::store::bundle::Bundle;
use crate::store::log::LogEntry;
use crate::store::{Refusal, StoreError, Work, audit, bundle, digest, log, township};

/// Made once and sent often.
const ZSTD_LEVEL: i32 = 9;

/// 下载卷包: as many of the wanted cases as fit into one answer, each with the office's signature.
///
/// # Errors
/// `RequestTooLarge`; of the store.
pub fn answer(work: Work<'_>, caller: &Caller, ask: &BundleRequest) -> Result<Vec<u8>, Refusal> {
    if ask.cases.len() > BUNDLE_CASES_MAX {
        return Err(ProblemCode::RequestTooLarge.into());
    }
    let code = &caller.device.township;
    let mine = crate::scope::cases(work, code, caller.user.role, caller.user.user)?;
    let (mut reply, mut bytes) = (BundleReply::default(), Vec::new());
    let mut from = ask.from.as_ref();
    for case in ask.cases.iter().filter(|case| mine.binary_search(case).is_ok()) {
        if bytes.len() >= BUNDLE_BYTES_MAX {
            reply.left.push(*case);
            continue;
        }
        // Only the first one can have broken off.
        let begun = from.take();
        let Some(found) = of_case(work, code, *case)? else { continue };
        let offset = begun
            .filter(|begun| begun.etag == found.head.etag && begun.offset < found.head.total)
            .map_or(0, |begun| usize::try_from(begun.offset).unwrap_or(0));
        let room = BUNDLE_BYTES_MAX - bytes.len();
        let piece = found.bytes.get(offset..).unwrap_or_default();
        let piece = piece.get(..room.min(piece.len())).unwrap_or_default();
        let is_whole = offset + piece.len() == found.bytes.len();
        // A small case goes whole or not at all; only one that fills an answer alone is cut.
        if !is_whole && !bytes.is_empty() {
            reply.left.push(*case);
            continue;
        }
        bytes.extend_from_slice(piece);
        reply.parts.push(BundlePart {
            head: found.head,
            signature: found.signature,
            offset: u64::try_from(offset).unwrap_or(0),
            length: u64::try_from(piece.len()).unwrap_or(0),
        });
        if !is_whole {
            reply.left.push(*case);
        }
    }
    let sent: Vec<String> = reply.parts.iter().map(|part| format!("case/{}", part.head.case)).collect();
    let subject = sent.join(" ");
    audit::write(work, code, Actor::Device(caller.device.series), AuditAct::Bundle, &subject)?;
    Ok(join_reply(&reply, &bytes).map_err(|_| Problem::new(ProblemCode::StoreFailed))?)
}

/// The bundle of a case as it is now; `None` for one without a record.
pub(crate) fn of_case(
    work: Work<'_>,
    code: &TownshipCode,
    case: CaseId,
) -> Result<Option<Bundle>, StoreError> {
    let count = digest::of_case(work, code, case)?;
    if count.events == 0 {
        return Ok(None);
    }
    let etag = BundleHead::etag_of(case, count.events, count.digest.unwrap_or_default());
    if let Some(ready) = bundle::find(work, code, case, &etag)? {
        return Ok(Some(ready));
    }
    let made = make(work, code, case, etag)?;
    bundle::put(work, code, &made)?;
    Ok(Some(made))
}

fn make(work: Work<'_>, code: &TownshipCode, case: CaseId, etag: Hash) -> Result<Bundle, StoreError> {
    let entries = log::of_case(work, code, case)?;
    let digest = SetDigest::of(entries.iter().map(|entry| &entry.hash));
    let events = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    let events_out: Vec<PulledEvent> = entries.into_iter().map(pulled).collect::<Result<_, _>>()?;
    let damaged = || StoreError::Damaged("bundle");
    let json = serde_json::to_vec(&events_out).map_err(|_| damaged())?;
    let mut compressor =
        zstd::bulk::Compressor::with_dictionary(ZSTD_LEVEL, DICTIONARY).map_err(|_| damaged())?;
    let bytes = compressor.compress(&json).map_err(|_| damaged())?;
    let total = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let hash = Hash::of(&bytes);
    let head = BundleHead { case, etag, events, digest, dictionary: DICTIONARY_VERSION, total, hash };
    let seed = township::receipt_key(work, code)?;
    let signature = signature::sign(&seed, head.signing_text().as_bytes())?;
    Ok(Bundle { head, signature, bytes })
}

/// An entry of the log as it travels.
pub(crate) fn pulled(entry: LogEntry) -> Result<PulledEvent, StoreError> {
    let damaged = || StoreError::Damaged("accepted event");
    let text = String::from_utf8(entry.bytes).map_err(|_| damaged())?;
    let event = RawValue::from_string(text).map_err(|_| damaged())?;
    Ok(PulledEvent { event, received_at: entry.received_at, mark: entry.mark })
}
