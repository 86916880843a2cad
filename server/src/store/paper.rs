//! 文号: the last number of each series.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::document::Paper;
use shared::id::TownshipCode;

use super::{StoreError, Work};

/// Numbers skipped after a restore: the series goes on in its next hundred.
const HUNDRED: u32 = 100;

/// The number after the last of a series; in another epoch the first of the next hundred.
fn after(last: Option<(u32, String)>, epoch: &str) -> u32 {
    match last {
        None => 1,
        Some((last, of)) if of == epoch => last.saturating_add(1),
        Some((last, _)) => (last / HUNDRED + 1).saturating_mul(HUNDRED).saturating_add(1),
    }
}

/// The number a paper would get now.
pub(crate) fn next(
    work: Work<'_>,
    township: &TownshipCode,
    epoch: &str,
    (paper, year): (Paper, i32),
) -> Result<u32, StoreError> {
    let sql = "SELECT last, epoch FROM paper_series WHERE township = ?1 AND paper = ?2 AND year = ?3";
    let mut query = work.sql.prepare_cached(sql)?;
    let last = query
        .query_row(params![Text(township), paper.code(), year], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(after(last, epoch))
}

/// Takes it.
pub(crate) fn take(
    work: Work<'_>,
    township: &TownshipCode,
    epoch: &str,
    (paper, year): (Paper, i32),
) -> Result<u32, StoreError> {
    let number = next(work, township, epoch, (paper, year))?;
    let sql = "INSERT INTO paper_series (township, paper, year, epoch, last) VALUES (?1, ?2, ?3, ?4, ?5) \
               ON CONFLICT (township, paper, year) DO UPDATE SET epoch = excluded.epoch, last = excluded.last";
    work.sql.prepare_cached(sql)?.execute(params![Text(township), paper.code(), year, epoch, number])?;
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_counts_up_and_skips_to_its_next_hundred_after_a_restore() {
        let last = |number: u32| Some((number, "一".to_owned()));
        assert_eq!(after(None, "一"), 1);
        assert_eq!(after(last(1), "一"), 2);
        assert_eq!(after(last(7), "二"), 101, "what was given after the backup is never given again");
        assert_eq!(after(last(101), "三"), 201);
        assert_eq!(after(last(100), "三"), 201);
    }
}
