//! Presets and cases: one test for every cell of `tests/presets.toml`, and tests that hold table, tests and documentation together.

/// A module of tests for each row, one for each case that applies.
macro_rules! cells {
    ($($row:ident: $($case:ident)*;)*) => {
        $(mod $row {
            $(#[test]
            fn $case() {
                super::super::cell::run(stringify!($row), stringify!($case));
            })*
        })*
    };
}

mod cell;
mod cells;
mod checks;
mod detected;
mod document;
mod forgotten;
mod row;
mod stored;

/// A fixture's bytes.
pub(super) fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(row::at("tests/fixtures/presets").join(name)).unwrap()
}
