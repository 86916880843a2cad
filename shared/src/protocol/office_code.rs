//! 解锁号与解锁码: what a phone that has seen too many wrong PINs shows, and what the office reads out for it. Both are
//! spoken over a telephone: nine digits, the last two of them a check, so that a slip of the tongue costs no try.
//!
//! The code is made by HMAC-SHA256 under a secret that office and installation agreed on when they were paired, over
//! [`code_text`]; neither side needs a line to the other.

use crate::hash::Hash;
use crate::id::SeriesId;

/// Lock-outs are counted up to here and then anew.
const LOCKOUTS: u32 = 1000;
/// Parts of a series that the number tells apart, so that a code is not made for the neighbour's row.
const SERIES_MARKS: u32 = 10_000;
/// Codes there are.
const CODES: u32 = 10_000_000;
/// ISO 7064 MOD 97-10: finds every wrong digit and every two that changed places.
const CHECK: u32 = 97;

/// 解锁号 of one lock-out of one installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LockoutNumber {
    series_mark: u32,
    /// 0 to 999.
    pub lockout: u32,
}

impl LockoutNumber {
    /// `lockouts` = how often a code has opened this installation.
    #[must_use]
    pub fn of(series: SeriesId, lockouts: u32) -> Self {
        Self { series_mark: series_mark(series), lockout: lockouts % LOCKOUTS }
    }

    /// `123 456 789`.
    #[must_use]
    pub fn to_text(self) -> String {
        checked(self.series_mark * LOCKOUTS + self.lockout)
    }

    /// As people type it; `None` where a digit is wrong.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let number = read(text)?;
        Some(Self { series_mark: number / LOCKOUTS, lockout: number % LOCKOUTS })
    }

    /// Whether an installation of this series shows it.
    #[must_use]
    pub fn fits(self, series: SeriesId) -> bool {
        self.series_mark == series_mark(series)
    }
}

fn series_mark(series: SeriesId) -> u32 {
    let hash = Hash::of(format!("guihang-lockout-1\n{series}").as_bytes());
    let digits = hash.digest().and_then(|digits| digits.get(..8)).unwrap_or_default();
    u32::from_str_radix(digits, 16).unwrap_or(0) % SERIES_MARKS
}

/// What the code of a lock-out is made over.
#[must_use]
pub fn code_text(series: SeriesId, lockout: u32) -> String {
    format!("guihang-office-code-1\n{series}\n{}", lockout % LOCKOUTS)
}

/// 解锁码: `123 456 789`, of the first bytes of the HMAC.
#[must_use]
pub fn code_of(mac: &[u8]) -> String {
    let number = mac.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    checked(u32::try_from(number % u64::from(CODES)).unwrap_or(0))
}

/// A code as people type it, in the form of [`code_of`]; `None` where a digit is wrong or missing.
#[must_use]
pub fn read_code(text: &str) -> Option<String> {
    read(text).map(checked)
}

fn checked(number: u32) -> String {
    let check = (CHECK + 1 - number % CHECK * 100 % CHECK) % CHECK;
    let digits = format!("{number:07}{check:02}");
    let group = |from: usize| digits.get(from..from + 3).unwrap_or_default();
    format!("{} {} {}", group(0), group(3), group(6))
}

fn read(text: &str) -> Option<u32> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    if digits.len() != 9 || !digits.bytes().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let whole: u32 = digits.parse().ok()?;
    (whole % CHECK == 1 && whole % 100 < CHECK).then_some(whole / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(n: u128) -> SeriesId {
        SeriesId(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn a_number_is_read_as_it_was_spoken_and_belongs_to_one_phone() {
        for lockouts in [0, 1, 7, 999, 1000, u32::MAX] {
            let number = LockoutNumber::of(series(1), lockouts);
            let spoken = number.to_text();
            assert_eq!(spoken.len(), 11, "{spoken}");
            assert_eq!(LockoutNumber::parse(&spoken.replace(' ', "-")), Some(number));
            assert!(number.fits(series(1)) && !number.fits(series(2)));
        }
    }

    #[test]
    fn one_wrong_digit_and_two_that_changed_places_are_heard() {
        let digits: Vec<char> = code_of(&[0x5a; 32]).chars().filter(|c| *c != ' ').collect();
        let typed = |digits: &[char]| digits.iter().collect::<String>();
        assert_eq!(read_code(&typed(&digits)), Some(code_of(&[0x5a; 32])));
        for at in 0..digits.len() {
            for other in '0'..='9' {
                let mut wrong = digits.clone();
                wrong[at] = other;
                assert_eq!(read_code(&typed(&wrong)).is_some(), wrong == digits, "{wrong:?}");
            }
            if at > 0 {
                let mut wrong = digits.clone();
                wrong.swap(at - 1, at);
                assert_eq!(read_code(&typed(&wrong)).is_some(), wrong == digits, "{wrong:?}");
            }
        }
        for text in ["", "12", "1234567890", "一二三四五六七八九", "12345678x"] {
            assert_eq!(read_code(text), None, "{text}");
        }
    }

    #[test]
    fn the_code_of_each_lock_out_is_another() {
        assert_ne!(code_text(series(1), 0), code_text(series(1), 1));
        assert_ne!(code_text(series(1), 0), code_text(series(2), 0));
        assert_ne!(code_of(&[1; 32]), code_of(&[2; 32]));
    }
}
