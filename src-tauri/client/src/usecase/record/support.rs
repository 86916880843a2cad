//! 帮扶、心理疏导、其他戒毒措施 (R-SUPPORT, R-COUNSEL, R-OTHER): one record, told apart by its kind.

use shared::event::SupportGiven;
use shared::problem::Problem;

use super::attached;
use super::check::{LINE_TEXT_MAX, LONG_TEXT_MAX, optional, required};
use crate::phone::Open;

/// The form, trimmed.
pub fn checked(open: &Open, support: SupportGiven) -> Result<SupportGiven, Problem> {
    Ok(SupportGiven {
        content: required("content", &support.content, LONG_TEXT_MAX)?,
        partner: optional("partner", support.partner.as_deref(), LINE_TEXT_MAX)?,
        attachments: attached(open, &support.attachments)?,
        ..support
    })
}
