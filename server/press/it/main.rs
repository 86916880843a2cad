//! What comes out of the press, read back with the tools an office has: pdftotext, pdfinfo, pdftoppm, and as Word text.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed"
)]

mod bound;
mod glyphs;
mod pages;
mod read;
mod sheets;
mod word;
