//! What registers are searched by: for each row of a case its day and how it stands. The words of a row are made anew
//! for those that are shown; a county has a hundred thousand rows and shows fifty.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use shared::duty::Reckoning;
use shared::moment::Moment;
use shared::register::{Register, RegisterRow, RowStatus};

use super::{Book, CaseBook, lock};

/// A row of a register, as far as lists choose and sort by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowMark {
    pub day: NaiveDate,
    pub status: RowStatus,
}

/// The rows of one case in every register, in the order of its rows.
pub type Marks = BTreeMap<Register, Vec<RowMark>>;

impl Book {
    /// The rows of a case at a moment; kept as long as [`Book::listed`] is. `None` where no order is known.
    #[must_use]
    pub fn marks(&self, case: &CaseBook, at: Moment) -> Option<Arc<Marks>> {
        self.listed(case, at)?;
        let mut kept = lock(&case.kept);
        let kept = kept.as_mut()?;
        if let Some(marks) = &kept.marks {
            return Some(Arc::clone(marks));
        }
        let reckoning = self.reckoning(case, at);
        let of = |register: &Register| {
            let rows = register.rows(&case.file, &reckoning);
            (*register, rows.iter().map(|row| RowMark { day: row.day, status: row.status }).collect())
        };
        let marks: Arc<Marks> = Arc::new(Register::ALL.iter().map(of).collect());
        kept.marks = Some(Arc::clone(&marks));
        Some(marks)
    }

    /// The rows themselves.
    #[must_use]
    pub fn rows(&self, case: &CaseBook, register: Register, at: Moment) -> Vec<RegisterRow> {
        register.rows(&case.file, &self.reckoning(case, at))
    }

    fn reckoning(&self, case: &CaseBook, at: Moment) -> Reckoning {
        Reckoning::of(&case.file, &self.rules.calendar, &self.rules.policy, at)
    }
}
