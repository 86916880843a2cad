//! A phone in a folder, with a clock that stands still until it is moved.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use client::door::{Biometric, Deps, Door, Fact, KdfCost, LateNote, PlatformSecret, Reply, Request};
use client::view::{AppState, Person, Saved, SyncState, TestSession, Uploads};
use shared::code::{
    BroughtBy, Cooperation, IdType, Measure, Sex, TestMethod, TestSetting, VisitManner, VisitTarget,
};
use shared::event::{
    Body, IdDocument, Kit, LateSource, OfficerQualified, Order, PersonDetails, ReportIn, Stream, Visit,
};
use shared::id::{CaseId, EventId, SeriesId, UserId};
use shared::moment::{Moment, civil_date};
use shared::problem::Problem;
use tempfile::TempDir;
use uuid::Uuid;

use crate::office::{ADDRESS, Office};

pub const PIN: &str = "274951";
/// Cheap enough for a test, dear enough to be argon2.
const KDF: KdfCost = KdfCost { memory_kib: 64, passes: 1, lanes: 1 };

pub fn moment(text: &str) -> Moment {
    Moment::parse_from_rfc3339(text).unwrap()
}

pub fn id(number: u32) -> Uuid {
    Uuid::from_u128(u128::from(number) | 0x0190_0000_0000_7000_8000_0000_0000_0000)
}

pub fn case(number: u32) -> CaseId {
    CaseId(id(10_000 + number))
}

pub const TESTER: u32 = 300;

pub struct Phone {
    pub folder: TempDir,
    pub office: Arc<Office>,
    /// What the platform keeps behind a finger; `None`: this phone has no such thing.
    pub finger: Option<Arc<Finger>>,
    clock: Arc<Mutex<Moment>>,
    dice: Arc<AtomicU64>,
    door: Option<Door>,
}

/// What the platform's key store gives this device.
pub const KEYSTORE_SECRET: [u8; 32] = [5; 32];

/// A key bound to a finger: whether the user is taken for its owner, and the secret made last.
#[derive(Debug, Default)]
pub struct Finger {
    pub taken: Mutex<bool>,
    pub secret: Mutex<Option<[u8; 32]>>,
}

impl Phone {
    /// Out of the box.
    pub fn new(office: &Arc<Office>) -> Self {
        let mut phone = Self {
            folder: TempDir::new().unwrap(),
            office: Arc::clone(office),
            finger: None,
            clock: Arc::new(Mutex::new(moment("2026-03-10T09:00:00+08:00"))),
            dice: Arc::new(AtomicU64::new(1)),
            door: None,
        };
        phone.start().unwrap();
        phone
    }

    /// Paired, with a PIN, open.
    pub fn paired(office: &Arc<Office>) -> Self {
        let phone = Self::new(office);
        phone.ask(Request::Pair { link: format!("{ADDRESS} CODE2345") });
        phone.ask(Request::SetPin { pin: PIN.to_owned() });
        phone
    }

    /// Paired, in step with an office that has one person under each number.
    pub fn in_service(office: &Arc<Office>, persons: u32) -> Self {
        for number in 1..=persons {
            open_case(office, number);
        }
        qualify(office);
        let phone = Self::paired(office);
        phone.sync();
        phone
    }

    pub fn start(&mut self) -> Result<(), Problem> {
        self.door = None;
        self.door = Some(Door::open(self.deps())?);
        Ok(())
    }

    /// The same folder over another line.
    pub fn start_with(&mut self, link: Arc<dyn client::sync::Link>) {
        self.door = None;
        self.door = Some(Door::open(Deps { link, ..self.deps() }).unwrap());
    }

    /// The process is gone; a new one opens the folder and is unlocked.
    pub fn restart(&mut self) {
        self.start().unwrap();
        self.ask(Request::Unlock { pin: PIN.to_owned() });
    }

    fn biometric(&self) -> Option<Biometric> {
        let (made, opened) = (self.finger.clone()?, self.finger.clone()?);
        let secret =
            |finger: &Finger| (*finger.secret.lock().unwrap()).filter(|_| *finger.taken.lock().unwrap());
        Some(Biometric {
            make: Arc::new(move || {
                *made.secret.lock().unwrap() = Some([9; 32]);
                secret(&made).map(PlatformSecret::new)
            }),
            open: Arc::new(move || secret(&opened).map(PlatformSecret::new)),
        })
    }

    fn deps(&self) -> Deps {
        let (clock, dice) = (Arc::clone(&self.clock), Arc::clone(&self.dice));
        Deps {
            data_dir: self.folder.path().join("phone"),
            clock: Arc::new(move || *clock.lock().unwrap()),
            entropy: Arc::new(move |bytes| {
                for chunk in bytes.chunks_mut(8) {
                    let drawn = dice.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                    chunk.copy_from_slice(&drawn.to_le_bytes()[..chunk.len()]);
                }
            }),
            keystore_secret: KEYSTORE_SECRET,
            link: Arc::clone(&self.office) as Arc<dyn client::sync::Link>,
            network: Arc::new(|| client::door::Network::Unmetered),
            device_name: "演示机".to_owned(),
            app_version: "0.1.0".to_owned(),
            demo_device: true,
            biometric: self.biometric(),
            kdf: KDF,
        }
    }

    pub fn due_days(&self) -> Vec<client::door::DueDay> {
        self.door.as_ref().unwrap().due_days()
    }

    pub fn store_path(&self) -> std::path::PathBuf {
        self.folder.path().join("phone/store.db")
    }

    pub fn door(&self) -> &Door {
        self.door.as_ref().unwrap()
    }

    pub fn close(&mut self) {
        self.door = None;
    }

    pub fn now(&self) -> Moment {
        *self.clock.lock().unwrap()
    }

    pub fn wait(&self, delta: TimeDelta) {
        *self.clock.lock().unwrap() += delta;
    }

    pub fn ask(&self, request: Request) -> Reply {
        self.door().handle(request).unwrap()
    }

    pub fn refused(&self, request: Request) -> Problem {
        self.door().handle(request).unwrap_err()
    }

    pub fn state(&self) -> AppState {
        let Reply::State(state) = self.ask(Request::State) else { panic!("not a state") };
        state
    }

    pub fn sync(&self) -> SyncState {
        let Reply::State(state) = self.ask(Request::SyncNow) else { panic!("not a state") };
        state.sync.unwrap()
    }

    pub fn person(&self, case: CaseId) -> Person {
        let Reply::Person(person) = self.ask(Request::Person { case }) else { panic!("not a person") };
        *person
    }

    pub fn uploads(&self) -> Uploads {
        let Reply::Uploads(uploads) = self.ask(Request::Uploads) else { panic!("not uploads") };
        uploads
    }

    pub fn visit(&self, case: CaseId) -> EventId {
        self.try_visit(case, self.now()).unwrap().event
    }

    pub fn try_visit(&self, case: CaseId, happened_at: Moment) -> Result<Saved, Problem> {
        let late = (civil_date(self.now()) - civil_date(happened_at)).num_days() > 3;
        let request = Request::Record {
            case,
            happened_at,
            fact: Fact::Visit(visit()),
            draft: None,
            late: late.then(recalled),
        };
        let Reply::Saved(saved) = self.door().handle(request)? else { panic!("not saved") };
        Ok(saved)
    }

    pub fn series(&self) -> SeriesId {
        SeriesId(id(100))
    }
}

pub fn visit() -> Visit {
    Visit {
        manner: VisitManner::HomeVisit,
        target: VisitTarget::Self_,
        found: true,
        place: "演示村".to_owned(),
        met: None,
        cooperation: Some(Cooperation::Willing),
        living: None,
        mood: None,
        notes: "谈近况".to_owned(),
        difficulty: None,
        companions: Vec::new(),
        place_stamp: None,
        attachments: Vec::new(),
    }
}

/// Written down from memory.
pub fn recalled() -> LateNote {
    let reason = "当时没有带手机".to_owned();
    LateNote { reason, source: LateSource::Recall, attachments: Vec::new() }
}

pub fn session() -> TestSession {
    TestSession {
        place: "演示卫生院".to_owned(),
        setting: TestSetting::Regular,
        method: TestMethod::Urine,
        kit: Kit {
            name: "演示试剂".to_owned(),
            lot: "L1".to_owned(),
            expires: moment("2026-12-31T00:00:00+08:00").date_naive(),
        },
        tester: UserId(id(TESTER)),
        panel: vec!["MOP".to_owned(), "MET".to_owned()],
        wait_minutes: 5,
        second_staff: "丙工".to_owned(),
    }
}

/// An order and a report-in of 2026-01-05.
pub fn open_case(office: &Office, number: u32) {
    register(office, number);
    let report_in = Body::ReportIn(ReportIn { brought_by: BroughtBy::Self_ });
    office.record(Stream::Case(case(number)), moment("2026-01-05T09:00:00+08:00"), report_in);
}

/// 一, 二, … 一零: digit by digit.
fn numeral(number: u32) -> String {
    let digit =
        |figure: char| "零一二三四五六七八九".chars().nth(figure.to_digit(10).unwrap() as usize).unwrap();
    number.to_string().chars().map(digit).collect()
}

/// An order alone.
pub fn register(office: &Office, number: u32) {
    let person = PersonDetails {
        name: format!("试例甲{}", numeral(number)),
        sex: Sex::Male,
        birth: None,
        id: IdDocument { id_type: IdType::None, number: String::new() },
        phone: None,
        village: "演示村".to_owned(),
        residence: "演示村一组".to_owned(),
        special: None,
    };
    let order = Order {
        measure: Measure::Rehab,
        term_months: 36,
        order_no: format!("演示〔2026〕{number}号"),
        authority: "演示公安局".to_owned(),
        recovery_ground: None,
        received_by_person: Some(moment("2026-01-02T00:00:00+08:00").date_naive()),
        received_by_family: None,
        isolation_release: None,
        person,
    };
    office.record(Stream::Case(case(number)), moment("2026-01-02T09:00:00+08:00"), Body::Order(order));
}

/// An officer who may test until the end of March 2026.
pub fn qualify(office: &Office) {
    let qualified = OfficerQualified {
        officer: UserId(id(TESTER)),
        name: "丁警".to_owned(),
        police_no: "000001".to_owned(),
        certificate_no: "C1".to_owned(),
        valid_from: moment("2025-01-01T00:00:00+08:00").date_naive(),
        valid_until: moment("2026-03-31T00:00:00+08:00").date_naive(),
    };
    let stream = Stream::Office(office.township());
    office.record(stream, moment("2025-01-01T09:00:00+08:00"), Body::OfficerQualified(qualified));
}

pub fn files_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
