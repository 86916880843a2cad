//! 逾期报到: reasons accepted by the office, notices served (R-REPORTIN-8, R-REPORTIN-9).

use shared::event::{LatenessJustified, OverdueNoticeServed};
use shared::problem::Problem;

use super::attached;
use super::check::{LINE_TEXT_MAX, LONG_TEXT_MAX, SHORT_TEXT_MAX, optional, required};
use crate::phone::Open;

/// 正当理由.
pub fn justified(open: &Open, lateness: LatenessJustified) -> Result<LatenessJustified, Problem> {
    Ok(LatenessJustified {
        reason: required("reason", &lateness.reason, LONG_TEXT_MAX)?,
        proof: optional("proof", lateness.proof.as_deref(), LINE_TEXT_MAX)?,
        attachments: attached(open, &lateness.attachments)?,
        ..lateness
    })
}

/// 逾期报到通知书 (D06), served.
pub fn served(open: &Open, notice: OverdueNoticeServed) -> Result<OverdueNoticeServed, Problem> {
    Ok(OverdueNoticeServed {
        receiver: required("receiver", &notice.receiver, SHORT_TEXT_MAX)?,
        attachments: attached(open, &notice.attachments)?,
        ..notice
    })
}
