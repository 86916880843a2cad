//! Nobody is ever sent what is not theirs at the moment of sending (I9, I14); an old request is never answered again.

use super::Checker;
use super::rights::Rights;
use crate::sim::tape::Entry;

#[derive(Debug, Default)]
pub struct Leaked {
    rights: Rights,
    found: Vec<String>,
}

impl Checker for Leaked {
    fn see(&mut self, entry: &Entry) {
        self.rights.see(entry);
        match entry {
            Entry::Pulled { series, streams, counted } => {
                if !self.rights.is_alive(*series) {
                    self.found.push(format!("{series} was answered although it is shut out"));
                }
                let foreign = streams.iter().filter(|stream| !self.rights.may_see(*series, stream));
                self.found.extend(foreign.map(|stream| format!("{series} was sent {stream:?}")));
                let told = counted.iter().map(|case| shared::event::Stream::Case(*case));
                let told = told.filter(|stream| !self.rights.may_see(*series, stream));
                self.found.extend(told.map(|stream| format!("{series} was told of {stream:?}")));
            }
            Entry::Pushed { series, .. } | Entry::Receipt { series, .. } if !self.rights.is_alive(*series) => {
                self.found.push(format!("{series} was served although it is shut out"));
            }
            Entry::Wire { device, path, status: 200, again: true, .. } => {
                self.found.push(format!("an old request of device {device} to {path} was served again"));
            }
            _ => {}
        }
    }

    fn found(&self) -> &[String] {
        &self.found
    }
}
