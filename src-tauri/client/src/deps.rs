//! What the shell lends: the only clock, dice, secret and wire of the process.

use std::path::PathBuf;
use std::sync::Arc;

use shared::id;
use shared::moment::Moment;

use crate::attachment::Network;
use crate::sync::Link;
use crate::vault::KdfCost;

/// Fills bytes with chance.
pub type Entropy = dyn Fn(&mut [u8]) + Send + Sync;

/// What the shell lends.
pub struct Deps {
    /// Folder of the stores; created if missing.
    pub data_dir: PathBuf,
    pub clock: Arc<dyn Fn() -> Moment + Send + Sync>,
    pub entropy: Arc<Entropy>,
    /// From the platform's key store; wraps the store's key together with the PIN.
    pub keystore_secret: [u8; 32],
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
