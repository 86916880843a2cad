//! A phone of a history: the shipped door over its real encrypted files, in hands that press everything.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use client::door::{Deps, Door, KdfCost, Reply, Request};
use client::vault::Vault;
use client::view::{AppState, Gate, RecordState, Saved};
use db::Key;
use rusqlite::Connection;
use shared::attachment::{Attachment, Media, Purpose};
use shared::id::{CaseId, DraftId, EventId, SeriesId};
use shared::moment::Moment;
use shared::page::PersonPage;
use shared::problem::{Problem, ProblemCode};
use shared::protocol::PairingLink;

use super::dice::Dice;
use super::office::{ADDRESS, SimClock};
use super::sabotage::{Sabotage, Saboteur};
use super::tape::{Entry, Fault, Item, PhoneHas, Tape};
use super::town::Person;
use super::wire::{SimLink, item};
use super::{files, inventory};

const PIN: &str = "204917";
/// Cheap on purpose: what is tried here is not the cost of a guess.
const KDF: KdfCost = KdfCost { memory_kib: 64, passes: 1, lanes: 1 };

/// See the module.
pub struct Phone {
    pub index: usize,
    pub owner: Person,
    pub link: Arc<SimLink>,
    pub is_revoked: bool,
    /// Own records that may be undone.
    pub records: Vec<EventId>,
    pub drafts: Vec<(DraftId, CaseId)>,
    /// Its cases when it last came through.
    pub told: Vec<CaseId>,
    pub has_photos: bool,
    /// Records refused because the disk was full.
    pub refused_full: u32,
    folder: PathBuf,
    clock: SimClock,
    off: Arc<AtomicI64>,
    dice: Arc<Mutex<Dice>>,
    secret: [u8; 32],
    saboteur: Arc<Saboteur>,
    tape: Tape,
    door: Option<Door>,
    key: Option<Key>,
    series: Option<SeriesId>,
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Phone").field("index", &self.index).finish_non_exhaustive()
    }
}

/// What a phone needs of its history.
pub struct Around<'a> {
    pub folder: &'a Path,
    pub clock: &'a SimClock,
    pub dice: &'a Arc<Mutex<Dice>>,
    pub saboteur: &'a Arc<Saboteur>,
    pub tape: &'a Tape,
}

impl std::fmt::Debug for Around<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Around").finish_non_exhaustive()
    }
}

impl Phone {
    /// A phone fresh from its box.
    ///
    /// # Panics
    /// Where its folder cannot be made.
    #[must_use]
    pub fn new(index: usize, owner: Person, link: Arc<SimLink>, around: &Around<'_>) -> Self {
        let folder = around.folder.join(format!("phone-{index}"));
        std::fs::create_dir_all(&folder).unwrap();
        let mut secret = [0; 32];
        around.dice.lock().unwrap().fill(&mut secret);
        let mut phone = Self {
            index,
            owner,
            link,
            is_revoked: false,
            records: Vec::new(),
            drafts: Vec::new(),
            told: Vec::new(),
            has_photos: false,
            refused_full: 0,
            folder,
            clock: around.clock.clone(),
            off: Arc::default(),
            dice: Arc::clone(around.dice),
            secret,
            saboteur: Arc::clone(around.saboteur),
            tape: around.tape.clone(),
            door: None,
            key: None,
            series: None,
        };
        phone.boot();
        phone
    }

    /// The folder of the shipped app.
    #[must_use]
    pub fn store(&self) -> PathBuf {
        self.folder.join("store")
    }

    fn boot(&mut self) {
        let (clock, off, dice) = (self.clock.clone(), Arc::clone(&self.off), Arc::clone(&self.dice));
        let deps = Deps {
            data_dir: self.store(),
            clock: Arc::new(move || clock.off_by(off.load(Ordering::SeqCst))),
            entropy: Arc::new(move |bytes: &mut [u8]| dice.lock().unwrap().fill(bytes)),
            keystore_secret: self.secret,
            link: Arc::<SimLink>::clone(&self.link),
            network: Arc::new(|| client::door::Network::Unmetered),
            device_name: format!("演示机{}", self.index),
            app_version: "0.0.0".to_owned(),
            demo_device: true,
            biometric: None,
            kdf: KDF,
        };
        self.door = Some(Door::open(deps).unwrap());
    }

    /// The time on its clock.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.clock.off_by(self.off.load(Ordering::SeqCst))
    }

    pub fn set_clock_off(&self, millis: i64) {
        self.off.store(millis, Ordering::SeqCst);
    }

    /// Asks the door whatever there is.
    ///
    /// # Errors
    /// The phone's problem.
    ///
    /// # Panics
    /// Where the phone is off.
    pub fn ask(&self, request: Request) -> Result<Reply, Problem> {
        self.door.as_ref().expect("the phone is on").handle(request)
    }

    /// # Panics
    /// Where the door says something else.
    #[must_use]
    pub fn state(&self) -> AppState {
        match self.ask(Request::State) {
            Ok(Reply::State(state)) => state,
            other => panic!("{other:?}"),
        }
    }

    /// Pairs with a code and sets the PIN. Says why not.
    ///
    /// # Errors
    /// The phone's problem.
    pub fn pair(&mut self, code: String) -> Result<(), Problem> {
        let link = PairingLink { server: ADDRESS.to_owned(), code, pins: Vec::new() };
        self.ask(Request::Pair { link: link.to_text() })?;
        self.ask(Request::SetPin { pin: PIN.to_owned() })?;
        // The vault gives the key to whoever has PIN and secret; the checkers read the file with it.
        let unlocked = Vault::open(&self.store(), self.secret, self.now()).and_then(|mut vault| {
            let now = self.now();
            vault.unlock(PIN, now)
        });
        self.key = Some(unlocked.expect("the PIN just set").key);
        let paired = self.link.paired().expect("an answer to pairing");
        self.series = Some(paired.series);
        self.tape.write(&Entry::Paired {
            device: self.index,
            series: paired.series,
            user: paired.user,
            township: paired.township,
            role: paired.role,
        });
        Ok(())
    }

    #[must_use]
    pub fn series(&self) -> Option<SeriesId> {
        self.series
    }

    /// The battery is pulled out: the phone starts again from its files as they lay there, and is locked.
    pub fn crash(&mut self) {
        let (store, dying) = (self.store(), files::beside(&self.store(), ".dying"));
        files::copy(&store, &dying);
        self.door = None;
        files::replace(&store, &dying);
        self.boot();
        if self.key.is_some() {
            let has = self.has();
            self.tape.write(&Entry::PhoneHas { device: self.index, has });
        }
    }

    fn copied(&self) -> PathBuf {
        files::beside(&self.store(), ".copy")
    }

    #[must_use]
    pub fn is_copied(&self) -> bool {
        self.copied().is_dir()
    }

    /// Copies its folder as it lies there.
    ///
    /// # Panics
    /// Where it cannot be copied.
    pub fn keep_copy(&self) {
        if self.is_copied() {
            std::fs::remove_dir_all(self.copied()).unwrap();
        }
        files::copy(&self.store(), &self.copied());
    }

    /// The phone starts again with the files of its copy.
    pub fn put_copy_back(&mut self) {
        let back = files::beside(&self.store(), ".back");
        files::copy(&self.copied(), &back);
        self.door = None;
        files::replace(&self.store(), &back);
        self.boot();
        self.begin_from_copy();
    }

    /// Another phone with the files of the copy.
    ///
    /// # Panics
    /// Where they cannot be copied.
    #[must_use]
    pub fn copied_to(&self, index: usize, link: Arc<SimLink>) -> Self {
        let folder = self.folder.with_file_name(format!("phone-{index}"));
        files::copy(&self.copied(), &folder.join("store"));
        let mut clone = Self {
            index,
            owner: self.owner.clone(),
            link,
            is_revoked: self.is_revoked,
            records: self.records.clone(),
            drafts: self.drafts.clone(),
            told: self.told.clone(),
            has_photos: self.has_photos,
            refused_full: 0,
            folder,
            clock: self.clock.clone(),
            off: Arc::default(),
            dice: Arc::clone(&self.dice),
            secret: self.secret,
            saboteur: Arc::clone(&self.saboteur),
            tape: self.tape.clone(),
            door: None,
            key: self.key.clone(),
            series: self.series,
        };
        clone.boot();
        clone.begin_from_copy();
        clone
    }

    fn begin_from_copy(&mut self) {
        let has = self.has();
        self.records.retain(|event| has.ids.contains(event));
        self.drafts.retain(|(draft, _)| has.drafts.contains(draft));
        let Some(series) = self.series else { return };
        self.tape.write(&Entry::FromCopy { device: self.index, series, has });
    }

    /// Keeps a photo; `None` where the phone refuses it.
    ///
    /// # Panics
    /// Where the door says something else.
    pub fn take_photo(&self, bytes: &[u8]) -> Option<Attachment> {
        let data = STANDARD.encode(bytes);
        match self.ask(Request::AddAttachment { media: Media::Jpeg, purpose: Purpose::Photo, data }) {
            Ok(Reply::Attachment(attachment)) => Some(attachment),
            Ok(other) => panic!("{other:?}"),
            Err(problem) => {
                self.refused("photo", &problem);
                None
            }
        }
    }

    /// Records with attachments that it shows as received, all of it.
    ///
    /// # Panics
    /// Where it is locked.
    #[must_use]
    pub fn complete(&self) -> BTreeSet<EventId> {
        let Ok(Reply::Uploads(uploads)) = self.ask(Request::Uploads) else { panic!("it is open") };
        let rows = uploads.rows.into_iter().filter(|row| row.attachments > 0);
        rows.filter(|row| row.state == RecordState::Uploaded).map(|row| row.event).collect()
    }

    /// Own records that it can still read.
    #[must_use]
    pub fn items(&self) -> BTreeMap<u32, Item> {
        let Some(series) = self.series else { return BTreeMap::new() };
        let bytes = self.look(|sql| inventory::own_bytes(sql, series));
        let read = |(seq, bytes): (u32, Vec<u8>)| (seq, item(seq, &String::from_utf8(bytes).unwrap()));
        bytes.into_iter().map(read).collect()
    }

    /// Tries the right PIN; whether the phone is open now.
    #[must_use]
    pub fn unlock(&self) -> bool {
        match self.ask(Request::Unlock { pin: PIN.to_owned() }) {
            Ok(_) => true,
            Err(problem) => {
                self.refused("unlock", &problem);
                false
            }
        }
    }

    /// Locks it and tries wrong PINs.
    pub fn try_wrong_pins(&self, count: usize) {
        self.tape.fault(Fault::WrongPins, Some(self.index));
        let _ = self.ask(Request::Lock);
        for _ in 0..count {
            if let Err(problem) = self.ask(Request::Unlock { pin: "731846".to_owned() }) {
                self.refused("wrong_pin", &problem);
            }
        }
    }

    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state().gate == Gate::Open
    }

    /// Notes what an act came to.
    pub fn note(&mut self, what: &'static str, outcome: Result<Reply, Problem>) -> Option<EventId> {
        match outcome {
            Ok(Reply::Saved(Saved { event, .. })) => {
                self.saved(event, what);
                Some(event)
            }
            Ok(_) => None,
            Err(problem) => {
                self.refused(what, &problem);
                if problem.code == ProblemCode::DiskFull {
                    self.refused_full += 1;
                    if self.saboteur.is(Sabotage::SavedOnFullDisk) {
                        self.saved(EventId(uuid::Uuid::from_u128(self.refused_full.into())), what);
                    }
                }
                None
            }
        }
    }

    fn saved(&self, event: EventId, what: &'static str) {
        self.tape.write(&Entry::Saved { device: self.index, event, what });
        self.sabotage();
    }

    fn sabotage(&self) {
        self.saboteur.after_act(|statement| self.look(|sql| sql.execute_batch(statement)));
    }

    fn refused(&self, what: &'static str, problem: &Problem) {
        // A delay depends on the clock alone; it is part of the log like any other.
        assert_ne!(problem.code, ProblemCode::StoreCorrupt, "device {}: {what}", self.index);
        self.tape.write(&Entry::Refused { device: self.index, what, code: problem.code.code() });
    }

    /// Undoes an own record.
    pub fn undo(&mut self, event: EventId) {
        match self.ask(Request::Undo { event }) {
            Ok(_) => {
                let query = "SELECT id FROM event WHERE series = ?1 ORDER BY seq DESC LIMIT 1";
                let series = self.series.map(|series| series.to_string()).unwrap_or_default();
                let id: String = self.look(|sql| sql.query_row(query, [series], |row| row.get(0)));
                self.saved(id.parse().expect("an id"), "undo");
            }
            Err(problem) => self.refused("undo", &problem),
        }
    }

    /// Saves a draft.
    pub fn draft(&mut self, request: Request, case: CaseId) {
        match self.ask(request) {
            Ok(Reply::Draft(draft)) => {
                self.tape.write(&Entry::DraftSaved { device: self.index, draft: draft.id });
                self.drafts.push((draft.id, case));
                self.sabotage();
            }
            Ok(other) => panic!("{other:?}"),
            Err(problem) => self.refused("draft", &problem),
        }
    }

    pub fn draft_ended(&self, draft: DraftId) {
        self.tape.write(&Entry::DraftEnded { device: self.index, draft });
    }

    /// One exchange; what went wrong, if anything. A phone that died in it starts again, locked.
    pub fn sync(&mut self) -> Option<&'static str> {
        let outcome = self.ask(Request::SyncNow);
        let (problem, unsent) = match outcome {
            Ok(Reply::State(state)) => rest_of(&state),
            Ok(other) => panic!("{other:?}"),
            Err(problem) => (Some(problem.code.code()), 0),
        };
        self.tape.write(&Entry::Synced { device: self.index, problem, unsent });
        self.link.plan(Vec::new());
        self.link.plan_blobs(Vec::new());
        self.sabotage();
        if self.link.take_death() {
            self.crash();
        }
        problem
    }

    /// The cases it shows.
    ///
    /// # Panics
    /// Where it is locked.
    #[must_use]
    pub fn shown(&self) -> BTreeSet<CaseId> {
        match self.ask(Request::People { query: String::new() }) {
            Ok(Reply::People(rows)) => rows.into_iter().map(|row| row.person.case).collect(),
            other => panic!("{other:?}"),
        }
    }

    /// The cards it shows; none but for a role without files.
    ///
    /// # Panics
    /// Where it is locked.
    #[must_use]
    pub fn cards(&self) -> BTreeSet<CaseId> {
        match self.ask(Request::Cards { query: String::new() }) {
            Ok(Reply::Cards(cards)) => cards.into_iter().map(|card| card.case).collect(),
            other => panic!("{other:?}"),
        }
    }

    /// What counts on the page of a case: records the office set aside are shown there too, marked as such.
    #[must_use]
    pub fn page(&self, case: CaseId) -> Option<PersonPage> {
        let Ok(Reply::Person(person)) = self.ask(Request::Person { case }) else { return None };
        let aside = person.records.iter().filter(|mark| mark.state == RecordState::Quarantined);
        let aside: BTreeSet<EventId> = aside.map(|mark| mark.event).collect();
        let mut page = person.page;
        page.timeline.retain(|entry| !aside.contains(&entry.event));
        Some(page)
    }

    /// What lies in its file.
    #[must_use]
    pub fn has(&self) -> PhoneHas {
        self.look(inventory::of_phone)
    }

    fn look<T>(&self, look: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> T {
        let key = self.key.as_ref().expect("a paired phone");
        faulty_disk::with_room(&self.store(), || {
            let connection = db::open(&self.store().join("store.db"), key).expect("the store opens");
            look(&connection).unwrap()
        })
    }
}

/// What the strip says: what went wrong, and what is unsent.
#[must_use]
pub fn rest_of(state: &AppState) -> (Option<&'static str>, u32) {
    let sync = state.sync.as_ref();
    let problem = sync.and_then(|sync| sync.problem.as_ref());
    (problem.map(|problem| problem.code.code()), sync.map_or(0, |sync| sync.unsent))
}

/// Attachments that still wait.
#[must_use]
pub fn attachments_of(state: &AppState) -> u32 {
    state.sync.as_ref().map_or(0, |sync| sync.attachments)
}
