//! The harness of everything that is tried end to end, and the tools that judge or show it.
//!
//! - [`bindings`]: TypeScript types of the door, the console's answers and the code lists.

pub mod bindings;
