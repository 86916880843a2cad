//! The device's secret: 32 bytes that, together with the PIN, wrap the key of the store, so that a copied disk and a
//! six-digit PIN are not enough. Two keepers: a file of a desktop (a demo device), Android's hardware keystore.
//! Losing the secret loses what is on the phone, so it is made once and never written over.

use zeroize::Zeroizing;

#[cfg(target_os = "android")]
mod android;
#[cfg(not(target_os = "android"))]
mod file;

#[cfg(target_os = "android")]
pub use android::{AndroidKeystore, plugin};
#[cfg(not(target_os = "android"))]
pub use file::FileKeystore;

/// 32 bytes, wiped when dropped.
pub type Secret = Zeroizing<[u8; 32]>;

/// Keeps the secret of this device.
pub trait Keystore: Send + Sync {
    /// The secret; made at the first call, the same ever after. May take a while: not for the window's thread.
    fn secret(&self) -> Result<Secret, KeystoreError>;

    /// What guards it.
    fn device(&self) -> Result<Device, KeystoreError>;
}

/// The machine this runs on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// As the office's list of devices shows it, e.g. `安卓 14`.
    pub name: String,
    /// Whether hardware guards the secret. If not, this is a demo device (演示机), good for a demo office only.
    pub hardware: bool,
}

/// Why the secret cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum KeystoreError {
    #[error("the file of the device's secret cannot be read or written: {0}")]
    File(#[from] std::io::Error),
    #[error("the device's secret has {0} bytes instead of 32; it is left as it is")]
    Damaged(usize),
    #[error("the phone's keystore refused: {0}")]
    Phone(String),
}
