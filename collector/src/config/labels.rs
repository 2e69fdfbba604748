//! `CONFIG/labels.toml`: which labels of platforms are worth a claim. Such a claim waits for the operator; it never counts by itself.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use regex::Regex;
use serde::Deserialize;
use whence_store::ingest::{ActorKind, ClaimStatus, NewAccount, NewClaim};
use whence_store::settings::{self, SettingsError};
use whence_store::time::Micros;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    label: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    platform: String,
    pattern: String,
    kind: ActorKind,
}

#[derive(Debug)]
struct Rule {
    platform: String,
    pattern: Regex,
    kind: ActorKind,
}

/// The labels that become candidate claims.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    rules: Arc<Vec<Rule>>,
    /// Stands for the file: what is read by others is read otherwise.
    hash: String,
}

impl Labels {
    /// Loads them; without the file there are none.
    ///
    /// # Errors
    /// [`SettingsError`].
    pub fn load(config: &Path) -> Result<Self, SettingsError> {
        let path = config.join("labels.toml");
        if !path.exists() {
            return Ok(Self::default());
        }
        let file: File = settings::read_toml(&path)?;
        let hash = format!("{file:?}");
        let mut rules = Vec::new();
        for (index, entry) in file.label.into_iter().enumerate() {
            let pattern = Regex::new(&entry.pattern).map_err(|error| SettingsError::Value {
                path: path.clone(),
                key: format!("label[{index}].pattern"),
                message: error.to_string(),
                hint: "write a regular expression over the label".to_owned(),
            })?;
            rules.push(Rule { platform: entry.platform, pattern, kind: entry.kind });
        }
        Ok(Self { rules: Arc::new(rules), hash })
    }

    /// What stands for all of them.
    pub(crate) fn hash(&self) -> &str {
        &self.hash
    }

    /// Candidate claims of what accounts are labelled, each account once. The actor has the account's own name: who it is, is for the
    /// operator to say.
    pub(crate) fn claims<'a>(
        &self,
        accounts: impl Iterator<Item = (&'a NewAccount, Micros)>,
    ) -> Vec<NewClaim> {
        if self.rules.is_empty() {
            return Vec::new();
        }
        let mut known = BTreeSet::new();
        let labelled = accounts.filter_map(|(account, at)| Some((account, account.label.as_deref()?, at)));
        let mut claims = Vec::new();
        for (account, label, at) in labelled {
            let fits = |rule: &&Rule| rule.platform == account.platform && rule.pattern.is_match(label);
            let Some(rule) = self.rules.iter().find(fits) else { continue };
            if !known.insert((&account.platform, &account.native_id, &account.handle, label)) {
                continue;
            }
            claims.push(NewClaim {
                actor: account.name.clone().unwrap_or_else(|| account.handle.clone()),
                actor_kind: rule.kind,
                owner: None,
                parent: None,
                region: None,
                language: None,
                platform: account.platform.clone(),
                handle: account.handle.clone(),
                native_id: account.native_id.clone(),
                account_url: None,
                asserted_by: format!("label `{label}` on {}", account.platform),
                asserted_url: format!("label:{}/{}", account.platform, account.handle),
                asserted_at: at,
                valid_from: None,
                valid_to: None,
                status: ClaimStatus::Candidate,
                is_repeated: true,
            });
        }
        claims
    }
}
