//! The bytes of a backup: one clear line, then an `age` file whose text is the header's length (4 bytes, big end
//! first), the header, and each file in the header's order, nothing between.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use age::stream::StreamReader;
use age::{DecryptError, Decryptor, Encryptor};
use sha2::{Digest, Sha256};
use shared::hash::Hash;
use zeroize::Zeroizing;

use super::header::FileHead;
use super::{Header, Identities, Recipients};

/// Says in clear what kind of file it is, so that a foreign one and one of a newer program are told apart.
const CLEAR_LINE: &str = "guihang-backup 1\n";
const CLEAR_START: &str = "guihang-backup ";
/// A header is some kilobytes: one line a series and file.
const HEADER_BYTES_MAX: u32 = 256 * 1024 * 1024;

/// A file on its way into a backup.
pub(super) struct Source {
    pub name: String,
    pub content: Content,
}

/// Where its bytes are.
pub(super) enum Content {
    File(PathBuf),
    Secret(Zeroizing<String>),
}

impl Content {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(match self {
            Self::File(path) => Box::new(BufReader::new(File::open(path)?)),
            Self::Secret(text) => Box::new(text.as_bytes()),
        })
    }
}

/// Why a backup does not open.
#[derive(Debug)]
pub(crate) enum Unopened {
    /// Not one of ours.
    Foreign,
    /// Of a newer program.
    Newer,
    /// None of the given keys opens it.
    OtherKey,
    /// Cut off or changed.
    Damaged,
    File(io::Error),
}

/// Writing and opening.
pub(crate) struct Container;

/// An opened backup: the header, and its files to be read in order.
pub(crate) struct Opened {
    pub header: Header,
    rest: StreamReader<BufReader<File>>,
}

impl Container {
    /// Writes and makes durable; gives the length.
    pub(super) fn seal(
        path: &Path,
        recipients: &Recipients,
        header: &Header,
        sources: &[Source],
    ) -> io::Result<u64> {
        let mut header = header.clone();
        for source in sources {
            let (bytes, hash) = copy_hashing(&mut source.content.open()?, &mut io::sink())?;
            header.files.push(FileHead { name: source.name.clone(), bytes, hash });
        }
        let text = serde_json::to_vec(&header)?;
        let length = u32::try_from(text.len()).map_err(io::Error::other)?;
        let file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
        let mut file = BufWriter::new(file);
        file.write_all(CLEAR_LINE.as_bytes())?;
        let encryptor = Encryptor::with_recipients(recipients.each()).map_err(io::Error::other)?;
        let mut sealed = encryptor.wrap_output(file)?;
        sealed.write_all(&length.to_be_bytes())?;
        sealed.write_all(&text)?;
        for (source, head) in sources.iter().zip(&header.files) {
            let (_, hash) = copy_hashing(&mut source.content.open()?, &mut sealed)?;
            if hash != head.hash {
                return Err(io::Error::other("a file changed while it was backed up"));
            }
        }
        let file = sealed.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(file.metadata()?.len())
    }

    /// Opens a backup as far as its header.
    pub(crate) fn open(path: &Path, identities: &Identities) -> Result<Opened, Unopened> {
        let mut file = BufReader::new(File::open(path).map_err(Unopened::File)?);
        let mut line = vec![0; CLEAR_LINE.len()];
        file.read_exact(&mut line).map_err(cut_as(Unopened::Foreign))?;
        if line != CLEAR_LINE.as_bytes() {
            let ours = line.starts_with(CLEAR_START.as_bytes());
            let version = line.get(CLEAR_START.len()..).unwrap_or_default();
            let newer = ours && version.iter().all(|byte| byte.is_ascii_digit() || *byte == b'\n');
            return Err(if newer { Unopened::Newer } else { Unopened::Foreign });
        }
        let decryptor = Decryptor::new_buffered(file).map_err(sort)?;
        let mut rest = decryptor.decrypt(identities.each()).map_err(sort)?;
        let mut length = [0; 4];
        rest.read_exact(&mut length).map_err(cut_as(Unopened::Damaged))?;
        let length = u32::from_be_bytes(length);
        if length > HEADER_BYTES_MAX {
            return Err(Unopened::Damaged);
        }
        let mut text = Vec::new();
        let read = (&mut rest).take(u64::from(length)).read_to_end(&mut text);
        read.map_err(cut_as(Unopened::Damaged))?;
        let header = serde_json::from_slice(&text).map_err(|_| Unopened::Damaged)?;
        Ok(Opened { header, rest })
    }
}

impl Opened {
    /// Writes the next file of the header to `out`; false where it is not what the header says.
    pub(crate) fn next_into(&mut self, head: &FileHead, out: &mut dyn Write) -> io::Result<bool> {
        let (bytes, hash) = copy_hashing(&mut (&mut self.rest).take(head.bytes), out)?;
        Ok(bytes == head.bytes && hash == head.hash)
    }

    /// Whether nothing follows, and the seal over the end is whole.
    pub(crate) fn is_at_end(&mut self) -> io::Result<bool> {
        Ok(self.rest.read(&mut [0; 1])? == 0)
    }
}

fn cut_as(otherwise: Unopened) -> impl FnOnce(io::Error) -> Unopened {
    |error| if is_of_the_seal(&error) { otherwise } else { Unopened::File(error) }
}

/// An error that the bytes are to blame for, not the disk.
pub(crate) fn is_of_the_seal(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof};
    error.raw_os_error().is_none()
        && matches!(error.kind(), InvalidData | InvalidInput | Other | UnexpectedEof)
}

fn sort(error: DecryptError) -> Unopened {
    if let DecryptError::Io(error) = error {
        return cut_as(Unopened::Damaged)(error);
    }
    if matches!(error, DecryptError::NoMatchingKeys) { Unopened::OtherKey } else { Unopened::Damaged }
}

/// Copies all there is; its length and hash.
fn copy_hashing(from: &mut dyn Read, to: &mut dyn Write) -> io::Result<(u64, Hash)> {
    let (mut digest, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 64 * 1024]);
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let part = buffer.get(..read).unwrap_or_default();
        digest.update(part);
        to.write_all(part)?;
        bytes += u64::try_from(read).unwrap_or(0);
    }
    Ok((bytes, Hash(format!("sha256:{}", hex::encode(digest.finalize())))))
}
