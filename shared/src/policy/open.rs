//! 规范未定之处: what the norm leaves open, and by which reading it is closed.

/// What a reading answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    pub reading: &'static str,
    /// The clauses that are read so.
    pub clauses: &'static [&'static str],
    /// What they leave open, in one Chinese sentence.
    pub question: &'static str,
}

/// What the clauses of a reading leave open; empty for an id that is none.
#[must_use]
pub fn open_question(id: &str) -> &'static str {
    OPEN.iter().find(|open| open.reading == id).map_or("", |open| open.question)
}

macro_rules! open {
    ($($reading:literal [$($clause:literal),+] $question:literal,)+) => {
        /// One row for each reading, in order.
        pub const OPEN: &[Open] = &[
            $(Open { reading: $reading, clauses: &[$($clause),+], question: $question },)+
        ];
    };
}

open! {
    "RD-01" ["R-TIME-1", "R-TIME-10"] "规范没有写明按哪个时区、按事情发生还是按录入的时间计算。",
    "RD-02" ["R-TIME-2"] "规范只写“几日内”，没有写起算当天算不算第一天。",
    "RD-03" ["R-TIME-3"] "规范没有写期限末日遇休息日怎么办，也没有区分是谁的期限。",
    "RD-04" ["R-TIME-4"] "规范写“工作日”，没有写调休上班的周末算不算。",
    "RD-05" ["R-REPORTIN-8"] "规范写“正当理由”，没有写由谁认可、认可后原期限怎么办。",
    "RD-06" ["R-TIME-5", "R-DEC-2"] "规范写“自报到之日起”，没有写满期日是对应日还是前一天。",
    "RD-07" ["R-AGREE-1"] "规范要求报到时签订协议，没有写当天签不成的可以晚几天。",
    "RD-08" ["R-DEC-6"] "规范的频次按三年列出，没有写不足三年的社区康复怎么排。",
    "RD-09" ["R-TEST-4"] "规范写“每月”“每两个月”，没有写按自然月还是从报到日起算。",
    "RD-10" ["R-TEST-5"] "规范写“不少于”，没有写多做的能否结转、无效结果算不算。",
    "RD-11" ["R-TEST-6"] "规范允许抽检，没有写抽检怎样计入应检次数。",
    "RD-12" ["R-TEST-8"] "规范写补检不超过三个月，没有写从哪天起算、一次能补几期。",
    "RD-13" ["R-TEST-17"] "毛发能反映数月前的情况，规范没有写期限开始不久的阳性怎么看。",
    "RD-14" ["R-BREACH-9"] "规范没有写逃避与拒绝是否合并、变更执行地后是否清零。",
    "RD-15" ["R-TEST-12"] "规范写“可以认定”，没有写由谁认定、何时起算24小时。",
    "RD-16" ["R-TIME-6"] "规范写“24小时内”，没有写遇节假日是否延长。",
    "RD-17" ["R-TEST-15"] "没有拒检情形的阳性不在规范列举之内，法律只要求及时报告。",
    "RD-18" ["R-BREACH-4"] "规范没有写离开到多远、满几天才算一次，天数怎么数。",
    "RD-19" ["R-LEAVE-1", "R-LEAVE-2"] "规范写“3日以上”“提前一天”，没有写是否包含出发和返回当天。",
    "RD-20" ["R-LEAVE-6"] "规范要求外地检测按期寄回，没有写寄回的期限和按哪天计入。",
    "RD-21" ["R-LEAVE-8"] "规范要求按时销假，没有写超几天起按擅自离开处理。",
    "RD-22" ["R-VISIT-2", "R-REPORT-1"] "规范写“每月”“每两个月”，没有写按自然月还是按期限内的月份。",
    "RD-23" ["R-VISIT-4"] "规范写走访可以找亲属、邻居，没有写没见到本人算不算。",
    "RD-24" ["R-REPORT-4"] "规范写书面报告可以折合见面次数，没有写走访能否反过来抵报告。",
    "RD-25" ["R-ASSESS-2"] "规范写三年16次，而季度加年度只有15次，没有写另一次是哪一次。",
    "RD-26" ["R-SUSP-5"] "规范写继续执行剩余的期限，没有写各期怎样顺延。",
    "RD-27" ["R-TERM-3"] "规范没有写终止后尚未到期的检测、走访怎么处理。",
    "RD-28" ["R-DISCH-1"] "规范没有写顺延之后，解除的各个日期从哪天起算。",
    "RD-29" ["R-TRANSFER-8"] "规范没有写在途时间是否计算、移交从哪份文书起算。",
    "RD-30" ["R-BREACH-8"] "规范写可以强制隔离戒毒，没有写对哪些人不适用。",
    "RD-31" ["R-ORG-4"] "规范写30∶1，没有写不足30人时怎么算。",
    "RD-32" ["R-ORG-5"] "规范列出五类成员，没有写缺少一类时能否办理。",
    "RD-33" ["R-ID-1"] "规范没有写证件号码怎样校验。",
}

#[cfg(test)]
mod tests {
    use super::OPEN;
    use crate::norm::clause_text;
    use crate::policy::READINGS;

    #[test]
    fn every_reading_says_which_clause_leaves_what_open() {
        let answered: Vec<&str> = OPEN.iter().map(|open| open.reading).collect();
        let readings: Vec<&str> = READINGS.iter().map(|reading| reading.id).collect();
        assert_eq!(answered, readings);
        for open in OPEN {
            assert!(open.question.ends_with('。'));
            for clause in open.clauses {
                assert!(!clause_text(clause).is_empty(), "{clause}");
            }
        }
    }
}
