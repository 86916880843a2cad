//! 人员: all of them, or those a query finds by character, pinyin or initials, or by the characters of their village.

use shared::moment::Moment;

use super::pinyin_match::{matches, sort_key};
use super::today::pages;
use crate::phone::Open;
use crate::view::PersonRow;

pub fn people(open: &Open, now: Moment, query: &str) -> Vec<PersonRow> {
    let mut rows: Vec<PersonRow> = pages(open, now)
        .filter(|page| matches(&page.head.name, query) || lives_in(&page.head.village, query))
        .map(|page| PersonRow {
            overdue: u32::try_from(page.duties.iter().filter(|duty| duty.days_left < 0).count())
                .unwrap_or(u32::MAX),
            next: page.duties.first().cloned(),
            person: page.head,
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
