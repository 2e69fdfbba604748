//! Parameters that say where a click came from, not what is shown.

use super::address::{Address, Pair};
use super::site;

/// Names, in lower case and in order. Each has one meaning wherever it is used; what may select content anywhere is in
/// [`site`] or nowhere.
const NAMES: &[&str] = &[
    "__hsfp",
    "__hssc",
    "__hstc",
    "__s",
    "__twitter_impression",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_openstat",
    "_trk",
    "action_object_map",
    "action_ref_map",
    "action_type_map",
    "amp_ct",
    "amp_gsa",
    "amp_js_v",
    "amp_latest_update_time",
    "cmpid",
    "dclid",
    "epik",
    "fb_action_ids",
    "fb_action_types",
    "fb_ref",
    "fb_source",
    "fbclid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "gs_l",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "hsctatracking",
    "icid",
    "igsh",
    "igshid",
    "irclickid",
    "isappinstalled",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mibextid",
    "mkt_tok",
    "msclkid",
    "ncid",
    "nsukey",
    "oly_anon_id",
    "oly_enc_id",
    "rb_clickid",
    "ref_src",
    "ref_url",
    "s_cid",
    "sara_ecid",
    "sara_ref",
    "soc_src",
    "soc_trk",
    "srsltid",
    "ttclid",
    "twclid",
    "usqp",
    "vero_conv",
    "vero_id",
    "wbraid",
    "wickedid",
    "wt.mc_id",
    "wt_mc",
    "wt_zmc",
    "xtor",
    "yadclid",
    "yclid",
    "ymclid",
    "ysclid",
];

/// Beginnings of names that are used for nothing else.
const BEGINNINGS: &[&str] = &[
    "utm_",
    "hsa_",
    "mtm_",
    "pk_",
    "piwik_",
    "matomo_",
    "at_campaign",
    "at_custom",
    "at_medium",
    "ns_campaign",
    "ns_mchannel",
    "ns_source",
    "ns_linkname",
];

/// Takes them out of the query.
pub(super) fn strip(address: &mut Address) {
    if address.query.is_empty() {
        return;
    }
    let of_site = site::names(address.domain_name());
    address.query.retain(|pair| !is_tracking(pair, of_site));
}

fn is_tracking(pair: &Pair, of_site: &[&str]) -> bool {
    let name = pair.name();
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return is_named(&name.to_ascii_lowercase(), pair.value(), of_site);
    }
    is_named(name, pair.value(), of_site)
}

fn is_named(name: &str, value: &str, of_site: &[&str]) -> bool {
    match name {
        // Of one house's sites, and of many others; theirs have numbers with dots.
        "spm" | "scm" => value.contains('.'),
        _ => {
            NAMES.binary_search(&name).is_ok()
                || BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
                || of_site.iter().any(|known| match known.strip_suffix('*') {
                    Some(beginning) => name.starts_with(beginning),
                    None => name == *known,
                })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::NAMES;

    #[test]
    fn names_are_in_order() {
        assert!(NAMES.is_sorted() && NAMES.iter().all(|name| *name == name.to_ascii_lowercase()));
    }
}
