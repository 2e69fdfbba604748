//! Each connector against a server of its platform's shape, by the cases that such a server may serve.

mod answers;
mod bluesky;
mod interface;
mod mastodon;
mod reddit;
mod served;
mod telegram;
mod types;
mod world;
mod youtube;
