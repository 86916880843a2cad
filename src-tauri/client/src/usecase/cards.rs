//! 卡片: the persons of a role that reads no files, as the office made them.

use shared::access::{Act, may};
use shared::protocol::Card;

use super::pinyin_match::{matches, sort_key};
use crate::phone::Open;

pub fn cards(open: &Open, query: &str) -> Vec<Card> {
    if !may(open.pairing.role, Act::SeeCard, open.relation()) {
        return Vec::new();
    }
    let mut cards: Vec<Card> =
        open.book.cards().iter().filter(|card| matches(&card.name, query)).cloned().collect();
    cards.sort_by_cached_key(|card| (sort_key(&card.name), card.case));
    cards
}
