# The front door: each recipe is a command of README.md.

db := "whence.db"
config := "config"

# List the recipes
default:
    @just --list

# Walk the whole road on a small fictional internet
demo *ARGS:
    cargo demo {{ARGS}}

# Poll what is due (for cron)
collect *ARGS:
    cargo run --release -p whence-collector -- run --db {{db}} --config {{config}} {{ARGS}}

# Report on a narrative
analyze NARRATIVE *ARGS:
    cargo run --release -p whence-analysis -- report {{NARRATIVE}} --db {{db}} --config {{config}} --out report/{{NARRATIVE}} {{ARGS}}

# Ask the store
sql QUERY *ARGS:
    cargo run --release -p whence-store -- sql {{quote(QUERY)}} --db {{db}} {{ARGS}}

# Run the tests
test *ARGS:
    cargo test --workspace {{ARGS}}

# What CI checks before the tests
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

# Run the benches
bench *ARGS:
    cargo bench --workspace {{ARGS}}
