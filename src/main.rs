//! The program: see `cli` for what it takes, and the library for what it does.

mod cli;

/// Every start of the program compiles thousands of forms, and every document makes many short texts: the system's own
/// allocator took a fifth of the one and a tenth of the other.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::run()
}
