//! Rules as what happens to people, through one `check`.

mod breach;
mod course;
mod make;
mod merge;
mod procedure;
mod timeline;
mod windows;

use timeline::{check, story};
