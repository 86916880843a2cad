//! `kill --times N` kills the phone's process and the server's at random moments while they work together, N times each
//! (R5), and a process that tries PINs around the check (S6). Then it looks into the memory of a locked phone (S7). What was said to be saved or received must be there at the
//! next start. It runs itself again as those processes.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a command that prints, over shipped code; a broken assumption must stop it"
)]

mod child;
mod memory;
mod pair;
mod pin;
mod process;

use std::alloc::System;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use zeroizing_alloc::ZeroAlloc;

/// As the phone's program has it: memory that is given back holds nothing.
#[global_allocator]
static HEAP: ZeroAlloc<System> = ZeroAlloc(System);

#[derive(Debug, Parser)]
struct Options {
    /// Kills of the phone, and as many of the server, and of the process that tries PINs.
    #[arg(long, default_value_t = 40)]
    times: u32,
    /// Decides the moments.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// What this process is instead of the one that kills.
    #[arg(long, requires = "folder")]
    role: Option<Role>,
    #[arg(long)]
    folder: Option<PathBuf>,
    /// The time at its start, in milliseconds since 1970.
    #[arg(long, default_value_t = 0)]
    now: i64,
    #[arg(long, default_value_t = 0)]
    port: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Role {
    Phone,
    Server,
    Pin,
    Memory,
}

fn main() -> ExitCode {
    let options = Options::parse();
    if let (Some(role), Some(folder)) = (options.role, &options.folder) {
        match role {
            Role::Phone => child::phone(folder, options.now),
            Role::Server => child::server(folder, options.now, options.port),
            Role::Pin => child::pin(folder, options.now),
            Role::Memory => child::memory(folder, options.now),
        }
        return ExitCode::SUCCESS;
    }
    let killed = pair::kill(options.times, options.seed);
    println!(
        "R5 phone_kills={} server_kills={} saved={} received={} lost={} slowest_open_ms={}",
        options.times, options.times, killed.saved, killed.received, killed.lost, killed.slowest_ms
    );
    let tried = pin::kill(options.times, options.seed);
    println!(
        "S6 pin_kills={} tries={} inside_a_delay={} uncounted={} lost={} unlock_ms={}",
        options.times,
        tried.tries,
        tried.inside_a_delay,
        tried.uncounted,
        tried.lost,
        pin::unlock_millis()
    );
    let left = memory::look();
    println!(
        "S7 memory_mib={} keys={} pins={} canaries={} persons_while_open={} persons={}",
        left.looked_at_mib, left.keys, left.pins, left.canaries, left.while_open, left.persons
    );
    let bad = left.keys
        + left.pins
        + left.persons
        + killed.lost
        + tried.inside_a_delay
        + tried.uncounted
        + tried.lost;
    if bad == 0 && killed.slowest_ms <= 2000 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
