//! Who may record, see, approve what (R-ORG-6, R-PRIV-5). Every decision of phone and office is made here.

mod release;

pub use release::{Giving, ReleaseError, Wish, may_list, release, watermark};

use crate::code::Role;
use crate::event::Body;

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
    /// Say which worker has which case.
    AssignWorkers,
    /// Record facts of the office itself: qualifications, notices, readings.
    KeepOffice,
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
                    | Act::AssignWorkers
                    | Act::KeepOffice
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

/// What somebody does who records such a fact. Corrections of an own fact ask only for the file itself.
#[must_use]
pub const fn act_of(body: &Body) -> Act {
    match body {
        Body::Visit(_)
        | Body::SelfReport(_)
        | Body::Absence(_)
        | Body::LeaveRequested(_)
        | Body::LeaveReturned(_)
        | Body::SupportGiven(_)
        | Body::GuidanceGiven(_)
        | Body::TestNoticeServed(_)
        | Body::OverdueNoticeServed(_) => Act::RecordVisit,
        Body::DrugTest(_)
        | Body::ForcedTestApproved(_)
        | Body::RelapseReportSent(_)
        | Body::PoliceUploaded(_) => Act::RecordTest,
        Body::TestRefused(_) => Act::RecordRefusal,
        Body::Order(_)
        | Body::ReportIn(_)
        | Body::AgreementSigned(_)
        | Body::LatenessJustified(_)
        | Body::OverdueReportSent(_)
        | Body::Assessment(_)
        | Body::LeaveApproved(_)
        | Body::AdmonitionIssued(_)
        | Body::SeriousDetermined(_)
        | Body::DeterminationWithdrawn(_)
        | Body::BreachReportSent(_)
        | Body::Detained(_)
        | Body::Released(_)
        | Body::Ended(_)
        | Body::TransferRequested(_)
        | Body::TransferOrgNotified(_)
        | Body::TransferFormSubmitted(_)
        | Body::TransferApproved(_)
        | Body::TransferDenied(_)
        | Body::DossierHandedOver(_)
        | Body::TransferReportedIn(_)
        | Body::DischargeProposed(_)
        | Body::DischargeNoticeIssued(_)
        | Body::DischargeNoticeReceived(_)
        | Body::PlanMade(_)
        | Body::GroupSet(_)
        | Body::PaperFilled(_)
        | Body::FileLinked(_) => Act::OpenCase,
        Body::OfficerQualified(_)
        | Body::UsersCounted(_)
        | Body::PostHeld(_)
        | Body::CalendarNotice(_)
        | Body::ReadingsSet(_) => Act::KeepOffice,
        Body::Amend(_) | Body::Void(_) | Body::Settle(_) => Act::Correct,
        // Newer than this build: kept for those who understand it, from anybody who reads the file.
        Body::Unknown(_) => Act::SeeFile,
    }
}
