//! Everything the phone does, without a window.
//!
//! Data flows one way: `door` (what a screen asks) → `usecase` (one file an act) → `store` (encrypted, append-only)
//! → `view` (what a screen gets). `sync` moves what is in the store and never touches a screen.
//!
//! Absent on purpose: no clock, no dice and no environment but through [`door::Deps`]; no tauri; no way to delete an
//! event that no receipt covers; no plaintext outside the encrypted store.

pub mod door;
pub mod sync;
pub mod view;
