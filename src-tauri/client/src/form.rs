//! 登记: what can be recorded on a phone, one form each, and what it takes.

use shared::access::Act;
use shared::code::SupportKind;
use shared::document::Paper;
use shared::event::Body;

shared::codes! {
    /// A form of the phone.
    pub enum Form {
        Visit = "visit" "家访·谈话", Test = "test" "检测", Refusal = "refusal" "拒检·未到", Report = "report" "定期报告",
        Guidance = "guidance" "帮教·劝诫", Counselling = "counselling" "心理疏导", Support = "support" "帮扶",
        OtherMeasure = "other_measure" "其他戒毒措施", Assessment = "assessment" "评估", Absence = "absence" "外出·失联",
        Leave = "leave" "请假", LeaveApproval = "leave_approval" "准假", LeaveReturn = "leave_return" "销假",
        Telling = "telling" "告知·签字", Lateness = "lateness" "逾期有理由", OverdueNotice = "overdue_notice" "逾期通知送达",
        TestNotice = "test_notice" "检测通知送达", ForcedTest = "forced_test" "强制检测批准", Admonition = "admonition" "告诫书",
        Paper = "paper" "文书补录", Group = "group" "工作小组",
    }
}

/// When in a case's life a form may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// From the report-in to the end.
    Term,
    /// From the order to the end.
    Case,
}

impl Form {
    /// What somebody does who fills it in.
    #[must_use]
    pub const fn act(self) -> Act {
        match self {
            Self::Visit
            | Self::Report
            | Self::Support
            | Self::OtherMeasure
            | Self::Absence
            | Self::Leave
            | Self::LeaveReturn
            | Self::OverdueNotice
            | Self::TestNotice => Act::RecordVisit,
            Self::Guidance | Self::Counselling => Act::RecordGuidance,
            Self::Test | Self::ForcedTest => Act::RecordTest,
            Self::Refusal => Act::RecordRefusal,
            Self::Assessment => Act::Assess,
            Self::LeaveApproval => Act::ApproveLeave,
            Self::Admonition => Act::Admonish,
            Self::Telling | Self::Paper => Act::FillPaper,
            Self::Lateness | Self::Group => Act::OpenCase,
        }
    }

    /// When.
    #[must_use]
    pub const fn phase(self) -> Phase {
        match self {
            Self::Visit
            | Self::Test
            | Self::Refusal
            | Self::Report
            | Self::Guidance
            | Self::Counselling
            | Self::Support
            | Self::OtherMeasure
            | Self::Assessment
            | Self::Absence
            | Self::Leave
            | Self::LeaveApproval
            | Self::LeaveReturn
            | Self::TestNotice
            | Self::ForcedTest
            | Self::Admonition => Phase::Term,
            Self::Telling | Self::Lateness | Self::OverdueNotice | Self::Paper | Self::Group => Phase::Case,
        }
    }

    /// The form a record was written with, and can be mended with; `None` for what no phone writes.
    #[must_use]
    #[expect(clippy::wildcard_enum_match_arm, reason = "all others are the office's")]
    pub fn of(body: &Body) -> Option<Self> {
        Some(match body {
            Body::Visit(_) => Self::Visit,
            Body::DrugTest(_) => Self::Test,
            Body::TestRefused(_) => Self::Refusal,
            Body::SelfReport(_) => Self::Report,
            Body::GuidanceGiven(_) => Self::Guidance,
            Body::SupportGiven(support) => match support.support {
                SupportKind::Counselling => Self::Counselling,
                SupportKind::Maintenance | SupportKind::VoluntaryTreatment | SupportKind::RecoverySite => {
                    Self::OtherMeasure
                }
                _ => Self::Support,
            },
            Body::Assessment(_) => Self::Assessment,
            Body::Absence(_) => Self::Absence,
            Body::LeaveRequested(_) => Self::Leave,
            Body::LeaveApproved(_) => Self::LeaveApproval,
            Body::LeaveReturned(_) => Self::LeaveReturn,
            Body::LatenessJustified(_) => Self::Lateness,
            Body::OverdueNoticeServed(_) => Self::OverdueNotice,
            Body::TestNoticeServed(_) => Self::TestNotice,
            Body::ForcedTestApproved(_) => Self::ForcedTest,
            Body::AdmonitionIssued(_) => Self::Admonition,
            Body::PaperFilled(filled) if filled.paper == Paper::D03 => Self::Telling,
            Body::PaperFilled(_) => Self::Paper,
            Body::GroupSet(_) => Self::Group,
            _ => return None,
        })
    }
}
