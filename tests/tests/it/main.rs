//! Whole-system tests.

mod config_files;
mod licences;
mod metadata;
mod road;
mod walls;
