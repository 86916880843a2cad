//! `sweep` fails, or takes the power from, every single call of the C library by which the phone and the office touch their
//! files, operation by operation, and looks at what the next start finds: nothing acknowledged lost, nothing half done,
//! nothing that does not open. Reliability goal R4, and S12 for the operations that change a key.
//!
//! - [`trial`]: an operation at every point. [`phone`], [`office`]: the operations. [`folder`]: files in memory.
//! - `--sabotage normal|off` commits as `PRAGMA synchronous` would: it must find losses.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    clippy::type_complexity,
    reason = "a command that prints, over shipped code; a broken assumption must stop it"
)]

mod folder;
mod freeze;
mod office;
mod phone;
mod stage;
mod trial;

use std::process::{Command, ExitCode, Stdio};

use clap::{Parser, ValueEnum};
use faulty_disk::Synchronous;
use trial::{Operation, Orders, Tally};

#[derive(Debug, Parser)]
struct Options {
    /// Random parts of the unsynced writes that are tried at each power cut, beside none and all of them.
    #[arg(long, default_value_t = 3)]
    cuts: u64,
    /// Only operations whose name has this in it.
    #[arg(long)]
    only: Option<String>,
    /// Commits carelessly.
    #[arg(long)]
    sabotage: Option<Careless>,
    /// Every second operation, from this one; one process is one disk, so two of them work side by side.
    #[arg(long)]
    half: Option<usize>,
    /// Writes stores of every schema into this folder instead, where they are not there yet.
    #[arg(long)]
    freeze: Option<std::path::PathBuf>,
    /// Says of each point that fails what is wrong.
    #[arg(long)]
    tell: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Careless {
    Normal,
    Off,
}

fn main() -> ExitCode {
    let options = Options::parse();
    if let Some(into) = &options.freeze {
        freeze::freeze(into);
        return ExitCode::SUCCESS;
    }
    match options.half {
        Some(half) => sweep(&options, half),
        None => both_halves(),
    }
}

fn operations() -> Vec<Operation> {
    let mut all = phone::operations();
    all.extend(office::operations());
    all
}

fn sweep(options: &Options, half: usize) -> ExitCode {
    let careless = options.sabotage.map(|careless| match careless {
        Careless::Normal => Synchronous::Normal,
        Careless::Off => Synchronous::Off,
    });
    let orders = Orders { cuts: options.cuts, careless, tell: options.tell };
    let wanted =
        |operation: &Operation| options.only.as_ref().is_none_or(|part| operation.name.contains(part));
    for (index, operation) in operations().into_iter().filter(wanted).enumerate() {
        if index % 2 == half {
            println!("{}", trial::sweep(&operation, orders).line(operation.name, operation.is_rotation));
        }
    }
    ExitCode::SUCCESS
}

/// Runs this program twice, adds up what both say, and prints the sums.
fn both_halves() -> ExitCode {
    let started = stage::wall_clock();
    let halves: Vec<_> = (0..2)
        .map(|half: usize| {
            let mut child = Command::new(std::env::current_exe().unwrap());
            child.args(std::env::args().skip(1)).args(["--half", &half.to_string()]);
            child.stdout(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let (mut all, mut rotations, mut operations, mut rotating, mut whole) =
        (Tally::default(), Tally::default(), 0, 0, true);
    for half in halves {
        let output = half.wait_with_output().unwrap();
        whole &= output.status.success();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            println!("{line}");
            let Some((tally, is_rotation)) = Tally::read(line) else { continue };
            operations += 1;
            all.add(&tally);
            if is_rotation {
                rotating += 1;
                rotations.add(&tally);
            }
        }
    }
    println!("{:.1} s", started.elapsed().as_secs_f64());
    println!(
        "S12 rotations={rotating} points={} unopenable={}",
        rotations.points,
        rotations.corrupt + rotations.half
    );
    let Tally { points, lost, half, corrupt, stuck, .. } = all;
    println!("stuck={stuck}");
    println!("R4 operations={operations} points={points} lost={lost} half={half} corrupt={corrupt}");
    if whole && operations > 0 && lost + half + corrupt + stuck == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
