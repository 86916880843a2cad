//! 密码规则: two named profiles as data, of which a township keeps one.
//!
//! `asvs` (ASVS 5.0 6.2) ships: long, not common, no kinds of characters, no forced change — such passwords are the
//! stronger ones, and there is a second factor. `dengbao` is for an office that is graded 等保三级, which asks for kinds of
//! characters and a change every ninety days; `guihang township password-profile` sets it.

use shared::moment::Moment;
use shared::problem::{Problem, ProblemCode};

use super::common;

shared::codes! {
    /// Which rules hold.
    pub enum Profile { Asvs = "asvs" "长而不常见", Dengbao = "dengbao" "等保三级", }
}

/// What a profile asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordRules {
    /// In characters.
    pub length_min: usize,
    /// Of large and small letters, digits, all others; 0 = any will do.
    pub kinds_min: usize,
    /// After so many days a login asks for a new one.
    pub age_days_max: Option<i64>,
}

const LENGTH_MAX: usize = 128;

impl Profile {
    /// The profile of a new township.
    pub const SHIPPED: Self = Self::Asvs;

    /// Its rules.
    #[must_use]
    pub const fn rules(self) -> PasswordRules {
        match self {
            Self::Asvs => PasswordRules { length_min: 12, kinds_min: 0, age_days_max: None },
            Self::Dengbao => PasswordRules { length_min: 10, kinds_min: 3, age_days_max: Some(90) },
        }
    }
}

/// Whether a password may be chosen. `context` = what everybody here knows: login, name, township.
///
/// # Errors
/// `PasswordWeak` with the least length, `PasswordKinds` with the least number of kinds, `PasswordCommon`.
pub fn check_strength(rules: PasswordRules, context: &[&str], password: &str) -> Result<(), Problem> {
    let refuse = |code, figure: usize| Problem {
        figure: Some(figure.to_string()),
        ..Problem::of_field(code, "password")
    };
    if !(rules.length_min..=LENGTH_MAX).contains(&password.chars().count()) {
        return Err(refuse(ProblemCode::PasswordWeak, rules.length_min));
    }
    if kinds(password) < rules.kinds_min {
        return Err(refuse(ProblemCode::PasswordKinds, rules.kinds_min));
    }
    let plain = password.to_lowercase();
    let named = context
        .iter()
        .map(|word| word.trim().to_lowercase())
        .any(|word| word.chars().count() >= 2 && plain.contains(&word));
    if named || common::is_common(&plain) {
        return Err(Problem::of_field(ProblemCode::PasswordCommon, "password"));
    }
    Ok(())
}

fn kinds(password: &str) -> usize {
    let has = |kind: fn(char) -> bool| usize::from(password.chars().any(kind));
    has(|c| c.is_ascii_uppercase())
        + has(|c| c.is_ascii_lowercase())
        + has(|c| c.is_ascii_digit())
        + has(|c| !c.is_ascii_alphanumeric())
}

/// Whether a password chosen then is to be changed now.
#[must_use]
pub fn is_too_old(rules: PasswordRules, chosen_at: Moment, now: Moment) -> bool {
    rules.age_days_max.is_some_and(|days| now - chosen_at >= chrono::TimeDelta::days(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(profile: Profile, password: &str) -> Option<ProblemCode> {
        check_strength(profile.rules(), &["neiqin", "例内勤", "演示乡", "guihang"], password)
            .err()
            .map(|p| p.code)
    }

    #[test]
    fn the_shipped_profile_wants_length_and_nothing_everybody_knows() {
        assert_eq!(Profile::SHIPPED, Profile::Asvs);
        assert_eq!(said(Profile::Asvs, "four words in a row"), None);
        assert_eq!(said(Profile::Asvs, "船到桥头自然直又过三道弯"), None);
        assert_eq!(said(Profile::Asvs, "short-one"), Some(ProblemCode::PasswordWeak));
        for known in [
            "aaaaaaaaaaaaaa",
            "neiqin-2026-xyz",
            "演示乡的密码正好有十三个字",
            "Password123456",
            "qwertyuiop123",
            "Guihang-Guihang",
        ] {
            assert_eq!(said(Profile::Asvs, known), Some(ProblemCode::PasswordCommon), "{known}");
        }
    }

    #[test]
    fn the_graded_profile_wants_three_kinds_and_a_change_every_ninety_days() {
        assert_eq!(said(Profile::Dengbao, "four words in a row"), Some(ProblemCode::PasswordKinds));
        assert_eq!(said(Profile::Dengbao, "Four-words-7-row"), None);
        let (now, day) = (crate::store::moment(9_000_000_000), chrono::TimeDelta::days(1));
        let old = |days: i32| is_too_old(Profile::Dengbao.rules(), now - day * days, now);
        assert!(!old(89) && old(90) && !is_too_old(Profile::Asvs.rules(), now - day * 4000, now));
    }
}
