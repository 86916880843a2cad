//! 待决定: what a case waits for a person to decide, what may be recorded in it now, and what it takes.
//!
//! [`open_decisions`] lists both, each with its clause and its clock. [`DecisionForm`] is what somebody fills in, and
//! [`fact`] makes the fact of it, or says why it cannot be one. Who may, and what takes two, is in `access`.

mod form;
mod open;

pub use form::{At, DecisionForm, fact, report_went_to};
pub use open::{OpenDecision, open_decisions, waiting};

crate::codes! {
    /// 办理事项, each one fact of the file.
    pub enum DecisionKind {
        LeaveRequest = "leave_request" "请假申请",
        LeaveApproval = "leave_approval" "准假",
        LeaveDenial = "leave_denial" "不准假",
        LeaveExtension = "leave_extension" "续假",
        LeaveReturn = "leave_return" "销假",
        Determination = "determination" "认定严重违反协议",
        Withdrawal = "withdrawal" "撤回认定",
        BreachReport = "breach_report" "报送严重违反协议报告",
        Detention = "detention" "中止（羁押）",
        Release = "release" "恢复执行（释放）",
        Ending = "ending" "终止或其他结束",
        TransferRequest = "transfer_request" "变更执行地申请",
        TransferNotice = "transfer_notice" "接到公安的变更通知",
        TransferForm = "transfer_form" "提交变更审批表",
        TransferApproval = "transfer_approval" "公安批准变更",
        TransferDenial = "transfer_denial" "公安不批准变更",
        DossierHandover = "dossier_handover" "移交档案",
        TransferArrival = "transfer_arrival" "到新执行地报到",
        FinalAssessment = "final_assessment" "期满评估",
        DischargeProposal = "discharge_proposal" "提出解除建议",
        DischargeNotice = "discharge_notice" "登记解除通知书",
        DischargeReceipt = "discharge_receipt" "乡镇收到解除通知书",
        OtherMeasure = "other_measure" "其他戒毒措施",
    }
}

impl DecisionKind {
    /// The clause that asks for it or allows it.
    #[must_use]
    pub const fn clause(self) -> &'static str {
        match self {
            Self::LeaveRequest => "R-LEAVE-2",
            Self::LeaveApproval => "R-LEAVE-4",
            Self::LeaveDenial | Self::LeaveExtension => "R-LEAVE-3",
            Self::LeaveReturn => "R-LEAVE-5",
            Self::Determination | Self::Withdrawal => "R-BREACH-10",
            Self::BreachReport => "R-TEST-13",
            Self::Detention => "R-SUSP-1",
            Self::Release => "R-SUSP-3",
            Self::Ending => "R-TERM-1",
            Self::TransferRequest => "R-TRANSFER-1",
            Self::TransferNotice => "R-TRANSFER-2",
            Self::TransferForm => "R-TRANSFER-3",
            Self::TransferApproval => "R-TRANSFER-4",
            Self::TransferDenial => "R-TRANSFER-6",
            Self::DossierHandover => "R-TRANSFER-8",
            Self::TransferArrival => "R-TRANSFER-5",
            Self::FinalAssessment => "R-ASSESS-3",
            Self::DischargeProposal => "R-DISCH-1",
            Self::DischargeNotice => "R-DISCH-2",
            Self::DischargeReceipt => "R-DISCH-3",
            Self::OtherMeasure => "R-OTHER-1",
        }
    }
}
