//! An office's own layout: `{{姓名}}` becomes the name, a table row with `{{成员.姓名}}` is repeated for each member.
//!
//! The XML is changed only where a field stands; everything else is written back byte by byte. A field may be split over
//! runs, as Word does when somebody corrects a letter in it: it is joined within its paragraph and takes the look of its
//! first run.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::Event;

use super::names::{TableValues, Values};
use super::package::{LayoutFault, Package};
use super::text::referred;
use crate::job::Leaf;

/// Fills a layout with a paper's values. What the layout says besides is left as it is; only values go in, never markup.
///
/// # Errors
/// [`LayoutFault::Unknown`] when it names what the paper does not have, or a column outside a table row; other faults as
/// of the file.
pub fn fill(layout: &[u8], leaf: &Leaf) -> Result<Vec<u8>, LayoutFault> {
    let mut package = Package::open(layout)?;
    let values = Values::of(leaf);
    let mut unknown = Vec::new();
    for (_, content) in package.texts() {
        for name in strangers(&pieces(content)?, &values)? {
            if !unknown.contains(&name) {
                unknown.push(name);
            }
        }
    }
    if !unknown.is_empty() {
        return Err(LayoutFault::Unknown(unknown));
    }
    for content in package.texts_mut() {
        *content = filled(&pieces(content)?, &values)?;
    }
    package.close()
}

/// Names a layout uses, each once, in order.
///
/// # Errors
/// When it is no layout: see [`LayoutFault`].
pub fn used(layout: &[u8]) -> Result<Vec<String>, LayoutFault> {
    let package = Package::open(layout)?;
    let mut names = Vec::new();
    for (_, content) in package.texts() {
        for name in names_in(&pieces(content)?)? {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    Ok(names)
}

/// A stretch of the XML.
#[derive(Clone)]
enum Piece {
    /// As it stands in the file.
    Raw(Vec<u8>),
    /// What a `w:t` holds, read; its tags are not kept: they are written anew.
    Text(String),
    Open(Mark),
    Close(Mark),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Paragraph,
    Row,
}

/// Cuts the XML at rows, paragraphs and texts. Tags of rows and paragraphs stay in the raw stretches beside their marks.
fn pieces(xml: &[u8]) -> Result<Vec<Piece>, LayoutFault> {
    let broken = |_| LayoutFault::NotDocx;
    let mut reader = Reader::from_str(std::str::from_utf8(xml).map_err(|_| LayoutFault::NotDocx)?);
    reader.config_mut().check_end_names = true;
    let mut pieces = Vec::new();
    let mut text: Option<String> = None;
    let mut from = 0;
    loop {
        let event = reader.read_event().map_err(broken)?;
        let to = usize::try_from(reader.buffer_position()).map_err(|_| LayoutFault::NotDocx)?;
        let raw = xml.get(from..to).unwrap_or_default();
        from = to;
        match (&event, &mut text) {
            (Event::Eof, _) => return Ok(pieces),
            (Event::Start(tag), None) if tag.name().as_ref() == "w:t" => text = Some(String::new()),
            (Event::End(tag), Some(said)) if tag.name().as_ref() == "w:t" => {
                pieces.push(Piece::Text(std::mem::take(said)));
                text = None;
            }
            (Event::Text(more), Some(said)) => said.push_str(more),
            (Event::CData(more), Some(said)) => said.push_str(more),
            (Event::GeneralRef(name), Some(said)) => {
                said.push_str(&referred(name).ok_or(LayoutFault::NotDocx)?);
            }
            (Event::Start(tag), _) if mark_of(tag.name().as_ref()).is_some() => {
                pieces.extend(mark_of(tag.name().as_ref()).map(Piece::Open));
                pieces.push(Piece::Raw(raw.to_vec()));
            }
            (Event::End(tag), _) if mark_of(tag.name().as_ref()).is_some() => {
                pieces.push(Piece::Raw(raw.to_vec()));
                pieces.extend(mark_of(tag.name().as_ref()).map(Piece::Close));
            }
            _ => pieces.push(Piece::Raw(raw.to_vec())),
        }
    }
}

fn mark_of(name: &str) -> Option<Mark> {
    match name {
        "w:p" => Some(Mark::Paragraph),
        "w:tr" => Some(Mark::Row),
        _ => None,
    }
}

/// The texts of each paragraph, by place. A paragraph inside another one, as in a text box, is one of its own.
fn paragraphs(pieces: &[Piece]) -> Vec<Vec<usize>> {
    let mut open: Vec<Vec<usize>> = Vec::new();
    let mut done = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Open(Mark::Paragraph) => open.push(Vec::new()),
            Piece::Close(Mark::Paragraph) => done.extend(open.pop()),
            Piece::Text(_) => {
                if let Some(texts) = open.last_mut() {
                    texts.push(at);
                }
            }
            Piece::Raw(_) | Piece::Open(Mark::Row) | Piece::Close(Mark::Row) => {}
        }
    }
    done
}

fn text_at(pieces: &[Piece], at: usize) -> &str {
    match pieces.get(at) {
        Some(Piece::Text(text)) => text,
        Some(Piece::Raw(_) | Piece::Open(_) | Piece::Close(_)) | None => "",
    }
}

/// A field in the joined text of a paragraph, in bytes.
struct Found {
    from: usize,
    to: usize,
    name: String,
}

const OPEN: &str = "{{";
const CLOSE: &str = "}}";

fn fields(text: &str) -> Result<Vec<Found>, LayoutFault> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find(OPEN)).map(|at| from + at) {
        let inner = text.get(start + OPEN.len()..).unwrap_or_default();
        let Some(end) = inner.find(CLOSE) else {
            return Err(LayoutFault::Unclosed(inner.chars().take(NAME_SHOWN_CHARS).collect()));
        };
        let name: String = inner.get(..end).unwrap_or_default().split_whitespace().collect();
        from = start + OPEN.len() + end + CLOSE.len();
        found.push(Found { from: start, to: from, name });
    }
    Ok(found)
}

/// How much of an unclosed field is told.
const NAME_SHOWN_CHARS: usize = 20;

fn names_in(pieces: &[Piece]) -> Result<Vec<String>, LayoutFault> {
    let mut names = Vec::new();
    for texts in paragraphs(pieces) {
        let joined: String = texts.iter().map(|at| text_at(pieces, *at)).collect();
        names.extend(fields(&joined)?.into_iter().map(|field| field.name));
    }
    Ok(names)
}

fn filled(pieces: &[Piece], values: &Values) -> Result<Vec<u8>, LayoutFault> {
    let single: BTreeMap<&str, &str> =
        values.single.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let mut out = Vec::new();
    let mut from = 0;
    for row in rows(pieces) {
        let slice = pieces.get(row.0..row.1).unwrap_or_default();
        let names = names_in(slice)?;
        let held = |table: &&TableValues| names.iter().any(|name| column_of(table, name).is_some());
        let Some(table) = values.tables.iter().find(held) else { continue };
        out.extend(written(pieces.get(from..row.0).unwrap_or_default(), &single)?);
        let blank = vec![Vec::new()];
        for cells in if table.rows.is_empty() { &blank } else { &table.rows } {
            let mut known = single.clone();
            let keyed: Vec<(String, &str)> = table
                .columns
                .iter()
                .enumerate()
                .map(|(at, column)| {
                    (format!("{}.{column}", table.heading), cells.get(at).map_or("", String::as_str))
                })
                .collect();
            known.extend(keyed.iter().map(|(name, value)| (name.as_str(), *value)));
            out.extend(written(slice, &known)?);
        }
        from = row.1;
    }
    out.extend(written(pieces.get(from..).unwrap_or_default(), &single)?);
    Ok(out)
}

/// Names that stand for nothing where they stand: a column outside a row that can be repeated, too.
fn strangers(pieces: &[Piece], values: &Values) -> Result<Vec<String>, LayoutFault> {
    let is_single = |name: &String| values.single.iter().any(|(there, _)| there == name);
    let is_column = |name: &String| values.tables.iter().any(|table| column_of(table, name).is_some());
    let mut strangers = Vec::new();
    let mut from = 0;
    for (start, end) in rows(pieces).into_iter().chain([(pieces.len(), pieces.len())]) {
        let before = names_in(pieces.get(from..start).unwrap_or_default())?;
        strangers.extend(before.into_iter().filter(|name| !is_single(name)));
        let within = names_in(pieces.get(start..end).unwrap_or_default())?;
        strangers.extend(within.into_iter().filter(|name| !is_single(name) && !is_column(name)));
        from = end;
    }
    Ok(strangers)
}

fn column_of(table: &TableValues, name: &str) -> Option<usize> {
    let column = name.strip_prefix(table.heading.as_str())?.strip_prefix('.')?;
    table.columns.iter().position(|there| there == column)
}

/// Innermost rows, by place: from the mark that opens to behind the one that closes.
fn rows(pieces: &[Piece]) -> Vec<(usize, usize)> {
    let mut open = Vec::new();
    let mut rows = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Open(Mark::Row) => open.push((at, false)),
            Piece::Close(Mark::Row) => {
                let Some((from, holds_others)) = open.pop() else { continue };
                if let Some(outer) = open.last_mut() {
                    outer.1 = true;
                }
                if !holds_others {
                    rows.push((from, at + 1));
                }
            }
            Piece::Raw(_) | Piece::Text(_) | Piece::Open(Mark::Paragraph) | Piece::Close(Mark::Paragraph) => {
            }
        }
    }
    rows
}

/// The XML with the fields of its paragraphs filled; a name without a value becomes nothing.
fn written(pieces: &[Piece], values: &BTreeMap<&str, &str>) -> Result<Vec<u8>, LayoutFault> {
    let mut texts: BTreeMap<usize, String> = BTreeMap::new();
    for paragraph in paragraphs(pieces) {
        let joined: String = paragraph.iter().map(|at| text_at(pieces, *at)).collect();
        let found = fields(&joined)?;
        let mut start = 0;
        for at in paragraph {
            let text = text_at(pieces, at);
            texts.insert(at, part(text, start, &found, values));
            start += text.len();
        }
    }
    let mut out = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Raw(raw) => out.extend_from_slice(raw),
            Piece::Text(text) => {
                let content = texts.remove(&at).unwrap_or_else(|| escape(text.as_str()).into_owned());
                out.extend_from_slice(b"<w:t xml:space=\"preserve\">");
                out.extend_from_slice(content.as_bytes());
                out.extend_from_slice(b"</w:t>");
            }
            Piece::Open(_) | Piece::Close(_) => {}
        }
    }
    Ok(out)
}

/// One text of a paragraph, escaped: what is outside fields, and the value of each field that begins in it.
fn part(text: &str, start: usize, found: &[Found], values: &BTreeMap<&str, &str>) -> String {
    let mut out = String::new();
    for (offset, character) in text.char_indices() {
        let at = start + offset;
        match found.iter().find(|field| field.from <= at && at < field.to) {
            None => out.push_str(&escape(character.encode_utf8(&mut [0; 4]) as &str)),
            Some(field) if field.from == at => {
                out.push_str(&in_lines(values.get(field.name.as_str()).copied().unwrap_or_default()));
            }
            Some(_) => {}
        }
    }
    out
}

/// A value with line breaks as Word has them. Characters XML cannot hold are left out.
fn in_lines(value: &str) -> String {
    let legal = |line: &str| line.chars().filter(|it| *it == '\t' || !it.is_control()).collect::<String>();
    let lines: Vec<String> = value.split('\n').map(|line| escape(legal(line)).into_owned()).collect();
    lines.join("</w:t><w:br/><w:t xml:space=\"preserve\">")
}
