//! 推演: what leave, absence, detention, a refusal or a move would do to a case. Nothing is written.

use shared::event::Stream;
use shared::id::CaseId;
use shared::moment::Moment;
use shared::preview::{Imagined, WhatIfAnswer, imagine};
use shared::problem::Problem;

use super::record::visible;
use crate::phone::Open;

pub fn what_if(open: &Open, now: Moment, case: CaseId, imagined: &Imagined) -> Result<WhatIfAnswer, Problem> {
    visible(open, case)?;
    let events = open.store.events_of(&Stream::Case(case))?;
    imagine(&events, imagined, &open.book.rules, now)
}
