//! 回执: the server's signed word that it holds a series up to a place. Green on a phone means this, nothing else.

use serde::{Deserialize, Serialize};

use crate::hash::Hash;
use crate::id::SeriesId;
use crate::moment::Moment;

/// What the server vouches for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub epoch: String,
    pub series: SeriesId,
    /// Every event up to and with this `seq` is stored, accepted or quarantined.
    pub up_to_seq: u32,
    /// Hash of the event at `up_to_seq`.
    pub chain: Hash,
    pub server_time: Moment,
    /// 备份到: a finished backup of the office holds the series up to and with this `seq`; 0 = none does. Only now may
    /// a phone let its sealed copies of those records go.
    #[serde(default)]
    pub backed_up_to: u32,
}

impl Receipt {
    /// The text that is signed, as every phone knows it.
    #[must_use]
    pub fn signing_text(&self) -> String {
        self.text("guihang-receipt-1")
    }

    /// The text of the second signature, over what older phones do not know of. `None` where there is nothing of it.
    #[must_use]
    pub fn backup_text(&self) -> Option<String> {
        let text = || format!("{}\n{}", self.text("guihang-receipt-2"), self.backed_up_to);
        (self.backed_up_to > 0).then(text)
    }

    fn text(&self, version: &str) -> String {
        format!(
            "{version}\n{}\n{}\n{}\n{}\n{}",
            self.epoch,
            self.series,
            self.up_to_seq,
            self.chain,
            self.server_time.to_rfc3339()
        )
    }
}

/// A receipt with the server's signatures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedReceipt {
    pub receipt: Receipt,
    /// `ed25519:<base64>` over [`Receipt::signing_text`].
    pub signature: String,
    /// `ed25519:<base64>` over [`Receipt::backup_text`]; empty where there is none, as in receipts before version 3.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub backup_signature: String,
}

impl SignedReceipt {
    /// Signs a receipt: `sign` gives the signature over a text.
    ///
    /// # Errors
    /// What `sign` says.
    pub fn sign<E>(receipt: Receipt, sign: impl Fn(&str) -> Result<String, E>) -> Result<Self, E> {
        let signature = sign(&receipt.signing_text())?;
        let backup_signature = receipt.backup_text().map_or(Ok(String::new()), |text| sign(&text))?;
        Ok(Self { receipt, signature, backup_signature })
    }

    /// Whether every word of it is signed; `holds` judges a text and a signature.
    #[must_use]
    pub fn is_signed(&self, holds: impl Fn(&str, &str) -> bool) -> bool {
        holds(&self.receipt.signing_text(), &self.signature)
            && self.receipt.backup_text().is_none_or(|text| holds(&text, &self.backup_signature))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign(text: &str) -> Result<String, std::convert::Infallible> {
        Ok(format!("signed:{text}"))
    }

    fn holds(text: &str, signature: &str) -> bool {
        sign(text).as_deref() == Ok(signature)
    }

    fn receipt(backed_up_to: u32) -> Receipt {
        Receipt {
            epoch: "e".to_owned(),
            series: SeriesId(uuid::Uuid::nil()),
            up_to_seq: 9,
            chain: Hash::none(),
            server_time: "2026-03-10T09:00:00+08:00".parse().unwrap(),
            backed_up_to,
        }
    }

    #[test]
    fn a_receipt_of_before_backups_still_reads_and_verifies() {
        let mut old = serde_json::to_value(SignedReceipt::sign(receipt(0), sign).unwrap()).unwrap();
        let fields = old["receipt"].as_object_mut().unwrap();
        assert!(fields.remove("backed_up_to").is_some());
        let read: SignedReceipt = serde_json::from_value(old).unwrap();
        assert_eq!(read.receipt.backed_up_to, 0);
        assert!(read.is_signed(holds));
    }

    #[test]
    fn what_a_backup_covers_cannot_be_forged_onto_a_receipt_and_older_phones_verify_it_as_before() {
        let signed = SignedReceipt::sign(receipt(7), sign).unwrap();
        assert!(signed.is_signed(holds));
        assert!(holds(&receipt(0).signing_text(), &signed.signature), "as an older phone checks it");
        let mut forged = SignedReceipt::sign(receipt(0), sign).unwrap();
        forged.receipt.backed_up_to = 9;
        assert!(!forged.is_signed(holds), "without its signature");
        let mut raised = signed;
        raised.receipt.backed_up_to = 9;
        assert!(!raised.is_signed(holds), "under the signature of another");
    }
}
