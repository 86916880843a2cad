//! 违规阶梯: refusals and absences are sets of facts, counted anew each time; two series, never added together (RD-14).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::course::Course;
use super::leave::{Leave, leaves};
use super::{Away, CaseFile, Custody, Fact, TransferStep};
use crate::code::{Area, BreachGround, BreachSeries, TestResult, TestSetting};
use crate::event::SeriousDetermined;
use crate::id::EventId;
use crate::norm;
use crate::policy::Policy;

crate::codes! {
    /// 违规程度 (R-BREACH-2, R-BREACH-3).
    pub enum BreachLevel {
        None = "none" "无",
        Admonition1 = "admonition_1" "第一次告诫",
        Admonition2 = "admonition_2" "第二次告诫",
        SeriousCandidate = "serious_candidate" "可以认定严重违反协议",
        Serious = "serious" "已认定严重违反协议",
    }
}

/// One absence without leave, or days past the approved return (RD-18, RD-21).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AbsenceSpan {
    pub from: NaiveDate,
    /// Day back; `None` while still away.
    pub until: Option<NaiveDate>,
    /// Up to today where still away.
    pub days: i32,
    /// Long enough to count.
    pub counted: bool,
    pub event: EventId,
}

/// Both ladders of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ladder {
    /// Refusals and evasions, in order.
    pub refusals: Vec<EventId>,
    /// Positive forced tests (R-TEST-12).
    pub forced_positives: Vec<EventId>,
    /// All absences, by first day; those too short with them.
    pub absences: Vec<AbsenceSpan>,
    /// Determinations that stand, in order.
    pub determined: Vec<(EventId, BreachGround)>,
    /// An ending or expiry ends what was not determined (RD-27).
    pub closed: bool,
}

impl Ladder {
    /// Counts anew from the facts.
    #[must_use]
    pub fn count(file: &CaseFile, course: &Course, policy: &Policy) -> Self {
        let anew = counted_anew(file, course, policy);
        let counts = |day: NaiveDate| course.covers(day) && anew.is_none_or(|anew| day >= anew);
        let refusals = file.refusals.iter().filter(|fact| counts(fact.day()));
        let forced = file.tests.iter().filter(|fact| {
            matches!(fact.body.setting, TestSetting::Forced)
                && matches!(fact.body.result, TestResult::Positive)
                && counts(fact.day())
        });
        Self {
            refusals: refusals.map(|fact| fact.event).collect(),
            forced_positives: forced.map(|fact| fact.event).collect(),
            absences: absences(file, course, policy)
                .into_iter()
                .filter(|absence| anew.is_none_or(|anew| absence.from >= anew))
                .collect(),
            determined: standing_determinations(file, course)
                .map(|fact| (fact.event, fact.body.ground))
                .collect(),
            closed: course.is_over(),
        }
    }

    /// Absences that count.
    pub fn counted(&self) -> impl Iterator<Item = &AbsenceSpan> {
        self.absences.iter().filter(|absence| absence.counted)
    }

    /// Days of all absences that count.
    #[must_use]
    pub fn absence_days(&self) -> i64 {
        self.counted().map(|absence| i64::from(absence.days)).sum()
    }

    /// How far a series has come.
    #[must_use]
    pub fn level(&self, series: BreachSeries) -> BreachLevel {
        if self.determined.iter().any(|(_, ground)| series_of(*ground) == series) {
            return BreachLevel::Serious;
        }
        let (count, at_once) = match series {
            BreachSeries::Test => (self.refusals.len(), !self.forced_positives.is_empty()),
            BreachSeries::Absence => (self.counted().count(), self.absence_days() > norm::ABSENCE_DAYS_MAX),
        };
        match count {
            _ if at_once || count > norm::ADMONITIONS => BreachLevel::SeriousCandidate,
            0 => BreachLevel::None,
            1 => BreachLevel::Admonition1,
            _ => BreachLevel::Admonition2,
        }
    }

    /// Series that wait for a person to decide (RD-15).
    #[must_use]
    pub fn undecided(&self) -> Vec<BreachSeries> {
        let waits = |series: &BreachSeries| self.level(*series) == BreachLevel::SeriousCandidate;
        if self.closed { Vec::new() } else { BreachSeries::ALL.iter().copied().filter(waits).collect() }
    }

    /// Whether the facts bear a ground.
    #[must_use]
    pub fn bears(&self, ground: BreachGround) -> bool {
        match ground {
            BreachGround::TestRefusal => self.refusals.len() > norm::ADMONITIONS,
            BreachGround::ForcedPositive => !self.forced_positives.is_empty(),
            BreachGround::AbsenceCount => self.counted().count() > norm::ADMONITIONS,
            BreachGround::AbsenceDays => self.absence_days() > norm::ABSENCE_DAYS_MAX,
        }
    }

    /// The facts of a series that count, in order.
    #[must_use]
    pub fn series(&self, series: BreachSeries) -> Vec<EventId> {
        match series {
            BreachSeries::Test => self.refusals.clone(),
            BreachSeries::Absence => self.counted().map(|absence| absence.event).collect(),
        }
    }

    /// The facts a series of admonitions answers, in order; the third and later ones call for none.
    #[must_use]
    pub fn admonished(&self, series: BreachSeries) -> Vec<EventId> {
        let facts = self.series(series);
        facts.into_iter().take(norm::ADMONITIONS).collect()
    }
}

/// The series a ground belongs to.
#[must_use]
pub const fn series_of(ground: BreachGround) -> BreachSeries {
    match ground {
        BreachGround::TestRefusal | BreachGround::ForcedPositive => BreachSeries::Test,
        BreachGround::AbsenceCount | BreachGround::AbsenceDays => BreachSeries::Absence,
    }
}

/// Determinations not withdrawn as of the course's moment.
pub(crate) fn standing_determinations<'a>(
    file: &'a CaseFile,
    course: &'a Course,
) -> impl Iterator<Item = &'a Fact<SeriousDetermined>> {
    file.determinations.iter().filter(|fact| fact.day() <= course.today).filter(|fact| {
        !file
            .withdrawals
            .iter()
            .any(|withdrawal| withdrawal.body.determination == fact.event && withdrawal.day() <= course.today)
    })
}

/// From which day on both series begin anew, where RD-14 is read so: the last report-in at a new place.
fn counted_anew(file: &CaseFile, course: &Course, policy: &Policy) -> Option<NaiveDate> {
    let arrived = |fact: &&Fact<TransferStep>| matches!(fact.body, TransferStep::ReportedIn);
    let last = file.transfers.iter().rfind(|fact| arrived(fact) && fact.day() <= course.today)?;
    Some(last.day()).filter(|day| policy.on(*day).series_reset_by_transfer)
}

/// An absence as the records tell it.
#[derive(Clone, Copy)]
struct Told {
    until: Option<NaiveDate>,
    overstay: bool,
    /// Left the township only, not the county (RD-18).
    near: bool,
    event: EventId,
}

/// Absences as they were recorded, each closed by the detention that follows it, and leaves nobody came back from in time.
fn absences(file: &CaseFile, course: &Course, policy: &Policy) -> Vec<AbsenceSpan> {
    let mut told: BTreeMap<NaiveDate, Told> = BTreeMap::new();
    let mut custody = file.custody.iter().peekable();
    for fact in file.away.iter().filter(|fact| fact.day() <= course.today) {
        let Away::Absence(absence) = &fact.body else { continue };
        while let Some(step) = custody.next_if(|step| step.happened_at <= fact.happened_at) {
            detain(step, course, &mut told);
        }
        let (until, near) = (absence.until, matches!(absence.left, Some(Area::Township)));
        told.insert(absence.from, Told { until, overstay: false, near, event: fact.event });
    }
    for step in custody {
        detain(step, course, &mut told);
    }
    for leave in leaves(file, course.today) {
        overstay(&leave, course, &mut told);
    }
    let in_measure = |from: &NaiveDate| {
        course.first.is_some_and(|first| *from >= first) && course.over().is_none_or(|over| *from < over)
    };
    told.into_iter()
        .filter(|(from, _)| in_measure(from) && *from < course.today)
        .map(|(from, told)| span(from, told, course, policy))
        .collect()
}

/// A detention closes an absence that is open.
fn detain(step: &Fact<Custody>, course: &Course, told: &mut BTreeMap<NaiveDate, Told>) {
    let day = step.day();
    if !course.suspensions.iter().any(|suspension| suspension.from == day) {
        return;
    }
    for (_, open) in told.range_mut(..=day).filter(|(_, told)| told.until.is_none()) {
        open.until = Some(day);
    }
}

/// From the day of return on, until the person came back or was detained (R-LEAVE-5).
fn overstay(leave: &Leave<'_>, course: &Course, told: &mut BTreeMap<NaiveDate, Told>) {
    let (Some((_, until)), Some(approval)) = (leave.approved, leave.approval) else { return };
    if leave.back.is_some_and(|back| back <= until) {
        return;
    }
    let starts = course.suspensions.iter().map(|suspension| suspension.from);
    let detained = starts.filter(|day| *day > until).min();
    let held_first = detained.is_some_and(|day| leave.back.is_none_or(|back| day < back));
    let event = leave.returned.filter(|_| !held_first).unwrap_or(approval);
    let known = told.entry(until).or_insert(Told { until: None, overstay: true, near: false, event });
    if held_first {
        known.until = known.until.or(detained);
    } else if leave.back.is_some() {
        known.until = leave.back;
    }
}

fn span(from: NaiveDate, told: Told, course: &Course, policy: &Policy) -> AbsenceSpan {
    let detained = course.suspensions.iter().find_map(|suspension| {
        if suspension.contains(from) { Some(from) } else { Some(suspension.from).filter(|day| *day > from) }
    });
    let stops = [Some(course.today), detained, course.over()];
    let open_end = stops.into_iter().flatten().min().unwrap_or(course.today);
    // a day back recorded after the absence had ended by law does not lengthen it
    let end = told.until.map_or(open_end, |until| until.min(open_end));
    let days = (end - from).num_days().max(0);
    let values = policy.on(from);
    let least = if told.overstay { values.overstay_days_min } else { values.absence_days_min };
    AbsenceSpan {
        from,
        until: told.until,
        days: i32::try_from(days).unwrap_or(i32::MAX),
        counted: days >= least && !(told.near && matches!(values.absence_area, Area::County)),
        event: told.event,
    }
}
