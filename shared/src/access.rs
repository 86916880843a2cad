//! Who may record, see, approve what (R-ORG-6, R-PRIV-5). Every decision of phone and office is made here.

mod account;
mod decision;
mod device;
mod door;
mod release;
mod seal;

pub use account::{UserState, UserStep, may_approve, may_step};
pub use decision::{granted_alone, may_answer, may_settle_proposal, takes_two};
pub use device::{DeviceMay, DeviceTrust, device_may};
pub use door::{Door, comes_through, corrects, doors_of};
pub use release::{Giving, ReleaseError, Wish, may_list, release, watermark};
pub use seal::{UNSEALING_HOURS_MAX, may_ask_unsealing, may_settle_unsealing};

use crate::code::{Role, SupportKind, TestResult};
use crate::document::Paper;
use crate::duty::DutyKind;
use crate::event::{Amend, Body, DrugTest, PaperFilled, SupportGiven};

/// How a case lies to a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// In the user's township and assigned to them.
    Assigned,
    /// In the user's township.
    SameTownship,
    /// 紧急查阅: opened by the user with a reason, for some hours.
    Opened,
    /// Elsewhere.
    Other,
}

/// What somebody wants to do with a case or an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Read the whole file.
    SeeFile,
    /// 证件号码 in full: who changes it, and the police, who upload by it. Others see it masked.
    SeeIdNumber,
    /// Name, contact and own tasks of a person, made by the office; no fact of the file (R-PRIV-5).
    SeeCard,
    RecordVisit,
    /// 心理疏导、教育 (R-ORG-6: workers and medical members).
    RecordGuidance,
    RecordTest,
    RecordRefusal,
    /// 评估 (R-ORG-6: the group).
    Assess,
    /// Fill in a paper that is made with the person: lists, records, an agreement told and signed.
    FillPaper,
    /// 签发, 撤回: put a paper of the office into the world under its number.
    IssuePaper,
    /// Approve or refuse what the office wrote and takes two.
    ApproveDecision,
    /// 准假 (R-ORG-6: the office).
    ApproveLeave,
    /// 告诫 (R-ORG-6: the office).
    Admonish,
    /// 上传 of the police, as they told it (R-REPORTIN-6, R-BREACH-7, R-DISCH-4).
    RecordUpload,
    /// Register orders, report-ins, agreements.
    OpenCase,
    /// Amend or void a fact of somebody else.
    Correct,
    /// 核对: accept a record or send it back to its author.
    Review,
    /// Say which worker has which case.
    AssignWorkers,
    /// Hand a case to another township, take one over.
    TransferCase,
    /// Record facts of the office itself: qualifications, notices, readings.
    KeepOffice,
    /// Give out pairing codes, revoke devices.
    ManageDevices,
    /// Let a paired device read.
    ConfirmDevices,
    /// Invite, suspend, resume, change roles, let go.
    ManageUsers,
    /// Let an invited or changed account work.
    ConfirmUsers,
    /// Take away password and second factor and hand out a link for new ones.
    ResetCredentials,
    /// 紧急查阅: open a file out of reach, with a reason.
    OpenUrgently,
    /// Look at what was opened so, and judge it.
    ReviewOpenings,
    /// Who read a file.
    SeeReads,
    SeeAudit,
}

impl Act {
    /// Every act.
    pub const ALL: &'static [Self] = &[
        Self::SeeFile,
        Self::SeeIdNumber,
        Self::SeeCard,
        Self::RecordVisit,
        Self::RecordGuidance,
        Self::RecordTest,
        Self::RecordRefusal,
        Self::Assess,
        Self::FillPaper,
        Self::IssuePaper,
        Self::ApproveDecision,
        Self::ApproveLeave,
        Self::Admonish,
        Self::RecordUpload,
        Self::OpenCase,
        Self::Correct,
        Self::Review,
        Self::AssignWorkers,
        Self::TransferCase,
        Self::KeepOffice,
        Self::ManageDevices,
        Self::ConfirmDevices,
        Self::ManageUsers,
        Self::ConfirmUsers,
        Self::ResetCredentials,
        Self::OpenUrgently,
        Self::ReviewOpenings,
        Self::SeeReads,
        Self::SeeAudit,
    ];
}

/// Whether a role may do an act where the case lies so. Default is no.
#[must_use]
pub const fn may(role: Role, act: Act, relation: Relation) -> bool {
    match relation {
        Relation::Assigned | Relation::SameTownship => {
            may_here(role, act, matches!(relation, Relation::Assigned))
        }
        // For reading alone, and only by those whose work is files.
        Relation::Opened => matches!(act, Act::SeeFile) && may_here(role, Act::OpenUrgently, false),
        Relation::Other => matches!(act, Act::OpenUrgently) && may_here(role, act, false),
    }
}

const fn may_here(role: Role, act: Act, assigned: bool) -> bool {
    match role {
        Role::Worker => {
            let own = matches!(
                act,
                Act::SeeFile
                    | Act::RecordVisit
                    | Act::RecordGuidance
                    | Act::RecordRefusal
                    | Act::Assess
                    | Act::FillPaper
            );
            (own && assigned) || matches!(act, Act::OpenUrgently)
        }
        Role::Police => matches!(
            act,
            Act::SeeFile
                | Act::SeeIdNumber
                | Act::RecordVisit
                | Act::RecordGuidance
                | Act::RecordTest
                | Act::RecordRefusal
                | Act::Assess
                | Act::FillPaper
                | Act::RecordUpload
                | Act::OpenUrgently
        ),
        Role::Office => matches!(
            act,
            Act::SeeFile
                | Act::SeeIdNumber
                | Act::RecordVisit
                | Act::RecordGuidance
                | Act::Assess
                | Act::FillPaper
                | Act::IssuePaper
                | Act::ApproveLeave
                | Act::Admonish
                | Act::RecordUpload
                | Act::OpenCase
                | Act::Correct
                | Act::Review
                | Act::AssignWorkers
                | Act::TransferCase
                | Act::KeepOffice
                | Act::ManageDevices
                | Act::ConfirmDevices
                | Act::RecordRefusal
                | Act::OpenUrgently
                | Act::ReviewOpenings
                | Act::SeeReads
        ),
        Role::Leader => matches!(
            act,
            Act::SeeFile
                | Act::ApproveDecision
                | Act::ConfirmDevices
                | Act::ConfirmUsers
                | Act::OpenUrgently
                | Act::SeeReads
        ),
        Role::System => matches!(act, Act::ManageUsers),
        Role::Security => matches!(
            act,
            Act::ManageDevices
                | Act::ConfirmDevices
                | Act::ConfirmUsers
                | Act::ResetCredentials
                | Act::ReviewOpenings
        ),
        Role::Audit => matches!(act, Act::SeeAudit | Act::SeeReads),
        // Members of the group from the clinic: no test results, no papers.
        Role::Medical => matches!(act, Act::SeeCard | Act::RecordGuidance),
    }
}

/// What it takes to do a duty; whose task it is.
#[must_use]
pub const fn act_of_duty(kind: DutyKind) -> Act {
    match kind {
        DutyKind::Test | DutyKind::MakeupTest | DutyKind::EntrustedFeedback | DutyKind::RelapseReport => {
            Act::RecordTest
        }
        DutyKind::PoliceUpload => Act::RecordUpload,
        DutyKind::Visit | DutyKind::Report | DutyKind::LeaveRequest => Act::RecordVisit,
        DutyKind::Assessment | DutyKind::AnnualAssessment | DutyKind::FinalAssessment => Act::Assess,
        DutyKind::PickUp
        | DutyKind::ReportIn
        | DutyKind::OverdueReport
        | DutyKind::Agreement
        | DutyKind::Determination
        | DutyKind::BreachReport
        | DutyKind::ReleaseContact
        | DutyKind::TransferNotifyOrg
        | DutyKind::TransferForm
        | DutyKind::TransferDecision
        | DutyKind::TransferReportIn
        | DutyKind::DossierHandover
        | DutyKind::DischargeProposal
        | DutyKind::DischargeNotice => Act::OpenCase,
    }
}

/// Whether a role gets cards instead of files.
#[must_use]
pub const fn reads_cards(role: Role) -> bool {
    !may(role, Act::SeeFile, Relation::Assigned) && may(role, Act::SeeCard, Relation::Assigned)
}

/// What somebody does who records such a fact. Corrections of an own fact ask only for the file itself.
#[must_use]
pub const fn act_of(body: &Body) -> Act {
    match body {
        // 心理疏导、戒毒知识 is the work of the clinic, too.
        Body::SupportGiven(SupportGiven {
            support: SupportKind::Counselling | SupportKind::DrugKnowledge,
            ..
        }) => Act::RecordGuidance,
        Body::PaperFilled(PaperFilled { paper, .. }) => act_of_paper(*paper),
        Body::Assessment(_) => Act::Assess,
        Body::LeaveApproved(_) | Body::LeaveDenied(_) => Act::ApproveLeave,
        Body::AdmonitionIssued(_) => Act::Admonish,
        Body::Visit(_)
        | Body::SelfReport(_)
        | Body::Absence(_)
        | Body::LeaveRequested(_)
        | Body::LeaveReturned(_)
        | Body::SupportGiven(_)
        | Body::OtherMeasureTaken(_)
        | Body::TestNoticeServed(_)
        | Body::OverdueNoticeServed(_) => Act::RecordVisit,
        Body::GuidanceGiven(_) => Act::RecordGuidance,
        Body::DrugTest(_) | Body::ForcedTestApproved(_) | Body::RelapseReportSent(_) => Act::RecordTest,
        Body::PoliceUploaded(_) => Act::RecordUpload,
        Body::TestRefused(_) => Act::RecordRefusal,
        Body::Order(_)
        | Body::ReportIn(_)
        | Body::AgreementSigned(_)
        | Body::LatenessJustified(_)
        | Body::LatenessRefused(_)
        | Body::OverdueReportSent(_)
        | Body::FoundByPolice(_)
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
        | Body::FileLinked(_) => Act::OpenCase,
        Body::PaperIssued(_) | Body::PaperWithdrawn(_) => Act::IssuePaper,
        Body::PaperServed(_) => Act::FillPaper,
        Body::OfficerQualified(_)
        | Body::UsersCounted(_)
        | Body::PostHeld(_)
        | Body::CaseloadHandedOver(_)
        | Body::CalendarNotice(_)
        | Body::ReadingsSet(_)
        | Body::DrawCommitted(_)
        | Body::DrawListed(_)
        | Body::DrawMade(_) => Act::KeepOffice,
        Body::Reviewed(_) | Body::ReviewHeld(_) => Act::Review,
        Body::Snoozed(snoozed) => act_of_duty(snoozed.duty.kind),
        Body::Amend(_) | Body::Void(_) | Body::Settle(_) | Body::Settled(_) | Body::LateEntry(_) => {
            Act::Correct
        }
        // Newer than this build: kept for those who understand it, from anybody who reads the file.
        Body::Unknown(_) => Act::SeeFile,
    }
}

/// What it takes to correct a fact of somebody else. A result that was awaited is brought in by whoever may test: the
/// paper comes to the station, not to the one who sent the sample away (R-TEST-9).
#[must_use]
pub fn act_of_correction(target: &Body, amend: &Amend) -> Act {
    const OF_RESULT: [&str; 2] = ["result", "attachments"];
    let brings = |test: &DrugTest| {
        test.result == TestResult::Pending
            && amend.fields.contains_key("result")
            && amend.fields.keys().all(|field| OF_RESULT.contains(&field.as_str()))
    };
    let is_result = if let Body::DrugTest(test) = target { brings(test) } else { false };
    if is_result { Act::RecordTest } else { Act::Correct }
}

/// What it takes to fill in a paper: letters, decisions and approvals are the office's, results the police's.
const fn act_of_paper(paper: Paper) -> Act {
    match paper {
        Paper::D02
        | Paper::D03
        | Paper::D04
        | Paper::D05
        | Paper::D06
        | Paper::D07
        | Paper::D08
        | Paper::D10
        | Paper::D11
        | Paper::D13
        | Paper::D17
        | Paper::X02
        | Paper::X03
        | Paper::X05 => Act::FillPaper,
        Paper::D09 | Paper::X04 | Paper::X11 => Act::RecordTest,
        Paper::D01
        | Paper::D12
        | Paper::D14
        | Paper::D15
        | Paper::D16
        | Paper::D18
        | Paper::X01
        | Paper::X06
        | Paper::X07
        | Paper::X08
        | Paper::X09
        | Paper::X10
        | Paper::X12 => Act::OpenCase,
    }
}
