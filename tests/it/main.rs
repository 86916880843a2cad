//! One binary: scenarios, tidy checks, configuration checks.

mod bindings;
mod tidy;
