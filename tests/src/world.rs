//! The World: a township with named people, an office that runs for real, phones, one clock, and links with faults.
//!
//! Real parts all the way: SQLCipher files in a temporary folder, the shipped server on a loopback port, the phone's
//! own door and HTTP. Only time is ours.

mod console;
pub mod phone;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use chrono::{NaiveDate, TimeDelta};
use server::backup::{self, Identities};
use server::tls::Protection;
use server::tls::town::Keep;
use server::{Config, Deps, Running, restore, verify};
use shared::code::Role;
use shared::id::{CaseId, TownshipCode, UserId};
use shared::moment::{BEIJING, Moment};
use shared::protocol::{PairingLink, Pin};
use tempfile::TempDir;
use tokio::runtime::Runtime;

pub use console::Console;
pub use phone::Phone;

use crate::link::CuttingLine;
use crate::seed::{self, Account, Township};
use crate::{phone as shell, township};

/// A clock that stands still until it is moved.
#[derive(Debug, Clone)]
pub struct WorldClock(Arc<Mutex<Moment>>);

impl WorldClock {
    /// The time now.
    ///
    /// # Panics
    /// When another holder panicked.
    #[must_use]
    pub fn now(&self) -> Moment {
        *self.0.lock().unwrap()
    }

    /// Lets time pass.
    ///
    /// # Panics
    /// When another holder panicked.
    pub fn pass(&self, time: TimeDelta) {
        let mut now = self.0.lock().unwrap();
        *now += time;
    }

    fn reader(&self) -> Arc<dyn Fn() -> Moment + Send + Sync> {
        let clock = self.clone();
        Arc::new(move || clock.now())
    }
}

/// See the module.
#[derive(Debug)]
pub struct World {
    folder: TempDir,
    runtime: Runtime,
    server: Option<Running>,
    pub clock: WorldClock,
    pub township: Township,
    protection: Protection,
}

/// 邻镇: see [`World::second_township`].
#[derive(Debug)]
pub struct Neighbour {
    pub code: TownshipCode,
    pub office: Account,
    pub police: Account,
}

/// The day every scenario begins, a Tuesday.
pub const TODAY: &str = "2026-11-24";

impl World {
    /// The invented township with its thirty-six people and their history, at nine in the morning of [`TODAY`].
    #[must_use]
    pub fn peopled() -> Self {
        Self::begin(Template::peopled(), Protection::Plain)
    }

    /// The invented township behind TLS, as phones and office PCs meet it: under a CA of its own, by these names.
    #[must_use]
    pub fn protected(names: &[&str]) -> Self {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        Self::begin(Template::peopled(), Protection::TownCa { names })
    }

    /// The township with its accounts and nobody in it.
    #[must_use]
    pub fn empty() -> Self {
        static TEMPLATE: OnceLock<Template> = OnceLock::new();
        let template = TEMPLATE.get_or_init(|| Template::make(|office, _| seed::found(office)));
        Self::begin(template, Protection::Plain)
    }

    fn begin(template: &Template, protection: Protection) -> Self {
        // The console's HTTP client wants one for the process; a second call finds it there.
        rustls::crypto::ring::default_provider().install_default().ok();
        let folder = tempfile::tempdir().unwrap();
        copy(template.folder.path(), folder.path());
        let runtime = Runtime::new().unwrap();
        let clock = morning();
        let server = start(&runtime, folder.path(), &clock, ([127, 0, 0, 1], 0).into(), protection.clone());
        let township = template.township.clone();
        Self { folder, runtime, server: Some(server), clock, township, protection }
    }

    /// `http://127.0.0.1:…`, or `https://<name>:…` behind TLS.
    #[must_use]
    pub fn address(&self) -> String {
        self.running().address.clone()
    }

    /// What phones know the office by.
    #[must_use]
    pub fn pins(&self) -> Vec<Pin> {
        self.running().tls.as_ref().map(|tls| tls.trust().told().pins).unwrap_or_default()
    }

    /// The link of the console's QR for a login.
    #[must_use]
    pub fn pairing_link(&self, login: &str) -> PairingLink {
        PairingLink { server: self.address(), code: self.pairing_code(login), pins: self.pins() }
    }

    /// Where the office keeps its certificates.
    #[must_use]
    pub fn certificates(&self) -> Keep {
        Keep::new(self.office().clone())
    }

    /// The server of this world as it runs.
    ///
    /// # Panics
    /// When it was stopped.
    #[must_use]
    pub fn running(&self) -> &Running {
        self.server.as_ref().expect("the server runs")
    }

    /// What is done at the machine itself.
    #[must_use]
    pub fn office(&self) -> &server::Office {
        &self.running().office
    }

    /// Stops the server and starts it again on the same files; it gets another port.
    pub fn restart_server(&mut self) {
        self.start_server_at(([127, 0, 0, 1], 0).into());
    }

    /// The same at an address of one's choice: that of the server before, so that phones find it.
    pub fn start_server_at(&mut self, listen: SocketAddr) {
        if let Some(running) = self.server.take() {
            self.runtime.block_on(running.shutdown());
        }
        let protection = self.protection.clone();
        self.server = Some(start(&self.runtime, self.folder.path(), &self.clock, listen, protection));
    }

    /// The certificates are thrown away and made anew: another town's CA at the same address.
    pub fn replace_certificates(&mut self) {
        let listen = self.running().addr;
        if let Some(running) = self.server.take() {
            self.runtime.block_on(running.shutdown());
        }
        std::fs::remove_file(self.folder.path().join("office/tls/town.sealed")).unwrap();
        self.start_server_at(listen);
    }

    /// A recovery officer of the office, with the secret key in hand.
    #[must_use]
    pub fn recovery_officer(&self) -> Identities {
        let secret = backup::make_recovery_key(self.office().data()).unwrap().0;
        Identities::parse(&secret).unwrap()
    }

    /// A backup of the office as it is now, made while it runs.
    #[must_use]
    pub fn back_up(&self) -> PathBuf {
        backup::write(self.office(), &self.folder.path().join("backups")).unwrap().path
    }

    /// The office is put back from a backup, and answers at the same address as before.
    pub fn restore(&mut self, file: &Path, officer: &Identities) {
        let listen = self.running().addr;
        if let Some(running) = self.server.take() {
            self.runtime.block_on(running.shutdown());
        }
        let (into, key_file) = (data_in(self.folder.path()), key_file_in(self.folder.path()));
        let what =
            restore::Restore { file, identities: officer, into: &into, key_file: &key_file, set_aside: true };
        restore::into(&what, &deps(&self.clock), &|_| {}).unwrap();
        self.start_server_at(listen);
    }

    /// Everything the office vouches for, computed again.
    #[must_use]
    pub fn verify(&self) -> verify::Report {
        let folder = self.folder.path();
        verify::verify(&data_in(folder), &key_file_in(folder), &[], &deps(&self.clock)).unwrap()
    }

    /// A one-time code for a login, as the console gives it.
    #[must_use]
    pub fn pairing_code(&self, login: &str) -> String {
        let user = self.account(login).user;
        server::admin::make_pairing_code(self.office(), &self.township.code, user).unwrap().code
    }

    /// Somebody at the office's machine confirms every device that waits for it.
    pub fn confirm_devices(&self) {
        let devices = server::admin::devices(self.office(), &self.township.code).unwrap();
        for waiting in devices.iter().filter(|device| device.confirmed_at.is_none()) {
            server::admin::confirm_device(self.office(), waiting.series).unwrap();
        }
    }

    /// A phone fresh from its box.
    #[must_use]
    pub fn new_phone(&self, name: &str) -> Phone {
        Phone::open(&self.folder.path().join("phones").join(name), self.clock.reader())
    }

    /// A phone whose attachments go over a line of its own.
    #[must_use]
    pub fn new_phone_over(&self, name: &str, line: Arc<CuttingLine>) -> Phone {
        let phone = self.new_phone(name);
        phone.link.carry_blobs_over(line);
        phone
    }

    /// A phone whose clock is off by so much.
    #[must_use]
    pub fn new_phone_with_clock_off(&self, name: &str, off: TimeDelta) -> Phone {
        let clock = self.clock.clone();
        Phone::open(&self.folder.path().join("phones").join(name), Arc::new(move || clock.now() + off))
    }

    /// A phone that was paired for a login, given a PIN and synchronised once.
    #[must_use]
    pub fn phone_of(&self, login: &str) -> Phone {
        let phone = self.new_phone(login);
        self.pair(&phone, login);
        phone
    }

    /// Pairs a phone, sets the PIN and runs one exchange.
    pub fn pair(&self, phone: &Phone, login: &str) {
        phone.pair(&self.pairing_link(login).to_text()).unwrap();
        self.confirm_devices();
        phone.set_pin().unwrap();
        phone.sync();
    }

    /// A second township on the same server, with somebody of the office and one of the police.
    #[must_use]
    pub fn second_township(&self) -> Neighbour {
        let code = server::admin::add_township(self.office(), "430421998", "例桥镇").unwrap();
        let add = |login: &str, name: &str, role| {
            let new = server::admin::NewUser {
                township: code.clone(),
                login: login.to_owned(),
                name: name.to_owned(),
                role,
                password: township::PASSWORD.to_owned(),
            };
            let made = server::admin::add_user(self.office(), &new).unwrap();
            Account {
                user: made.user,
                login: login.to_owned(),
                name: name.to_owned(),
                role,
                password: township::PASSWORD.to_owned(),
                totp_secret: made.totp_secret,
            }
        };
        let office = add("lin", "林内勤", Role::Office);
        let police = add("he", "贺民警", Role::Police);
        Neighbour { code, office, police }
    }

    /// A phone of somebody of whichever township, paired and synchronised once.
    #[must_use]
    pub fn phone_for(&self, code: &TownshipCode, user: UserId, name: &str) -> Phone {
        let phone = self.new_phone(name);
        let made = server::admin::make_pairing_code(self.office(), code, user).unwrap();
        let link =
            shared::protocol::PairingLink { server: self.address(), code: made.code, pins: Vec::new() };
        phone.pair(&link.to_text()).unwrap();
        phone.set_pin().unwrap();
        for waiting in server::admin::devices(self.office(), code).unwrap() {
            if waiting.confirmed_at.is_none() {
                server::admin::confirm_device(self.office(), waiting.series).unwrap();
            }
        }
        phone.sync();
        phone
    }

    /// A console session of anybody.
    #[must_use]
    pub fn console_of(&self, account: &Account) -> Console {
        self.clock.pass(TimeDelta::seconds(60));
        Console::login(&self.address(), account, self.clock.now()).unwrap()
    }

    /// A console session of a login.
    #[must_use]
    pub fn console(&self, login: &str) -> Console {
        // Each code is good once: a minute later there is another.
        self.clock.pass(TimeDelta::seconds(60));
        Console::login(&self.address(), self.account(login), self.clock.now()).unwrap()
    }

    /// The account of a login.
    #[must_use]
    pub fn account(&self, login: &str) -> &Account {
        self.township.account(login)
    }

    /// The case of a resident, by name.
    #[must_use]
    pub fn case(&self, name: &str) -> CaseId {
        let index = (0..self.township.cases.len()).find(|index| township::name(*index) == name);
        self.township.cases[index.unwrap_or_else(|| panic!("nobody is called {name}"))]
    }

    /// Today in Beijing.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.clock.now().with_timezone(&BEIJING).date_naive()
    }
}

/// A filled office, made once for a process and copied for each world.
struct Template {
    folder: TempDir,
    township: Township,
}

impl Template {
    fn peopled() -> &'static Self {
        static TEMPLATE: OnceLock<Template> = OnceLock::new();
        TEMPLATE.get_or_init(|| Self::make(seed::fill))
    }

    fn make(fill: impl FnOnce(&server::Office, NaiveDate) -> anyhow::Result<Township>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let runtime = Runtime::new().unwrap();
        let running =
            start(&runtime, folder.path(), &morning(), ([127, 0, 0, 1], 0).into(), Protection::Plain);
        let township = fill(&running.office, TODAY.parse().unwrap()).unwrap();
        runtime.block_on(running.shutdown());
        Self { folder, township }
    }
}

fn morning() -> WorldClock {
    WorldClock(Arc::new(Mutex::new(township::at(TODAY.parse().unwrap(), 9, 0))))
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn data_in(folder: &Path) -> PathBuf {
    folder.join("office")
}

fn key_file_in(folder: &Path) -> PathBuf {
    folder.join("keys/server.key")
}

fn deps(clock: &WorldClock) -> Deps {
    Deps { clock: clock.reader(), entropy: Arc::new(shell::dice) }
}

fn start(
    runtime: &Runtime,
    folder: &Path,
    clock: &WorldClock,
    listen: SocketAddr,
    tls: Protection,
) -> Running {
    let config = Config {
        data: data_in(folder),
        key_file: key_file_in(folder),
        listen,
        backups: None,
        public_url: None,
        tls,
    };
    std::fs::create_dir_all(folder.join("keys")).unwrap();
    runtime.block_on(server::serve(config, deps(clock))).unwrap()
}
