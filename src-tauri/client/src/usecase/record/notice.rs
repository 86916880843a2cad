//! 检测通知书 served (D08, R-TEST-18), forced tests approved (X11, R-TEST-10).

use shared::event::{ForcedTestApproved, TestNoticeServed};
use shared::moment::{Moment, civil_date};
use shared::norm;
use shared::problem::{Problem, ProblemCode};

use super::attached;
use super::check::{LINE_TEXT_MAX, LONG_TEXT_MAX, SHORT_TEXT_MAX, required};
use crate::phone::Open;
use crate::store::Folded;

/// A notice for a window that the term has, of a day that is not over when it is served.
pub fn served(
    open: &Open,
    folded: &Folded,
    at: Moment,
    notice: TestNoticeServed,
) -> Result<TestNoticeServed, Problem> {
    let order = folded.file.order.as_ref();
    let steps = order.map_or(&[][..], |fact| norm::test_steps(fact.body.measure));
    let months = order.map_or(0, |fact| fact.body.term_months);
    let windows = shared::calendar::window::spans(steps, months).len();
    if !(1..=windows).contains(&usize::from(notice.window)) {
        return Err(Problem::of_field(ProblemCode::FieldMalformed, "window"));
    }
    if notice.test_day < civil_date(at) {
        return Err(Problem::of_field(ProblemCode::DateOutOfRange, "test_day"));
    }
    Ok(TestNoticeServed {
        place: required("place", &notice.place, LINE_TEXT_MAX)?,
        attachments: attached(open, &notice.attachments)?,
        ..notice
    })
}

/// 强制检测批准.
pub fn forced(open: &Open, approval: ForcedTestApproved) -> Result<ForcedTestApproved, Problem> {
    Ok(ForcedTestApproved {
        approver: required("approver", &approval.approver, SHORT_TEXT_MAX)?,
        reason: required("reason", &approval.reason, LONG_TEXT_MAX)?,
        attachments: attached(open, &approval.attachments)?,
    })
}
