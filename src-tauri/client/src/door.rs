//! The one door: everything a screen can ask, and the answer. Tauri, the demo page and the tests all come in here.

use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use shared::code::{RefusalManner, TestResult};
use shared::duty::{DutyKey, Explanation};
use shared::event::{SampleNumbers, TestRefused, Visit};
use shared::id::{CaseId, DraftId, EventId};
use shared::moment::Moment;
use shared::page::EntryKind;
use shared::problem::{Problem, ProblemCode};

pub use crate::deps::Deps;
use crate::exchange::{self, lock};
use crate::phone::{Open, Phone};
use crate::usecase;
pub use crate::vault::KdfCost;
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

/// The phone. One per process; every method may be called from any thread.
#[derive(Debug)]
pub struct Door {
    deps: Deps,
    phone: Mutex<Phone>,
    /// One exchange at a time.
    line: Mutex<()>,
}

impl Door {
    /// Opens the phone's folder; the store itself stays locked until a PIN is given.
    ///
    /// # Errors
    /// `StoreCorrupt` (set aside, not overwritten: the next call finds an unpaired phone), `StoreNewer`, `DiskFull`,
    /// `StoreFailed`.
    pub fn open(deps: Deps) -> Result<Self, Problem> {
        let phone = Mutex::new(Phone::open(&deps)?);
        Ok(Self { deps, phone, line: Mutex::new(()) })
    }

    /// Answers one request of a screen.
    ///
    /// # Errors
    /// A [`Problem`] with its stable code; nothing is lost by it.
    pub fn handle(&self, request: Request) -> Result<Reply, Problem> {
        let outcome = self.dispatch(request);
        if outcome.as_ref().is_err_and(|problem| problem.code == ProblemCode::StoreCorrupt) {
            lock(&self.phone).set_aside(&self.deps)?;
        }
        outcome
    }

    fn dispatch(&self, request: Request) -> Result<Reply, Problem> {
        // These two wait on the network and take the phone only between two waits.
        match request {
            Request::Pair { link } => {
                usecase::pair::pair(&self.phone, &self.deps, &link)?;
                Ok(Reply::State(lock(&self.phone).state(&self.deps)))
            }
            Request::SyncNow => {
                let _line = lock(&self.line);
                let outcome = exchange::run(&self.phone, &self.deps);
                let mut phone = lock(&self.phone);
                phone.opened()?;
                match outcome {
                    Err(problem) if problem.code == ProblemCode::StoreCorrupt => Err(problem),
                    Ok(()) | Err(_) => Ok(Reply::State(phone.state(&self.deps))),
                }
            }
            request => answer(&mut lock(&self.phone), &self.deps, request),
        }
    }

    /// Runs one whole exchange with the office if the store is open; the shell's loop calls it. Never holds the store
    /// while it waits on the network. Returns the seconds to wait before the next one (growing while offline).
    pub fn background_exchange(&self) -> u32 {
        // A screen that runs one now does the work of this one.
        if let Ok(_line) = self.line.try_lock() {
            let outcome = exchange::run(&self.phone, &self.deps);
            if outcome.is_err_and(|problem| problem.code == ProblemCode::StoreCorrupt) {
                // Where even that fails, the next request of a screen meets the damage and says so.
                let _ = lock(&self.phone).set_aside(&self.deps);
            }
        }
        exchange::pause(&self.phone)
    }
}

/// From a request to its use case, and back to a reply.
fn answer(phone: &mut Phone, deps: &Deps, request: Request) -> Result<Reply, Problem> {
    match request {
        Request::State | Request::Pair { .. } | Request::SyncNow => {}
        Request::SetPin { pin } => usecase::unlock::set_pin(phone, deps, pin)?,
        Request::Unlock { pin } => usecase::unlock::unlock(phone, deps, pin)?,
        Request::Lock => phone.lock(),
        Request::Uploads => return usecase::uploads::uploads(phone, deps.now()).map(Reply::Uploads),
        request => return answer_open(phone.opened()?, deps, request),
    }
    Ok(Reply::State(phone.state(deps)))
}

/// What only an unlocked phone answers.
fn answer_open(open: &mut Open, deps: &Deps, request: Request) -> Result<Reply, Problem> {
    Ok(match request {
        Request::Today => Reply::Today(usecase::today::today(open, deps.now())?),
        Request::People { query } => Reply::People(usecase::people::people(open, deps.now(), &query)),
        Request::Person { case } => Reply::Person(Box::new(usecase::person::person(open, deps.now(), case)?)),
        Request::Explain { case, duty } => {
            Reply::Explanation(Box::new(usecase::explain::explain_duty(open, deps.now(), case, duty)?))
        }
        Request::SaveDraft { draft, kind, case, form } => {
            Reply::Draft(usecase::draft::save(open, deps, draft, kind, case, form)?)
        }
        Request::DropDraft { draft } => {
            open.store.drop_draft(draft)?;
            Reply::Done
        }
        Request::RecordVisit { case, happened_at, visit, draft } => {
            Reply::Saved(usecase::record_visit::record(open, deps, case, happened_at, visit, draft)?)
        }
        Request::Roster => Reply::Roster(usecase::roster::roster(open, deps.now())?),
        Request::OpenTestSession { session } => {
            usecase::test_session::start(open, deps.now(), &session)?;
            Reply::Roster(usecase::roster::roster(open, deps.now())?)
        }
        Request::CloseTestSession => {
            usecase::test_session::close(open)?;
            Reply::Roster(usecase::roster::roster(open, deps.now())?)
        }
        Request::RecordTest { case, result, sample_no, remarks } => {
            let taken = usecase::record_test::Taken { result, sample_no, remarks };
            Reply::Saved(usecase::record_test::record(open, deps, case, taken)?)
        }
        Request::RecordRefusal { case, manner, place, facts, notice_proof } => {
            let refused = TestRefused { manner, place, facts, notice_proof, witness: None };
            Reply::Saved(usecase::record_refusal::record(open, deps, case, refused)?)
        }
        Request::Undo { event } => {
            usecase::undo::undo(open, deps, event)?;
            Reply::Done
        }
        Request::State
        | Request::Pair { .. }
        | Request::SetPin { .. }
        | Request::Unlock { .. }
        | Request::Lock
        | Request::Uploads
        | Request::SyncNow => Reply::Done,
    })
}
