//! `whence-analyze`: see the library.

use std::process::ExitCode;

use whence_analysis::program;

fn main() -> ExitCode {
    whence_store::program::init_logs("info");
    program::finish(program::run(std::env::args_os(), &mut std::io::stdout().lock()))
}
