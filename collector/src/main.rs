//! `whence-collect`: see the library.

use std::process::ExitCode;

use whence_collector::polite::TimerWait;
use whence_collector::program;
use whence_store::program::{finish, init_logs};
use whence_store::time::SystemClock;

fn main() -> ExitCode {
    init_logs("info");
    let result = program::run(std::env::args_os(), &mut std::io::stdout().lock(), &SystemClock, &TimerWait);
    finish(result, program::advice)
}
