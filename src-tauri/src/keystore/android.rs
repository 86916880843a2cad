//! Android's keystore, through `KeystorePlugin.kt`: a key that never leaves the hardware wraps the secret. Only
//! type-checked so far: see PHONE.md.

use serde::Deserialize;
use tauri::plugin::{Builder, PluginHandle, TauriPlugin};
use tauri::{Manager, Wry};
use zeroize::{Zeroize, Zeroizing};

use super::{Device, Keystore, KeystoreError, Secret};

/// Package and class of the Kotlin side, in `gen/android`.
const PACKAGE: &str = "app.guihang.mobile";
const CLASS: &str = "KeystorePlugin";

/// The Kotlin side of the keystore. No capability lets the page call it.
#[derive(Debug, Clone)]
pub struct AndroidKeystore(PluginHandle<Wry>);

/// Hangs the Kotlin side into the app.
pub fn plugin() -> TauriPlugin<Wry> {
    Builder::new("keystore")
        .setup(|app, api| {
            let handle = api.register_android_plugin(PACKAGE, CLASS)?;
            app.manage(AndroidKeystore(handle));
            Ok(())
        })
        .build()
}

#[derive(Deserialize)]
struct Answer {
    secret_hex: String,
}

#[derive(Deserialize)]
struct Machine {
    hardware: bool,
    release: String,
}

impl Keystore for AndroidKeystore {
    fn secret(&self) -> Result<Secret, KeystoreError> {
        let mut answer: Answer = self.ask("secret")?;
        let decoded = hex::decode(&answer.secret_hex).map(Zeroizing::new);
        answer.secret_hex.zeroize();
        let bytes = decoded.map_err(|problem| KeystoreError::Phone(problem.to_string()))?;
        <[u8; 32]>::try_from(bytes.as_slice())
            .map(Secret::new)
            .map_err(|_| KeystoreError::Damaged(bytes.len()))
    }

    fn device(&self) -> Result<Device, KeystoreError> {
        let machine: Machine = self.ask("device")?;
        Ok(Device { name: format!("安卓 {}", machine.release), hardware: machine.hardware })
    }
}

impl AndroidKeystore {
    fn ask<T: serde::de::DeserializeOwned>(&self, command: &str) -> Result<T, KeystoreError> {
        self.0.run_mobile_plugin(command, ()).map_err(|problem| KeystoreError::Phone(problem.to_string()))
    }
}
