//! 字段名: the names an office may write into its own layout.

use std::collections::BTreeMap;

use shared::document::Block;

use crate::job::Leaf;
use crate::wording;

/// Names of a paper's values, in the order of the paper: those of its frame, then field labels, then `表名.列名`. A label
/// that stands twice is written with its heading: `检测.结论`.
#[must_use]
pub fn names(leaf: &Leaf) -> Vec<String> {
    let values = Values::of(leaf);
    let columns = values.tables.iter().flat_map(|table| {
        table.columns.iter().map(|column| format!("{}.{column}", table.heading)).collect::<Vec<_>>()
    });
    values.single.iter().map(|(name, _)| name.clone()).chain(columns).collect()
}

/// What stands behind the names.
pub(super) struct Values {
    pub(super) single: Vec<(String, String)>,
    pub(super) tables: Vec<TableValues>,
}

pub(super) struct TableValues {
    pub(super) heading: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Values {
    pub(super) fn of(leaf: &Leaf) -> Self {
        let mut single = framed(leaf);
        let mut tables = Vec::new();
        let mut labels: Vec<(&str, &str, &str)> = Vec::new();
        for block in &leaf.sheet.blocks {
            match block {
                Block::Fields { heading, fields } => {
                    labels.extend(
                        fields.iter().map(|it| (heading.as_str(), it.label.as_str(), it.value.as_str())),
                    );
                }
                Block::Text { heading, text } => labels.push(("", heading, text)),
                Block::Table { heading, columns, rows } => tables.push(TableValues {
                    heading: heading.clone(),
                    columns: columns.clone(),
                    rows: rows.clone(),
                }),
            }
        }
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, label, _) in &labels {
            *times.entry(label).or_default() += 1;
        }
        for (heading, label, value) in &labels {
            let taken = times.get(label).is_some_and(|times| *times > 1)
                || single.iter().any(|(name, _)| name == label);
            let name =
                if taken && !heading.is_empty() { format!("{heading}.{label}") } else { (*label).to_owned() };
            if !single.iter().any(|(there, _)| *there == name) {
                single.push((name, (*value).to_owned()));
            }
        }
        Self { single, tables }
    }
}

fn framed(leaf: &Leaf) -> Vec<(String, String)> {
    let frame = &leaf.frame;
    let copies = frame.copies.map(wording::copies_in_words).unwrap_or_default();
    let values = [
        ("文书名称", leaf.sheet.title.clone()),
        ("文号", frame.number.clone().unwrap_or_default()),
        ("落款", frame.office.clone()),
        ("签发日期", wording::day(frame)),
        ("送达对象", frame.to.join("、")),
        ("份数", copies),
        ("校验", frame.proof.clone().unwrap_or_default()),
    ];
    values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
