//! 办公室应办: what an office owes apart from any person (R-EDU-1, R-ORG, R-TEST-1, R-TIME-9).

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::OfficeFile;
use crate::calendar::window::add_months;
use crate::calendar::{Calendar, plus_days};
use crate::code::{GuidanceKind, Post};
use crate::duty::Alert;
use crate::moment::{Moment, civil_date};
use crate::norm;
use crate::policy::Policy;
use crate::rules::Rules;

crate::codes! {
    /// Kinds of what an office owes.
    pub enum OfficeDutyKind {
        Education = "education" "社区宣传教育",
        Workers = "workers" "工作人员配备",
        FullTimeWorker = "full_time_worker" "禁毒专职干部",
        LeadingGroup = "leading_group" "领导小组成员",
        Qualification = "qualification" "检测资质到期",
        Calendar = "calendar" "放假安排待载入",
    }
}

/// Something an office owes or lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OfficeDuty {
    pub kind: OfficeDutyKind,
    pub clause: String,
    /// One Chinese sentence with what is lacking.
    pub text: String,
    pub due: Option<NaiveDate>,
    pub alert: Alert,
}

/// Days before a qualification ends that it is called near; our own choice.
const QUALIFICATION_LEAD_DAYS: i64 = 30;
/// From this month on, next year's calendar is wanted; notices come out in November.
const CALENDAR_MONTH: u32 = 12;

/// What an office owes at a moment, most urgent first.
#[must_use]
pub fn office_duties(
    office: &OfficeFile,
    calendar: &Calendar,
    policy: &Policy,
    at: Moment,
) -> Vec<OfficeDuty> {
    let today = civil_date(at);
    let rules = Rules::of(office, calendar, policy, at);
    let mut duties = Vec::new();
    duties.extend(education(office, today, policy));
    duties.extend(workers(office, today, rules.policy.on(today).users_per_worker));
    duties.extend(full_time(office, today));
    duties.extend(leading_group(office, today));
    duties.extend(qualifications(office, today));
    duties.extend(calendar_wanted(&rules.calendar, today));
    duties.sort_by_key(|duty| (duty.alert, duty.due, duty.kind));
    duties
}

fn duty(
    kind: OfficeDutyKind,
    clause: &str,
    text: String,
    due: Option<NaiveDate>,
    alert: Alert,
) -> OfficeDuty {
    OfficeDuty { kind, clause: clause.to_owned(), text, due, alert }
}

/// R-EDU-1: once in each calendar month.
fn education(office: &OfficeFile, today: NaiveDate, policy: &Policy) -> Option<OfficeDuty> {
    let held = office.guidance.iter().any(|fact| {
        let day = fact.day();
        matches!(fact.body.guidance, GuidanceKind::Gathering)
            && (day.year(), day.month()) == (today.year(), today.month())
            && day <= today
    });
    let first = today.with_day(1).unwrap_or(today);
    let last = plus_days(add_months(first, 1), -1);
    let near = (last - today).num_days() <= i64::from(policy.on(today).window_lead_days);
    let alert = if near { Alert::Yellow } else { Alert::Green };
    let text = format!("{}月的社区宣传教育尚未开展", today.month());
    (!held).then(|| duty(OfficeDutyKind::Education, "R-EDU-1", text, Some(last), alert))
}

/// R-ORG-4: by the latest figure of drug users.
fn workers(office: &OfficeFile, today: NaiveDate, per_worker: u32) -> Option<OfficeDuty> {
    let users = office.counted(today)?;
    let needed = norm::workers_required(users, per_worker);
    let have = office.holders(today, &[Post::FullTimeWorker, Post::PartTimeWorker]);
    let text = format!("实有吸毒人员{users}人，应配{needed}名工作人员，现有{have}名");
    (have < needed).then(|| duty(OfficeDutyKind::Workers, "R-ORG-4", text, None, Alert::Yellow))
}

/// R-ORG-3.
fn full_time(office: &OfficeFile, today: NaiveDate) -> Option<OfficeDuty> {
    let none = office.holders(today, &[Post::FullTimeWorker]) < norm::WORKERS_MIN;
    let text = "没有登记禁毒专职干部".to_owned();
    none.then(|| duty(OfficeDutyKind::FullTimeWorker, "R-ORG-3", text, None, Alert::Yellow))
}

/// R-ORG-2, R-ORG-3: posts nobody holds.
fn leading_group(office: &OfficeFile, today: NaiveDate) -> Option<OfficeDuty> {
    let wanted = Post::ALL.iter().filter(|post| !matches!(post, Post::FullTimeWorker | Post::PartTimeWorker));
    let vacant: Vec<&str> =
        wanted.filter(|post| office.holders(today, &[**post]) == 0).map(|post| post.label()).collect();
    let text = format!("未登记：{}", vacant.join("、"));
    (!vacant.is_empty()).then(|| duty(OfficeDutyKind::LeadingGroup, "R-ORG-2", text, None, Alert::Green))
}

/// The last day up to which the end of a qualification is near.
#[must_use]
pub fn qualification_near(today: NaiveDate) -> NaiveDate {
    plus_days(today, QUALIFICATION_LEAD_DAYS)
}

/// R-TEST-1: the latest qualification of each officer, where it ends soon or has ended.
fn qualifications(office: &OfficeFile, today: NaiveDate) -> Vec<OfficeDuty> {
    let latest = office.qualifications.iter().filter(|held| {
        !office
            .qualifications
            .iter()
            .any(|other| other.officer == held.officer && other.valid_until > held.valid_until)
    });
    let soon = qualification_near(today);
    latest
        .filter(|held| held.valid_until <= soon)
        .map(|held| {
            let alert = if held.valid_until < today { Alert::Red } else { Alert::Yellow };
            let text = format!("{}的检测资质有效期至{}", held.name, held.valid_until);
            duty(OfficeDutyKind::Qualification, "R-TEST-1", text, Some(held.valid_until), alert)
        })
        .collect()
}

/// R-TIME-9: this year's calendar, and from December on the next one.
fn calendar_wanted(calendar: &Calendar, today: NaiveDate) -> Option<OfficeDuty> {
    let next = plus_days(add_months(today.with_day(1).unwrap_or(today), 1), 0);
    let ahead = if today.month() >= CALENDAR_MONTH { next } else { today };
    let wanted = [today, ahead].into_iter().find(|day| calendar.is_provisional(*day))?;
    let text = format!("{}年的放假安排尚未载入，涉及的日期为暂定", wanted.year());
    Some(duty(OfficeDutyKind::Calendar, "R-TIME-9", text, None, Alert::Yellow))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{GuidanceGiven, OfficerQualified, PostHeld, UsersCounted};
    use crate::id::{EventId, UserId};
    use crate::office::OfficeFact;
    use uuid::Uuid;

    fn moment(text: &str) -> Moment {
        format!("{text}T09:00:00+08:00").parse().unwrap()
    }

    fn fact<T>(day: &str, body: T) -> OfficeFact<T> {
        OfficeFact { event: EventId(Uuid::nil()), happened_at: moment(day), body }
    }

    fn post(post: Post) -> OfficeFact<PostHeld> {
        let from = "2026-01-01".parse().unwrap();
        fact("2026-01-01", PostHeld { post, name: "试例甲".to_owned(), phone: None, from, until: None })
    }

    fn kinds(office: &OfficeFile, at: &str) -> Vec<OfficeDutyKind> {
        let duties = office_duties(office, &Calendar::built_in(), &Policy::default(), moment(at));
        duties.into_iter().map(|duty| duty.kind).collect()
    }

    /// An office that lacks nothing in May 2026.
    fn complete() -> OfficeFile {
        let gathering = GuidanceGiven {
            attachments: Vec::new(),
            guidance: GuidanceKind::Gathering,
            content: "试讲".to_owned(),
            attendees: 20,
            place: String::new(),
            speakers: Vec::new(),
        };
        OfficeFile {
            posts: Post::ALL.iter().copied().map(post).collect(),
            users: vec![fact("2026-02-01", UsersCounted { users: 60 })],
            guidance: vec![fact("2026-05-04", gathering)],
            qualifications: vec![OfficerQualified {
                officer: UserId(Uuid::nil()),
                name: "试例乙".to_owned(),
                police_no: "J1".to_owned(),
                certificate_no: "Z1".to_owned(),
                valid_from: "2025-01-01".parse().unwrap(),
                valid_until: "2026-12-31".parse().unwrap(),
            }],
            ..OfficeFile::default()
        }
    }

    #[test]
    fn an_office_that_has_everything_owes_nothing() {
        assert_eq!(kinds(&complete(), "2026-05-20"), vec![]);
    }

    #[test]
    fn education_is_owed_anew_in_each_calendar_month() {
        crate::asserts!("R-EDU-1");
        let office = complete();
        assert_eq!(kinds(&office, "2026-06-01"), vec![OfficeDutyKind::Education]);
        let duties = office_duties(&office, &Calendar::built_in(), &Policy::default(), moment("2026-06-25"));
        assert_eq!((duties[0].due, duties[0].alert), ("2026-06-30".parse().ok(), Alert::Yellow));
    }

    #[test]
    fn a_figure_past_sixty_asks_for_a_third_worker() {
        crate::asserts!("R-ORG-4");
        let mut office = complete();
        office.users.push(fact("2026-05-10", UsersCounted { users: 61 }));
        assert_eq!(kinds(&office, "2026-05-20"), vec![OfficeDutyKind::Workers]);
        assert_eq!(kinds(&office, "2026-05-09"), vec![], "before the count");
    }

    #[test]
    fn vacant_posts_and_a_missing_full_time_cadre_are_told() {
        crate::asserts!("R-ORG-2", "R-ORG-3");
        let mut office = complete();
        office.posts.retain(|held| !matches!(held.body.post, Post::Women | Post::FullTimeWorker));
        let wanted =
            vec![OfficeDutyKind::Workers, OfficeDutyKind::FullTimeWorker, OfficeDutyKind::LeadingGroup];
        assert_eq!(kinds(&office, "2026-05-20"), wanted);
    }

    #[test]
    fn a_qualification_is_told_a_month_before_it_ends_and_red_after() {
        crate::asserts!("R-TEST-1");
        let mut office = complete();
        office.qualifications[0].valid_until = "2026-06-10".parse().unwrap();
        assert_eq!(kinds(&office, "2026-05-10"), vec![]);
        assert_eq!(kinds(&office, "2026-05-11"), vec![OfficeDutyKind::Qualification]);
        let duties = office_duties(&office, &Calendar::built_in(), &Policy::default(), moment("2026-06-11"));
        assert_eq!(duties[0].alert, Alert::Red);
    }

    #[test]
    fn next_years_calendar_is_wanted_from_december_on() {
        let office = complete();
        assert!(!kinds(&office, "2026-11-30").contains(&OfficeDutyKind::Calendar));
        assert!(kinds(&office, "2026-12-01").contains(&OfficeDutyKind::Calendar));
        assert!(kinds(&office, "2027-05-01").contains(&OfficeDutyKind::Calendar));
    }
}
