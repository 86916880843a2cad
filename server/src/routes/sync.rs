//! The protocol with phones: a file a step.

pub mod blob;
pub mod capsule;
pub mod hello;
pub mod pair;
pub mod pull;
pub mod push;
