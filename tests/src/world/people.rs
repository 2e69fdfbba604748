//! Handles and display names of ordinary people, distinctive enough that a search of a report for them
//! cannot hit by chance.

use super::cast::{Account, Standing};
use super::dice::Dice;

const FIRST_HALVES: [&str; 20] = [
    "mossy", "rusty", "sleepy", "quiet", "spare", "brisk", "tinny", "plaid", "dusky", "lumpy", "fuzzy",
    "wry", "salty", "gusty", "pale", "odd", "nimble", "murky", "jaunty", "tepid",
];
const SECOND_HALVES: [&str; 18] = [
    "teapot", "kettle", "badger", "otter", "pickle", "button", "turnip", "gecko", "walnut", "puffin",
    "wombat", "noodle", "thimble", "magpie", "radish", "spanner", "durian", "limpet",
];
const GIVEN: [&str; 16] = [
    "Lintang", "Oriel", "Bastiaan", "Wulandra", "Perpetua", "Zhenwei", "Jorah", "Melatina", "Quorra",
    "Isolde", "Tamsin", "Xiuhan", "Radityo", "Ondine", "Halvard", "Yuelan",
];
const FAMILY: [&str; 12] = [
    "Perrow",
    "Sastrolaya",
    "Quenby",
    "Tolliver",
    "Wirajagat",
    "Ouyangson",
    "Brackwater",
    "Nashigari",
    "Vellacott",
    "Dwipangga",
    "Marlowski",
    "Fennimora",
];

/// `count` distinct handles of at most 15 characters.
pub(crate) fn handles(count: usize, dice: &mut Dice) -> Vec<String> {
    let mut pairs: Vec<(&str, &str)> =
        FIRST_HALVES.iter().flat_map(|first| SECOND_HALVES.iter().map(|second| (*first, *second))).collect();
    dice.shuffle(&mut pairs);
    pairs.truncate(count);
    pairs.iter().map(|(first, second)| format!("{first}_{second}{}", dice.between(2, 9))).collect()
}

/// Gives every account that has no name yet one of its own.
pub(crate) fn name(accounts: &mut [Account], dice: &mut Dice) {
    let mut names: Vec<String> =
        GIVEN.iter().flat_map(|given| FAMILY.iter().map(move |family| format!("{given} {family}"))).collect();
    dice.shuffle(&mut names);
    let nameless = accounts.iter_mut().filter(|a| !matches!(a.standing, Standing::Listed(_)));
    for (account, name) in nameless.zip(names) {
        account.display_name = name;
    }
}
