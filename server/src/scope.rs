//! Who reaches which case. The one place that reads placements and assignments; what a role may then do is
//! decided by `shared::access`.

use std::collections::BTreeSet;

use shared::access::{Act, Relation, may};
use shared::code::Role;
use shared::id::{CaseId, TownshipCode, UserId};
use shared::moment::Moment;

use crate::store::assignment::Span;
use crate::store::log::Reach;
use crate::store::{StoreError, Work, assignment, placement};

/// How a case lies to a user now.
pub(crate) fn relation(
    work: Work<'_>,
    township: &TownshipCode,
    user: UserId,
    case: CaseId,
) -> Result<Relation, StoreError> {
    relation_of(work, township, user, case, |span| span.runs())
}

/// How a case lay to the author of a record when it happened. A record of the time before a transfer is taken after it.
pub(crate) fn relation_at(
    work: Work<'_>,
    township: &TownshipCode,
    user: UserId,
    case: CaseId,
    happened_at: Moment,
) -> Result<Relation, StoreError> {
    let ms = happened_at.timestamp_millis();
    relation_of(work, township, user, case, |span| span.covers(ms))
}

fn relation_of(
    work: Work<'_>,
    township: &TownshipCode,
    user: UserId,
    case: CaseId,
    counts: impl Fn(&Span) -> bool,
) -> Result<Relation, StoreError> {
    if !placement::spans(work, township, case)?.iter().any(&counts) {
        return Ok(Relation::Other);
    }
    let assigned = assignment::spans(work, township, case, user)?.iter().any(&counts);
    Ok(if assigned { Relation::Assigned } else { Relation::SameTownship })
}

/// Which cases of the township a user of this role reads.
pub(crate) const fn reach(role: Role, user: UserId) -> Reach {
    if may(role, Act::SeeFile, Relation::SameTownship) {
        Reach::Township
    } else if may(role, Act::SeeFile, Relation::Assigned) {
        Reach::Assigned(user)
    } else {
        Reach::OfficeOnly
    }
}

/// The cases a user of this role reads now.
pub(crate) fn cases(
    work: Work<'_>,
    township: &TownshipCode,
    role: Role,
    user: UserId,
) -> Result<Vec<CaseId>, StoreError> {
    let placed = placement::cases(work, township)?;
    match reach(role, user) {
        Reach::Everything | Reach::Township => Ok(placed),
        Reach::Assigned(user) => {
            let mine: BTreeSet<CaseId> = assignment::list(work, township)?
                .into_iter()
                .filter(|(_, worker)| *worker == user)
                .map(|(case, _)| case)
                .collect();
            Ok(placed.into_iter().filter(|case| mine.contains(case)).collect())
        }
        Reach::OfficeOnly => Ok(Vec::new()),
    }
}
