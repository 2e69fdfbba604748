//! The section on who shared together, for the page.

use super::{svg, view};
use crate::findings::{CommunityFinding, Coordination, LayerFinding, SharedIdentifier};

/// The section.
pub(super) struct Together<'a> {
    pub(super) absent: Option<String>,
    pub(super) basis: String,
    pub(super) control: String,
    pub(super) exchanged: String,
    pub(super) observed: String,
    pub(super) layers: Vec<&'a LayerFinding>,
    pub(super) svg: String,
    pub(super) not_drawn: String,
    pub(super) rows: Vec<Row<'a>>,
    pub(super) more: usize,
    pub(super) identifiers: Vec<&'a SharedIdentifier>,
    pub(super) more_identifiers: usize,
}

/// A community.
pub(super) struct Row<'a> {
    pub(super) found: &'a CommunityFinding,
    pub(super) pushed: Vec<String>,
    pub(super) hours: String,
    pub(super) busiest: String,
    pub(super) earlier: String,
    pub(super) actors: String,
    pub(super) opened: String,
}

impl<'a> Together<'a> {
    pub(super) fn new(found: &'a Coordination) -> Self {
        let (communities, more) = view::together::communities(found);
        let (identifiers, more_identifiers) = view::together::identifiers(&found.sites);
        let row = |found: &'a CommunityFinding| Row {
            pushed: view::together::pushed(found),
            hours: svg::network::hours(&found.hours_utc, found.number),
            busiest: view::together::busiest(found),
            earlier: view::together::earlier(found),
            actors: view::together::actors(found),
            opened: view::together::opened(found),
            found,
        };
        Self {
            absent: view::together::absent(found),
            basis: view::together::basis(found),
            control: view::together::control(found),
            exchanged: view::together::exchanged(found),
            observed: view::together::observed(found),
            layers: view::together::layers(found),
            svg: svg::network::draw(found),
            not_drawn: view::together::not_drawn(found),
            rows: communities.iter().map(row).collect(),
            more,
            identifiers,
            more_identifiers,
        }
    }
}
