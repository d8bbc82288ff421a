//! Coefficients of agreement, from counts.
//!
//! A unit is a sentence; its values are what annotators said of it, each a number below the number
//! of categories; one who said nothing is missing. Everything is counted in whole numbers, and
//! divided once at the end.
//!
//! Formulas: Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability*; Cohen 1960, Educ.
//! Psychol. Meas. 20, and 1968, Psychol. Bull. 70; Scott 1955; Fleiss 1971, Psychol. Bull. 76, for
//! numbers of annotators that differ as Gwet has it in his handbook (2014), whose AC1 is that of
//! 2008, BJMSP 61; compared in Artstein & Poesio 2008, Comput. Linguist. 34(4).

/// What was said of a unit by each annotator: a category, or nothing.
pub type Value = Option<u32>;

/// A coefficient, or why it has no value.
pub type Figure = Result<f64, Undefined>;

/// Why a coefficient has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undefined {
    /// No unit has two values.
    NoPairs,
    /// Every value is of this category: agreement by chance is certain, so nothing is known.
    NoVariation(usize),
}

/// A fraction in lowest terms, its denominator positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    /// Above the line.
    pub numerator: i128,
    /// Below it.
    pub denominator: i128,
}

impl Fraction {
    /// `numerator` of `denominator`, in lowest terms; none for a denominator below 1.
    pub fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator < 1 {
            return None;
        }
        let (mut a, mut b) = (numerator.unsigned_abs(), denominator.unsigned_abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let divisor = i128::try_from(a).ok()?;
        Some(Self {
            numerator: numerator / divisor,
            denominator: denominator / divisor,
        })
    }

    /// As a decimal.
    pub fn value(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

/// The least common multiple of two positive numbers; none if it is too large.
pub(super) fn lcm(one: u64, other: u64) -> Option<u64> {
    let (mut a, mut b) = (one, other);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    (one / a.max(1)).checked_mul(other)
}

/// What Krippendorff's alpha is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alpha {
    /// How many values stand in units that have two or more: *n*.
    pub values: u64,
    /// The distances of ordered pairs within the units of one number of values, at that number.
    pub within: Vec<u128>,
    /// The distances of all ordered pairs of values, whatever their unit.
    pub among: u128,
    /// How much of a distance is 1.
    pub scale: u64,
    /// A category that was used.
    pub used: usize,
}

impl Alpha {
    /// Counts `units`; categories are below `categories`, and `distance` says how far two are apart,
    /// in parts of which `scale` are 1. Costs the square of the number of categories that are used.
    pub fn count<'a>(
        units: impl Iterator<Item = &'a [Value]>,
        categories: usize,
        distance: impl Fn(usize, usize) -> u64,
        scale: u64,
    ) -> Self {
        let mut counts = vec![0_u64; categories];
        let mut alpha = Self {
            scale,
            ..Self::default()
        };
        for unit in units {
            let Some((raters, within)) = distances(unit, &distance) else {
                continue;
            };
            alpha.add_unit(raters, within);
            for value in unit.iter().flatten() {
                if let Some(count) = counts.get_mut(*value as usize) {
                    *count += 1;
                }
            }
        }
        let used = counts.iter().enumerate().filter(|(_, count)| **count > 0);
        let used: Vec<(usize, u64)> = used.map(|(at, count)| (at, *count)).collect();
        alpha.used = used.first().map_or(0, |(category, _)| *category);
        alpha.among = among(&used, distance);
        alpha
    }

    /// D_o, the mean distance within units.
    pub fn observed(&self) -> f64 {
        self.weighted() / (self.values as f64 * self.scale as f64)
    }

    /// D_e, the mean distance among all values.
    pub fn expected(&self) -> f64 {
        let pairs = self.values as f64 * (self.values as f64 - 1.0);
        self.among as f64 / (pairs * self.scale as f64)
    }

    /// α = 1 - D_o / D_e.
    pub fn value(&self) -> Figure {
        self.defined()?;
        let observed = self.weighted() * (self.values as f64 - 1.0);
        Ok(1.0 - observed / self.among as f64)
    }

    /// The same as a fraction; none where it is undefined, or too large to be told exactly.
    pub fn exact(&self) -> Option<Fraction> {
        self.defined().ok()?;
        let pairs = |(raters, within): (usize, &u128)| (raters.saturating_sub(1) as u64, *within);
        let within = self.within.iter().enumerate().map(pairs);
        let within: Vec<_> = within.filter(|(_, within)| *within > 0).collect();
        let parts = within.iter().try_fold(1, |parts, it| lcm(parts, it.0))?;
        let whole = self.among.checked_mul(parts.into())?;
        let mut lost = 0_u128;
        for (pairs, within) in within {
            lost = lost.checked_add(within.checked_mul(u128::from(parts / pairs.max(1)))?)?;
        }
        let lost = lost.checked_mul(u128::from(self.values.saturating_sub(1)))?;
        let (whole, lost) = (i128::try_from(whole).ok()?, i128::try_from(lost).ok()?);
        Fraction::new(whole - lost, whole)
    }

    fn defined(&self) -> Result<(), Undefined> {
        match (self.values, self.among) {
            (0, _) => Err(Undefined::NoPairs),
            (_, 0) => Err(Undefined::NoVariation(self.used)),
            _ => Ok(()),
        }
    }

    /// Adds what the units of another count have within them.
    pub(super) fn add_within(&mut self, other: &Self) {
        for (raters, within) in other.within.iter().enumerate() {
            add_at(&mut self.within, raters, *within);
        }
    }

    /// Adds a unit of two values or more, and the distances of its ordered pairs.
    pub(super) fn add_unit(&mut self, raters: usize, within: u128) {
        self.values += raters as u64;
        add_at(&mut self.within, raters, within);
    }

    /// The distances within units, each unit weighed by 1 / (m - 1).
    pub(super) fn weighted(&self) -> f64 {
        let weigh = |(raters, within): (usize, &u128)| match raters {
            0 | 1 => 0.0,
            _ => *within as f64 / (raters - 1) as f64,
        };
        self.within.iter().enumerate().map(weigh).sum()
    }
}

/// The distances of all ordered pairs of values, from how often each category was said. Costs the
/// square of the number of categories.
pub(super) fn among(said: &[(usize, u64)], distance: impl Fn(usize, usize) -> u64) -> u128 {
    let mut among = 0;
    for (nth, &(category, times)) in said.iter().enumerate() {
        let apart =
            |&(other, of): &(usize, u64)| u128::from(of) * u128::from(distance(category, other));
        let apart: u128 = said.iter().take(nth).map(apart).sum();
        among += 2 * u128::from(times) * apart;
    }
    among
}

/// How many values `unit` has, and the distances of all ordered pairs of them; none for less than two
/// values.
pub(super) fn distances(
    unit: &[Value],
    distance: impl Fn(usize, usize) -> u64,
) -> Option<(usize, u128)> {
    let (mut raters, mut within) = (0, 0);
    for (nth, value) in unit.iter().enumerate() {
        let Some(value) = value else { continue };
        raters += 1;
        for other in unit.iter().take(nth).flatten() {
            if other != value {
                within += 2 * u128::from(distance(*value as usize, *other as usize));
            }
        }
    }
    (raters > 1).then_some((raters, within))
}

/// Adds at a place, which is made if it is not there.
fn add_at(sums: &mut Vec<u128>, at: usize, more: u128) {
    if sums.len() <= at {
        sums.resize(at + 1, 0);
    }
    if let Some(sum) = sums.get_mut(at) {
        *sum += more;
    }
}

/// What was said, counted by how many annotators said something of the same unit: enough for every
/// coefficient of two or more annotators but alpha with a distance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// At the number of values that the units have.
    by_raters: Vec<Row>,
    categories: usize,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Row {
    units: u64,
    /// Ordered pairs of equal values in a unit.
    agreed: u128,
    /// How often each category was said.
    counts: Vec<u64>,
}

impl Tally {
    /// Nothing yet, of `categories`.
    pub const fn new(categories: usize) -> Self {
        Self {
            by_raters: Vec::new(),
            categories,
        }
    }

    /// Counts `units` of `categories`.
    pub fn count<'a>(units: impl Iterator<Item = &'a [Value]>, categories: usize) -> Self {
        let mut tally = Self::new(categories);
        let mut said: Vec<(usize, u64)> = Vec::new();
        for unit in units {
            said.clear();
            for value in unit.iter().flatten() {
                let value = *value as usize;
                match said.iter_mut().find(|it| it.0 == value) {
                    Some((_, times)) => *times += 1,
                    None => said.push((value, 1)),
                }
            }
            tally.add(1, &said);
        }
        tally
    }

    /// Adds as many `units`, in each of which each of the categories was said so many times.
    pub fn add(&mut self, units: u64, said: &[(usize, u64)]) {
        let raters = said.iter().map(|it| it.1).sum::<u64>();
        let Ok(at) = usize::try_from(raters) else {
            return;
        };
        if self.by_raters.len() <= at {
            self.by_raters.resize(at + 1, Row::default());
        }
        let Some(row) = self.by_raters.get_mut(at) else {
            return;
        };
        row.units += units;
        row.counts.resize(self.categories, 0);
        for &(category, times) in said {
            row.agreed += u128::from(units) * u128::from(times) * u128::from(times.max(1) - 1);
            if let Some(count) = row.counts.get_mut(category) {
                *count += units * times;
            }
        }
    }

    /// How many units have two values or more.
    pub fn units(&self) -> u64 {
        self.paired().map(|(_, row)| row.units).sum()
    }

    /// How many values stand in such units.
    pub fn values(&self) -> u64 {
        self.paired().map(|(raters, row)| raters * row.units).sum()
    }

    /// How often `category` was said in such units.
    pub fn said(&self, category: usize) -> u64 {
        let of = |row: &Row| row.counts.get(category).copied().unwrap_or_default();
        self.paired().map(|(_, row)| of(row)).sum()
    }

    /// P̄: of two who said something of a unit, how often they say the same, on the average of units.
    pub fn observed(&self) -> Figure {
        let units = self.units();
        if units == 0 {
            return Err(Undefined::NoPairs);
        }
        let agreed =
            |(raters, row): (u64, &Row)| row.agreed as f64 / (raters as f64 * (raters - 1) as f64);
        Ok(self.paired().map(agreed).sum::<f64>() / units as f64)
    }

    /// α with distances of 0 and 1.
    pub fn alpha(&self) -> Alpha {
        let values = self.values();
        let mut within = vec![0; self.by_raters.len()];
        for ((raters, row), within) in (0..).zip(&self.by_raters).zip(&mut within).skip(2) {
            let pairs = u128::from(row.units) * raters * (raters - 1);
            *within = pairs - row.agreed;
        }
        let square = |value: u64| u128::from(value) * u128::from(value);
        let said = (0..self.categories).map(|category| self.said(category));
        Alpha {
            values,
            within,
            among: square(values) - said.map(square).sum::<u128>(),
            scale: 1,
            used: self.used(),
        }
    }

    /// Fleiss' κ. Where units differ in how many values they have, agreement is that of units with
    /// two or more, and shares are those of all.
    pub fn fleiss(&self) -> Figure {
        let chance = self.shares().map(|share| share * share).sum();
        self.corrected(chance)
    }

    /// Gwet's AC1.
    pub fn gwet(&self) -> Figure {
        let others = self.categories.max(2) - 1;
        let chance = self
            .shares()
            .map(|share| share * (1.0 - share))
            .sum::<f64>();
        self.corrected(chance / others as f64)
    }

    /// Bennett's S, which is Brennan's and Prediger's coefficient for several annotators.
    pub fn bennett(&self) -> Figure {
        self.corrected(1.0 / self.categories.max(1) as f64)
    }

    fn corrected(&self, chance: f64) -> Figure {
        let observed = self.observed()?;
        if self.alpha().among == 0 {
            return Err(Undefined::NoVariation(self.used()));
        }
        Ok((observed - chance) / (1.0 - chance))
    }

    /// The share of each category in a unit, on the average of units that have a value.
    fn shares(&self) -> impl Iterator<Item = f64> {
        let rated = || (1_u64..).zip(self.by_raters.iter().skip(1));
        let units = rated().map(|(_, row)| row.units).sum::<u64>();
        (0..self.categories).map(move |category| {
            let part = |(raters, row): (u64, &Row)| {
                let count = row.counts.get(category).copied().unwrap_or_default();
                count as f64 / raters as f64
            };
            rated().map(part).sum::<f64>() / units.max(1) as f64
        })
    }

    fn used(&self) -> usize {
        let mut categories = 0..self.categories;
        categories.find(|it| self.said(*it) > 0).unwrap_or_default()
    }

    fn paired(&self) -> impl Iterator<Item = (u64, &Row)> {
        (2..).zip(self.by_raters.iter().skip(2))
    }
}

/// How far two categories are apart, in parts of a distance of 1.
pub type Between<'a> = &'a dyn Fn(usize, usize) -> u64;

/// What the coefficients of two annotators are made of: the units on which both said something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// How many there are: *N*.
    pub units: u64,
    /// How often each said each category.
    counts: Vec<[u64; 2]>,
    /// The distances between what they said.
    apart: u128,
    /// The distances between all that one said and all that the other did.
    among: u128,
    /// How much of a distance is 1.
    scale: u64,
}

impl Pair {
    /// Counts what two annotators said of the same units. Costs the square of the number of
    /// categories that are used, and nothing more for distances of 0 and 1.
    pub fn count(
        said: impl Iterator<Item = (usize, usize)>,
        categories: usize,
        distance: Option<(u64, Between)>,
    ) -> Self {
        let mut pair = Self {
            units: 0,
            counts: vec![[0; 2]; categories],
            apart: 0,
            among: 0,
            scale: distance.map_or(1, |(scale, _)| scale),
        };
        for (one, other) in said {
            pair.units += 1;
            if one != other {
                pair.apart += distance.map_or(1, |(_, between)| u128::from(between(one, other)));
            }
            for (place, category) in [one, other].into_iter().enumerate() {
                let counts = pair.counts.get_mut(category);
                if let Some(count) = counts.and_then(|it| it.get_mut(place)) {
                    *count += 1;
                }
            }
        }
        let product = |one: u64, other: u64| u128::from(one) * u128::from(other);
        let said = |place: usize| {
            let counts = pair.counts.iter().enumerate();
            counts.filter_map(move |(category, counts)| {
                let count = counts.get(place).copied().filter(|count| *count > 0)?;
                Some((category, count))
            })
        };
        pair.among = match distance {
            None => {
                let same = pair.counts.iter().map(|[one, other]| product(*one, *other));
                product(pair.units, pair.units) - same.sum::<u128>()
            }
            Some((_, between)) => {
                let mut among = 0;
                for (one, count) in said(0) {
                    for (other, of) in said(1) {
                        among += product(count, of) * u128::from(between(one, other));
                    }
                }
                among
            }
        };
        pair
    }

    /// 1 less the mean distance: with distances of 0 and 1, how often they say the same.
    pub fn observed(&self) -> Figure {
        if self.units == 0 {
            return Err(Undefined::NoPairs);
        }
        Ok(1.0 - self.apart as f64 / (self.units as f64 * self.scale as f64))
    }

    /// Cohen's κ; with a distance, his weighted one.
    pub fn cohen(&self) -> Figure {
        self.defined()?;
        Ok(1.0 - self.units as f64 * self.apart as f64 / self.among as f64)
    }

    /// The same as a fraction; none where it is undefined, or too large to be told exactly.
    pub fn exact(&self) -> Option<Fraction> {
        self.defined().ok()?;
        let lost = i128::try_from(self.apart.checked_mul(self.units.into())?).ok()?;
        let whole = i128::try_from(self.among).ok()?;
        Fraction::new(whole - lost, whole)
    }

    /// The standard error of Cohen's unweighted κ, as he gave it in 1960.
    pub fn error(&self) -> Figure {
        self.defined()?;
        let (units, apart) = (self.units as f64, self.apart as f64);
        let spread = (apart * (units - apart)).sqrt();
        Ok(spread * units.sqrt() / self.among as f64)
    }

    fn defined(&self) -> Result<(), Undefined> {
        match (self.units, self.among) {
            (0, _) => Err(Undefined::NoPairs),
            (_, 0) => {
                let used = self.counts.iter().position(|it| *it != [0; 2]);
                Err(Undefined::NoVariation(used.unwrap_or_default()))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Units of what each annotator said: a row for each, a sign for each unit, `.` for nothing.
    fn units(rows: &[&str]) -> Vec<Vec<Value>> {
        let signs =
            |row: &str| -> Vec<char> { row.split_whitespace().flat_map(str::chars).collect() };
        let rows: Vec<Vec<char>> = rows.iter().map(|row| signs(row)).collect();
        let value = |sign: char| match sign {
            '.' => None,
            '0'..='9' => Some(sign as u32 - '0' as u32),
            _ => Some(sign as u32 - 'a' as u32),
        };
        let unit = |at: usize| rows.iter().map(|row| value(row[at])).collect();
        (0..rows[0].len()).map(unit).collect()
    }

    fn slices(units: &[Vec<Value>]) -> impl Iterator<Item = &[Value]> {
        units.iter().map(Vec::as_slice)
    }

    fn fraction(numerator: i128, denominator: i128) -> Option<Fraction> {
        Fraction::new(numerator, denominator)
    }

    fn nominal(rows: &[&str]) -> Alpha {
        let units = units(rows);
        let alpha = Alpha::count(slices(&units), 10, |_, _| 1, 1);
        let tallied = Tally::count(slices(&units), 10).alpha();
        assert_eq!(tallied.exact(), alpha.exact(), "counted otherwise");
        assert_eq!(tallied.value(), alpha.value(), "counted otherwise");
        alpha
    }

    #[track_caller]
    fn close(value: Figure, expected: f64, error: f64) {
        let value = value.unwrap();
        assert!((value - expected).abs() <= error, "{value} for {expected}");
    }

    #[track_caller]
    fn check(alpha: &Alpha, exact: (i128, i128)) {
        assert_eq!(alpha.exact(), fraction(exact.0, exact.1));
        close(alpha.value(), exact.0 as f64 / exact.1 as f64, 1e-15);
    }

    const KR_B: [&str; 2] = ["a a b b d c c c e d d a", "b a b b b c c c e d d d"];
    const KR_C: [&str; 4] = [
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ];

    #[test]
    fn alpha_of_krippendorffs_own_examples() {
        let a = nominal(&["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"]);
        check(&a, (2, 21));
        assert_eq!(a.values, 20);
        assert!((a.observed() - 2.0 / 5.0).abs() < 1e-15);
        assert!((a.expected() - 42.0 / 95.0).abs() < 1e-15);
        let b = nominal(&KR_B);
        check(&b, (155, 224));
        assert_eq!(b.values, 24);
        assert!((b.observed() - 0.25).abs() < 1e-15);
        assert!((b.expected() - 56.0 / 69.0).abs() < 1e-15);
        let c = nominal(&KR_C);
        check(&c, (113, 152));
        assert_eq!(c.values, 40);
    }

    /// Alpha by the distances of numbers: ordinal (by how often each was said), interval and ratio.
    fn by_number(rows: &[&str]) -> [Alpha; 3] {
        let units = units(rows);
        let mut counts = [0_u64; 10];
        for unit in &units {
            if unit.iter().flatten().count() > 1 {
                unit.iter()
                    .flatten()
                    .for_each(|value| counts[*value as usize] += 1);
            }
        }
        let ordinal = |one: usize, other: usize| {
            let (low, high) = (one.min(other), one.max(other));
            // In quarters: the square of halves.
            let between = counts[low..=high].iter().sum::<u64>() * 2;
            (between - counts[low] - counts[high]).pow(2)
        };
        let interval = |one: usize, other: usize| one.abs_diff(other).pow(2) as u64;
        let parts = 2520_u64.pow(2);
        let ratio = |one: usize, other: usize| {
            (one.abs_diff(other) as u64).pow(2) * parts / ((one + other) as u64).pow(2)
        };
        [
            Alpha::count(slices(&units), 10, ordinal, 4),
            Alpha::count(slices(&units), 10, interval, 1),
            Alpha::count(slices(&units), 10, ratio, parts),
        ]
    }

    #[test]
    fn alpha_of_numbers_with_missing_values() {
        let [ordinal, interval, ratio] = by_number(&KR_C);
        check(&ordinal, (108_577, 133_160));
        check(&interval, (951, 1120));
        check(&ratio, (18_222_619, 22_852_465));
        let rows = [
            ". . . . . 3 4 1 2 1 1 3 3 . 3",
            "1 . 2 1 3 3 4 3 . . . . . . .",
            ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
        ];
        let encyclopaedia = nominal(&rows);
        check(&encyclopaedia, (56, 81));
        assert_eq!(encyclopaedia.values, 26);
        let [ordinal, interval, ratio] = by_number(&rows);
        check(&interval, (643, 793));
        close(ordinal.value(), 0.80672, 5e-6);
        close(ratio.value(), 0.80894, 5e-6);
    }

    #[test]
    fn alpha_of_others_examples() {
        check(
            &nominal(&[
                "a a a a a b b b c a a a a a b",
                "a a a a b a b c c a a a a b a",
                "a b b c a a b b c a b b c a a",
                "c c c c a a b b c c c c c a a",
            ]),
            (484, 3375),
        );
        check(&nominal(&[KR_B[0], "b a b b b c c c e . d d"]), (125, 188));
        check(&nominal(&["b b .", "a a .", "a . a"]), (-1, 3));
        check(&nominal(&["b b", "a a", "a ."]), (-1, 3));
        check(&nominal(&["1 2", "1 2"]), (1, 1));
    }

    #[test]
    fn the_values_of_a_unit_pair_as_in_the_coincidence_matrix() {
        // A pair counts 1/(m - 1), with m up to 4: in sixths.
        let mut matrix = [[0_u64; 5]; 5];
        for unit in units(&KR_C) {
            let values: Vec<usize> = unit.iter().flatten().map(|it| *it as usize - 1).collect();
            for (one, first) in values.iter().enumerate() {
                for (other, second) in values.iter().enumerate() {
                    if one != other {
                        matrix[*first][*second] += 6 / (values.len() as u64 - 1);
                    }
                }
            }
        }
        let expected = [
            [42, 8, 2, 2, 0],
            [8, 60, 8, 2, 0],
            [2, 8, 48, 2, 0],
            [2, 2, 2, 24, 0],
            [0, 0, 0, 0, 18],
        ];
        assert_eq!(matrix, expected);
        let tally = Tally::count(slices(&units(&KR_C)), 6);
        let margins: Vec<u64> = (1..=5).map(|it| tally.said(it)).collect();
        assert_eq!(margins, [9, 13, 10, 5, 3]);
        // As Gwet prints Krippendorff's shares: that of agreeing pairs with 1/n added to it, and chance
        // with replacement.
        let alpha = tally.alpha();
        let agreed = 1.0 - alpha.observed();
        assert!((agreed * 39.0 / 40.0 + 1.0 / 40.0 - 0.805).abs() < 1e-12);
        assert!((1.0 - alpha.among as f64 / 1600.0 - 0.240).abs() < 1e-12);
    }

    #[test]
    fn coefficients_of_gwets_handbook() {
        // With 1 to 5 as a to e, there are five categories and no sixth.
        let lettered = KR_C.map(|row| {
            let letter = |c: char| c.to_digit(10).map_or('.', |it| char::from(b'`' + it as u8));
            row.split_whitespace()
                .flat_map(str::chars)
                .map(letter)
                .collect::<String>()
        });
        let units = units(&lettered.each_ref().map(String::as_str));
        let tally = Tally::count(slices(&units), 5);
        close(tally.observed(), 0.81818, 5e-6);
        close(tally.fleiss(), 0.76117, 5e-6);
        close(tally.gwet(), 0.77544, 5e-6);
        close(tally.bennett(), 0.77273, 5e-6);
    }

    #[test]
    fn what_never_varies_has_no_value() {
        let alpha = nominal(&["1 1", "1 1"]);
        assert_eq!(alpha.value(), Err(Undefined::NoVariation(1)));
        assert_eq!(alpha.exact(), None);
        let units = units(&["1 1", "1 1"]);
        let tally = Tally::count(slices(&units), 2);
        for figure in [tally.fleiss(), tally.gwet(), tally.bennett()] {
            assert_eq!(figure, Err(Undefined::NoVariation(1)));
        }
        assert_eq!(tally.observed(), Ok(1.0));
        let alone = nominal(&["1 . 1", ". 1 ."]);
        assert_eq!(alone.value(), Err(Undefined::NoPairs));
        let pair = Pair::count([(1, 1), (1, 1)].into_iter(), 2, None);
        assert_eq!(pair.cohen(), Err(Undefined::NoVariation(1)));
        assert_eq!(pair.error(), Err(Undefined::NoVariation(1)));
        let none = Pair::count(std::iter::empty(), 2, None);
        assert_eq!(
            (none.cohen(), none.observed()),
            (Err(Undefined::NoPairs), Err(Undefined::NoPairs))
        );
    }

    /// Units by how many annotators said each category.
    fn subjects(counts: &[&str]) -> Vec<Vec<Value>> {
        let unit = |counts: &&str| {
            let counts = counts
                .split_whitespace()
                .map(|it| it.parse::<usize>().unwrap());
            (0..)
                .zip(counts)
                .flat_map(|(category, times)| vec![Some(category); times])
                .collect()
        };
        counts.iter().map(unit).collect()
    }

    #[test]
    fn fleiss_kappa_of_ten_subjects() {
        let units = subjects(&[
            "0 0 0 0 14",
            "0 2 6 4 2",
            "0 0 3 5 6",
            "0 3 9 2 0",
            "2 2 8 1 1",
            "7 7 0 0 0",
            "3 2 6 3 0",
            "2 5 3 2 2",
            "6 5 2 1 0",
            "0 2 2 3 7",
        ]);
        let tally = Tally::count(slices(&units), 5);
        close(tally.observed(), 0.378, 5e-4);
        close(tally.fleiss(), 0.209_930_70, 5e-9);
        close(tally.alpha().value(), 0.215_574_05, 1e-8);
        let each = units.iter().map(|unit| {
            Tally::count([unit.as_slice()].into_iter(), 5)
                .observed()
                .unwrap()
        });
        let expected = [
            1.0, 0.253, 0.308, 0.440, 0.330, 0.462, 0.242, 0.176, 0.286, 0.286,
        ];
        assert!(
            each.zip(expected)
                .all(|(it, expected)| (it - expected).abs() < 5.01e-4)
        );
        let chance: f64 = tally.shares().map(|it| it * it).sum();
        assert!((chance - 0.213).abs() < 5e-4);
        let shares = tally.shares().zip([0.143, 0.200, 0.279, 0.150, 0.229]);
        assert!(
            shares
                .into_iter()
                .all(|(it, expected)| (it - expected).abs() < 5e-4)
        );
    }

    #[test]
    fn fleiss_kappa_of_his_own_patients() {
        let digits = "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 \
            03300 10050 02031 00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 \
            40002 02040 10500 00006";
        let counts: Vec<String> = digits
            .split_whitespace()
            .map(|it| it.chars().flat_map(|c| [c, ' ']).collect())
            .collect();
        let units = subjects(&counts.iter().map(String::as_str).collect::<Vec<_>>());
        let tally = Tally::count(slices(&units), 5);
        assert_eq!(
            (0..5).map(|it| tally.said(it)).collect::<Vec<_>>(),
            [26, 26, 30, 55, 43]
        );
        close(tally.observed(), 0.5556, 5e-5);
        close(tally.fleiss(), 0.430_244_52, 5e-9);
        close(tally.alpha().value(), 0.433_409_83, 5e-9);
        let chance: f64 = tally.shares().map(|it| it * it).sum();
        assert!((chance - 0.2199).abs() < 5e-5);
        // That of a category is that of "this one or another".
        for (category, expected) in (0..).zip([0.245, 0.245, 0.520, 0.471, 0.566]) {
            let two: Vec<Vec<Value>> = units
                .iter()
                .map(|unit| {
                    unit.iter()
                        .map(|it| it.map(|it| u32::from(it == category)))
                        .collect()
                })
                .collect();
            close(Tally::count(slices(&two), 2).fleiss(), expected, 5e-4);
        }
    }

    /// What two annotators said, from the table of how often they said what together.
    fn together<const N: usize>(table: [[usize; N]; N]) -> Vec<(usize, usize)> {
        let rows = table.iter().enumerate();
        rows.flat_map(|(one, row)| {
            let cells = row.iter().enumerate();
            cells.flat_map(move |(other, times)| vec![(one, other); *times])
        })
        .collect()
    }

    fn cohen<const N: usize>(table: [[usize; N]; N]) -> Pair {
        Pair::count(together(table).into_iter(), N, None)
    }

    fn as_units(said: &[(usize, usize)]) -> Vec<Vec<Value>> {
        let value = |it: usize| Some(u32::try_from(it).unwrap());
        said.iter()
            .map(|&(one, other)| vec![value(one), value(other)])
            .collect()
    }

    #[test]
    fn cohens_kappa_of_his_own_example() {
        let table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]];
        let pair = cohen(table);
        assert_eq!(pair.units, 200);
        close(pair.observed(), 0.70, 1e-15);
        assert!((1.0 - pair.among as f64 / 40_000.0 - 0.41).abs() < 1e-15);
        close(pair.cohen(), 0.491_525_42, 5e-9);
        close(pair.error(), 0.0549, 5e-5);
        let units = as_units(&together(table));
        let tally = Tally::count(slices(&units), 3);
        // Of two annotators, Fleiss' κ is Scott's π.
        close(tally.fleiss(), 0.48718, 5e-6);
        close(tally.alpha().value(), 0.48846, 5e-6);
        let weights = [[0, 1, 3], [1, 0, 6], [3, 6, 0]];
        let weight = |one: usize, other: usize| weights[one][other];
        let weighted = Pair::count(together(table).into_iter(), 3, Some((1, &weight)));
        close(weighted.cohen(), 0.347_826_09, 5e-9);
    }

    #[test]
    fn prevalence_and_bias_move_kappa() {
        assert_eq!(cohen([[20, 5], [10, 15]]).exact(), fraction(2, 5));
        close(cohen([[45, 15], [25, 15]]).cohen(), 0.1304, 5e-5);
        close(cohen([[25, 35], [5, 35]]).cohen(), 0.2593, 5e-5);
        // Feinstein & Cicchetti 1990.
        let even = cohen([[40, 9], [6, 45]]);
        let skewed = cohen([[80, 10], [5, 5]]);
        close(even.observed(), 0.85, 1e-15);
        close(skewed.observed(), 0.85, 1e-15);
        close(even.cohen(), 0.70, 5e-3);
        close(skewed.cohen(), 0.32, 5e-3);
    }

    #[test]
    fn coefficients_of_artstein_and_poesio() {
        let table = [[20, 20], [10, 50]];
        let tally = Tally::count(slices(&as_units(&together(table))), 2);
        close(tally.observed(), 0.70, 1e-15);
        close(tally.bennett(), 0.400, 5e-4);
        close(tally.fleiss(), 0.341, 5e-4);
        close(cohen(table).cohen(), 0.348, 5e-4);
        let table = [[46, 6, 0], [0, 32, 0], [0, 6, 10]];
        let units = as_units(&together(table));
        let tally = Tally::count(slices(&units), 3);
        close(tally.observed(), 0.88, 1e-15);
        close(tally.bennett(), 0.82, 5e-3);
        close(tally.fleiss(), 0.7995, 5e-5);
        close(cohen(table).cohen(), 0.8013, 5e-5);
        close(tally.alpha().value(), 0.8005, 5e-5);
        let halves = |one: usize, other: usize| if one + other == 1 { 2 } else { 1 };
        let halves = |one: usize, other: usize| if one == other { 0 } else { halves(one, other) };
        let alpha = Alpha::count(slices(&units), 3, halves, 2);
        assert!((alpha.observed() - 0.09).abs() < 1e-15);
        assert!((alpha.expected() - 0.48794).abs() < 5e-6);
        close(alpha.value(), 0.8156, 5e-5);
        let weighted = Pair::count(together(table).into_iter(), 3, Some((2, &halves)));
        close(weighted.cohen(), 0.8163, 5e-5);
        assert!((weighted.among as f64 / 20_000.0 - 0.49).abs() < 1e-12);
    }
}
