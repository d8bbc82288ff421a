//! The text engine on Arabic news: what opening and resizing an article cost.
//!
//! Throughput is in bytes of UTF-8. Compare runs of the same minutes: single figures drift with
//! the machine.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hashiya::text::fold::Query;
use hashiya::text::{Display, Layout, direction, paragraph, sentence};

const ARTICLE: &str = include_str!("../samples/texts/annual-report-long.txt");

fn text(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("text");
    group.throughput(Throughput::Bytes(ARTICLE.len() as u64));
    group.bench_function("sentences", |bencher| {
        bencher.iter(|| sentence::sentences(ARTICLE));
    });
    group.bench_function("line ends", |bencher| {
        bencher.iter(|| paragraph::normalise(ARTICLE).len());
    });
    // Neither is in it, nor are the other words of the second.
    for (name, typed) in [("a word", "قسطنطينية"), ("words", "الضحايا قسطنطينية")]
    {
        let query = Query::new(typed).expect("a query");
        group.bench_function(format!("search for {name}"), |bencher| {
            bencher.iter(|| query.find_all(ARTICLE));
        });
    }
    let base = direction(ARTICLE);
    for width in [62, 72] {
        group.bench_function(format!("layout at {width}"), |bencher| {
            bencher.iter(|| Layout::new(ARTICLE, width, base, &[], Display::default()));
        });
    }
    group.finish();
}

/// The longest article there can be, and what fits on a screen. The budgets are 5 MB in a second for
/// all of it together, and 1 ms.
fn longest(criterion: &mut Criterion) {
    let text = ARTICLE.repeat(10_000_000 / ARTICLE.len());
    let mut group = criterion.benchmark_group("10 MB");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.sample_size(10);
    group.bench_function("sentences", |bencher| {
        bencher.iter(|| sentence::sentences(&text).len());
    });
    group.bench_function("layout at 72", |bencher| {
        bencher.iter(|| Layout::new(&text, 72, direction(&text), &[], Display::default()));
    });
    group.finish();
    let screenful: String = ARTICLE.chars().take(22 * 62).collect();
    let mut group = criterion.benchmark_group("screenful");
    group.throughput(Throughput::Bytes(screenful.len() as u64));
    let base = direction(&screenful);
    group.bench_function("layout at 62", |bencher| {
        bencher.iter(|| Layout::new(&screenful, 62, base, &[], Display::default()));
    });
    group.finish();
}

criterion_group!(benches, text, longest);
criterion_main!(benches);
