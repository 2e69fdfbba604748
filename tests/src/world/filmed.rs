//! What the world hands over about films: the file of films and the preset that reads it, the campaign's file, the list that
//! names two of its channels, and the narrative's further tables.

use std::fmt::Write as _;

use serde::Serialize;
use whence_store::time::Micros;

use super::calendar::Calendar;
use super::channels::{Channels, Role};
use super::day::Day;
use super::film_words::{SETS, WORDING};
use super::markup::string;
use super::truth::{Truth, TruthItem};
use super::videos::Video;
use super::{World, stamps};

/// The preset's name.
pub(super) const PRESET_NAME: &str = "films";

/// How the films' file is read: captions are the words of a medium of that kind.
pub(super) const PRESET: &str = r#"title = "Films with captions, one a line"
format = "ndjson"

[account]
platform = { text = "youtube" }
id = "channel"
handle = "channel"
name = "channel_name"
description = "channel_about"
opened = { from = "channel_opened", format = ["date"] }

[item]
id = "id"
kind = "video"
created = { from = "published", format = ["rfc3339"] }
title = "title"
text = "description"
lang = "lang"
url = { template = "https://www.youtube.com/watch?v={id}" }
links = { path = "description", find = 'https?://[^\s<>"]+' }
media = [{ each = "captions", kind = { text = "captions" }, alt = "." }]
"#;

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    channel: &'a str,
    channel_name: &'a str,
    channel_about: &'a str,
    channel_opened: String,
    published: String,
    lang: &'a str,
    title: &'a str,
    description: &'a str,
    captions: &'a str,
}

impl World {
    /// The films of the days that were collected, one a line.
    pub(super) fn films(&self) -> serde_json::Result<String> {
        let mut text = String::new();
        for video in self.captured_videos() {
            let channel = &self.channels.all[video.channel];
            let line = Line {
                id: &video.id,
                channel: &channel.id,
                channel_name: &channel.name,
                channel_about: &channel.about,
                channel_opened: channel.opened.to_string(),
                published: stamps::iso(video.at, 0),
                lang: channel.language.code(),
                title: &video.title,
                description: &video.description,
                captions: &video.captions,
            };
            text.push_str(&(serde_json::to_string(&line)? + "\n"));
        }
        Ok(text)
    }

    /// Films of the days that were collected.
    pub(super) fn captured_videos(&self) -> impl Iterator<Item = &Video> {
        self.videos.iter().filter(|video| !self.calendar.in_outage(Day::of(video.at, 0)))
    }

    /// The stretches of days that were collected whole.
    pub fn collected(&self) -> Vec<(Micros, Micros)> {
        self.calendar.observed_days().map(|day| (day.start(0), day.plus(1).start(0))).collect()
    }

    /// The campaign's file.
    pub(super) fn campaign(&self) -> String {
        let campaign = &self.channels.campaign;
        let mut text = format!(
            "title = {title}\nversion = 1\nplatforms = [\"youtube\"]\nknown_lists = [{title}]\n\
             about = \"An invented campaign: young channels that praise harbour works in English, at an even pace, and share scripts and a paragraph.\"\n\n\
             [[source]]\nurl = \"https://example.org/campaigns/{slug}\"\ndate = \"2030-11-05\"\nby = \"The fictional Harbour Observatory\"\n",
            title = string(campaign.title),
            slug = campaign.slug,
        );
        let mut one = |id: &str, weight: &str, why: &str, test: &str| {
            let _ = write!(
                text,
                "\n[[trait]]\nid = \"{id}\"\nweight = \"{weight}\"\nwhy = {}\n[trait.test]\n{test}\n",
                string(why)
            );
        };
        let mut topics = "kind = \"topics\"\nlast = 50\nsets_each = 2\nshare = 0.5".to_owned();
        for (name, terms) in SETS {
            let terms: Vec<String> = terms.iter().map(|term| string(term)).collect();
            let _ = write!(topics, "\nsets.{name} = {{ en = [{}] }}", terms.join(", "));
        }
        one("topics", "generic", "Harbour works, rivals and triumphs, two in one title.", &topics);
        let opened = format!("kind = \"opened-after\"\ndate = \"{}\"", campaign.since);
        one("opened", "generic", "The channels were opened within two years.", &opened);
        let cadence = "kind = \"cadence\"\nfrom = 2.5\nto = 10.0\nunevenness = 0.4";
        one("cadence", "generic", "A film every day or two, at an even pace.", cadence);
        let language = "kind = \"language\"\nlanguages = [\"en\"]\nshare = 0.9";
        one("language", "generic", "The films are in English.", language);
        one("voice", "generic", "A synthetic voice reads; one has to listen.", "kind = \"analyst\"");
        one("script", "specific", "Channels read the same script.", "kind = \"script\"\ncontainment = 0.6");
        one(
            "paragraph",
            "specific",
            "The same paragraph stands under the films.",
            "kind = \"boilerplate\"\ncontainment = 0.6",
        );
        one("link", "specific", "The channels link the same address.", "kind = \"link\"");
        text
    }

    /// A list of indicators: two channels of the campaign, and the domain that looks like a newspaper's.
    pub(super) fn indicators(&self) -> String {
        let mut text = "indicator,type,platform,campaign,source,reference,date\n".to_owned();
        let title = self.channels.campaign.title;
        let end = ",The fictional Harbour Observatory,https://example.org/lists,2030-12-01";
        for channel in self.channels.of(Role::Listed) {
            let _ = writeln!(text, "{},handle,youtube,{title}{end}", channel.id);
        }
        let _ = writeln!(text, "{},domain,,{title}{end}", self.alike.replace('.', "[.]"));
        text
    }

    /// What the narrative's file says beyond the query: a claim, parties, a judgement, a protected name, the campaign.
    pub(super) fn narrative_tables(&self) -> String {
        let product = self.product.english[0];
        format!(
            "\n[[claim]]\nid = \"ferry\"\ntext = {text}\nasserted_by = {maker}\nasserted_by_kind = \"organisation\"\nstatus = \"unproven\"\n\
             [claim.wordings]\nen = [{wording}]\n\
             [[claim.source]]\nurl = \"https://example.org/press/ferry\"\ndate = \"{event}\"\nsays = \"asserts\"\n\n\
             [[party]]\nname = {maker}\nkind = \"organisation\"\nasked = \"{event}\"\n\n\
             [[judgement]]\nstatement = \"the first captured post is not the first that was written\"\nlikelihood = \"roughly even chance\"\nconfidence = \"low\"\n\
             because = \"what was deleted before a collection is not seen by it\"\nby = \"the demo's analyst\"\ndate = \"{event}\"\n\n\
             [protect]\nbrands = [\"harbour-courier.example\"]\n\n[resemblance]\ncampaigns = [\"{slug}\"]\n",
            text = string(&format!("{product} {WORDING}")),
            maker = string(self.product.maker),
            wording = string(WORDING),
            event = self.calendar.event,
            slug = self.channels.campaign.slug,
        )
    }
}

/// Adds what is true of the films to the truth.
pub(super) fn add(truth: &mut Truth, calendar: &Calendar, channels: &Channels, videos: &[Video]) {
    for video in videos.iter().filter(|video| video.narrative) {
        let capturable = !calendar.in_outage(Day::of(video.at, 0));
        truth.items.push(TruthItem {
            platform: "youtube",
            native_id: video.id.clone(),
            account: channels.all[video.channel].id.clone(),
            actor: None,
            at: video.at,
            capturable,
        });
        if capturable {
            truth.matched_total_capturable += 1;
            *truth.daily_capturable.entry(Day::of(video.at, calendar.hours)).or_default() += 1;
            if let Some(way) = video.claim {
                *truth.claim_said.entry(format!("{way:?}").to_lowercase()).or_default() += 1;
            }
        }
    }
    truth.items.sort_by(|a, b| (a.at, &a.native_id).cmp(&(b.at, &b.native_id)));
    let ids = |role| channels.of(role).map(|channel| channel.id.clone()).collect::<Vec<_>>();
    truth.private_handles.extend(channels.all.iter().map(|channel| channel.id.clone()));
    truth.private_names.extend(channels.all.iter().map(|channel| channel.name.clone()));
    truth.resembling_channels = ids(Role::Resembling);
    truth.decoy_channels = ids(Role::Decoy);
}
