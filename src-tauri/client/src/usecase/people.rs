//! 人员: all of them, or those a query finds by character, pinyin or initials, or by the characters of their village.

use shared::access::{Act, may, may_list};
use shared::moment::Moment;

use super::pinyin_match::{matches, sort_key};
use crate::phone::Open;
use crate::view::PersonRow;

pub fn people(open: &mut Open, now: Moment, query: &str) -> Vec<PersonRow> {
    let (role, relation) = (open.pairing.role, open.relation());
    if !may(role, Act::SeeFile, relation) {
        return Vec::new();
    }
    let glances = open.book.glances(now);
    let mut rows: Vec<PersonRow> = glances
        .iter()
        .filter(|glance| may_list(role, relation, glance.head.listing))
        .filter(|glance| matches(&glance.head.name, query) || lives_in(&glance.head.village, query))
        .map(|glance| PersonRow {
            overdue: glance.overdue,
            next: glance.next.clone(),
            person: glance.head.clone(),
        })
        .collect();
    rows.sort_by_cached_key(|row| (sort_key(&row.person.name), row.person.case));
    rows
}

/// Two characters at least: nearly every village ends in 村, and one character is the beginning of a name.
fn lives_in(village: &str, query: &str) -> bool {
    let query = query.trim();
    query.chars().nth(1).is_some() && village.contains(query)
}
