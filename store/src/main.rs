//! `whence-store`: see the library.

use std::process::ExitCode;

use whence_store::program;
use whence_store::time::SystemClock;

fn main() -> ExitCode {
    program::init_logs("info");
    program::finish(program::run(std::env::args_os(), &mut std::io::stdout().lock(), &SystemClock), |_| None)
}
