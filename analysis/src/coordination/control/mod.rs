//! The control: the same accounts share the same objects at times that say nothing; whatever stands there, stands by the method.

mod exchange;
mod random;
mod shuffle;

pub(crate) use exchange::exchange;
pub(crate) use random::Random;
pub(crate) use shuffle::shuffle;
