//! Processes killed at random moments (R5, S6), and the memory of one that was locked (S7). `make soak` kills more.

#![allow(clippy::print_stdout, reason = "the figures are worth reading")]

use std::process::Command;

#[test]
fn what_was_said_to_be_saved_or_received_survives_every_kill() {
    let output = Command::new(env!("CARGO_BIN_EXE_kill")).args(["--times", "40"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}");
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    for figure in ["lost=0", "inside_a_delay=0", "uncounted=0", "keys=0", "pins=0", " persons=0"] {
        assert!(said.contains(figure), "{said}");
    }
    assert!(!said.contains("saved=0 "), "nothing was tried: {said}");
}
