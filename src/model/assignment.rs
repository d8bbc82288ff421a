//! Who gets which article, and in which order.
//!
//! Each person has a number for each article, by a hash; the article is for those with the greatest
//! ones (rendezvous hashing: Thaler and Ravishankar, "Using name-based mappings to increase hit
//! rates", 1998). So nothing is stored, everybody finds the same, and:
//!
//! - an article that is added changes nothing for others;
//! - a person who is added gets articles from the others, and none goes from one of these to another;
//! - a person who leaves hands on hers, and no others move;
//! - what somebody has begun stays hers, as [`Assignment::assigned`] says.
//!
//! The price is that shares are equal only as chance has it: of n articles among p people, each gets
//! n/p give or take three times √(n/p), seldom more.

use super::hash::hash;
use super::project::{People, Project};

/// How many annotators an overlapping article gets, if nothing is said.
pub const COPIES: usize = 2;

/// What `project.toml` says of who gets what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The share of articles that overlap.
    pub overlap: Share,
    /// How many annotators such an article gets; the others get one.
    pub copies: usize,
    /// Another one makes another assignment.
    pub seed: u64,
    /// In which order an annotator gets hers.
    pub order: Order,
}

/// A part of a whole, in millionths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share(u32);

/// In which order an annotator gets her articles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// By chance, each annotator in another one: so that what is left undone at the end is not the
    /// same for all.
    #[default]
    Shuffled,
    /// As the library has them.
    AsIs,
}

/// Who gets which article of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignment<'a> {
    people: &'a People,
    rule: Option<&'a Rule>,
}

impl Share {
    const WHOLE: u32 = 1_000_000;

    /// The share that `part` of 1 is, to the millionth; none if it is not from 0 to 1.
    pub fn new(part: f64) -> Option<Self> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is from 0 to a million"
        )]
        let millionths = |part: f64| (part * f64::from(Self::WHOLE)).round() as u32;
        (0.0..=1.0).contains(&part).then(|| Self(millionths(part)))
    }

    /// Whether a thing with this hash is in it.
    fn has(self, hash: u64) -> bool {
        // The first 64 of 96 bits: a number from 0 to a million, less than that.
        let place = (u128::from(hash) * u128::from(Self::WHOLE)) >> 64;
        place < u128::from(self.0)
    }
}

impl Project {
    /// Who gets which article.
    pub fn assignment(&self) -> Assignment<'_> {
        Assignment {
            people: &self.people,
            rule: self.assignment.as_ref(),
        }
    }
}

impl<'a> Assignment<'a> {
    /// Whom the article is for, if nobody has begun it: those it suits best first; everybody who is
    /// named, if there is no rule.
    pub fn people_for(&self, article: &str) -> Vec<&'a str> {
        self.assigned(article, &[])
    }

    /// Whom the article is for when `begun_by` have decisions on it: all of these, and others only
    /// where they are fewer than it is to get. Somebody who has left the project counts as well: her
    /// work is there.
    pub fn assigned(&self, article: &str, begun_by: &[&'a str]) -> Vec<&'a str> {
        let mut people: Vec<&'a str> = Vec::new();
        for person in begun_by {
            if !people.contains(person) {
                people.push(person);
            }
        }
        let begun = people.len();
        let annotators = self.people.annotators.iter().map(String::as_str);
        people.extend(annotators.filter(|person| !begun_by.contains(person)));
        let Some(rule) = self.rule else {
            return people;
        };
        // A tie, which does not happen, is broken by the name.
        let number = |person: &str| hash(rule.seed, &["person", article, person]);
        let suited = |one: &&str, other: &&str| (number(other), *one).cmp(&(number(one), *other));
        let (first, rest) = people.split_at_mut(begun);
        first.sort_unstable_by(suited);
        rest.sort_unstable_by(suited);
        people.truncate(rule.copies_of(article).max(begun));
        people
    }

    /// Whether the article is for `annotator`, if nobody has begun it. Without a rule it is for
    /// whoever comes.
    pub fn is_for(&self, article: &str, annotator: &str) -> bool {
        self.rule.is_none() || self.people_for(article).contains(&annotator)
    }

    /// Whether the article is for more than one.
    pub fn overlaps(&self, article: &str) -> bool {
        self.people_for(article).len() > 1
    }

    /// The article that `annotator` is to take up next: of `ids`, as the library has them, the first
    /// in her order that is hers and that she is not finished with. `begun_by` says who has decisions
    /// on an article, herself among them; `is_finished` is asked in her order, and no further than to
    /// the one that is not.
    pub fn next_for<'i, 'b>(
        &self,
        annotator: &str,
        ids: impl IntoIterator<Item = &'i str>,
        begun_by: impl Fn(&str) -> &'b [&'a str],
        is_finished: impl Fn(&str) -> bool,
    ) -> Option<&'i str>
    where
        'a: 'b,
    {
        let is_hers =
            |id: &&str| self.rule.is_none() || self.assigned(id, begun_by(id)).contains(&annotator);
        let hers = self.order(annotator, ids.into_iter().filter(is_hers));
        hers.into_iter().find(|id| !is_finished(id))
    }

    /// `ids`, as the library has them, in the order in which `annotator` gets them, whomever they are
    /// for.
    pub fn order<'i>(
        &self,
        annotator: &str,
        ids: impl IntoIterator<Item = &'i str>,
    ) -> Vec<&'i str> {
        let mut ids: Vec<&str> = ids.into_iter().collect();
        if let Some(rule) = self.rule
            && rule.order == Order::Shuffled
        {
            ids.sort_by_cached_key(|id| rule.place(annotator, id));
        }
        ids
    }
}

impl Rule {
    /// How many annotators the article gets.
    fn copies_of(&self, article: &str) -> usize {
        match self.overlap.has(hash(self.seed, &["overlap", article])) {
            true => self.copies.max(1),
            false => 1,
        }
    }

    /// Where the article stands in the annotator's order.
    fn place(&self, annotator: &str, article: &str) -> u64 {
        hash(self.seed, &["order", annotator, article])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    /// The people and the rule that an assignment is made of.
    #[derive(Debug, Clone)]
    struct Team {
        people: People,
        rule: Option<Rule>,
    }

    impl Team {
        fn new(annotators: usize, overlap: f64, copies: usize, seed: u64) -> Self {
            let rule = Rule {
                overlap: Share::new(overlap).unwrap(),
                copies,
                seed,
                order: Order::Shuffled,
            };
            let annotators = (0..annotators)
                .map(|nth| format!("annotator-{nth}"))
                .collect();
            let leads = vec!["huda".to_owned()];
            let (people, rule) = (People { leads, annotators }, Some(rule));
            Self { people, rule }
        }

        fn assignment(&self) -> Assignment<'_> {
            Assignment {
                people: &self.people,
                rule: self.rule.as_ref(),
            }
        }
    }

    fn ids(count: usize) -> Vec<String> {
        (0..count).map(|nth| format!("news-{nth:04}")).collect()
    }

    #[test]
    fn an_assignment_is_what_it_always_was() {
        let team = Team::new(3, 0.5, 2, 1);
        let assignment = team.assignment();
        let people = |id| assignment.people_for(id).join(" ");
        let all: Vec<_> = ids(6).iter().map(|id| people(id)).collect();
        assert_eq!(
            all,
            [
                "annotator-2",
                "annotator-2 annotator-1",
                "annotator-1",
                "annotator-1 annotator-0",
                "annotator-1 annotator-2",
                "annotator-1 annotator-2"
            ]
        );
        let ids = ids(6);
        let order = assignment.order("annotator-1", ids.iter().map(String::as_str));
        assert_eq!(
            order,
            [
                "news-0000",
                "news-0004",
                "news-0005",
                "news-0001",
                "news-0002",
                "news-0003"
            ]
        );
    }

    #[test]
    fn without_a_rule_everybody_gets_everything_in_order() {
        let team = Team {
            rule: None,
            ..Team::new(2, 0.0, 2, 0)
        };
        let assignment = team.assignment();
        assert_eq!(assignment.people_for("a"), ["annotator-0", "annotator-1"]);
        assert!(assignment.is_for("a", "annotator-1") && assignment.is_for("a", "somebody"));
        assert_eq!(
            assignment.next_for("somebody", ["b", "a", "c"], |_| &[], |id| id == "b"),
            Some("a")
        );
        assert_eq!(assignment.order("somebody", ["b", "a"]), ["b", "a"]);
        assert_eq!(
            assignment.next_for("somebody", ["b"], |_| &[], |_| true),
            None
        );
        let nobody = Team {
            people: People::default(),
            rule: None,
        };
        assert!(nobody.assignment().is_for("a", "somebody"));
    }

    #[test]
    fn with_a_rule_who_is_not_named_gets_nothing() {
        let team = Team::new(2, 1.0, 2, 0);
        assert!(
            !team.assignment().is_for("a", "somebody") && !team.assignment().is_for("a", "huda")
        );
        assert_eq!(
            team.assignment()
                .next_for("huda", ["a", "b"], |_| &[], |_| false),
            None
        );
    }

    #[test]
    fn what_is_next_is_not_what_others_have_begun_but_what_she_has() {
        let team = Team::new(2, 0.0, 2, 0);
        let assignment = team.assignment();
        let ids = ids(20);
        let id = ids
            .iter()
            .find(|id| assignment.is_for(id, "annotator-0"))
            .unwrap()
            .as_str();
        let next = |annotator, begun_by: &'static [&'static str]| {
            assignment.next_for(annotator, [id], |_| begun_by, |_| false)
        };
        assert_eq!(next("annotator-0", &[]), Some(id));
        assert_eq!(next("annotator-0", &["annotator-1"]), None);
        assert_eq!(next("annotator-1", &["annotator-1"]), Some(id));
        assert_eq!(next("left", &["left"]), Some(id));
    }

    #[test]
    fn a_share_is_from_0_to_1() {
        for part in [-0.1, 1.000_001, f64::NAN, f64::INFINITY] {
            assert_eq!(Share::new(part), None, "{part}");
        }
        let has = |part, hash| Share::new(part).unwrap().has(hash);
        assert!(!has(0.0, 0) && has(1.0, u64::MAX) && has(0.5, u64::MAX / 2 - 9));
        assert!(!has(0.5, u64::MAX / 2 + 9));
    }

    /// Some people, a rule and a number of people.
    fn some_team() -> impl Strategy<Value = Team> {
        (1usize..9, 0.0..=1.0, 1usize..5, any::<u64>()).prop_map(
            |(annotators, overlap, copies, seed)| Team::new(annotators, overlap, copies, seed),
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn an_article_gets_one_or_as_many_as_copies(team in some_team()) {
            let assignment = team.assignment();
            let (all, copies) = (team.people.annotators.len(), team.rule.as_ref().unwrap().copies);
            for id in ids(100) {
                let people = assignment.people_for(&id);
                prop_assert!([1, copies.min(all)].contains(&people.len()), "{:?}", people);
                prop_assert!((1..people.len()).all(|nth| !people[..nth].contains(&people[nth])));
                for annotator in &team.people.annotators {
                    prop_assert_eq!(assignment.is_for(&id, annotator), people.contains(&annotator.as_str()));
                }
            }
        }

        /// Six standard deviations: what is asked of 1,000 articles, and of any number.
        #[test]
        fn shares_are_equal_as_chance_has_it(team in some_team()) {
            let mut shares: BTreeMap<&str, f64> = BTreeMap::new();
            let mut given = 0.0;
            for id in ids(1000) {
                for person in team.assignment().people_for(&id) {
                    *shares.entry(person).or_default() += 1.0;
                    given += 1.0;
                }
            }
            let even = given / team.people.annotators.len() as f64;
            for person in &team.people.annotators {
                let share = shares.get(person.as_str()).copied().unwrap_or_default();
                prop_assert!((share - even).abs() <= 6.0 * even.sqrt(), "{:?}", shares);
            }
        }

        #[test]
        fn so_many_articles_overlap_as_is_asked_for(part in 0.0..=1.0f64, seed in any::<u64>()) {
            let team = Team::new(5, part, 3, seed);
            let ids = ids(1000);
            let overlapping = ids.iter().filter(|id| team.assignment().overlaps(id)).count() as f64;
            let deviation = (1000.0 * part * (1.0 - part)).sqrt();
            prop_assert!((overlapping - 1000.0 * part).abs() <= 6.0 * deviation + 0.001, "{}", overlapping);
        }

        #[test]
        fn in_a_pilot_round_every_article_overlaps_and_without_overlap_none(seed in any::<u64>()) {
            let (pilot, apart) = (Team::new(4, 1.0, 4, seed), Team::new(4, 0.0, 4, seed));
            for id in ids(50) {
                prop_assert_eq!(pilot.assignment().people_for(&id).len(), 4);
                prop_assert_eq!(apart.assignment().people_for(&id).len(), 1);
            }
        }

        #[test]
        fn an_article_that_is_added_changes_no_order(team in some_team(), at in 0usize..=40) {
            let assignment = team.assignment();
            let mut ids: Vec<String> = ids(40);
            let before: Vec<String> = assignment.order("annotator-0", ids.iter().map(String::as_str))
                .into_iter().map(str::to_owned).collect();
            ids.insert(at, "added".to_owned());
            let mut after = assignment.order("annotator-0", ids.iter().map(String::as_str));
            after.retain(|id| *id != "added");
            prop_assert_eq!(after, before);
        }

        /// Whom an article is for hangs on its own id: this is the law that none changes another's.
        #[test]
        fn a_person_who_is_added_gets_articles_and_nobody_else_does(team in some_team(), at in 0usize..9) {
            let mut more = team.clone();
            let at = at.min(more.people.annotators.len());
            more.people.annotators.insert(at, "new".to_owned());
            for id in ids(200) {
                let (before, after) = (team.assignment().people_for(&id), more.assignment().people_for(&id));
                let stayed: Vec<&str> = after.iter().copied().filter(|person| *person != "new").collect();
                prop_assert!(stayed.iter().all(|person| before.contains(person)), "{:?} {:?}", before, after);
                let fewer = usize::from(after.contains(&"new") && after.len() == before.len());
                prop_assert_eq!(stayed.len(), before.len() - fewer);
            }
        }

        #[test]
        fn the_order_of_names_changes_nothing(team in some_team()) {
            let mut turned = team.clone();
            turned.people.annotators.reverse();
            for id in ids(50) {
                prop_assert_eq!(team.assignment().people_for(&id), turned.assignment().people_for(&id));
            }
        }

        #[test]
        fn what_is_begun_is_never_moved(
            team in some_team(),
            begun in prop::sample::subsequence((0..9).collect::<Vec<usize>>(), 0..=9),
        ) {
            // Some of these have left, or never were there.
            let begun: Vec<String> = begun.iter().map(|nth| format!("annotator-{nth}")).collect();
            let begun: Vec<&str> = begun.iter().map(String::as_str).collect();
            let mut more = team.clone();
            more.people.annotators.push("new".to_owned());
            for id in ids(20) {
                let wanted = team.assignment().people_for(&id).len();
                let people = team.assignment().assigned(&id, &begun);
                prop_assert!(begun.iter().all(|person| people.contains(person)));
                prop_assert!(more.assignment().assigned(&id, &begun).iter().filter(|it| begun.contains(it)).count() == begun.len());
                let free = team.people.annotators.iter().filter(|it| !begun.contains(&it.as_str())).count();
                let most = team.rule.as_ref().unwrap().copies_of(&id);
                prop_assert_eq!(people.len(), most.max(begun.len()).min(begun.len() + free).max(begun.len()));
                prop_assert!(begun.is_empty() || people.len() >= wanted.min(begun.len() + free));
            }
        }

        #[test]
        fn who_takes_what_is_next_does_all_of_hers_and_nothing_else(team in some_team()) {
            let (assignment, ids) = (team.assignment(), ids(30));
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            let mut done: Vec<&str> = Vec::new();
            while let Some(next) = assignment.next_for("annotator-0", ids.iter().copied(), |_| &[], |id| done.contains(&id)) {
                done.push(next);
            }
            let mut hers = assignment.order("annotator-0", ids);
            hers.retain(|id| assignment.is_for(id, "annotator-0"));
            prop_assert_eq!(done, hers);
        }
    }
}
