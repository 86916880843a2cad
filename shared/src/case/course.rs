//! 进程: the measure in time — report-in, term, detentions, ending. Everything else is measured against it.

use chrono::NaiveDate;

use super::{CaseFile, Custody, Fact, State, TransferStep};
use crate::calendar::shift::{Suspension, shift};
use crate::calendar::window::{MonthSpan, anchor, calendar_window, spans, window};
use crate::calendar::{Calendar, plus_days};
use crate::code::{EndingKind, Measure};
use crate::event::Ended;
use crate::id::EventId;
use crate::moment::{Moment, civil_date};
use crate::norm;
use crate::policy::Policy;

/// How and when a measure ended before its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    pub day: NaiveDate,
    pub at: Moment,
    pub kind: EndingKind,
    pub event: EventId,
}

/// A window of the term, as detentions let it lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// From 1.
    pub number: u8,
    pub span: MonthSpan,
    /// Unknown while a detention hides it.
    pub first: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
    /// Undisturbed days, for drawing.
    pub plain: (NaiveDate, NaiveDate),
}

impl Window {
    /// Whether a day lies in it; a window that runs while the person is detained has no last day yet.
    #[must_use]
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.first.is_some_and(|first| day >= first) && self.last.is_none_or(|last| day <= last)
    }
}

/// The measure in time, seen from a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    pub at: Moment,
    pub today: NaiveDate,
    pub measure: Option<Measure>,
    pub term_months: u8,
    /// Day one of the term: the report-in day (RD-06).
    pub first: Option<NaiveDate>,
    /// Last day; `None` before report-in and while a detention hides it.
    pub last: Option<NaiveDate>,
    /// Detentions that suspend (R-SUSP-1).
    pub suspensions: Vec<Suspension>,
    /// All that moves dates: detentions, and time in transit where RD-29 is read so; by first day.
    pauses: Vec<Suspension>,
    laid: Laid,
    pub ending: Option<Ending>,
    /// Last day to report in (R-REPORTIN-4).
    pub report_in_due: Option<NaiveDate>,
    /// A justified reason was accepted (RD-05).
    pub justified: bool,
    pub notice_issued: bool,
}

/// How windows are laid for a term that began on its day (RD-06, RD-09, RD-22).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Laid {
    ends_on_anniversary: bool,
    tests_by_month: bool,
    contacts_by_month: bool,
}

/// What windows are for: RD-09 lays those of tests, RD-22 those of contacts; assessments go by the term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowsOf {
    Tests,
    Contacts,
    Assessments,
}

impl Course {
    /// Reads the course of a file as of a moment; facts of later days do not count yet.
    #[must_use]
    pub fn read(file: &CaseFile, calendar: &Calendar, policy: &Policy, at: Moment) -> Self {
        let today = civil_date(at);
        let order = file.order.as_ref().map(|order| &order.body);
        let term = order.map_or(0, |order| order.term_months);
        let justified = file
            .lateness_justified
            .iter()
            .filter(|fact| fact.day() <= today && policy.on(fact.day()).reasons_excuse);
        let due = order
            .and_then(|order| order.received_by_person)
            .map(|received| calendar.due(received, norm::REPORT_IN, false, policy));
        let mut course = Self {
            at,
            today,
            measure: order.map(|order| order.measure),
            term_months: if (1..=norm::TERM_MONTHS).contains(&term) { term } else { 0 },
            first: file.report_in.as_ref().map(Fact::day).filter(|day| *day <= today),
            last: None,
            suspensions: Vec::new(),
            pauses: Vec::new(),
            laid: Laid::default(),
            ending: None,
            report_in_due: due,
            justified: justified.clone().next().is_some(),
            notice_issued: file
                .discharge
                .iter()
                .any(|step| step.day() <= today && !matches!(step.body, super::DischargeStep::Proposed)),
        };
        if let Some(new_date) = justified.filter_map(|fact| fact.body.new_date).next_back() {
            course.report_in_due = Some(new_date);
            course.justified = today <= new_date;
        }
        course.ending = file.endings.iter().find(|ended| ended.day() <= today).map(ending);
        course.settle(file, policy);
        course
    }

    /// Lays detentions and the last day; an ending after the last day is none.
    fn settle(&mut self, file: &CaseFile, policy: &Policy) {
        if let (Some(first), Some(ending)) = (self.first, self.ending)
            && ending.day < first
        {
            self.first = None;
        }
        let Some(first) = self.first else { return };
        let values = policy.on(first);
        self.laid = Laid {
            ends_on_anniversary: values.term_ends_on_anniversary,
            tests_by_month: values.tests_by_calendar_month,
            contacts_by_month: values.contacts_by_calendar_month,
        };
        let plain_last =
            plus_days(anchor(first, self.term_months), if values.term_ends_on_anniversary { 0 } else { -1 });
        self.pauses = transits(file, first, self.today, policy);
        let mut open: Option<NaiveDate> = None;
        let today = self.today;
        for fact in file.custody.iter().filter(|fact| fact.day() >= first && fact.day() <= today) {
            if self.ending.is_some_and(|ending| fact.happened_at >= ending.at) {
                break;
            }
            match (fact.body, open) {
                (Custody::In { suspends: true }, None) => {
                    let last = self.shift(plain_last);
                    open = Some(fact.day()).filter(|day| last.is_none_or(|last| *day <= last));
                }
                (Custody::Out, Some(from)) => {
                    let (until, shifts) = (Some(fact.day().max(from)), policy.on(from).detention_shifts);
                    self.suspend(Suspension { from, until, shifts });
                    open = None;
                }
                (Custody::In { .. }, _) | (Custody::Out, None) => {}
            }
        }
        if let Some(from) = open {
            self.suspend(Suspension { from, until: None, shifts: true });
        }
        self.last = if self.term_months == 0 { None } else { self.shift(plain_last) };
        if let (Some(ending), Some(last)) = (self.ending, self.last)
            && ending.day > last
        {
            self.ending = None;
        }
    }

    /// Time in transit ends where a detention begins: no day is counted twice.
    fn suspend(&mut self, suspension: Suspension) {
        self.suspensions.push(suspension);
        for pause in self.pauses.iter_mut().filter(|pause| pause.contains(suspension.from)) {
            pause.until = Some(suspension.from);
        }
        let at = self.pauses.partition_point(|pause| pause.from <= suspension.from);
        self.pauses.insert(at, suspension);
    }

    /// 状态: from the order to the end (R-REPORTIN, R-SUSP, R-TERM, R-DISCH).
    #[must_use]
    pub fn state(&self) -> State {
        if let Some(ending) = self.ending {
            return match ending.kind {
                EndingKind::Prison | EndingKind::House | EndingKind::Juyi | EndingKind::CoerciveEducation => {
                    State::Terminated
                }
                EndingKind::CompulsoryIsolation | EndingKind::Death | EndingKind::Revoked => {
                    State::ClosedOther
                }
            };
        }
        if self.first.is_none() {
            return if self.report_in_missed() { State::Overdue } else { State::Registered };
        }
        if self.expiry().is_some_and(|expiry| self.today >= expiry) {
            return if self.notice_issued { State::Discharged } else { State::Expired };
        }
        if self.open_detention().is_some() { State::Suspended } else { State::Active }
    }

    /// The report-in deadline passed without report-in or in spite of it, and no reason was accepted.
    #[must_use]
    pub fn report_in_missed(&self) -> bool {
        let Some(due) = self.report_in_due else { return false };
        if self.justified || self.ending.is_some_and(|ending| due >= ending.day) {
            return false;
        }
        self.first.unwrap_or(self.today) > due
    }

    /// First day of a detention that still lasts.
    #[must_use]
    pub fn open_detention(&self) -> Option<NaiveDate> {
        self.suspensions.last().filter(|suspension| suspension.until.is_none()).map(|open| open.from)
    }

    /// The day after the last day: the measure is over by law (R-DISCH-5).
    #[must_use]
    pub fn expiry(&self) -> Option<NaiveDate> {
        self.last.map(|last| plus_days(last, 1))
    }

    /// The day the measure is over, by an ending or by expiry, if that day has come.
    #[must_use]
    pub fn over(&self) -> Option<NaiveDate> {
        self.ending.map(|ending| ending.day).or(self.expiry()).filter(|day| *day <= self.today)
    }

    /// Whether the measure is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.over().is_some()
    }

    /// The day windows are judged on: statuses freeze on the day of an ending (RD-27).
    #[must_use]
    pub fn judged(&self) -> NaiveDate {
        self.ending.map_or(self.today, |ending| ending.day.min(self.today))
    }

    /// Whether a day lies in the measure: from report-in to the ending or the last day.
    #[must_use]
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.first.is_some_and(|first| day >= first)
            && day <= self.judged()
            && self.last.is_none_or(|last| day <= last)
    }

    /// Where a day of the undisturbed term comes to lie.
    #[must_use]
    pub fn shift(&self, day: NaiveDate) -> Option<NaiveDate> {
        shift(day, &self.pauses)
    }

    /// Windows of the term by steps, cut off at its end; none before report-in.
    #[must_use]
    pub fn windows(&self, steps: &[(u8, u8)], of: WindowsOf) -> Vec<Window> {
        self.lay(&spans(steps, self.term_months), of)
    }

    /// Whether windows are laid by calendar months (RD-09, RD-22).
    #[must_use]
    pub const fn by_month(&self, of: WindowsOf) -> bool {
        match of {
            WindowsOf::Tests => self.laid.tests_by_month,
            WindowsOf::Contacts => self.laid.contacts_by_month,
            WindowsOf::Assessments => false,
        }
    }

    /// Whole windows of so many months; what is left of the term has none (RD-08).
    #[must_use]
    pub fn whole_windows(&self, months: u8) -> Vec<Window> {
        let whole = self.term_months.checked_div(months).unwrap_or(0).saturating_mul(months);
        self.lay(&spans(&[(whole, months)], self.term_months), WindowsOf::Assessments)
    }

    /// One window over a span of months, number 1.
    #[must_use]
    pub fn span_window(&self, span: MonthSpan) -> Option<Window> {
        self.lay(&[span], WindowsOf::Assessments).pop()
    }

    fn lay(&self, spans: &[MonthSpan], of: WindowsOf) -> Vec<Window> {
        let Some(start) = self.first else { return Vec::new() };
        let place = |(number, span): (u8, &MonthSpan)| {
            let (first, mut last) = if self.by_month(of) {
                calendar_window(start, *span, self.term_months)
            } else {
                window(start, *span)
            };
            if self.laid.ends_on_anniversary && span.1 == self.term_months {
                last = plus_days(last, 1);
            }
            Window {
                number,
                span: *span,
                first: self.shift(first),
                last: self.shift(last),
                plain: (first, last),
            }
        };
        (1..).zip(spans).map(place).collect()
    }
}

/// Changes of place whose days do not count, from the notice to the report-in at the new place (RD-29). One still under
/// way moves nothing yet.
fn transits(file: &CaseFile, first: NaiveDate, today: NaiveDate, policy: &Policy) -> Vec<Suspension> {
    let mut left: Option<NaiveDate> = None;
    let mut all = Vec::new();
    for step in file.transfers.iter().filter(|step| step.day() <= today) {
        match step.body {
            TransferStep::Approved { notice_received } => {
                let from = notice_received.unwrap_or(step.day());
                left = Some(from).filter(|from| *from >= first && !policy.on(*from).transit_counts);
            }
            TransferStep::ReportedIn => {
                let until = step.day();
                let gone = left.take().filter(|from| *from < until);
                all.extend(gone.map(|from| Suspension { from, until: Some(until), shifts: true }));
            }
            TransferStep::Denied => left = None,
            TransferStep::Requested
            | TransferStep::OrgNotified
            | TransferStep::FormSubmitted
            | TransferStep::DossierHandedOver => {}
        }
    }
    all
}

fn ending(fact: &Fact<Ended>) -> Ending {
    Ending { day: fact.day(), at: fact.happened_at, kind: fact.body.ending, event: fact.event }
}
