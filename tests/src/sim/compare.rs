//! The page of a case on both sides, at one moment.

use serde_json::Value;
use server::store::Refusal;
use shared::id::{CaseId, TownshipCode};
use shared::page::{PersonPage, person_page};
use shared::rules::RuleBook;

use super::office::OfficeSide;
use super::phone::Phone;
use super::town::Towns;

/// Where the pages part; `None` where they are the same.
#[must_use]
pub fn pages(office: &OfficeSide, towns: &Towns, phone: &Phone, case: CaseId) -> Option<String> {
    let there = office_page(office, &towns.codes[phone.owner.township], case);
    let (here, there) = (serde_json::to_value(phone.page(case)), serde_json::to_value(there));
    parts("page", &here.unwrap(), &there.unwrap())
}

fn office_page(office: &OfficeSide, code: &TownshipCode, case: CaseId) -> Option<PersonPage> {
    office.with(|office| {
        let page = office.write_with_book(code, |work, book| {
            let found = book.case(case);
            Ok::<_, Refusal>(found.and_then(|found| {
                let RuleBook { office, calendar, policy } = &book.rules;
                person_page(&found.file, &found.issues, office, calendar, policy, work.now)
            }))
        });
        page.unwrap()
    })
}

/// Visits that count in the office's file of a case.
///
/// # Panics
/// Where the office refuses.
#[must_use]
pub fn visits(office: &OfficeSide, code: &TownshipCode, case: CaseId) -> usize {
    office.with(|office| {
        let count = office.write_with_book(code, |_, book| {
            Ok::<_, Refusal>(book.case(case).map_or(0, |found| found.file.visits.len()))
        });
        count.unwrap()
    })
}

/// The first place where two values differ.
fn parts(place: &str, here: &Value, there: &Value) -> Option<String> {
    match (here, there) {
        (Value::Object(a), Value::Object(b)) => {
            let names = a.keys().chain(b.keys());
            names.into_iter().find_map(|name| parts(&format!("{place}.{name}"), &here[name], &there[name]))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let mut pairs = a.iter().zip(b).enumerate();
            pairs.find_map(|(index, (a, b))| parts(&format!("{place}.{index}"), a, b))
        }
        (Value::Array(a), Value::Array(b)) => Some(format!("{place}: {} and {} rows", a.len(), b.len())),
        (a, b) => (a != b).then(|| format!("{place}: {a} and {b}")),
    }
}
