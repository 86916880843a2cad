//! 解读 (readings): RD-nn as named, dated values with their defaults. An office may choose otherwise without a release.
//!
//! A value in force from a day on judges what happened from that day on; what happened before is judged as before.

mod open;
mod setting;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use open::{OPEN, Open, open_question};
pub use setting::{Setting, bounds, options, setting_of};

use crate::code::Area;
use crate::event::{ReadingsSet, RuleVersion};
use crate::norm;

/// The values of one time. A field belongs to the reading named beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each reading is one yes or no, named")]
pub struct Values {
    pub version: RuleVersion,
    /// RD-02: the day of the event counts as day one (default no).
    pub start_day_counts: bool,
    /// RD-03: the office's own 日 periods roll to a working day (default yes).
    pub office_days_roll: bool,
    /// RD-04: make-up working days count as working days (default yes).
    pub makeup_days_work: bool,
    /// RD-05: an accepted reason ends the overdue state (default yes).
    pub reasons_excuse: bool,
    /// RD-06: the last day of the term is the corresponding day itself, one day later (default no).
    pub term_ends_on_anniversary: bool,
    /// RD-07: days after report-in that the agreement may still be signed on.
    pub agreement_days: u32,
    /// RD-08: a recovery under three years is tested every two months throughout (default no: cut off).
    pub short_recovery_every_two_months: bool,
    /// RD-09: test windows are laid by calendar months instead of months of the term (default no).
    pub tests_by_calendar_month: bool,
    /// RD-10: an invalid test counts (default no).
    pub invalid_tests_count: bool,
    /// RD-11: a spot check counts inside the total (default yes).
    pub spot_checks_count: bool,
    /// RD-12: months a make-up is possible.
    pub makeup_months: u8,
    /// RD-12: one hair test may name several windows (default yes).
    pub makeup_covers_several: bool,
    /// RD-13: months a positive hair test may speak of use before the term.
    pub hair_months: u8,
    /// RD-14: both series begin anew at the new place after a change of place (default no).
    pub series_reset_by_transfer: bool,
    /// RD-16: the 24 hours end with the day they end on, not at the minute (default no).
    pub hours_run_to_midnight: bool,
    /// RD-17: hours in which the program proposes to report a relapse.
    pub relapse_report_hours: u32,
    /// RD-18: days from which an absence counts.
    pub absence_days_min: i64,
    /// RD-18: the area whose leaving counts (default the county).
    pub absence_area: Area,
    /// RD-19: days from which leave is needed.
    pub leave_days_min: i64,
    /// RD-20: a test taken elsewhere on leave counts (default yes).
    pub tests_elsewhere_count: bool,
    /// RD-21: days from which overstaying counts.
    pub overstay_days_min: i64,
    /// RD-22: windows of visits and reports are laid by calendar months (default no).
    pub contacts_by_calendar_month: bool,
    /// RD-23: a talk with a relative counts (default no).
    pub relatives_count: bool,
    /// RD-24: a written report made in person counts as the visit of its window (default yes).
    pub report_counts_as_visit: bool,
    /// RD-25: the sixteenth assessment is a final one (default yes).
    pub final_assessment: bool,
    /// RD-25: the sixteenth is an initial one, in the first quarter, instead of a final one (default no).
    pub initial_assessment: bool,
    /// RD-26: days in detention move what is not yet over (default yes).
    pub detention_shifts: bool,
    /// RD-29: the term goes on while the person changes place (default yes).
    pub transit_counts: bool,
    /// RD-29: the dossier's days run from the letter to the new office (default no: from the approval).
    pub handover_from_letter: bool,
    /// RD-30: compulsory isolation applies to nobody under sixteen (default no: it may be not applied).
    pub under_16_exempt: bool,
    /// RD-31: drug users for one worker.
    pub users_per_worker: u32,
    /// The norm leaves it open: days before the end of a window that it is called near.
    pub window_lead_days: i32,
    /// Likewise: days before any other date.
    pub date_lead_days: i32,
    /// R-TIME-10: days after its event from which on a record is late, exclusive.
    pub entered_late_days: i64,
}

impl Default for Values {
    fn default() -> Self {
        Self {
            version: RuleVersion("2026-01".to_owned()),
            start_day_counts: false,
            office_days_roll: true,
            makeup_days_work: true,
            reasons_excuse: true,
            term_ends_on_anniversary: false,
            agreement_days: 0,
            short_recovery_every_two_months: false,
            tests_by_calendar_month: false,
            invalid_tests_count: false,
            spot_checks_count: true,
            makeup_months: norm::MAKEUP_MONTHS,
            makeup_covers_several: true,
            hair_months: norm::HAIR_MONTHS,
            series_reset_by_transfer: false,
            hours_run_to_midnight: false,
            relapse_report_hours: norm::RELAPSE_REPORT_HOURS,
            absence_days_min: norm::ABSENCE_DAYS_MIN,
            absence_area: Area::County,
            leave_days_min: norm::LEAVE_DAYS_MIN,
            tests_elsewhere_count: true,
            overstay_days_min: norm::OVERSTAY_DAYS_MIN,
            contacts_by_calendar_month: false,
            relatives_count: false,
            report_counts_as_visit: true,
            final_assessment: true,
            initial_assessment: false,
            detention_shifts: true,
            transit_counts: true,
            handover_from_letter: false,
            under_16_exempt: false,
            users_per_worker: norm::USERS_PER_WORKER,
            window_lead_days: norm::WINDOW_LEAD_DAYS,
            date_lead_days: norm::DATE_LEAD_DAYS,
            entered_late_days: norm::ENTERED_LATE_DAYS,
        }
    }
}

/// The readings over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Of the last change: what a new record is written under.
    pub version: RuleVersion,
    first: Values,
    /// From which day on, what; ascending.
    later: Vec<(NaiveDate, Values)>,
}

impl Default for Policy {
    fn default() -> Self {
        Self::of(Values::default())
    }
}

impl Policy {
    /// One set of values for all time.
    #[must_use]
    pub fn of(values: Values) -> Self {
        Self { version: values.version.clone(), first: values, later: Vec::new() }
    }

    /// The values that judge what happened on a day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> &Values {
        let later = self.later.iter().rev().find(|(from, _)| *from <= day);
        later.map_or(&self.first, |(_, values)| values)
    }

    /// The readings with a change of an office laid over them. A change that cannot be read changes nothing; one of
    /// an earlier day than the last leaves later ones as they are.
    #[must_use]
    pub fn with(mut self, change: &ReadingsSet) -> Self {
        let Ok(values) = check(self.on(change.valid_from), change) else { return self };
        let at = self.later.partition_point(|(from, _)| *from <= change.valid_from);
        self.later.insert(at, (change.valid_from, values));
        if let Some((_, last)) = self.later.last() {
            self.version = last.version.clone();
        }
        self
    }
}

/// Reads a change against the values before it, for a form to check before it is recorded.
///
/// # Errors
/// The name of the first value that is unknown or of the wrong kind.
pub fn check(before: &Values, change: &ReadingsSet) -> Result<Values, String> {
    let mut values = before.clone();
    for (name, value) in &change.values {
        values = with_value(&values, name, value).ok_or_else(|| name.clone())?;
    }
    values.version = RuleVersion(change.version.clone());
    Ok(values)
}

fn with_value(values: &Values, name: &str, value: &Value) -> Option<Values> {
    let mut all = serde_json::to_value(values).ok()?;
    *all.get_mut(name)? = value.clone();
    serde_json::from_value(all).ok()
}

/// A reading: its id, what it says by default, and what else may be chosen or why nothing else may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    pub id: &'static str,
    pub text: &'static str,
    pub choice: Choice,
}

/// Whether a reading leaves a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// What an office may choose instead, in Chinese; the values are those of [`VALUE_LABELS`].
    Open(&'static str),
    /// Why there is nothing to choose, in Chinese.
    Fixed(&'static str),
}

/// The sentence of a reading; empty for an id that is none.
#[must_use]
pub fn reading_text(id: &str) -> &'static str {
    READINGS.iter().find(|reading| reading.id == id).map_or("", |reading| reading.text)
}

/// What an office chose of a reading instead of its default, in Chinese; `None` where it left it as it is.
#[must_use]
pub fn chosen(values: &Values, reading: &str) -> Option<String> {
    let own = serde_json::to_value(values).ok()?;
    let default = serde_json::to_value(Values::default()).ok()?;
    let differs =
        VALUE_LABELS.iter().filter(|(name, of, _)| *of == reading && own.get(name) != default.get(name));
    let told: Vec<String> = differs
        .filter_map(|(name, _, label)| {
            let value = own.get(name)?;
            let value = match value.as_bool() {
                Some(yes) => if yes { "是" } else { "否" }.to_owned(),
                None => value.as_str().map_or_else(|| value.to_string(), str::to_owned),
            };
            Some(format!("{label}：{value}"))
        })
        .collect();
    (!told.is_empty()).then(|| format!("本办公室另取：{}。", told.join("；")))
}

/// Which reading each value belongs to, and what it is called in a form.
pub const VALUE_LABELS: &[(&str, &str, &str)] = &[
    ("start_day_counts", "RD-02", "起算当天计入"),
    ("office_days_roll", "RD-03", "办公室按日的期限遇休息日顺延"),
    ("makeup_days_work", "RD-04", "调休上班日算工作日"),
    ("reasons_excuse", "RD-05", "认可正当理由后不算逾期"),
    ("term_ends_on_anniversary", "RD-06", "满期日为对应日当天"),
    ("agreement_days", "RD-07", "协议书可在报到后几日内签订"),
    ("short_recovery_every_two_months", "RD-08", "不足三年的社区康复每两个月检测一次"),
    ("tests_by_calendar_month", "RD-09", "检测期按自然月排列"),
    ("invalid_tests_count", "RD-10", "无效结果计入"),
    ("spot_checks_count", "RD-11", "抽检计入应检次数"),
    ("makeup_months", "RD-12", "可补检的月数"),
    ("makeup_covers_several", "RD-12", "一次毛发检测可补多期"),
    ("hair_months", "RD-13", "毛发阳性可能反映此前吸食的月数"),
    ("series_reset_by_transfer", "RD-14", "变更执行地后重新累计"),
    ("hours_run_to_midnight", "RD-16", "24小时算到当日24时"),
    ("relapse_report_hours", "RD-17", "复吸报告的小时数"),
    ("absence_days_min", "RD-18", "擅自离开满几天计为一次"),
    ("absence_area", "RD-18", "离开哪个范围才计（county 本县，township 本乡镇）"),
    ("leave_days_min", "RD-19", "外出满几天需要请假"),
    ("tests_elsewhere_count", "RD-20", "请假期间在外地的检测计入"),
    ("overstay_days_min", "RD-21", "超假满几天计为一次"),
    ("contacts_by_calendar_month", "RD-22", "走访和报告按自然月排列"),
    ("relatives_count", "RD-23", "与亲属谈话算完成走访"),
    ("report_counts_as_visit", "RD-24", "当面书面报告抵走访"),
    ("final_assessment", "RD-25", "第十六次为期满评估"),
    ("initial_assessment", "RD-25", "第十六次为初次评估"),
    ("detention_shifts", "RD-26", "羁押天数顺延"),
    ("transit_counts", "RD-29", "变更执行地途中的日子计入期限"),
    ("handover_from_letter", "RD-29", "档案移交从发函起算"),
    ("under_16_exempt", "RD-30", "不满十六周岁一律不适用强制隔离戒毒"),
    ("users_per_worker", "RD-31", "每名工作人员对应的吸毒人员数"),
    ("window_lead_days", "", "检测期、走访期结束前几天提醒"),
    ("date_lead_days", "", "其他日期前几天提醒"),
    ("entered_late_days", "", "超过几天算补录"),
];

macro_rules! readings {
    ($($id:literal $text:literal $choice:ident $other:literal,)+) => {
        /// Every reading, in order.
        pub const READINGS: &[Reading] =
            &[$(Reading { id: $id, text: $text, choice: Choice::$choice($other) },)+];
    };
}

readings! {
    "RD-01" "一律按北京时间的日历日计算，以事情发生的时间为准，不看录入时间。"
        Fixed "发生时间是法律上的时间，没有其他选择。",
    "RD-02" "起算当天不计入，从第二天开始数。"
        Open "起算当天也可以计为第一天。",
    "RD-03" "按日计算的期限，最后一天遇休息日的，顺延到下一个工作日，以当年实际放假安排为准。"
        Open "办公室自己按日计算的期限也可以不顺延。",
    "RD-04" "工作日按实际放假安排数，调休上班的周末算工作日。"
        Open "调休上班的周末也可以不算工作日。",
    "RD-05" "办公室认可正当理由的，不算逾期，也不用报告。"
        Open "也可以只记下理由，逾期照算。",
    "RD-06" "报到当天是期限的第一天，满期日是对应日的前一天；当月没有对应日的，为当月最后一天。"
        Open "满期日也可以是对应日当天，晚一天。",
    "RD-07" "协议书应在报到当天签订。"
        Open "也可以允许报到后几日内签订。",
    "RD-08" "社区康复不足36个月的，频次不变，到期截止，并作标记。"
        Open "也可以全程每两个月检测一次，二年共十二次。",
    "RD-09" "检测期从报到日起逐段排列，不按自然月，也不因休息日移动。"
        Open "检测期也可以按自然月排列。",
    "RD-10" "检测期内有一次有效结果即完成；多做的不结转，无效的不算，报到当天属于第一期。"
        Open "无效的结果也可以计入。",
    "RD-11" "抽检计入应检次数。"
        Open "抽检也可以不计入应检次数。",
    "RD-12" "漏检的，可在该期结束后3个月内用毛发补检；一次可补多期，但不能抵当前这一期。"
        Open "也可以一次只补一期，或改变可补检的月数。",
    "RD-13" "期限开始后6个月内毛发阳性的，提示可能是此前吸食，本身不算违规。"
        Open "也可以改变月数。",
    "RD-14" "逃避和拒绝检测合并累计，擅自离开另行累计，两者不相加，全程不清零。"
        Open "也可以在变更执行地后重新累计。",
    "RD-15" "是否认定严重违反协议由指定的人决定，程序只作提示；24小时从认定时起算。"
        Fixed "规范写“可以认定”，必须由人决定，程序不得代替。",
    "RD-16" "24小时精确到分钟，不因节假日延长。"
        Open "也可以算到届满当日的24时。",
    "RD-17" "没有拒检情形的阳性结果应及时报告，程序建议在24小时内。"
        Open "也可以建议别的小时数。",
    "RD-18" "未请假离开本县满3天才计为一次，天数为返回日减离开日，未归的算到今天。"
        Open "也可以按离开本乡镇计算，或改变天数。",
    "RD-19" "外出满3天需要请假，最迟在出发前一天提出。"
        Open "也可以改变天数。",
    "RD-20" "请假期间在外地做的检测，按采样日期计入，证明可以后补。"
        Open "外地的检测也可以不计入。",
    "RD-21" "超假从批准返回日起按擅自离开计算，满3天才计。"
        Open "也可以改变天数。",
    "RD-22" "走访和定期报告按期限内的月份排期。"
        Open "走访和报告也可以按自然月排期。",
    "RD-23" "只有见到本人的走访才算完成，与他人谈话另作记录。"
        Open "与亲属谈话也可以算完成走访。",
    "RD-24" "当面提交的书面报告同时算作当期走访，走访不能抵报告。"
        Open "当面的书面报告也可以不抵走访。",
    "RD-25" "16次评估为12次季度、3次年度和1次期满评估。"
        Open "第十六次也可以是报到后的初次评估，或者不设第十六次。",
    "RD-26" "羁押的天数不计入期限，未结束的各期和满期日顺延同样天数。"
        Open "羁押的天数也可以不顺延。",
    "RD-27" "终止或结束后，未到期的各期取消，已结束的保持原样。"
        Fixed "措施已经结束，没有可以继续的各期。",
    "RD-28" "解除的各个日期从（顺延后的）满期日起算。"
        Fixed "规范按期满计算，期满日只有一个。",
    "RD-29" "变更执行地期间期限和各期连续计算；档案移交从公安批准时起算。"
        Open "途中的日子也可以不计入期限；移交也可以从发函起算。",
    "RD-30" "怀孕或哺乳不满一周岁婴儿的，不适用强制隔离戒毒；不满16周岁的可以不适用。"
        Open "不满16周岁的也可以一律按不适用提示。",
    "RD-31" "工作人员数按吸毒人员数除以30向上取整，至少1名专职。"
        Open "也可以改变每名工作人员对应的人数。",
    "RD-32" "工作小组五类成员各至少一人；缺少的作提醒，不阻止办理。"
        Fixed "规范列出五类成员，缺少的只作提醒，没有其他选择。",
    "RD-33" "证件号码按国家标准校验。"
        Fixed "国家标准，没有其他选择。",
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn change(version: &str, from: &str, name: &str, value: Value) -> ReadingsSet {
        ReadingsSet {
            version: version.to_owned(),
            valid_from: day(from),
            values: BTreeMap::from([(name.to_owned(), value)]),
            reason: "试行".to_owned(),
        }
    }

    #[test]
    fn there_are_33_readings_each_with_a_sentence() {
        assert_eq!(READINGS.len(), 33);
        assert!(READINGS.iter().all(|reading| reading.text.ends_with('。')));
    }

    #[test]
    fn a_reading_has_a_value_to_choose_or_says_why_there_is_nothing_to_choose() {
        for reading in READINGS {
            let values = VALUE_LABELS.iter().filter(|(_, of, _)| *of == reading.id).count();
            match reading.choice {
                Choice::Open(other) => assert!(values > 0 && other.ends_with('。'), "{}", reading.id),
                Choice::Fixed(why) => assert!(values == 0 && why.ends_with('。'), "{}", reading.id),
            }
        }
    }

    #[test]
    fn a_changed_reading_judges_from_its_day_on_and_not_before() {
        let policy = Policy::default().with(&change("2026-07", "2026-07-01", "absence_days_min", json!(2)));
        assert_eq!(policy.on(day("2026-06-30")).absence_days_min, norm::ABSENCE_DAYS_MIN);
        assert_eq!(policy.on(day("2026-07-01")).absence_days_min, 2);
        assert_eq!(policy.version, RuleVersion("2026-07".to_owned()));
        assert_eq!(policy.on(day("2026-06-30")).version, RuleVersion("2026-01".to_owned()));
    }

    #[test]
    fn every_value_has_a_label_and_belongs_to_a_reading_that_exists() {
        let values = serde_json::to_value(Values::default()).unwrap();
        let names: Vec<&String> =
            values.as_object().unwrap().keys().filter(|name| *name != "version").collect();
        assert_eq!(names.len(), VALUE_LABELS.len());
        for (name, reading, label) in VALUE_LABELS {
            assert!(names.iter().any(|known| known == name), "{name}");
            assert!(reading.is_empty() || !reading_text(reading).is_empty(), "{reading}");
            assert!(!label.is_empty());
        }
    }

    #[test]
    fn a_later_change_builds_on_the_one_before_it() {
        let policy = Policy::default()
            .with(&change("2026-07", "2026-07-01", "absence_days_min", json!(2)))
            .with(&change("2026-09", "2026-09-01", "relatives_count", json!(true)));
        let values = policy.on(day("2026-10-01"));
        assert_eq!((values.absence_days_min, values.relatives_count), (2, true));
    }

    #[test]
    fn a_change_that_cannot_be_read_changes_nothing_and_says_what_is_wrong() {
        for (name, value) in
            [("absence_days_min", json!("zwei")), ("weather", json!(1)), ("makeup_months", json!(-1))]
        {
            let bad = change("x", "2026-07-01", name, value);
            assert_eq!(check(&Values::default(), &bad), Err(name.to_owned()));
            assert_eq!(Policy::default().with(&bad), Policy::default());
        }
    }
}
