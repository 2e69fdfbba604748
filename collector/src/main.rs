//! `whence-collect`: see the library.

use std::process::ExitCode;

use whence_collector::polite::TimerWait;
use whence_collector::program;
use whence_collector::program::Screen;
use whence_store::program::{finish, init_logs_through};
use whence_store::time::SystemClock;

fn main() -> ExitCode {
    let screen = Screen::new();
    let logs = screen.clone();
    init_logs_through("info", move || logs.clone());
    let out = &mut std::io::stdout().lock();
    let result = program::run(std::env::args_os(), out, &SystemClock, &TimerWait, &screen);
    finish(result, program::advice)
}
