//! The one door: everything a screen can ask, and the answer. Tauri, the demo page and the tests all come in here.

pub(crate) mod doorstep;
mod veil;

use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use shared::attachment::{Attachment, Media, Purpose};
use shared::code::{RefusalManner, TestResult};
use shared::document::PaperKey;
use shared::duty::{DutyKey, Explanation};
use shared::event::TestRefused;
use shared::hash::Hash;
use shared::id::{CaseId, DraftId, EventId};
use shared::moment::Moment;
use shared::preview::{Imagined, WhatIfAnswer};
use shared::problem::{Problem, ProblemCode};
use shared::protocol::Card;

use self::doorstep::Doorstep;
use self::veil::Veil;
use crate::attachment;
pub use crate::attachment::{Network, SendWhen};
pub use crate::deps::{AskUser, Biometric, Deps};
use crate::exchange::{self, lock};
pub use crate::fact::{Fact, LateNote, Part, Parts};
pub use crate::form::Form;
use crate::idle;
pub use crate::look::{Language, Look, TextSize, Theme};
use crate::phone::{Damage, Open, Phone};
use crate::usecase;
pub use crate::usecase::record_test::Taken;
pub use crate::usecase::remind::DueDay;
pub use crate::vault::{KdfCost, PlatformSecret};
use crate::view::{
    About, AppState, Breaches, CapsuleFile, CapsuleFrame, Draft, Follows, Month, OpenedRecord, PaperView,
    Papers, Person, PersonRow, Picture, Roster, Saved, TestNotices, TestSession, Today, Uploads,
};

/// What a screen asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "DoorRequest"))]
#[serde(tag = "ask", rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// → [`Reply::State`]
    State,
    /// The text of a QR code in a picture of `width` × `height` pixels: grey values row by row, base64. → [`Reply::Scanned`]
    Scan { width: u32, height: u32, grey: String },
    /// A scanned link, or `<address> <code>` typed. → [`Reply::State`]
    Pair { link: String },
    /// Six digits or more; ends in [`crate::view::Gate::Open`]. → [`Reply::State`]
    SetPin { pin: String },
    /// 指纹解锁 from now on; the PIN is asked once more. → [`Reply::State`]
    UseBiometric { pin: String },
    /// → [`Reply::State`]
    DropBiometric,
    /// Asks the user by the platform's own check. → [`Reply::State`]
    UnlockByBiometric,
    /// → [`Reply::State`]
    Unlock { pin: String },
    /// 解锁码, as it was typed; the PIN is asked again after it. → [`Reply::State`]
    TakeOfficeCode { code: String },
    /// → [`Reply::State`]
    Lock,
    /// 修改口令. → [`Reply::State`]
    ChangePin { old: String, new: String },
    /// 自动锁定, in minutes. → [`Reply::State`]
    SetIdle { minutes: u32 },
    /// 门口模式: from now on only this form of this person, until [`Request::LeaveDoorstep`]. → [`Reply::State`]
    EnterDoorstep { case: CaseId, form: Form },
    /// → [`Reply::State`]
    LeaveDoorstep { pin: String },
    /// → [`Reply::Today`]
    Today,
    /// By character, pinyin or initials; empty = all. → [`Reply::People`]
    People { query: String },
    /// For a role that reads no files; by name. → [`Reply::Cards`]
    Cards { query: String },
    /// → [`Reply::Person`]
    Person { case: CaseId },
    /// 文书: those the facts call for. → [`Reply::Papers`]
    Papers { case: CaseId },
    /// One of them as the office would print it. → [`Reply::Paper`]
    Paper { case: CaseId, paper: PaperKey },
    /// 告诫、违规: both ladders. → [`Reply::Breaches`]
    Breaches { case: CaseId },
    /// What one record brought with it. → [`Reply::Follows`]
    Follows { case: CaseId, event: EventId },
    /// → [`Reply::Explanation`]
    Explain { case: CaseId, duty: DutyKey },
    /// 暂缓: a task put off within its time. → [`Reply::Saved`]
    Snooze { case: CaseId, duty: DutyKey, until: chrono::NaiveDate, reason: String },
    /// 推演: imagined facts laid over a case; nothing is kept. → [`Reply::WhatIf`]
    WhatIf { case: CaseId, imagined: Imagined },
    /// Saved on each change of a form; `draft` = `None` makes a new one. → [`Reply::Draft`]
    SaveDraft { draft: Option<DraftId>, kind: Form, case: CaseId, form: String },
    /// 改用现行规则. → [`Reply::Draft`]
    MoveDraftUp { draft: DraftId },
    /// → [`Reply::Done`]
    DropDraft { draft: DraftId },
    /// Keeps a photo, signature or scan, base64; a record then names it. → [`Reply::Attachment`]
    AddAttachment { media: Media, purpose: Purpose, data: String },
    /// The bytes of one that is still here. → [`Reply::Picture`]
    Picture { id: Hash },
    /// Records what a form gives; the draft it grew from ends in the same transaction. `late` is asked for where it
    /// tells of something long ago, and kept with it. → [`Reply::Saved`]
    Record {
        case: CaseId,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        happened_at: Moment,
        fact: Fact,
        draft: Option<DraftId>,
        #[serde(default)]
        late: Option<LateNote>,
    },
    /// Several facts of one act in one transaction, all or none, with one 撤销. → [`Reply::Saved`] of the fact it is about
    RecordAct { case: CaseId, parts: Parts, draft: Option<DraftId> },
    /// 待结果: the result of a test that was with others, with its report, whoever sent the sample away. → [`Reply::Saved`]
    RecordResult {
        case: CaseId,
        event: EventId,
        result: TestResult,
        attachments: Vec<Attachment>,
        draft: Option<DraftId>,
    },
    /// An own record as it now stands, to be mended. → [`Reply::Opened`]
    OpenRecord { case: CaseId, event: EventId },
    /// 更正 of an own record, until the office has looked at it: what differs is recorded beside it. → [`Reply::Saved`]
    Mend {
        case: CaseId,
        event: EventId,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        happened_at: Moment,
        fact: Fact,
        reason: String,
    },
    /// → [`Reply::Roster`]
    Roster,
    /// 检测通知: whose test is due, and who was told. → [`Reply::TestNotices`]
    TestNotices,
    /// → [`Reply::Roster`]
    OpenTestSession { session: TestSession },
    /// → [`Reply::Roster`]
    CloseTestSession,
    /// 已采样: a card was wetted for this person, and its time runs. → [`Reply::Roster`]
    StartStrip { case: CaseId },
    /// → [`Reply::Roster`]
    DropStrip { case: CaseId },
    /// Under the open session, sampled now. → [`Reply::Saved`]
    RecordTest { case: CaseId, taken: Taken, draft: Option<DraftId> },
    /// → [`Reply::Saved`]
    RecordRefusal {
        case: CaseId,
        manner: RefusalManner,
        place: String,
        facts: String,
        notice_proof: Option<String>,
        #[serde(default)]
        attachments: Vec<Attachment>,
    },
    /// 知道了: of what merges changed. → [`Reply::Done`]
    ReadNotices { notices: Vec<u32> },
    /// 撤销: voids an own record, with what its act made beside it. → [`Reply::Done`]
    Undo { event: EventId },
    /// 我的这个月. → [`Reply::Month`]
    Month,
    /// → [`Reply::Uploads`]
    Uploads,
    /// 版本与更新, 空间. → [`Reply::About`]
    About,
    /// Runs one whole exchange now. → [`Reply::State`]
    SyncNow,
    /// 现在就传: one exchange with attachments, whatever the line costs. → [`Reply::State`]
    SendAttachmentsNow,
    /// 仅 Wi-Fi 传附件. → [`Reply::Uploads`]
    SetSendAttachments { when: SendWhen },
    /// 交出未上传记录, locked or not. → [`Reply::Capsule`]
    HandIn,
    /// The same, where the shell puts it where the user keeps files; in a browser the page does. → [`Reply::Capsule`]
    SaveCapsule,
    /// The same as a run of QR codes, one picture at a time from 0; locked or not. → [`Reply::Frame`]
    HandInFrame { index: u32 },
    /// 字号、深浅; locked or not. → [`Reply::State`]
    SetLook { look: Look },
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
    Cards(Vec<Card>),
    Papers(Papers),
    Paper(Box<PaperView>),
    Breaches(Breaches),
    Follows(Box<Follows>),
    Explanation(Box<Explanation>),
    WhatIf(Box<WhatIfAnswer>),
    Draft(Draft),
    Saved(Saved),
    Opened(Box<OpenedRecord>),
    Roster(Roster),
    Month(Month),
    TestNotices(TestNotices),
    Uploads(Uploads),
    About(About),
    Attachment(Attachment),
    Picture(Picture),
    Capsule(CapsuleFile),
    Frame(CapsuleFrame),
    /// `None` where the picture shows no code.
    Scanned(Option<String>),
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
        lock(&self.phone).settle_doubt(&self.deps)?;
        let outcome = self.dispatch(request);
        if outcome.as_ref().is_err_and(|problem| problem.code == ProblemCode::StoreFailed) {
            lock(&self.phone).doubt();
        }
        if outcome.as_ref().is_err_and(|problem| problem.code == ProblemCode::StoreCorrupt)
            && lock(&self.phone).settle_damage(&self.deps)? == Damage::NoneAfterAll
        {
            return Err(ProblemCode::StoreFailed.into());
        }
        outcome
    }

    fn dispatch(&self, request: Request) -> Result<Reply, Problem> {
        let veil = self.closed()?.map(|why| Veil::of(&request, why));
        let reply = self.answer(request)?;
        match veil {
            Some(veil) => veil.over(reply),
            None => Ok(reply),
        }
    }

    /// Why no file is shown, if so.
    fn closed(&self) -> Result<Option<ProblemCode>, Problem> {
        let phone = lock(&self.phone);
        Ok(phone.open.as_ref().map_or(Ok(None), |open| open.store.closed(self.deps.now()))?)
    }

    fn answer(&self, request: Request) -> Result<Reply, Problem> {
        let (deps, now) = (&self.deps, self.deps.now());
        // Screens ask for the state by themselves; everything else is somebody's doing.
        if request != Request::State {
            let mut phone = lock(&self.phone);
            phone.link.looked_at = Some(now);
            phone.link.next_try = None;
        }
        if self.at_doorstep().is_some_and(|open| !doorstep::allows(&request, open)) {
            return Err(ProblemCode::Locked.into());
        }
        match request {
            Request::State => self.state(|_| Ok(())),
            Request::Scan { width, height, grey } => {
                usecase::scan::scan(width, height, &grey).map(Reply::Scanned)
            }
            Request::Pair { link } => {
                usecase::pair::pair(&self.phone, deps, &link)?;
                self.state(|_| Ok(()))
            }
            Request::SetPin { pin } => self.state(|phone| usecase::unlock::set_pin(phone, deps, pin)),
            Request::Unlock { pin } => self.state(|phone| usecase::unlock::unlock(phone, deps, pin)),
            Request::TakeOfficeCode { code } => {
                self.state(|phone| usecase::unlock::take_office_code(phone, deps, &code))
            }
            Request::UseBiometric { pin } => {
                usecase::biometric::start(&self.phone, deps, pin)?;
                self.state(|_| Ok(()))
            }
            Request::DropBiometric => {
                self.state(|phone| phone.opened().map(drop).and_then(|()| Ok(phone.vault.drop_quick()?)))
            }
            Request::UnlockByBiometric => {
                usecase::biometric::unlock(&self.phone, deps)?;
                self.state(|_| Ok(()))
            }
            Request::Lock => self.state(|phone| {
                phone.lock();
                Ok(())
            }),
            Request::ChangePin { old, new } => {
                self.state(|phone| usecase::unlock::change_pin(phone, deps, old, new))
            }
            Request::SetIdle { minutes } => self.state(|phone| idle::set_minutes(phone.opened()?, minutes)),
            Request::EnterDoorstep { case, form } => self.state(|phone| {
                phone.opened()?;
                if !Doorstep::FORMS.contains(&form) {
                    return Err(ProblemCode::StateForbids.into());
                }
                phone.doorstep = Some(Doorstep { case, form });
                Ok(())
            }),
            Request::LeaveDoorstep { pin } => {
                self.state(|phone| usecase::unlock::leave_doorstep(phone, deps, pin))
            }
            Request::SyncNow => self.sync_now(),
            Request::SetLook { look } => self.state(|phone| phone.set_look(deps, look)),
            Request::Today => self.open_store(|open| usecase::today::today(open, now)).map(Reply::Today),
            Request::Cards { query } => {
                self.open_store(|open| Ok(Reply::Cards(usecase::cards::cards(open, &query))))
            }
            Request::People { query } => {
                self.open_store(|open| Ok(Reply::People(usecase::people::people(open, now, &query))))
            }
            Request::Person { case } => self
                .open_store(|open| usecase::person::person(open, now, case))
                .map(Box::new)
                .map(Reply::Person),
            Request::Papers { case } => {
                self.open_store(|open| usecase::papers::papers(open, now, case)).map(Reply::Papers)
            }
            Request::Paper { case, paper } => self
                .open_store(|open| usecase::papers::paper(open, now, case, &paper))
                .map(Box::new)
                .map(Reply::Paper),
            Request::Breaches { case } => {
                self.open_store(|open| usecase::breaches::breaches(open, now, case)).map(Reply::Breaches)
            }
            Request::Follows { case, event } => self
                .open_store(|open| usecase::breaches::follows(open, now, case, event))
                .map(Box::new)
                .map(Reply::Follows),
            Request::Explain { case, duty } => self
                .open_store(|open| usecase::explain::explain_duty(open, now, case, duty))
                .map(Box::new)
                .map(Reply::Explanation),
            Request::Snooze { case, duty, until, reason } => self
                .open_store(|open| usecase::snooze::snooze(open, deps, case, duty, until, &reason))
                .map(Reply::Saved),
            Request::WhatIf { case, imagined } => self
                .open_store(|open| usecase::what_if::what_if(open, now, case, &imagined))
                .map(Box::new)
                .map(Reply::WhatIf),
            Request::SaveDraft { draft, kind, case, form } => self
                .open_store(|open| usecase::draft::save(open, deps, draft, kind, case, form))
                .map(Reply::Draft),
            Request::MoveDraftUp { draft } => {
                self.open_store(|open| usecase::draft::move_up(open, deps, draft)).map(Reply::Draft)
            }
            Request::DropDraft { draft } => {
                self.open_store(|open| Ok(open.store.drop_draft(draft)?)).map(|_| Reply::Done)
            }
            Request::Record { case, happened_at, fact, draft, late } => self
                .open_store(|open| usecase::record::record(open, deps, case, happened_at, fact, draft, late))
                .map(Reply::Saved),
            Request::RecordAct { case, parts, draft } => self
                .open_store(|open| usecase::record::record_act(open, deps, case, parts, draft))
                .map(Reply::Saved),
            Request::RecordResult { case, event, result, attachments, draft } => self
                .open_store(|open| {
                    usecase::record::awaited::record(open, deps, (case, event), result, &attachments, draft)
                })
                .map(Reply::Saved),
            Request::OpenRecord { case, event } => self
                .open_store(|open| usecase::record::mend::open_record(open, case, event))
                .map(Box::new)
                .map(Reply::Opened),
            Request::Mend { case, event, happened_at, fact, reason } => self
                .open_store(|open| {
                    usecase::record::mend::mend(open, deps, (case, event), happened_at, fact, &reason)
                })
                .map(Reply::Saved),
            Request::Roster => self.roster(|_| Ok(())),
            Request::TestNotices => {
                self.open_store(|open| usecase::test_notices::list(open, now)).map(Reply::TestNotices)
            }
            Request::OpenTestSession { session } => {
                self.roster(|open| usecase::test_session::start(open, now, &session))
            }
            Request::CloseTestSession => self.roster(|open| usecase::test_session::close(open)),
            Request::StartStrip { case } => self.roster(|open| usecase::strips::start(open, now, case)),
            Request::DropStrip { case } => self.roster(|open| Ok(usecase::strips::drop_of(open, now, case)?)),
            Request::RecordTest { case, taken, draft } => self
                .open_store(|open| usecase::record_test::record(open, deps, case, taken, draft))
                .map(Reply::Saved),
            Request::RecordRefusal { case, manner, place, facts, notice_proof, attachments } => {
                let refused = TestRefused { manner, place, facts, notice_proof, witness: None, attachments };
                self.open_store(|open| usecase::record_refusal::record(open, deps, case, refused))
                    .map(Reply::Saved)
            }
            Request::ReadNotices { notices } => {
                self.open_store(|open| usecase::notices::read(open, now, &notices)).map(|()| Reply::Done)
            }
            Request::Undo { event } => {
                self.open_store(|open| usecase::undo::undo(open, deps, event)).map(|()| Reply::Done)
            }
            Request::Month => self.open_store(|open| usecase::month::month(open, now)).map(Reply::Month),
            Request::About => self.open_store(|open| usecase::about::about(open, deps)).map(Reply::About),
            Request::Uploads => {
                usecase::uploads::uploads(&mut lock(&self.phone), deps, now).map(Reply::Uploads)
            }
            Request::AddAttachment { .. }
            | Request::Picture { .. }
            | Request::SendAttachmentsNow
            | Request::SetSendAttachments { .. }
            | Request::HandIn
            | Request::SaveCapsule
            | Request::HandInFrame { .. } => self.evidence(request),
        }
    }

    /// 附件 and 胶囊.
    fn evidence(&self, request: Request) -> Result<Reply, Problem> {
        let deps = &self.deps;
        if let Request::AddAttachment { media, purpose, data } = request {
            return self
                .open_store(|open| attachment::keep(open, deps, media, purpose, &data))
                .map(Reply::Attachment);
        }
        if let Request::Picture { id } = request {
            return self.open_store(|open| attachment::picture(open, &id)).map(Reply::Picture);
        }
        if let Request::SetSendAttachments { when } = request {
            self.open_store(|open| attachment::set_send_when(open, when))?;
            let uploads = usecase::uploads::uploads(&mut lock(&self.phone), deps, deps.now());
            return uploads.map(Reply::Uploads);
        }
        if let Request::HandInFrame { index } = request {
            return usecase::hand_in::frame(deps, index).map(Reply::Frame);
        }
        if request == Request::SendAttachmentsNow {
            lock(&self.phone).link.attachments_now = true;
            return self.sync_now();
        }
        usecase::hand_in::file(deps).map(Reply::Capsule)
    }

    /// Does something to the phone and answers with its state.
    fn state(&self, act: impl FnOnce(&mut Phone) -> Result<(), Problem>) -> Result<Reply, Problem> {
        let mut phone = lock(&self.phone);
        act(&mut phone)?;
        Ok(Reply::State(phone.state(&self.deps)))
    }

    /// The one form an open phone answers about in 门口模式.
    fn at_doorstep(&self) -> Option<Doorstep> {
        let phone = lock(&self.phone);
        phone.open.as_ref().and(phone.doorstep)
    }

    /// What only an unlocked phone answers.
    fn open_store<T>(&self, act: impl FnOnce(&mut Open) -> Result<T, Problem>) -> Result<T, Problem> {
        act(lock(&self.phone).opened()?)
    }

    /// Does something to the test session and answers with the roster.
    fn roster(&self, act: impl FnOnce(&mut Open) -> Result<(), Problem>) -> Result<Reply, Problem> {
        let now = self.deps.now();
        self.open_store(|open| {
            act(open)?;
            usecase::roster::roster(open, now).map(Reply::Roster)
        })
    }

    /// What goes wrong on the line is told by the strip; only a store that cannot be used is an error of its own.
    fn sync_now(&self) -> Result<Reply, Problem> {
        let _line = lock(&self.line);
        let outcome = exchange::run(&self.phone, &self.deps);
        match outcome.as_ref().map_err(|problem| problem.code) {
            Err(ProblemCode::StoreFailed) => lock(&self.phone).doubt(),
            Err(ProblemCode::StoreCorrupt) => return Err(ProblemCode::StoreCorrupt.into()),
            Ok(_) | Err(_) => {}
        }
        self.state(|phone| phone.opened().map(|_| ()))
    }

    /// 提醒: on which of the next [`usecase::remind::DAYS_AHEAD`] days something is due, and how much; no name, no kind.
    /// The shell lays them with the system, which shows them while the app is shut. Empty while the store is.
    pub fn due_days(&self) -> Vec<DueDay> {
        let now = self.deps.now();
        self.open_store(|open| Ok(usecase::remind::due_days(open, now))).unwrap_or_default()
    }

    /// Runs one whole exchange with the office if the store is open; the shell's loop calls it. Never holds the store
    /// while it waits on the network. Returns the seconds to wait before the next one (growing while offline).
    pub fn background_exchange(&self) -> u32 {
        // A screen that runs one now does the work of this one.
        if let Ok(_line) = self.line.try_lock()
            && exchange::is_due(&self.phone, &self.deps)
        {
            let outcome = exchange::run(&self.phone, &self.deps);
            match outcome.as_ref().map_err(|problem| problem.code) {
                // Where even that fails, the next request of a screen meets the damage and says so.
                Err(ProblemCode::StoreCorrupt) => drop(lock(&self.phone).settle_damage(&self.deps)),
                Err(ProblemCode::StoreFailed) => lock(&self.phone).doubt(),
                Ok(_) | Err(_) => {}
            }
        }
        exchange::pause(&self.phone, &self.deps)
    }
}
