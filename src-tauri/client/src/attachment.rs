//! 附件 on the phone: taken in, kept encrypted beside the facts, sent when the line may carry them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use shared::attachment::{ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX, Attachment, Media, Purpose};
use shared::hash::Hash;
use shared::problem::{Problem, ProblemCode};

use crate::deps::Deps;
use crate::phone::Open;
use crate::store::Setting;
use crate::view::Picture;

/// What the line costs, as the platform tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Network {
    Unmetered,
    Metered,
    /// The platform does not say: treated as costly, since somebody pays for a mistake.
    Unknown,
}

/// When attachments go. Records always go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SendWhen {
    /// 仅 Wi-Fi.
    #[default]
    Unmetered,
    Always,
}

impl SendWhen {
    /// Whether a line may carry attachments now.
    #[must_use]
    pub const fn allows(self, network: Network) -> bool {
        match (self, network) {
            (Self::Always, _) | (Self::Unmetered, Network::Unmetered) => true,
            (Self::Unmetered, Network::Metered | Network::Unknown) => false,
        }
    }
}

/// Keeps a photo before the record that will name it. Only encrypted bytes ever reach the disk.
///
/// # Errors
/// `AttachmentTooLarge`, `AttachmentMalformed`; of the store.
pub fn keep(
    open: &mut Open,
    deps: &Deps,
    media: Media,
    purpose: Purpose,
    data: &str,
) -> Result<Attachment, Problem> {
    let most = usize::try_from(ATTACHMENT_BYTES_MAX).unwrap_or(usize::MAX);
    let too_large = || {
        let figure = Some((most / (1024 * 1024)).to_string());
        Problem { figure, ..Problem::new(ProblemCode::AttachmentTooLarge) }
    };
    if data.len() / 4 * 3 > most.saturating_add(2) {
        return Err(too_large());
    }
    let bytes = STANDARD.decode(data).map_err(|_| ProblemCode::AttachmentMalformed)?;
    if bytes.len() > most {
        return Err(too_large());
    }
    let attachment = Attachment::of(&bytes, media, purpose).ok_or(ProblemCode::AttachmentMalformed)?;
    open.store.keep_attachment(&attachment, &bytes, deps.now())?;
    Ok(attachment)
}

/// The attachments a form names, as the store has them: nothing else gets into a fact.
///
/// # Errors
/// `AttachmentUnknown`, `AttachmentsTooMany`; of the store.
pub fn checked(open: &Open, named: &[Attachment]) -> Result<Vec<Attachment>, Problem> {
    if named.len() > ATTACHMENTS_MAX {
        let figure = Some(ATTACHMENTS_MAX.to_string());
        let problem = Problem::of_field(ProblemCode::AttachmentsTooMany, "attachments");
        return Err(Problem { figure, ..problem });
    }
    let mut held = Vec::with_capacity(named.len());
    for attachment in named {
        let known = open.store.attachment(&attachment.id)?;
        let known = known.ok_or(Problem::of_field(ProblemCode::AttachmentUnknown, "attachments"))?;
        if !held.contains(&known) {
            held.push(known);
        }
    }
    Ok(held)
}

/// The setting.
///
/// # Errors
/// Of the store.
pub fn send_when(open: &Open) -> Result<SendWhen, Problem> {
    Ok(open.store.setting(Setting::SendAttachments)?.unwrap_or_default())
}

/// Changes it.
///
/// # Errors
/// Of the store.
pub fn set_send_when(open: &Open, when: SendWhen) -> Result<(), Problem> {
    Ok(open.store.keep_setting(Setting::SendAttachments, Some(&when))?)
}

/// The bytes of one that is still here.
///
/// # Errors
/// `AttachmentUnknown`; of the store.
pub fn picture(open: &Open, id: &Hash) -> Result<Picture, Problem> {
    let attachment = open.store.attachment(id)?.ok_or(ProblemCode::AttachmentUnknown)?;
    let length = usize::try_from(attachment.bytes).unwrap_or(usize::MAX);
    let bytes = open.store.attachment_bytes(id, 0, length)?;
    if bytes.len() == length {
        Ok(Picture { data: STANDARD.encode(bytes), attachment })
    } else {
        Err(ProblemCode::AttachmentUnknown.into())
    }
}
