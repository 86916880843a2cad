//! TypeScript types generated from Rust: one file a type, and the labels of all code lists.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;
use ts_rs::{Config, TS};

/// Where the committed bindings lie.
pub const DIR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/common/bindings");

/// Writes all bindings into a folder.
///
/// # Errors
/// When the folder cannot be written.
pub fn export(dir: &Path) -> Result<()> {
    let config = Config::new().with_out_dir(dir).with_large_int("number");
    client::door::Request::export_all(&config)?;
    client::door::Reply::export_all(&config)?;
    shared::problem::Problem::export_all(&config)?;
    std::fs::write(dir.join("labels.ts"), labels()?)?;
    export_console(&dir.join("console"))
}

/// The console's own answers, apart: some names stand for other things on the phone.
fn export_console(dir: &Path) -> Result<()> {
    use server::view as v;
    let config = Config::new().with_out_dir(dir).with_large_int("number");
    v::LoginRequest::export_all(&config)?;
    v::Me::export_all(&config)?;
    v::Workbench::export_all(&config)?;
    v::PersonsQuery::export_all(&config)?;
    v::PersonList::export_all(&config)?;
    v::PersonView::export_all(&config)?;
    v::ExplainQuery::export_all(&config)?;
    v::RegisterQuery::export_all(&config)?;
    v::RegisterPage::export_all(&config)?;
    v::RegisterCount::export_all(&config)?;
    v::DeadlinesQuery::export_all(&config)?;
    v::DeadlineMonth::export_all(&config)?;
    v::SavedView::export_all(&config)?;
    v::ClocksQuery::export_all(&config)?;
    v::ClockPage::export_all(&config)?;
    v::KeepDraftRequest::export_all(&config)?;
    v::DeskDraft::export_all(&config)?;
    v::StepRequest::export_all(&config)?;
    v::BlanksQuery::export_all(&config)?;
    v::BlanksView::export_all(&config)?;
    v::UploadQuery::export_all(&config)?;
    shared::page::UploadSheet::export_all(&config)?;
    v::ChangedSinceUpload::export_all(&config)?;
    v::OpenCaseRequest::export_all(&config)?;
    v::ReportInRequest::export_all(&config)?;
    v::AgreementRequest::export_all(&config)?;
    v::RecordReviewRequest::export_all(&config)?;
    v::InboxQuery::export_all(&config)?;
    v::Inbox::export_all(&config)?;
    v::AcceptRequest::export_all(&config)?;
    v::AcceptedMany::export_all(&config)?;
    v::IssueQuery::export_all(&config)?;
    v::IssueView::export_all(&config)?;
    v::SettleRequest::export_all(&config)?;
    v::WithdrawRequest::export_all(&config)?;
    v::WorkersRequest::export_all(&config)?;
    v::QualificationRequest::export_all(&config)?;
    v::Recorded::export_all(&config)?;
    v::DeviceRow::export_all(&config)?;
    v::PairingCodeRequest::export_all(&config)?;
    v::UnlockCodeRequest::export_all(&config)?;
    v::UnlockCode::export_all(&config)?;
    v::AlertAnswer::export_all(&config)?;
    v::PairingCode::export_all(&config)?;
    v::TransferRequest::export_all(&config)?;
    v::Transfers::export_all(&config)?;
    v::StaffRow::export_all(&config)?;
    v::MissingRow::export_all(&config)?;
    v::HandIn::export_all(&config)?;
    v::HeldRow::export_all(&config)?;
    v::DecisionRequest::export_all(&config)?;
    v::Decisions::export_all(&config)?;
    v::DecisionSheet::export_all(&config)?;
    v::PapersView::export_all(&config)?;
    v::PaperRequest::export_all(&config)?;
    v::PaperDraft::export_all(&config)?;
    v::IssueRequest::export_all(&config)?;
    v::PaperNumbered::export_all(&config)?;
    v::ServeRequest::export_all(&config)?;
    v::WithdrawPaperRequest::export_all(&config)?;
    v::PrintRequest::export_all(&config)?;
    v::PrintedPages::export_all(&config)?;
    v::DossierView::export_all(&config)?;
    v::PackRequest::export_all(&config)?;
    v::LayoutRow::export_all(&config)?;
    v::Parcels::export_all(&config)?;
    v::ParcelRequest::export_all(&config)?;
    v::ParcelTaken::export_all(&config)?;
    v::ParcelReceiptRequest::export_all(&config)?;
    v::DecideRequest::export_all(&config)?;
    v::DecisionTaken::export_all(&config)?;
    v::ProposalAnswerRequest::export_all(&config)?;
    v::Handovers::export_all(&config)?;
    v::Caseload::export_all(&config)?;
    v::HandoverRequest::export_all(&config)?;
    v::HandoverStepRequest::export_all(&config)?;
    v::MasterRequest::export_all(&config)?;
    v::AuditAlert::export_all(&config)?;
    v::AuditQuery::export_all(&config)?;
    v::AuditPage::export_all(&config)?;
    v::AppFloorView::export_all(&config)?;
    v::AppFloorRequest::export_all(&config)?;
    v::InviteRequest::export_all(&config)?;
    v::SetupLinkShown::export_all(&config)?;
    v::UserStepRequest::export_all(&config)?;
    v::SetUpLook::export_all(&config)?;
    v::SetUpView::export_all(&config)?;
    v::SetUpRequest::export_all(&config)?;
    v::SetUpDone::export_all(&config)?;
    v::PasswordRequest::export_all(&config)?;
    v::OpenUrgentlyRequest::export_all(&config)?;
    v::OpenedUrgently::export_all(&config)?;
    v::OpeningRow::export_all(&config)?;
    v::ReviewRequest::export_all(&config)?;
    v::ReadRow::export_all(&config)?;
    v::SealedQuery::export_all(&config)?;
    v::SealedPage::export_all(&config)?;
    v::SealedFind::export_all(&config)?;
    v::UnsealingRequest::export_all(&config)?;
    v::UnsealingAnswerRequest::export_all(&config)?;
    shared::duty::Explanation::export_all(&config)?;
    v::Readings::export_all(&config)?;
    v::ReadingRequest::export_all(&config)?;
    v::RulePreview::export_all(&config)?;
    v::CalendarView::export_all(&config)?;
    v::NoticeRequest::export_all(&config)?;
    v::NoticePreview::export_all(&config)?;
    v::OfficeView::export_all(&config)?;
    v::Draws::export_all(&config)?;
    v::DrawList::export_all(&config)?;
    v::CommitDrawRequest::export_all(&config)?;
    v::DrawRequest::export_all(&config)?;
    v::PostRequest::export_all(&config)?;
    v::UsersRequest::export_all(&config)?;
    v::EducationRequest::export_all(&config)?;
    v::AsOfView::export_all(&config)?;
    shared::preview::Imagined::export_all(&config)?;
    shared::preview::WhatIfAnswer::export_all(&config)?;
    Ok(())
}

macro_rules! label_lists {
    ($out:ident: $($list:ty),+ $(,)?) => {$({
        let name = stringify!($list).rsplit("::").next().unwrap_or_default().trim();
        writeln!($out, "\nexport const {name}Labels = {{")?;
        for value in <$list>::ALL {
            writeln!($out, "  {:?}: {:?},", value.code(), value.label())?;
        }
        writeln!($out, "}} as const")?;
    })+};
}

/// The Chinese labels of the code lists, which screens show and never write themselves.
fn labels() -> Result<String> {
    use shared::code as c;
    let mut out =
        String::from("// Generated from the code lists of crate `shared`. Do not edit: `make bindings`.\n");
    label_lists!(out: c::Measure, c::RecoveryGround, c::Sex, c::IdType, c::Special, c::BroughtBy, c::Relation,
        c::VisitTarget, c::VisitManner, c::Cooperation, c::LivingStatus, c::Mood, c::TestSetting, c::TestMethod,
        c::TestResult, c::RefusalManner, c::Serve, c::Signing, c::BreachSeries, shared::draw::DrawFault, c::BreachGround, c::GroupMember, shared::case::ladder::BreachLevel, shared::case::Flag, shared::document::Paper, c::Role, shared::duty::DutyKind, shared::duty::Alert,
        shared::page::WindowStatus, shared::page::EntryKind, shared::case::IssueKind, shared::case::ReviewWord, shared::inbox::InboxClass, c::Post, c::DetentionKind, shared::office::OfficeDutyKind,
        shared::protocol::ArrivalMark, server::store::transfer::TransferState,
        shared::register::Register, shared::register::RowStatus, server::view::PersonFilter, server::view::Right, shared::access::UserState, shared::access::UserStep,
        server::store::opening::Verdict, c::SupportKind, c::SupportOutcome, c::GuidanceKind, c::AssessPeriod, c::Grade,
        c::LeaveReason, c::OtherMeasure, c::OtherStep, c::EndingKind, c::Addressee, c::TransferGround, shared::decision::DecisionKind,
        server::store::proposal::ProposalState, server::store::unsealing::UnsealingState, shared::page::ClosingStep, server::store::handover::HandoverState, server::view::ProposalAnswer, shared::document::IssueState, server::view::PrintForm, server::store::parcel::Direction, shared::event::LateSource, client::door::Form,
        shared::event::FoundOutcome, shared::event::UploadMatter, shared::duty::Pace,
        server::store::audit::AuditAct);
    writeln!(out, "\nexport const DrugLabels: Readonly<Record<string, string>> = {{")?;
    for (code, label) in shared::document::field::DRUGS {
        writeln!(out, "  {code:?}: {label:?},")?;
    }
    writeln!(out, "}}")?;
    Ok(out)
}
