//! From edges that stand to groups: components, communities, what each of them did, and when its accounts were opened.

mod components;
mod describe;
mod leiden;
mod opened;

pub(crate) use components::components;
pub(crate) use describe::{Community, Member, Network};
pub(crate) use opened::{NotObserved, Opened, opened};
