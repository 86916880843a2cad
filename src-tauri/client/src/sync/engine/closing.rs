//! The end of an exchange: the pages of the log, the closing comparison, what leaves with the scope.

use std::collections::BTreeSet;

use shared::access::reads_cards;
use shared::hash::Hash;
use shared::id::CaseId;
use shared::moment::Moment;
use shared::problem::{Problem, ProblemCode};
use shared::protocol::{
    CaseCount, Lists, PullReply, PulledEvent, SignedCards, SignedScope, StaffName, cards_text, page_text,
};

use super::{Changed, Engine, Step};
use crate::store::Store;

/// What the last page said, kept while cases are fetched.
#[derive(Debug)]
pub(super) struct Told {
    staff: Vec<StaffName>,
    pub(super) counts: Vec<CaseCount>,
    /// The cases in scope and whether a reason was given; `None` where the office said nothing that holds.
    scope: Option<(BTreeSet<CaseId>, bool)>,
}

impl Engine {
    pub(super) fn take_pull(
        &mut self,
        store: &mut Store,
        reply: Result<PullReply, Problem>,
        lists: Option<Lists>,
        now: Moment,
    ) -> Result<Changed, Problem> {
        let reply = reply?;
        let before = store.line()?.cursor;
        if reply.next < before || (reply.more && reply.next == before) {
            return Err(ProblemCode::ServerBusy.into());
        }
        if lists.is_some() {
            let signature = reply.signature.as_deref().ok_or(ProblemCode::ServerNotTrusted)?;
            self.check_page((before, reply.next), &reply.events, signature)?;
        }
        // Before anything of the page is kept: what is kept must be folded, and an error would say nothing of it.
        let scope = self.scope(store, reply.scope)?;
        let taken = store.take_page(self.pairing.series, &reply.events, reply.next)?;
        if taken.refused > 0 {
            self.late_problem.get_or_insert(ProblemCode::EventMalformed.into());
        }
        let mut changed = Changed { streams: taken.streams, names: false };
        if reply.more {
            return Ok(changed);
        }
        let told = Told { staff: reply.staff, counts: reply.counts, scope };
        match lists {
            None => self.close_by_counts(store, told, &mut changed, now)?,
            Some(lists) => {
                let series = self.pairing.series;
                changed.streams.extend(store.keep_decisions(series, &reply.decisions)?);
                let same = match (lists, reply.summary) {
                    (Lists::Summary, Some(theirs)) => {
                        store.summary(series, self.pairing.role)?.as_ref() == Some(&theirs.hash)
                    }
                    (Lists::Summary | Lists::Whole | Lists::OfficeOnly, _) => false,
                };
                if same {
                    changed.streams.extend(store.let_go_waiting(series)?);
                    store.keep_success(now, &[], true)?;
                    changed.names = true;
                    self.step = Step::Done;
                } else if lists == Lists::Summary {
                    self.step = Step::Pull(Some(Lists::Whole));
                } else {
                    self.keep_cards(store, reply.cards)?;
                    self.begin_fetch(store, told, &mut changed, now)?;
                }
            }
        }
        Ok(changed)
    }

    /// What the office signed is what came, for this phone in this exchange.
    pub(super) fn check_page(
        &self,
        cursors: (u64, u64),
        events: &[PulledEvent],
        signature: &str,
    ) -> Result<(), Problem> {
        let hashes: Vec<Hash> = events.iter().map(|pulled| Hash::of(pulled.event.get().as_bytes())).collect();
        let records = hashes.iter().zip(events).map(|(hash, pulled)| (hash, pulled.received_at));
        self.is_signed(&page_text(self.pairing.series, &self.nonce, cursors, records), signature)
    }

    fn keep_cards(&self, store: &mut Store, told: Option<SignedCards>) -> Result<(), Problem> {
        let Some(SignedCards { cards, signature }) = told.filter(|_| reads_cards(self.pairing.role)) else {
            return Ok(());
        };
        self.is_signed(&cards_text(self.pairing.series, &self.nonce, &cards), &signature)?;
        Ok(store.keep_cards(&cards)?)
    }

    /// An office before `version::WHOLE`: counts alone, and everything again where they differ.
    fn close_by_counts(
        &mut self,
        store: &mut Store,
        told: Told,
        changed: &mut Changed,
        now: Moment,
    ) -> Result<(), Problem> {
        let difference = store.difference(self.pairing.series, &told.counts)?;
        let agrees = difference.is_none();
        if let Some(difference) = difference
            && !self.repaired
            && store.line()?.repaired.as_ref() != Some(&difference)
        {
            self.repaired = true;
            store.begin_repair(&difference)?;
            return Ok(());
        }
        self.finish(store, &told, agrees, changed, now)
    }

    /// Everything that is to be fetched is here. What still differs is told once.
    pub(super) fn close(
        &mut self,
        store: &mut Store,
        changed: &mut Changed,
        now: Moment,
    ) -> Result<(), Problem> {
        let Some(told) = self.told.take() else {
            self.step = Step::Done;
            return Ok(());
        };
        let difference = store.difference(self.pairing.series, &told.counts)?;
        if let Some(difference) = &difference
            && store.line()?.repaired.as_ref() != Some(difference)
        {
            store.keep_difference(difference)?;
            self.late_problem.get_or_insert(ProblemCode::CaseDiffers.into());
        }
        self.finish(store, &told, difference.is_none(), changed, now)
    }

    fn finish(
        &mut self,
        store: &mut Store,
        told: &Told,
        agrees: bool,
        changed: &mut Changed,
        now: Moment,
    ) -> Result<(), Problem> {
        if let Some((scope, has_reason)) = &told.scope {
            let reasons = self.is_whole.then_some(*has_reason);
            let kept = store.keep_scope(self.pairing.series, scope, reasons)?;
            changed.streams.extend(kept.streams);
            if kept.unexplained {
                self.late_problem.get_or_insert(ProblemCode::ScopeUnexplained.into());
            }
        }
        store.keep_success(now, &told.staff, agrees)?;
        changed.names = true;
        self.step = Step::Done;
        Ok(())
    }

    /// Starts fetching what differs, or ends where nothing does or it was tried before.
    fn begin_fetch(
        &mut self,
        store: &mut Store,
        told: Told,
        changed: &mut Changed,
        now: Moment,
    ) -> Result<(), Problem> {
        let series = self.pairing.series;
        if let Some((scope, _)) = &told.scope {
            store.widen_scope(scope)?;
            changed.names = true;
        }
        let differing = store.differing(series, &told.counts)?;
        let is_known = store.difference(series, &told.counts)?.is_some_and(|difference| {
            store.line().is_ok_and(|line| line.repaired.as_ref() == Some(&difference))
        });
        self.told = Some(told);
        // One that broke off was not tried: only `close` remembers what stayed.
        if differing.is_empty() || is_known {
            return self.close(store, changed, now);
        }
        self.want(differing);
        self.step = self.wanted_step();
        Ok(())
    }

    /// The cases in scope, if the office of this pairing named them in this exchange, for what was pulled in it.
    fn scope(
        &self,
        store: &Store,
        told: Option<SignedScope>,
    ) -> Result<Option<(BTreeSet<CaseId>, bool)>, Problem> {
        let Some(SignedScope { scope, signature }) = told else { return Ok(None) };
        self.is_signed(&scope.signing_text(self.pairing.series, &self.nonce), &signature)?;
        // It changed while the pages came: the next exchange pulls under the new one.
        if scope.scope_version != store.line()?.scope_version {
            return Ok(None);
        }
        let has_reason = !scope.reasons.is_empty();
        Ok(Some((scope.cases.into_iter().collect(), has_reason)))
    }
}
