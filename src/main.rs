//! The program: see `cli` for what it takes, and the library for what it does.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
