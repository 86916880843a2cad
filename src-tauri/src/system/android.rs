//! Android, through `SystemPlugin.kt`. Only type-checked so far: see PHONE.md.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use client::door::{AskUser, Biometric, DueDay, Network, PlatformSecret};
use serde::{Deserialize, Serialize};
use shared::moment::Moment;
use tauri::plugin::{Builder, PluginHandle, TauriPlugin};
use tauri::{App, Manager, Wry};
use zeroize::{Zeroize, Zeroizing};

use super::{Reminder, reminders};

/// Package and class of the Kotlin side, in `gen/android`.
const PACKAGE: &str = "app.guihang.mobile";
const CLASS: &str = "SystemPlugin";

/// The Kotlin side. No capability lets the page call it.
#[derive(Debug, Clone)]
pub struct System(PluginHandle<Wry>);

/// Hangs the Kotlin side into the app.
pub fn plugin() -> TauriPlugin<Wry> {
    Builder::new("system")
        .setup(|app, api| {
            let handle = api.register_android_plugin(PACKAGE, CLASS)?;
            app.manage(System(handle));
            Ok(())
        })
        .build()
}

#[derive(Deserialize)]
struct Line {
    /// `None` without any network.
    metered: Option<bool>,
}

#[derive(Serialize)]
struct Number<'a> {
    number: &'a str,
}

#[derive(Serialize)]
struct NewFile<'a> {
    name: &'a str,
    data: String,
}

#[derive(Deserialize)]
struct Kept {
    /// `None` where the user turned it down.
    name: Option<String>,
}

#[derive(Serialize)]
struct Plan {
    reminders: Vec<Reminder>,
}

#[derive(Serialize)]
struct Plainness {
    on: bool,
}

#[derive(Deserialize)]
struct Nothing {}

#[derive(Deserialize)]
struct Strong {
    available: bool,
}

#[derive(Deserialize)]
struct SecretHex {
    secret_hex: String,
}

impl System {
    pub fn of(app: &App) -> Self {
        app.state::<Self>().inner().clone()
    }

    /// 指纹、人脸, where the phone has a strong one with something enrolled. `BiometricPlugin.kt` binds a key to it.
    pub fn biometric(&self) -> Option<Biometric> {
        self.ask::<Strong>("biometric", ()).filter(|strong| strong.available)?;
        let asks = |command: &'static str| {
            let system = self.clone();
            Arc::new(move || system.secret(command)) as Arc<AskUser>
        };
        Some(Biometric { make: asks("makeSecret"), open: asks("openSecret") })
    }

    fn secret(&self, command: &str) -> Option<PlatformSecret> {
        let mut answer: SecretHex = self.ask(command, ())?;
        let decoded = hex::decode(&answer.secret_hex).map(Zeroizing::new);
        answer.secret_hex.zeroize();
        <[u8; 32]>::try_from(decoded.ok()?.as_slice()).map(PlatformSecret::new).ok()
    }

    /// A phone that cannot tell carries no photos by itself.
    pub fn network(&self) -> Network {
        match self.ask::<Line>("network", ()).and_then(|line| line.metered) {
            Some(true) => Network::Metered,
            Some(false) => Network::Unmetered,
            None => Network::Unknown,
        }
    }

    /// Opens the dialler with the number in it; the user presses the key. From a thread of its own: the page's thread
    /// is the one that Android would answer on.
    pub fn dial(&self, number: &str) {
        let (system, number) = (self.clone(), number.to_owned());
        std::thread::spawn(move || system.ask::<Nothing>("dial", Number { number: &number }));
    }

    /// Lays the days' reminders with the system in place of those it had.
    pub fn remind(&self, days: &[DueDay], now: Moment) {
        self.ask::<Nothing>("remind", Plan { reminders: reminders(days, now) });
    }

    /// 门口模式: name and icon of the launcher and the recent apps mean nothing.
    pub fn plain(&self, on: bool) {
        self.ask::<Nothing>("plain", Plainness { on });
    }

    /// The system's own 另存为; waits for the user. The bytes are sealed before they come here.
    pub fn save(&self, name: &str, bytes: &[u8]) -> Option<String> {
        self.ask::<Kept>("save", NewFile { name, data: STANDARD.encode(bytes) })?.name
    }

    fn ask<T: serde::de::DeserializeOwned>(&self, command: &str, with: impl Serialize) -> Option<T> {
        let answer = self.0.run_mobile_plugin(command, with);
        answer.inspect_err(|problem| eprintln!("the system did not {command}: {problem}")).ok()
    }
}
