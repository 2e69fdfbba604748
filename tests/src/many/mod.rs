//! Many hosts of all platforms on loopback, for figures of a whole run: whether limits were kept, how much of what they allow was
//! used, memory, and requests a second beside another crawler. What they serve is made up from numbers, as deep as is asked for.
//! Nothing here asserts: a time on a shared machine proves nothing in a test.

mod arrivals;
mod bluesky;
mod child;
mod commoncrawl;
mod feed;
mod gdelt;
mod hosts;
mod mastodon;
mod platforms;
mod reddit;
mod served;
mod sitemap;
pub mod table;
mod telegram;
mod told;
mod watched;
mod wayback;
mod youtube;

pub use arrivals::{Arrivals, Figures};
pub use child::{Ended, watch};
pub use hosts::{Host, Hosts, Shape};
pub use platforms::{PLATFORMS, Platform, platforms};
