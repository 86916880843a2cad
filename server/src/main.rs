//! `guihang`: the office's one program.

mod cli;
mod machine;

use clap::Parser;

fn main() -> std::process::ExitCode {
    let cli = cli::Cli::parse();
    match cli::run(cli, machine::deps()) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("{error}\n"));
            std::process::ExitCode::FAILURE
        }
    }
}
