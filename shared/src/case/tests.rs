//! Rules as what happens to people, through one `check`.

mod breach;
mod chaos;
mod course;
mod decision;
mod document;
mod explain;
mod finding;
mod inbox;
mod issue;
mod issued;
mod life;
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
mod settling;
mod timeline;
mod whole;
mod windows;

use timeline::{check, story};
