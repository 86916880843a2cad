//! What stands in a PDF, as another program reads it; layouts of an office; the manifest, made a second time.

use std::io::{Cursor, Write};
use std::process::{Command, Stdio};

use docx_rs::{Docx, Paragraph, Run};
use rusqlite::params;
use shared::id::CaseId;

use crate::audit::behind;
use crate::bench::Bench;

fn run(program: &str, arguments: &[&str], input: &[u8]) -> String {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{program} (poppler-utils): {error}"));
    let mut stdin = child.stdin.take().unwrap();
    let bytes = input.to_vec();
    let feed = std::thread::spawn(move || stdin.write_all(&bytes));
    let done = child.wait_with_output().unwrap();
    let _ = feed.join().unwrap();
    assert!(done.status.success(), "{program}");
    String::from_utf8(done.stdout).unwrap()
}

/// Text of all pages.
pub fn text(pdf: &[u8]) -> String {
    run("pdftotext", &["-", "-"], pdf)
}

/// Number of pages.
pub fn pages(pdf: &[u8]) -> usize {
    text(pdf).matches('\u{c}').count()
}

/// A .docx of these paragraphs.
pub fn layout(paragraphs: &[&str]) -> Vec<u8> {
    let paragraph = |text: &&str| Paragraph::new().add_run(Run::new().add_text(*text));
    let docx = paragraphs.iter().map(paragraph).fold(Docx::new(), Docx::add_paragraph);
    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).unwrap();
    bytes.into_inner()
}

/// `event hash` of every counted record of a case in the order of the log, straight from the store.
pub fn manifest(bench: &Bench, case: CaseId) -> Vec<String> {
    let sql = behind(bench);
    let mut rows = sql
        .prepare(
            "SELECT event.event_id, event.hash FROM log JOIN event ON event.township = log.series_township \
             AND event.series = log.series AND event.seq = log.seq WHERE log.township = ?1 AND log.stream = ?2 \
             ORDER BY log.number",
        )
        .unwrap();
    let key = params![bench.township.0, format!("case/{case}")];
    let rows = rows
        .query_map(key, |row| Ok(format!("{} {}\n", row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
        .unwrap();
    rows.map(Result::unwrap).collect()
}
