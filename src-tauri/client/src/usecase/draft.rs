//! 草稿: kept on each change of a form, so that a call, a dead battery or 返回 costs nothing.

use shared::id::{CaseId, DraftId};
use shared::page::EntryKind;
use shared::problem::{Problem, ProblemCode};

use super::record::visible;
use crate::deps::Deps;
use crate::phone::Open;
use crate::store::{Book, DraftRow};
use crate::view::Draft;

/// Bytes of a form at most: that of an event.
const FORM_BYTES_MAX: usize = shared::event::EVENT_BYTES_MAX;

pub fn save(
    open: &Open,
    deps: &Deps,
    draft: Option<DraftId>,
    kind: EntryKind,
    case: CaseId,
    form: String,
) -> Result<Draft, Problem> {
    visible(open, case)?;
    if form.len() > FORM_BYTES_MAX {
        return Err(Problem::of_field(ProblemCode::FieldTooLong, "form"));
    }
    let now = deps.now();
    let id = match draft {
        // One that has become a record, or was dropped, does not come back by a late save.
        Some(id) => open.store.draft(id)?.map(|row| row.id).ok_or(ProblemCode::UnknownRecord)?,
        None => DraftId::make(now, deps.dice()),
    };
    let row = DraftRow { id, kind, case, saved_at: now, form };
    open.store.save_draft(&row)?;
    Ok(shown(&open.book, row))
}

/// Drafts of one case, or of all; newest first. Those of a case out of scope wait unseen, in case it comes back.
pub fn list(open: &Open, case: Option<CaseId>) -> Result<Vec<Draft>, Problem> {
    let rows = open.store.drafts()?;
    let rows = rows
        .into_iter()
        .filter(|row| case.is_none_or(|case| row.case == case) && open.book.is_in_scope(row.case));
    Ok(rows.map(|row| shown(&open.book, row)).collect())
}

fn shown(book: &Book, row: DraftRow) -> Draft {
    Draft {
        id: row.id,
        kind: row.kind,
        case: row.case,
        person_name: book.person_name(row.case),
        saved_at: row.saved_at,
        form: row.form,
    }
}
