//! The phone's disk is full for a while: what is new is refused before it is called saved, what is old stays, and the
//! phone still sends (I18).

use faulty_disk::{fill, free};

use super::History;
use crate::sim::forms;
use crate::sim::phone::rest_of;
use crate::sim::tape::{Entry, Fault};

impl History {
    pub(super) fn full_disk(&mut self, index: usize) {
        self.open(index);
        if !self.phones[index].is_open() {
            return;
        }
        fill(&self.phones[index].store());
        let refused = self.phones[index].refused_full;
        for _ in 0..4 + self.dice.below(12) {
            let case = self.case_near(index);
            let request = forms::visit(&mut self.dice, self.phones[index].now(), case, None);
            let phone = &mut self.phones[index];
            let outcome = phone.ask(request);
            if let Some(event) = phone.note("visit", outcome) {
                phone.records.push(event);
            }
        }
        if self.phones[index].refused_full > refused {
            self.tape.fault(Fault::DiskFull, Some(index));
        }
        let is_cut = self.phones[index].link.is_cut();
        let problem = self.phones[index].sync();
        if !is_cut {
            self.synced_full(index, problem);
        }
        if self.dice.chance(30) {
            self.phones[index].crash();
            // The tries of a PIN before this may cost time; nothing else keeps it shut.
            let opened = self.phones[index].unlock();
            if opened && !is_cut {
                let problem = self.phones[index].sync();
                self.synced_full(index, problem);
            }
        }
        free(&self.phones[index].store());
        let has = self.phones[index].has();
        self.tape.write(&Entry::PhoneHas { device: index, has });
        self.open(index);
        // Within a minute the app tries by itself, and has its reserve again.
        self.phones[index].sync();
        self.open(index);
    }

    fn synced_full(&self, index: usize, problem: Option<&'static str>) {
        let (_, unsent) = rest_of(&self.phones[index].state());
        self.tape.write(&Entry::SyncedFull { device: index, problem, unsent });
    }
}
