//! 与您的记录有关: what a merge made of the user's records, told once and kept.

use shared::access::{Act, may};
use shared::case::{CaseFile, Listing, fold, notices};
use shared::event::Body;
use shared::id::{CaseId, EventId, UserId};
use shared::moment::Moment;
use shared::problem::Problem;

use crate::phone::Open;
use crate::store::{KeptNotice, StoreError};
use crate::view::NoticeRow;

/// Looks at every case that changed since it was last looked at, and keeps what that means for the user. A case that
/// came whole has no before: its history is no news.
pub fn settle(open: &mut Open, now: Moment) -> Result<(), StoreError> {
    // Before the first whole exchange cases come in pieces.
    if open.store.line()?.last_success.is_none() {
        return Ok(());
    }
    let unsettled = open.store.unsettled(open.pairing.series)?;
    if unsettled.is_empty() {
        return Ok(());
    }
    let rules = &open.book.rules;
    let mut told = Vec::new();
    for changed in unsettled.iter().filter(|changed| open.book.is_in_scope(changed.case)) {
        let before = fold(&changed.before).0;
        if before.order.is_none() {
            continue;
        }
        let after = fold(&changed.after).0;
        let all = notices(&before, &after, &rules.calendar, &rules.policy, now);
        let mine = all.into_iter().filter(|notice| notice.to == open.pairing.user);
        told.extend(mine.map(|notice| (changed.case, notice)));
    }
    let cases: Vec<CaseId> = unsettled.iter().map(|changed| changed.case).collect();
    open.store.settle(open.pairing.series, &cases, &told, now)
}

/// What is kept of one case, or of all; only of cases the user may see now and that are not sealed.
pub fn list(open: &Open, now: Moment, of: Option<CaseId>, unread: bool) -> Result<Vec<NoticeRow>, Problem> {
    let may_see = may(open.pairing.role, Act::SeeFile, open.relation());
    let kept = open.store.notices()?.into_iter();
    let wanted = kept.filter(|notice| {
        may_see && of.is_none_or(|case| notice.case == case) && !(unread && notice.read_at.is_some())
    });
    Ok(wanted.filter_map(|notice| row(open, now, notice)).collect())
}

fn row(open: &Open, now: Moment, notice: KeptNotice) -> Option<NoticeRow> {
    let folded = open.book.case(notice.case)?;
    let file = &folded.file;
    if open.book.page(folded, now)?.head.listing == Listing::Sealed {
        return None;
    }
    let (record, paper) = record_and_paper(file, notice.about, open.pairing.user);
    Some(NoticeRow {
        id: notice.id,
        case: notice.case,
        person_name: open.book.person_name(notice.case),
        text: notice.text,
        record,
        paper,
        told_at: notice.told_at,
        read_at: notice.read_at,
    })
}

/// A notice is about a record or about a paper; the other one of the two is found by the facts the paper names.
fn record_and_paper(file: &CaseFile, about: EventId, user: UserId) -> (Option<EventId>, Option<EventId>) {
    if let Some(paper) = file.admonitions.iter().find(|paper| paper.event == about) {
        let own = |id: &&EventId| file.event(**id).is_some_and(|event| event.author == user);
        let named = &paper.body.events;
        return (named.iter().find(own).or_else(|| named.first()).copied(), Some(about));
    }
    let is_determination =
        file.event(about).is_some_and(|event| matches!(event.body, Body::SeriousDetermined(_)));
    if is_determination {
        return (None, Some(about));
    }
    let paper = file.admonitions.iter().find(|paper| paper.body.events.contains(&about));
    (Some(about), paper.map(|paper| paper.event))
}

/// 知道了.
pub fn read(open: &mut Open, now: Moment, notices: &[u32]) -> Result<(), Problem> {
    Ok(open.store.read_notices(notices, now)?)
}
