//! 身份证 (GB 11643) and telephone numbers.

use chrono::NaiveDate;

use crate::code::Sex;
use crate::problem::ProblemCode;

/// What a sound id number says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdNumber {
    /// Normalised: `x` written `X`.
    pub number: String,
    pub birth: NaiveDate,
    pub sex: Sex,
}

/// Checks a citizen id number (R-ID-1). `today` bounds the birth date.
///
/// # Errors
/// `IdLength`, `IdCharacters`, `IdBirthDate`, `IdCheckDigit`.
pub fn check_id_number(text: &str, today: NaiveDate) -> Result<IdNumber, ProblemCode> {
    let _ = (text, today);
    Err(ProblemCode::IdLength)
}

/// Checks a mobile or landline number (R-ID-3) and returns it without spaces.
///
/// # Errors
/// `PhoneMalformed`.
pub fn check_phone(text: &str) -> Result<String, ProblemCode> {
    let _ = text;
    Err(ProblemCode::PhoneMalformed)
}
