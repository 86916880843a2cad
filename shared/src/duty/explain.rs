//! 为什么是这天: every date with its clause, readings, inputs, arithmetic and rows of the calendar.

use chrono::{Datelike, NaiveDate};

use super::deadline::{Deadline, DeadlineStatus, Due};
use super::schedule::WindowState;
use super::worklist::{self, Owed, Recurring};
use super::{Duty, DutyKey, Explanation, Input, Reckoning};
use crate::calendar::{Calendar, Length, chinese};
use crate::case::CaseFile;
use crate::case::course::Course;
use crate::moment::chinese_minute;
use crate::norm;
use crate::policy::{Policy, Values, chosen, open_question, reading_text};

/// What the arithmetic of one date consists of.
#[derive(Default)]
struct Working {
    readings: Vec<&'static str>,
    inputs: Vec<Input>,
    steps: Vec<String>,
    calendar_rows: Vec<String>,
}

pub(super) fn explain(
    file: &CaseFile,
    reckoning: &Reckoning,
    calendar: &Calendar,
    policy: &Policy,
    key: DutyKey,
) -> Option<Explanation> {
    let course = &reckoning.course;
    let (key, owed) = worklist::all(reckoning).into_iter().rev().find(|(found, _)| *found == key)?;
    let duty = worklist::duty(key, owed, course, calendar, policy)?;
    let working = match owed {
        Owed::Window(kind, state) => window_working(file, course, kind, state, policy),
        Owed::Deadline(deadline) => deadline_working(deadline, calendar, policy),
    };
    let clause_text = norm::clause_text(&duty.clause).to_owned();
    let values = policy.on(course.first.filter(|_| key.window.is_some()).unwrap_or(duty.opens));
    let readings: Vec<Input> = working.readings.iter().map(|id| reading(id, values)).collect();
    let paragraph = paragraph(&duty, &clause_text, &working, &readings);
    Some(Explanation {
        clause_text,
        questions: working.readings.iter().map(|id| open_question(id).to_owned()).collect(),
        readings,
        inputs: working.inputs,
        steps: working.steps,
        calendar_rows: working.calendar_rows,
        rule_version: values.version.0.clone(),
        revisions: Vec::new(),
        paragraph,
        duty,
    })
}

/// A reading as it was taken: its default, or what the office chose.
fn reading(id: &str, values: &Values) -> Input {
    let value = chosen(values, id).unwrap_or_else(|| reading_text(id).to_owned());
    Input { label: id.to_owned(), value, event: None }
}

fn input(label: &str, value: impl ToString, event: Option<crate::id::EventId>) -> Input {
    Input { label: label.to_owned(), value: value.to_string(), event }
}

fn window_working(
    file: &CaseFile,
    course: &Course,
    kind: Recurring,
    state: &WindowState,
    policy: &Policy,
) -> Working {
    let window = &state.window;
    let (from, to) = window.span;
    let mut working = Working { readings: vec!["RD-06"], ..Working::default() };
    working.readings.push(kind.reading());
    if let (Some(report_in), Some(first)) = (&file.report_in, course.first) {
        working.inputs.push(input("报到日", chinese(first), Some(report_in.event)));
    }
    let months =
        if from + 1 == to { format!("第{to}个月") } else { format!("第{}至{to}个月", from + 1) };
    working.inputs.push(input("第几期", format!("第{}期，期限的{months}", window.number), None));
    let (plain_first, plain_last) = (chinese(window.plain.0), chinese(window.plain.1));
    if course.by_month(kind.windows()) {
        working.steps.push(format!("本期按自然月排列，从{plain_first}到{plain_last}"));
    } else {
        working.steps.push(format!("本期从报到日起算第{from}个月的对应日开始：{plain_first}"));
        working.steps.push(format!("到第{to}个月的对应日前一天结束：{plain_last}"));
    }
    for suspension in
        course.suspensions.iter().filter(|suspension| window.last.is_some_and(|last| suspension.from <= last))
    {
        if let (Some(until), Some(days)) = (suspension.until, suspension.days()) {
            working.steps.push(format!(
                "{}至{}羁押{days}天不计入，顺延{days}天",
                chinese(suspension.from),
                chinese(until)
            ));
            working.readings.push("RD-26");
        }
    }
    if let (Some(first), Some(last)) = (window.first, window.last)
        && (first, last) != window.plain
    {
        working.steps.push(format!("顺延后为{}至{}", chinese(first), chinese(last)));
    }
    if let (Recurring::Makeup, Some(last), Some(until)) = (kind, window.last, state.makeup_until) {
        working.readings.push("RD-12");
        working.steps.push(format!("本期{}结束时没有有效检测", chinese(last)));
        let months = policy.on(last).makeup_months;
        working.steps.push(format!("加{months}个月，补检最迟{}", chinese(until)));
    } else {
        working.steps.push("检测期和走访期不因休息日移动".to_owned());
    }
    working.readings.dedup();
    working
}

fn deadline_working(deadline: &Deadline, calendar: &Calendar, policy: &Policy) -> Working {
    let rule = deadline.rule;
    let from = deadline.start.day();
    let mut working = Working { readings: rule.readings.to_vec(), ..Working::default() };
    let start = match deadline.start {
        super::deadline::Start::Day(day) => chinese(day),
        super::deadline::Start::Instant(at) => chinese_minute(at),
    };
    working.inputs.push(input(rule.from, start, deadline.source));
    working.inputs.push(input("责任人", rule.who.label(), None));
    let counts = policy.on(from).start_day_counts;
    let start = format!("{}当天{}计入", chinese(from), if counts { "" } else { "不" });
    match (rule.length, deadline.due) {
        (Length::Days(days), Due::Day(due)) => {
            let counted = i64::from(days) - i64::from(counts);
            let plain = crate::calendar::plus_days(from, counted);
            working.steps.push(format!("{start}，第{days}日是{}", chinese(plain)));
            roll(plain, due, calendar, &mut working);
        }
        (Length::Workdays(days), Due::Day(due)) => {
            let listed = workdays(from, due, calendar);
            working.steps.push(format!("{start}，数{days}个工作日：{}", listed.join("、")));
            working.calendar_rows = calendar.rows_between(from, due);
        }
        (Length::Hours(hours), Due::Instant(due)) => {
            let text = chinese_minute(due);
            working.steps.push(format!("从该时刻起{hours}小时，到{text}，不因休息日延长"));
        }
        (Length::DaysBefore(days), Due::Day(due)) => {
            working.steps.push(format!(
                "{}当天不计入，向前{days}日是{}，不向后移",
                chinese(from),
                chinese(due)
            ));
            if let Some(target) = deadline.target {
                working.steps.push(format!("{}是休息日，宜在{}前办理", chinese(due), chinese(target)));
                working.calendar_rows = calendar.rows_between(target, due);
            }
        }
        (Length::SameDay, due) => working.steps.push(format!("应在当日办理：{}", chinese(due.day()))),
        (_, due) => working.steps.push(format!("截止：{}", chinese(due.day()))),
    }
    if matches!(deadline.status, DeadlineStatus::Missed) {
        working.steps.push("期限已过，尚未办理".to_owned());
    }
    working
}

fn roll(plain: NaiveDate, due: NaiveDate, calendar: &Calendar, working: &mut Working) {
    if due > plain {
        working.steps.push(format!("{}是休息日，顺延到下一个工作日{}", chinese(plain), chinese(due)));
        working.calendar_rows = calendar.rows_between(plain, due);
    } else if due == plain {
        working.steps.push(format!("{}是工作日，不顺延", chinese(plain)));
        working.calendar_rows = calendar.rows_between(plain, plain);
    } else {
        working.steps.push(format!("另定日期：{}", chinese(due)));
    }
}

/// The working days counted between two days, first excluded.
fn workdays(from: NaiveDate, due: NaiveDate, calendar: &Calendar) -> Vec<String> {
    std::iter::successors(from.succ_opt(), |day| day.succ_opt())
        .take_while(|day| *day <= due)
        .filter(|day| calendar.is_working_day(*day))
        .map(|day| format!("{}月{}日", day.month(), day.day()))
        .collect()
}

fn paragraph(duty: &Duty, clause_text: &str, working: &Working, readings: &[Input]) -> String {
    let Duty { key, clause, due, provisional, .. } = duty;
    let window = key.window.map_or(String::new(), |number| format!("（第{number}期）"));
    let mut text = format!("{}{window}最迟{}。依据{clause}：{clause_text}", key.kind.label(), chinese(*due));
    let inputs: Vec<String> =
        working.inputs.iter().map(|input| format!("{}：{}", input.label, input.value)).collect();
    text.push_str(&format!("已知{}。", inputs.join("；")));
    text.push_str(&format!("计算：{}。", working.steps.join("；")));
    if !working.calendar_rows.is_empty() {
        text.push_str(&format!("用到的放假安排：{}。", working.calendar_rows.join("、")));
    }
    for reading in readings {
        text.push_str(&format!("（{}）{}", reading.label, reading.value));
    }
    if *provisional {
        text.push_str("该年度放假安排尚未公布，日期为暂定。");
    }
    text
}
