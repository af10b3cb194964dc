//! Chooses one of the names a site offers by the words a person used. A whole name beats a part, a longer alias beats a shorter one.

use super::text::Words;
use crate::request::ServiceAlias;

/// What came of looking for a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// The index of the one that fits.
    One(usize),
    /// The indices of all that fit equally well.
    Many(Vec<usize>),
    Nothing,
}

/// What patients say, and what the site calls it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Aliases(Vec<(Words, String)>);

impl Aliases {
    /// The request's aliases stand before the profile's.
    pub fn new<'a>(
        of_request: &[ServiceAlias],
        of_profile: impl IntoIterator<Item = (&'a String, &'a String)>,
    ) -> Self {
        let requested = of_request.iter().map(|alias| (Words::of(&alias.said), alias.service.clone()));
        let known = of_profile.into_iter().map(|(said, service)| (Words::of(said), service.clone()));
        Self(requested.chain(known).filter(|(said, _)| !said.is_empty()).collect())
    }

    /// The site's names for what was said, best first: the alias that is all of it, then those that are part of it, longest first.
    pub fn of(&self, said: &str) -> Vec<&str> {
        let said = Words::of(said);
        let mut fitting: Vec<_> = self.0.iter().filter(|(alias, _)| said.contains_run(alias)).collect();
        // The sort is stable, so the request's aliases stay before the profile's of the same length.
        fitting.sort_by_key(|(alias, _)| std::cmp::Reverse(alias.letters()));
        fitting.into_iter().map(|(_, service)| service.as_str()).collect()
    }
}

/// Looks for `wanted` among `offered`: by its whole name, then by its aliases, then as a part of a name.
pub fn choose(wanted: &str, offered: &[impl AsRef<str>], aliases: &Aliases) -> Match {
    let offered: Vec<Words> = offered.iter().map(|name| Words::of(name.as_ref())).collect();
    let meant = aliases.of(wanted);
    std::iter::once(wanted)
        .chain(meant.iter().copied())
        .map(|name| whole(&Words::of(name), &offered))
        .chain(meant.iter().map(|name| part(&Words::of(name), &offered)))
        .find(|found| *found != Match::Nothing)
        .unwrap_or_else(|| part(&Words::of(wanted), &offered))
}

fn whole(wanted: &Words, offered: &[Words]) -> Match {
    // A service that a site lists twice under one name, say as "popular" too, is still one service.
    match offered.iter().position(|name| name == wanted) {
        Some(index) if !wanted.is_empty() => Match::One(index),
        _ => Match::Nothing,
    }
}

/// Words in a row beat words that merely all occur.
fn part(wanted: &Words, offered: &[Words]) -> Match {
    let in_a_row = distinct(offered, |name| name.contains_run(wanted));
    match in_a_row.as_slice() {
        [] => one_or_many(&distinct(offered, |name| name.contains_all(wanted))),
        found => one_or_many(found),
    }
}

fn distinct(offered: &[Words], fits: impl Fn(&Words) -> bool) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for (index, name) in offered.iter().enumerate() {
        if fits(name) && !found.iter().any(|seen| offered[*seen] == *name) {
            found.push(index);
        }
    }
    found
}

fn one_or_many(found: &[usize]) -> Match {
    match found {
        [] => Match::Nothing,
        [one] => Match::One(*one),
        many => Match::Many(many.to_vec()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICES: [&str; 8] = [
        "Tox (Botox, Jeuveau, Dysport)",
        "Lip Filler",
        "1 Syringe of Lip Filler",
        "Mini Lip Filler",
        "Weight Loss Consultation - In Person",
        "Weight Loss Consultation - Virtual Visit",
        "Signature HydraFacial",
        "Lip Filler",
    ];

    fn check(wanted: &str, expect: &Match) {
        assert_eq!(&choose(wanted, &SERVICES, &Aliases::default()), expect, "{wanted}");
    }

    #[test]
    fn a_whole_name_beats_a_part() {
        check("lip filler", &Match::One(1));
        check("mini lip filler", &Match::One(3));
    }

    #[test]
    fn a_part_is_enough_when_only_one_fits() {
        check("Botox", &Match::One(0));
        check("hydrafacial", &Match::One(6));
        check("virtual visit weight loss", &Match::One(5));
    }

    #[test]
    fn what_fits_twice_is_ambiguous_and_what_fits_nowhere_is_missing() {
        check("filler", &Match::Many(vec![1, 2, 3]));
        check("Weight Loss Consultation", &Match::Many(vec![4, 5]));
        check("Massage", &Match::Nothing);
        check("Lip", &Match::Many(vec![1, 2, 3]));
        check("", &Match::Nothing);
    }

    #[test]
    fn the_longest_alias_wins() {
        let profile = [
            ("filler".to_owned(), "Lip Filler".to_owned()),
            ("half a filler".to_owned(), "Mini Lip Filler".to_owned()),
        ];
        let aliases = Aliases::new(&[], profile.iter().map(|(said, service)| (said, service)));
        assert_eq!(choose("half a filler please", &SERVICES, &aliases), Match::One(3));
        assert_eq!(choose("filler", &SERVICES, &aliases), Match::One(1));
    }

    #[test]
    fn the_requests_alias_beats_the_profiles() {
        let profile = [("tox".to_owned(), "Lip Filler".to_owned())];
        let request = [ServiceAlias { said: "tox".into(), service: "Signature HydraFacial".into() }];
        let aliases = Aliases::new(&request, profile.iter().map(|(said, service)| (said, service)));
        assert_eq!(choose("Tox", &SERVICES, &aliases), Match::One(6));
    }

    #[test]
    fn an_alias_for_something_the_site_lacks_does_not_hide_the_name_itself() {
        let request = [ServiceAlias { said: "botox".into(), service: "Wrinkle Relaxer".into() }];
        assert_eq!(choose("Botox", &SERVICES, &Aliases::new(&request, [])), Match::One(0));
    }

    #[test]
    fn a_providers_first_name_is_enough() {
        let found = choose("Brandi", &["No preference", "Gale Tesar", "Brandi Sesock"], &Aliases::default());
        assert_eq!(found, Match::One(2));
    }
}
