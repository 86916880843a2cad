//! From a PIN to key material: argon2id, its cost written beside the salt so that it can grow.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// What one try of a PIN costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KdfCost {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl KdfCost {
    /// What phones get: 64 MiB and three passes, about 0.4 s on a slow core, so that a million PINs take days even
    /// for somebody who holds the key store's secret.
    pub const SHIPPED: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };

    /// `None` where the machine cannot give the memory or the cost makes no sense.
    pub(super) fn stretch(self, pin: &str, salt: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).ok()?;
        let mut out = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(pin.as_bytes(), salt, out.as_mut_slice())
            .ok()?;
        Some(out)
    }
}
