//! Clauses and what they say, in one Chinese sentence of our own.

/// A clause: its id and its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clause {
    pub id: &'static str,
    pub text: &'static str,
}

/// The sentence of a clause; empty for an id that is none.
#[must_use]
pub fn clause_text(id: &str) -> &'static str {
    CLAUSES.iter().find(|clause| clause.id == id).map_or("", |clause| clause.text)
}

macro_rules! clauses {
    ($($id:literal $text:literal,)+) => {
        /// Every clause, in order.
        pub const CLAUSES: &[Clause] = &[$(Clause { id: $id, text: $text },)+];
    };
}

clauses! {
    "R-REPORTIN-4" "本人收到决定书后，应在15日内到执行地报到。",
    "R-REPORTIN-5" "逾期未报到又没有正当理由的，办公室应在报到期限届满后3个工作日内作出报告，送决定机关和执行地公安机关。",
    "R-AGREE-1" "报到当天，乡镇与本人签订协议书。",
    "R-TEST-2" "社区戒毒第一年每月、第二年每两个月、第三年每三个月至少检测一次，共22次。",
    "R-TEST-3" "社区康复第一年每两个月、第二年每三个月、第三年每六个月至少检测一次，共12次。",
    "R-TEST-8" "推迟或漏检不超过三个月的，可用毛发等样本补检。",
    "R-VISIT-2" "社区戒毒每月、社区康复每两个月至少与本人谈话（家访）一次。",
    "R-REPORT-1" "社区戒毒每月、社区康复每两个月至少向办公室报告一次情况。",
    "R-ASSESS-1" "工作小组每季度、每年各评估一次。",
}
