//! 门口模式: what the phone still answers while it lies open in front of others.

use shared::id::CaseId;

use super::Request;

/// The form of this one person, its drafts and photos; nothing of anybody else, and no list.
pub fn allows(request: &Request, open: CaseId) -> bool {
    match request {
        Request::State
        | Request::Lock
        | Request::Unlock { .. }
        | Request::UnlockByBiometric
        | Request::LeaveDoorstep { .. }
        | Request::SetLook { .. }
        | Request::SyncNow
        | Request::DropDraft { .. }
        | Request::MoveDraftUp { .. }
        | Request::AddAttachment { .. }
        | Request::Undo { .. } => true,
        Request::Person { case }
        | Request::SaveDraft { case, .. }
        | Request::Papers { case }
        | Request::Paper { case, .. }
        | Request::Breaches { case }
        | Request::Follows { case, .. }
        | Request::EnterDoorstep { case }
        | Request::Record { case, .. }
        | Request::RecordAct { case, .. } => *case == open,
        Request::Scan { .. }
        | Request::Pair { .. }
        | Request::SetPin { .. }
        | Request::UseBiometric { .. }
        | Request::DropBiometric
        | Request::ChangePin { .. }
        | Request::SetIdle { .. }
        | Request::Today
        | Request::People { .. }
        | Request::Cards { .. }
        | Request::OpenRecord { .. }
        | Request::Mend { .. }
        | Request::Explain { .. }
        | Request::Snooze { .. }
        | Request::WhatIf { .. }
        | Request::Picture { .. }
        | Request::Roster
        | Request::TestNotices
        | Request::OpenTestSession { .. }
        | Request::CloseTestSession
        | Request::StartStrip { .. }
        | Request::DropStrip { .. }
        | Request::RecordTest { .. }
        | Request::RecordRefusal { .. }
        | Request::ReadNotices { .. }
        | Request::Month
        | Request::Uploads
        | Request::SendAttachmentsNow
        | Request::SetSendAttachments { .. }
        | Request::HandIn
        | Request::SaveCapsule
        | Request::HandInFrame { .. } => false,
    }
}
