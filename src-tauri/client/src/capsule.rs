//! 胶囊: what leaves a dying phone. Each own record is sealed to the office's key when it is written, outside the locked
//! store: a lock-out, a wipe or a revocation then costs a phone, not its evidence.
//!
//! `capsule/<series>/<seq>.age` and `<hash>.age`: names that say nothing of any person, contents that only the office can
//! read. A sealed copy goes when a backup of the office covers its record, never before. Nothing here needs a PIN.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use age::x25519::Recipient;
use serde_json::value::RawValue;
use shared::hash::Hash;
use shared::id::SeriesId;
use shared::protocol::capsule::{SealedEvent, What, office_key_text, write_bundle};

use crate::durable::{read_if_there, write_durably};
use crate::pairing::{DeviceKey, Pairing, is_signed_by};

/// Attachments up to this size are sealed beside their record: a photo as this app makes it has half of it.
pub const SEALED_ATTACHMENT_BYTES_MAX: usize = 1024 * 1024;
/// Says up to which record a receipt was heard; says nothing else.
const COVERED: &str = "covered";

/// Seals what one pairing writes.
pub struct Sealer {
    folder: PathBuf,
    series: SeriesId,
    recipient: Recipient,
    device: DeviceKey,
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sealer").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Sealer {
    /// `None` while the office of the pairing has given no key that it signed.
    #[must_use]
    pub fn new(data_dir: &Path, pairing: &Pairing, device: &DeviceKey) -> Option<Self> {
        let given = pairing.office_key.as_ref()?;
        let text = office_key_text(&pairing.township, &given.key);
        if !is_signed_by(&pairing.server_key, &text, &given.signature) {
            return None;
        }
        let recipient = Recipient::from_str(&given.key).ok()?;
        let device = DeviceKey::from_seed(*device.seed())?;
        let folder = folder_of(data_dir, pairing.series);
        Some(Self { folder, series: pairing.series, recipient, device })
    }

    /// Seals an event for good before anybody says it is saved. One that a crash left for the same place is replaced.
    ///
    /// # Errors
    /// Of the file system.
    pub fn seal_event(&self, seq: u32, bytes: &[u8]) -> io::Result<()> {
        let event = String::from_utf8(bytes.to_vec()).map_err(io::Error::other)?;
        let sealed = SealedEvent {
            series: self.series,
            seq,
            event: RawValue::from_string(event).map_err(io::Error::other)?,
            signature: self.device.sign(&Hash::of(bytes).0),
        };
        let text = serde_json::to_vec(&sealed).map_err(io::Error::other)?;
        self.seal(&event_name(seq), &text)
    }

    /// Seals the bytes of an attachment, if they are few.
    ///
    /// # Errors
    /// Of the file system.
    pub fn seal_attachment(&self, id: &Hash, bytes: &[u8]) -> io::Result<()> {
        match id.digest() {
            Some(digest) if bytes.len() <= SEALED_ATTACHMENT_BYTES_MAX && !self.has_attachment(id) => {
                self.seal(&format!("{digest}.age"), bytes)
            }
            Some(_) | None => Ok(()),
        }
    }

    #[must_use]
    pub fn has_event(&self, seq: u32) -> bool {
        self.folder.join(event_name(seq)).is_file()
    }

    #[must_use]
    pub fn has_attachment(&self, id: &Hash) -> bool {
        id.digest().is_some_and(|digest| self.folder.join(format!("{digest}.age")).is_file())
    }

    fn seal(&self, name: &str, text: &[u8]) -> io::Result<()> {
        // `age` draws the one-time key of each file from the system itself.
        let recipients = std::iter::once(&self.recipient as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(recipients).map_err(io::Error::other)?;
        let mut sealed = Vec::with_capacity(text.len() + 512);
        let mut writer = encryptor.wrap_output(&mut sealed)?;
        writer.write_all(text)?;
        writer.finish()?;
        fs::create_dir_all(&self.folder)?;
        write_durably(&self.folder.join(name), &sealed)
    }

    /// Sealed copies of these own records and attachments as a bundle.
    ///
    /// # Errors
    /// Of the file system; a copy that is not there is left out.
    pub fn offer(&self, seqs: &[u32], attachments: &[Hash]) -> io::Result<Vec<u8>> {
        let mut parts = Vec::new();
        for seq in seqs {
            if let Some(sealed) = read_if_there(&self.folder.join(event_name(*seq)))? {
                parts.push((self.series, What::Event { seq: *seq }, sealed));
            }
        }
        for id in attachments {
            let name = format!("{}.age", id.digest().unwrap_or_default());
            if let Some(sealed) = read_if_there(&self.folder.join(name))? {
                parts.push((self.series, What::Attachment { id: id.clone() }, sealed));
            }
        }
        Ok(write_bundle(&parts))
    }

    /// Remembers up to where a receipt was heard.
    ///
    /// # Errors
    /// Of the file system.
    pub fn note_covered(&self, covered: u32) -> io::Result<()> {
        let path = self.folder.join(COVERED);
        if covered_in(&self.folder) == covered {
            return Ok(());
        }
        fs::create_dir_all(&self.folder)?;
        write_durably(&path, covered.to_string().as_bytes())
    }

    /// A backup of the office covers the records up to `seq`: their sealed copies may go, and those of attachments that
    /// no later record names.
    ///
    /// # Errors
    /// Of the file system.
    pub fn let_go(&self, up_to: u32, attachments: &[Hash]) -> io::Result<()> {
        for (name, what) in entries(&self.folder)? {
            let goes = match &what {
                What::Event { seq } => *seq <= up_to,
                What::Attachment { id } => attachments.contains(id),
            };
            if goes {
                fs::remove_file(self.folder.join(name))?;
            }
        }
        Ok(())
    }

    /// Removes what a crash left of records that were never saved.
    ///
    /// # Errors
    /// Of the file system.
    pub fn drop_beyond(&self, head: u32) -> io::Result<()> {
        for (name, what) in entries(&self.folder)? {
            if matches!(what, What::Event { seq } if seq > head) {
                fs::remove_file(self.folder.join(name))?;
            }
        }
        Ok(())
    }
}

/// Records without a receipt that could be handed in, over all pairings this phone ever had.
#[must_use]
pub fn waiting(data_dir: &Path) -> u32 {
    let count = |(_, folder): &(SeriesId, PathBuf)| {
        let covered = covered_in(folder);
        let events = entries(folder).unwrap_or_default();
        events.iter().filter(|(_, what)| matches!(what, What::Event { seq } if *seq > covered)).count()
    };
    u32::try_from(series_in(data_dir).iter().map(count).sum::<usize>()).unwrap_or(u32::MAX)
}

/// What of the folder goes into a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Everything sealed: for a file.
    Everything,
    /// Records without a receipt, without attachments: for a run of QR codes.
    UnsentRecords,
}

/// What is handed in: one bundle, readable by the office alone. `None` where nothing waits.
///
/// # Errors
/// Of the file system.
pub fn bundle(data_dir: &Path, extent: Extent) -> io::Result<Option<Vec<u8>>> {
    let mut parts = Vec::new();
    for (series, folder) in series_in(data_dir) {
        let covered = covered_in(&folder);
        for (name, what) in entries(&folder)? {
            let wanted = match (extent, &what) {
                (Extent::Everything, _) => true,
                (Extent::UnsentRecords, What::Event { seq }) => *seq > covered,
                (Extent::UnsentRecords, What::Attachment { .. }) => false,
            };
            if wanted && let Some(sealed) = read_if_there(&folder.join(name))? {
                parts.push((series, what, sealed));
            }
        }
    }
    Ok((!parts.is_empty()).then(|| write_bundle(&parts)))
}

fn folder_of(data_dir: &Path, series: SeriesId) -> PathBuf {
    data_dir.join("capsule").join(series.to_string())
}

fn event_name(seq: u32) -> String {
    format!("{seq:010}.age")
}

fn covered_in(folder: &Path) -> u32 {
    let text = fs::read_to_string(folder.join(COVERED)).unwrap_or_default();
    text.trim().parse().unwrap_or(0)
}

fn series_in(data_dir: &Path) -> Vec<(SeriesId, PathBuf)> {
    let folders = fs::read_dir(data_dir.join("capsule")).into_iter().flatten().flatten();
    let mut found: Vec<(SeriesId, PathBuf)> =
        folders.filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path()))).collect();
    found.sort();
    found
}

/// The sealed files of a folder: events in their order, then attachments.
fn entries(folder: &Path) -> io::Result<Vec<(String, What)>> {
    let listed = match fs::read_dir(folder) {
        Ok(listed) => listed,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = BTreeSet::new();
    for entry in listed {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".age") else { continue };
        let what = match (stem.len(), stem.parse(), Hash::of_digest(stem)) {
            (10, Ok(seq), _) => What::Event { seq },
            (_, _, Some(id)) => What::Attachment { id },
            (_, _, None) => continue,
        };
        found.insert((what, name));
    }
    Ok(found.into_iter().map(|(what, name)| (name, what)).collect())
}
