//! `conformance FILE.yaml`: runs worked examples through `shared` alone. Exit 0 only if none failed or was skipped.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Runs a file of worked examples through the rules.
#[derive(Parser)]
struct Args {
    /// The file of examples.
    file: PathBuf,
}

#[expect(clippy::print_stdout, reason = "what it found is what it is for")]
fn main() -> anyhow::Result<ExitCode> {
    let args = Args::parse();
    let text = std::fs::read_to_string(&args.file)?;
    let report = e2e::conformance::run(&text)?;
    for line in &report.lines {
        println!("{line}");
    }
    println!("{} passed, {} failed, {} skipped", report.passed, report.failed, report.skipped);
    Ok(if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
