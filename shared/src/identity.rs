//! 身份证 (GB 11643) and telephone numbers (R-ID).

use chrono::NaiveDate;

use crate::code::{IdType, Sex};
use crate::problem::ProblemCode;

/// What a sound id number says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdNumber {
    /// Normalised: `x` written `X`.
    pub number: String,
    pub birth: NaiveDate,
    pub sex: Sex,
}

/// GB 11643: 17 digits and a check character.
const LENGTH: usize = 18;
/// GB 11643: weights of the first 17 digits.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// GB 11643: check character for each remainder of 11.
const CHECK: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
/// 港澳台居民居住证: Hong Kong, Macao, Taiwan (R-ID-2).
const HMT_PREFIXES: [&str; 3] = ["81", "82", "83"];

/// Checks a citizen id number (R-ID-1). `today` bounds the birth date.
///
/// # Errors
/// `IdLength`, `IdCharacters`, `IdBirthDate`, `IdCheckDigit`.
pub fn check_id_number(text: &str, today: NaiveDate) -> Result<IdNumber, ProblemCode> {
    let number = text.trim().to_ascii_uppercase();
    if number.chars().count() != LENGTH {
        return Err(ProblemCode::IdLength);
    }
    let digits: Vec<u32> = number.chars().take(LENGTH - 1).filter_map(|c| c.to_digit(10)).collect();
    let check = number.chars().last().filter(|c| c.is_ascii_digit() || *c == 'X');
    let (true, Some(check)) = (digits.len() == LENGTH - 1, check) else {
        return Err(ProblemCode::IdCharacters);
    };
    let birth = number
        .get(6..14)
        .and_then(|eight| NaiveDate::parse_from_str(eight, "%Y%m%d").ok())
        .filter(|birth| *birth <= today)
        .ok_or(ProblemCode::IdBirthDate)?;
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let wanted = usize::try_from(sum % 11).ok().and_then(|rest| CHECK.get(rest));
    if wanted != Some(&check) {
        return Err(ProblemCode::IdCheckDigit);
    }
    let sex = if digits.last().is_some_and(|digit| digit % 2 == 1) { Sex::Male } else { Sex::Female };
    Ok(IdNumber { number, birth, sex })
}

/// Checks the number of a paper by its kind (R-ID-1, R-ID-2) and returns it normalised. Kinds without a known shape
/// need only be there; [`IdType::None`] stands for an unknown number and takes none.
///
/// # Errors
/// As [`check_id_number`]; `IdLength` where a number is missing.
pub fn check_paper(id_type: IdType, text: &str, today: NaiveDate) -> Result<String, ProblemCode> {
    match id_type {
        IdType::IdCard => check_id_number(text, today).map(|id| id.number),
        IdType::HmtResidence => {
            let id = check_id_number(text, today)?;
            let known = HMT_PREFIXES.iter().any(|prefix| id.number.starts_with(prefix));
            if known { Ok(id.number) } else { Err(ProblemCode::IdCharacters) }
        }
        IdType::Passport | IdType::HmtPermit | IdType::ForeignPr | IdType::Other => {
            let number = text.trim().to_ascii_uppercase();
            if number.is_empty() { Err(ProblemCode::IdLength) } else { Ok(number) }
        }
        IdType::None => Ok(String::new()),
    }
}

/// Checks a mobile or landline number (R-ID-3) and returns it without spaces around it.
///
/// # Errors
/// `PhoneMalformed`.
pub fn check_phone(text: &str) -> Result<String, ProblemCode> {
    let number = text.trim();
    if is_mobile(number) || is_landline(number) {
        Ok(number.to_owned())
    } else {
        Err(ProblemCode::PhoneMalformed)
    }
}

/// `1[3-9]` and nine digits.
fn is_mobile(number: &str) -> bool {
    number.len() == 11
        && all_digits(number)
        && number.starts_with('1')
        && number.chars().nth(1).is_some_and(|second| ('3'..='9').contains(&second))
}

/// Area code of three or four digits, one hyphen at most, seven or eight digits.
fn is_landline(number: &str) -> bool {
    let area = |area: &str| {
        (3..=4).contains(&area.len()) && all_digits(area) && area.starts_with('0') && !area.starts_with("00")
    };
    let local = |local: &str| (7..=8).contains(&local.len()) && all_digits(local);
    match number.split_once('-') {
        Some((before, after)) => area(before) && local(after),
        None => [3, 4].iter().any(|at| {
            number.split_at_checked(*at).is_some_and(|(before, after)| area(before) && local(after))
        }),
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

/// Hides the middle of a paper's number: `430421********0011`. Short numbers keep only their ends.
#[must_use]
pub fn mask_id(number: &str) -> String {
    let length = number.chars().count();
    if length >= LENGTH {
        mask(number, 6, 4)
    } else {
        mask(number, usize::from(length > 2), usize::from(length > 4))
    }
}

/// Hides the middle of a telephone number: `138****0000`.
#[must_use]
pub fn mask_phone(number: &str) -> String {
    mask(number, 3, 4)
}

fn mask(text: &str, head: usize, tail: usize) -> String {
    let length = text.chars().count();
    text.chars()
        .enumerate()
        .map(|(at, c)| if at < head || at >= length.saturating_sub(tail) { c } else { '*' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A made-up number that passes the check.
    fn number(first17: &str) -> String {
        let sum: u32 = first17.chars().zip(WEIGHTS).map(|(c, w)| c.to_digit(10).unwrap() * w).sum();
        format!("{first17}{}", CHECK[(sum % 11) as usize])
    }

    #[test]
    fn a_sound_number_tells_birth_and_sex() {
        crate::asserts!("R-ID-1");
        let id = check_id_number(&number("43042119900229001"), day("2026-01-01"));
        assert_eq!(id, Err(ProblemCode::IdBirthDate), "1990 had no 29 February");
        let id = check_id_number(&number("43042119920229001"), day("2026-01-01")).unwrap();
        assert_eq!((id.birth, id.sex), (day("1992-02-29"), Sex::Male));
        let id = check_id_number(&number("43042119920229002"), day("2026-01-01")).unwrap();
        assert_eq!(id.sex, Sex::Female);
    }

    #[test]
    fn a_small_x_is_taken_and_stored_large() {
        let with_x = (100..999)
            .map(|last| number(&format!("43042119880808{last}")))
            .find(|number| number.ends_with('X'))
            .unwrap();
        let id = check_id_number(&format!(" {} ", with_x.to_lowercase()), day("2026-01-01")).unwrap();
        assert_eq!(id.number, with_x);
    }

    #[test]
    fn each_wrong_number_says_what_is_wrong() {
        crate::asserts!("R-ID-1");
        let today = day("2026-01-01");
        let sound = number("43042119880808001");
        assert_eq!(check_id_number("4304211988", today), Err(ProblemCode::IdLength));
        assert_eq!(check_id_number(&sound.replace('8', "八"), today), Err(ProblemCode::IdCharacters));
        assert_eq!(check_id_number("43042119880808001-", today), Err(ProblemCode::IdCharacters));
        assert_eq!(check_id_number(&number("43042120260102001"), today), Err(ProblemCode::IdBirthDate));
        let wrong = if sound.ends_with('1') { "2" } else { "1" };
        let broken = format!("{}{wrong}", sound.chars().take(17).collect::<String>());
        assert_eq!(check_id_number(&broken, today), Err(ProblemCode::IdCheckDigit));
        assert_eq!(check_id_number("", today), Err(ProblemCode::IdLength));
    }

    #[test]
    fn a_residence_permit_of_hong_kong_macao_or_taiwan_has_its_own_prefix() {
        crate::asserts!("R-ID-2");
        let today = day("2026-01-01");
        let permit = number("81000019880808001");
        assert_eq!(check_paper(IdType::HmtResidence, &permit, today), Ok(permit.clone()));
        let card = number("43042119880808001");
        assert_eq!(check_paper(IdType::HmtResidence, &card, today), Err(ProblemCode::IdCharacters));
        assert_eq!(check_paper(IdType::Passport, " e12345678 ", today), Ok("E12345678".to_owned()));
        assert_eq!(check_paper(IdType::Passport, " ", today), Err(ProblemCode::IdLength));
        assert_eq!(check_paper(IdType::None, "", today), Ok(String::new()));
    }

    #[test]
    fn mobile_and_landline_numbers_are_told_from_others() {
        crate::asserts!("R-ID-3");
        for good in
            ["13900000001", " 19900000001 ", "0734-6800001", "07346800001", "010-88000001", "02088000001"]
        {
            assert_eq!(check_phone(good), Ok(good.trim().to_owned()), "{good}");
        }
        for bad in [
            "12900000001",
            "1390000000",
            "139000000011",
            "0734--6800001",
            "734-6800001",
            "0734-680001",
            "",
            "13a00000001",
        ] {
            assert_eq!(check_phone(bad), Err(ProblemCode::PhoneMalformed), "{bad}");
        }
    }

    #[test]
    fn masking_hides_the_middle_and_nothing_else() {
        assert_eq!(mask_id("430421198808080011"), "430421********0011");
        assert_eq!(mask_id("E1234567"), "E******7");
        assert_eq!(mask_id("甲"), "*");
        assert_eq!(mask_phone("13900000001"), "139****0001");
    }
}
