//! One of the phones is a version behind the office (I16): it speaks the protocol of before, on the same faulty line.

use std::sync::Arc;

use server::admin;
use shared::event::Body;
use shared::id::{EventId, SeriesId};
use shared::problem::ProblemCode;

use super::History;
use crate::old_client::OldClient;
use crate::old_client::wire::PROTOCOL;
use crate::sim::forms;
use crate::sim::office::ADDRESS;
use crate::sim::tape::{Entry, Fault, PhoneHas, Row};
use crate::sim::wire::SimLink;

/// Far behind the numbers of the others.
const DEVICE: usize = 100;

/// The phone of before.
#[derive(Debug)]
pub(super) struct Old {
    link: Arc<SimLink>,
    client: OldClient,
    /// What the last exchange came to.
    last: Option<&'static str>,
}

impl Old {
    pub(super) fn series(&self) -> SeriesId {
        self.client.paired.series
    }

    fn has(&self) -> PhoneHas {
        let row = |((series, seq), held): (&(SeriesId, u32), &crate::old_client::Held)| {
            let (series, seq, hash) = (*series, *seq, held.hash.clone());
            let stream = match &held.stream {
                shared::event::Stream::Case(case) => format!("case:{case}"),
                shared::event::Stream::Office(code) => format!("office:{code}"),
            };
            ((series, seq), Row { series, seq, hash, stream })
        };
        PhoneHas {
            events: self.client.events.iter().map(row).collect(),
            ids: self.client.events.values().map(|held| held.id).collect(),
            covered: self.client.covered,
            set_aside: self.client.set_aside.clone(),
            drafts: std::collections::BTreeSet::new(),
        }
    }
}

impl History {
    pub(super) fn pair_old(&mut self) {
        let owner = self.towns.staff[self.dice.below(2)][self.dice.below(2)].clone();
        let code = self.towns.codes[owner.township].clone();
        let (office, saboteur) = (Arc::clone(&self.office), Arc::clone(&self.saboteur));
        let link = Arc::new(SimLink::new(DEVICE, code.clone(), office, saboteur, self.tape.clone()));
        let one_time =
            self.office.with(|office| admin::make_pairing_code(office, &code, owner.user).unwrap().code);
        let mut seed = [0; 32];
        self.dice.fill(&mut seed);
        let line = Arc::<SimLink>::clone(&link);
        let client = OldClient::pair(line, ADDRESS, &seed, &one_time, PROTOCOL).unwrap();
        let paired = client.paired.clone();
        self.office.with(|office| admin::confirm_device(office, paired.series).unwrap());
        self.tape.write(&Entry::Paired {
            device: DEVICE,
            series: paired.series,
            user: paired.user,
            township: paired.township,
            role: paired.role,
        });
        self.old = Some(Old { link, client, last: None });
        self.sync_old(false);
    }

    /// It records and comes through, as far as the line lets it.
    pub(super) fn old_acts(&mut self) {
        let Some(mut old) = self.old.take() else { return };
        let cases: Vec<_> = old.client.scope.iter().copied().collect();
        for _ in 0..if cases.is_empty() { 0 } else { 2 + self.dice.below(8) } {
            let now = self.clock.off_by(0);
            let (happened_at, visit) = forms::visited(&mut self.dice, now, Vec::new());
            let (case, dice) = (*self.dice.pick(&cases), &mut self.dice);
            let mut chance = shared::id::Entropy::default();
            dice.fill(&mut chance);
            let id = EventId::make(now, chance);
            let event = old.client.record(id, case, happened_at, now, Body::Visit(visit));
            self.tape.write(&Entry::Saved { device: DEVICE, event, what: "visit" });
        }
        self.old = Some(old);
        self.sync_old(true);
    }

    /// One exchange; whether nothing moved.
    pub(super) fn sync_old(&mut self, with_mishaps: bool) -> bool {
        if self.old.is_none() {
            return true;
        }
        let mishaps = if with_mishaps { self.mishaps(40) } else { Vec::new() };
        let now = self.clock.off_by(0);
        let Some(old) = &mut self.old else { return true };
        old.link.plan(mishaps);
        let _ = old.link.take_news();
        let outcome = old.client.sync(now);
        old.link.plan(Vec::new());
        // It starts again with what it has.
        let _ = old.link.take_death();
        let (problem, unsent) = (outcome.err().map(|problem| problem.code.code()), old.client.unsent());
        self.tape.fault(Fault::OldClient, Some(DEVICE));
        self.tape.write(&Entry::Synced { device: DEVICE, problem, unsent });
        old.last = problem;
        let is_over = problem.is_none_or(|code| code == ProblemCode::ProtocolTooOld.code());
        is_over && old.link.take_news() == 0
    }

    pub(super) fn compare_old(&mut self) {
        let Some(old) = &self.old else { return };
        let shown = old.client.scope.clone();
        let (has, unsent) = (old.has(), old.client.unsent());
        let problem = old.last;
        self.tape.write(&Entry::AtRest { device: DEVICE, problem, unsent, has, shown, cards: [].into() });
    }
}
