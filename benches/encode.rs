//! The last step of a drawing: what encoding a whole screen costs, profile by profile.
//!
//! The budget is 0.3 ms at 80×24 and 0.6 ms at 200×50. Compare runs of the same minutes: single
//! figures drift with the machine.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use hashiya::text::{Layout, Profile, Rendition, direction};
use hashiya::ui::encode::encode;
use hashiya::ui::theme::Ground;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const ARTICLE: &str = include_str!("../samples/texts/court-verdict-numbers.txt");

/// A screen of `columns` and `rows` with lines of the article at its right, as dense as can be.
fn screen(columns: u16, rows: u16, profile: Profile) -> Buffer {
    let rendition = Rendition {
        profile,
        ..Rendition::default()
    };
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
    let article = direction(ARTICLE);
    let display = rendition.display(false);
    let layout = Layout::new(ARTICLE, columns - 18, article, &[], display);
    for (y, line) in (0..rows).zip(layout.lines().iter().cycle()) {
        let mut x = columns - 16 - u16::try_from(line.width()).unwrap_or(0);
        for cell in &line.cells {
            buffer[(x, y)].set_symbol(&cell.symbol);
            x += u16::from(cell.width);
        }
        buffer[(columns - 14, y)].set_symbol("▐");
    }
    buffer
}

fn frames(criterion: &mut Criterion) {
    for (columns, rows) in [(80, 24), (200, 50)] {
        let mut group = criterion.benchmark_group(format!("encode {columns}x{rows}"));
        for profile in Profile::ALL {
            let buffer = screen(columns, rows, profile);
            group.bench_function(profile.name(), |bencher| {
                bencher.iter_batched_ref(
                    || buffer.clone(),
                    |buffer| encode(buffer, profile, Ground::Dark, &[]),
                    BatchSize::SmallInput,
                );
            });
        }
        group.finish();
    }
}

criterion_group!(benches, frames);
criterion_main!(benches);
