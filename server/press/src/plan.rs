//! Where each field of a paper stands. Both kinds of output follow it, so that a Word file reads like the page.

use serde::Serialize;
use shared::document::{Block, Field, Paper};

use crate::job::{Leaf, State};

/// Which of two looks a paper has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// 表: one grid of labels and values under a title.
    Form,
    /// 公文: GB/T 9704-2012 — title, whom it is for, what it says, 落款. Letters of others are registered on a form.
    Letter,
}

/// The family of a paper.
#[must_use]
pub const fn family(paper: Paper) -> Family {
    match paper {
        Paper::D03
        | Paper::D06
        | Paper::D08
        | Paper::D11
        | Paper::D12
        | Paper::D14
        | Paper::D16
        | Paper::X06 => Family::Letter,
        Paper::D01
        | Paper::D02
        | Paper::D04
        | Paper::D05
        | Paper::D07
        | Paper::D09
        | Paper::D10
        | Paper::D13
        | Paper::D15
        | Paper::D17
        | Paper::D18
        | Paper::X01
        | Paper::X02
        | Paper::X03
        | Paper::X04
        | Paper::X05
        | Paper::X07
        | Paper::X08
        | Paper::X09
        | Paper::X10
        | Paper::X11
        | Paper::X12 => Family::Form,
    }
}

/// A paper laid out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    pub family: Family,
    /// Whether the paper lies on its side: a table has more columns than stand upright.
    pub landscape: bool,
    pub pieces: Vec<Piece>,
    /// 送达: of a letter, how it was handed over; below the office's name.
    pub receipt: Vec<Piece>,
    pub signs: Vec<Sign>,
}

/// A part of a page, from top to bottom.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "piece", rename_all = "snake_case")]
pub enum Piece {
    /// Rows of one or two cells.
    Grid {
        heading: String,
        rows: Vec<Vec<Cell>>,
    },
    /// What a letter says, one or two fields a line.
    Lines {
        heading: String,
        rows: Vec<Vec<Cell>>,
    },
    Table {
        heading: String,
        columns: Vec<Column>,
        rows: Vec<Vec<String>>,
    },
    Text {
        heading: String,
        text: String,
    },
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    pub name: String,
    /// Share of the width, against those of the other columns.
    pub share: f32,
    /// Whether its entries stand in the middle: all are short.
    pub centred: bool,
}

/// A label with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    pub label: String,
    /// As printed: a yes or no has both boxes; empty where it is to be written by hand.
    pub value: String,
    /// Whether it needs room for sentences by hand: a blank, or an opinion that is signed where it stands.
    pub roomy: bool,
    /// 待补: required for issuing it, and empty.
    pub wanting: bool,
}

/// A place to sign or to seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sign {
    pub label: String,
    pub seal: bool,
}

/// More columns than this do not stand upright on A4: 20 mm are left for each.
pub(crate) const UPRIGHT_COLUMNS_MAX: usize = 8;

/// Lays a paper out.
#[must_use]
pub fn plan(leaf: &Leaf) -> Plan {
    let sheet = &leaf.sheet;
    let family = family(sheet.paper);
    let landscape = sheet.blocks.iter().any(|block| match block {
        Block::Table { columns, .. } => columns.len() > UPRIGHT_COLUMNS_MAX,
        Block::Fields { .. } | Block::Text { .. } => false,
    });
    let draft = matches!(leaf.frame.state, State::Draft);
    let kept: Vec<&Block> = sheet.blocks.iter().filter(|block| draft || !is_reminder(block)).collect();
    let signs =
        sheet.signatures.iter().map(|label| Sign { label: label.clone(), seal: label.contains("盖章") });
    let (pieces, receipt) = match family {
        Family::Form => (kept.into_iter().filter_map(of_form).collect(), Vec::new()),
        Family::Letter => of_letter(&kept),
    };
    Plan { family, landscape, pieces, receipt, signs: signs.collect() }
}

/// 尚缺: what is to be done before the paper is issued, not part of what it says.
fn is_reminder(block: &Block) -> bool {
    match block {
        Block::Fields { heading, .. } => heading.starts_with("尚缺"),
        Block::Table { .. } | Block::Text { .. } => false,
    }
}

fn of_form(block: &Block) -> Option<Piece> {
    match block {
        Block::Fields { heading, fields } => {
            let rows =
                paired(fields.iter().filter(|field| is_printed(field)).map(cell), stands_in_half_a_row);
            (!rows.is_empty()).then(|| Piece::Grid { heading: heading.clone(), rows })
        }
        Block::Table { .. } | Block::Text { .. } => other(block),
    }
}

/// What the letter says, and how it was handed over.
fn of_letter(blocks: &[&Block]) -> (Vec<Piece>, Vec<Piece>) {
    let mut pieces = Vec::new();
    let mut served = Vec::new();
    for block in blocks {
        let Block::Fields { heading, fields } = block else {
            pieces.extend(other(block));
            continue;
        };
        let fields = fields.iter().filter(|field| is_printed(field));
        // one character says no more than the title
        let heading = if units(heading) > 2 { heading.as_str() } else { "" };
        let (of_service, said): (Vec<&Field>, Vec<&Field>) =
            fields.partition(|field| field.later && !is_looked_up(heading));
        served.extend(of_service.into_iter().map(cell));
        let said = said.into_iter().map(cell);
        let piece = if is_looked_up(heading) {
            // who it is about goes without saying
            let heading = if heading == "基本信息" { String::new() } else { heading.to_owned() };
            Piece::Grid { heading, rows: paired(said, stands_in_half_a_row) }
        } else {
            Piece::Lines { heading: heading.to_owned(), rows: paired(said, stands_in_half_a_line) }
        };
        let empty = match &piece {
            Piece::Grid { rows, .. } | Piece::Lines { rows, .. } => rows.is_empty(),
            Piece::Table { .. } | Piece::Text { .. } => false,
        };
        pieces.extend((!empty).then_some(piece));
    }
    let rows = paired(served.into_iter(), stands_in_half_a_row);
    let receipt = (!rows.is_empty()).then(|| Piece::Grid { heading: "送达情况".to_owned(), rows });
    (pieces, receipt.into_iter().collect())
}

fn other(block: &Block) -> Option<Piece> {
    match block {
        Block::Fields { .. } => None,
        Block::Table { heading, columns, rows } => Some(Piece::Table {
            heading: heading.clone(),
            columns: columns_of(columns, rows),
            rows: rows.clone(),
        }),
        Block::Text { heading, text } => Some(Piece::Text { heading: heading.clone(), text: text.clone() }),
    }
}

/// What nobody writes by hand on the paper itself: the scan of it, and the signature that has its own place.
fn is_printed(field: &Field) -> bool {
    !field.value.trim().is_empty() || !matches!(field.label.as_str(), "扫描件" | "本人签名")
}

/// Who it is about, and between whom, are looked up rather than read.
fn is_looked_up(heading: &str) -> bool {
    matches!(heading, "基本信息" | "签订")
}

fn cell(field: &Field) -> Cell {
    let empty = field.value.trim().is_empty();
    let opinion = field.label.ends_with("意见");
    Cell {
        label: field.label.clone(),
        value: printed(&field.label, &field.value),
        roomy: opinion || (empty && asks_for_sentences(&field.label)),
        wanting: empty && field.required && !field.later,
    }
}

/// A yes or no with both its boxes; anything else as it is.
fn printed(label: &str, value: &str) -> String {
    match value.trim() {
        "是" => "☑是　☐否".to_owned(),
        "否" => "☐是　☑否".to_owned(),
        "" if label.starts_with("是否") => "☐是　☐否".to_owned(),
        _ => value.to_owned(),
    }
}

/// Labels under which people write sentences.
fn asks_for_sentences(label: &str) -> bool {
    const ENDINGS: [&str; 12] =
        ["情况", "状况", "计划", "措施", "事实", "内容", "说明", "备注", "理由", "证据", "困难", "其他"];
    /// These ask for a word of a list.
    const CHOSEN: [&str; 6] = ["措施", "当前情况", "婚姻状况", "从业状况", "表现情况", "康复情况"];
    ENDINGS.iter().any(|ending| label.ends_with(ending)) && !CHOSEN.contains(&label)
}

/// Labels under which people write an address: a whole row even when it is blank.
fn asks_for_an_address(label: &str) -> bool {
    ["地", "地址", "地点", "单位", "家庭成员"].iter().any(|ending| label.ends_with(ending))
}

/// Short cells two in a row, long ones alone; the order stays.
fn paired(cells: impl Iterator<Item = Cell>, is_short: impl Fn(&Cell) -> bool) -> Vec<Vec<Cell>> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut open: Option<Cell> = None;
    for cell in cells {
        if BEGINS_A_PAIR.contains(&cell.label.as_str()) {
            rows.extend(open.take().map(|first| vec![first]));
        }
        if cell.roomy || cell.value.contains('\n') || !is_short(&cell) {
            rows.extend(open.take().map(|first| vec![first]));
            rows.push(vec![cell]);
        } else {
            match open.take() {
                Some(first) => rows.push(vec![first, cell]),
                None => open = Some(cell),
            }
        }
    }
    rows.extend(open.map(|last| vec![last]));
    rows
}

/// What stands beside its end: 起 and 止 of one stretch.
const BEGINS_A_PAIR: [&str; 3] = ["起", "期限起", "本期起"];

/// 12 characters of 五号 in 48 mm, beside a label of at most three lines.
fn stands_in_half_a_row(cell: &Cell) -> bool {
    let blank_address = cell.value.is_empty() && asks_for_an_address(&cell.label);
    units(&cell.value) <= 24 && units(&cell.label) <= 40 && !blank_address
}

/// 12 characters of 三号 in 72 mm, a colon among them.
fn stands_in_half_a_line(cell: &Cell) -> bool {
    let value = if cell.value.is_empty() { BLANK_UNITS } else { units(&cell.value) };
    value + units(&cell.label) <= 22
}

/// Room to write a date or a name by hand.
const BLANK_UNITS: usize = 12;

/// Width in half-width units: a Chinese character is two.
#[must_use]
pub fn units(text: &str) -> usize {
    text.chars().map(|character| if character.is_ascii() { 1 } else { 2 }).sum()
}

/// Columns by what stands in them: never narrower than the longest word and half the name, and half the longest entry, so
/// that long ones break in two.
pub(crate) fn columns_of(names: &[String], rows: &[Vec<String>]) -> Vec<Column> {
    /// Room of the lines between columns.
    const PADDING_UNITS: usize = 2;
    /// More than this and a column takes from all others.
    const HALF_ENTRY_UNITS_MAX: usize = 20;
    let column = |(at, name): (usize, &String)| {
        let entries = || rows.iter().filter_map(|row| row.get(at));
        let word = entries().map(|entry| longest_word(entry)).max().unwrap_or(0);
        let longest = entries().map(|entry| units(entry)).max().unwrap_or(0);
        let half = if longest <= WHOLE_UNITS_MAX { longest } else { longest.div_ceil(2) };
        let named = units(name).div_ceil(2).min(NAME_UNITS_MAX);
        let wide = word.max(half.min(HALF_ENTRY_UNITS_MAX)).max(named) + PADDING_UNITS;
        let share = f32::from(u16::try_from(wide).unwrap_or(u16::MAX));
        Column { name: name.clone(), share, centred: half <= CENTRED_HALF_UNITS_MAX }
    };
    names.iter().enumerate().map(column).collect()
}

/// Three characters and less are not broken.
const WHOLE_UNITS_MAX: usize = 6;

/// Entries of up to eight characters stand in the middle.
const CENTRED_HALF_UNITS_MAX: usize = 8;

/// A name of a column may stand in three lines.
const NAME_UNITS_MAX: usize = 8;

/// The widest stretch that no line can break: Latin letters, digits and what joins them.
fn longest_word(text: &str) -> usize {
    let breaks = |character: char| character.is_whitespace() || !character.is_ascii();
    text.split(breaks).map(units).max().unwrap_or(0).max(2)
}
