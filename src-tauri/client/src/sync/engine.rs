//! The exchange, without a wire: hello → push until the receipt covers all → give back what a restored office lost of
//! others → pull to the end → compare → fetch what differs → let go what is out of scope.
//!
//! `next_request` and `apply` are called in turn; between any two calls the process may die, the answer be lost or the
//! store go away: the next exchange starts with hello and finds its place from what is durable. A record counts as
//! received when a receipt that the office of this pairing signed covers it; no other word of a server does. What the
//! office made of a record is told once, with the push: where that answer was lost, the record is pushed again.
//!
//! The comparison is also how an exchange goes on that broke off: a phone that lacks cases differs in them, and each
//! case it has fetched is durable ([`fetch`]). Nothing is let go before all of it is here ([`closing`]).
//!
//! The next page is not fetched while this one is written: writing takes 8 µs a record, so on the slowest line that is
//! any use a page of 512 KiB would come 30 ms sooner of 4 s, and on a fast line there is nothing to wait for.

mod closing;
mod fetch;
mod give_back;

use std::collections::BTreeSet;

use serde_json::value::RawValue;
use shared::event::Stream;
use shared::hash::Hash;
use shared::moment::Moment;
use shared::problem::{Problem, ProblemCode};
use shared::protocol::{
    BODY_BYTES_MAX, CapsuleReply, Fate, HelloReply, HelloRequest, Lists, PULL_EVENTS_MAX, PUSH_EVENTS_MAX,
    PullRequest, PushReply, PushRequest, SignedLease, SignedOfficeSeries, SignedReceipt, Summary, Witness,
    route, version,
};

use super::offer;
use super::sign::{pack, read, sign};
use super::{WireReply, WireRequest};
use crate::pairing::{DeviceKey, Pairing, is_signed_by};
use crate::store::{Setting, Store};
use closing::Told;
use fetch::Wanted;
use give_back::GivingBack;

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
    /// What others wrote and a restored office lost.
    GiveBack,
    /// With these lists; `None` for an office that does not know of them.
    Pull(Option<Lists>),
    /// Whole cases.
    Bundle,
    /// Single records of cases.
    Compare,
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
    /// MiB left on the device, where it tells.
    room_mib: Option<u32>,
    step: Step,
    nonce: String,
    epoch: String,
    detours: u8,
    repaired: bool,
    /// The office compares by digests and signs its pages.
    is_whole: bool,
    /// What hello said this phone should hold.
    summary: Option<Summary>,
    /// The verified receipt of hello, of this epoch.
    receipt: Option<SignedReceipt>,
    /// This store, or another that writes the same series, was put back from a copy.
    is_forked: bool,
    /// The lists of the last page, kept while cases are fetched.
    told: Option<Told>,
    wanted: Wanted,
    /// The office takes what phones hold of others.
    takes_back: bool,
    giving_back: GivingBack,
    /// Told at the end, when everything that could be moved has been.
    late_problem: Option<Problem>,
}

impl Engine {
    #[must_use]
    pub fn new(pairing: Pairing, app_version: String) -> Self {
        Self {
            pairing,
            app_version,
            room_mib: None,
            step: Step::Hello,
            nonce: String::new(),
            epoch: String::new(),
            detours: 0,
            repaired: false,
            is_whole: false,
            summary: None,
            is_forked: false,
            told: None,
            wanted: Wanted::default(),
            takes_back: false,
            giving_back: GivingBack::default(),
            receipt: None,
            late_problem: None,
        }
    }

    /// Tells the office how much room is left.
    #[must_use]
    pub fn telling_room(self, room_mib: Option<u32>) -> Self {
        Self { room_mib, ..self }
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

    /// Whether everything that was to come is here.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.step == Step::Done
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
        if let Step::Push { from, .. } = self.step {
            self.step = match store.first_own_from(self.pairing.series, from)? {
                Some(from) => Step::Push { from, sent: 0 },
                None => self.after_push(store)?,
            };
        }
        let (path, body) = match self.step {
            Step::Hello => (route::HELLO, self.hello(store, now)?),
            Step::Push { from, .. } => match offer::of(store, self.pairing.series, from)? {
                Some(body) => {
                    self.step = Step::Push { from, sent: 0 };
                    (route::CAPSULE, body)
                }
                None => (route::PUSH, self.push(store, device, from)?),
            },
            Step::GiveBack => (route::GIVE_BACK, self.give_back(store)?),
            Step::Pull(lists) => (route::PULL, Self::pull(store, lists)?),
            Step::Bundle => (route::BUNDLE, self.ask_bundles(store)?),
            Step::Compare => (route::COMPARE, self.ask_records(store)?),
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
            Step::Hello => self.take_hello(store, read(reply), now),
            Step::Push { from, sent: 0 } => self.take_offer(store, read(reply), from),
            Step::Push { from, sent } => self.take_push(store, read(reply), from, sent),
            Step::GiveBack => self.take_given_back(store, read(reply)),
            Step::Pull(lists) => self.take_pull(store, read(reply), lists, now),
            Step::Bundle => self.take_bundles(store, reply, now),
            Step::Compare => self.take_records(store, read(reply), now),
            Step::Done => Ok(Changed::default()),
        };
        match outcome {
            // A server that was started anew knows none of its old nonces.
            Err(problem) if problem.code == ProblemCode::NonceStale && self.step != Step::Hello => {
                self.detour(problem)?;
                self.step = Step::Hello;
                Ok(Changed::default())
            }
            // This store was put back from an old copy: the office says where the counter stands.
            Err(problem) if problem.code == ProblemCode::RequestReplayed => {
                let counter = problem.figure.as_deref().and_then(|figure| figure.parse().ok());
                let Some(counter) = counter else { return Err(problem) };
                self.detour(problem)?;
                store.raise_counter(counter)?;
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
            storage_free_mib: self.room_mib,
        })
    }

    fn take_hello(
        &mut self,
        store: &mut Store,
        reply: Result<HelloReply, Problem>,
        now: Moment,
    ) -> Result<Changed, Problem> {
        let reply = reply?;
        self.is_whole = reply.protocol >= version::WHOLE;
        self.takes_back = self.is_whole && reply.takes_back;
        // A receipt of another epoch proves nothing of what the server holds now.
        let receipt = reply.receipt.as_ref().filter(|signed| signed.receipt.epoch == reply.epoch);
        if let Some(signed) = receipt {
            self.note_copy(store, signed)?;
            self.verify(store, signed)?;
        }
        if let Some(witness) = &reply.witness {
            self.keep_witness(store, witness)?;
        }
        if let Some(SignedLease { lease, signature }) = &reply.lease {
            self.is_signed(&lease.signing_text(), signature)?;
            if lease.series == self.pairing.series {
                store.keep_lease(lease, now)?;
            }
        }
        let streams = match &reply.office_series {
            Some(told) => self.leave_ended(store, told, &reply.epoch)?,
            None => BTreeSet::new(),
        };
        let line = store.line()?;
        let proven = receipt.map_or(0, |signed| signed.receipt.up_to_seq);
        // One that covers more than this phone was told of comes from a push whose answer was lost, and with it what
        // became of each record: it is believed when that push is made again. Where there is nothing left to push, it
        // covers records that only the office still has. In another epoch nothing was told: a restored office may have
        // taken a capsule, and lost decisions.
        let head = store.head(self.pairing.series)?;
        let is_new_epoch = line.epoch != reply.epoch;
        let told = receipt.filter(|signed| signed.receipt.up_to_seq <= line.covered || line.covered >= head);
        let told = told.filter(|_| !self.is_forked && !is_new_epoch);
        if is_new_epoch {
            store.begin_epoch(&reply.epoch)?;
            // A phone that holds nothing of others has nothing to give back in this epoch.
            if store.series_of_others(self.pairing.series)?.is_empty() {
                store.keep_ends(self.pairing.series, &reply.epoch, &[])?;
            }
        } else if let Some(signed) = told {
            store.keep_receipt(signed, signed.receipt.up_to_seq, &[], &[])?;
        }
        if line.scope_version != reply.scope_version {
            if self.is_whole {
                store.note_scope(reply.scope_version)?;
            } else {
                store.begin_scope(reply.scope_version)?;
            }
        }
        store.keep_told(reply.update, reply.tally)?;
        if reply.app_versions.is_some() && store.setting(Setting::AppVersions)? != reply.app_versions {
            store.keep_setting(Setting::AppVersions, reply.app_versions.as_ref())?;
        }
        let named = self.pairing.user_name != reply.user_name || self.pairing.role != reply.role;
        // An office that speaks of no pins takes none away.
        let pinned = !reply.pins.is_empty() && self.pairing.pins != reply.pins;
        self.pairing.user_name = reply.user_name;
        self.pairing.role = reply.role;
        if pinned {
            self.pairing.pins = reply.pins;
        }
        // The first one stands until the office gives another; one without a signature is never sealed to.
        let keyed = reply.office_key.is_some() && self.pairing.office_key != reply.office_key;
        if keyed {
            self.pairing.office_key = reply.office_key;
        }
        if named || pinned || keyed {
            store.update_pairing(&self.pairing)?;
        }
        self.nonce = reply.nonce;
        self.epoch = reply.epoch;
        self.summary = reply.summary;
        // Of a store whose chain is not the office's only a receipt of this epoch that it verified itself proves anything.
        let proven = match (self.is_forked, is_new_epoch) {
            (true, _) => store.line()?.covered,
            (false, true) => 0,
            (false, false) => proven.min(line.covered),
        };
        self.receipt = receipt.cloned();
        let from = self.push_from(store, proven.saturating_add(1))?;
        let mut changed = Changed { streams, names: named || pinned || keyed };
        if from > head && !self.is_owing(store)? && self.is_in_step(store)? {
            changed.streams.extend(store.let_go_waiting(self.pairing.series)?);
            store.keep_success(now, &[], true)?;
            self.step = Step::Done;
            changed.names = true;
        }
        Ok(changed)
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

    /// Whether this phone holds all it should and has seen the whole log: then there is nothing to pull.
    fn is_in_step(&self, store: &Store) -> Result<bool, Problem> {
        let Some(summary) = self.summary.as_ref().filter(|_| self.is_whole) else { return Ok(false) };
        let in_step = store.line()?.cursor == summary.log_last
            && store.summary(self.pairing.series, self.pairing.role)?.as_ref() == Some(&summary.hash);
        Ok(in_step)
    }

    /// Looks whether the office holds records of this series that this store never wrote.
    fn note_copy(&mut self, store: &mut Store, signed: &SignedReceipt) -> Result<(), Problem> {
        if store.is_forked()? {
            self.note_fork();
        }
        let receipt = &signed.receipt;
        let here = store.hash_at(self.pairing.series, receipt.up_to_seq)?;
        if receipt.up_to_seq == 0 || !self.is_word_of_office(signed) || here.as_ref() == Some(&receipt.chain)
        {
            return Ok(());
        }
        if here.is_none() && receipt.up_to_seq > store.head(self.pairing.series)? {
            // Put back from an old copy, and nothing was written since: the next record follows what the office has.
            store.keep_floor(signed)?;
        } else if here.is_some() {
            // Another record for the same place. What this phone wrote goes to the office all the same, to be sorted out
            // there; nothing turns green.
            self.note_fork();
        }
        Ok(())
    }

    fn note_fork(&mut self) {
        self.is_forked = true;
        self.late_problem = Some(ProblemCode::EventForked.into());
    }

    /// Whether one of these says that the office has another record in its place.
    fn hear_of_forks(&mut self, quarantined: &[(u32, Problem)]) {
        if quarantined.iter().any(|(_, problem)| problem.code == ProblemCode::EventForked) {
            self.note_fork();
        }
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
        let gap = store.proof_before(self.pairing.series, from)?;
        pack(&PushRequest { from_seq: from, events, head_signature: device.sign(&head.0), gap })
    }

    /// The first pull of the exchange: a phone without a cursor takes of the log only what is no case's.
    fn begin_pull(&self, store: &Store) -> Result<Step, Problem> {
        if !self.is_whole {
            return Ok(Step::Pull(None));
        }
        let line = store.line()?;
        let lists = if line.cursor == 0 {
            Lists::OfficeOnly
        } else if line.scope_held == line.scope_version {
            Lists::Summary
        } else {
            Lists::Whole
        };
        Ok(Step::Pull(Some(lists)))
    }

    fn pull(store: &Store, lists: Option<Lists>) -> Result<Vec<u8>, Problem> {
        let limit = u32::try_from(PULL_EVENTS_MAX).unwrap_or(u32::MAX);
        let line = store.line()?;
        let (decided, scope_held) = (line.decided, line.scope_held);
        pack(&PullRequest { after: line.cursor, limit, lists, decided, scope_held })
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
            self.push_from(store, missing.max(1))?;
            return Ok(Changed::default());
        }
        let signed = reply.receipt.ok_or(ProblemCode::ServerNotTrusted)?;
        self.verify(store, &signed)?;
        let covers_more = signed.receipt.up_to_seq >= from;
        if signed.receipt.epoch != self.epoch || reply.fates.len() != sent || !covers_more {
            return Err(ProblemCode::ServerNotTrusted.into());
        }
        let (quarantined, counted) = sort_out((from..).zip(reply.fates));
        self.hear_of_forks(&quarantined);
        // Not past what was sent, however much the office holds: each record's fate is to be heard.
        let sent_to = from.saturating_add(u32::try_from(sent).unwrap_or(u32::MAX)).saturating_sub(1);
        let streams = if self.is_forked {
            // Set aside by the office, which says so; covered by no receipt of this phone's own chain.
            store.keep_aside(self.pairing.series, &quarantined, &counted)?
        } else {
            store.keep_receipt(&signed, sent_to, &quarantined, &counted)?
        };
        store.keep_marks(self.pairing.series, &reply.marks)?;
        if let Some(tally) = reply.tally {
            store.keep_tally(tally)?;
        }
        let up_to = if self.is_forked { sent_to } else { signed.receipt.up_to_seq.min(sent_to) };
        self.push_from(store, up_to.saturating_add(1))?;
        Ok(Changed { streams, names: false })
    }

    /// The office took what only sealed copies were left of: its receipt says how far.
    fn take_offer(
        &mut self,
        store: &mut Store,
        reply: Result<CapsuleReply, Problem>,
        from: u32,
    ) -> Result<Changed, Problem> {
        let reply = reply?;
        let signed = reply.receipt.ok_or(ProblemCode::ServerNotTrusted)?;
        self.verify(store, &signed)?;
        if signed.receipt.epoch != self.epoch || signed.receipt.up_to_seq < from {
            return Err(ProblemCode::ServerNotTrusted.into());
        }
        let offered_to = reply.fates.iter().map(|told| told.seq).max().unwrap_or(from);
        let (quarantined, counted) = sort_out(reply.fates.into_iter().map(|told| (told.seq, told.fate)));
        self.hear_of_forks(&quarantined);
        let heard_to = offered_to.max(from);
        let streams = if self.is_forked {
            store.keep_aside(self.pairing.series, &quarantined, &counted)?
        } else {
            store.keep_receipt(&signed, heard_to, &quarantined, &counted)?
        };
        self.push_from(store, heard_to.saturating_add(1))?;
        Ok(Changed { streams, names: false })
    }

    /// The next batch begins at `from`, or behind what the office put back from a backup and this phone can no longer
    /// offer: a receipt covers that, and what became of it was heard before.
    fn push_from(&mut self, store: &mut Store, from: u32) -> Result<u32, Problem> {
        let mut first = from;
        if let Some(signed) = self.receipt.clone().filter(|_| !self.is_forked) {
            first = offer::first_held(store, from)?.min(signed.receipt.up_to_seq.saturating_add(1)).max(from);
            if first > from {
                store.keep_receipt(&signed, first.saturating_sub(1), &[], &[])?;
            }
        }
        self.step = Step::Push { from: first, sent: 0 };
        Ok(first)
    }

    /// The receipt is of this series, signed by the office of this pairing, over a record as this phone wrote it, or
    /// over one that it is known to have lost: at or below a floor. One over another record is `EventForked`.
    fn verify(&self, store: &Store, signed: &SignedReceipt) -> Result<(), Problem> {
        let receipt = &signed.receipt;
        if !self.is_word_of_office(signed) {
            return Err(ProblemCode::ServerNotTrusted.into());
        }
        let of_this_chain = if receipt.up_to_seq == 0 {
            receipt.chain == Hash::none()
        } else {
            match (store.hash_at(self.pairing.series, receipt.up_to_seq)?, store.floor()?) {
                (Some(here), _) => here == receipt.chain,
                (None, Some((floor, chain))) => {
                    receipt.up_to_seq < floor || (receipt.up_to_seq, &receipt.chain) == (floor, &chain)
                }
                (None, None) => false,
            }
        };
        if of_this_chain || self.is_forked { Ok(()) } else { Err(ProblemCode::EventForked.into()) }
    }

    fn is_word_of_office(&self, signed: &SignedReceipt) -> bool {
        let key = &self.pairing.server_key;
        signed.receipt.series == self.pairing.series
            && signed.is_signed(|text, signature| is_signed_by(key, text, signature))
    }

    /// Whether the office signed a text for this phone.
    fn is_signed(&self, text: &str, signature: &str) -> Result<(), Problem> {
        if is_signed_by(&self.pairing.server_key, text, signature) {
            Ok(())
        } else {
            Err(ProblemCode::ServerNotTrusted.into())
        }
    }
}

/// Set aside, each with why; and those that count.
fn sort_out(fates: impl Iterator<Item = (u32, Fate)>) -> (Vec<(u32, Problem)>, Vec<u32>) {
    let (mut quarantined, mut counted) = (Vec::new(), Vec::new());
    for (seq, fate) in fates {
        match fate {
            Fate::Accepted | Fate::Duplicate => counted.push(seq),
            Fate::Quarantined { problem } => quarantined.push((seq, problem)),
        }
    }
    (quarantined, counted)
}

/// The bytes of an event as JSON that is passed on unchanged.
fn raw_json(bytes: Vec<u8>) -> Result<Box<RawValue>, Problem> {
    String::from_utf8(bytes)
        .ok()
        .and_then(|text| RawValue::from_string(text).ok())
        .ok_or_else(|| ProblemCode::StoreCorrupt.into())
}
