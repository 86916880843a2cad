//! 检测通知 (R-TEST-18): whose test is due, and who was told of it by a served notice.

use shared::access::Act;
use shared::document::{Paper, PaperKey};
use shared::duty::schedule::WindowState;
use shared::moment::{Moment, civil_date};
use shared::page::WindowStatus;
use shared::problem::Problem;

use super::breaches::on_file;
use super::papers::reckoned;
use super::pinyin_match::sort_key;
use super::record::check_case;
use super::today::seen;
use crate::phone::Open;
use crate::store::Setting;
use crate::view::{TestNoticeRow, TestNotices, TestSession};

/// Everybody with an unfulfilled window that runs today; those not told yet first, the soonest to close on top.
pub fn list(open: &Open, now: Moment) -> Result<TestNotices, Problem> {
    let today = civil_date(now);
    let last: Option<TestSession> = open.store.setting(Setting::LastTestSession)?;
    let runs = |state: &&WindowState| state.window.holds(today) && state.status == WindowStatus::Open;
    let mut rows = Vec::new();
    for page in seen(open, now) {
        let Ok(folded) = check_case(open, Act::RecordVisit, page.head.case, now) else { continue };
        let reckoning = reckoned(&open.book, folded, now);
        let Some(state) = reckoning.schedule.tests.iter().find(runs) else { continue };
        rows.push(TestNoticeRow {
            window: state.window.number,
            first: state.window.first.unwrap_or(today),
            last: state.window.last.unwrap_or(today),
            served: on_file(folded, state.window.number, now),
            paper: PaperKey { paper: Paper::D08, about: None, since: state.window.first },
            person: page.head,
        });
    }
    rows.sort_by_cached_key(|row| (row.served.is_some(), row.last, sort_key(&row.person.name)));
    Ok(TestNotices { now, today, place: last.map(|session| session.place).unwrap_or_default(), rows })
}
