//! The fixed words of a letter around what the paper says, and days as letters write them.

use shared::calendar::chinese;
use shared::document::{Block, Paper, Sheet};

use crate::job::{Frame, Leaf, State};

/// What a letter opens and closes with; empty where it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording {
    pub lead: &'static str,
    pub close: &'static str,
}

/// The words of a paper (GB/T 9704-2012, 7.3.3; forms have none).
#[must_use]
pub const fn wording(paper: Paper) -> Wording {
    let (lead, close) = match paper {
        Paper::D03 => ("甲方与乙方依法签订本协议，共同遵守。", ""),
        Paper::D06 => ("现将逾期报到有关事项通知如下：", "特此通知。"),
        Paper::D08 => ("现将吸毒检测有关事项通知如下：", "特此通知。"),
        Paper::D11 => ("现就下列违规行为，对你告诫如下：", "特此告诫。"),
        Paper::D12 => ("现将有关情况报告如下：", "特此报告。"),
        Paper::D14 => ("准予你外出，有关事项通知如下：", "特此通知。"),
        Paper::D16 => ("现将变更执行地有关事项函告如下：", "特此函告，请接收后回执。"),
        Paper::X06 => ("现提出解除建议如下：", "请审查。"),
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
        | Paper::X12 => ("", ""),
    };
    Wording { lead, close }
}

/// Room for a name.
const NAME_BY_HAND: &str = "　　　　　";

/// 主送: the person for what is handed to them, the offices for what goes from office to office; empty for an agreement
/// and for what came in.
#[must_use]
pub fn addressee(leaf: &Leaf) -> String {
    match leaf.sheet.paper {
        Paper::D06 | Paper::D08 | Paper::D11 | Paper::D14 => {
            let name = value_of(&leaf.sheet, "姓名").unwrap_or_default();
            if name.is_empty() { NAME_BY_HAND.to_owned() } else { name.to_owned() }
        }
        Paper::D12 | Paper::D16 | Paper::X06 => leaf.frame.to.join("、"),
        Paper::D01
        | Paper::D02
        | Paper::D03
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
        | Paper::X12 => String::new(),
    }
}

/// Who else gets it, with how many copies there are: the last lines of a paper.
#[must_use]
pub fn sent_to(leaf: &Leaf) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let is_address = matches!(leaf.sheet.paper, Paper::D12 | Paper::D16 | Paper::X06);
    if !leaf.frame.to.is_empty() && !is_address {
        lines.push(("送达".to_owned(), leaf.frame.to.join("、")));
    }
    if let Some(copies) = leaf.frame.copies {
        lines.push(("份数".to_owned(), copies_in_words(copies)));
    }
    lines
}

/// 一式三份.
#[must_use]
pub fn copies_in_words(copies: u8) -> String {
    const WORDS: [&str; 9] = ["一", "两", "三", "四", "五", "六", "七", "八", "九"];
    let word = usize::from(copies).checked_sub(1).and_then(|at| WORDS.get(at));
    word.map_or_else(|| format!("一式{copies}份"), |word| format!("一式{word}份"))
}

/// The day under the office's name: written out where it is issued, room to write it by hand where it is not.
#[must_use]
pub fn day(frame: &Frame) -> String {
    match &frame.state {
        State::Issued { on } => chinese(*on),
        State::Draft | State::Superseded { .. } | State::Withdrawn { .. } | State::Incoming => {
            "　　　　年　　月　　日".to_owned()
        }
    }
}

/// What is stamped across a paper that no longer or not yet holds, with why; `None` where it holds.
#[must_use]
pub fn stamp(state: &State) -> Option<(&'static str, String)> {
    match state {
        State::Draft | State::Issued { .. } | State::Incoming => None,
        State::Superseded { by } => Some(("已更换", format!("以{by}为准"))),
        State::Withdrawn { on, reason } => Some(("作废", format!("{} {reason}", chinese(*on)))),
    }
}

/// The value of the first field with a label.
#[must_use]
pub fn value_of<'a>(sheet: &'a Sheet, label: &str) -> Option<&'a str> {
    sheet.blocks.iter().find_map(|block| match block {
        Block::Fields { fields, .. } => {
            fields.iter().find(|field| field.label == label).map(|field| field.value.as_str())
        }
        Block::Table { .. } | Block::Text { .. } => None,
    })
}
