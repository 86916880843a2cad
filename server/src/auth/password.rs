//! Passwords: argon2id records `argon2id:<KiB>:<passes>:<lanes>:<salt hex>:<hash hex>`.

use argon2::{Algorithm, Argon2, Params, Version};
use shared::hash::Hash;
use shared::problem::{Problem, ProblemCode};
use zeroize::Zeroizing;

use crate::deps::Deps;

/// OWASP's first choice: 46 MiB, one pass, one lane.
const MEMORY_KIB: u32 = 47_104;
const PASSES: u32 = 1;
const LANES: u32 = 1;
const SALT_BYTES: usize = 16;
const HASH_BYTES: usize = 32;

/// Makes the record of a password.
///
/// # Errors
/// `PasswordWeak` where the password cannot be hashed.
pub fn hash_password(deps: &Deps, password: &str) -> Result<String, Problem> {
    let mut salt = [0; SALT_BYTES];
    (deps.entropy)(&mut salt);
    let hash = derive(MEMORY_KIB, PASSES, LANES, &salt, password).ok_or(ProblemCode::PasswordWeak)?;
    let (salt, hash) = (hex::encode(salt), hex::encode(hash.as_slice()));
    Ok(format!("argon2id:{MEMORY_KIB}:{PASSES}:{LANES}:{salt}:{hash}"))
}

/// Whether a password belongs to a record.
pub(super) fn matches(record: &str, password: &str) -> bool {
    let parts: Vec<&str> = record.split(':').collect();
    let [algorithm, memory, passes, lanes, salt, hash] = parts.as_slice() else {
        return false;
    };
    let (Ok(memory), Ok(passes), Ok(lanes), Ok(salt), Ok(hash)) =
        (memory.parse(), passes.parse(), lanes.parse(), hex::decode(salt), hex::decode(hash))
    else {
        return false;
    };
    let derived = derive(memory, passes, lanes, &salt, password);
    // Hashes of the hashes are compared, so time tells nothing.
    *algorithm == "argon2id"
        && derived.is_some_and(|derived| Hash::of(derived.as_slice()) == Hash::of(hash.as_slice()))
}

/// A record that no password matches, which takes as long to check as any other.
pub(super) fn of_nobody() -> String {
    let (salt, hash) = ("00".repeat(SALT_BYTES), "00".repeat(HASH_BYTES));
    format!("argon2id:{MEMORY_KIB}:{PASSES}:{LANES}:{salt}:{hash}")
}

fn derive(
    memory: u32,
    passes: u32,
    lanes: u32,
    salt: &[u8],
    password: &str,
) -> Option<Zeroizing<[u8; HASH_BYTES]>> {
    let params = Params::new(memory, passes, lanes, Some(HASH_BYTES)).ok()?;
    let mut hash = Zeroizing::new([0; HASH_BYTES]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.as_bytes(), salt, hash.as_mut_slice())
        .ok()?;
    Some(hash)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn only_the_password_matches_its_record() {
        let deps =
            Deps { clock: Arc::new(|| crate::store::moment(0)), entropy: Arc::new(|bytes| bytes.fill(3)) };
        let record = hash_password(&deps, "柳叶桥头第三家").unwrap();
        assert!(record.starts_with("argon2id:47104:1:1:"));
        assert!(matches(&record, "柳叶桥头第三家"));
        assert!(!matches(&record, "柳叶桥头第二家"));
        assert!(!matches(&of_nobody(), "") && !matches("plain:x", "x"));
    }
}
