//! A phone's folder is copied, and later put back or used beside the first (I13).

use std::sync::Arc;

use super::History;
use crate::sim::tape::Fault;
use crate::sim::wire::SimLink;

impl History {
    /// Keeps a copy of a phone's folder, or uses the one that was kept.
    pub(super) fn copy(&mut self, index: usize) {
        let copied: Vec<usize> =
            (0..self.phones.len()).filter(|index| self.phones[*index].is_copied()).collect();
        if copied.is_empty() || self.dice.chance(35) {
            self.phones[index].keep_copy();
            return;
        }
        let index = *self.dice.pick(&copied);
        if self.is_cloned || self.dice.chance(50) {
            self.tape.fault(Fault::CopyPutBack, Some(index));
            self.phones[index].put_copy_back();
        } else {
            self.clone_phone(index);
        }
        self.open(index);
    }

    fn clone_phone(&mut self, of: usize) {
        let index = self.phones.len();
        let code = self.towns.codes[self.phones[of].owner.township].clone();
        let (office, saboteur) = (Arc::clone(&self.office), Arc::clone(&self.saboteur));
        let link = SimLink::new(index, code, office, saboteur, self.tape.clone());
        self.tape.fault(Fault::Cloned, Some(of));
        let clone = self.phones[of].copied_to(index, Arc::new(link));
        self.phones.push(clone);
        self.is_cloned = true;
        self.open(index);
    }
}
