//! 附件: photos, signatures and scans that facts refer to. The fact names the hash, the bytes travel apart.
//!
//! A record counts from the moment it is recorded; it is *complete* when every attachment it names has arrived. The
//! hash is over the bytes as they were taken, so that a picture can never be exchanged for another one.

use serde::{Deserialize, Serialize};

use crate::event::Body;
use crate::hash::Hash;

/// Bytes of one attachment at most: a photo of a phone after re-encoding has a tenth of it.
pub const ATTACHMENT_BYTES_MAX: u32 = 10 * 1024 * 1024;
/// Attachments of one record at most; their names stay far below the size of an event.
pub const ATTACHMENTS_MAX: usize = 20;

crate::codes! {
    /// What an attachment shows.
    pub enum Purpose { Photo = "photo" "照片", Signature = "signature" "签名", Scan = "scan" "扫描件", }
}
crate::codes! {
    /// Media types that are taken.
    pub enum Media { Jpeg = "image/jpeg" "JPEG 图片", Png = "image/png" "PNG 图片", Pdf = "application/pdf" "PDF 文件", }
}

impl Media {
    /// Whether bytes begin as those of this type do: what a file is called proves nothing.
    #[must_use]
    pub fn fits(self, bytes: &[u8]) -> bool {
        bytes.starts_with(match self {
            Self::Jpeg => &[0xFF, 0xD8, 0xFF],
            Self::Png => b"\x89PNG\r\n\x1a\n",
            Self::Pdf => b"%PDF-",
        })
    }
}

/// 附件 of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Attachment {
    /// Of the bytes.
    pub id: Hash,
    /// Length; at most [`ATTACHMENT_BYTES_MAX`].
    pub bytes: u32,
    pub media: Media,
    pub purpose: Purpose,
}

impl Attachment {
    /// What these bytes are called; `None` where they are empty, too many, or not of that type.
    #[must_use]
    pub fn of(bytes: &[u8], media: Media, purpose: Purpose) -> Option<Self> {
        let length = u32::try_from(bytes.len()).ok().filter(|n| (1..=ATTACHMENT_BYTES_MAX).contains(n))?;
        media.fits(bytes).then(|| Self { id: Hash::of(bytes), bytes: length, media, purpose })
    }

    /// Whether it may stand in a fact: a whole hash and a bearable length.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.id.digest().is_some() && (1..=ATTACHMENT_BYTES_MAX).contains(&self.bytes)
    }
}

impl Body {
    /// The attachments a fact names; a kind of a newer build names none that this one could fetch.
    #[must_use]
    pub fn attachments(&self) -> &[Attachment] {
        match self {
            Self::Visit(body) => &body.attachments,
            Self::DrugTest(body) => &body.attachments,
            Self::TestRefused(body) => &body.attachments,
            Self::TestNoticeServed(body) => &body.attachments,
            Self::AdmonitionIssued(body) => &body.attachments,
            Self::LatenessJustified(body) => &body.attachments,
            Self::LatenessRefused(body) => &body.attachments,
            Self::OverdueNoticeServed(body) => &body.attachments,
            Self::FoundByPolice(body) => &body.attachments,
            Self::SelfReport(body) => &body.attachments,
            Self::Assessment(body) => &body.attachments,
            Self::Absence(body) => &body.attachments,
            Self::LeaveRequested(body) => &body.attachments,
            Self::LeaveReturned(body) => &body.attachments,
            Self::SupportGiven(body) => &body.attachments,
            Self::GuidanceGiven(body) => &body.attachments,
            Self::ForcedTestApproved(body) => &body.attachments,
            Self::PaperFilled(body) => &body.attachments,
            Self::PaperServed(body) => &body.attachments,
            Self::Amend(body) => &body.attachments,
            Self::LateEntry(body) => &body.attachments,
            Self::Order(_)
            | Self::ReportIn(_)
            | Self::AgreementSigned(_)
            | Self::OverdueReportSent(_)
            | Self::LeaveApproved(_)
            | Self::LeaveDenied(_)
            | Self::OtherMeasureTaken(_)
            | Self::CaseloadHandedOver(_)
            | Self::SeriousDetermined(_)
            | Self::DeterminationWithdrawn(_)
            | Self::BreachReportSent(_)
            | Self::RelapseReportSent(_)
            | Self::PoliceUploaded(_)
            | Self::Detained(_)
            | Self::Released(_)
            | Self::Ended(_)
            | Self::TransferRequested(_)
            | Self::TransferOrgNotified(_)
            | Self::TransferFormSubmitted(_)
            | Self::TransferApproved(_)
            | Self::TransferDenied(_)
            | Self::DossierHandedOver(_)
            | Self::TransferReportedIn(_)
            | Self::DischargeProposed(_)
            | Self::DischargeNoticeIssued(_)
            | Self::DischargeNoticeReceived(_)
            | Self::PlanMade(_)
            | Self::PaperIssued(_)
            | Self::PaperWithdrawn(_)
            | Self::GroupSet(_)
            | Self::OfficerQualified(_)
            | Self::Reviewed(_)
            | Self::ReviewHeld(_)
            | Self::Settled(_)
            | Self::Snoozed(_)
            | Self::UsersCounted(_)
            | Self::PostHeld(_)
            | Self::CalendarNotice(_)
            | Self::ReadingsSet(_)
            | Self::DrawCommitted(_)
            | Self::DrawListed(_)
            | Self::DrawMade(_)
            | Self::Void(_)
            | Self::Settle(_)
            | Self::FileLinked(_)
            | Self::Unknown(_) => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_bytes_of_the_type_and_of_a_bearable_length_become_an_attachment() {
        let jpeg = [&[0xFF, 0xD8, 0xFF][..], &[7; 40]].concat();
        let made = Attachment::of(&jpeg, Media::Jpeg, Purpose::Photo).unwrap();
        assert_eq!((made.id.clone(), made.bytes), (Hash::of(&jpeg), 43));
        assert!(made.is_sound());
        assert_eq!(Attachment::of(&jpeg, Media::Png, Purpose::Photo), None, "called otherwise");
        assert_eq!(Attachment::of(&[], Media::Jpeg, Purpose::Photo), None);
        let mut huge = jpeg;
        huge.resize(usize::try_from(ATTACHMENT_BYTES_MAX).unwrap() + 1, 0);
        assert_eq!(Attachment::of(&huge, Media::Jpeg, Purpose::Photo), None);
        let odd = Attachment { id: Hash("sha256:../../x".to_owned()), ..made };
        assert!(!odd.is_sound());
    }
}
