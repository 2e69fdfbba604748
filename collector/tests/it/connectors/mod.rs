//! Each connector against a server of its platform's shape, by the cases that such a server may serve.

mod commoncrawl;
mod feed;
mod gdelt;
mod lists;
mod sitemap;
mod wayback;
