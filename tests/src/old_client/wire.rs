//! The wire as version 2 of the protocol had it, frozen: an office must go on speaking it. Nothing of `shared::protocol`
//! stands here, so that a change there cannot change what is tried.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use shared::code::Role;
use shared::hash::Hash;
use shared::id::{CaseId, SeriesId, TownshipCode, UserId};
use shared::moment::Moment;
use shared::problem::Problem;

/// What it speaks.
pub const PROTOCOL: u16 = 2;
pub const PAIR: &str = "/sync/pair";
pub const HELLO: &str = "/sync/hello";
pub const PUSH: &str = "/sync/push";
pub const PULL: &str = "/sync/pull";
pub const HEADERS: [&str; 4] = ["guihang-series", "guihang-nonce", "guihang-counter", "guihang-signature"];

#[derive(Debug, Serialize)]
pub struct PairAsk {
    pub protocol: u16,
    pub code: String,
    pub device_key: String,
    pub proof: String,
    pub device_name: String,
    pub app_version: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct PairSaid {
    pub series: SeriesId,
    pub user: UserId,
    pub role: Role,
    pub township: TownshipCode,
    pub server_key: String,
}

#[derive(Debug, Serialize)]
pub struct HelloAsk {
    pub protocol: u16,
    pub app_version: String,
    pub device_time: Moment,
    pub unsent: u32,
}

#[derive(Debug, Deserialize)]
pub struct HelloSaid {
    pub protocol: u16,
    pub epoch: String,
    pub nonce: String,
    pub receipt: Option<SignedReceipt>,
    pub scope_version: u32,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Receipt {
    pub epoch: String,
    pub series: SeriesId,
    pub up_to_seq: u32,
    pub chain: Hash,
    pub server_time: Moment,
}

impl Receipt {
    #[must_use]
    pub fn signing_text(&self) -> String {
        let Self { epoch, series, up_to_seq, chain, server_time } = self;
        format!("guihang-receipt-1\n{epoch}\n{series}\n{up_to_seq}\n{chain}\n{}", server_time.to_rfc3339())
    }
}

#[derive(Debug, Clone, Deserialize)]
pub struct SignedReceipt {
    pub receipt: Receipt,
    pub signature: String,
}

#[derive(Debug, Serialize)]
pub struct PushAsk {
    pub from_seq: u32,
    pub events: Vec<Box<RawValue>>,
    pub head_signature: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", tag = "fate")]
pub enum Fate {
    Accepted,
    Duplicate,
    Quarantined { problem: Problem },
}

#[derive(Debug, Deserialize)]
pub struct PushSaid {
    pub fates: Vec<Fate>,
    pub receipt: Option<SignedReceipt>,
    pub missing_from: Option<u32>,
}

#[derive(Debug, Serialize)]
pub struct PullAsk {
    pub after: u64,
    pub limit: u32,
}

#[derive(Debug, Deserialize)]
pub struct Pulled {
    pub event: Box<RawValue>,
}

#[derive(Debug, Deserialize)]
pub struct CaseCount {
    pub case: CaseId,
    pub events: u32,
}

#[derive(Debug, Deserialize)]
pub struct Scope {
    pub scope_version: u32,
    pub cases: Vec<CaseId>,
}

impl Scope {
    #[must_use]
    pub fn signing_text(&self, series: SeriesId, nonce: &str) -> String {
        let cases: String = self.cases.iter().map(|case| format!("\n{case}")).collect();
        format!("guihang-scope-1\n{series}\n{nonce}\n{}{cases}", self.scope_version)
    }
}

#[derive(Debug, Deserialize)]
pub struct SignedScope {
    pub scope: Scope,
    pub signature: String,
}

#[derive(Debug, Deserialize)]
pub struct PullSaid {
    pub events: Vec<Pulled>,
    pub next: u64,
    pub more: bool,
    pub counts: Vec<CaseCount>,
    #[serde(default)]
    pub scope: Option<SignedScope>,
}
