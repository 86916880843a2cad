//! 今日任务: what is open now in every case, overdue first, then by date.

use chrono::{Datelike, Weekday};
use shared::access::{Act, act_of_duty, may, may_list};
use shared::duty::{Duty, snooze_last};
use shared::moment::{Moment, civil_date};
use shared::page::PersonPage;
use shared::problem::Problem;

use super::{draft, notices};
use crate::phone::Open;
use crate::view::{TaskRow, Today};

pub fn today(open: &Open, now: Moment) -> Result<Today, Problem> {
    let today = civil_date(now);
    // Offered to those alone whose task it is to do.
    let put_off = |duty: &Duty| {
        let is_theirs = may(open.pairing.role, act_of_duty(duty.key.kind), open.relation());
        snooze_last(duty, today).filter(|_| is_theirs)
    };
    let put_off = &put_off;
    let mut rows: Vec<TaskRow> = pages(open, now)
        .flat_map(|page| {
            let duties = page.duties.into_iter().filter(move |duty| duty.opens <= today);
            duties.map(move |duty| TaskRow { person: page.head.clone(), snooze_last: put_off(&duty), duty })
        })
        .collect();
    rows.sort_by(|a, b| {
        let key = |row: &TaskRow| (row.duty.due, row.person.case, row.duty.key);
        key(a).cmp(&key(b))
    });
    let days_to_sunday = i32::try_from(today.weekday().days_since(Weekday::Mon)).map_or(6, |day| 6 - day);
    let count = |within: &dyn Fn(i32) -> bool| {
        u32::try_from(rows.iter().filter(|row| within(row.duty.days_left)).count()).unwrap_or(u32::MAX)
    };
    Ok(Today {
        today,
        overdue: count(&|days| days < 0),
        due_today: count(&|days| days == 0),
        due_this_week: count(&|days| (0..=days_to_sunday).contains(&days)),
        drafts: draft::list(open, now, None)?,
        notices: notices::list(open, now, None, true)?,
        rows,
    })
}

/// The pages of all cases that stand in a list of the user: what is sealed stands in none, a minor with few
/// (R-PRIV-10, R-PRIV-11).
pub fn pages(open: &Open, now: Moment) -> impl Iterator<Item = PersonPage> {
    let (role, relation) = (open.pairing.role, open.relation());
    seen(open, now).filter(move |page| may_list(role, relation, page.head.listing))
}

/// The pages of all cases the user may see, listed or not.
pub fn seen(open: &Open, now: Moment) -> impl Iterator<Item = PersonPage> {
    let may_see = may(open.pairing.role, Act::SeeFile, open.relation());
    open.book.cases().filter(move |_| may_see).filter_map(move |(_, folded)| open.book.page(folded, now))
}
