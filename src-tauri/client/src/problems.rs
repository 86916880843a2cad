//! From the errors inside to the catalogue at the edge.

use std::io;

use db::DbError;
use shared::problem::{Problem, ProblemCode};

use crate::store::StoreError;
use crate::sync::LinkError;
use crate::vault::VaultError;

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Db(DbError::DiskFull) => ProblemCode::DiskFull.into(),
            StoreError::Db(DbError::Corrupt) => ProblemCode::StoreCorrupt.into(),
            StoreError::Db(DbError::Newer) => ProblemCode::StoreNewer.into(),
            StoreError::Db(DbError::Other(_) | DbError::File(_)) => ProblemCode::StoreFailed.into(),
            StoreError::Event(_) => ProblemCode::EventTooLarge.into(),
        }
    }
}

impl From<VaultError> for Problem {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::PinTooShort => Self {
                figure: Some(crate::vault::PIN_LENGTH_MIN.to_string()),
                ..Self::of_field(ProblemCode::PinTooShort, "pin")
            },
            VaultError::PinWeak => Self::of_field(ProblemCode::PinWeak, "pin"),
            VaultError::PinSame => Self::of_field(ProblemCode::PinSame, "pin"),
            VaultError::PinWrong { tries_left, wait_seconds } => Self {
                wait_seconds: (wait_seconds > 0).then_some(wait_seconds),
                figure: Some(tries_left.to_string()),
                ..Self::of_field(ProblemCode::PinWrong, "pin")
            },
            VaultError::PinDelayed { wait_seconds } => Self::wait(ProblemCode::PinDelayed, wait_seconds),
            VaultError::OfficeCodeNeeded { number } => {
                Self { figure: Some(number), ..Self::of_field(ProblemCode::OfficeCodeNeeded, "pin") }
            }
            VaultError::OfficeCodeMistyped => Self::of_field(ProblemCode::OfficeCodeMistyped, "code"),
            VaultError::OfficeCodeWrong { wait_seconds } => Self {
                wait_seconds: (wait_seconds > 0).then_some(wait_seconds),
                ..Self::of_field(ProblemCode::OfficeCodeWrong, "code")
            },
            VaultError::WrongState => ProblemCode::NotPaired.into(),
            VaultError::Corrupt => ProblemCode::StoreCorrupt.into(),
            VaultError::Newer => ProblemCode::StoreNewer.into(),
            VaultError::Broken => ProblemCode::StoreFailed.into(),
            VaultError::File(error) => of_file(&error),
        }
    }
}

impl From<LinkError> for Problem {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Unreachable => ProblemCode::Offline.into(),
            LinkError::Insecure => ProblemCode::InsecureAddress.into(),
            LinkError::NoPin => ProblemCode::PairingCheckMissing.into(),
            LinkError::NotTrusted => ProblemCode::ServerNotTrusted.into(),
        }
    }
}

/// A full disk is told apart: the user can do something about it.
pub(crate) fn of_file(error: &io::Error) -> Problem {
    if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
        ProblemCode::DiskFull.into()
    } else {
        ProblemCode::StoreFailed.into()
    }
}
