//! Everything the phone does, without a window.
//!
//! Data flows one way: [`door`] (what a screen asks) → `usecase` (one file an act) → [`store`] (encrypted, append-only)
//! → [`view`] (what a screen gets). [`sync`] moves what is in the store and never touches a screen.
//!
//! - [`look`]: theme and text size, the one plain file. [`vault`]: PIN → key of the store; delays. `pairing`: the device's key and what was agreed with the office.
//! - [`store`]: facts, drafts, receipts; the `Book` folds them. - `phone`: both behind the door's lock.
//! - [`form`], [`fact`]: what can be recorded here, and the bodies of facts the forms give.
//! - [`attachment`], [`capsule`]: photos, and what is sealed to the office outside the store.
//! - [`sync`]: the engine without a wire, and the wire. `exchange`: the loop between them. `idle`: when it locks by itself.
//! - `reserve`: room kept so that a full phone still unlocks and sends.
//!
//! Absent on purpose: no clock, no dice and no environment but through [`door::Deps`]; no tauri; no way to delete an
//! own event; no rule and no number of the norm (they are `shared`'s); nothing of any person readable outside the
//! encrypted store.

pub mod attachment;
pub mod capsule;
mod deps;
pub mod door;
mod durable;
mod exchange;
pub mod fact;
pub mod form;
mod idle;
pub mod look;
mod pairing;
mod phone;
mod problems;
mod reserve;
mod room;
pub mod store;
pub mod sync;
mod usecase;
pub mod vault;
pub mod view;
