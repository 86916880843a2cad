//! The one command of the page, and the client behind it: opened once, off the window's thread, and nudged to exchange
//! with the office by a thread of its own.

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use client::door::{Deps, Door, DueDay, KdfCost, Reply, Request};
use client::sync::HttpLink;
use shared::problem::{Problem, ProblemCode};
use tauri::State;

use crate::keystore::Keystore;
use crate::machine;
use crate::system::System;

/// How long the exchange waits for its next try while the store cannot be opened at all.
const UNOPENED_WAIT_SECONDS: u32 = 30;

/// The client and what it needs to open.
pub struct Shell {
    data: PathBuf,
    keystore: Box<dyn Keystore>,
    system: System,
    /// The reminders laid last.
    reminded: Mutex<Vec<DueDay>>,
    /// Whether the app looks as at the door; not known before its first answer, since a killed app may have left it so.
    plain: Mutex<Option<bool>>,
    opened: Mutex<Option<Arc<Door>>>,
    nudge: Sender<()>,
}

impl std::fmt::Debug for Shell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shell").field("data", &self.data).finish_non_exhaustive()
    }
}

impl Shell {
    /// Starts the thread of the exchange, which also opens the store. The thread ends with the process: an exchange may
    /// be cut anywhere and goes on later.
    pub fn start(data: PathBuf, keystore: Box<dyn Keystore>, system: System) -> std::io::Result<Arc<Self>> {
        let (nudge, nudged) = mpsc::channel();
        let shell = Arc::new(Self {
            data,
            keystore,
            system,
            reminded: Mutex::default(),
            plain: Mutex::default(),
            opened: Mutex::new(None),
            nudge,
        });
        let exchanging = Arc::clone(&shell);
        std::thread::Builder::new().name("exchange".into()).spawn(move || exchanging.exchange(&nudged))?;
        Ok(shell)
    }

    fn exchange(&self, nudged: &Receiver<()>) {
        loop {
            let wait = self.door().map_or(UNOPENED_WAIT_SECONDS, |door| {
                let wait = door.background_exchange();
                self.remind(&door);
                wait
            });
            match nudged.recv_timeout(Duration::from_secs(wait.into())) {
                Ok(()) | Err(RecvTimeoutError::Timeout) => while nudged.try_recv().is_ok() {},
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// What is due on which day, laid with the system. A store that is shut leaves what was laid before.
    fn remind(&self, door: &Door) {
        let days = door.due_days();
        let mut laid = self.reminded.lock().unwrap_or_else(PoisonError::into_inner);
        if !days.is_empty() && *laid != days {
            self.system.remind(&days, machine::clock());
            *laid = days;
        }
    }

    /// 门口模式: name and icon follow what the phone says of itself.
    fn wear(&self, doorstep: bool) {
        let mut plain = self.plain.lock().unwrap_or_else(PoisonError::into_inner);
        if *plain != Some(doorstep) {
            self.system.plain(doorstep);
            *plain = Some(doorstep);
        }
    }

    fn handle(&self, request: Request) -> Result<Reply, Problem> {
        let worth_sending = gives_something_to_send(&request);
        let to_save = request == Request::SaveCapsule;
        let mut reply = self.door()?.handle(request)?;
        if let Reply::Capsule(file) = &mut reply
            && to_save
        {
            let bytes = STANDARD.decode(&file.data).unwrap_or_default();
            file.saved_as = self.system.save(&file.file_name, &bytes);
        }
        if let Reply::State(state) = &reply {
            self.wear(state.doorstep);
        }
        if worth_sending {
            // It fails only when the process ends.
            let _ = self.nudge.send(());
        }
        Ok(reply)
    }

    /// The client. If it does not open, the next request tries again; nothing is written over.
    fn door(&self) -> Result<Arc<Door>, Problem> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        match &*opened {
            Some(door) => Ok(Arc::clone(door)),
            None => {
                let door = Arc::new(Door::open(self.deps()?)?);
                *opened = Some(Arc::clone(&door));
                Ok(door)
            }
        }
    }

    fn deps(&self) -> Result<Deps, Problem> {
        let device = self.keystore.device().map_err(shut)?;
        Ok(Deps {
            data_dir: self.data.clone(),
            clock: Arc::new(machine::clock),
            entropy: Arc::new(machine::fill),
            keystore_secret: *self.keystore.secret().map_err(shut)?,
            biometric: self.system.biometric(),
            link: Arc::new(HttpLink::new().map_err(shut)?),
            network: Arc::new({
                let system = self.system.clone();
                move || system.network()
            }),
            device_name: device.name,
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
            demo_device: !device.hardware,
            kdf: KdfCost::SHIPPED,
        })
    }
}

/// Without the device's secret or its sockets the store stays shut; nothing is lost by it.
#[allow(clippy::needless_pass_by_value, reason = "the shape map_err wants")]
fn shut(problem: impl std::error::Error) -> Problem {
    eprintln!("the store stays shut: {problem}");
    ProblemCode::StoreFailed.into()
}

/// Whether the office should hear at once instead of at the next turn.
fn gives_something_to_send(request: &Request) -> bool {
    match request {
        Request::SetPin { .. }
        | Request::UnlockByBiometric
        | Request::Unlock { .. }
        | Request::Record { .. }
        | Request::RecordAct { .. }
        | Request::RecordResult { .. }
        | Request::Mend { .. }
        | Request::RecordTest { .. }
        | Request::RecordRefusal { .. }
        | Request::Snooze { .. }
        | Request::Undo { .. }
        | Request::SetSendAttachments { .. } => true,
        Request::State
        | Request::Pair { .. }
        | Request::UseBiometric { .. }
        | Request::DropBiometric
        | Request::TakeOfficeCode { .. }
        | Request::Lock
        | Request::ChangePin { .. }
        | Request::SetIdle { .. }
        | Request::EnterDoorstep { .. }
        | Request::LeaveDoorstep { .. }
        | Request::Today
        | Request::People { .. }
        | Request::Person { .. }
        | Request::Papers { .. }
        | Request::Paper { .. }
        | Request::Breaches { .. }
        | Request::Follows { .. }
        | Request::Explain { .. }
        | Request::SaveDraft { .. }
        | Request::MoveDraftUp { .. }
        | Request::DropDraft { .. }
        | Request::Roster
        | Request::TestNotices
        | Request::OpenTestSession { .. }
        | Request::CloseTestSession
        | Request::Month
        | Request::StartStrip { .. }
        | Request::DropStrip { .. }
        | Request::Uploads
        | Request::About
        | Request::AddAttachment { .. }
        | Request::Picture { .. }
        | Request::OpenRecord { .. }
        | Request::SendAttachmentsNow
        | Request::HandIn
        | Request::SaveCapsule
        | Request::Scan { .. }
        | Request::HandInFrame { .. }
        | Request::Cards { .. }
        | Request::WhatIf { .. }
        | Request::ReadNotices { .. }
        | Request::SyncNow
        | Request::SetLook { .. } => false,
    }
}

/// Everything the page asks.
#[tauri::command]
pub async fn door(shell: State<'_, Arc<Shell>>, request: Request) -> Result<Reply, Problem> {
    let shell = Arc::clone(&shell);
    tauri::async_runtime::spawn_blocking(move || shell.handle(request))
        .await
        .unwrap_or_else(|_| Err(ProblemCode::StoreFailed.into()))
}
