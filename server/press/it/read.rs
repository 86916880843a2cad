//! A PDF as poppler reads it.

use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use press::{Job, Press, Printed};

pub static PRESS: LazyLock<Press> = LazyLock::new(|| Press::system().expect("fonts-noto-cjk is installed"));

/// Prints; every character must have a glyph.
pub fn printed(job: &Job) -> Printed {
    let printed = PRESS.pdf(job).expect("it prints");
    assert_eq!(printed.missing_glyphs, Vec::<char>::new(), "{}", job.title);
    printed
}

fn poppler(program: &str, arguments: &[&str], pdf: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("it.pdf");
    std::fs::write(&file, pdf).expect("written");
    let out = Command::new(program).args(arguments).arg(&file).arg("-").output();
    let out = out.unwrap_or_else(|error| panic!("{program} of poppler-utils: {error}"));
    assert!(out.status.success(), "{program}: {}", String::from_utf8_lossy(&out.stderr));
    out.stdout
}

/// The text of one page, from 1, in the order in which it was set: cell by cell, not across the lines of a table.
pub fn page_text(pdf: &[u8], page: usize) -> String {
    let page = page.to_string();
    text_of(&poppler("pdftotext", &["-raw", "-f", &page, "-l", &page], pdf))
}

/// The text of all pages.
pub fn text(pdf: &[u8]) -> String {
    text_of(&poppler("pdftotext", &["-raw"], pdf))
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Without what a line break or a drawn box adds or takes away.
pub fn bare(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace() && !matches!(it, '☑' | '☐')).collect()
}

/// Words that stand, even in part, outside the page or its margins of 5 mm: `word at x, y`.
pub fn outside(pdf: &[u8]) -> Vec<String> {
    const MARGIN: f64 = 5.0 * 72.0 / 25.4;
    let page_of = text_of(&poppler("pdftotext", &["-bbox"], pdf));
    let mut size = (0.0, 0.0);
    let mut found = Vec::new();
    for line in page_of.lines().map(str::trim) {
        if line.starts_with("<page ") {
            size = (number(line, "width"), number(line, "height"));
        } else if line.starts_with("<word ") {
            let (left, top) = (number(line, "xMin"), number(line, "yMin"));
            let (right, bottom) = (number(line, "xMax"), number(line, "yMax"));
            let inside =
                left >= MARGIN && top >= MARGIN && right <= size.0 - MARGIN && bottom <= size.1 - MARGIN;
            if !inside {
                found.push(line.to_owned());
            }
        }
    }
    found
}

fn number(line: &str, name: &str) -> f64 {
    let rest = line.split_once(&format!("{name}=\"")).map(|(_, rest)| rest);
    let value = rest.and_then(|rest| rest.split('"').next()).and_then(|value| value.parse().ok());
    value.unwrap_or_else(|| panic!("{name} in {line}"))
}

/// Pages and size as `pdfinfo` tells them.
pub fn info(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("it.pdf");
    std::fs::write(&file, pdf).expect("written");
    text_of(&Command::new("pdfinfo").arg(&file).output().expect("pdfinfo of poppler-utils").stdout)
}

/// Leaves a file in `target/tmp`, to be looked at.
pub fn keep(name: &str, bytes: &[u8]) {
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name), bytes).expect("written");
}
