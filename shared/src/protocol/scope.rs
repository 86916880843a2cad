//! 范围: the server's signed word which cases a device may hold. What a phone holds of others leaves it.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::ScopeReason;
use crate::id::{CaseId, SeriesId};

/// Every case the user of a device reads now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// That of the hello: a list of another version says nothing of what was pulled under this one.
    pub scope_version: u32,
    pub cases: Vec<CaseId>,
    /// Why it is another list than the one last held; a device lets go of many cases for no less. Never sent to devices
    /// before [`super::version::WHOLE`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<ScopeReason>,
}

impl Scope {
    /// The text that is signed. Series and nonce of the exchange are in it: a list told to another device, or
    /// yesterday, takes nothing away.
    #[must_use]
    pub fn signing_text(&self, series: SeriesId, nonce: &str) -> String {
        let mut text = format!("guihang-scope-1\n{series}\n{nonce}\n{}", self.scope_version);
        for case in &self.cases {
            // Writing to a String does not fail.
            let _ = write!(text, "\n{case}");
        }
        for reason in &self.reasons {
            let _ = write!(text, "\nreason {}", reason.code());
        }
        text
    }
}

/// A scope with the server's signature over [`Scope::signing_text`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedScope {
    pub scope: Scope,
    /// `ed25519:<base64>`.
    pub signature: String,
}
