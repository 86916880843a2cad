//! 文书补录 (R-FILE-5) and 工作小组 (R-ORG-5): fields of a paper that no other fact carries.

use shared::document::field::{self, FieldKind};
use shared::event::{GroupSet, Member, PaperFilled};
use shared::problem::{Problem, ProblemCode};

use super::attached;
use super::check::{LONG_TEXT_MAX, SHORT_TEXT_MAX, known, optional, required};
use crate::phone::Open;
use crate::store::Folded;

/// Members of a group at most.
const MEMBERS_MAX: usize = 30;

/// The fields that say something, each one the paper has; a scan is one of the attachments.
pub fn checked(open: &Open, folded: &Folded, filled: PaperFilled) -> Result<PaperFilled, Problem> {
    let mut fields = std::collections::BTreeMap::new();
    for (key, value) in &filled.fields {
        if let Some(value) = optional(&format!("fields.{key}"), Some(value), LONG_TEXT_MAX)? {
            fields.insert(key.clone(), value);
        }
    }
    let attachments = attached(open, &filled.attachments)?;
    let about = filled.about.map(|event| known(folded, "about", event)).transpose()?;
    let checked = PaperFilled { fields, attachments, about, ..filled };
    field::check(&checked)
        .map_err(|key| Problem::of_field(ProblemCode::FieldMalformed, &format!("fields.{key}")))?;
    let is_lost = |(key, value): &(&String, &String)| {
        let is_file = field::spec(checked.paper, key).is_some_and(|spec| spec.kind == FieldKind::File);
        is_file && !checked.attachments.iter().any(|attachment| attachment.id.0 == **value)
    };
    if let Some((key, _)) = checked.fields.iter().find(is_lost) {
        return Err(Problem::of_field(ProblemCode::AttachmentUnknown, &format!("fields.{key}")));
    }
    if checked.fields.is_empty() && checked.attachments.is_empty() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "fields"));
    }
    Ok(checked)
}

/// The whole list: it replaces the one before.
pub fn group(group: GroupSet) -> Result<GroupSet, Problem> {
    if group.members.is_empty() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "members"));
    }
    if group.members.len() > MEMBERS_MAX {
        return Err(Problem::of_field(ProblemCode::FieldTooLong, "members"));
    }
    let members = group.members.into_iter().map(|member| {
        Ok(Member {
            name: required("members", &member.name, SHORT_TEXT_MAX)?,
            phone: optional("members", member.phone.as_deref(), SHORT_TEXT_MAX)?,
            ..member
        })
    });
    Ok(GroupSet { members: members.collect::<Result<_, Problem>>()? })
}
