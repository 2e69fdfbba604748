//! Rule 4 of honesty: accounts that are not offices or outlets are pseudonymised in every output.
//!
//! An account is named only by an accepted claim that it belongs to an office or an outlet, or because the operator's
//! configuration says that its publisher is one. Everything else about an account that could find it (handle, name, ids,
//! addresses, words) is withheld.

mod addresses;
mod excerpt;
mod guard;
mod letters;
mod naming;
mod standing;

pub use excerpt::{cleaned, excerpt};
pub use guard::Guard;
pub use naming::Naming;
pub use standing::Standing;
