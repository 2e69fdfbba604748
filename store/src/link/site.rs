//! Parameters of single sites that say where a click came from: elsewhere the same names may select content.

/// The names, in lower case, of a registered domain; `*` stands for any end.
pub(super) fn names(domain: Option<&str>) -> &'static [&'static str] {
    match domain {
        Some("nytimes.com") => &["smid", "smtyp", "unlocked_article_code", "referringsource"],
        Some("washingtonpost.com") => &["itid", "pwapi_token", "wpisrc"],
        Some("theguardian.com") => &["cmp", "intcmp"],
        Some("bbc.com" | "bbc.co.uk") => &["ocid", "at_*", "ns_*", "pinned_post_locator"],
        Some("wsj.com" | "barrons.com" | "marketwatch.com") => &["mod", "reflink", "st"],
        Some("bloomberg.com") => {
            &["srnd", "sref", "leadsource", "embedded-checkout", "accesstoken", "in_source"]
        }
        Some("reuters.com" | "apnews.com") => &["taid", "il", "feedtype", "feedname"],
        Some("ft.com") => &["segmentid", "sharetype", "accesstoken"],
        Some("cnbc.com") => &["__source", "qsearchterm"],
        Some("forbes.com") => &["sh", "ss", "ctpv"],
        Some("scmp.com") => &["module", "pgtype", "campaign", "onboard", "tpcc"],
        Some("dw.com") => &["maca"],
        Some("lemonde.fr") => &["lmd_*"],
        Some("sputnikglobe.com" | "sputniknews.com" | "ria.ru") => &["rcmd_alg", "rcmd_id", "in"],
        Some("sina.com.cn" | "sina.cn") => {
            &["cre", "mod", "loc", "r", "rfunc", "tj", "tr", "wm", "vt", "from"]
        }
        Some("sohu.com") => &["scm", "spm", "_f", "pvid"],
        Some("163.com") => &["spss", "spsnuid", "spsdevid", "spsvid", "spsshare", "spsts", "spstoken"],
        Some("qq.com") => &[
            "chksm",
            "scene",
            "sessionid",
            "key",
            "ascene",
            "devicetype",
            "pass_ticket",
            "exportkey",
            "wx_header",
            "mpshare",
            "srcid",
            "sharer_shareid",
            "sharer_sharetime",
            "clicktime",
            "enterid",
            "subscene",
        ],
        Some("baidu.com") => &["wfr", "for", "searchword"],
        Some("bilibili.com") => &[
            "spm_id_from",
            "from_spmid",
            "vd_source",
            "share_source",
            "share_medium",
            "share_plat",
            "share_session_id",
            "share_tag",
            "share_from",
            "unique_k",
            "bbid",
            "buvid",
            "plat_id",
        ],
        Some("linkedin.com") => {
            &["trk", "trkinfo", "trackingid", "lipi", "refid", "rcm", "originalsubdomain"]
        }
        Some("medium.com") => &["source", "sk"],
        Some("x.com" | "twitter.com") => &["s", "t", "src", "cxt", "ref_*"],
        Some("facebook.com") => &[
            "__cft__*",
            "__tn__",
            "__xts__*",
            "__eep__",
            "ref",
            "refid",
            "fref",
            "hc_ref",
            "rdid",
            "share_url",
        ],
        Some("youtube.com") => &["si", "feature", "pp", "ab_channel"],
        Some("reddit.com") => &["share_id", "rdt", "ref", "ref_source"],
        Some("tiktok.com") => {
            &["is_from_webapp", "sender_device", "web_id", "_t", "_r", "u_code", "is_copy_url"]
        }
        Some("yahoo.com") => &["guce*", "guc*", ".tsrc"],
        Some("aliexpress.com" | "taobao.com" | "tmall.com") => &["spm", "scm", "pvid", "algo_*"],
        Some("amazon.com" | "amazon.co.uk" | "amazon.de") => {
            &["ref_", "pf_rd_*", "pd_rd_*", "psc", "smid", "_encoding"]
        }
        _ => &[],
    }
}
