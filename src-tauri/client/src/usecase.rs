//! One file per act of a screen. Each reads the book, checks, and at most appends one fact in one durable transaction.

pub mod biometric;
pub mod cards;
pub mod draft;
pub mod explain;
pub mod hand_in;
pub mod month;
pub mod notices;
pub mod pair;
pub mod papers;
pub mod people;
pub mod person;
mod pinyin_match;
pub mod record;
pub mod record_refusal;
pub mod record_test;
pub mod remind;
pub mod roster;
pub mod scan;
pub mod snooze;
pub mod test_session;
pub mod today;
pub mod undo;
pub mod unlock;
pub mod uploads;
pub mod what_if;
