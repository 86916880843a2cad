//! What travels between phone and office. Both sides use these types; nothing here knows HTTP.
//!
//! Bodies are JSON under zstd. Every request but `pair` carries [`SIGNATURE_HEADERS`]: the device signs
//! [`signing_text`], never a time of its own.

pub mod blob;
mod bundle;
pub mod capsule;
mod card;
mod digest;
mod fate;
mod fingerprint;
mod give_back;
mod lease;
pub mod office_code;
mod office_series;
mod pin;
mod receipt;
mod repair;
mod scope;
mod witness;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

pub use bundle::{
    BUNDLE_BYTES_MAX, BUNDLE_CASES_MAX, BUNDLE_PLAIN_MAX, BundleFrom, BundleHead, BundlePart, BundleReply,
    BundleRequest, DICTIONARY, DICTIONARY_VERSION, join_reply, split_reply,
};
pub use capsule::{CapsuleReply, CapsuleRequest, OfferedFate, OfficeKey};
pub use card::{Card, SignedCards, cards_hash, cards_text};
pub use digest::{SetDigest, Summary, Summing, mark};
pub use fate::{AppVersions, ArrivalMark, Decision, ScopeReason, SeqMark, Tally, Update, Verdict};
pub use fingerprint::fingerprint;
pub use give_back::{GIVE_BACK_RECORDS_MAX, GIVE_BACK_SERIES_MAX, GiveBackReply, GiveBackRequest, ends_text};
pub use lease::{LEASE_DAYS, Lease, SignedLease, revoked_text};
pub use office_series::{EndedSeries, OfficeSeries, SignedOfficeSeries};
pub use pin::Pin;
pub use receipt::{Receipt, SignedReceipt};
pub use repair::{COMPARE_MARKS_MAX, CaseMarks, CompareReply, CompareRequest, not_counted_text, page_text};
pub use scope::{Scope, SignedScope};
pub use witness::{AuditHead, Witness};

use crate::code::Role;
use crate::hash::Hash;
use crate::id::{CaseId, SeriesId, TownshipCode, UserId};
use crate::moment::Moment;
use crate::problem::Problem;

/// Versions of the protocol, oldest first.
pub mod version {
    /// Hello, push, pull, receipts.
    pub const FIRST: u16 = 1;
    /// The last page of a pull names the cases in scope; an older server names none, and nothing leaves the phone.
    pub const SCOPE: u16 = 2;
    /// A sync that is whole: digests, sealed bundles, cards, decisions, transfers, capsules. Each is a field an older
    /// side neither sends nor misses.
    pub const WHOLE: u16 = 3;
    /// What this build speaks.
    pub const CURRENT: u16 = WHOLE;
    /// The oldest a server still answers.
    pub const OLDEST: u16 = FIRST;
}

/// Events in one push batch at most.
pub const PUSH_EVENTS_MAX: usize = 500;
/// Events in one page of a pull at most.
pub const PULL_EVENTS_MAX: usize = 2000;
/// A request or answer has at most this many bytes after decompression.
pub const BODY_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Letters of a pairing code, without dashes.
pub const PAIRING_CODE_LETTERS: usize = 16;
/// Minutes a pairing code lives.
pub const PAIRING_CODE_MINUTES: i64 = 10;
/// Hours after its use in which a code still tells the same device what was agreed: the answer may have been lost where
/// there is no signal, and the way home from there takes a day.
pub const PAIRING_REPEAT_HOURS: i64 = 24;

/// Series, nonce, counter and signature of a request.
pub const SIGNATURE_HEADERS: [&str; 4] =
    ["guihang-series", "guihang-nonce", "guihang-counter", "guihang-signature"];

/// Routes of the protocol.
pub mod route {
    pub const PAIR: &str = "/sync/pair";
    pub const HELLO: &str = "/sync/hello";
    pub const PUSH: &str = "/sync/push";
    pub const PULL: &str = "/sync/pull";
    pub const CAPSULE: &str = super::capsule::ROUTE;
    pub const COMPARE: &str = "/sync/compare";
    pub const BUNDLE: &str = "/sync/bundle";
    pub const GIVE_BACK: &str = "/sync/give-back";
}

/// What a device signs: method, path, body hash, the nonce of the last hello (empty for hello) and a counter that
/// only grows. Never a device time.
#[must_use]
pub fn signing_text(method: &str, path: &str, body: &[u8], nonce: &str, counter: u64) -> String {
    format!("guihang-request-1\n{method}\n{path}\n{}\n{nonce}\n{counter}", Hash::of(body))
}

/// `POST /sync/pair`: not signed by headers; `proof` = signature of the device key over the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairRequest {
    pub protocol: u16,
    /// The one-time code of the console.
    pub code: String,
    /// `ed25519:<base64>`.
    pub device_key: String,
    /// `ed25519:<base64>` over `guihang-pair-1\n<code>\n<device_key>`.
    pub proof: String,
    /// e.g. `安卓 14` or `演示机`; shown in the console's list.
    pub device_name: String,
    pub app_version: String,
}

/// What pairing settles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairReply {
    pub series: SeriesId,
    pub user: UserId,
    pub user_name: String,
    pub role: Role,
    pub township: TownshipCode,
    pub township_name: String,
    /// `ed25519:<base64>`: receipts are checked against it for ever after.
    pub server_key: String,
    /// By these the phone knows the office from now on; empty where it is spoken to without TLS.
    #[serde(default)]
    pub pins: Vec<Pin>,
    /// What the phone seals its records to, beside the locked store; an older office has none.
    #[serde(default)]
    pub office_key: Option<OfficeKey>,
    /// What unlock codes of this installation are made under, base64 of 32 bytes; an older office has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlock_secret: Option<String>,
}

/// `POST /sync/hello`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelloRequest {
    pub protocol: u16,
    pub app_version: String,
    /// The device's clock, so that the office sees an offset; decides nothing.
    pub device_time: Moment,
    /// Records not yet covered by a receipt.
    pub unsent: u32,
    /// The last head of the audit chain that this office handed to the phone.
    #[serde(default)]
    pub witness: Option<Witness>,
    /// Room left on the device, in MiB, where the platform tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage_free_mib: Option<u32>,
}

/// The server's answer to hello.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelloReply {
    pub protocol: u16,
    /// Changes when the server was restored from a backup.
    pub epoch: String,
    /// To be signed into every request until the next hello.
    pub nonce: String,
    pub server_time: Moment,
    /// The last receipt of the series, if any.
    pub receipt: Option<SignedReceipt>,
    /// Grows whenever what this device may see changed; another number means: pull from 0 again.
    pub scope_version: u32,
    /// The user's name and role as they are now.
    pub user_name: String,
    pub role: Role,
    /// Of the town's CA and of the next one, where one is prepared: they take the place of those the phone has. Empty
    /// says nothing.
    #[serde(default)]
    pub pins: Vec<Pin>,
    /// The head of the audit chain as it is now, to be kept and held up at the next hello.
    #[serde(default)]
    pub witness: Option<Witness>,
    /// As in [`PairReply`], for phones that were paired before there was one.
    #[serde(default)]
    pub office_key: Option<OfficeKey>,
    /// In which series the office writes, and where those of before each restore end.
    #[serde(default)]
    pub office_series: Option<SignedOfficeSeries>,
    /// What this device should hold; where it does and has nothing to send, the exchange is over.
    #[serde(default)]
    pub summary: Option<Summary>,
    #[serde(default)]
    pub update: Update,
    /// By which `update` was judged; an older office does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_versions: Option<AppVersions>,
    #[serde(default)]
    pub tally: Option<Tally>,
    /// Whether it takes what phones hold of others and a restore took from it.
    #[serde(default)]
    pub takes_back: bool,
    /// 离线期, anew with each hello; an older office gives none, and the phone shows what it holds without end.
    #[serde(default)]
    pub lease: Option<SignedLease>,
}

/// `POST /sync/push`: events of the own series, in order, as the bytes first written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PushRequest {
    /// `seq` of the first event.
    pub from_seq: u32,
    pub events: Vec<Box<RawValue>>,
    /// `ed25519:<base64>` of the device over the hash of the last event of the batch.
    pub head_signature: String,
    /// Where the device no longer has the event before the first: what the office signed over that place or a later one.
    /// An office that was restored since takes the batch all the same, and notes which places are missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<SignedReceipt>,
}

/// What became of one pushed event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "fate")]
pub enum Fate {
    Accepted,
    Duplicate,
    /// Kept by the office, not counted: the problem says why.
    Quarantined {
        problem: Problem,
    },
}

/// The answer to a push: one fate for each event sent, and a receipt for all that the server holds without a gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushReply {
    pub fates: Vec<Fate>,
    pub receipt: Option<SignedReceipt>,
    /// Set where the batch began past a gap: push again from this `seq`; nothing of the batch was taken.
    pub missing_from: Option<u32>,
    /// Of records that were taken, where there is something to note.
    #[serde(default)]
    pub marks: Vec<SeqMark>,
    #[serde(default)]
    pub tally: Option<Tally>,
}

/// `POST /sync/pull`: the township's log after a cursor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullRequest {
    pub after: u64,
    pub limit: u32,
    /// Absent from devices before [`version::WHOLE`]: those are told everything with the last page.
    #[serde(default)]
    pub lists: Option<Lists>,
    /// The last decision this device heard.
    #[serde(default)]
    pub decided: u32,
    /// The scope version under which the device last kept a list; 0 = none yet.
    #[serde(default)]
    pub scope_held: u32,
}

impl PullRequest {
    /// As devices before [`version::WHOLE`] ask.
    #[must_use]
    pub const fn plain(after: u64, limit: u32) -> Self {
        Self { after, limit, lists: None, decided: 0, scope_held: 0 }
    }
}

/// What a device wants with the last page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lists {
    /// The summary alone.
    Summary,
    /// Staff, counts, scope, cards as well.
    Whole,
    /// The same, and of the events only those of the office itself: cases come as bundles.
    OfficeOnly,
}

/// One event of a page, with what only the server knows of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PulledEvent {
    pub event: Box<RawValue>,
    pub received_at: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<ArrivalMark>,
}

/// A member of staff a phone may need to name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StaffName {
    pub user: UserId,
    pub name: String,
    pub role: Role,
}

/// A page of the log.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PullReply {
    pub events: Vec<PulledEvent>,
    /// The cursor after this page.
    pub next: u64,
    pub more: bool,
    /// With the last page: staff of the township, and how many events of each case the office counts for this device.
    pub staff: Vec<StaffName>,
    pub counts: Vec<CaseCount>,
    /// With the last page: every case this device may hold. Absent is not empty: it takes nothing away.
    #[serde(default)]
    pub scope: Option<SignedScope>,
    /// With the last page, from [`version::WHOLE`] on.
    #[serde(default)]
    pub summary: Option<Summary>,
    /// With the last page: decisions on own records, after the one last heard.
    #[serde(default)]
    pub decisions: Vec<Decision>,
    /// With the last page: for a role that reads no files.
    #[serde(default)]
    pub cards: Option<SignedCards>,
    /// `ed25519:<base64>` over [`page_text`], from [`version::WHOLE`] on.
    #[serde(default)]
    pub signature: Option<String>,
}

/// For the closing comparison of an exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseCount {
    pub case: CaseId,
    pub events: u32,
    #[serde(default)]
    pub digest: Option<SetDigest>,
}

/// The pairing link of the console's QR: `guihang://pair?s=<address>&c=<code>&p=<pin>,<pin>`. What a newer office adds
/// is passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairingLink {
    pub server: String,
    pub code: String,
    /// By which the phone knows the office; without one it speaks to its own machine only.
    pub pins: Vec<Pin>,
}

impl PairingLink {
    const PREFIX: &'static str = "guihang://pair?";

    /// The text of the QR.
    #[must_use]
    pub fn to_text(&self) -> String {
        let pins: Vec<String> = self.pins.iter().map(Pin::to_string).collect();
        let pins = if pins.is_empty() { String::new() } else { format!("&p={}", pins.join(",")) };
        format!("{}s={}&c={}{pins}", Self::PREFIX, self.server, self.code)
    }

    /// Reads a scanned or pasted link. One with a pin that is none is no link: it was damaged on its way.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let asked = text.trim().strip_prefix(Self::PREFIX)?;
        let value = |wanted: &str| {
            asked
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .find(|(name, _)| *name == wanted)
                .map(|(_, v)| v)
        };
        let (server, code) = (value("s")?, value("c")?);
        let pins = value("p").map_or(Some(Vec::new()), |pins| pins.split(',').map(Pin::parse).collect())?;
        let sound = server.starts_with("http") && (8..=64).contains(&code.len());
        sound.then(|| Self { server: server.trim_end_matches('/').to_owned(), code: code.to_owned(), pins })
    }
}

#[cfg(test)]
mod tests {
    use super::{PairingLink, Pin};

    #[test]
    fn a_link_reads_back_with_and_without_pins_and_with_what_a_newer_office_adds() {
        let mut link = PairingLink {
            server: "https://192.0.2.7:7443".to_owned(),
            code: "ABCD-2345-EFGH-6789".to_owned(),
            pins: Vec::new(),
        };
        assert_eq!(PairingLink::parse(&link.to_text()), Some(link.clone()));
        link.pins = vec![Pin::of(b"this town"), Pin::of(b"its next key")];
        assert_eq!(PairingLink::parse(&link.to_text()), Some(link.clone()));
        assert_eq!(PairingLink::parse(&format!(" {}&n=9 ", link.to_text())), Some(link.clone()));
        let cut = link.to_text();
        assert_eq!(PairingLink::parse(cut.get(..cut.len() - 3).unwrap_or_default()), None, "a pin cut short");
    }
}
