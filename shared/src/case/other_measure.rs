//! 其他戒毒措施: each measure as far as it has come (R-OTHER-1 to R-OTHER-3).

use super::{CaseFile, Fact};
use crate::code::{OtherMeasure, OtherStep};
use crate::event::OtherMeasureTaken;

/// The enrolment in maintenance that was not reported to the police yet (R-OTHER-1).
#[must_use]
pub fn unreported(file: &CaseFile) -> Option<&Fact<OtherMeasureTaken>> {
    let of = |step: OtherStep| {
        let mut all = file.other_measures.iter().rev();
        all.find(move |fact| fact.body.measure == OtherMeasure::Maintenance && fact.body.step == step)
    };
    let enrolled = of(OtherStep::Enrolled)?;
    let reported = of(OtherStep::Reported);
    reported.is_none_or(|reported| reported.happened_at < enrolled.happened_at).then_some(enrolled)
}
