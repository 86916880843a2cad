//! 草稿: kept on each change of a form, so that a call, a dead battery or 返回 costs nothing.

use shared::id::{CaseId, DraftId};
use shared::moment::Moment;
use shared::problem::{Problem, ProblemCode};

use super::record::{check_card, visible};
use crate::deps::Deps;
use crate::form::Form;
use crate::phone::Open;
use crate::store::DraftRow;
use crate::view::Draft;

/// Bytes of a form at most: that of an event.
const FORM_BYTES_MAX: usize = shared::event::EVENT_BYTES_MAX;

pub fn save(
    open: &Open,
    deps: &Deps,
    draft: Option<DraftId>,
    kind: Form,
    case: CaseId,
    form: String,
) -> Result<Draft, Problem> {
    match check_card(open, kind.act(), case) {
        Some(blind) => blind?,
        None => drop(visible(open, case)?),
    }
    if form.len() > FORM_BYTES_MAX {
        return Err(Problem::of_field(ProblemCode::FieldTooLong, "form"));
    }
    let now = deps.now();
    let (id, rule_version) = match draft {
        // One that has become a record, or was dropped, does not come back by a late save.
        Some(id) => {
            let row = open.store.draft(id)?.ok_or(ProblemCode::UnknownRecord)?;
            (row.id, row.rule_version)
        }
        None => (DraftId::make(now, deps.dice()), Some(open.rules_now(now).clone())),
    };
    let row = DraftRow { id, kind, case, saved_at: now, form, rule_version };
    open.store.save_draft(&row)?;
    Ok(shown(open, now, row))
}

/// 改用现行规则: said by the user, who saw that the rules changed since the draft was begun.
pub fn move_up(open: &Open, deps: &Deps, draft: DraftId) -> Result<Draft, Problem> {
    let now = deps.now();
    let mut row = open.store.draft(draft)?.ok_or(ProblemCode::UnknownRecord)?;
    row.rule_version = Some(open.rules_now(now).clone());
    open.store.save_draft(&row)?;
    Ok(shown(open, now, row))
}

/// Drafts of one case, or of all; newest first. Those of a case out of scope wait unseen, in case it comes back. A role
/// that reads no files finds those of its cards.
pub fn list(open: &Open, now: Moment, case: Option<CaseId>) -> Result<Vec<Draft>, Problem> {
    let rows = open.store.drafts()?;
    let is_here = |of| open.book.is_in_scope(of) || open.book.cards().iter().any(|card| card.case == of);
    let rows = rows.into_iter().filter(|row| case.is_none_or(|case| row.case == case) && is_here(row.case));
    Ok(rows.map(|row| shown(open, now, row)).collect())
}

fn shown(open: &Open, now: Moment, row: DraftRow) -> Draft {
    let current = open.rules_now(now);
    Draft {
        rules_changed: row.rule_version.as_ref().is_some_and(|version| version != current),
        rule_version: row.rule_version.unwrap_or_else(|| current.clone()).0,
        id: row.id,
        kind: row.kind,
        case: row.case,
        person_name: open.book.person_name(row.case),
        saved_at: row.saved_at,
        form: row.form,
    }
}
