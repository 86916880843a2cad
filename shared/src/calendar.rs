//! 日历: working days in China, windows and deadlines.

/// The work calendar: which days are rest days, and where it is not yet published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {}

impl Calendar {
    /// The calendar built into this release (2018–2027, 2027 provisional).
    #[must_use]
    pub fn built_in() -> Self {
        Self {}
    }
}
