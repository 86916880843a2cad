//! Three years of one invented person with all that can happen in them; every paper there and filled. Frozen as events,
//! for those who bind the dossier of it.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{Days, NaiveDate};

use super::make::{event, moment};
use super::timeline::{story, word};
use super::whole::{calls_of, complete, fill, say, sheets};
use crate::calendar::Calendar;
use crate::case::{State, fold};
use crate::code::{GroupMember, Serve, SupportKind, SupportOutcome};
use crate::document::Paper;
use crate::duty::Reckoning;
use crate::duty::schedule::WindowState;
use crate::event::*;
use crate::moment::Moment;
use crate::page::WindowStatus;
use crate::policy::Policy;

/// Two refusals with their admonitions, a make-up, two leaves with a test away, a detention, a change of place, discharge.
const LIFE: &str = "2022-03-07 报到 社区戒毒 / 2022-03-07 10:00 协议 / 2022-05-16 拒检 / 2022-05-17 告诫 逃避或拒绝检测 1 \
     / 2022-08-15 拒检 / 2022-08-16 告诫 逃避或拒绝检测 2 \
     / 2022-10-09 请假 2022-10-12 2022-10-22 / 2022-10-10 准假 2022-10-12 2022-10-22 / 2022-10-22 销假 \
     / 2023-02-06 羁押 / 2023-02-16 释放 \
     / 2023-05-08 请假 2023-05-11 2023-05-20 / 2023-05-09 准假 2023-05-11 2023-05-20 / 2023-05-20 销假 \
     / 2023-09-04 变更申请 / 2023-09-05 变更通知 / 2023-09-06 变更表 / 2023-09-08 批准变更 2023-09-11 / 2023-09-13 移交 \
     / 2023-09-18 新地报到 / 2023-09-18 10:00 协议 \
     / 2025-02-17 解除建议 / 2025-03-10 解除通知 / 2025-03-12 收到通知 / 2025-04-15 今天";
/// The window of a test that is missed and made up.
const MADE_UP: u8 = 3;

/// A day inside a window on which nothing hinders.
fn day_of(state: &WindowState) -> Option<NaiveDate> {
    let first = state.window.first?;
    Some((first + Days::new(4)).min(state.window.last.unwrap_or(first)))
}

fn open(state: &&WindowState) -> bool {
    state.by.is_none() && !matches!(state.status, WindowStatus::Suspended | WindowStatus::Cancelled)
}

fn life() -> (Vec<Event>, Moment) {
    let (mut events, at) = story(LIFE);
    let mut next = 2000;
    let mut add = |events: &mut Vec<Event>, day: NaiveDate, hour: &str, body: Body| {
        next += 1;
        events.push(event(next, moment(&format!("{day} {hour}")), body));
    };
    let member = |member| Member { member, name: say(), phone: Some("13900000000".to_owned()) };
    let first = super::make::day("2022-03-07");
    let plan = PlanMade {
        drug_history: say(),
        treatment: say(),
        counselling_plan: say(),
        support_plan: say(),
        maintenance_advised: false,
    };
    add(&mut events, first, "11:00", Body::PlanMade(plan));
    let members = GroupMember::ALL.iter().copied().map(member).collect();
    add(&mut events, first, "11:00", Body::GroupSet(GroupSet { members }));
    let support = SupportGiven {
        attachments: Vec::new(),
        support: SupportKind::Training,
        content: say(),
        partner: Some(say()),
        outcome: Some(SupportOutcome::Done),
    };
    add(&mut events, first + Days::new(60), "11:00", Body::SupportGiven(support));
    // A window may only show once another one is met: some rounds.
    for _ in 0..4 {
        let (file, _) = fold(&events);
        let reckoning = Reckoning::of(&file, &Calendar::built_in(), &Policy::default(), at);
        let schedule = reckoning.schedule;
        let tests: Vec<(NaiveDate, u8)> = schedule
            .tests
            .iter()
            .filter(open)
            .filter_map(|state| Some((day_of(state)?, state.window.number)))
            .collect();
        for (day, number) in tests {
            if number == MADE_UP {
                let last = schedule.tests.iter().find(|state| state.window.number == MADE_UP);
                let last = last.and_then(|state| state.window.last).unwrap();
                let makeup = word("2022-01-01", &["检测", "毛发", "补检", &MADE_UP.to_string(), "阴性"]);
                add(&mut events, last + Days::new(3), "09:30", makeup);
            } else {
                add(&mut events, day, "09:30", word("2022-01-01", &["检测", "阴性"]));
            }
        }
        let rows: [(&[WindowState], &[&str]); 5] = [
            (&schedule.visits, &["走访", "本人"]),
            (&schedule.reports, &["报告", "书面", "当面"]),
            (&schedule.quarters, &["评估", "季度"]),
            (&schedule.years, &["评估", "年度"]),
            (&schedule.finals, &["评估", "期满"]),
        ];
        for (states, words) in rows {
            let late = words[0] == "评估";
            for state in states.iter().filter(open) {
                let day = if late { state.window.last } else { day_of(state) };
                if let Some(day) = day {
                    add(&mut events, day, "10:30", word("2022-01-01", words));
                }
            }
        }
    }
    let (file, _) = fold(&events);
    let reckoning = Reckoning::of(&file, &Calendar::built_in(), &Policy::default(), at);
    for state in reckoning.schedule.tests.iter().filter(|state| state.window.first.is_some()) {
        let served = TestNoticeServed {
            window: state.window.number,
            test_day: day_of(state).unwrap(),
            place: say(),
            manner: Serve::InPerson,
            attachments: Vec::new(),
        };
        add(&mut events, state.window.first.unwrap(), "08:00", Body::TestNoticeServed(served));
    }
    events.iter_mut().for_each(|event| complete(&mut event.body));
    for (id, call) in (6000..).zip(calls_of(&events, at)) {
        let about = if matches!(call.paper, Paper::D08 | Paper::D09) { None } else { call.because };
        let mut filled = fill(id, call.paper, about);
        let day = call.since.unwrap_or(first).max(first);
        filled.happened_at = moment(&format!("{day} 17:00"));
        filled.recorded_at = filled.happened_at;
        events.push(filled);
    }
    (events, at)
}

#[test]
fn three_years_with_all_that_happens_lack_no_paper_and_no_field() {
    crate::asserts!("R-FILE-3", "R-FILE-5");
    let (events, at) = life();
    let (file, _) = fold(&events);
    let reckoning = Reckoning::of(&file, &Calendar::built_in(), &Policy::default(), at);
    assert_eq!(reckoning.course.state(), State::Discharged);
    assert_eq!(reckoning.ladder.admonished(crate::code::BreachSeries::Test).len(), 2);
    assert!(reckoning.schedule.tests.iter().any(|state| matches!(state.status, WindowStatus::MadeUp)));
    assert!(!reckoning.course.suspensions.is_empty());
    let all = sheets(&events, at);
    let lacking: Vec<String> = all
        .iter()
        .filter(|(call, sheet)| call.made.is_none() || !sheet.missing.is_empty())
        .map(|(call, sheet)| format!("{} {:?} {:?}", call.paper.code(), call.since, sheet.missing))
        .collect();
    assert_eq!(lacking, Vec::<String>::new());
    let papers: BTreeSet<Paper> = all.iter().map(|(call, _)| call.paper).collect();
    for paper in
        [Paper::D11, Paper::D13, Paper::D14, Paper::D15, Paper::D16, Paper::X08, Paper::X06, Paper::D18]
    {
        assert!(papers.contains(&paper), "{}", paper.code());
    }
    let mut lines: Vec<String> = events.iter().map(|event| serde_json::to_string(event).unwrap()).collect();
    lines.push(String::new());
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/life.jsonl");
    expect_test::expect_file![frozen].assert_eq(&lines.join("\n"));
}
