//! Writes what the operator and the outside world hand to Whence: configuration and import files. The truth is
//! not among them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use whence_store::time::Micros;

use super::day::Day;
use super::markup::string;
use super::product::Language;
use super::server::Servers;
use super::site::SITES;
use super::{World, filmed, ndjson, registry};

/// Where everything lies.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The configuration directory.
    pub config: PathBuf,
    /// The registry of actors.
    pub registry: PathBuf,
    /// The posts files, in order of time.
    pub posts: Vec<PostsFile>,
    /// The films of all collected days, and the preset in the configuration that reads them.
    pub films: (PathBuf, &'static str),
    /// The list of indicators.
    pub indicators: PathBuf,
    /// The narrative's name: its file is `config/narratives/<name>.toml`.
    pub narrative: String,
}

/// One day's posts.
#[derive(Debug, Clone)]
pub struct PostsFile {
    /// The file.
    pub path: PathBuf,
    /// The start of the UTC day of which it holds every post.
    pub observed_from: Micros,
    /// The end of that day, exclusive. The file exists from then on.
    pub observed_to: Micros,
}

impl World {
    /// Writes `config/` and `imports/` under `dir`.
    ///
    /// # Errors
    /// If a folder or file cannot be written.
    pub fn write_inputs(&self, servers: &Servers, dir: &Path) -> io::Result<Inputs> {
        let config = dir.join("config");
        let imports = dir.join("imports");
        let folders = ["sources", "narratives", "campaigns", "presets"].map(|name| config.join(name));
        for folder in folders.into_iter().chain([imports.clone()]) {
            fs::create_dir_all(folder)?;
        }
        fs::write(config.join("collector.toml"), COLLECTOR)?;
        fs::write(config.join("sources/demo.toml"), sources(servers))?;
        let narrative = self.truth().narrative.clone();
        fs::write(
            config.join(format!("narratives/{narrative}.toml")),
            self.narrative() + &self.narrative_tables(),
        )?;
        let campaign = config.join(format!("campaigns/{}.toml", self.channels.campaign.slug));
        fs::write(campaign, self.campaign())?;
        fs::write(config.join(format!("presets/{}.toml", filmed::PRESET_NAME)), filmed::PRESET)?;
        let films = (imports.join("films.ndjson"), filmed::PRESET_NAME);
        fs::write(&films.0, self.films().map_err(io::Error::other)?)?;
        let indicators = imports.join("indicators.csv");
        fs::write(&indicators, self.indicators())?;
        let registry_path = imports.join("registry.csv");
        fs::write(&registry_path, registry::csv(&self.cast.registry))?;
        let mut posts = Vec::new();
        for day in self.calendar.observed_days() {
            let path = imports.join(format!("posts-{day}.ndjson"));
            fs::write(&path, self.posts_of(day, |site| servers.base(site))?)?;
            let (observed_from, observed_to) = (day.start(0), day.plus(1).start(0));
            posts.push(PostsFile { path, observed_from, observed_to });
        }
        Ok(Inputs { config, registry: registry_path, posts, films, indicators, narrative })
    }

    /// The lines of one UTC day; `base` gives a site's address.
    pub(crate) fn posts_of(&self, day: Day, base: impl Fn(usize) -> String) -> io::Result<String> {
        let mut text = String::new();
        for post in self.posts.iter().filter(|post| Day::of(post.draft.at, 0) == day) {
            let url = |index: usize| {
                let article = &self.articles[index];
                format!("{}{}", base(article.site), article.path)
            };
            text.push_str(&ndjson::line(post, &self.cast, url).map_err(io::Error::other)?);
        }
        Ok(text)
    }

    /// The narrative's configuration.
    pub(crate) fn narrative(&self) -> String {
        let product = self.product;
        let names = |language| {
            let quoted: Vec<String> = product.names(language).iter().map(|name| string(name)).collect();
            quoted.join(", ")
        };
        format!(
            "title = {title}\nquestion = {question}\nquery = \"@product\"\ntime_zone = \"{zone}\"\n\n\
             [window]\nfrom = \"{from}\"\nto = \"{to}\"        # exclusive, local dates\n\n\
             [terms]\nproduct = {{ en = [{english}], id = [{indonesian}], zh = [{chinese}] }}\n\n\
             [[event]]\nname = {event_name}\nat = \"{event}\"\nsource = \"https://example.org/charts/{event}\"\nplacebo_days = 3\n",
            title = string(&format!("The launch of {}", product.english[0])),
            question = string(&format!(
                "Who carried the praise of {}, and when, before it led the app chart?",
                product.english[0]
            )),
            zone = self.calendar.zone,
            from = self.calendar.start,
            to = self.calendar.end,
            english = names(Language::English),
            indonesian = names(Language::Indonesian),
            chinese = names(Language::Chinese),
            event_name = string(&format!("{} leads the app chart", product.english[0])),
            event = self.calendar.event,
        )
    }
}

const COLLECTOR: &str =
    "[operator]\ncontact = \"mailto:demo@example.org\"\n\n[limits]\nmin_interval = \"50ms\"\n";

fn sources(servers: &Servers) -> String {
    let mut text = String::new();
    for (site, (name, base)) in SITES.iter().zip(servers.sites()) {
        let _ = write!(
            text,
            "[[source]]\nname = \"{name}\"\nconnector = \"feed\"\nurl = \"{base}/feed.xml\"\nevery = \"1h\"\n\
             publisher = \"outlet\"\ntime_zone = \"{}\"\n\n",
            site.zone,
        );
    }
    text
}
