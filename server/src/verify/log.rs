//! 流水: dense, complete, placed; and what its events add up to does not depend on their order.

use std::collections::{BTreeMap, BTreeSet};

use db::Text;
use shared::case::fold;
use shared::draw::{DrawFault, replay};
use shared::event::{Event, RawEvent, Stream};
use shared::id::{CaseId, SeriesId, TownshipCode};

use super::series::Accepted;
use super::{Report, Wrong, name};
use crate::book::Book;
use crate::store::log::{self, Reach};
use crate::store::township::{self, Township};
use crate::store::{StoreError, Work};

/// Events read at once.
const STEP_EVENTS: usize = 2000;
const STEP_BYTES: usize = 16 * 1024 * 1024;

pub(super) fn check(work: Work<'_>, township: &Township, accepted: &Accepted, report: &mut Report) {
    let rows = check_rows(work, township, accepted, report);
    report.take("流水", rows);
    let placed = check_placement(work, township, report);
    report.take("执行地", placed);
    let folded = check_folds(work, township, report);
    report.take("档案", folded);
}

fn check_rows(
    work: Work<'_>,
    township: &Township,
    accepted: &Accepted,
    report: &mut Report,
) -> Result<(), StoreError> {
    let sql = "SELECT number, series_township, series, seq FROM log WHERE township = ?1 ORDER BY number";
    let mut query = work.sql.prepare(sql)?;
    let mut rows = query.query([Text(&township.code)])?;
    let (mut last, mut own) = (0, BTreeSet::new());
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let (home, series): (Text<TownshipCode>, Text<SeriesId>) = (row.get(1)?, row.get(2)?);
        let place = (series.0, row.get(3)?);
        report.counts.log_entries += 1;
        if number != last + 1 {
            report
                .add(Wrong::LogGap, format!("{}的流水在 {last} 号之后缺号。请用备份恢复。", name(township)));
        }
        last = number;
        if home.0 == township.code && (!accepted.contains(&place) || !own.insert(place)) {
            let sentence = format!("流水 {number} 号指向的记录不存在、已搁置或重复。请联系技术支持。");
            report.add(Wrong::LogWrong, sentence);
        }
    }
    if township::log_last(work, &township.code)? != last {
        report.add(Wrong::LogGap, format!("{}的流水末尾缺号。请用备份恢复。", name(township)));
    }
    for (series, seq) in accepted.difference(&own) {
        let sentence = format!("序列 {series} 第 {seq} 条记录已接收，却不在流水里。请联系技术支持。");
        report.add(Wrong::LogWrong, sentence);
    }
    Ok(())
}

fn check_placement(work: Work<'_>, township: &Township, report: &mut Report) -> Result<(), StoreError> {
    let mut query = work.sql.prepare(include_str!("../store/sql/log_unplaced.sql"))?;
    let streams = query.query_map([Text(&township.code)], |row| row.get::<_, String>(0))?;
    for stream in streams {
        let sentence = format!("档案 {} 有记录，却没有执行地。请联系技术支持。", stream?);
        report.add(Wrong::PlacementMissing, sentence);
    }
    Ok(())
}

/// Every case folds to the same file whatever the order, and the book of the office says the same.
fn check_folds(work: Work<'_>, township: &Township, report: &mut Report) -> Result<(), StoreError> {
    let mut book = Book::default();
    book.catch_up(work, &township.code)?;
    for (case, mut events) in events(work, &township.code)? {
        report.counts.cases += 1;
        let there = fold(&events);
        events.reverse();
        let same = fold(&events) == there;
        let booked =
            book.case(case).is_some_and(|book| (book.file.as_ref(), &book.issues) == (&there.0, &there.1));
        if !same || !booked {
            let sentence = format!("档案 {case} 两次合并的结果不一致。请保留数据并联系技术支持。");
            report.add(Wrong::FoldDiffers, sentence);
        }
    }
    check_draws(&book, report);
    Ok(())
}

/// Every draw comes to the same when it is done again.
fn check_draws(book: &Book, report: &mut Report) {
    for made in &book.office.drawn {
        report.counts.draws += 1;
        let committed = book.office.draws.iter().find(|fact| fact.event == made.body.committed);
        let fault =
            committed.map_or(Some(DrawFault::NotBefore), |committed| replay(&book.office, committed, made));
        if let Some(fault) = fault {
            let sentence = format!("抽签 {} 重算不符：{}。请由审计人员查明。", made.event, fault.label());
            report.add(Wrong::DrawWrong, sentence);
        }
    }
}

fn events(work: Work<'_>, code: &TownshipCode) -> Result<BTreeMap<CaseId, Vec<Event>>, StoreError> {
    let (mut cases, mut cursor): (BTreeMap<CaseId, Vec<Event>>, u64) = (BTreeMap::new(), 0);
    loop {
        let page = log::page(work, code, Reach::Everything, cursor, STEP_EVENTS, STEP_BYTES)?;
        for entry in page.entries {
            let raw = RawEvent::read(entry.bytes).map_err(|_| StoreError::Damaged("accepted event"))?;
            let event = raw.into_event();
            if let Stream::Case(case) = event.stream {
                cases.entry(case).or_default().push(event);
            }
        }
        cursor = page.next;
        if !page.more {
            return Ok(cases);
        }
    }
}
