//! 卡片: what a role that reads no files gets of the persons of its township (R-PRIV-5). Made here, from the book.

use shared::access::{Act, Relation, act_of_duty, may, reads_cards};
use shared::moment::civil_date;
use shared::page::person_page;
use shared::protocol::Card;

use crate::admit::Caller;
use crate::book::Book;
use crate::store::{StoreError, Work, placement};

/// The cards of a device, by case; `None` for a role that reads files or nothing.
pub(crate) fn of(work: Work<'_>, caller: &Caller, book: &Book) -> Result<Option<Vec<Card>>, StoreError> {
    let role = caller.user.role;
    if !reads_cards(role) || !may(role, Act::SeeCard, Relation::SameTownship) {
        return Ok(None);
    }
    let card = |case| {
        let folded = book.case(case)?;
        let rules = &book.rules;
        let page = person_page(
            &folded.file,
            &folded.issues,
            &rules.office,
            &rules.calendar,
            &rules.policy,
            work.now,
        )?;
        let own = page
            .duties
            .into_iter()
            .filter(|duty| may(role, act_of_duty(duty.key.kind), Relation::SameTownship));
        Some(Card {
            case,
            name: page.head.name,
            village: page.head.village,
            residence: page.head.residence,
            phone: page.head.phone,
            tasks: own.collect(),
            day: civil_date(work.now),
        })
    };
    let placed = placement::cases(work, &caller.device.township)?;
    Ok(Some(placed.into_iter().filter_map(card).collect()))
}
