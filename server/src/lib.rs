//! 归航 — the office: keeps the township's events, answers phones and the console.

pub mod view;
