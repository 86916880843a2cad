//! The event log of a history: everything that happened, in order. Its hash is the history's fingerprint; the checkers
//! know a history by nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

use ring::digest::{Context, SHA256};
use shared::code::Role;
use shared::event::Stream;
use shared::hash::Hash;
use shared::id::{CaseId, DraftId, EventId, SeriesId, TownshipCode, UserId};

use super::check::Checkers;

super::named! {
    /// What goes wrong in a history, beside what people do.
    pub enum Fault {
        Cut = "cut" "network away",
        RequestDropped = "request_dropped" "request lost on the way",
        ReplyLost = "reply_lost" "answer lost on the way",
        Duplicated = "duplicated" "request delivered twice",
        Replayed = "replayed" "old request delivered again",
        Garbled = "garbled" "answer of somebody else",
        PhoneCrashed = "phone_crashed" "phone dies between two acts",
        PhoneDiedInExchange = "phone_died_in_exchange" "phone dies in an exchange",
        OfficeRestarted = "office_restarted" "server stopped and started",
        OfficeCrashed = "office_crashed" "server dies between two requests",
        OfficeDiedInside = "office_died_inside" "server dies inside a transaction",
        ClockOff = "clock_off" "device clock years off",
        WrongPins = "wrong_pins" "wrong PINs",
        Reassigned = "reassigned" "case given to another worker",
        Revoked = "revoked" "device revoked",
        Suspended = "suspended" "account suspended",
        NewCase = "new_case" "case opened by the office",
        PairingInterrupted = "pairing_interrupted" "pairing cut off",
        SetAside = "set_aside" "record quarantined",
        Restored = "restored" "office put back from a backup",
        Transferred = "transferred" "person moved to the other township",
        LateTaken = "late_taken" "record of before a transfer comes after it",
        ThereAndBack = "there_and_back" "case given away and given back",
        Blind = "blind" "a role without files records",
        CopyPutBack = "copy_put_back" "phone put back from an old copy",
        Cloned = "cloned" "phone copied, and both used",
        HandedIn = "handed_in" "capsule handed in by somebody else",
        HandedInRevoked = "handed_in_revoked" "capsule of a revoked device handed in",
        UploadCut = "upload_cut" "upload cut off at a byte",
        DiskFull = "disk_full" "phone's disk full",
        OldClient = "old_client" "a client of the protocol before",
    }
}

/// One event of a series as it travelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub seq: u32,
    pub hash: Hash,
    pub id: EventId,
    pub stream: Stream,
    /// The tag of its body.
    pub kind: String,
    /// What it voids.
    pub voids: Option<EventId>,
    /// When it happened, by its author's word; milliseconds since 1970.
    pub happened_ms: i64,
    /// The attachments it names.
    pub attachments: Vec<Hash>,
}

/// What a server said became of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    Accepted,
    Duplicate,
    SetAside(&'static str),
}

/// A receipt, and what the server's files held when it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipted {
    pub up_to: u32,
    pub chain: Hash,
    /// Rows of the series up to `up_to`.
    pub rows: u32,
    /// Places up to there without a row that the office has noted as missing.
    pub missing: u32,
    /// Hash of the row at `up_to`.
    pub head: Option<Hash>,
}

/// A row of a store.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    pub series: SeriesId,
    pub seq: u32,
    pub hash: Hash,
    /// As the store names it.
    pub stream: String,
}

/// What lies in the server's file, read past its code.
#[derive(Debug, Clone, Default)]
pub struct OfficeHas {
    pub events: BTreeMap<(SeriesId, u32), Row>,
    /// Township, series, seq, stream; one for each number of a log.
    pub log: Vec<(TownshipCode, SeriesId, u32, String)>,
    /// With why.
    pub set_aside: BTreeMap<(SeriesId, u32, Hash), String>,
    /// Places it has noted as missing.
    pub missing: BTreeSet<(SeriesId, u32)>,
}

/// What lies in a phone's file, read past its code.
#[derive(Debug, Clone, Default)]
pub struct PhoneHas {
    pub events: BTreeMap<(SeriesId, u32), Row>,
    pub ids: BTreeSet<EventId>,
    pub covered: u32,
    pub set_aside: BTreeSet<u32>,
    pub drafts: BTreeSet<DraftId>,
}

/// A capsule that somebody handed in, what was said of it, and what the server has then.
#[derive(Debug)]
pub struct HandedIn {
    pub series: SeriesId,
    /// Its records by place, as far as the phone can still read them.
    pub parts: BTreeMap<u32, Option<Item>>,
    pub attachments: u32,
    pub counted: u32,
    pub set_aside: u32,
    pub held_already: u32,
    /// Attachments taken.
    pub added: u32,
    pub refused: u32,
    pub has: OfficeHas,
}

/// One thing that happened.
#[derive(Debug)]
pub enum Entry {
    /// A seed's expanded options.
    Begin {
        seed: u64,
        options: String,
    },
    Fault {
        fault: Fault,
        device: Option<usize>,
    },
    Paired {
        device: usize,
        series: SeriesId,
        user: UserId,
        township: TownshipCode,
        role: Role,
    },
    /// The phone answered that it is saved.
    Saved {
        device: usize,
        event: EventId,
        what: &'static str,
    },
    DraftSaved {
        device: usize,
        draft: DraftId,
    },
    /// Became a record or was dropped.
    DraftEnded {
        device: usize,
        draft: DraftId,
    },
    Refused {
        device: usize,
        what: &'static str,
        code: &'static str,
    },
    /// The case lies in the township from `at_ms` on.
    Placed {
        case: CaseId,
        township: TownshipCode,
        at_ms: i64,
    },
    /// It lies there no longer; who had it there has it no longer.
    Left {
        case: CaseId,
        township: TownshipCode,
        at_ms: i64,
    },
    /// Who of a township has the case from now on.
    Assigned {
        case: CaseId,
        township: TownshipCode,
        workers: Vec<UserId>,
        at_ms: i64,
    },
    Revoked {
        series: SeriesId,
    },
    Suspended {
        user: UserId,
        suspended: bool,
    },
    /// A request reached the server: hash of body and signature; `answered` = its answer reached the phone.
    Wire {
        device: usize,
        path: &'static str,
        request: Hash,
        status: u16,
        reply: Hash,
        answered: bool,
    },
    /// A push that the server answered with fates.
    Pushed {
        series: SeriesId,
        from: u32,
        items: Vec<Item>,
        said: Vec<Said>,
        missing_from: Option<u32>,
    },
    /// Own records offered again from their sealed copies, by place.
    Offered {
        series: SeriesId,
        said: Vec<(u32, Said)>,
        /// What lies at the office in their places then.
        rows: BTreeMap<u32, Hash>,
    },
    HandedIn(Box<HandedIn>),
    Receipt {
        series: SeriesId,
        receipt: Receipted,
    },
    /// A phone starts with the files of a copy: put back, or another phone beside the first.
    FromCopy {
        device: usize,
        series: SeriesId,
        has: PhoneHas,
    },
    /// A piece of an attachment reached the server; `answered` = its answer reached the phone.
    Blob {
        device: usize,
        method: &'static str,
        request: Hash,
        status: u16,
        offset: Option<u32>,
        answered: bool,
    },
    /// Records with attachments that a phone shows as received whole, and the objects the office has whole then.
    ShownComplete {
        device: usize,
        events: BTreeSet<EventId>,
        whole: BTreeSet<(TownshipCode, Hash)>,
    },
    /// The objects the office has whole, and those that are not what they are called.
    Objects {
        whole: BTreeSet<(TownshipCode, Hash)>,
        broken: BTreeSet<(TownshipCode, Hash)>,
    },
    /// An exchange of a phone whose disk is full.
    SyncedFull {
        device: usize,
        problem: Option<&'static str>,
        unsent: u32,
    },
    /// What the office was warned of.
    Alerts(BTreeSet<(SeriesId, String)>),
    /// What an answer to a pull carried, and which cases it named beside.
    Pulled {
        series: SeriesId,
        streams: BTreeSet<Stream>,
        told: BTreeSet<CaseId>,
        cards: BTreeSet<CaseId>,
    },
    /// The server was opened again; this is what it has.
    OfficeHas(OfficeHas),
    /// The office was backed up: what it knows now it will know again.
    BackedUp,
    /// The office was put back from the last backup: what it has.
    Restored(OfficeHas),
    /// Where the chain of a township's audit entries does not hold.
    Audit {
        township: TownshipCode,
        broken: Option<String>,
    },
    /// The phone was opened again; this is what it has.
    PhoneHas {
        device: usize,
        has: PhoneHas,
    },
    Synced {
        device: usize,
        problem: Option<&'static str>,
        unsent: u32,
    },
    Round(u32),
    /// After the last round: what a phone that still belongs to the office has.
    AtRest {
        device: usize,
        problem: Option<&'static str>,
        unsent: u32,
        has: PhoneHas,
        shown: BTreeSet<CaseId>,
        cards: BTreeSet<CaseId>,
    },
    /// The page of a case on both sides, and where they part.
    Page {
        device: usize,
        case: CaseId,
        differs: Option<String>,
    },
    /// Visits that count on the server's page.
    Visits {
        case: CaseId,
        township: TownshipCode,
        count: usize,
    },
    /// The end, with what the server has.
    End(OfficeHas),
}

/// The log with its readers.
pub struct EventLog {
    digest: Context,
    pub checkers: Checkers,
    pub faults: BTreeMap<Fault, u32>,
    pub records: u64,
    pub requests: u64,
    tell: bool,
}

impl std::fmt::Debug for EventLog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EventLog").field("records", &self.records).finish_non_exhaustive()
    }
}

impl EventLog {
    /// `tell` prints each entry.
    #[must_use]
    pub fn new(tell: bool) -> Self {
        Self {
            digest: Context::new(&SHA256),
            checkers: Checkers::default(),
            faults: BTreeMap::new(),
            records: 0,
            requests: 0,
            tell,
        }
    }

    /// Writes one entry.
    pub fn write(&mut self, entry: &Entry) {
        let line = format!("{entry:?}\n");
        self.digest.update(line.as_bytes());
        if self.tell {
            println!("{}", line.trim_end());
        }
        match entry {
            Entry::Fault { fault, .. } => *self.faults.entry(*fault).or_default() += 1,
            Entry::Saved { .. } => self.records += 1,
            Entry::Wire { .. } => self.requests += 1,
            _ => {}
        }
        self.checkers.see(entry);
    }

    /// The fingerprint of all that was written.
    #[must_use]
    pub fn hash(&self) -> String {
        self.digest.clone().finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The log as everybody of a history holds it.
#[derive(Debug, Clone)]
pub struct Tape(Arc<Mutex<EventLog>>);

impl Tape {
    #[must_use]
    pub fn new(tell: bool) -> Self {
        Self(Arc::new(Mutex::new(EventLog::new(tell))))
    }

    pub fn write(&self, entry: &Entry) {
        self.read().write(entry);
    }

    pub fn fault(&self, fault: Fault, device: Option<usize>) {
        self.write(&Entry::Fault { fault, device });
    }

    /// # Panics
    /// When a writer panicked.
    pub fn read(&self) -> MutexGuard<'_, EventLog> {
        self.0.lock().unwrap()
    }
}
