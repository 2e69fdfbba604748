//! What lists name, and domains that look like another's, in matched items. Neither names anybody.

mod alike;
mod lists;
mod summary;

pub(crate) use alike::look_alikes;
pub(crate) use lists::find;
pub(crate) use summary::sentences;
