//! 定期报告 (R-REPORT-2): made in person and in writing it is the visit of its window, too (RD-24).

use shared::event::SelfReport;
use shared::problem::{Problem, ProblemCode};

use super::attached;
use super::check::{LONG_TEXT_MAX, optional};
use crate::phone::Open;

/// The form, trimmed. Some of it must say something.
pub fn checked(open: &Open, report: SelfReport) -> Result<SelfReport, Problem> {
    let text = |field, text: &str| optional(field, Some(text), LONG_TEXT_MAX).map(Option::unwrap_or_default);
    let checked = SelfReport {
        rehabilitation: text("rehabilitation", &report.rehabilitation)?,
        livelihood: text("livelihood", &report.livelihood)?,
        mental: text("mental", &report.mental)?,
        family: text("family", &report.family)?,
        attachments: attached(open, &report.attachments)?,
        ..report
    };
    let words = [&checked.rehabilitation, &checked.livelihood, &checked.mental, &checked.family];
    if words.iter().all(|text| text.is_empty()) {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "rehabilitation"));
    }
    Ok(checked)
}
