//! 检测 (R-TEST-7), under the open session, sampled when its card was wetted, or now.

use serde::{Deserialize, Serialize};
use shared::access::Act;
use shared::attachment::{Attachment, Purpose};
use shared::code::{Signing, TestResult, TestSetting};
use shared::duty::{DutyKind, duties};
use shared::event::{Body, DrugTest, PanelResult, SampleNumbers, Told};
use shared::id::{CaseId, DraftId};
use shared::moment::{Moment, civil_date};
use shared::problem::{Problem, ProblemCode};

use super::record::{LINE_TEXT_MAX, SHORT_TEXT_MAX, check_case, check_time, optional, required, save};
use super::strips;
use super::test_session::{checked, current};
use crate::attachment;
use crate::deps::Deps;
use crate::phone::Open;
use crate::store::{Book, Folded};
use crate::view::{Saved, TestSession};

/// What is said of one sample; everything else is the session's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Taken {
    pub result: TestResult,
    pub sample_no: Option<SampleNumbers>,
    pub remarks: Option<String>,
    /// Drugs whose line said positive, of those on the card.
    #[serde(default)]
    pub positive: Vec<String>,
    /// 第二人确认: of a positive, seen by both.
    #[serde(default)]
    pub second_confirmed: bool,
    /// Whether the person signed for having been told.
    #[serde(default)]
    pub signing: Option<Signing>,
    #[serde(default)]
    pub attachments: Vec<Attachment>,
}

impl Taken {
    /// A result of which nothing else is to be said.
    #[must_use]
    pub const fn plain(result: TestResult) -> Self {
        Self {
            result,
            sample_no: None,
            remarks: None,
            positive: Vec::new(),
            second_confirmed: false,
            signing: None,
            attachments: Vec::new(),
        }
    }
}

pub fn record(
    open: &mut Open,
    deps: &Deps,
    case: CaseId,
    taken: Taken,
    draft: Option<DraftId>,
) -> Result<Saved, Problem> {
    let now = deps.now();
    let folded = check_case(open, Act::RecordTest, case, now)?;
    let strip = strips::running(open, now)?.into_iter().find(|strip| strip.case == case);
    let is_timed = strip.is_some();
    let sampled_at = strip.map_or(now, |strip| strip.started_at);
    check_time(folded, sampled_at, now)?;
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
    let panel = panel(&session, &taken);
    let told = match taken.result {
        TestResult::Negative | TestResult::Positive => Some(Told { at: now, signing: taken.signing }),
        TestResult::Invalid | TestResult::Pending => None,
    };
    let remarks = optional("remarks", taken.remarks.as_deref(), LINE_TEXT_MAX)?;
    let attachments = attachment::checked(open, &taken.attachments)?;
    let sample_no = taken.sample_no.map(checked_numbers).transpose()?;
    if taken.result == TestResult::Positive {
        check_positive(sample_no.as_ref(), taken.second_confirmed, &attachments, remarks.as_deref())?;
    }
    let test = DrugTest {
        setting: session.setting,
        method: session.method,
        result: taken.result,
        place: session.place,
        tester: session.tester,
        second_staff: session.second_staff,
        kit: Some(session.kit),
        sample_no,
        covers,
        remarks,
        panel,
        told,
        attachments,
    };
    let saved = save(open, deps, case, sampled_at, Body::DrugTest(test), draft)?;
    // The record is durable; a card that stays in the list for a moment does no harm.
    if is_timed {
        let _ = strips::drop_of(open, now, case);
    }
    Ok(saved)
}

/// R-TEST-16: sealed in two, seen by two, and the card itself in a picture; without one it is said why.
fn check_positive(
    numbers: Option<&SampleNumbers>,
    second_confirmed: bool,
    attachments: &[Attachment],
    remarks: Option<&str>,
) -> Result<(), Problem> {
    if numbers.is_none() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "sample_no"));
    }
    if !second_confirmed {
        return Err(Problem::of_field(ProblemCode::SecondStaffMissing, "second_confirmed"));
    }
    let pictured = attachments.iter().any(|attachment| attachment.purpose == Purpose::Photo);
    if !pictured && remarks.is_none() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "attachments"));
    }
    Ok(())
}

/// A line for each drug on the card. A card that failed has none, and one whose positive line nobody named is told by
/// its conclusion alone.
fn panel(session: &TestSession, taken: &Taken) -> Vec<PanelResult> {
    let said = match taken.result {
        TestResult::Negative => true,
        TestResult::Positive => session.panel.iter().any(|drug| taken.positive.contains(drug)),
        TestResult::Invalid | TestResult::Pending => false,
    };
    let line = |drug: &String| {
        let positive = taken.result == TestResult::Positive && taken.positive.contains(drug);
        let result = if positive { TestResult::Positive } else { TestResult::Negative };
        PanelResult { drug: drug.clone(), result }
    };
    if said { session.panel.iter().map(line).collect() } else { Vec::new() }
}

/// The missed windows a look-back sample may still fill today (RD-12).
pub fn windows_to_make_up(book: &Book, folded: &Folded, now: Moment) -> Vec<u8> {
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
