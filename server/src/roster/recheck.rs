//! 合并后须重看的文书: what a merge made of papers already issued and what is missing since, with both authors.
//!
//! Nothing of it is kept: the log says in which order the facts came, so the moment of each merge can be reckoned again
//! at any time, and a row goes when the papers fit.

use std::collections::{BTreeMap, BTreeSet};

use shared::case::{CaseFile, IssueKind, Notice, NoticeChange, fold, notices, standing};
use shared::code::BreachSeries;
use shared::id::{EventId, UserId};
use shared::moment::{Moment, civil_date};
use shared::protocol::StaffName;

use super::Person;
use crate::book::{Book, CaseBook};
use crate::view::{RecheckPaper, RecheckRow, RecheckTold};

/// Rows of the cases that need it, the newest merge first.
pub(super) fn rechecks(
    book: &Book,
    persons: &[Person],
    staff: &BTreeMap<UserId, StaffName>,
    now: Moment,
) -> Vec<RecheckRow> {
    let mut rows: Vec<RecheckRow> =
        persons.iter().filter_map(|person| row(book, person, book.case(person.case)?, staff, now)).collect();
    rows.sort_by(|a, b| b.since.cmp(&a.since).then(a.case.cmp(&b.case)));
    rows
}

fn row(
    book: &Book,
    person: &Person,
    case: &CaseBook,
    staff: &BTreeMap<UserId, StaffName>,
    now: Moment,
) -> Option<RecheckRow> {
    let misfits = misfits(person);
    let standing = standing(&case.file, &book.rules.office, &book.rules.calendar, &book.rules.policy, now);
    let shared_series = BreachSeries::ALL
        .iter()
        .any(|series| authors(&case.file, &standing.ladder.series(*series)).len() > 1);
    if misfits.is_empty() && !shared_series {
        return None;
    }
    let (since, told) = last_merge(book, case, now)?;
    let missing = missing(&case.file, &told);
    if misfits.is_empty() && missing.is_empty() {
        return None;
    }
    Some(RecheckRow {
        case: person.case,
        name: person.page.head.name.clone(),
        since,
        told: told
            .into_iter()
            .map(|notice| RecheckTold {
                to: staff.get(&notice.to).cloned(),
                about: notice.about,
                text: notice.text,
            })
            .collect(),
        papers: misfits.into_iter().map(|event| paper(&case.file, event)).collect(),
        missing,
    })
}

/// Papers and determinations that do not fit the facts now.
fn misfits(person: &Person) -> Vec<EventId> {
    let of_papers = person.page.issues.iter().filter(|issue| {
        matches!(issue.kind, IssueKind::PaperDoesNotFit | IssueKind::DeterminationWithoutGround)
    });
    of_papers.filter_map(|issue| issue.events.first().copied()).collect()
}

fn authors(file: &CaseFile, events: &[EventId]) -> BTreeSet<UserId> {
    events.iter().filter_map(|id| Some(file.event(*id)?.author)).collect()
}

/// The last batch that moved a record already counted, or unsettled a paper: when it came, and who hears what of it.
fn last_merge(book: &Book, case: &CaseBook, now: Moment) -> Option<(Moment, Vec<Notice>)> {
    let rules = &book.rules;
    let mut before = CaseFile::default();
    let mut last = None;
    for (received_at, events) in case.steps() {
        let after = fold(events).0;
        let told = notices(&before, &after, &rules.calendar, &rules.policy, now);
        if before.order.is_some() && told.iter().any(is_merge) {
            last = Some((received_at, told));
        }
        before = after;
    }
    last
}

/// A record that merely follows the one before it moves nothing.
fn is_merge(notice: &Notice) -> bool {
    match notice.change {
        NoticeChange::Place { before, after, .. } => before.is_some() && before != after,
        NoticeChange::PaperDoesNotFit | NoticeChange::NoGround => true,
        NoticeChange::PaperMissing { .. }
        | NoticeChange::Decided { .. }
        | NoticeChange::Undecided { .. }
        | NoticeChange::LeaveAnswered => false,
    }
}

/// Admonitions that were missing after the merge and still are.
fn missing(file: &CaseFile, told: &[Notice]) -> Vec<String> {
    let wanted = told.iter().filter_map(|notice| match notice.change {
        NoticeChange::PaperMissing { series, ordinal } => Some((series, ordinal)),
        NoticeChange::Place { .. }
        | NoticeChange::PaperDoesNotFit
        | NoticeChange::NoGround
        | NoticeChange::Decided { .. }
        | NoticeChange::Undecided { .. }
        | NoticeChange::LeaveAnswered => None,
    });
    let still = |(series, ordinal): &(BreachSeries, u8)| {
        !file.admonitions.iter().any(|paper| paper.body.series == *series && paper.body.ordinal == *ordinal)
    };
    let names: BTreeSet<(BreachSeries, u8)> = wanted.filter(still).collect();
    names.into_iter().map(|(series, ordinal)| format!("{}第{ordinal}次告诫书", series.label())).collect()
}

fn paper(file: &CaseFile, event: EventId) -> RecheckPaper {
    let admonition = file.admonitions.iter().find(|paper| paper.event == event);
    let title = admonition.map_or_else(
        || "严重违反协议认定".to_owned(),
        |paper| format!("{}第{}次告诫书", paper.body.series.label(), paper.body.ordinal),
    );
    RecheckPaper { event, title, issued_on: file.event(event).map(|event| civil_date(event.happened_at)) }
}
