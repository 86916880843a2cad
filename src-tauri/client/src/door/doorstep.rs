//! 门口模式: what the phone still answers while it lies open in front of others.

use shared::event::Body;
use shared::id::CaseId;

use super::Request;
use crate::fact::Fact;
use crate::form::Form;

/// What lies open: one form of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doorstep {
    pub case: CaseId,
    pub form: Form,
}

impl Doorstep {
    /// Forms that are filled in with the person, at the door or at the table.
    pub const FORMS: &'static [Form] = &[
        Form::Visit,
        Form::Report,
        Form::Guidance,
        Form::Counselling,
        Form::Support,
        Form::Telling,
        Form::OverdueNotice,
    ];

    fn is_of(self, fact: &Fact) -> bool {
        Form::of(&Body::from(fact.clone())) == Some(self.form)
    }
}

/// The form that was chosen for this one person, its drafts and photos; nothing of anybody else, and no list.
pub fn allows(request: &Request, open: Doorstep) -> bool {
    match request {
        Request::State
        | Request::Lock
        | Request::Unlock { .. }
        | Request::UnlockByBiometric
        | Request::TakeOfficeCode { .. }
        | Request::LeaveDoorstep { .. }
        | Request::SetLook { .. }
        | Request::SyncNow
        | Request::DropDraft { .. }
        | Request::MoveDraftUp { .. }
        | Request::AddAttachment { .. }
        | Request::Undo { .. } => true,
        Request::Person { case } => *case == open.case,
        Request::EnterDoorstep { case, form } => Doorstep { case: *case, form: *form } == open,
        Request::SaveDraft { case, kind, .. } => *case == open.case && *kind == open.form,
        // What is told is read there, too.
        Request::Papers { case } | Request::Paper { case, .. } => {
            *case == open.case && open.form == Form::Telling
        }
        Request::Record { case, fact, .. } => *case == open.case && open.is_of(fact),
        Request::RecordAct { case, parts, .. } => *case == open.case && open.is_of(&parts.it.fact),
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
        | Request::Breaches { .. }
        | Request::Follows { .. }
        | Request::Roster
        | Request::TestNotices
        | Request::OpenTestSession { .. }
        | Request::CloseTestSession
        | Request::StartStrip { .. }
        | Request::DropStrip { .. }
        | Request::RecordTest { .. }
        | Request::RecordResult { .. }
        | Request::RecordRefusal { .. }
        | Request::ReadNotices { .. }
        | Request::Month
        | Request::Uploads
        | Request::About
        | Request::SendAttachmentsNow
        | Request::SetSendAttachments { .. }
        | Request::HandIn
        | Request::SaveCapsule
        | Request::HandInFrame { .. } => false,
    }
}
