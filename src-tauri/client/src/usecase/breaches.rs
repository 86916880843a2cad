//! 告诫、违规: both ladders of a person; and what one record brought with it.

use shared::access::{Act, may};
use shared::case::{Fact, TestFact};
use shared::code::TestSetting;
use shared::event::{Stream, TestNoticeServed};
use shared::id::{CaseId, EventId};
use shared::moment::{Moment, civil_date};
use shared::page;
use shared::preview::followed;
use shared::problem::{Problem, ProblemCode};

use super::papers::reckoned;
use super::record::visible;
use crate::phone::Open;
use crate::store::{Book, Folded};
use crate::view::{Breaches, Follows, NoticeOnFile};

pub fn breaches(open: &Open, now: Moment, case: CaseId) -> Result<Breaches, Problem> {
    let folded = visible(open, case)?;
    let may = |act| may(open.pairing.role, act, open.relation());
    Ok(Breaches {
        person_name: open.book.person_name(case),
        now,
        today: civil_date(now),
        rows: page::breaches(&folded.file, &reckoned(&open.book, folded, now)),
        may_issue: may(Act::Admonish),
        may_serve: may(Act::FillPaper),
        notice: notice(&open.book, folded, now),
        forced_approved: forced_approved(folded, now),
    })
}

/// One approval is for one test.
pub fn forced_approved(folded: &Folded, now: Moment) -> bool {
    let is_forced =
        |fact: &&Fact<TestFact>| fact.body.setting == TestSetting::Forced && fact.happened_at < now;
    let last = folded.file.tests.iter().filter(is_forced).map(|fact| fact.happened_at).max();
    let approvals = folded.file.forced_approvals.iter().filter(|fact| fact.happened_at <= now);
    approvals.map(|fact| fact.happened_at).max().is_some_and(|at| last.is_none_or(|last| at > last))
}

/// The notice an evasion would rest on: served for a test of the window that runs, on a day that has come.
pub fn notice(book: &Book, folded: &Folded, now: Moment) -> Option<NoticeOnFile> {
    let today = civil_date(now);
    let reckoning = reckoned(book, folded, now);
    let window = reckoning.schedule.tests.iter().find(|state| state.window.holds(today))?.window.number;
    on_file(folded, window, now).filter(|notice| notice.test_day <= today)
}

/// The latest notice served for a window.
pub fn on_file(folded: &Folded, window: u8, now: Moment) -> Option<NoticeOnFile> {
    let of_window = |fact: &&Fact<TestNoticeServed>| fact.body.window == window && fact.happened_at <= now;
    folded.file.test_notices.iter().rfind(of_window).map(|served| NoticeOnFile {
        window,
        served_at: served.happened_at,
        test_day: served.body.test_day,
        manner: served.body.manner,
    })
}

/// What followed from one record: windows, papers, clocks, ladder.
pub fn follows(open: &Open, now: Moment, case: CaseId, event: EventId) -> Result<Follows, Problem> {
    let folded = visible(open, case)?;
    let events = open.store.events_of(&Stream::Case(case))?;
    let page = open.book.page(folded, now).ok_or(ProblemCode::UnknownCase)?;
    let entry = page.timeline.into_iter().find(|entry| entry.event == event);
    Ok(Follows {
        person_name: open.book.person_name(case),
        summary: entry.ok_or(ProblemCode::UnknownRecord)?.summary,
        answer: followed(&events, event, &open.book.rules, now)?,
        breaches: breaches(open, now, case)?,
    })
}
