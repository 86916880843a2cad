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

#[cfg(test)]
mod tests {
    use super::KdfCost;

    #[test]
    fn s06_what_phones_get_is_argon2id_with_64_mib_and_three_passes() {
        let KdfCost { memory_kib, passes, lanes } = KdfCost::SHIPPED;
        assert_eq!((memory_kib, passes, lanes), (65_536, 3, 1));
        // The same PIN under a cost that is weaker in any one number is another key: none of them is passed over.
        let stretched = |cost: KdfCost| cost.stretch("204917", b"salt of sixteen!").map(|key| *key);
        let shipped = stretched(KdfCost::SHIPPED);
        assert!(shipped.is_some());
        for weaker in [
            KdfCost { memory_kib: memory_kib / 2, ..KdfCost::SHIPPED },
            KdfCost { passes: passes - 1, ..KdfCost::SHIPPED },
        ] {
            assert_ne!(stretched(weaker), shipped, "{weaker:?}");
        }
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn it_is_argon2id_as_others_reckon_it() {
        // A vector of the reference implementation (phc-winner-argon2, src/test.c): m=256, t=2, p=1.
        let small = KdfCost { memory_kib: 256, passes: 2, lanes: 1 };
        let key = small.stretch("password", b"somesalt").map(|key| hex(key.as_slice()));
        assert_eq!(key.as_deref(), Some("9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"));
    }
}
