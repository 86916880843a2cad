//! 解读 (readings): RD-nn as named, dated values with their defaults.

use crate::event::RuleVersion;

/// The values in force. Filled with one field for each reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    pub version: RuleVersion,
}

impl Default for Policy {
    fn default() -> Self {
        Self { version: RuleVersion("2026-01".to_owned()) }
    }
}
