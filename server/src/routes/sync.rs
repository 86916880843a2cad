//! The protocol with phones: a file a step.

pub mod blob;
pub mod bundle;
pub mod capsule;
pub mod compare;
pub mod give_back;
pub mod hello;
pub mod pair;
pub mod pull;
pub mod push;
