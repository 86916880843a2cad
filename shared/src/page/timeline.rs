//! 时间线: each record as one Chinese line and labelled details, newest first.

mod detail;

pub use detail::choice_label;

use super::{EntryKind, Line, TimelineEntry};
use crate::case::CaseFile;
use crate::event::{Body, Event};
use crate::moment::civil_date;
use crate::policy::Policy;

pub(super) fn timeline(file: &CaseFile, policy: &Policy) -> Vec<TimelineEntry> {
    let shown = |event: &&Event| !matches!(event.body, Body::Reviewed(_) | Body::ReviewHeld(_));
    file.events.iter().rev().filter(shown).map(|event| entry(file, event, policy)).collect()
}

fn entry(file: &CaseFile, event: &Event, policy: &Policy) -> TimelineEntry {
    let late = (civil_date(event.recorded_at) - civil_date(event.happened_at)).num_days();
    let detail::Text { summary, mut lines } = detail::of(&event.body);
    if file.amended.contains_key(&event.id) {
        lines.push(Line {
            label: "更正".to_owned(), text: "已更正，显示更正后的内容".to_owned()
        });
    }
    if file.same.contains_key(&event.id) {
        lines.push(Line {
            label: "同一次".to_owned(), text: "与另一条是同一次，按那一条计".to_owned()
        });
    }
    for fact in file.late_entries.iter().filter(|fact| fact.body.target == event.id) {
        lines.push(Line { label: "补录理由".to_owned(), text: fact.body.reason.clone() });
        lines.push(Line { label: "补录依据".to_owned(), text: fact.body.source.to_string() });
    }
    TimelineEntry {
        event: event.id,
        kind: kind(&event.body),
        happened_at: event.happened_at,
        recorded_at: event.recorded_at,
        author: event.author,
        summary,
        lines: lines.into_iter().filter(|line| !line.text.is_empty()).collect(),
        review: file.reviews.get(&event.id).cloned(),
        amended: file.amended.get(&event.id).cloned().unwrap_or_default(),
        same_as: file.same.get(&event.id).copied(),
        voided: file.is_voided(event.id),
        entered_late: late > policy.on(civil_date(event.recorded_at)).entered_late_days,
    }
}

/// Summary and lines of a record, empty ones left out.
#[must_use]
pub fn detail_of(body: &Body) -> (String, Vec<Line>) {
    let detail::Text { summary, lines } = detail::of(body);
    (summary, lines.into_iter().filter(|line| !line.text.is_empty()).collect())
}

/// One Chinese line of a record.
#[must_use]
pub fn summary(body: &Body) -> String {
    detail::of(body).summary
}

/// The kind of entry a record makes.
#[must_use]
pub fn kind(body: &Body) -> EntryKind {
    match body {
        Body::Order(_) => EntryKind::Order,
        Body::ReportIn(_) => EntryKind::ReportIn,
        Body::AgreementSigned(_) => EntryKind::Agreement,
        Body::Visit(_) => EntryKind::Visit,
        Body::DrugTest(_) => EntryKind::Test,
        Body::TestRefused(_) => EntryKind::Refusal,
        Body::SelfReport(_) => EntryKind::Report,
        Body::Assessment(_) => EntryKind::Assessment,
        Body::LatenessJustified(_)
        | Body::LatenessRefused(_)
        | Body::OverdueNoticeServed(_)
        | Body::OverdueReportSent(_)
        | Body::FoundByPolice(_) => EntryKind::Lateness,
        Body::Absence(_) => EntryKind::Absence,
        Body::LeaveRequested(_) | Body::LeaveApproved(_) | Body::LeaveDenied(_) | Body::LeaveReturned(_) => {
            EntryKind::Leave
        }
        Body::AdmonitionIssued(_)
        | Body::SeriousDetermined(_)
        | Body::DeterminationWithdrawn(_)
        | Body::BreachReportSent(_)
        | Body::RelapseReportSent(_)
        | Body::PoliceUploaded(_) => EntryKind::Breach,
        Body::Detained(_) | Body::Released(_) => EntryKind::Detention,
        Body::Ended(_) => EntryKind::Ending,
        Body::TransferRequested(_)
        | Body::TransferOrgNotified(_)
        | Body::TransferFormSubmitted(_)
        | Body::TransferApproved(_)
        | Body::TransferDenied(_)
        | Body::DossierHandedOver(_)
        | Body::TransferReportedIn(_) => EntryKind::Transfer,
        Body::DischargeProposed(_) | Body::DischargeNoticeIssued(_) | Body::DischargeNoticeReceived(_) => {
            EntryKind::Discharge
        }
        Body::SupportGiven(_) | Body::OtherMeasureTaken(_) => EntryKind::Support,
        Body::GuidanceGiven(_) => EntryKind::Guidance,
        Body::PlanMade(_)
        | Body::GroupSet(_)
        | Body::TestNoticeServed(_)
        | Body::ForcedTestApproved(_)
        | Body::PaperFilled(_)
        | Body::PaperIssued(_)
        | Body::PaperServed(_)
        | Body::PaperWithdrawn(_)
        | Body::FileLinked(_) => EntryKind::Dossier,
        Body::OfficerQualified(_)
        | Body::UsersCounted(_)
        | Body::PostHeld(_)
        | Body::CaseloadHandedOver(_)
        | Body::CalendarNotice(_)
        | Body::ReadingsSet(_)
        | Body::DrawCommitted(_)
        | Body::DrawListed(_)
        | Body::DrawMade(_)
        | Body::Settle(_)
        | Body::Settled(_)
        | Body::Reviewed(_)
        | Body::ReviewHeld(_)
        | Body::Snoozed(_) => EntryKind::Office,
        Body::Amend(_) => EntryKind::Amend,
        Body::LateEntry(_) => EntryKind::Late,
        Body::Void(_) => EntryKind::Void,
        Body::Unknown(_) => EntryKind::Unknown,
    }
}
