//! From edges that stand to groups: components, communities, and what each of them did.

mod components;
mod describe;
mod leiden;

pub(crate) use components::components;
pub(crate) use describe::Network;
