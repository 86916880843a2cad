//! D17: assessments by the group.

use super::contact::{contacts, summary};
use super::{Form, minute};
use crate::duty::DutyKind;
use crate::duty::schedule::WindowState;
use crate::event::Body;

pub(super) fn assessment(form: &mut Form<'_>) {
    form.head();
    form.section("评估");
    let schedule = &form.reckoning.schedule;
    let sixteenth =
        if form.reckoning.deadline(DutyKind::FinalAssessment).is_some() { "期满" } else { "初次" };
    let rows = [("季度", &schedule.quarters), ("年度", &schedule.years), (sixteenth, &schedule.finals)];
    let of_call = |state: &&WindowState| match form.call.because {
        Some(event) => state.by == Some(event),
        None => {
            let due = form.reckoning.deadline(DutyKind::FinalAssessment).map(|deadline| deadline.due.day());
            state.by.is_none()
                && (state.window.last == form.call.since
                    || form.call.since.is_some() && due == form.call.since)
        }
    };
    let found = rows.iter().find_map(|(name, states)| Some((*name, states.iter().find(of_call)?)));
    form.need("评估类别", found.map(|(name, _)| name));
    form.need("第几次", found.map(|(_, state)| state.window.number));
    let span = found.and_then(|(_, state)| state.window.first.zip(state.window.last));
    form.need("起止", span.map(|(first, last)| format!("{first}至{last}")));
    form.need("检测情况", span.map(|(first, last)| summary(form, first, last)));
    form.need("走访和报告情况", span.map(|(first, last)| contacts(form, first, last)));
    let assessed = match form.made() {
        Some(Body::Assessment(assessed)) => Some(assessed),
        _ => None,
    };
    form.need("配合程度", assessed.map(|it| it.cooperation));
    form.need("表现情况", assessed.map(|it| it.conduct));
    form.need("康复情况", assessed.map(|it| it.recovery));
    form.need("是否违反规定", assessed.map(|it| it.violations.as_deref().unwrap_or("否")));
    form.need("结论", assessed.map(|it| it.conclusion));
    form.need("意见", assessed.map(|it| &it.advice));
    for key in ["family", "work", "mental", "risk"] {
        form.extra(key);
    }
    form.need("评估时间", form.at(form.call.made).map(minute));
    let members = assessed.map(|it| it.members.as_slice()).unwrap_or_default();
    form.need("评估人（至少两名）", Some(members.join("、")).filter(|_| members.len() > 1));
    form.sign(&["评估人", "评估人"]);
}
