//! The hosts: each on a port of its own, each of one platform. What they answer hangs on their number and the request alone.

use std::fmt::Write as _;
use std::io;
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use tokio::net::TcpListener;

use super::served::{Answer, Asked};
use super::{Arrivals, Platform};

/// Lists that a host has whose platform shows few entries in each.
const LISTS: usize = 150;

/// How many of what.
#[derive(Debug, Clone)]
pub struct Shape {
    /// Hosts, shared out over the platforms.
    pub hosts: usize,
    /// Pages of each; of timelines as many pages of posts.
    pub pages: usize,
    /// What the hosts are.
    pub platforms: Vec<&'static Platform>,
}

/// The running hosts; they end with the runtime.
#[derive(Debug)]
pub struct Hosts {
    hosts: Vec<Host>,
    /// When each was asked.
    pub arrivals: Arrivals,
}

/// A host.
#[derive(Debug, Clone)]
pub struct Host {
    /// Its number, from 0.
    pub number: usize,
    /// `http://ADDRESS:PORT`.
    pub base: Arc<str>,
    /// What it is.
    pub platform: &'static Platform,
    pub(super) pages: usize,
}

impl Host {
    /// How many short lists it has.
    pub(super) fn lists(&self) -> usize {
        self.pages.min(LISTS)
    }
}

impl Hosts {
    /// Starts them on ports that the system chooses.
    ///
    /// # Errors
    /// If a port cannot be bound.
    pub async fn start(shape: &Shape) -> io::Result<Self> {
        let arrivals = Arrivals::default();
        let mut hosts = Vec::new();
        for (number, platform) in shape.platforms.iter().cycle().take(shape.hosts).enumerate() {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
            let base = Arc::from(format!("http://{}", listener.local_addr()?));
            let host = Host { number, base, platform, pages: shape.pages };
            let router = Router::new().fallback(serve).with_state((host.clone(), arrivals.clone()));
            hosts.push(host);
            tokio::spawn(async move { axum::serve(listener, router).await });
        }
        Ok(Self { hosts, arrivals })
    }

    /// All of them, by number.
    pub fn list(&self) -> &[Host] {
        &self.hosts
    }

    /// The addresses of their RSS feeds.
    pub fn feeds(&self) -> Vec<String> {
        let feeds = self.hosts.iter().filter(|host| host.platform.name == "feed");
        feeds.map(|host| format!("{}/feed.xml", host.base)).collect()
    }

    /// Writes a collector's configuration that asks all of them, each no sooner than its platform bears.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn configure(&self, folder: &Path, interval: Duration) -> io::Result<()> {
        let own = |host: &Host| host.platform.interval(interval);
        self.configure_with(folder, interval, own)
    }

    /// As [`Self::configure`], with an interval for each host.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn configure_with(
        &self,
        folder: &Path,
        usual: Duration,
        own: impl Fn(&Host) -> Duration,
    ) -> io::Result<()> {
        std::fs::create_dir_all(folder.join("sources"))?;
        std::fs::write(
            folder.join("collector.toml"),
            format!(
                "[operator]\ncontact = \"mailto:figures@example.org\"\n\n[limits]\nmin_interval = \"{}ms\"\n",
                usual.as_millis()
            ),
        )?;
        let mut sources = String::new();
        for host in &self.hosts {
            let (number, connector, interval) = (host.number, host.platform.connector, own(host).as_millis());
            for (place, keys) in (host.platform.sources)(host).iter().enumerate() {
                // Writing into a text cannot fail.
                let _ = writeln!(
                    sources,
                    "[[source]]\nname = \"host-{number}-{place}\"\nconnector = \"{connector}\"\nmin_interval = \"{interval}ms\"\n{keys}\n"
                );
            }
        }
        std::fs::write(folder.join("sources/hosts.toml"), sources)
    }
}

async fn serve(State((host, arrivals)): State<(Host, Arrivals)>, request: Request) -> Response {
    arrivals.add(host.number);
    let asked = Asked::of(&request);
    if asked.path == "/robots.txt" {
        return Answer::of("text/plain", "User-agent: *\nDisallow: /private/\n").into_response();
    }
    let answer = (host.platform.answer)(&host, &asked);
    // Every third host packs its answers.
    let answer = if host.number % 3 == 1 && asked.takes_gzip { answer.packed() } else { answer };
    answer.into_response()
}
