//! The program `whence-store`, and what all three programs share: logs, error printing, exit codes.

mod backup;
mod cli;
mod exit;
mod export;
mod forget;
mod logs;
mod stats;
mod verify;

pub use cli::run;
pub use exit::{Exit, finish, store_exit};
pub use logs::{init as init_logs, init_through as init_logs_through};
