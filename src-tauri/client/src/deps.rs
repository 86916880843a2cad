//! What the shell lends: the only clock, dice, secret and wire of the process.

use std::path::PathBuf;
use std::sync::Arc;

use shared::id;
use shared::moment::Moment;

use crate::attachment::Network;
use crate::sync::Link;
use crate::vault::{KdfCost, PlatformSecret};

/// Fills bytes with chance.
pub type Entropy = dyn Fn(&mut [u8]) + Send + Sync;

/// Asks the user by the platform's own check, which may take as long as they like; `None` where it was turned down.
pub type AskUser = dyn Fn() -> Option<PlatformSecret> + Send + Sync;

/// 指纹、人脸, where the platform binds a key to them: an answer of yes or no would open nothing.
#[derive(Clone)]
pub struct Biometric {
    /// A new secret in place of any before.
    pub make: Arc<AskUser>,
    /// The secret made last. `None` too where the platform dropped it, for a fingerprint was added.
    pub open: Arc<AskUser>,
}

/// What the shell lends.
pub struct Deps {
    /// Folder of the stores; created if missing.
    pub data_dir: PathBuf,
    pub clock: Arc<dyn Fn() -> Moment + Send + Sync>,
    pub entropy: Arc<Entropy>,
    /// From the platform's key store; wraps the store's key together with the PIN.
    pub keystore_secret: [u8; 32],
    /// `None` where the platform has none.
    pub biometric: Option<Biometric>,
    pub link: Arc<dyn Link>,
    /// What the line costs now.
    pub network: Arc<dyn Fn() -> Network + Send + Sync>,
    /// e.g. `安卓 14`; shown in the console's list.
    pub device_name: String,
    pub app_version: String,
    /// A machine without a hardware key store.
    pub demo_device: bool,
    /// What a PIN set from now on costs to try: [`KdfCost::SHIPPED`] in everything but tests.
    pub kdf: KdfCost,
}

impl std::fmt::Debug for Biometric {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Biometric").finish_non_exhaustive()
    }
}

impl Deps {
    pub(crate) fn now(&self) -> Moment {
        (self.clock)()
    }

    /// Fresh entropy for one id.
    pub(crate) fn dice(&self) -> id::Entropy {
        let mut bytes = id::Entropy::default();
        (self.entropy)(&mut bytes);
        bytes
    }
}

impl std::fmt::Debug for Deps {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Deps").field("data_dir", &self.data_dir).finish_non_exhaustive()
    }
}
