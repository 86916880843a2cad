//! 单人的检测: make-ups by hair, forced tests, tests taken elsewhere; and the result of one that was awaited (R-TEST-8 to
//! R-TEST-10). The morning's tests go under their session.

use shared::code::{TestMethod, TestResult, TestSetting};
use shared::event::{DrugTest, Kit, SampleNumbers};
use shared::moment::{Moment, civil_date};
use shared::norm;
use shared::problem::{Problem, ProblemCode};

use super::attached;
use super::check::{LINE_TEXT_MAX, SHORT_TEXT_MAX, optional, required};
use crate::phone::Open;
use crate::store::Folded;
use crate::usecase::breaches::forced_approved;

/// The form, trimmed, with what its kind asks for.
pub fn checked(open: &Open, folded: &Folded, at: Moment, test: DrugTest) -> Result<DrugTest, Problem> {
    let day = civil_date(at);
    if !open.book.office.is_qualified(test.tester, day) {
        return Err(Problem::of_field(ProblemCode::TesterNotQualified, "tester"));
    }
    let test = DrugTest {
        place: required("place", &test.place, LINE_TEXT_MAX)?,
        second_staff: optional("second_staff", Some(&test.second_staff), SHORT_TEXT_MAX)?
            .ok_or_else(|| Problem::of_field(ProblemCode::SecondStaffMissing, "second_staff"))?,
        remarks: optional("remarks", test.remarks.as_deref(), LINE_TEXT_MAX)?,
        sample_no: test.sample_no.map(numbers).transpose()?,
        kit: test.kit.map(kit).transpose()?,
        attachments: attached(open, &test.attachments)?,
        ..test
    };
    if test.kit.as_ref().is_some_and(|kit| kit.expires < day) {
        return Err(Problem::of_field(ProblemCode::KitExpired, "kit.expires"));
    }
    match test.setting {
        TestSetting::Regular | TestSetting::Spot => {}
        TestSetting::Makeup => check_makeup(folded, &test)?,
        TestSetting::Forced => check_forced(folded, at, &test)?,
        TestSetting::Entrusted | TestSetting::OutOfArea => check_elsewhere(&test)?,
    }
    Ok(test)
}

/// RD-12: a sample that looks back, sealed in two, and the windows it is for.
fn check_makeup(folded: &Folded, test: &DrugTest) -> Result<(), Problem> {
    if !matches!(test.method, TestMethod::Hair | TestMethod::Other) {
        return Err(Problem::of_field(ProblemCode::FieldMalformed, "method"));
    }
    if test.covers.is_empty() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "covers"));
    }
    let order = folded.file.order.as_ref();
    let steps = order.map_or(&[][..], |fact| norm::test_steps(fact.body.measure));
    let months = order.map_or(0, |fact| fact.body.term_months);
    let windows = shared::calendar::window::spans(steps, months).len();
    if test.covers.iter().any(|number| !(1..=windows).contains(&usize::from(*number))) {
        return Err(Problem::of_field(ProblemCode::FieldMalformed, "covers"));
    }
    if test.sample_no.is_none() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "sample_no"));
    }
    Ok(())
}

/// R-TEST-10: only with an approval that was there before the sample was taken.
fn check_forced(folded: &Folded, at: Moment, test: &DrugTest) -> Result<(), Problem> {
    if !forced_approved(folded, at) {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "approval"));
    }
    if test.result == TestResult::Positive && test.sample_no.is_none() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "sample_no"));
    }
    Ok(())
}

/// R-TEST-9: a result from elsewhere comes with its certificate; one still awaited has none.
fn check_elsewhere(test: &DrugTest) -> Result<(), Problem> {
    if test.result != TestResult::Pending && test.attachments.is_empty() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "attachments"));
    }
    Ok(())
}

fn numbers(numbers: SampleNumbers) -> Result<SampleNumbers, Problem> {
    Ok(SampleNumbers {
        a: required("sample_no.a", &numbers.a, SHORT_TEXT_MAX)?,
        b: required("sample_no.b", &numbers.b, SHORT_TEXT_MAX)?,
    })
}

fn kit(kit: Kit) -> Result<Kit, Problem> {
    Ok(Kit {
        name: required("kit.name", &kit.name, SHORT_TEXT_MAX)?,
        lot: required("kit.lot", &kit.lot, SHORT_TEXT_MAX)?,
        ..kit
    })
}
