//! Whatever is recorded, in whatever order and on whatever day: nothing panics, and every step of a state is a legal one.

use proptest::prelude::*;

use super::make::{day, event, moment, order};
use super::timeline::word;
use crate::calendar::{Calendar, plus_days};
use crate::case::course::Window;
use crate::case::{CaseFile, State, fold, standing};
use crate::code::Measure;
use crate::document::{calls, sheet};
use crate::duty::{Reckoning, duties, explain};
use crate::event::{Body, Event};
use crate::moment::Moment;
use crate::office::OfficeFile;
use crate::page::person_page;
use crate::policy::Policy;

/// Words of the timeline language that need nothing beside them, or a day and a day.
const WORDS: &[&str] = &[
    "报到",
    "协议",
    "检测 阴性",
    "检测 阳性",
    "检测 强制 阳性",
    "检测 毛发 补检 阴性 1 2 3",
    "检测 毛发 阳性",
    "检测 无效",
    "检测 待实验室 委托流入地",
    "检测 请假外出地 阴性",
    "拒检",
    "逃避",
    "走访 本人",
    "走访 邻居",
    "走访 本人 未找到",
    "报告 书面 当面",
    "报告 书面",
    "评估 季度",
    "评估 年度",
    "评估 期满",
    "销假",
    "正当理由",
    "逾期报告",
    "认定 第三次逃避或拒绝检测",
    "认定 擅自离开累计超过30日",
    "违规报告",
    "复吸报告",
    "羁押",
    "羁押 逮捕",
    "羁押 其他",
    "释放",
    "结束 监狱执行",
    "结束 强制隔离戒毒",
    "变更申请",
    "变更通知",
    "变更表",
    "批准变更",
    "不批准",
    "移交",
    "新地报到",
    "解除建议",
    "解除通知",
    "收到通知",
    "告诫 逃避或拒绝检测 1",
    "告诫 擅自离开执行地 2",
];
const WITH_DAYS: &[&str] = &["擅离", "请假", "准假", "批准变更", "正当理由"];

/// A fact some days after the order, endings rarer than the rest.
fn fact() -> impl Strategy<Value = (i64, Body)> {
    let plain = (0..WORDS.len()).prop_map(|at| WORDS[at].to_owned());
    let with_days = (0..WITH_DAYS.len(), 0_i64..1200, 0_i64..45).prop_map(|(at, from, days)| {
        let from = plus_days(day("2023-03-06"), from);
        format!("{} {from} {}", WITH_DAYS[at], plus_days(from, days))
    });
    let text = prop_oneof![4 => plain, 1 => with_days];
    (0_i64..1300, text).prop_map(|(at, text)| {
        let words: Vec<&str> = text.split_whitespace().collect();
        (at, word("2023-03-06", &words))
    })
}

fn facts() -> impl Strategy<Value = Vec<Event>> {
    let measure = prop_oneof![Just(Measure::Rehab), Just(Measure::Recovery)];
    (measure, 1_u8..=36, prop::collection::vec(fact(), 0..24), 0_i64..20).prop_map(
        |(measure, term, facts, reported)| {
            let start = moment("2023-03-06");
            let mut events = vec![
                event(1, start, Body::Order(order(measure, term, day("2023-03-06")))),
                event(2, start + chrono::TimeDelta::days(reported), super::make::report_in()),
            ];
            for (number, (days, body)) in (3..).zip(facts) {
                events.push(event(number, start + chrono::TimeDelta::days(days), body));
            }
            events
        },
    )
}

/// Everything the rules can be asked of a file at a moment.
fn ask_all(file: &CaseFile, at: Moment) -> Reckoning {
    let (calendar, policy, office) = (Calendar::built_in(), Policy::default(), OfficeFile::default());
    let _ = standing(file, &office, &calendar, &policy, at);
    let _ = person_page(file, &[], &office, &calendar, &policy, at);
    for duty in duties(file, &office, &calendar, &policy, at) {
        assert!(explain(file, &office, &calendar, &policy, at, duty.key).is_some(), "{duty:?}");
    }
    let reckoning = Reckoning::of(file, &calendar, &policy, at);
    for call in calls(file, &reckoning) {
        let _ = sheet(file, &office, &reckoning, &call);
    }
    reckoning
}

/// The arrows between the states. A reason accepted later takes the overdue state back.
fn is_legal(from: State, to: State) -> bool {
    use State::{Active, ClosedOther, Discharged, Expired, Overdue, Registered, Suspended, Terminated};
    from == to
        || match from {
            Registered => matches!(to, Active | Overdue | Suspended | Terminated | ClosedOther),
            Overdue => matches!(to, Active | Registered | Suspended | Terminated | ClosedOther),
            Active => matches!(to, Suspended | Expired | Discharged | Terminated | ClosedOther),
            Suspended => matches!(to, Active | Terminated | ClosedOther),
            Expired => matches!(to, Discharged),
            Discharged | Terminated | ClosedOther => false,
        }
}

proptest! {
    #[test]
    fn a_state_only_ever_takes_the_arrows_of_the_norm(events in facts()) {
        let (file, _) = fold(&events);
        let (calendar, policy) = (Calendar::built_in(), Policy::default());
        let mut last = None;
        for days in (0..1400).step_by(7) {
            let at = moment("2023-03-06 23:59") + chrono::TimeDelta::days(days);
            let course = crate::case::course::Course::read(&file, &calendar, &policy, at);
            let state = course.state();
            if let Some(before) = last {
                // A week may hold two steps, so the ones between are allowed, too.
                let through = |middle: State| is_legal(before, middle) && is_legal(middle, state);
                let all = [State::Registered, State::Overdue, State::Active, State::Suspended, State::Expired];
                let twice = all.into_iter().any(|one| all.into_iter().any(|two| is_legal(before, one) && is_legal(one, two) && is_legal(two, state)));
                prop_assert!(is_legal(before, state) || all.into_iter().any(through) || twice, "{before:?} to {state:?} in day {days}");
            }
            last = Some(state);
        }
    }

    #[test]
    fn whatever_is_recorded_can_be_asked_about_on_any_day(events in facts(), day_of in 0_i64..1500) {
        let (file, _) = fold(&events);
        let at = moment("2023-03-06") + chrono::TimeDelta::days(day_of);
        let reckoning = ask_all(&file, at);
        for states in [&reckoning.schedule.tests, &reckoning.schedule.visits] {
            let windows: Vec<Window> = states.iter().map(|state| state.window).collect();
            for pair in windows.windows(2) {
                prop_assert!(pair[0].last.is_none() || pair[1].first.is_none() || pair[0].last < pair[1].first);
                prop_assert!(pair[0].last.is_some() || pair[1].first.is_none(), "after a hidden window all are hidden");
            }
        }
        let at_most = reckoning.schedule.tests.len();
        prop_assert!(reckoning.schedule.tests.iter().filter(|state| state.by.is_some()).count() <= at_most);
    }

    #[test]
    fn the_ends_of_time_are_no_panic(events in facts(), which in 0_usize..30, late in any::<bool>(), at_end in any::<bool>()) {
        let end = |late: bool| if late { Moment::from(chrono::DateTime::<chrono::Utc>::MAX_UTC) } else { Moment::from(chrono::DateTime::<chrono::Utc>::MIN_UTC) };
        let mut events = events;
        let at = which % events.len();
        events[at].happened_at = end(late);
        events[at].recorded_at = end(!late);
        let (file, _) = fold(&events);
        let _ = ask_all(&file, if at_end { end(late) } else { moment("2024-03-06") });
    }
}
