//! 调阅与出件: opening what is sealed, printing, exporting (R-PRIV-7, R-PRIV-10, R-PRIV-11).

use thiserror::Error;

use super::{Act, Relation, may};
use crate::case::Listing;
use crate::code::Role;
use crate::id::UserId;
use crate::moment::{Moment, minute};

/// What is to leave the system, or to be opened again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Giving {
    /// One paper or one file of one person.
    One,
    /// A list of persons, or anything of several.
    List,
    /// A file that is sealed.
    Sealed,
}

/// Somebody's wish, with the purpose it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish<'a> {
    pub by: UserId,
    pub giving: Giving,
    pub purpose: &'a str,
    /// Who else approved it, once somebody did.
    pub approved_by: Option<UserId>,
}

/// Why it may not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ReleaseError {
    #[error("the role may not read these files")]
    RoleMayNot,
    #[error("no purpose is named")]
    PurposeMissing,
    #[error("a second person must approve")]
    SecondPersonMissing,
    #[error("nobody approves an own wish")]
    OwnApproval,
}

/// Whether it may be given: to who may read the file, with a purpose, and with a second person where the norm asks for one.
///
/// # Errors
/// [`ReleaseError`], the first that applies.
pub fn release(role: Role, relation: Relation, wish: &Wish<'_>) -> Result<(), ReleaseError> {
    if !may(role, Act::SeeFile, relation) {
        return Err(ReleaseError::RoleMayNot);
    }
    if wish.purpose.trim().is_empty() {
        return Err(ReleaseError::PurposeMissing);
    }
    match (wish.giving, wish.approved_by) {
        (Giving::One, _) => Ok(()),
        (Giving::List | Giving::Sealed, None) => Err(ReleaseError::SecondPersonMissing),
        (Giving::List | Giving::Sealed, Some(second)) if second == wish.by => Err(ReleaseError::OwnApproval),
        (Giving::List | Giving::Sealed, Some(_)) => Ok(()),
    }
}

/// Whether a role reads the files of a list: sealed ones nobody without [`release`], those of minors only who works with
/// them or answers for them (R-PRIV-11).
#[must_use]
pub const fn may_list(role: Role, relation: Relation, listing: Listing) -> bool {
    let reads = may(role, Act::SeeFile, relation);
    match listing {
        Listing::Ordinary => reads,
        Listing::Minor => {
            reads && (matches!(relation, Relation::Assigned) || matches!(role, Role::Office | Role::Leader))
        }
        Listing::Sealed => false,
    }
}

/// 水印: on everything printed or exported, so that a leaf tells who took it, when and for what.
#[must_use]
pub fn watermark(user: &str, at: Moment, purpose: &str) -> String {
    format!("{user} {} {}", minute(at), purpose.trim())
}
