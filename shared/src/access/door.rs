//! 门: by which way a fact may come into a file. Who may do it is asked beside it.

use serde_json::Value;

use crate::event::Body;
use crate::id::EventId;

/// A way into a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Written on a phone, whoever carries it there.
    Phone,
    /// Written by one person at the console.
    Desk,
    /// 两人: written by one, approved by another.
    Two,
}

const PHONE: &[Door] = &[Door::Phone];
const BOTH: &[Door] = &[Door::Phone, Door::Desk];
const DESK: &[Door] = &[Door::Desk];
const TWO: &[Door] = &[Door::Two];

/// Kinds that no phone writes, by their names without a version: a newer version of one is none that a phone may write.
const NOT_OF_PHONES: &[&str] = &[
    "order",
    "report_in",
    "agreement_signed",
    "overdue_report_sent",
    "found_by_police",
    "leave_denied",
    "serious_determined",
    "determination_withdrawn",
    "breach_report_sent",
    "relapse_report_sent",
    "police_uploaded",
    "detained",
    "released",
    "ended",
    "transfer_requested",
    "transfer_org_notified",
    "transfer_form_submitted",
    "transfer_approved",
    "transfer_denied",
    "dossier_handed_over",
    "transfer_reported_in",
    "discharge_proposed",
    "discharge_notice_issued",
    "discharge_notice_received",
    "other_measure_taken",
    "plan_made",
    "paper_issued",
    "paper_served",
    "paper_withdrawn",
    "file_linked",
    "officer_qualified",
    "users_counted",
    "post_held",
    "caseload_handed_over",
    "calendar_notice",
    "readings_set",
    "draw_committed",
    "draw_made",
    "draw_listed",
    "lateness_refused",
    "reviewed",
    "review_held",
    "settled",
];

/// Whether such a fact may come by a door.
#[must_use]
pub fn comes_through(body: &Body, door: Door) -> bool {
    doors_of(body).contains(&door)
}

/// The doors of a kind. A correction comes where what it corrects comes: see [`corrects`].
#[must_use]
pub fn doors_of(body: &Body) -> &'static [Door] {
    match body {
        Body::SeriousDetermined(_)
        | Body::DeterminationWithdrawn(_)
        | Body::Ended(_)
        | Body::DischargeProposed(_)
        | Body::CaseloadHandedOver(_) => TWO,
        Body::Order(_)
        | Body::ReportIn(_)
        | Body::AgreementSigned(_)
        | Body::OverdueReportSent(_)
        | Body::FoundByPolice(_)
        | Body::LatenessRefused(_)
        | Body::LeaveDenied(_)
        | Body::BreachReportSent(_)
        | Body::RelapseReportSent(_)
        | Body::PoliceUploaded(_)
        | Body::Detained(_)
        | Body::Released(_)
        | Body::TransferRequested(_)
        | Body::TransferOrgNotified(_)
        | Body::TransferFormSubmitted(_)
        | Body::TransferApproved(_)
        | Body::TransferDenied(_)
        | Body::DossierHandedOver(_)
        | Body::TransferReportedIn(_)
        | Body::DischargeNoticeIssued(_)
        | Body::DischargeNoticeReceived(_)
        | Body::OtherMeasureTaken(_)
        | Body::PlanMade(_)
        | Body::PaperIssued(_)
        | Body::PaperServed(_)
        | Body::PaperWithdrawn(_)
        | Body::FileLinked(_)
        | Body::OfficerQualified(_)
        | Body::UsersCounted(_)
        | Body::PostHeld(_)
        | Body::CalendarNotice(_)
        | Body::ReadingsSet(_)
        | Body::DrawCommitted(_)
        | Body::DrawListed(_)
        | Body::DrawMade(_)
        | Body::Reviewed(_)
        | Body::ReviewHeld(_)
        | Body::Settled(_) => DESK,
        Body::Visit(_)
        | Body::DrugTest(_)
        | Body::TestRefused(_)
        | Body::LatenessJustified(_)
        | Body::OverdueNoticeServed(_)
        | Body::SelfReport(_)
        | Body::Assessment(_)
        | Body::Absence(_)
        | Body::LeaveRequested(_)
        | Body::LeaveApproved(_)
        | Body::LeaveReturned(_)
        | Body::AdmonitionIssued(_)
        | Body::SupportGiven(_)
        | Body::GuidanceGiven(_)
        | Body::GroupSet(_)
        | Body::TestNoticeServed(_)
        | Body::ForcedTestApproved(_)
        | Body::PaperFilled(_)
        | Body::LateEntry(_)
        | Body::Amend(_)
        | Body::Void(_)
        | Body::Settle(_) => BOTH,
        Body::Snoozed(_) => PHONE,
        Body::Unknown(value) => doors_of_newer(value),
    }
}

/// A kind this build does not know is a newer phone's, and kept for those who understand it.
fn doors_of_newer(value: &Value) -> &'static [Door] {
    let kind = value.get("kind").and_then(Value::as_str).unwrap_or_default();
    let name = kind.split('/').next().unwrap_or_default();
    if NOT_OF_PHONES.contains(&name) { &[] } else { PHONE }
}

/// What a record corrects, if it corrects one: it comes by no door that this does not come by.
#[must_use]
pub const fn corrects(body: &Body) -> Option<EventId> {
    if let Body::Amend(amend) = body {
        Some(amend.target)
    } else if let Body::Void(void) = body {
        Some(void.target)
    } else if let Body::LateEntry(late) = body {
        Some(late.target)
    } else {
        None
    }
}
