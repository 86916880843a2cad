//! The one door: everything a screen can ask, and the answer. Tauri, the demo page and the tests all come in here.

use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use shared::code::{RefusalManner, TestResult};
use shared::duty::{DutyKey, Explanation};
use shared::event::{SampleNumbers, Visit};
use shared::id::{CaseId, DraftId, EventId};
use shared::moment::Moment;
use shared::page::EntryKind;
use shared::problem::{Problem, ProblemCode};

use crate::sync::Link;
use crate::view::{AppState, Draft, Person, PersonRow, Roster, Saved, TestSession, Today, Uploads};

/// What a screen asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "DoorRequest"))]
#[serde(tag = "ask", rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// → [`Reply::State`]
    State,
    /// A scanned link, or `<address> <code>` typed. → [`Reply::State`]
    Pair { link: String },
    /// Six digits or more; ends in [`crate::view::Gate::Open`]. → [`Reply::State`]
    SetPin { pin: String },
    /// → [`Reply::State`]
    Unlock { pin: String },
    /// → [`Reply::State`]
    Lock,
    /// → [`Reply::Today`]
    Today,
    /// By character, pinyin or initials; empty = all. → [`Reply::People`]
    People { query: String },
    /// → [`Reply::Person`]
    Person { case: CaseId },
    /// → [`Reply::Explanation`]
    Explain { case: CaseId, duty: DutyKey },
    /// Saved on each change of a form; `draft` = `None` makes a new one. → [`Reply::Draft`]
    SaveDraft { draft: Option<DraftId>, kind: EntryKind, case: CaseId, form: String },
    /// → [`Reply::Done`]
    DropDraft { draft: DraftId },
    /// Records a visit; the draft it grew from ends in the same transaction. → [`Reply::Saved`]
    RecordVisit {
        case: CaseId,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        happened_at: Moment,
        visit: Visit,
        draft: Option<DraftId>,
    },
    /// → [`Reply::Roster`]
    Roster,
    /// → [`Reply::Roster`]
    OpenTestSession { session: TestSession },
    /// → [`Reply::Roster`]
    CloseTestSession,
    /// Under the open session, sampled now. → [`Reply::Saved`]
    RecordTest { case: CaseId, result: TestResult, sample_no: Option<SampleNumbers>, remarks: Option<String> },
    /// → [`Reply::Saved`]
    RecordRefusal {
        case: CaseId,
        manner: RefusalManner,
        place: String,
        facts: String,
        notice_proof: Option<String>,
    },
    /// 撤销: voids an own record. → [`Reply::Done`]
    Undo { event: EventId },
    /// → [`Reply::Uploads`]
    Uploads,
    /// Runs one whole exchange now. → [`Reply::State`]
    SyncNow,
}

/// What a screen gets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "DoorReply"))]
#[serde(tag = "reply", content = "with", rename_all = "snake_case")]
pub enum Reply {
    State(AppState),
    Today(Today),
    People(Vec<PersonRow>),
    Person(Box<Person>),
    Explanation(Box<Explanation>),
    Draft(Draft),
    Saved(Saved),
    Roster(Roster),
    Uploads(Uploads),
    Done,
}

/// What the shell lends: the only clock, dice, secret and wire of the process.
pub struct Deps {
    /// Folder of the stores; created if missing.
    pub data_dir: PathBuf,
    pub clock: Arc<dyn Fn() -> Moment + Send + Sync>,
    pub entropy: Arc<dyn Fn(&mut [u8]) + Send + Sync>,
    /// From the platform's key store; wraps the store's key together with the PIN.
    pub keystore_secret: [u8; 32],
    pub link: Arc<dyn Link>,
    /// e.g. `安卓 14`; shown in the console's list.
    pub device_name: String,
    pub app_version: String,
    /// A machine without a hardware key store.
    pub demo_device: bool,
}

impl std::fmt::Debug for Deps {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Deps").field("data_dir", &self.data_dir).finish_non_exhaustive()
    }
}

/// The phone. One per process; every method may be called from any thread.
#[derive(Debug)]
pub struct Door {
    deps: Deps,
}

impl Door {
    /// Opens the phone's folder; the store itself stays locked until a PIN is given.
    ///
    /// # Errors
    /// `StoreCorrupt` (set aside, not overwritten), `StoreNewer`, `DiskFull`, `StoreFailed`.
    pub fn open(deps: Deps) -> Result<Self, Problem> {
        Ok(Self { deps })
    }

    /// Answers one request of a screen.
    ///
    /// # Errors
    /// A [`Problem`] with its stable code; nothing is lost by it.
    pub fn handle(&self, request: Request) -> Result<Reply, Problem> {
        let _ = (request, &self.deps);
        Err(ProblemCode::NotPaired.into())
    }

    /// Runs one whole exchange with the office if the store is open; the shell's loop calls it. Never holds the store
    /// while it waits on the network. Returns the seconds to wait before the next one (growing while offline).
    pub fn background_exchange(&self) -> u32 {
        30
    }
}
