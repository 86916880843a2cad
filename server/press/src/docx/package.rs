//! The folder a .docx is: opened with suspicion, written back with what was not touched as it was.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Why a layout cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LayoutFault {
    /// Larger than [`LAYOUT_BYTES_MAX`], or than [`UNPACKED_BYTES_MAX`] once unpacked.
    #[error("the layout is too big")]
    TooBig,
    /// No Word file: no zip, or without `word/document.xml`, or its XML is broken.
    #[error("this is no .docx")]
    NotDocx,
    /// It can run something: macros, ActiveX, embedded programs.
    #[error("the layout holds macros or embedded programs")]
    Macros,
    /// It fetches something from elsewhere when it is opened: a template, a picture, a frame.
    #[error("the layout fetches something from elsewhere")]
    FromElsewhere,
    /// Names that the paper does not have, as written, each once.
    #[error("unknown names: {}", .0.join(", "))]
    Unknown(Vec<String>),
    /// A `{{` without its `}}` within a paragraph.
    #[error("a field is not closed: {0}")]
    Unclosed(String),
}

/// 5 MiB: a layout is text, lines and perhaps an emblem.
pub const LAYOUT_BYTES_MAX: usize = 5 * 1024 * 1024;
/// 40 MiB unpacked over all its files: a zip of 5 MiB can hold thousands of times that.
pub const UNPACKED_BYTES_MAX: u64 = 40 * 1024 * 1024;
const FILES_MAX: usize = 500;

/// An opened layout.
pub(super) struct Package {
    /// Name and content, in the order of the folder.
    files: Vec<(String, Vec<u8>)>,
}

impl Package {
    pub(super) fn open(bytes: &[u8]) -> Result<Self, LayoutFault> {
        if bytes.len() > LAYOUT_BYTES_MAX {
            return Err(LayoutFault::TooBig);
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| LayoutFault::NotDocx)?;
        if archive.len() > FILES_MAX {
            return Err(LayoutFault::TooBig);
        }
        let mut files = Vec::new();
        let mut left = UNPACKED_BYTES_MAX;
        for at in 0..archive.len() {
            let file = archive.by_index(at).map_err(|_| LayoutFault::NotDocx)?;
            if file.is_dir() {
                continue;
            }
            let name = file.name().to_owned();
            let mut content = Vec::new();
            // what a file says of its own size is not believed
            file.take(left + 1).read_to_end(&mut content).map_err(|_| LayoutFault::NotDocx)?;
            left = left.checked_sub(content.len() as u64).ok_or(LayoutFault::TooBig)?;
            files.push((name, content));
        }
        let package = Self { files };
        package.check()?;
        Ok(package)
    }

    fn check(&self) -> Result<(), LayoutFault> {
        if !self.files.iter().any(|(name, _)| name == "word/document.xml") {
            return Err(LayoutFault::NotDocx);
        }
        for (name, content) in &self.files {
            let name = name.to_lowercase();
            let runs = ["vbaproject", "vbadata", "activex", "/embeddings/", "oleobject"];
            if runs.iter().any(|part| name.contains(part)) {
                return Err(LayoutFault::Macros);
            }
            let text = String::from_utf8_lossy(content);
            if name == "[content_types].xml" && text.to_lowercase().contains("macroenabled") {
                return Err(LayoutFault::Macros);
            }
            if name.ends_with(".rels") && fetches(&text) {
                return Err(LayoutFault::FromElsewhere);
            }
            if is_xml(&name) && text.contains("<!DOCTYPE") {
                return Err(LayoutFault::NotDocx);
            }
        }
        Ok(())
    }

    /// The parts that hold what people read: the text first, then heads and feet.
    pub(super) fn texts(&self) -> impl Iterator<Item = &(String, Vec<u8>)> {
        let body = self.files.iter().filter(|(name, _)| name == "word/document.xml");
        body.chain(self.files.iter().filter(|(name, _)| is_head_or_foot(name)))
    }

    pub(super) fn texts_mut(&mut self) -> impl Iterator<Item = &mut Vec<u8>> {
        let held = |name: &str| name == "word/document.xml" || is_head_or_foot(name);
        self.files.iter_mut().filter(move |(name, _)| held(name)).map(|(_, content)| content)
    }

    /// The same folder with no times in it: the same content gives the same bytes.
    pub(super) fn close(self) -> Result<Vec<u8>, LayoutFault> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (name, content) in self.files {
            writer.start_file(name, options).map_err(|_| LayoutFault::NotDocx)?;
            writer.write_all(&content).map_err(|_| LayoutFault::NotDocx)?;
        }
        Ok(writer.finish().map_err(|_| LayoutFault::NotDocx)?.into_inner())
    }
}

fn is_xml(name: &str) -> bool {
    name.ends_with(".xml") || name.ends_with(".rels")
}

fn is_head_or_foot(name: &str) -> bool {
    let file = name.strip_prefix("word/").unwrap_or_default();
    file.ends_with(".xml") && (file.starts_with("header") || file.starts_with("footer"))
}

/// Whether a relation reaches outside the file; a link that a person must click is left.
fn fetches(relations: &str) -> bool {
    relations.split("<Relationship ").any(|relation| {
        relation.contains("TargetMode=\"External\"") && !relation.contains("/relationships/hyperlink\"")
    })
}
