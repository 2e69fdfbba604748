//! Each connector against a server of its platform's shape, by the cases that such a server may serve.

mod answers;
mod bluesky;
mod cases;
mod commoncrawl;
mod feed;
mod gdelt;
mod interface;
mod lists;
mod mastodon;
mod pages;
mod pictures;
mod reddit;
mod served;
mod sitemap;
mod telegram;
mod types;
mod wayback;
mod world;
mod youtube;
