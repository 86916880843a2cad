//! Who may record, see, approve what (R-ORG-6, R-PRIV-5). Every decision of phone and office is made here.

use crate::code::Role;

/// How a case lies to a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// In the user's township and assigned to them.
    Assigned,
    /// In the user's township.
    SameTownship,
    /// Elsewhere.
    Other,
}

/// What somebody wants to do with a case or an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Read the whole file.
    SeeFile,
    RecordVisit,
    RecordTest,
    RecordRefusal,
    /// Register orders, report-ins, agreements.
    OpenCase,
    /// Amend or void a fact of somebody else.
    Correct,
    ManageDevices,
    ManageUsers,
    SeeAudit,
}

/// Whether a role may do an act where the case lies so. Default is no.
#[must_use]
pub const fn may(role: Role, act: Act, relation: Relation) -> bool {
    if matches!(relation, Relation::Other) {
        return false;
    }
    match role {
        Role::Worker => {
            matches!(act, Act::SeeFile | Act::RecordVisit | Act::RecordRefusal)
                && matches!(relation, Relation::Assigned)
        }
        Role::Police => matches!(act, Act::SeeFile | Act::RecordVisit | Act::RecordTest | Act::RecordRefusal),
        Role::Office => {
            matches!(
                act,
                Act::SeeFile
                    | Act::RecordVisit
                    | Act::OpenCase
                    | Act::Correct
                    | Act::ManageDevices
                    | Act::RecordRefusal
            )
        }
        Role::Leader => matches!(act, Act::SeeFile),
        Role::System => matches!(act, Act::ManageUsers),
        Role::Security => matches!(act, Act::ManageDevices),
        Role::Audit => matches!(act, Act::SeeAudit),
        Role::Medical => false,
    }
}
