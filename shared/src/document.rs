//! 文书: the 18 papers of the dossier and further ones — which fact calls for which, to whom, by when (R-FILE-3).

mod call;
pub mod field;
mod issued;
mod row;
mod sheet;

pub(crate) use call::filled;
pub use call::{Call, calls};
pub use issued::{Drift, IssueState, Issued, Served, by_hand, content, frozen, issued, lacking, written};
pub use row::{PaperKey, PaperRow, find, rows};
pub use sheet::{Block, Field, Sheet, sheet};

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::case::{CaseFile, Fact, TransferStep};
use crate::code::Addressee;
use crate::duty::Reckoning;
use crate::hash::Hash;
use crate::id::CaseId;

macro_rules! papers {
    ($($(#[$meta:meta])* $variant:ident = $code:literal $label:literal $alias:literal $word:literal,)+) => {
        crate::codes! {
            /// Papers, by code. The label is the title of the procedure text (R-FILE-4).
            pub enum Paper { $($(#[$meta])* $variant = $code $label,)+ }
        }

        impl Paper {
            /// The other title the norm uses in its list; empty where there is none.
            #[must_use]
            pub const fn alias(self) -> &'static str {
                match self { $(Self::$variant => $alias,)+ }
            }

            /// 字: what tells its series of numbers from those of other kinds; empty for papers of others, which come with
            /// a number of theirs and are registered, never made here.
            #[must_use]
            pub const fn number_word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// Whether it is made of a file that is over, and sealed by then (R-TERM-5).
            #[must_use]
            pub const fn closes_file(self) -> bool {
                matches!(self, Self::D12 | Self::X08 | Self::X09)
            }

            /// 来文: made by the police, a laboratory or the person.
            #[must_use]
            pub const fn is_incoming(self) -> bool {
                self.number_word().is_empty()
            }
        }
    };
}

papers! {
    D01 = "D01" "责令社区戒毒/社区康复决定书" "" "",
    D02 = "D02" "基本情况登记表" "" "登",
    D03 = "D03" "社区戒毒(康复)协议书" "" "协",
    D04 = "D04" "社区戒毒(康复)计划" "" "计",
    D05 = "D05" "工作小组成员名单" "" "组",
    D06 = "D06" "逾期报到通知书" "" "逾",
    D07 = "D07" "见面访谈/家访记录" "" "访",
    D08 = "D08" "吸毒检测通知书" "" "检通",
    D09 = "D09" "定期吸毒检测记录表" "检测记录表" "检",
    D10 = "D10" "学习、帮扶、医疗、就业记录" "" "帮",
    D11 = "D11" "违规行为告诫书" "告诫书" "告",
    D12 = "D12" "违法/违规行为报告" "" "报",
    D13 = "D13" "外出请假审批表" "外出请假申请表" "假",
    D14 = "D14" "外出准假通知书" "" "准",
    D15 = "D15" "变更执行地审批表" "变更戒毒(康复)地点审批表" "变",
    D16 = "D16" "关于变更执行地的函" "关于变更戒毒(康复)地点的函" "函",
    D17 = "D17" "评估表" "" "评",
    D18 = "D18" "解除社区戒毒/社区康复通知书" "" "",
    X01 = "X01" "变更执行地通知书" "" "",
    X02 = "X02" "帮教记录" "" "教",
    X03 = "X03" "定期报告" "" "述",
    X04 = "X04" "现场检测报告书/实验室报告" "" "",
    X05 = "X05" "外出地检测结果证明" "" "",
    X06 = "X06" "解除建议" "" "解",
    X07 = "X07" "变更执行地申请及证明" "" "",
    X08 = "X08" "中止/恢复执行记录" "" "中",
    X09 = "X09" "终止/其他结束记录" "" "结",
    X10 = "X10" "档案移交清单及回执" "" "移",
    X11 = "X11" "强制检测批准" "" "",
    X12 = "X12" "严重违反协议认定" "" "认",
}

/// How many of each paper are called for.
#[must_use]
pub fn counts(calls: &[Call]) -> BTreeMap<Paper, usize> {
    let mut counts = BTreeMap::new();
    for call in calls {
        *counts.entry(call.paper).or_insert(0) += 1;
    }
    counts
}

/// Who learns of each paper: the union over the papers of a code.
#[must_use]
pub fn audience(calls: &[Call]) -> BTreeMap<Paper, BTreeSet<Addressee>> {
    let mut audience: BTreeMap<Paper, BTreeSet<Addressee>> = BTreeMap::new();
    for call in calls.iter().filter(|call| !call.to.is_empty()) {
        audience.entry(call.paper).or_default().extend(call.to);
    }
    audience
}

/// 移交痕迹: what the old office keeps of a file it handed over: that it was here and how much it held, nothing of the
/// person (R-FILE-6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Trace {
    pub case: Option<CaseId>,
    /// Day of the last handover.
    pub handed_over: Option<NaiveDate>,
    pub facts: usize,
    /// Over the ids of all facts in canonical order.
    pub hash: Hash,
    /// How many of each paper.
    pub papers: BTreeMap<Paper, usize>,
}

/// The trace of a file.
#[must_use]
pub fn trace(file: &CaseFile, reckoning: &Reckoning) -> Trace {
    let ids: Vec<u8> = file.events.iter().flat_map(|event| event.id.0.into_bytes()).collect();
    let handed = |step: &&Fact<TransferStep>| matches!(step.body, TransferStep::DossierHandedOver);
    Trace {
        case: file.case,
        handed_over: file.transfers.iter().rfind(handed).map(Fact::day),
        facts: file.events.len(),
        hash: Hash::of(&ids),
        papers: counts(&calls(file, reckoning)),
    }
}

/// 缺件: papers that are called for and not yet made (R-FILE-5).
#[must_use]
pub fn missing(calls: &[Call]) -> Vec<&Call> {
    calls.iter().filter(|call| call.made.is_none()).collect()
}
