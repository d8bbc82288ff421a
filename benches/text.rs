//! The text engine on Arabic news: what opening and resizing an article cost.
//!
//! Throughput is in bytes of UTF-8. Compare runs of the same minutes: single figures drift with
//! the machine.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
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
    let base = direction(ARTICLE);
    for width in [62, 72] {
        group.bench_function(format!("layout at {width}"), |bencher| {
            bencher.iter(|| Layout::new(ARTICLE, width, base, &[], Display::default()));
        });
    }
    group.finish();
}

criterion_group!(benches, text);
criterion_main!(benches);
