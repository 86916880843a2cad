//! 事实: the event, its envelope and its bytes.
//!
//! An event is written once, by the installation it happened on. The bytes first written are kept, hashed, signed
//! and forwarded unchanged ([`RawEvent`]); [`Event`] is what this build understands of them. A kind or version this
//! build does not know becomes [`Body::Unknown`]: kept, counted, passed on.

mod correction;
mod office;
mod opening;
mod test;
mod visit;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use thiserror::Error;

pub use correction::{Amend, Void};
pub use office::OfficerQualified;
pub use opening::{AgreementSigned, IdDocument, Order, PersonDetails, ReportIn};
pub use test::{DrugTest, Kit, SampleNumbers, TestRefused};
pub use visit::{Met, Visit};

use crate::hash::Hash;
use crate::id::{CaseId, EventId, SeriesId, TownshipCode, UserId};
use crate::moment::Moment;

/// An event may have at most this many bytes; more belongs into an attachment.
pub const EVENT_BYTES_MAX: usize = 64 * 1024;

/// The version of rules an author judged under, e.g. `2026-01`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(transparent)]
pub struct RuleVersion(pub String);

/// What a fact belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stream {
    /// One person's file.
    Case(CaseId),
    /// An office: staff, qualifications, calendar, readings.
    Office(TownshipCode),
}

/// One fact, as this build understands it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub id: EventId,
    pub series: SeriesId,
    /// Place in the series, from 1, without gaps.
    pub seq: u32,
    /// Hash of the bytes of the event before it in the series.
    pub prev: Hash,
    pub stream: Stream,
    /// 发生时间: claimed by the author; the only time rules use.
    pub happened_at: Moment,
    /// 记录时间: the device's clock when it was written.
    pub recorded_at: Moment,
    pub author: UserId,
    pub rule_version: RuleVersion,
    pub body: Body,
}

/// What happened. The tag carries the version of the shape: `visit/1`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", tag = "kind")]
pub enum Body {
    /// 决定书登记 (R-DEC-1): opens the case.
    #[serde(rename = "order/1")]
    Order(Order),
    /// 报到 (R-REPORTIN-3).
    #[serde(rename = "report_in/1")]
    ReportIn(ReportIn),
    /// 签订协议 (R-AGREE-1).
    #[serde(rename = "agreement_signed/1")]
    AgreementSigned(AgreementSigned),
    /// 家访、谈话 (R-VISIT-5).
    #[serde(rename = "visit/1")]
    Visit(Visit),
    /// 检测 (R-TEST-7).
    #[serde(rename = "drug_test/1")]
    DrugTest(DrugTest),
    /// 逃避、拒绝检测 (R-TEST-11).
    #[serde(rename = "test_refused/1")]
    TestRefused(TestRefused),
    /// 检测资质 (R-TEST-1): in the office's stream.
    #[serde(rename = "officer_qualified/1")]
    OfficerQualified(OfficerQualified),
    /// 更正.
    #[serde(rename = "amend/1")]
    Amend(Amend),
    /// 作废 / 撤销.
    #[serde(rename = "void/1")]
    Void(Void),
    /// A kind or version of a newer build.
    #[serde(skip)]
    Unknown(Value),
}

impl Body {
    /// Every kind this build understands.
    pub const KINDS: &'static [&'static str] = &[
        "order/1",
        "report_in/1",
        "agreement_signed/1",
        "visit/1",
        "drug_test/1",
        "test_refused/1",
        "officer_qualified/1",
        "amend/1",
        "void/1",
    ];
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Self::Unknown(value) = self {
            value.serialize(serializer)
        } else {
            Self::serialize(self, serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let kind = value.get("kind").and_then(Value::as_str).unwrap_or_default();
        if kind.is_empty() {
            return Err(serde::de::Error::missing_field("kind"));
        }
        if Self::KINDS.contains(&kind) {
            Self::deserialize(value).map_err(serde::de::Error::custom)
        } else {
            Ok(Self::Unknown(value))
        }
    }
}

/// Why bytes are not an event.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum EventError {
    #[error("event has {0} bytes, more than {EVENT_BYTES_MAX}")]
    TooLarge(usize),
    #[error("event is malformed: {0}")]
    Malformed(String),
}

/// An event as its bytes: what is stored, hashed, signed and forwarded.
#[derive(Debug, Clone, PartialEq)]
pub struct RawEvent {
    bytes: Vec<u8>,
    event: Event,
}

impl RawEvent {
    /// Writes an event for the first time.
    ///
    /// # Errors
    /// [`EventError::TooLarge`] past [`EVENT_BYTES_MAX`].
    pub fn write(event: Event) -> Result<Self, EventError> {
        let bytes = serde_json::to_vec(&event).map_err(|error| EventError::Malformed(error.to_string()))?;
        Self::check_size(&bytes)?;
        Ok(Self { bytes, event })
    }

    /// Reads an event from the bytes somebody wrote, keeping them.
    ///
    /// # Errors
    /// [`EventError::TooLarge`], [`EventError::Malformed`].
    pub fn read(bytes: Vec<u8>) -> Result<Self, EventError> {
        Self::check_size(&bytes)?;
        let event =
            serde_json::from_slice(&bytes).map_err(|error| EventError::Malformed(error.to_string()))?;
        Ok(Self { bytes, event })
    }

    fn check_size(bytes: &[u8]) -> Result<(), EventError> {
        if bytes.len() > EVENT_BYTES_MAX { Err(EventError::TooLarge(bytes.len())) } else { Ok(()) }
    }

    /// The bytes first written.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What this build understands of them.
    #[must_use]
    pub fn event(&self) -> &Event {
        &self.event
    }

    /// The hash that the next event of the series names as `prev`.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::of(&self.bytes)
    }

    /// Gives up the bytes.
    #[must_use]
    pub fn into_event(self) -> Event {
        self.event
    }
}
