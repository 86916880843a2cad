//! Rules as what happens to people, through one `check`.

mod breach;
mod chaos;
mod course;
mod document;
mod explain;
mod finding;
mod issue;
mod make;
mod merge;
mod notice;
mod person;
mod preview;
mod procedure;
mod readings;
mod register;
mod review;
mod revision;
mod timeline;
mod whole;
mod windows;

use timeline::{check, story};
