//! A named phone, spoken to in short sentences.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use client::door::{Door, Fact, Form, KdfCost, Reply, Request, Taken};
use client::vault::Vault;
use client::view::{
    AppState, Draft, Person, PersonRow, RecordState, Roster, Saved, TestSession, Today, Uploads,
};
use rusqlite::Connection;
use shared::code::{Cooperation, GuidanceKind, LivingStatus, Mood, TestResult, VisitManner, VisitTarget};
use shared::event::{GuidanceGiven, Visit};
use shared::id::{CaseId, DraftId, EventId};
use shared::moment::Moment;
use shared::problem::Problem;
use shared::protocol::Card;

use crate::link::SwitchLink;
use crate::phone;

type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

/// See the module. Dropping it is like taking the battery out: nothing is said to the store.
pub struct Phone {
    folder: PathBuf,
    clock: Clock,
    door: Arc<Door>,
    pub link: Arc<SwitchLink>,
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Phone").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// The PIN of every phone here.
pub const PIN: &str = "204917";
/// Cheap on purpose: what is tried here is not the cost of a guess.
const KDF: KdfCost = KdfCost { memory_kib: 64, passes: 1, lanes: 1 };

macro_rules! ask {
    ($phone:expr, $request:expr, $reply:ident) => {
        match $phone.door.handle($request) {
            Ok(Reply::$reply(with)) => Ok(with),
            Ok(other) => panic!("asked for {}, got {other:?}", stringify!($reply)),
            Err(problem) => Err(problem),
        }
    };
}

impl Phone {
    pub(super) fn open(folder: &Path, clock: Clock) -> Self {
        let (door, link) = phone::open(folder, Arc::clone(&clock), KDF).unwrap();
        Self { folder: folder.to_owned(), clock, door, link }
    }

    /// The battery is taken out and put back; the phone must be unlocked again.
    #[must_use]
    pub fn restarted(self) -> Self {
        let Self { folder, clock, door, link } = self;
        drop((door, link));
        Self::open(&folder, clock)
    }

    /// The same, with something done to its files while it is off.
    #[must_use]
    pub fn restarted_with(self, act: impl FnOnce()) -> Self {
        let Self { folder, clock, door, link } = self;
        drop((door, link));
        act();
        Self::open(&folder, clock)
    }

    /// Where its files lie.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Asks the door whatever there is.
    ///
    /// # Errors
    /// The phone's problem.
    pub fn ask(&self, request: Request) -> Result<Reply, Problem> {
        self.door.handle(request)
    }

    pub fn state(&self) -> AppState {
        ask!(self, Request::State, State).unwrap()
    }

    /// # Errors
    /// The phone's problem.
    pub fn pair(&self, link: &str) -> Result<AppState, Problem> {
        ask!(self, Request::Pair { link: link.to_owned() }, State)
    }

    /// # Errors
    /// The phone's problem.
    pub fn set_pin(&self) -> Result<AppState, Problem> {
        ask!(self, Request::SetPin { pin: PIN.to_owned() }, State)
    }

    /// # Errors
    /// The phone's problem.
    pub fn unlock(&self, pin: &str) -> Result<AppState, Problem> {
        ask!(self, Request::Unlock { pin: pin.to_owned() }, State)
    }

    /// One whole exchange; its outcome is in the state.
    pub fn sync(&self) -> AppState {
        ask!(self, Request::SyncNow, State).unwrap()
    }

    pub fn today(&self) -> Today {
        ask!(self, Request::Today, Today).unwrap()
    }

    pub fn people(&self, query: &str) -> Vec<PersonRow> {
        ask!(self, Request::People { query: query.to_owned() }, People).unwrap()
    }

    /// # Errors
    /// The phone's problem.
    pub fn person(&self, case: CaseId) -> Result<Box<Person>, Problem> {
        ask!(self, Request::Person { case }, Person)
    }

    pub fn uploads(&self) -> Uploads {
        ask!(self, Request::Uploads, Uploads).unwrap()
    }

    /// # Errors
    /// The phone's problem.
    pub fn save_draft(&self, case: CaseId, form: &str) -> Result<Draft, Problem> {
        let form = form.to_owned();
        ask!(self, Request::SaveDraft { draft: None, kind: Form::Visit, case, form }, Draft)
    }

    /// What any form gives; where it is long ago, from memory.
    ///
    /// # Errors
    /// The phone's problem.
    pub fn record(
        &self,
        case: CaseId,
        happened_at: Moment,
        fact: Fact,
        draft: Option<DraftId>,
    ) -> Result<Saved, Problem> {
        let late = crate::sim::forms::note((self.clock)(), happened_at);
        ask!(self, Request::Record { case, happened_at, fact, draft, late }, Saved)
    }

    /// A home visit with the given words.
    ///
    /// # Errors
    /// The phone's problem.
    pub fn record_visit(&self, case: CaseId, at: Moment, notes: &str) -> Result<Saved, Problem> {
        self.record_visit_of(case, at, notes, None)
    }

    /// A home visit that grew from a draft.
    ///
    /// # Errors
    /// The phone's problem.
    pub fn record_visit_of(
        &self,
        case: CaseId,
        happened_at: Moment,
        notes: &str,
        draft: Option<DraftId>,
    ) -> Result<Saved, Problem> {
        let visit = Visit {
            manner: VisitManner::HomeVisit,
            target: VisitTarget::Self_,
            found: true,
            place: "东塘村例1组".to_owned(),
            met: None,
            cooperation: Some(Cooperation::Willing),
            living: Some(LivingStatus::Employed),
            mood: Some(Mood::Steady),
            notes: notes.to_owned(),
            difficulty: None,
            companions: Vec::new(),
            place_stamp: None,
            attachments: Vec::new(),
        };
        self.record(case, happened_at, Fact::Visit(visit), draft)
    }

    pub fn roster(&self) -> Roster {
        ask!(self, Request::Roster, Roster).unwrap()
    }

    /// # Errors
    /// The phone's problem.
    pub fn open_session(&self, session: TestSession) -> Result<Roster, Problem> {
        ask!(self, Request::OpenTestSession { session }, Roster)
    }

    /// # Errors
    /// The phone's problem.
    pub fn record_test(&self, case: CaseId, result: TestResult) -> Result<Saved, Problem> {
        ask!(self, Request::RecordTest { case, taken: Taken::plain(result), draft: None }, Saved)
    }

    /// Looks at, or meddles with, the store past the phone's code. The PIN opens it.
    ///
    /// # Panics
    /// Where it does not open.
    pub fn meddle<T>(&self, act: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> T {
        let secret: [u8; 32] =
            std::fs::read(self.folder.join("keystore.secret")).unwrap().as_slice().try_into().unwrap();
        let store = self.folder.join("store");
        let now = (self.clock)();
        let key = Vault::open(&store, secret, now).unwrap().unlock(PIN, now).unwrap().key;
        let connection = db::open(&store.join("store.db"), &key).unwrap();
        act(&connection).unwrap()
    }

    /// The cards of a role that reads no files.
    pub fn cards(&self) -> Vec<Card> {
        ask!(self, Request::Cards { query: String::new() }, Cards).unwrap()
    }

    /// # Errors
    /// The phone's problem.
    pub fn record_guidance(&self, case: CaseId, at: Moment, content: &str) -> Result<Saved, Problem> {
        let guidance = GuidanceGiven {
            guidance: GuidanceKind::Individual,
            content: content.to_owned(),
            attendees: 1,
            place: String::new(),
            speakers: Vec::new(),
            attachments: Vec::new(),
        };
        self.record(case, at, Fact::GuidanceGiven(guidance), None)
    }

    /// # Errors
    /// The phone's problem.
    pub fn undo(&self, event: EventId) -> Result<(), Problem> {
        self.door.handle(Request::Undo { event }).map(|_| ())
    }

    /// What the phone says of one of its own records.
    pub fn state_of(&self, event: EventId) -> RecordState {
        self.uploads().rows.iter().find(|row| row.event == event).unwrap().state
    }
}
