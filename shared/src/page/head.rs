//! Head of a person's page and row of a list.

use super::PersonHead;
use crate::calendar::window::anchor;
use crate::case::course::Course;
use crate::case::{CaseFile, listing};
use crate::identity::mask_id;
use crate::norm;

pub(super) fn head(file: &CaseFile, course: &Course) -> Option<PersonHead> {
    let order = &file.order.as_ref()?.body;
    let person = &order.person;
    Some(PersonHead {
        case: file.case?,
        name: person.name.clone(),
        sex: person.sex,
        birth: person.birth,
        id_masked: mask_id(&person.id.number),
        phone: person.phone.clone(),
        village: person.village.clone(),
        residence: person.residence.clone(),
        measure: order.measure,
        state: course.state(),
        term_first: course.first,
        term_last: course.last,
        year_of_term: year_of_term(course),
        order_no: order.order_no.clone(),
        listing: listing(file, course),
    })
}

/// 1–3 while the term runs; a year moves with detentions.
fn year_of_term(course: &Course) -> Option<u8> {
    let first = course.first?;
    if course.is_over() {
        return None;
    }
    let years = course.term_months.div_ceil(norm::YEAR_MONTHS);
    (1..=years).find(|year| {
        let end = course.shift(anchor(first, year.saturating_mul(norm::YEAR_MONTHS)));
        end.is_none_or(|end| course.today < end)
    })
}
