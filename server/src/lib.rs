//! 归航 — the office: keeps the township's events, answers phones and the console.
//!
//! Read from the outside in:
//! - [`serve`], `line`, [`tls`]: sockets and certificates. [`routes`], [`guard`], [`wire`], [`web`]: HTTP. A handler parses, is guarded, calls one function below,
//!   answers; nothing below this line knows HTTP.
//! - [`exchange`] with [`admit`] and [`enrol`]: the steps with phones. [`ledger`]: appending and reading events.
//! - [`desk`], [`roster`], [`devices`], [`auth`]: what the console does and reads; [`view`]: its types.
//! - [`registers`], [`deadlines`]: every case in lists by matter and by day.
//! - [`sealed`]: files that are over, and who may open one again.
//! - [`blob`], [`scan`], [`capsule`], [`quarantine`]: attachments, what comes back sealed, and what was set aside.
//! - [`readings`], [`notices`], [`office_facts`]: the office's own facts; [`foresight`]: cases under imagined or past facts.
//! - [`admin`], [`seed`]: what is done at the machine itself.
//! - [`backup`], [`restore`], [`epoch`]: a copy of everything, and what is new once it was put back.
//! - [`verify`]: everything the office vouches for, computed again.
//! - [`witness`]: the audit chain's head in the hands of phones.
//! - [`book`]: folded cases in memory; [`scope`]: who reaches which case; [`transfer`]: handing one to another township.
//! - [`bundle`], [`cards`]: whole cases, and what is left of them for roles that read none, as phones fetch them.
//! - [`office`], [`store`], [`seal`], [`keyfile`]: where everything lies, and under which keys.
//!
//! What holds everywhere: a fact is only ever added; every decision about a person goes through `shared::access`; every
//! read, search and change leaves an audit entry in the same transaction; time and randomness come in with
//! [`deps::Deps`]. Absent on purpose: rules of the norm (they are in `shared`), personal data outside sealed columns,
//! in logs or in errors, and any way to delete.

pub mod admin;
pub mod admit;
pub mod app_floor;
pub mod audit_page;
pub mod auth;
pub mod backup;
pub mod blob;
pub mod book;
pub mod bundle;
pub mod capsule;
pub mod cards;
pub mod clocks;
pub mod cookie;
pub mod deadlines;
pub mod decide;
pub mod deps;
pub mod desk;
pub mod devices;
pub mod dossier;
pub mod drafts;
pub mod draws;
pub mod enrol;
pub mod epoch;
pub mod exchange;
pub mod foresight;
pub mod give_back;
pub mod guard;
pub mod handover;
pub mod inbox;
pub mod intake;
pub mod keyfile;
pub mod ledger;
mod limit;
mod line;
pub mod master;
pub mod notices;
pub mod office;
pub mod office_facts;
pub mod openings;
mod papers;
pub mod parcel;
pub mod people;
pub mod quarantine;
pub mod readings;
pub mod registers;
pub mod restore;
mod review;
pub mod roster;
pub mod routes;
mod saved_views;
pub mod scan;
pub mod scope;
pub mod seal;
pub mod sealed;
pub mod search;
pub mod seed;
mod serve;
pub mod settle;
pub mod signature;
pub mod store;
pub mod tls;
pub mod transfer;
pub mod unlock;
pub mod verify;
pub mod view;
pub mod web;
pub mod wire;
pub mod witness;

pub use deps::Deps;
pub use office::{Office, OpenError};
pub use serve::{Config, Running, StartError, serve};
