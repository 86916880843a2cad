//! The exchange, without a wire: hello → push until the receipt covers all → pull to the end → compare.
//!
//! `next_request` and `apply` are called in turn; between any two calls the process may die, the answer be lost or the
//! store go away: the next exchange starts with hello and finds its place from what is durable. A record counts as
//! received when a receipt that the office of this pairing signed covers it; no other word of a server does. What the
//! office made of a record is told once, with the push: where that answer was lost, the record is pushed again.

use std::collections::BTreeSet;

use serde_json::value::RawValue;
use shared::event::Stream;
use shared::hash::Hash;
use shared::id::CaseId;
use shared::moment::Moment;
use shared::problem::{Problem, ProblemCode};
use shared::protocol::{
    BODY_BYTES_MAX, CapsuleReply, Fate, HelloReply, HelloRequest, PULL_EVENTS_MAX, PUSH_EVENTS_MAX,
    PullReply, PullRequest, PushReply, PushRequest, SignedOfficeSeries, SignedReceipt, SignedScope, Witness,
    route, version,
};

use super::offer;
use super::sign::{pack, read, sign};
use super::{WireReply, WireRequest};
use crate::pairing::{DeviceKey, Pairing, is_signed_by};
use crate::store::Store;

/// Half of what a request may hold: JSON around the events, and events counted before they were read.
const BATCH_BYTES_MAX: usize = BODY_BYTES_MAX / 2;
/// Gap answers and stale nonces in one exchange before it gives up: a server that always asks again never ends one.
const DETOURS_MAX: u8 = 4;

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Hello,
    /// From this `seq`; `sent` = how many the batch on its way holds.
    Push {
        from: u32,
        sent: usize,
    },
    Pull,
    Done,
}

/// What an answer changed in the store.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// To be folded again.
    pub streams: BTreeSet<Stream>,
    /// Names, role, pins or scope.
    pub names: bool,
}

/// One exchange of one pairing.
#[derive(Debug)]
pub struct Engine {
    pairing: Pairing,
    app_version: String,
    step: Step,
    nonce: String,
    epoch: String,
    detours: u8,
    repaired: bool,
    /// Told at the end, when everything that could be moved has been.
    late_problem: Option<Problem>,
}

impl Engine {
    #[must_use]
    pub fn new(pairing: Pairing, app_version: String) -> Self {
        Self {
            pairing,
            app_version,
            step: Step::Hello,
            nonce: String::new(),
            epoch: String::new(),
            detours: 0,
            repaired: false,
            late_problem: None,
        }
    }

    /// The pairing as the last hello left it.
    #[must_use]
    pub fn pairing(&self) -> &Pairing {
        &self.pairing
    }

    /// What attachments are signed with after the exchange.
    #[must_use]
    pub fn nonce(&self) -> &str {
        &self.nonce
    }

    /// The next request, `None` when the exchange is whole.
    ///
    /// # Errors
    /// Problems of the store; or one that was found on the way and could wait.
    pub fn next_request(
        &mut self,
        store: &Store,
        device: &DeviceKey,
        now: Moment,
    ) -> Result<Option<WireRequest>, Problem> {
        if let Step::Push { from, .. } = self.step
            && from > store.head(self.pairing.series)?
        {
            self.step = Step::Pull;
        }
        let (path, body) = match self.step {
            Step::Hello => (route::HELLO, self.hello(store, now)?),
            Step::Push { from, .. } => match offer::of(store, from)? {
                Some(body) => {
                    self.step = Step::Push { from, sent: 0 };
                    (route::CAPSULE, body)
                }
                None => (route::PUSH, self.push(store, device, from)?),
            },
            Step::Pull => (route::PULL, self.pull(store)?),
            Step::Done => return self.late_problem.take().map_or(Ok(None), Err),
        };
        let nonce = if self.step == Step::Hello { "" } else { self.nonce.as_str() };
        let counter = store.next_counter()?;
        Ok(Some(sign(&self.pairing, device, path, nonce, counter, body)))
    }

    /// Takes in the answer to the last request.
    ///
    /// # Errors
    /// The exchange is over; what was durable stays.
    pub fn apply(&mut self, store: &mut Store, reply: &WireReply, now: Moment) -> Result<Changed, Problem> {
        let outcome = match self.step {
            Step::Hello => self.take_hello(store, read(reply)),
            Step::Push { from, sent: 0 } => self.take_offer(store, read(reply), from),
            Step::Push { from, sent } => self.take_push(store, read(reply), from, sent),
            Step::Pull => self.take_pull(store, read(reply), now),
            Step::Done => Ok(Changed::default()),
        };
        match outcome {
            // A server that was started anew knows none of its old nonces.
            Err(problem) if problem.code == ProblemCode::NonceStale && self.step != Step::Hello => {
                self.detour(problem)?;
                self.step = Step::Hello;
                Ok(Changed::default())
            }
            outcome => outcome,
        }
    }

    fn detour(&mut self, otherwise: Problem) -> Result<(), Problem> {
        self.detours += 1;
        if self.detours > DETOURS_MAX { Err(otherwise) } else { Ok(()) }
    }

    fn hello(&self, store: &Store, now: Moment) -> Result<Vec<u8>, Problem> {
        pack(&HelloRequest {
            protocol: version::CURRENT,
            app_version: self.app_version.clone(),
            device_time: now,
            unsent: store.unsent_and_quarantined(self.pairing.series)?.0,
            witness: store.last_witness()?,
            storage_free_mib: None,
        })
    }

    fn take_hello(
        &mut self,
        store: &mut Store,
        reply: Result<HelloReply, Problem>,
    ) -> Result<Changed, Problem> {
        let reply = reply?;
        // A receipt of another epoch proves nothing of what the server holds now.
        let receipt = reply.receipt.as_ref().filter(|signed| signed.receipt.epoch == reply.epoch);
        if let Some(signed) = receipt {
            self.verify(store, signed)?;
        }
        if let Some(witness) = &reply.witness {
            self.keep_witness(store, witness)?;
        }
        let streams = match &reply.office_series {
            Some(told) => self.leave_ended(store, told, &reply.epoch)?,
            None => BTreeSet::new(),
        };
        let line = store.line()?;
        let proven = receipt.map_or(0, |signed| signed.receipt.up_to_seq);
        // One that covers more than this phone was told of comes from a push whose answer was lost, and with it what
        // became of each record: it is believed when that push is made again.
        let told = receipt.filter(|signed| signed.receipt.up_to_seq <= line.covered);
        if line.epoch != reply.epoch {
            store.begin_epoch(&reply.epoch, told)?;
        } else if let Some(signed) = told {
            store.keep_receipt(signed, &[], &[])?;
        }
        if line.scope_version != reply.scope_version {
            store.begin_scope(reply.scope_version)?;
        }
        let names = self.pairing.user_name != reply.user_name || self.pairing.role != reply.role;
        // An office that speaks of no pins takes none away.
        let pins = !reply.pins.is_empty() && self.pairing.pins != reply.pins;
        if names {
            self.pairing.user_name = reply.user_name;
            self.pairing.role = reply.role;
        }
        if pins {
            self.pairing.pins = reply.pins;
        }
        // The first one stands until the office gives another; one without a signature is never sealed to.
        let key = reply.office_key.is_some() && self.pairing.office_key != reply.office_key;
        if key {
            self.pairing.office_key = reply.office_key;
        }
        if names || pins || key {
            store.update_pairing(&self.pairing)?;
        }
        self.nonce = reply.nonce;
        self.epoch = reply.epoch;
        self.step = Step::Push { from: proven.min(line.covered).saturating_add(1), sent: 0 };
        Ok(Changed { streams, names: names || pins || key })
    }

    /// What the office no longer has since it was restored counts here no more either.
    fn leave_ended(
        &self,
        store: &mut Store,
        told: &SignedOfficeSeries,
        epoch: &str,
    ) -> Result<BTreeSet<Stream>, Problem> {
        let SignedOfficeSeries { series, signature } = told;
        let signed = is_signed_by(&self.pairing.server_key, &series.signing_text(), signature);
        if !signed || series.epoch != epoch {
            return Err(ProblemCode::ServerNotTrusted.into());
        }
        Ok(store.keep_office_series(self.pairing.series, series)?)
    }

    fn keep_witness(&self, store: &mut Store, witness: &Witness) -> Result<(), Problem> {
        let text = witness.head.signing_text(&self.pairing.township);
        if !is_signed_by(&self.pairing.server_key, &text, &witness.signature) {
            return Err(ProblemCode::ServerNotTrusted.into());
        }
        Ok(store.keep_witness(witness)?)
    }

    fn push(&mut self, store: &Store, device: &DeviceKey, from: u32) -> Result<Vec<u8>, Problem> {
        let (batch, head) = store.batch(self.pairing.series, from, PUSH_EVENTS_MAX, BATCH_BYTES_MAX)?;
        let sent = batch.len();
        let events = batch.into_iter().map(raw_json).collect::<Result<Vec<_>, _>>()?;
        self.step = Step::Push { from, sent };
        pack(&PushRequest { from_seq: from, events, head_signature: device.sign(&head.0) })
    }

    fn pull(&self, store: &Store) -> Result<Vec<u8>, Problem> {
        let limit = u32::try_from(PULL_EVENTS_MAX).unwrap_or(u32::MAX);
        pack(&PullRequest { after: store.line()?.cursor, limit })
    }

    fn take_push(
        &mut self,
        store: &mut Store,
        reply: Result<PushReply, Problem>,
        from: u32,
        sent: usize,
    ) -> Result<Changed, Problem> {
        let reply = reply?;
        if let Some(missing) = reply.missing_from {
            self.detour(ProblemCode::EventChainBroken.into())?;
            self.step = Step::Push { from: missing.max(1), sent: 0 };
            return Ok(Changed::default());
        }
        let signed = reply.receipt.ok_or(ProblemCode::ServerNotTrusted)?;
        self.verify(store, &signed)?;
        let covers_more = signed.receipt.up_to_seq >= from;
        if signed.receipt.epoch != self.epoch || reply.fates.len() != sent || !covers_more {
            return Err(ProblemCode::ServerNotTrusted.into());
        }
        let (mut quarantined, mut counted) = (Vec::new(), Vec::new());
        for (seq, fate) in (from..).zip(reply.fates) {
            match fate {
                Fate::Accepted | Fate::Duplicate => counted.push(seq),
                Fate::Quarantined { problem } => quarantined.push((seq, problem)),
            }
        }
        let streams = store.keep_receipt(&signed, &quarantined, &counted)?;
        // Not past what was sent, however much the office holds: each record's fate is to be heard.
        let sent_to = from.saturating_add(u32::try_from(sent).unwrap_or(u32::MAX)).saturating_sub(1);
        let up_to = signed.receipt.up_to_seq.min(sent_to);
        self.step = Step::Push { from: up_to.saturating_add(1), sent: 0 };
        Ok(Changed { streams, names: false })
    }

    /// The office took what only sealed copies were left of: its receipt says how far.
    fn take_offer(
        &mut self,
        store: &mut Store,
        reply: Result<CapsuleReply, Problem>,
        from: u32,
    ) -> Result<Changed, Problem> {
        let signed = reply?.receipt.ok_or(ProblemCode::ServerNotTrusted)?;
        self.verify(store, &signed)?;
        if signed.receipt.epoch != self.epoch || signed.receipt.up_to_seq < from {
            return Err(ProblemCode::ServerNotTrusted.into());
        }
        let streams = store.keep_receipt(&signed, &[], &[])?;
        self.step = Step::Push { from: signed.receipt.up_to_seq.saturating_add(1), sent: 0 };
        Ok(Changed { streams, names: false })
    }

    fn take_pull(
        &mut self,
        store: &mut Store,
        reply: Result<PullReply, Problem>,
        now: Moment,
    ) -> Result<Changed, Problem> {
        let reply = reply?;
        let before = store.line()?.cursor;
        if reply.next < before || (reply.more && reply.next == before) {
            return Err(ProblemCode::ServerBusy.into());
        }
        // Before anything of the page is kept: what is kept must be folded, and an error would say nothing of it.
        let scope = self.scope(store, reply.scope)?;
        let taken = store.take_page(&reply.events, reply.next)?;
        if taken.refused > 0 {
            self.late_problem = Some(ProblemCode::EventMalformed.into());
        }
        let mut changed = Changed { streams: taken.streams, names: false };
        if reply.more {
            return Ok(changed);
        }
        let difference = store.difference(self.pairing.series, &reply.counts)?;
        let agrees = difference.is_none();
        match difference {
            Some(difference) if !self.repaired && store.line()?.repaired.as_ref() != Some(&difference) => {
                self.repaired = true;
                store.begin_repair(&difference)?;
                return Ok(changed);
            }
            Some(_) | None => {}
        }
        if let Some(scope) = scope {
            changed.streams.extend(store.keep_scope(self.pairing.series, &scope)?);
        }
        store.keep_success(now, &reply.staff, agrees)?;
        changed.names = true;
        self.step = Step::Done;
        Ok(changed)
    }

    /// The cases in scope, if the office of this pairing named them in this exchange, for what was pulled in it.
    fn scope(&self, store: &Store, told: Option<SignedScope>) -> Result<Option<BTreeSet<CaseId>>, Problem> {
        let Some(SignedScope { scope, signature }) = told else { return Ok(None) };
        let text = scope.signing_text(self.pairing.series, &self.nonce);
        if !is_signed_by(&self.pairing.server_key, &text, &signature) {
            return Err(ProblemCode::ServerNotTrusted.into());
        }
        // It changed while the pages came: the next exchange pulls under the new one.
        if scope.scope_version != store.line()?.scope_version {
            return Ok(None);
        }
        Ok(Some(scope.cases.into_iter().collect()))
    }

    /// The receipt is of this series, signed by the office of this pairing, over a record as this phone wrote it. One
    /// over another record is `EventForked`: this store, or the other one that wrote it, was put back from a copy.
    fn verify(&self, store: &Store, signed: &SignedReceipt) -> Result<(), Problem> {
        let receipt = &signed.receipt;
        let signed_by_office =
            signed.is_signed(|text, signature| is_signed_by(&self.pairing.server_key, text, signature));
        let of_this_chain = if receipt.up_to_seq == 0 {
            receipt.chain == Hash::none()
        } else {
            store.hash_at(self.pairing.series, receipt.up_to_seq)?.as_ref() == Some(&receipt.chain)
        };
        if !signed_by_office || receipt.series != self.pairing.series {
            return Err(ProblemCode::ServerNotTrusted.into());
        }
        if of_this_chain { Ok(()) } else { Err(ProblemCode::EventForked.into()) }
    }
}

/// The bytes of an event as JSON that is passed on unchanged.
fn raw_json(bytes: Vec<u8>) -> Result<Box<RawValue>, Problem> {
    String::from_utf8(bytes)
        .ok()
        .and_then(|text| RawValue::from_string(text).ok())
        .ok_or_else(|| ProblemCode::StoreCorrupt.into())
}
