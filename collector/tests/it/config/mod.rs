//! Configuration: what is wrong is told with file, key and hint; what the workspace ships loads.

mod documented;
mod shipped;
mod wrong;
