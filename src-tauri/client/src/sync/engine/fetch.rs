//! Fetching what differs: a case of which little is here comes whole and sealed, of any other only the records that
//! are missing or other. Each case is durable when it is here; what is left differs, and the next exchange goes on.

use std::collections::VecDeque;

use shared::event::{RawEvent, Stream};
use shared::hash::Hash;
use shared::id::CaseId;
use shared::moment::Moment;
use shared::problem::{Problem, ProblemCode};
use shared::protocol::{
    BUNDLE_CASES_MAX, BUNDLE_PLAIN_MAX, BundleFrom, BundlePart, BundleRequest, COMPARE_MARKS_MAX, CaseCount,
    CompareReply, CompareRequest, DICTIONARY, DICTIONARY_VERSION, PulledEvent, SetDigest, not_counted_text,
    split_reply,
};

use super::super::WireReply;
use super::super::sign::{pack, read};
use super::{Changed, Engine, Step};
use crate::store::Store;

/// A case comes whole where less than one in so many of its records is here.
const WHOLE_BELOW: u32 = 2;

/// What is still to be fetched.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    whole: VecDeque<CaseId>,
    records: VecDeque<CaseId>,
    /// Those the last request for records spoke of.
    asked: usize,
}

impl Engine {
    /// Sorts out how each case that differs is to be fetched.
    pub(super) fn want(&mut self, differing: Vec<(CaseCount, u32)>) {
        self.wanted = Wanted::default();
        for (count, held) in differing {
            let list = if held.saturating_mul(WHOLE_BELOW) < count.events {
                &mut self.wanted.whole
            } else {
                &mut self.wanted.records
            };
            list.push_back(count.case);
        }
    }

    /// What comes next of it.
    pub(super) fn wanted_step(&self) -> Step {
        if !self.wanted.whole.is_empty() {
            Step::Bundle
        } else if !self.wanted.records.is_empty() {
            Step::Compare
        } else {
            Step::Done
        }
    }

    fn go_on(&mut self, store: &mut Store, changed: &mut Changed, now: Moment) -> Result<(), Problem> {
        self.step = self.wanted_step();
        if self.step == Step::Done { self.close(store, changed, now) } else { Ok(()) }
    }

    pub(super) fn ask_bundles(&self, store: &Store) -> Result<Vec<u8>, Problem> {
        let cases: Vec<CaseId> = self.wanted.whole.iter().take(BUNDLE_CASES_MAX).copied().collect();
        let begun = cases.first().map(|case| store.bundle_part(*case)).transpose()?.flatten();
        let from = begun
            .map(|(etag, bytes)| BundleFrom { etag, offset: u64::try_from(bytes.len()).unwrap_or(u64::MAX) });
        pack(&BundleRequest { cases, dictionary: DICTIONARY_VERSION, from })
    }

    pub(super) fn take_bundles(
        &mut self,
        store: &mut Store,
        reply: &WireReply,
        now: Moment,
    ) -> Result<Changed, Problem> {
        if !(200..300).contains(&reply.status) {
            // Tells of a problem, or is not ours.
            read::<serde::de::IgnoredAny>(reply)?;
        }
        // What hotel networks answer splits into nothing.
        let (head, mut bytes) = split_reply(&reply.body).ok_or(ProblemCode::Offline)?;
        let asked = self.wanted.whole.len().min(BUNDLE_CASES_MAX);
        let had = (asked, head.left.clone());
        let mut changed = Changed::default();
        for part in &head.parts {
            let length = usize::try_from(part.length).unwrap_or(usize::MAX);
            let (piece, rest) = bytes.split_at_checked(length).ok_or(ProblemCode::Offline)?;
            bytes = rest;
            self.take_part(store, part, piece, &mut changed)?;
        }
        let passed: Vec<CaseId> = self.wanted.whole.drain(..asked).collect();
        for case in head.left.iter().rev().filter(|case| passed.contains(case)) {
            self.wanted.whole.push_front(*case);
        }
        if head.parts.is_empty() && had.1.len() >= asked {
            return Err(ProblemCode::ServerBusy.into());
        }
        self.go_on(store, &mut changed, now)?;
        Ok(changed)
    }

    /// One bundle, or the piece of one that goes on from what is here.
    fn take_part(
        &mut self,
        store: &mut Store,
        part: &BundlePart,
        piece: &[u8],
        changed: &mut Changed,
    ) -> Result<(), Problem> {
        let head = &part.head;
        self.is_signed(&head.signing_text(), &part.signature)?;
        if !self.wanted.whole.contains(&head.case) {
            return Err(ProblemCode::ServerNotTrusted.into());
        }
        let begun = store.bundle_part(head.case)?.filter(|(etag, _)| *etag == head.etag);
        let mut bytes = begun.map(|(_, bytes)| bytes).unwrap_or_default();
        let offset = usize::try_from(part.offset).unwrap_or(usize::MAX);
        if offset > bytes.len() {
            return Err(ProblemCode::ServerBusy.into());
        }
        bytes.truncate(offset);
        bytes.extend_from_slice(piece);
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) < head.total {
            return Ok(store.keep_bundle_part(head, &bytes)?);
        }
        let events = open(part, &bytes)?;
        let taken = store.take_bundle(self.pairing.series, head.case, &events)?;
        if taken.refused > 0 {
            self.late_problem.get_or_insert(ProblemCode::EventMalformed.into());
        }
        changed.streams.extend(taken.streams);
        // It may be newer than the list: what is compared in the end is what came.
        let counts = self.told.iter_mut().flat_map(|told| told.counts.iter_mut());
        for count in counts.filter(|count| count.case == head.case) {
            (count.events, count.digest) = (head.events, Some(head.digest));
        }
        Ok(())
    }

    pub(super) fn ask_records(&mut self, store: &Store) -> Result<Vec<u8>, Problem> {
        let (mut cases, mut marks) = (Vec::new(), 0);
        for case in &self.wanted.records {
            let held = store.marks_of(self.pairing.series, *case)?;
            marks += held.marks.len();
            if marks > COMPARE_MARKS_MAX && !cases.is_empty() {
                break;
            }
            cases.push(held);
        }
        self.wanted.asked = cases.len();
        pack(&CompareRequest { cases })
    }

    pub(super) fn take_records(
        &mut self,
        store: &mut Store,
        reply: Result<CompareReply, Problem>,
        now: Moment,
    ) -> Result<Changed, Problem> {
        let reply = reply?;
        self.check_page((0, 0), &reply.events, &reply.signature)?;
        let taken = store.take_repair(self.pairing.series, &reply.events)?;
        if taken.refused > 0 {
            self.late_problem.get_or_insert(ProblemCode::EventMalformed.into());
        }
        let mut streams = taken.streams;
        if let Some(signature) = reply.not_counted_signature.filter(|_| !reply.not_counted.is_empty()) {
            let series = self.pairing.series;
            self.is_signed(&not_counted_text(series, &self.nonce, &reply.not_counted), &signature)?;
            let asked: Vec<CaseId> = self.wanted.records.iter().take(self.wanted.asked).copied().collect();
            streams.extend(store.let_go_uncounted(series, &asked, &reply.not_counted)?);
        }
        let moved = !streams.is_empty();
        let mut changed = Changed { streams, names: false };
        // Asked again, the cases that are whole by now name everything.
        if !(reply.more && moved) {
            let asked = self.wanted.asked.min(self.wanted.records.len());
            self.wanted.records.drain(..asked);
        }
        self.go_on(store, &mut changed, now)?;
        Ok(changed)
    }
}

/// What is in a bundle: exactly what the office says, and all of this case.
fn open(part: &BundlePart, bytes: &[u8]) -> Result<Vec<PulledEvent>, Problem> {
    let head = &part.head;
    let untrusted = || Problem::new(ProblemCode::ServerNotTrusted);
    if Hash::of(bytes) != head.hash || head.dictionary != DICTIONARY_VERSION {
        return Err(untrusted());
    }
    let mut opener = zstd::bulk::Decompressor::with_dictionary(DICTIONARY).map_err(|_| untrusted())?;
    let json = opener.decompress(bytes, BUNDLE_PLAIN_MAX).map_err(|_| untrusted())?;
    let events: Vec<PulledEvent> = serde_json::from_slice(&json).map_err(|_| untrusted())?;
    let hashes: Vec<Hash> = events.iter().map(|pulled| Hash::of(pulled.event.get().as_bytes())).collect();
    let is_of_case = |pulled: &PulledEvent| {
        // A body this build cannot read still has an envelope; one without is refused where it is kept.
        let read = RawEvent::read(pulled.event.get().as_bytes().to_vec());
        read.map_or(true, |raw| raw.event().stream == Stream::Case(head.case))
    };
    let whole = SetDigest::of(&hashes) == head.digest && events.iter().all(is_of_case);
    if whole { Ok(events) } else { Err(untrusted()) }
}
