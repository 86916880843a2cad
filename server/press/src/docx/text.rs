//! What a Word file says, as plain text.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::package::{LayoutFault, Package};

/// The text of a .docx: a line a paragraph; the body first, then heads and feet. For comparison with what was to be said.
///
/// # Errors
/// As for a layout: see [`LayoutFault`].
pub fn text(docx: &[u8]) -> Result<String, LayoutFault> {
    let package = Package::open(docx)?;
    let mut said = String::new();
    for (_, content) in package.texts() {
        read(content, &mut said)?;
    }
    Ok(said)
}

fn read(xml: &[u8], said: &mut String) -> Result<(), LayoutFault> {
    let mut reader = Reader::from_str(std::str::from_utf8(xml).map_err(|_| LayoutFault::NotDocx)?);
    let mut within = false;
    loop {
        match reader.read_event().map_err(|_| LayoutFault::NotDocx)? {
            Event::Start(tag) if tag.name().as_ref() == "w:t" => within = true,
            Event::End(tag) if tag.name().as_ref() == "w:t" => within = false,
            Event::Text(text) if within => said.push_str(&text),
            Event::GeneralRef(name) if within => {
                said.push_str(&referred(&name).ok_or(LayoutFault::NotDocx)?);
            }
            Event::Empty(tag) if tag.name().as_ref() == "w:br" => said.push('\n'),
            Event::Empty(tag) if tag.name().as_ref() == "w:tab" => said.push('\t'),
            Event::End(tag) if tag.name().as_ref() == "w:p" => said.push('\n'),
            Event::Eof => return Ok(()),
            Event::Start(_) | Event::End(_) | Event::Empty(_) | Event::Text(_) | Event::GeneralRef(_) => {}
            Event::CData(more) if within => said.push_str(&more),
            Event::CData(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// What `&name;` stands for in a file without definitions of its own.
pub(super) fn referred(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?).map(String::from);
    }
    quick_xml::escape::resolve_predefined_entity(name).map(str::to_owned)
}
