//! What an import did, for people and as JSON.

use std::collections::BTreeMap;

use super::events::EventCounts;

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct ImportReport {
    /// The preset that read the files.
    pub preset: String,
    /// Why it was chosen, where the program chose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Files read.
    pub files: usize,
    /// Files left out, as their name does not tell what the preset needs.
    pub files_left_out: usize,
    /// Members of archives left out, as the preset does not read members of such names.
    #[serde(skip_serializing_if = "is_none")]
    pub members_left_out: usize,
    /// Chunks that were there already, and were not read again.
    pub known_chunks: usize,
    /// Records mapped.
    pub mapped: usize,
    /// Records left out by the preset's rules.
    pub skipped: usize,
    /// Records of which a forgetting left too little to be mapped.
    #[serde(skip_serializing_if = "is_none")]
    pub redacted: usize,
    /// For lists: what nothing of ours can match, by its type.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub left_out: BTreeMap<String, usize>,
    /// For streams: events by what they are.
    #[serde(skip_serializing_if = "EventCounts::is_empty")]
    pub events: EventCounts,
    /// Reactions that were not there before.
    #[serde(skip_serializing_if = "is_none")]
    pub new_reactions: usize,
    /// Deletions of what was not captured.
    #[serde(skip_serializing_if = "is_none")]
    pub unknown_deletions: usize,
    /// Records that could not be mapped; their raw form is kept.
    pub unmapped: usize,
    /// The first of them.
    pub first_unmapped: Option<String>,
    /// Items that were not there before.
    pub new_items: usize,
    /// Items whose text has changed.
    pub changed_items: usize,
    /// Items that were there already.
    pub same_items: usize,
    /// Claims that were not there before.
    pub new_claims: usize,
    /// Values of series that were not there before.
    pub new_points: usize,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
const fn is_none(count: &usize) -> bool {
    *count == 0
}

impl std::fmt::Display for ImportReport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            files,
            mapped,
            skipped,
            unmapped,
            new_items,
            changed_items,
            same_items,
            new_claims,
            new_points,
            ..
        } = self;
        if let Some(why) = &self.why {
            writeln!(f, "{}: {why}", self.preset)?;
        }
        writeln!(
            f,
            "{files} files: {mapped} records mapped, {skipped} left out by rule, {unmapped} unmapped"
        )?;
        if self.redacted > 0 {
            writeln!(f, "  {} records were forgotten", self.redacted)?;
        }
        if let Some(first) = &self.first_unmapped {
            writeln!(f, "  first unmapped: {first}")?;
        }
        if !self.left_out.is_empty() {
            let list: Vec<String> =
                self.left_out.iter().map(|(what, count)| format!("{what} {count}")).collect();
            writeln!(f, "  left out, as nothing here can match it: {}", list.join(", "))?;
        }
        writeln!(
            f,
            "  {new_items} new items, {changed_items} changed, {same_items} known; {new_claims} new claims; {new_points} new values"
        )?;
        if !self.events.is_empty() {
            write!(f, "{}", self.events)?;
            let Self { new_reactions, unknown_deletions, .. } = self;
            writeln!(
                f,
                "  {new_reactions} new reactions; {unknown_deletions} deletions of what was not captured"
            )?;
        }
        if self.known_chunks > 0 {
            writeln!(f, "  {} chunks were imported before (--again maps them anew)", self.known_chunks)?;
        }
        if self.members_left_out > 0 {
            writeln!(f, "  {} members of archives left out for their names", self.members_left_out)?;
        }
        if self.files_left_out > 0 {
            writeln!(f, "  {} files left out for their names", self.files_left_out)?;
        }
        Ok(())
    }
}
