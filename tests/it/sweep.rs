//! Every call by which the phone and the office touch their files fails once, for ever, for want of room, and by a power
//! cut (R4, S12). `make soak` tries more cuts.

#![allow(clippy::print_stdout, reason = "the figures are worth reading")]

use std::process::Command;

const POINTS_MIN: usize = 4000;

/// What the program says, and whether it was content.
fn sweep(arguments: &[&str]) -> (String, bool) {
    let output = Command::new(env!("CARGO_BIN_EXE_sweep")).args(arguments).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    println!("{said}");
    (said, output.status.success())
}

fn figure(line: &str, name: &str) -> usize {
    let mut words = line.split_whitespace();
    words.find_map(|word| word.strip_prefix(name)?.strip_prefix('=')?.parse().ok()).expect(name)
}

#[test]
fn no_failing_disk_and_no_power_cut_loses_or_halves_anything() {
    // `stuck` is told, not judged: an exchange is answered here as it was recorded, and asks otherwise at its next try.
    let (said, _) = sweep(&["--cuts", "1", "--tell"]);
    let line = said.lines().find(|line| line.starts_with("R4 ")).unwrap();
    assert!(figure(line, "operations") >= 26, "{said}");
    for never in ["lost", "half", "corrupt"] {
        assert_eq!(figure(line, never), 0, "{said}");
    }
    let line = said.lines().find(|line| line.starts_with("R4 ")).unwrap();
    assert!(figure(line, "points") >= POINTS_MIN, "{line}");
    let line = said.lines().find(|line| line.starts_with("S12 ")).unwrap();
    assert!(figure(line, "rotations") >= 1 && figure(line, "unopenable") == 0, "{line}");
}
