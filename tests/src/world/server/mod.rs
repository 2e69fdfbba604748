//! Serves the news sites on loopback, each on a port of its own, as they are at the injected clock's time.

mod answer;
mod log;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::sync::watch;
use whence_store::time::Clock;

pub use self::log::Asked;
use self::log::Log;
use super::articles::Article;
use super::site::SITES;

/// The running sites. Dropping it stops them.
#[derive(Debug)]
pub struct Servers {
    addresses: Vec<SocketAddr>,
    log: Log,
    _running: watch::Sender<()>,
}

impl Servers {
    /// Starts one server a site on 127.0.0.1, at ports that the system chooses.
    ///
    /// # Errors
    /// If a port cannot be bound.
    pub(crate) async fn start(articles: Arc<Vec<Article>>, clock: Arc<dyn Clock>) -> io::Result<Self> {
        let (running, stopped) = watch::channel(());
        let log = Log::default();
        let mut addresses = Vec::new();
        for site in 0..SITES.len() {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
            let address = listener.local_addr()?;
            addresses.push(address);
            let state = SiteState {
                site,
                base: Arc::from(format!("http://{address}")),
                articles: Arc::clone(&articles),
                clock: Arc::clone(&clock),
                log: log.clone(),
            };
            let router = Router::new().fallback(serve).with_state(state);
            let mut stopped = stopped.clone();
            tokio::spawn(async move {
                // `changed` fails once the sender is dropped, which is the sign to stop.
                let until = async move { while stopped.changed().await.is_ok() {} };
                let _ = axum::serve(listener, router).with_graceful_shutdown(until).await;
            });
        }
        Ok(Self { addresses, log, _running: running })
    }

    /// The sites in the order of the configuration: the source's name and its base URL without a final slash.
    pub fn sites(&self) -> impl Iterator<Item = (&'static str, String)> {
        SITES.iter().zip(&self.addresses).map(|(site, address)| (site.name, format!("http://{address}")))
    }

    /// Every request so far, in order of arrival.
    pub fn log(&self) -> Vec<Asked> {
        self.log.all()
    }

    /// The base URL of a site, by its index.
    pub(crate) fn base(&self, site: usize) -> String {
        self.addresses.get(site).map(|address| format!("http://{address}")).unwrap_or_default()
    }
}

/// What a site's handler knows.
#[derive(Clone)]
struct SiteState {
    site: usize,
    base: Arc<str>,
    articles: Arc<Vec<Article>>,
    clock: Arc<dyn Clock>,
    log: Log,
}

async fn serve(State(state): State<SiteState>, request: Request<Body>) -> Response {
    let now = state.clock.now();
    let response = answer::to(&request, state.site, &state.base, &state.articles, now);
    state.log.add(&request, SITES[state.site].name, response.status().as_u16(), now);
    response
}
