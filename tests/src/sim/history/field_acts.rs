//! What is done with a phone in the field.

use client::door::Request;
use shared::code::Role;
use shared::id::CaseId;

use super::History;
use crate::sim::dice::Dice;
use crate::sim::forms;
use crate::sim::phone::Phone;
use crate::sim::tape::Fault;
use crate::sim::town::Person;

impl History {
    /// Visits; of a member from the clinic what that one records.
    pub(super) fn visits(&mut self, index: usize) {
        if self.phones[index].owner.role != Role::Medical {
            return self
                .record(index, |dice, phone, case| ("visit", forms::visit(dice, phone.now(), case, None)));
        }
        self.tape.fault(Fault::Blind, Some(index));
        self.record(index, |dice, phone, case| ("guidance", forms::guidance(dice, phone.now(), case)));
    }

    pub(super) fn tests(&mut self, index: usize) {
        let township = self.phones[index].owner.township;
        let session = forms::session(self.phones[index].now(), self.towns.officer(township));
        let phone = &mut self.phones[index];
        let opened = phone.ask(session);
        phone.note("session", opened);
        self.record(index, |dice, _, case| ("test", forms::test(dice, case)));
    }

    /// Some records in a row.
    fn record(&mut self, index: usize, form: impl Fn(&mut Dice, &Phone, CaseId) -> (&'static str, Request)) {
        for _ in 0..5 + self.dice.below(11) {
            let case = self.case_near(index);
            let (what, request) = form(&mut self.dice, &self.phones[index], case);
            self.save(index, what, request);
        }
    }

    pub(super) fn save(&mut self, index: usize, what: &'static str, request: Request) {
        self.open(index);
        let phone = &mut self.phones[index];
        let outcome = phone.ask(request);
        if let Some(event) = phone.note(what, outcome) {
            phone.records.push(event);
        }
    }

    pub(super) fn draft(&mut self, index: usize) {
        self.open(index);
        let case = self.case_near(index);
        let phone = &mut self.phones[index];
        if phone.drafts.is_empty() || self.dice.chance(50) {
            phone.draft(forms::draft(case, None), case);
            return;
        }
        let place = self.dice.below(phone.drafts.len());
        let (draft, case) = phone.drafts.swap_remove(place);
        let request = forms::visit(&mut self.dice, phone.now(), case, Some(draft));
        let outcome = phone.ask(request);
        match phone.note("visit", outcome) {
            Some(event) => {
                phone.draft_ended(draft);
                phone.records.push(event);
            }
            None => phone.drafts.push((draft, case)),
        }
    }

    /// A case the phone was told of when it last came through, still its own or not; now and then any of the township.
    pub(super) fn case_near(&mut self, index: usize) -> CaseId {
        let phone = &self.phones[index];
        if phone.told.is_empty() || self.dice.chance(10) {
            let township = phone.owner.township;
            let here = self.towns.cases.iter().filter(|placed| placed.in_township(township).is_some());
            let all: Vec<CaseId> = here.map(|placed| placed.case).collect();
            // Where every case has moved away there is still one that was here once.
            return if all.is_empty() { self.towns.cases[0].case } else { *self.dice.pick(&all) };
        }
        *self.dice.pick(&phone.told)
    }

    /// The cases of a phone as the office has it now.
    pub(super) fn cases_of(&self, owner: &Person) -> Vec<CaseId> {
        let mut cases = Vec::new();
        for placed in &self.towns.cases {
            let lies = placed.in_township(owner.township);
            if lies.is_some_and(|lies| owner.role != Role::Worker || lies.workers.contains(&owner.user)) {
                cases.push(placed.case);
            }
        }
        cases
    }
}
