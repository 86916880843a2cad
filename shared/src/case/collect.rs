//! Sorting standing facts into their families.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Away, CaseFile, Custody, DischargeStep, Fact, Issue, IssueKind, ReportFact, TestFact, TransferStep,
    VisitFact,
};
use crate::code::DetentionKind;
use crate::event::{Body, DrugTest, Event, Stream, Visit};
use crate::id::EventId;

pub(super) fn collect(
    events: Vec<Event>,
    voided: Vec<EventId>,
    same: BTreeMap<EventId, EventId>,
    issues: &mut Vec<Issue>,
) -> CaseFile {
    let mut file = CaseFile { voided, same, ..CaseFile::default() };
    let mut doubles = Doubles::default();
    for event in &events {
        if let Stream::Case(case) = &event.stream {
            file.case = file.case.map_or(Some(*case), |known| Some(known.min(*case)));
        }
        if file.counts(event.id) {
            take(&mut file, event, &mut doubles);
        }
    }
    doubles.report(&file, issues);
    file.events = events;
    file
}

/// What may be there once only, and kinds this build does not know.
#[derive(Default)]
struct Doubles {
    orders: Vec<EventId>,
    report_ins: Vec<EventId>,
    unknown: BTreeSet<EventId>,
}

impl Doubles {
    fn report(self, file: &CaseFile, issues: &mut Vec<Issue>) {
        let first_and = |first: Option<EventId>, rest: Vec<EventId>| first.into_iter().chain(rest).collect();
        if !self.orders.is_empty() {
            let first = file.order.as_ref().map(|fact| fact.event);
            issues.push(Issue { kind: IssueKind::TwoOrders, events: first_and(first, self.orders) });
        }
        if !self.report_ins.is_empty() {
            let first = file.report_in.as_ref().map(|fact| fact.event);
            issues.push(Issue { kind: IssueKind::TwoReportIns, events: first_and(first, self.report_ins) });
        }
        for event in self.unknown {
            issues.push(Issue { kind: IssueKind::UnknownKind, events: vec![event] });
        }
    }
}

fn take(file: &mut CaseFile, event: &Event, doubles: &mut Doubles) {
    let step = |step| fact(event, step);
    let away = |away| fact(event, away);
    match &event.body {
        Body::Order(body) if file.order.is_none() => file.order = Some(fact(event, body.clone())),
        Body::Order(_) => doubles.orders.push(event.id),
        Body::ReportIn(body) if file.report_in.is_none() => file.report_in = Some(fact(event, body.clone())),
        Body::ReportIn(_) => doubles.report_ins.push(event.id),
        Body::AgreementSigned(body) => file.agreements.push(fact(event, body.clone())),
        Body::Visit(body) => file.visits.push(fact(event, seen(body))),
        Body::DrugTest(body) => file.tests.push(fact(event, tested(body))),
        Body::TestRefused(body) => file.refusals.push(fact(event, body.clone())),
        Body::SelfReport(body) => {
            let report = ReportFact { written: body.written, face_to_face: body.face_to_face };
            file.reports.push(fact(event, report));
        }
        Body::Assessment(body) => file.assessments.push(fact(event, body.clone())),
        Body::SupportGiven(body) => file.support.push(fact(event, body.clone())),
        Body::GuidanceGiven(body) => file.guidance.push(fact(event, body.clone())),
        Body::PlanMade(body) => file.plans.push(fact(event, body.clone())),
        Body::GroupSet(body) => file.groups.push(fact(event, body.clone())),
        Body::TestNoticeServed(body) => file.test_notices.push(fact(event, body.clone())),
        Body::ForcedTestApproved(body) => file.forced_approvals.push(fact(event, body.clone())),
        Body::PaperFilled(body) => file.papers.push(fact(event, body.clone())),
        Body::PaperIssued(body) => file.issued.push(fact(event, body.clone())),
        Body::PaperServed(body) => file.served.push(fact(event, body.clone())),
        Body::PaperWithdrawn(body) => file.withdrawn.push(fact(event, body.clone())),
        Body::LateEntry(body) => file.late_entries.push(fact(event, body.clone())),
        Body::FileLinked(body) => file.earlier.push(fact(event, body.clone())),
        Body::LatenessJustified(body) => file.lateness_justified.push(fact(event, body.clone())),
        Body::LatenessRefused(body) => file.lateness_refused.push(fact(event, body.clone())),
        Body::OverdueNoticeServed(body) => file.overdue_notices.push(fact(event, body.clone())),
        Body::FoundByPolice(body) => file.found.push(fact(event, body.clone())),
        Body::OverdueReportSent(body) => file.overdue_reports.push(fact(event, body.clone())),
        Body::AdmonitionIssued(body) => file.admonitions.push(fact(event, body.clone())),
        Body::SeriousDetermined(body) => file.determinations.push(fact(event, body.clone())),
        Body::DeterminationWithdrawn(body) => file.withdrawals.push(fact(event, body.clone())),
        Body::BreachReportSent(body) => file.breach_reports.push(fact(event, body.clone())),
        Body::RelapseReportSent(body) => file.relapse_reports.push(fact(event, body.clone())),
        Body::PoliceUploaded(body) => file.uploads.push(fact(event, body.clone())),
        Body::Absence(body) => file.away.push(away(Away::Absence(body.clone()))),
        Body::LeaveRequested(body) => file.away.push(away(Away::Requested(body.clone()))),
        Body::LeaveApproved(body) => file.away.push(away(Away::Approved(body.clone()))),
        Body::LeaveDenied(body) => file.leave_denials.push(fact(event, body.clone())),
        Body::OtherMeasureTaken(body) => file.other_measures.push(fact(event, body.clone())),
        Body::LeaveReturned(body) => file.away.push(away(Away::Returned(body.clone()))),
        Body::Detained(body) => {
            let suspends = !matches!(body.detention, DetentionKind::Other) || body.suspends;
            file.custody.push(fact(event, Custody::In { suspends }));
        }
        Body::Released(_) => file.custody.push(fact(event, Custody::Out)),
        Body::Ended(body) => file.endings.push(fact(event, body.clone())),
        Body::TransferRequested(_) => file.transfers.push(step(TransferStep::Requested)),
        Body::TransferOrgNotified(_) => file.transfers.push(step(TransferStep::OrgNotified)),
        Body::TransferFormSubmitted(_) => file.transfers.push(step(TransferStep::FormSubmitted)),
        Body::TransferApproved(body) => {
            file.transfers.push(step(TransferStep::Approved { notice_received: body.notice_received }));
        }
        Body::TransferDenied(_) => file.transfers.push(step(TransferStep::Denied)),
        Body::DossierHandedOver(_) => file.transfers.push(step(TransferStep::DossierHandedOver)),
        Body::TransferReportedIn(_) => file.transfers.push(step(TransferStep::ReportedIn)),
        Body::DischargeProposed(_) => file.discharge.push(fact(event, DischargeStep::Proposed)),
        Body::DischargeNoticeIssued(_) => file.discharge.push(fact(event, DischargeStep::NoticeIssued)),
        Body::Snoozed(body) => file.snoozes.push((event.author, fact(event, body.clone()))),
        Body::DischargeNoticeReceived(_) => file.discharge.push(fact(event, DischargeStep::NoticeReceived)),
        Body::OfficerQualified(_)
        | Body::UsersCounted(_)
        | Body::PostHeld(_)
        | Body::CaseloadHandedOver(_)
        | Body::CalendarNotice(_)
        | Body::ReadingsSet(_)
        | Body::DrawCommitted(_)
        | Body::DrawListed(_)
        | Body::DrawMade(_)
        | Body::Amend(_)
        | Body::Void(_)
        | Body::Settle(_)
        | Body::Settled(_)
        | Body::ReviewHeld(_)
        | Body::Reviewed(_) => {}
        Body::Unknown(_) => {
            doubles.unknown.insert(event.id);
        }
    }
}

fn seen(visit: &Visit) -> VisitFact {
    VisitFact { manner: visit.manner, target: visit.target, found: visit.found }
}

fn tested(test: &DrugTest) -> TestFact {
    TestFact {
        setting: test.setting,
        method: test.method,
        result: test.result,
        tester: test.tester,
        kit_expires: test.kit.as_ref().map(|kit| kit.expires),
        covers: test.covers.clone(),
    }
}

fn fact<T>(event: &Event, body: T) -> Fact<T> {
    Fact { event: event.id, happened_at: event.happened_at, body }
}
