//! What the process lends the office: its one clock and its one source of randomness.

use std::sync::Arc;

use shared::id::Entropy as IdEntropy;
use shared::moment::Moment;

/// The time now.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;
/// Fills bytes at random.
pub type Entropy = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// Clock and entropy; `main` gives the real ones, tests their own.
#[derive(Clone)]
pub struct Deps {
    pub clock: Clock,
    pub entropy: Entropy,
}

impl std::fmt::Debug for Deps {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Deps")
    }
}

impl Deps {
    /// The time now, in Beijing, to the millisecond: what the store keeps.
    #[must_use]
    pub fn now(&self) -> Moment {
        let now = (self.clock)();
        crate::store::moment(now.timestamp_millis())
    }

    /// Entropy for one id.
    #[must_use]
    pub fn id_entropy(&self) -> IdEntropy {
        let mut bytes = IdEntropy::default();
        (self.entropy)(&mut bytes);
        bytes
    }

    /// A random secret of 32 bytes, in hex.
    #[must_use]
    pub fn secret_hex(&self) -> String {
        let mut bytes = zeroize::Zeroizing::new([0_u8; 32]);
        (self.entropy)(bytes.as_mut_slice());
        hex::encode(bytes.as_slice())
    }
}
