//! 印制: filled papers become A4 pages as an office signs and seals them, and Word files for those who must edit.
//!
//! | room | what it does |
//! |---|---|
//! | [`job`] | what is to be printed: papers, cover, contents, tables, pictures |
//! | [`plan`] | where each field of a paper stands; the same for both kinds of output |
//! | [`wording`] | the fixed words of a letter around what the paper says, and days as letters write them |
//! | [`world`] | the typesetter's view: fonts, templates, one job |
//! | `layout/*.typ` | the templates; they get data, never spliced text |
//! | [`docx`] | Word: written, read, an office's own layout filled |
//!
//! Invariants: nothing here reads a clock or a file of the office; the same [`Job`] gives the same bytes; a value is
//! never cut off and never rewritten; what a person wrote is never run as markup, in Typst or in XML.
//!
//! Pages come from Typst, in this process. It breaks and squeezes Chinese lines by itself, repeats table heads, knows page
//! numbers before it prints, embeds only the glyphs used, and needs neither a browser nor a second program on the office's
//! machine; a bare PDF writer (printpdf, krilla) would leave all of that to us. Word files come from docx-rs, which writes
//! the tables, fonts and page sizes WPS asks for; an office's own layout is changed in place, so that nothing it holds is
//! lost.

pub mod docx;
pub mod job;
pub mod plan;
mod setting;
pub mod wording;
mod world;

pub use job::{Frame, Job, Leaf, Part, State};

use std::collections::BTreeSet;
use std::fmt;

use typst::foundations::Label;
use typst::introspection::{Introspector, Location};
use typst::layout::{Frame as Drawn, FrameItem};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};

use setting::Setting;
use world::{Faces, Fonts, World};

/// The press with its fonts and templates. Made once for a process; printing takes it by reference, from any thread.
pub struct Press {
    fonts: Fonts,
    faces: Faces,
}

impl fmt::Debug for Press {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Press").field("faces", &self.faces).finish_non_exhaustive()
    }
}

/// Why nothing was printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PressError {
    /// No font with Chinese characters is on the machine: install `fonts-noto-cjk`.
    #[error("no font with Chinese characters is on this machine")]
    NoFont,
    /// A job without parts has no pages.
    #[error("nothing to print")]
    Empty,
    /// A picture of the job is not a PNG, JPEG, GIF or WebP that can be read; the part's place, from 0.
    #[error("part {part} is no picture that can be printed")]
    Picture { part: usize },
    /// The typesetter refused the templates or the data; its words, without any value of a paper.
    #[error("the page could not be set: {0}")]
    Setting(String),
}

/// A printed job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// PDF 1.7, A4, fonts embedded.
    pub pdf: Vec<u8>,
    pub pages: usize,
    /// Page, from 1, on which each part begins; in the order of the parts.
    pub begins: Vec<usize>,
    /// Characters no font of the machine has, each once, in code order; they are printed as empty boxes.
    pub missing_glyphs: Vec<char>,
}

/// Dots an inch of a picture: enough to read, and no more than a page of memory can hold.
const DOTS_PER_INCH: std::ops::RangeInclusive<u16> = 24..=600;
/// A PostScript point is a 72nd of an inch.
const POINTS_PER_INCH: f64 = 72.0;

impl Press {
    /// Reads which fonts the machine has, in the folders of the system.
    ///
    /// # Errors
    /// [`PressError::NoFont`] when none of them has Chinese characters.
    pub fn system() -> Result<Self, PressError> {
        let fonts =
            Fonts::system().ok_or_else(|| PressError::Setting("a template has no name".to_owned()))?;
        let faces = fonts.faces().ok_or(PressError::NoFont)?;
        Ok(Self { fonts, faces })
    }

    /// Prints a job.
    ///
    /// # Errors
    /// When the job is empty, or holds a picture that cannot be read.
    pub fn pdf(&self, job: &Job) -> Result<Printed, PressError> {
        let document = self.set(job)?;
        let options = PdfOptions {
            ident: typst::foundations::Smart::Custom(format!("{} {}", job.title, job.made.to_rfc3339())),
            creator: typst::foundations::Smart::Custom(Some("归航".to_owned())),
            timestamp: world::datetime(job.made).and_then(|at| {
                Timestamp::new_local(at, job.made.offset().local_minus_utc() / SECONDS_PER_MINUTE)
            }),
            ..PdfOptions::default()
        };
        let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| told(&errors))?;
        let printed = Printed {
            pdf,
            pages: document.pages().len(),
            begins: (0..job.parts.len()).map(|part| first_page(&document, part)).collect(),
            missing_glyphs: missing_glyphs(&document),
        };
        typst::comemo::evict(0);
        Ok(printed)
    }

    /// The same pages as pictures, PNG, one a page. `dots_per_inch` is held between 24 and 600.
    ///
    /// # Errors
    /// As [`Press::pdf`].
    pub fn pictures(&self, job: &Job, dots_per_inch: u16) -> Result<Vec<Vec<u8>>, PressError> {
        let document = self.set(job)?;
        let dots = dots_per_inch.clamp(*DOTS_PER_INCH.start(), *DOTS_PER_INCH.end());
        let options = typst_render::RenderOptions {
            pixel_per_pt: (f64::from(dots) / POINTS_PER_INCH).into(),
            render_bleed: false,
        };
        let pictures = document.pages().iter().map(|page| {
            let drawn = typst_render::render(page, &options);
            drawn.encode_png().map_err(|error| PressError::Setting(error.to_string()))
        });
        let pictures = pictures.collect();
        typst::comemo::evict(0);
        pictures
    }

    fn set(&self, job: &Job) -> Result<PagedDocument, PressError> {
        if job.parts.is_empty() {
            return Err(PressError::Empty);
        }
        let setting = Setting::of(job, &self.faces)?;
        let world = World::new(&self.fonts, setting);
        typst::compile::<PagedDocument>(&world).output.map_err(|errors| told(&errors))
    }
}

const SECONDS_PER_MINUTE: i32 = 60;

/// The typesetter's complaints. They quote templates, not data.
fn told(errors: &[typst::diag::SourceDiagnostic]) -> PressError {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    PressError::Setting(messages.join("; "))
}

/// Page on which a part begins; 1 where the part left no mark, which no template does.
fn first_page(document: &PagedDocument, part: usize) -> usize {
    let introspector = document.introspector();
    let label = Label::new(PicoStr::intern(&format!("part-{part}")));
    let found = label.and_then(|label| introspector.query_label(label).ok().and_then(|mark| mark.location()));
    let page = found.and_then(|location: Location| introspector.page(location));
    page.map_or(1, std::num::NonZeroUsize::get)
}

fn missing_glyphs(document: &PagedDocument) -> Vec<char> {
    let mut missing = BTreeSet::new();
    document.pages().iter().for_each(|page| look_for_missing(&page.frame, &mut missing));
    missing.into_iter().collect()
}

fn look_for_missing(drawn: &Drawn, missing: &mut BTreeSet<char>) {
    for (_, item) in drawn.items() {
        match item {
            FrameItem::Group(group) => look_for_missing(&group.frame, missing),
            FrameItem::Text(text) => {
                for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
                    missing.extend(text.text.get(glyph.range()).into_iter().flat_map(str::chars));
                }
            }
            FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}
