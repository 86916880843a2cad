//! The faults stop, and everything is laid side by side.

use server::admin;
use shared::problem::ProblemCode;

use super::{History, ROUNDS_MAX};
use crate::sim::phone::{attachments_of, rest_of};
use crate::sim::tape::Entry;
use crate::sim::{compare, inventory};

impl History {
    /// The faults stop. Rounds until nothing moves any more.
    pub(super) fn rest(&mut self) -> u32 {
        self.let_go();
        self.confirm();
        for index in 0..self.phones.len() {
            self.phones[index].set_clock_off(0);
            self.phones[index].link.set_cut(false);
            for _ in 0..8 {
                if self.phones[index].is_open() || self.phones[index].unlock() {
                    break;
                }
                self.clock.pass_minutes(61);
            }
        }
        for round in 1..=ROUNDS_MAX {
            self.tape.write(&Entry::Round(round));
            let mut is_quiet = true;
            for phone in &mut self.phones {
                let _ = phone.link.take_news();
                let problem = phone.sync();
                let is_over = problem.is_none_or(|code| code == ProblemCode::EventForked.code());
                let waits = attachments_of(&phone.state()) > 0;
                is_quiet &= phone.is_revoked || (is_over && !waits && phone.link.take_news() == 0);
            }
            is_quiet &= self.sync_old(false);
            if is_quiet {
                return round;
            }
        }
        ROUNDS_MAX
    }

    /// Both machines are switched off and on; then everything is laid side by side.
    pub(super) fn compare(&mut self) {
        self.office.crash();
        for index in 0..self.phones.len() {
            let state = self.phones[index].state();
            self.phones[index].crash();
            self.open(index);
            let phone = &self.phones[index];
            if phone.is_revoked || !phone.is_open() {
                assert!(phone.is_open(), "device {index} stays locked");
                continue;
            }
            let (problem, unsent) = rest_of(&state);
            let (has, shown, cards) = (phone.has(), phone.shown(), phone.cards());
            self.tape.write(&Entry::AtRest {
                device: index,
                problem,
                unsent,
                has,
                shown: shown.clone(),
                cards,
            });
            if problem.is_none() {
                self.look_at_photos(index);
            }
            for case in shown.into_iter().filter(|_| problem.is_none()) {
                let phone = &self.phones[index];
                let differs = compare::pages(&self.office, &self.towns, phone, case);
                self.tape.write(&Entry::Page { device: index, case, differs });
            }
        }
        self.compare_old();
        for placed in &self.towns.cases {
            for lies in &placed.lies {
                let township = self.towns.codes[lies.township].clone();
                let count = compare::visits(&self.office, &township, placed.case);
                self.tape.write(&Entry::Visits { case: placed.case, township, count });
            }
        }
        for code in &self.towns.codes {
            let walked = self.office.with(|office| admin::verify_audit(office, code).unwrap());
            let broken = walked.err().map(|place| format!("{place:?}"));
            self.tape.write(&Entry::Audit { township: code.clone(), broken });
        }
        self.look_at_objects();
        self.tape.write(&Entry::Alerts(self.office.look(inventory::alerts)));
        let has = self.office.look(inventory::of_office);
        self.tape.write(&Entry::End(has));
    }
}
