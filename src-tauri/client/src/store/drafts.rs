//! 草稿: saved on each change of a form, gone when the record it became is durable.

use db::Text;
use rusqlite::{OptionalExtension, Row};
use shared::event::RuleVersion;
use shared::id::{CaseId, DraftId};
use shared::moment::Moment;

use super::{Store, StoreError};
use crate::form::Form;

/// One draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    pub id: DraftId,
    pub kind: Form,
    pub case: CaseId,
    pub saved_at: Moment,
    /// JSON text of the form.
    pub form: String,
    /// What it was begun under, or knowingly moved up to; `None` for one of before drafts kept it.
    pub rule_version: Option<RuleVersion>,
}

const COLUMNS: &str = "SELECT id, kind, case_id, saved_at, form, rule_version FROM draft";

fn read_row(row: &Row<'_>) -> rusqlite::Result<DraftRow> {
    let rules: String = row.get(5)?;
    Ok(DraftRow {
        id: row.get::<_, Text<_>>(0)?.0,
        kind: row.get::<_, Text<_>>(1)?.0,
        case: row.get::<_, Text<_>>(2)?.0,
        saved_at: row.get::<_, Text<_>>(3)?.0,
        form: row.get(4)?,
        rule_version: (!rules.is_empty()).then_some(RuleVersion(rules)),
    })
}

impl Store {
    /// Writes a draft, new or again.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn save_draft(&self, draft: &DraftRow) -> Result<(), StoreError> {
        self.connection.prepare_cached(include_str!("../../sql/save_draft.sql"))?.execute((
            Text(draft.id),
            Text(draft.kind),
            Text(draft.case),
            Text(draft.saved_at),
            &draft.form,
            draft.rule_version.as_ref().map_or("", |version| &version.0),
        ))?;
        Ok(())
    }

    /// # Errors
    /// [`StoreError::Db`].
    pub fn draft(&self, id: DraftId) -> Result<Option<DraftRow>, StoreError> {
        let sql = format!("{COLUMNS} WHERE id = ?1");
        Ok(self.connection.query_row(&sql, [Text(id)], read_row).optional()?)
    }

    /// All drafts, newest first.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn drafts(&self) -> Result<Vec<DraftRow>, StoreError> {
        let mut statement = self.connection.prepare(&format!("{COLUMNS} ORDER BY saved_at DESC, id"))?;
        let rows = statement.query_map([], read_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Drops a draft; false where there was none.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn drop_draft(&self, id: DraftId) -> Result<bool, StoreError> {
        Ok(self.connection.execute("DELETE FROM draft WHERE id = ?1", [Text(id)])? > 0)
    }
}
