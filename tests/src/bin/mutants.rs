//! `mutants [TARGET_DIR]`: plants wrong rules into a copy of `shared`, one at a time. Exit 0 only if each is caught.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use e2e::mutants::{Nursery, Verdict, list};

/// Plants wrong rules and counts those that tests catch.
#[derive(Parser)]
struct Args {
    /// Where the copies are built; kept, so that a second run is quick.
    #[arg(default_value = "target/mutants")]
    target: PathBuf,
    /// Only wrong rules of this clause.
    #[arg(long)]
    only: Option<String>,
}

#[expect(clippy::print_stdout, reason = "what it found is what it is for")]
fn main() -> anyhow::Result<ExitCode> {
    let args = Args::parse();
    let nursery = Nursery::open(&std::path::absolute(&args.target)?)?;
    let mut mutants = list()?;
    mutants.retain(|mutant| args.only.as_ref().is_none_or(|only| *only == mutant.clause));
    let mut caught = 0;
    for mutant in &mutants {
        let verdict = nursery.judge(mutant)?;
        println!("{verdict:?} {} {}", mutant.clause, mutant.what);
        caught += usize::from(verdict == Verdict::Caught);
    }
    println!("caught {caught} / planted {}", mutants.len());
    Ok(if caught == mutants.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
