//! 核对码: the digits by which people see that a phone is the one it says it is.

use crate::hash::Hash;

/// 核对码 of a device key: twelve digits in groups of four, shown on the phone and beside it in the console. Whoever
/// confirms compares them, so that no other phone slips in under the same name.
#[must_use]
pub fn fingerprint(device_key: &str) -> String {
    let hash = Hash::of(format!("guihang-fingerprint-1\n{device_key}").as_bytes());
    let hex = hash.0.rsplit(':').next().unwrap_or_default();
    let number = u64::from_str_radix(hex.get(..15).unwrap_or_default(), 16).unwrap_or(0) % 1_000_000_000_000;
    let digits = format!("{number:012}");
    let group = |from: usize| digits.get(from..from + 4).unwrap_or_default();
    format!("{} {} {}", group(0), group(4), group(8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_to_compare_are_those_of_the_key() {
        let digits = fingerprint("ed25519:AAAA");
        assert_eq!(digits.len(), 14);
        assert!(digits.split(' ').all(|group| group.len() == 4 && group.bytes().all(|b| b.is_ascii_digit())));
        assert_ne!(digits, fingerprint("ed25519:AAAB"));
    }
}
