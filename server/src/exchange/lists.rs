//! What a device is told beside records: staff, counts, scope, cards; and all of it in one hash.

use shared::problem::ProblemCode;
use shared::protocol::{
    Card, CaseCount, PullReply, PullRequest, Scope, SignedCards, SignedScope, StaffName, Summary, Summing,
    cards_hash, cards_text,
};

use crate::admit::Caller;
use crate::store::{Refusal, StoreError, Work, decision, digest, township, user};
use crate::{scope, signature};

/// Every case of the device with what it counts, and the staff of its township.
fn counted(work: Work<'_>, caller: &Caller) -> Result<(Vec<CaseCount>, Vec<StaffName>), StoreError> {
    let code = &caller.device.township;
    let cases = scope::cases(work, code, caller.user.role, caller.user.user)?;
    let counts = digest::of_cases(work, code, &cases)?;
    let staff = user::list(work, code)?.iter().map(user::User::staff_name).collect();
    Ok((counts, staff))
}

/// What the device should hold, in one hash.
pub(super) fn summary(
    work: Work<'_>,
    caller: &Caller,
    cards: Option<&[Card]>,
) -> Result<Summary, StoreError> {
    let (cases, staff) = counted(work, caller)?;
    let code = &caller.device.township;
    let cards = cards.map(cards_hash);
    let summing = Summing {
        scope_version: caller.user.scope_version,
        cases: &cases,
        staff: &staff,
        decided: decision::last(work, code, caller.device.series)?,
        cards: cards.as_ref(),
    };
    let log_last = u64::try_from(township::log_last(work, code)?).unwrap_or(0);
    Ok(Summary { log_last, hash: summing.hash() })
}

/// Adds everything to a last page. Devices before `version::WHOLE` get what they know to read.
pub(super) fn add(
    work: Work<'_>,
    caller: &Caller,
    cards: Option<&[Card]>,
    ask: &PullRequest,
    reply: &mut PullReply,
) -> Result<(), Refusal> {
    let (device, user) = (&caller.device, &caller.user);
    let (counts, staff) = counted(work, caller)?;
    let cases = counts.iter().map(|count| count.case).collect();
    let reasons = match ask.lists {
        Some(_) => user::scope_reasons(work, &device.township, user.user, ask.scope_held)?,
        None => Vec::new(),
    };
    let scope = Scope { scope_version: user.scope_version, cases, reasons };
    let text = scope.signing_text(device.series, &device.nonce);
    reply.scope = Some(SignedScope { scope, signature: sign(work, caller, &text)? });
    reply.staff = staff;
    // Of a case without a record there is nothing to count.
    reply.counts = counts.into_iter().filter(|count| count.events > 0).collect();
    if let Some(cards) = cards {
        let text = cards_text(device.series, &device.nonce, cards);
        reply.cards = Some(SignedCards { cards: cards.to_vec(), signature: sign(work, caller, &text)? });
    }
    Ok(())
}

fn sign(work: Work<'_>, caller: &Caller, text: &str) -> Result<String, Refusal> {
    let seed = township::receipt_key(work, &caller.device.township)?;
    signature::sign(&seed, text.as_bytes()).map_err(|_| ProblemCode::StoreFailed.into())
}
