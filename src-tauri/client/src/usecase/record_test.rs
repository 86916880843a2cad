//! 检测 (R-TEST-7), under the open session, sampled now.

use shared::access::Act;
use shared::attachment::Attachment;
use shared::code::{TestResult, TestSetting};
use shared::duty::{DutyKind, duties};
use shared::event::{Body, DrugTest, SampleNumbers};
use shared::id::CaseId;
use shared::moment::{Moment, civil_date};
use shared::problem::{Problem, ProblemCode};

use super::record::{LINE_TEXT_MAX, SHORT_TEXT_MAX, check_case, check_time, optional, required, save};
use super::test_session::{checked, current};
use crate::attachment;
use crate::deps::Deps;
use crate::phone::Open;
use crate::store::{Book, Folded};
use crate::view::Saved;

/// What is said of one sample; everything else is the session's.
#[derive(Debug)]
pub struct Taken {
    pub result: TestResult,
    pub sample_no: Option<SampleNumbers>,
    pub remarks: Option<String>,
    pub attachments: Vec<Attachment>,
}

pub fn record(open: &mut Open, deps: &Deps, case: CaseId, taken: Taken) -> Result<Saved, Problem> {
    let now = deps.now();
    let folded = check_case(open, Act::RecordTest, case, now)?;
    check_time(folded, now, now)?;
    let session =
        current(open, now)?.ok_or_else(|| Problem::of_field(ProblemCode::FieldMissing, "session"))?;
    let session = checked(open, civil_date(now), &session)?;
    let covers = match session.setting {
        TestSetting::Makeup => windows_to_make_up(&open.book, folded, now),
        TestSetting::Regular
        | TestSetting::Spot
        | TestSetting::Forced
        | TestSetting::Entrusted
        | TestSetting::OutOfArea => Vec::new(),
    };
    let test = DrugTest {
        setting: session.setting,
        method: session.method,
        result: taken.result,
        place: session.place,
        tester: session.tester,
        second_staff: session.second_staff,
        kit: Some(session.kit),
        sample_no: taken.sample_no.map(checked_numbers).transpose()?,
        covers,
        remarks: optional("remarks", taken.remarks.as_deref(), LINE_TEXT_MAX)?,
        attachments: attachment::checked(open, &taken.attachments)?,
    };
    save(open, deps, case, now, Body::DrugTest(test), None)
}

/// The missed windows a look-back sample may still fill today (RD-12).
fn windows_to_make_up(book: &Book, folded: &Folded, now: Moment) -> Vec<u8> {
    duties(&folded.file, &book.rules.office, &book.rules.calendar, &book.rules.policy, now)
        .into_iter()
        .filter(|duty| duty.key.kind == DutyKind::MakeupTest)
        .filter_map(|duty| duty.key.window)
        .collect()
}

fn checked_numbers(numbers: SampleNumbers) -> Result<SampleNumbers, Problem> {
    Ok(SampleNumbers {
        a: required("sample_no.a", &numbers.a, SHORT_TEXT_MAX)?,
        b: required("sample_no.b", &numbers.b, SHORT_TEXT_MAX)?,
    })
}
