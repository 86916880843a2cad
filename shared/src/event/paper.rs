//! 签发、送达、撤回 of a paper made by the office: its content is frozen when it is issued, and never edited.

use serde::{Deserialize, Serialize};

use crate::attachment::Attachment;
use crate::code::{Addressee, Serve, Signing};
use crate::document::PaperKey;
use crate::hash::Hash;
use crate::id::EventId;

/// 签发: number and content are fixed from here on. The rules it was made under are those of the event's version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperIssued {
    /// Which of the papers the facts call for.
    pub key: PaperKey,
    /// 文号, given by the server, one series a kind, year and township.
    pub number: String,
    /// 落款: the office that issues.
    pub office: String,
    /// The `document::Sheet` as JSON: the very bytes of [`Self::hash`].
    pub content: String,
    pub hash: Hash,
    /// Who gets it.
    pub to: Vec<Addressee>,
    /// The issue of the same paper that this one takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<EventId>,
}

/// 送达 of an issued paper to one addressee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PaperServed {
    /// The event of its issue.
    pub issue: EventId,
    pub to: Addressee,
    pub manner: Serve,
    /// Who took it.
    pub receiver: String,
    /// Whether the receiver signed; a refusal is witnessed.
    pub signing: Signing,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<String>,
    /// Photos, signatures, scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// 撤回 of an issued paper: it stays in the file, marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperWithdrawn {
    /// The event of its issue.
    pub issue: EventId,
    pub reason: String,
}
