//! What stands behind the door's lock: the vault, the store while it is open, and how the line was last.

use db::DbError;
use shared::access::{Relation, may};
use shared::code::Role;
use shared::event::RuleVersion;
use shared::moment::{Moment, civil_date};
use shared::problem::{Problem, ProblemCode};
use shared::protocol::{Update, fingerprint};

use crate::attachment::{Network, SendWhen};
use crate::capsule::{self, Sealer};
use crate::deps::Deps;
use crate::door::doorstep::Doorstep;
use crate::form::Form;
use crate::idle;
use crate::look::Look;
use crate::pairing::{DeviceKey, Pairing};
use crate::reserve;
use crate::store::{Book, Store, StoreError};
use crate::usecase;
use crate::vault::{PIN_LENGTH_MIN, Unlocked, Vault, VaultError};
use crate::view::{AppState, BiometricState, Gate, SyncState};

/// The phone, locked or not.
#[derive(Debug)]
pub struct Phone {
    pub vault: Vault,
    pub open: Option<Open>,
    pub link: LinkState,
    pub look: Look,
    /// 门口模式: the one form of one case this phone answers about, until a PIN is given. Kept while locked, so that the lock screen
    /// is as neutral.
    pub doorstep: Option<Doorstep>,
}

/// What became of a store that called itself damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// The disk failed for a moment.
    NoneAfterAll,
    SetAside,
}

/// An unlocked phone.
#[derive(Debug)]
pub struct Open {
    pub store: Store,
    pub book: Book,
    pub pairing: Pairing,
    pub device: DeviceKey,
    /// The disk failed under it: a connection that met that says so for ever, so it is looked at again before the next act.
    pub is_doubtful: bool,
}

/// How the last exchange went.
#[derive(Debug, Default)]
pub struct LinkState {
    pub online: Option<bool>,
    pub problem: Option<Problem>,
    pub running: bool,
    /// Exchanges that failed in a row.
    pub failures: u32,
    /// The last act of a user.
    pub looked_at: Option<Moment>,
    /// While nobody looks and the line is away: not before.
    pub next_try: Option<Moment>,
    /// The line as the platform told it last.
    pub network: Option<Network>,
    /// Somebody said: attachments now, whatever it costs.
    pub attachments_now: bool,
    /// Why attachments did not go with the last exchange that went through.
    pub attachment_problem: Option<Problem>,
    /// As counted while the store was last open; `None` while it was not.
    counts: Option<Counts>,
}

/// What only the store knows of the line.
#[derive(Debug, Clone, Copy)]
struct Counts {
    unsent: u32,
    quarantined: u32,
    returned: u32,
    last_success: Option<Moment>,
    attachments: u32,
    update: Update,
}

impl Open {
    /// The version of the rules in force now.
    #[must_use]
    pub fn rules_now(&self, now: Moment) -> &RuleVersion {
        self.book.rules.version_on(civil_date(now))
    }

    /// How cases lie to the user of this phone: the server sends a worker only what is assigned.
    #[must_use]
    pub fn relation(&self) -> Relation {
        if self.pairing.role == Role::Worker { Relation::Assigned } else { Relation::SameTownship }
    }

    /// The forms of the user's role.
    #[must_use]
    pub fn forms(&self) -> Vec<Form> {
        let may = |form: &Form| may(self.pairing.role, form.act(), self.relation());
        Form::ALL.iter().copied().filter(may).collect()
    }
}

impl Open {
    /// Records of this user that came back and were not mended since.
    fn returned(&self) -> u32 {
        let of_case = |(_, folded): (_, &crate::store::Folded)| {
            let mine = |review: &&shared::case::RecordReview| {
                review.author == self.pairing.user && review.is_returned()
            };
            folded.file.reviews.values().filter(mine).count()
        };
        u32::try_from(self.book.cases().map(of_case).sum::<usize>()).unwrap_or(u32::MAX)
    }
}

impl Phone {
    /// Opens the folder; damaged files are set aside, never written over.
    pub fn open(deps: &Deps) -> Result<Self, Problem> {
        std::fs::create_dir_all(&deps.data_dir).map_err(|error| crate::problems::of_file(&error))?;
        match Vault::open(&deps.data_dir, deps.keystore_secret, deps.now()) {
            Ok(vault) => {
                let look = Look::read(&deps.data_dir);
                Ok(Self { vault, open: None, link: LinkState::default(), look, doorstep: None })
            }
            Err(VaultError::Corrupt) => {
                set_files_aside(deps)?;
                Err(ProblemCode::StoreCorrupt.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// What the app may show.
    #[must_use]
    pub fn gate(&self) -> Gate {
        if self.open.is_some() { Gate::Open } else { self.vault.gate() }
    }

    /// Whether attachments may go over the line as it is now.
    pub fn may_send_attachments(&mut self, network: Network) -> bool {
        if self.link.attachments_now {
            return true;
        }
        let open = self.open.as_ref();
        let when = open.and_then(|open| crate::attachment::send_when(open).ok()).unwrap_or_default();
        SendWhen::allows(when, network)
    }

    /// The open store, or why there is none.
    pub fn opened(&mut self) -> Result<&mut Open, Problem> {
        let gate = self.gate();
        self.open.as_mut().ok_or_else(|| match gate {
            Gate::Unpaired | Gate::NeedsPin => ProblemCode::NotPaired.into(),
            Gate::Locked | Gate::Open => ProblemCode::Locked.into(),
        })
    }

    /// Opens the store with the vault's key and puts into it what the vault still keeps for it.
    pub fn enter(&mut self, unlocked: Unlocked, deps: &Deps) -> Result<(), Problem> {
        // Asked twice: a disk that failed for a moment looks like damage.
        let opened = match open_store(&unlocked, deps) {
            Err(StoreError::Db(DbError::Corrupt)) => open_store(&unlocked, deps),
            other => other,
        };
        match opened {
            Ok(open) => {
                self.vault.finish()?;
                // Where there is no room for it nothing new is recorded; the next record says so.
                let _ = reserve::keep(&deps.data_dir);
                self.open = Some(open);
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Forgets the key. Nothing is lost: everything is already on the disk.
    pub fn lock(&mut self) {
        self.note_counts();
        self.open = None;
    }

    /// Looks again at a store under which the disk failed.
    ///
    /// # Errors
    /// `StoreCorrupt` where it is damaged; it is then set aside.
    pub fn settle_doubt(&mut self, deps: &Deps) -> Result<(), Problem> {
        let is_doubtful = self.open.as_ref().is_some_and(|open| open.is_doubtful);
        if is_doubtful && self.settle_damage(deps)? == Damage::SetAside {
            return Err(ProblemCode::StoreCorrupt.into());
        }
        Ok(())
    }

    /// The disk failed under the open store: it is looked at again before the next act.
    pub fn doubt(&mut self) {
        if let Some(open) = &mut self.open {
            open.is_doubtful = true;
        }
    }

    /// What called itself damaged is looked at again. Sound after all: the phone goes on. Damaged: it goes out of the
    /// way with its vault file, which still holds the key to it, and the phone is then as before pairing. Where the
    /// disk does not even let itself be read, everything stays where it is, locked.
    pub fn settle_damage(&mut self, deps: &Deps) -> Result<Damage, Problem> {
        if let Some(Open { store, pairing, device, .. }) = self.open.take() {
            let again = store.look_again().and_then(|store| {
                let book = Book::load(&store, pairing.series)?;
                Ok((store, book))
            });
            match again {
                Ok((store, book)) => {
                    self.open = Some(Open { store, book, pairing, device, is_doubtful: false });
                    return Ok(Damage::NoneAfterAll);
                }
                Err(StoreError::Db(DbError::Corrupt)) => {}
                Err(_) => return Ok(Damage::NoneAfterAll),
            }
        }
        self.link = LinkState::default();
        set_files_aside(deps)?;
        self.vault = Vault::open(&deps.data_dir, deps.keystore_secret, deps.now())?;
        Ok(Damage::SetAside)
    }

    /// The state of the app; never fails and names no person but the user.
    pub fn state(&mut self, deps: &Deps) -> AppState {
        let (pin_wait_seconds, pin_tries_left) = self.vault.tries(deps.now());
        let sync = self.sync_state();
        let pairing = self.open.as_ref().map(|open| &open.pairing);
        AppState {
            gate: self.gate(),
            user_name: pairing.map(|pairing| pairing.user_name.clone()),
            role: pairing.map(|pairing| pairing.role),
            township_name: pairing.map(|pairing| pairing.township_name.clone()),
            pin_wait_seconds,
            pin_tries_left,
            lockout_number: self.vault.lockout_number(),
            sync,
            biometric: match (&deps.biometric, self.vault.has_quick()) {
                (None, _) => BiometricState::Absent,
                (Some(_), false) => BiometricState::Off,
                (Some(_), true) => BiometricState::On,
            },
            capsule: capsule::waiting(&deps.data_dir),
            look: self.look,
            idle_minutes: self.open.as_ref().map_or(idle::USUAL_MINUTES, idle::minutes),
            doorstep: self.doorstep.is_some(),
            lapsed: self
                .open
                .as_ref()
                .is_some_and(|open| open.store.closed(deps.now()).is_ok_and(|why| why.is_some())),
            strips: self
                .open
                .as_ref()
                .map(|open| usecase::strips::seconds_left(open, deps.now()))
                .unwrap_or_default(),
            app_version: deps.app_version.clone(),
            demo_device: deps.demo_device,
            forms: self.open.as_ref().map_or_else(Vec::new, Open::forms),
            fingerprint: self.open.as_ref().map(|open| fingerprint(&open.device.public())),
        }
    }

    /// The strip on every screen; `None` before the store was open.
    pub fn sync_state(&mut self) -> Option<SyncState> {
        self.note_counts();
        let Counts { unsent, quarantined, returned, last_success, attachments, update } = self.link.counts?;
        Some(SyncState {
            unsent,
            quarantined,
            returned,
            attachments,
            online: self.link.online,
            last_success,
            problem: self.link.problem.clone(),
            running: self.link.running,
            update,
        })
    }

    /// How the screens look from now on. Which pad the PIN wants is not the page's to say.
    pub fn set_look(&mut self, deps: &Deps, look: Look) -> Result<(), Problem> {
        let look = Look { long_pin: self.look.long_pin, ..look };
        look.keep(&deps.data_dir)?;
        self.look = look;
        Ok(())
    }

    /// Which pad the PIN wants from now on. Where it cannot be kept the PIN holds all the same: the pad can be changed
    /// by hand.
    pub fn note_pin(&mut self, deps: &Deps, pin: &str) {
        let look = Look { long_pin: pin.chars().count() != PIN_LENGTH_MIN, ..self.look };
        if look != self.look && look.keep(&deps.data_dir).is_ok() {
            self.look = look;
        }
    }

    /// Keeps the figures of the strip for the time when the store is shut.
    fn note_counts(&mut self) {
        let Some(open) = &self.open else { return };
        let counted = open.store.unsent_and_quarantined(open.pairing.series);
        let waiting = open.store.attachments_waiting();
        if let (Ok((unsent, quarantined)), Ok(line), Ok((attachments, _)), Ok((update, _))) =
            (counted, open.store.line(), waiting, open.store.told())
        {
            let last_success = line.last_success;
            let returned = open.returned();
            self.link.counts =
                Some(Counts { unsent, quarantined, returned, last_success, attachments, update });
        }
    }
}

fn open_store(unlocked: &Unlocked, deps: &Deps) -> Result<Open, StoreError> {
    let mut store = Store::open(&deps.data_dir, &unlocked.key)?;
    if let Some(pending) = &unlocked.pending
        && let Some(pairing) = &pending.pairing
    {
        store.keep_identity(pairing, &pending.device)?;
    }
    let (pairing, device) = store.identity()?;
    if let Some(sealer) = Sealer::new(&deps.data_dir, &pairing, &device) {
        store.seal_to(sealer, pairing.series)?;
    }
    let book = Book::load(&store, pairing.series)?;
    Ok(Open { store, book, pairing, device, is_doubtful: false })
}

fn set_files_aside(deps: &Deps) -> Result<(), Problem> {
    for path in [Store::path_in(&deps.data_dir), Vault::path_in(&deps.data_dir)] {
        if path.exists() {
            db::set_aside(&path).map_err(StoreError::from)?;
        }
    }
    Ok(())
}
