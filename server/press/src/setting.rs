//! A job as the templates read it: one JSON file, and pictures beside it.

use serde::Serialize;
use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, RasterImage};

use crate::PressError;
use crate::job::{Job, Leaf, Part, State};
use crate::plan::{Column, Plan, columns_of, plan};
use crate::wording;
use crate::world::Faces;

/// What the templates get.
pub(crate) struct Setting {
    pub(crate) json: Vec<u8>,
    /// By the name the JSON gives them.
    pub(crate) pictures: Vec<(String, Vec<u8>)>,
}

#[derive(Serialize)]
struct Data<'a> {
    faces: &'a Faces,
    title: &'a str,
    watermark: Option<&'a str>,
    parts: Vec<Set<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "part", rename_all = "snake_case")]
enum Set<'a> {
    Paper(Box<Paper<'a>>),
    Cover { title: &'a str, lines: &'a [(String, String)] },
    Contents { heading: &'a str, entries: Vec<Entry<'a>> },
    Table { heading: &'a str, note: &'a str, columns: Vec<Column>, rows: &'a [Vec<String>] },
    Picture { caption: &'a str, file: String },
}

/// A line of the contents.
#[derive(Serialize)]
struct Entry<'a> {
    /// Place among the parts, from 0.
    part: usize,
    title: &'a str,
    number: &'a str,
}

#[derive(Serialize)]
struct Paper<'a> {
    code: &'a str,
    title: &'a str,
    number: &'a str,
    office: &'a str,
    draft: bool,
    incoming: bool,
    stamp: Option<(&'static str, String)>,
    addressee: String,
    lead: &'a str,
    close: &'a str,
    day: String,
    service: &'a [(String, String)],
    sent_to: Vec<(String, String)>,
    proof: &'a str,
    /// Whether the person gets it: rather smaller than on two sheets.
    handed_over: bool,
    plan: Plan,
}

impl Setting {
    pub(crate) fn of(job: &Job, faces: &Faces) -> Result<Self, PressError> {
        let mut pictures = Vec::new();
        let mut parts = Vec::new();
        for (at, part) in job.parts.iter().enumerate() {
            parts.push(set(job, at, part, &mut pictures)?);
        }
        let data = Data { faces, title: &job.title, watermark: job.watermark.as_deref(), parts };
        let json = serde_json::to_vec(&data).map_err(|error| PressError::Setting(error.to_string()))?;
        Ok(Self { json, pictures })
    }
}

fn set<'a>(
    job: &'a Job,
    at: usize,
    part: &'a Part,
    pictures: &mut Vec<(String, Vec<u8>)>,
) -> Result<Set<'a>, PressError> {
    Ok(match part {
        Part::Paper(leaf) => Set::Paper(Box::new(paper(leaf))),
        Part::Cover { title, lines } => Set::Cover { title, lines },
        Part::Contents { heading } => Set::Contents { heading, entries: entries(job) },
        Part::Table { heading, note, columns, widths, rows } => {
            let share =
                |at: usize| widths.get(at).copied().filter(|width: &f32| width.is_finite() && *width > 0.0);
            let mut set = columns_of(columns, rows);
            set.iter_mut().enumerate().for_each(|(at, column)| column.share = share(at).unwrap_or(1.0));
            Set::Table { heading, note, columns: set, rows }
        }
        Part::Picture { caption, bytes } => {
            let (ending, format) = kind_of_picture(bytes).ok_or(PressError::Picture { part: at })?;
            // One that breaks off would stop the whole job later, and without its name.
            RasterImage::plain(Bytes::new(bytes.clone()), format)
                .map_err(|_| PressError::Picture { part: at })?;
            let file = format!("/picture-{at}.{ending}");
            pictures.push((file.clone(), bytes.clone()));
            Set::Picture { caption, file }
        }
    })
}

/// By its first bytes, whatever its name was.
fn kind_of_picture(bytes: &[u8]) -> Option<(&'static str, ExchangeFormat)> {
    const KINDS: [(&[u8], &str, ExchangeFormat); 4] = [
        (b"\x89PNG\r\n\x1a\n", "png", ExchangeFormat::Png),
        (b"\xff\xd8\xff", "jpg", ExchangeFormat::Jpg),
        (b"GIF8", "gif", ExchangeFormat::Gif),
        (b"RIFF", "webp", ExchangeFormat::Webp),
    ];
    KINDS.iter().find(|(magic, ..)| bytes.starts_with(magic)).map(|(_, ending, format)| (*ending, *format))
}

fn entries(job: &Job) -> Vec<Entry<'_>> {
    let kept = job.parts.iter().enumerate().filter_map(|(part, it)| match it {
        Part::Paper(leaf) => Some(Entry {
            part,
            title: &leaf.sheet.title,
            number: leaf.frame.number.as_deref().unwrap_or_default(),
        }),
        Part::Picture { caption, .. } => Some(Entry { part, title: caption, number: "" }),
        Part::Cover { .. } | Part::Contents { .. } | Part::Table { .. } => None,
    });
    kept.collect()
}

/// Given to the person.
fn is_handed_over(paper: shared::document::Paper) -> bool {
    use shared::document::Paper;
    matches!(paper, Paper::D06 | Paper::D08 | Paper::D11 | Paper::D14)
}

fn paper(leaf: &Leaf) -> Paper<'_> {
    let words = wording::wording(leaf.sheet.paper);
    let frame = &leaf.frame;
    Paper {
        code: leaf.sheet.paper.code(),
        title: &leaf.sheet.title,
        number: frame.number.as_deref().unwrap_or_default(),
        office: &frame.office,
        draft: matches!(frame.state, State::Draft),
        incoming: matches!(frame.state, State::Incoming),
        stamp: wording::stamp(&frame.state),
        addressee: wording::addressee(leaf),
        lead: words.lead,
        close: words.close,
        day: wording::day(frame),
        service: &frame.service,
        sent_to: wording::sent_to(leaf),
        proof: frame.proof.as_deref().unwrap_or_default(),
        handed_over: is_handed_over(leaf.sheet.paper),
        plan: plan(leaf),
    }
}
