//! What the methods of time do on series of which the truth is known: counts that vary more than a Poisson process, with
//! quiet weekends, and nothing, a burst, a spike and then a surge, or a lasting rise in them.
#![allow(clippy::cast_sign_loss)] // small positive numbers, drawn here

mod changepoints;
mod placebo;
mod random;
mod shapes;
mod surges;
