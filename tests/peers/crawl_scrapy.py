"""Crawls the feeds named in $FEEDS and the pages that they name with Scrapy, each page into one line of $OUT.

The settings are Scrapy's own where they do not slow it down: robots.txt is obeyed, delays are off, and a host is asked by as
many requests at once as Scrapy's default allows. With EXTRACT=1 in the environment the main text of each page is told from its
frame by trafilatura with its fallbacks, as `whence-collect` does; without it, two selectors take what these pages are known to have.
"""

import json
import os
from pathlib import Path

import scrapy
from scrapy.crawler import CrawlerProcess

if os.environ.get("EXTRACT"):
    import trafilatura


class Feeds(scrapy.Spider):
    name = "feeds"

    async def start(self):
        for url in Path(os.environ["FEEDS"]).read_text().split():
            yield scrapy.Request(url, callback=self.parse_feed)

    def parse_feed(self, response):
        for link in response.xpath("//item/link/text()").getall():
            yield scrapy.Request(link, callback=self.parse_page)

    def parse_page(self, response):
        if os.environ.get("EXTRACT"):
            text = trafilatura.extract(response.text, url=response.url, include_comments=False, favor_precision=True)
        else:
            text = "\n".join(response.css("article p::text").getall())
        self.out.write(json.dumps({"url": response.url, "title": response.css("h1::text").get(), "text": text}) + "\n")

    out = open(os.environ["OUT"], "w")


process = CrawlerProcess(
    {
        "ROBOTSTXT_OBEY": True,
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS": 64,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "AUTOTHROTTLE_ENABLED": False,
        "LOG_LEVEL": "ERROR",
        "TELNETCONSOLE_ENABLED": False,
        "USER_AGENT": "whence-figures (+mailto:figures@example.org)",
    }
)
process.crawl(Feeds)
process.start()
