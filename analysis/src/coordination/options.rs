//! What the analyst decides for one run.

/// What an edge's weight counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Weight {
    /// Distinct objects that both shared within the window: an account that posts the same thing often cannot inflate it.
    #[default]
    Objects,
    /// Pairs of posts.
    Pairs,
    /// Distinct posts that have a partner; the greater of both directions.
    Messages,
}

/// The decisions.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Windows, µs, each at least 0; inclusive.
    pub windows: Vec<i64>,
    /// Accounts with fewer shares in the whole log are left out before anything is counted.
    pub min_participation: u32,
    /// What `weight` counts.
    pub weight: Weight,
    /// Edges of a smaller weight are not written; they are tested all the same.
    pub min_edge_weight: u64,
    /// The false discovery rate, between 0 and 1.
    pub fdr: f64,
    /// Threads; the result is the same for any number.
    pub threads: usize,
    /// The seed of the control and of the communities.
    pub seed: u64,
    /// Whether what was counted is kept beside the files, and a next run with the same options goes on from there.
    pub incremental: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            windows: vec![60_000_000],
            min_participation: 1,
            weight: Weight::default(),
            min_edge_weight: 1,
            fdr: 0.01,
            threads: 1,
            seed: 20_250_127,
            incremental: false,
        }
    }
}
