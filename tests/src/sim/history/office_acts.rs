//! What the office does.

use server::admin;
use server::store::user::UserState;
use shared::id::UserId;

use super::{BackedUp, History, write_placed};
use crate::sim::inventory;
use crate::sim::phone::Phone;
use crate::sim::tape::{Entry, Fault};
use crate::sim::town::Lies;

impl History {
    /// Gives a case to these, where it lies.
    fn assign(&mut self, place: usize, lies: usize, workers: Vec<UserId>) {
        let placed = &mut self.towns.cases[place];
        placed.lies[lies].workers.clone_from(&workers);
        let (case, township) = (placed.case, self.towns.codes[placed.lies[lies].township].clone());
        self.office.with(|office| admin::assign(office, &township, case, &workers).unwrap());
        let at_ms = self.now_ms();
        self.tape.write(&Entry::Assigned { case, township, workers, at_ms });
        self.saboteur.after_office(&self.office);
    }

    pub(super) fn reassign(&mut self) {
        let place = self.dice.below(self.towns.cases.len());
        let lies = self.dice.below(self.towns.cases[place].lies.len());
        let all = self.towns.workers(self.towns.cases[place].lies[lies].township);
        let workers = match self.dice.below(10) {
            0 => Vec::new(),
            1 => all,
            _ => vec![*self.dice.pick(&all)],
        };
        self.assign(place, lies, workers);
        self.tape.fault(Fault::Reassigned, None);
    }

    /// Given to a colleague and given back; the phones may or may not have heard of it in between.
    pub(super) fn there_and_back(&mut self) {
        let place = self.dice.below(self.towns.cases.len());
        let lies = self.dice.below(self.towns.cases[place].lies.len());
        let before = self.towns.cases[place].lies[lies].workers.clone();
        let all = self.towns.workers(self.towns.cases[place].lies[lies].township);
        let others: Vec<UserId> = all.into_iter().filter(|worker| !before.contains(worker)).collect();
        if before.is_empty() || others.is_empty() {
            return;
        }
        self.assign(place, lies, others);
        self.clock.pass_minutes(self.dice.between(1, 30));
        if self.dice.chance(50) {
            let of = |phone: &Phone| before.contains(&phone.owner.user);
            if let Some(index) = self.phones.iter().position(of) {
                self.sync(index);
            }
        }
        self.clock.pass_minutes(self.dice.between(1, 30));
        self.assign(place, lies, before);
        self.tape.fault(Fault::ThereAndBack, None);
    }

    /// 变更执行地: a person moves, or one that is moving arrives or stays.
    pub(super) fn transfer(&mut self) {
        let mut under_way =
            (0..self.towns.cases.len()).filter(|place| self.towns.cases[*place].is_under_way());
        match under_way.next() {
            Some(place) if self.dice.chance(60) => self.end_transfer(place),
            _ => {
                let place = self.dice.below(self.towns.cases.len());
                if self.towns.cases[place].is_under_way() {
                    return self.end_transfer(place);
                }
                self.begin_transfer(place);
                if self.dice.chance(50) {
                    self.clock.pass_minutes(self.dice.between(0, 40));
                    self.end_transfer(place);
                }
            }
        }
    }

    fn begin_transfer(&mut self, place: usize) {
        let placed = &mut self.towns.cases[place];
        let (case, from) = (placed.case, placed.lies[0].township);
        let to = 1 - from;
        placed.lies.push(Lies { township: to, workers: Vec::new() });
        let codes = &self.towns.codes;
        self.office.with(|office| admin::begin_transfer(office, &codes[from], case, &codes[to]).unwrap());
        let (township, at_ms) = (codes[to].clone(), self.now_ms());
        self.tape.write(&Entry::Placed { case, township, at_ms });
        self.saboteur.after_office(&self.office);
        if self.dice.chance(80) {
            let workers = vec![*self.dice.pick(&self.towns.workers(to))];
            self.assign(place, 1, workers);
        }
    }

    fn end_transfer(&mut self, place: usize) {
        let placed = &mut self.towns.cases[place];
        let case = placed.case;
        let accepted = self.dice.chance(75);
        let left = placed.lies.remove(usize::from(!accepted)).township;
        let code = &self.towns.codes[placed.lies[0].township];
        self.office.with(|office| {
            if accepted {
                admin::accept_transfer(office, code, case).unwrap();
            } else {
                admin::cancel_transfer(office, code, case).unwrap();
            }
        });
        let (township, at_ms) = (self.towns.codes[left].clone(), self.now_ms());
        self.tape.write(&Entry::Left { case, township, at_ms });
        if accepted {
            self.tape.fault(Fault::Transferred, None);
        }
        self.saboteur.after_transfer(&self.office);
    }

    pub(super) fn new_case(&mut self) {
        let township = self.dice.below(2);
        let workers = vec![*self.dice.pick(&self.towns.workers(township))];
        let towns = &mut self.towns;
        let placed = self.office.with(|office| towns.open_case(office, township, workers));
        self.tape.fault(Fault::NewCase, None);
        write_placed(&self.tape, &self.towns, &placed, self.now_ms());
    }

    pub(super) fn revoke(&mut self, index: usize) {
        let alive = self.phones.iter().filter(|phone| !phone.is_revoked).count();
        let phone = &self.phones[index];
        let Some(series) = phone.series().filter(|_| alive > 2 && !phone.is_revoked) else { return };
        assert!(self.office.with(|office| admin::revoke_device(office, series).unwrap()));
        for phone in self.phones.iter_mut().filter(|phone| phone.series() == Some(series)) {
            phone.is_revoked = true;
        }
        self.tape.fault(Fault::Revoked, Some(index));
        self.tape.write(&Entry::Revoked { series });
        self.saboteur.after_office(&self.office);
    }

    pub(super) fn suspend_or_let_go(&mut self, index: usize) {
        if !self.suspended.is_empty() {
            self.let_go();
            return;
        }
        let owner = self.phones[index].owner.clone();
        let code = &self.towns.codes[owner.township];
        let login = self.office.with(|office| {
            let users = admin::users(office, code).unwrap();
            users.into_iter().find(|user| user.user == owner.user).expect("the owner").login
        });
        let login = format!("{login}@{code}");
        self.office.with(|office| admin::set_user_state(office, &login, UserState::Suspended).unwrap());
        self.tape.fault(Fault::Suspended, Some(index));
        self.tape.write(&Entry::Suspended { user: owner.user, suspended: true });
        self.saboteur.after_office(&self.office);
        self.suspended.push((login, owner));
    }

    pub(super) fn let_go(&mut self) {
        for (login, person) in std::mem::take(&mut self.suspended) {
            self.office.with(|office| admin::set_user_state(office, &login, UserState::Active).unwrap());
            self.tape.write(&Entry::Suspended { user: person.user, suspended: false });
        }
    }

    /// Somebody at the office lets every phone read that belongs to somebody and waits: after a suspension or a restore
    /// one asks again whose it is.
    pub(super) fn confirm(&mut self) {
        for series in self.phones.iter().filter(|phone| !phone.is_revoked).filter_map(Phone::series) {
            // One that waits for nothing is refused.
            let _ = self.office.with(|office| admin::confirm_device(office, series));
        }
        if let Some(old) = &self.old {
            let _ = self.office.with(|office| admin::confirm_device(office, old.series()));
        }
    }

    pub(super) fn back_up(&mut self) {
        let revoked = self.phones.iter().filter(|phone| phone.is_revoked).filter_map(Phone::series);
        self.backed_up = Some(BackedUp {
            revoked: revoked.collect(),
            file: self.office.back_up(),
            towns: self.towns.clone(),
            suspended: self.suspended.clone(),
        });
        self.tape.write(&Entry::BackedUp);
    }

    /// The machine burns; a new one starts from the last backup and knows nothing of what came later.
    pub(super) fn put_back(&mut self) {
        let Some(backed_up) = self.backed_up.clone() else { return };
        self.tape.fault(Fault::Restored, None);
        self.office.put_back(&backed_up.file, &backed_up.towns.recovery);
        self.towns = backed_up.towns;
        self.suspended = backed_up.suspended;
        for phone in &mut self.phones {
            phone.is_revoked = phone.series().is_some_and(|series| backed_up.revoked.contains(&series));
        }
        let has = self.office.look(inventory::of_office);
        self.tape.write(&Entry::Restored(has));
        if self.dice.chance(70) {
            self.confirm();
        }
    }
}
