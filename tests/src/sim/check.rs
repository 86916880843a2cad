//! The checkers. Each reads the event log and nothing else; none shares code with what it checks.

mod diverged;
mod late;
mod leaked;
mod lost;
mod photos;
mod rights;
mod unconserved;

use diverged::Diverged;
use late::Late;
use leaked::Leaked;
use lost::Lost;
use photos::Photos;
use unconserved::Unconserved;

use super::tape::Entry;

/// Reads a history and says what was broken in it, a sentence each.
trait Checker {
    fn see(&mut self, entry: &Entry);
    fn found(&self) -> &[String];
}

/// All of them.
#[derive(Debug, Default)]
pub struct Checkers {
    lost: Lost,
    diverged: Diverged,
    leaked: Leaked,
    unconserved: Unconserved,
    late: Late,
    photos: Photos,
}

/// What they found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    pub acknowledged_lost: Vec<String>,
    pub diverged: Vec<String>,
    pub leaked: Vec<String>,
    pub unconserved: Vec<String>,
}

impl Findings {
    #[must_use]
    pub fn is_clean(&self) -> bool {
        [&self.acknowledged_lost, &self.diverged, &self.leaked, &self.unconserved]
            .iter()
            .all(|found| found.is_empty())
    }
}

impl Checkers {
    pub fn see(&mut self, entry: &Entry) {
        let all: [&mut dyn Checker; 6] = [
            &mut self.lost,
            &mut self.diverged,
            &mut self.leaked,
            &mut self.unconserved,
            &mut self.late,
            &mut self.photos,
        ];
        for checker in all {
            checker.see(entry);
        }
    }

    #[must_use]
    pub fn findings(&self) -> Findings {
        Findings {
            acknowledged_lost: [self.lost.found(), self.photos.found()].concat(),
            diverged: self.diverged.found().to_vec(),
            leaked: self.leaked.found().to_vec(),
            unconserved: [self.unconserved.found(), self.late.found()].concat(),
        }
    }
}
