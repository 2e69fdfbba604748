//! The collector as a program of this package, so that its tests can start it as a process of its own, and kill it.

use std::process::ExitCode;

use whence_collector::polite::TimerWait;
use whence_collector::program::{self, Screen};
use whence_store::program::{finish, init_logs};
use whence_store::time::SystemClock;

fn main() -> ExitCode {
    init_logs("warn");
    let out = &mut std::io::stdout().lock();
    finish(
        program::run(std::env::args_os(), out, &SystemClock, &TimerWait, &Screen::silent()),
        program::advice,
    )
}
