//! One attachment as a file: records of `[length of the text, 4 bytes little endian][sealed text]`, one for each piece that
//! came, each bound to its object and offset. Bytes moved within a file or to another one do not open.
//!
//! What is on its way lies in `….part`; a piece is forced to the disk before its offset is kept in the store, and what
//! lies behind the kept length was never acknowledged: the next piece is written over it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use ring::digest;
use shared::hash::Hash;
use shared::id::TownshipCode;

use crate::deps::Entropy;
use crate::seal::SealingKey;

/// What sealing adds to a piece: algorithm, nonce, tag.
const SEAL_BYTES: usize = 1 + 12 + 16;
/// A piece longer than this was not written by us.
const PIECE_BYTES_MAX: usize = shared::attachment::ATTACHMENT_BYTES_MAX as usize;

/// Where an object lies and what opens it.
#[derive(Debug)]
pub struct Object {
    path: PathBuf,
    place: String,
    key: SealingKey,
}

impl Object {
    /// The object of a stream in the folder of attachments; `None` for what is no hash.
    #[must_use]
    pub fn at(
        objects: &Path,
        township: &TownshipCode,
        stream: &str,
        hash: &Hash,
        key: SealingKey,
    ) -> Option<Self> {
        let digest = hash.digest()?;
        let of_stream: String = Hash::of(stream.as_bytes()).digest()?.chars().take(16).collect();
        let folder: String = digest.chars().take(2).collect();
        let path = objects.join(&township.0).join(folder).join(format!("{digest}-{of_stream}"));
        Some(Self { path, place: format!("blob/{township}/{stream}/{hash}"), key })
    }

    fn part(&self) -> PathBuf {
        self.path.with_extension("part")
    }

    /// Appends a piece behind the first `file_bytes` bytes; gives the length of the file afterwards.
    ///
    /// # Errors
    /// Of the file system; what was kept before is as it was.
    pub fn append(&self, entropy: &Entropy, file_bytes: u64, offset: u32, piece: &[u8]) -> io::Result<u64> {
        let part = self.part();
        let is_new = !part.exists();
        if is_new && self.path.exists() {
            // Finished once, but the store did not come to keep that: go on from there.
            fs::rename(&self.path, &part)?;
        }
        if file_bytes > 0 && !part.exists() {
            // A backup holds no unfinished upload.
            return Err(ErrorKind::NotFound.into());
        }
        if let Some(folder) = part.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(&part)?;
        file.set_len(file_bytes)?;
        file.seek(SeekFrom::Start(file_bytes))?;
        let place = format!("{}/{offset}", self.place);
        let sealed = self.key.seal(entropy, &place, piece).map_err(io::Error::other)?;
        let length = u32::try_from(piece.len()).map_err(io::Error::other)?.to_le_bytes();
        file.write_all(&[&length[..], &sealed].concat())?;
        file.sync_all()?;
        if is_new {
            sync_folder(&part)?;
        }
        let written = u64::try_from(length.len() + sealed.len()).map_err(io::Error::other)?;
        Ok(file_bytes + written)
    }

    /// Gives the file that is whole its name.
    ///
    /// # Errors
    /// Of the file system.
    pub fn finish(&self) -> io::Result<()> {
        fs::rename(self.part(), &self.path)?;
        sync_folder(&self.path)
    }

    /// Lets go of what has come: it is not what was announced.
    ///
    /// # Errors
    /// Of the file system.
    pub fn begin_anew(&self) -> io::Result<()> {
        match fs::remove_file(self.part()) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// The hash of what lies in the part file or, where `whole`, in the object.
    ///
    /// # Errors
    /// `InvalidData` for bytes that do not open; of the file system.
    pub fn hash(&self, whole: bool) -> io::Result<Hash> {
        let mut context = digest::Context::new(&digest::SHA256);
        self.walk(whole, |_, piece| {
            context.update(piece);
            Ok(())
        })?;
        Hash::of_digest(&hex::encode(context.finish())).ok_or_else(damaged)
    }

    /// The bytes of a range of the whole object.
    ///
    /// # Errors
    /// `InvalidData` for bytes that do not open; of the file system.
    pub fn read(&self, range: Range<u32>) -> io::Result<Vec<u8>> {
        let size = |n: u32| usize::try_from(n).map_err(io::Error::other);
        let (from, until) = (size(range.start)?, size(range.end)?);
        let mut read = Vec::with_capacity(until.saturating_sub(from));
        self.walk(true, |offset, piece| {
            let start = from.saturating_sub(offset).min(piece.len());
            let end = until.saturating_sub(offset).min(piece.len());
            read.extend_from_slice(piece.get(start..end).unwrap_or_default());
            Ok(())
        })?;
        Ok(read)
    }

    fn walk(&self, whole: bool, mut each: impl FnMut(usize, &[u8]) -> io::Result<()>) -> io::Result<()> {
        let path = if whole { self.path.clone() } else { self.part() };
        let mut file = BufReader::new(File::open(path)?);
        let mut offset = 0_usize;
        loop {
            let mut length = [0; 4];
            match file.read_exact(&mut length) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(()),
                Err(error) => return Err(error),
            }
            let length = usize::try_from(u32::from_le_bytes(length)).map_err(io::Error::other)?;
            if length > PIECE_BYTES_MAX {
                return Err(damaged());
            }
            let mut sealed = vec![0; length + SEAL_BYTES];
            file.read_exact(&mut sealed).map_err(|_| damaged())?;
            let piece = self.key.open(&format!("{}/{offset}", self.place), &sealed).map_err(|_| damaged())?;
            if piece.len() != length {
                return Err(damaged());
            }
            each(offset, &piece)?;
            offset += length;
        }
    }
}

fn damaged() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, "the object does not open")
}

fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU8, Ordering};

    use super::*;

    fn object(folder: &Path, stream: &str, entropy: &Entropy) -> Object {
        let key = SealingKey::make(&(Arc::new(|bytes: &mut [u8]| bytes.fill(5)) as Entropy));
        let _ = entropy;
        Object::at(folder, &TownshipCode("430421999".to_owned()), stream, &Hash::of(b"x"), key).unwrap()
    }

    fn entropy() -> Entropy {
        let count = AtomicU8::new(0);
        Arc::new(move |bytes: &mut [u8]| bytes.fill(count.fetch_add(1, Ordering::SeqCst)))
    }

    #[test]
    fn pieces_read_back_in_any_range_and_nothing_readable_lies_on_the_disk() {
        let (folder, entropy) = (tempfile::tempdir().unwrap(), entropy());
        let object = object(folder.path(), "case/a", &entropy);
        let text = b"a secret of somebody, in three pieces".to_vec();
        let mut file = 0;
        for (offset, piece) in [(0, &text[..10]), (10, &text[10..11]), (11, &text[11..])] {
            file = object.append(&entropy, file, offset, piece).unwrap();
        }
        assert_eq!(object.hash(false).unwrap(), Hash::of(&text));
        object.finish().unwrap();
        for (from, until) in [(0, 37), (9, 12), (10, 11), (36, 37), (5, 5)] {
            let range = usize::try_from(from).unwrap()..usize::try_from(until).unwrap();
            assert_eq!(object.read(from..until).unwrap(), text[range], "{from}..{until}");
        }
        let bytes = fs::read(&object.path).unwrap();
        assert!(!bytes.windows(6).any(|part| part == b"secret"));
    }

    #[test]
    fn what_was_never_acknowledged_is_written_over_and_damage_is_found() {
        let (folder, entropy) = (tempfile::tempdir().unwrap(), entropy());
        let object = object(folder.path(), "case/a", &entropy);
        let kept = object.append(&entropy, 0, 0, b"kept").unwrap();
        object.append(&entropy, kept, 4, b"lost with the power").unwrap();
        object.append(&entropy, kept, 4, b" and whole").unwrap();
        assert_eq!(object.hash(false).unwrap(), Hash::of(b"kept and whole"));
        object.finish().unwrap();
        let sound = fs::read(&object.path).unwrap();
        for at in 0..sound.len() {
            let mut bytes = sound.clone();
            bytes[at] ^= 1;
            fs::write(&object.path, &bytes).unwrap();
            assert!(object.hash(true).is_err() || object.hash(true).unwrap() != Hash::of(b"kept and whole"));
        }
    }
}
