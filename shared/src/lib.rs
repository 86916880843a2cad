//! 归航 — the norm as code, shared by phone and office.
//!
//! What is absent here is the point: no clock, no randomness, no I/O, no thread, no global. Time and entropy come
//! in as arguments; the same facts give the same file, the same duties and the same dates on every machine.
//!
//! Read from the bottom up:
//! - [`code`]: closed code lists with their Chinese labels; [`id`], [`hash`], [`moment`]: the values.
//! - [`event`]: facts. An [`event::Event`] is written once; its bytes are what is hashed, stored and forwarded.
//! - [`attachment`]: photos and scans that facts name by hash.
//! - [`identity`]: checks of id numbers and telephones.
//! - [`norm`], [`policy`], [`calendar`]: every number of the norm, the readings, the work calendar.
//! - [`rules`]: calendar and readings as an office has them.
//! - [`case`], [`office`]: what the facts add up to (`fold`, `standing`).
//! - [`duty`]: what is owed, by when, and why (`duties`, `explain`).
//! - [`decision`]: what waits for a person to decide, and the facts it becomes.
//! - [`draw`]: whom a spot check falls on.
//! - [`document`]: which facts call for which papers, to whom, by when.
//! - [`page`]: what a screen shows of a person, the same on phone and console.
//! - [`preview`]: what would change under other rules, with imagined facts, or as known in the past.
//! - [`access`]: who may record, see, approve what.
//! - [`protocol`]: what travels between phone and office; [`problem`]: what can go wrong, as stable codes.

pub mod access;
pub mod attachment;
pub mod calendar;
pub mod case;
pub mod code;
pub mod decision;
pub mod document;
pub mod draw;
pub mod duty;
pub mod event;
pub mod hash;
pub mod id;
pub mod identity;
pub mod inbox;
pub mod moment;
pub mod norm;
pub mod office;
pub mod page;
pub mod policy;
pub mod preview;
pub mod problem;
pub mod protocol;
pub mod register;
pub mod rules;
