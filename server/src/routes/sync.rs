//! The protocol with phones: a file a step.

pub mod hello;
pub mod pair;
pub mod pull;
pub mod push;
