//! 版式: layouts of the office's own, sealed, one a paper.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::document::Paper;
use shared::id::TownshipCode;
use shared::moment::Moment;

use super::{StoreError, Work, all, moment};

fn place(township: &TownshipCode, paper: Paper) -> String {
    format!("paper-layout/{township}/{}", paper.code())
}

/// The office's own layout of a paper.
pub(crate) fn find(
    work: Work<'_>,
    township: &TownshipCode,
    paper: Paper,
) -> Result<Option<Vec<u8>>, StoreError> {
    let sql = "SELECT docx FROM paper_layout WHERE township = ?1 AND paper = ?2";
    let mut query = work.sql.prepare_cached(sql)?;
    let sealed: Option<Vec<u8>> =
        query.query_row(params![Text(township), paper.code()], |row| row.get(0)).optional()?;
    let open = |sealed: Vec<u8>| Ok(work.wrap.open(&place(township, paper), &sealed)?.to_vec());
    sealed.map(open).transpose()
}

/// Which papers have one, since when.
pub(crate) fn list(work: Work<'_>, township: &TownshipCode) -> Result<Vec<(Paper, Moment)>, StoreError> {
    let sql = "SELECT paper, set_ms FROM paper_layout WHERE township = ?1 ORDER BY paper";
    let mut query = work.sql.prepare_cached(sql)?;
    let rows = all(query.query_map([Text(township)], |row| {
        let paper: Text<Paper> = row.get(0)?;
        Ok((paper.0, moment(row.get(1)?)))
    })?)?;
    Ok(rows)
}

/// Puts one in place of what was there.
pub(crate) fn put(
    work: Work<'_>,
    township: &TownshipCode,
    paper: Paper,
    docx: &[u8],
) -> Result<(), StoreError> {
    drop(work, township, paper)?;
    let sealed = work.wrap.seal(&work.deps.entropy, &place(township, paper), docx)?;
    let sql = "INSERT INTO paper_layout (township, paper, set_ms, docx) VALUES (?1, ?2, ?3, ?4)";
    work.sql.execute(sql, params![Text(township), paper.code(), work.now_ms(), sealed])?;
    Ok(())
}

/// The built-in one is used again.
pub(crate) fn drop(work: Work<'_>, township: &TownshipCode, paper: Paper) -> Result<(), StoreError> {
    let sql = "DELETE FROM paper_layout WHERE township = ?1 AND paper = ?2";
    work.sql.execute(sql, params![Text(township), paper.code()])?;
    Ok(())
}
