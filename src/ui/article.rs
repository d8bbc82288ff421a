//! What is known and said of the article as a whole, in a box over the text column.

use super::paint::{Canvas, columns};
use crate::app::App;
use crate::app::frame::Area;
use crate::app::page::inside;
use crate::text::{Layout, direction};

/// What a row is about takes this much of it at most.
const LABEL: u16 = 14;

/// Draws the page with the bar on the row `selected`.
pub(super) fn draw(app: &App, selected: usize, area: Area, canvas: &mut Canvas<'_>) {
    canvas.frame(area, canvas.theme.dim());
    let inside = inside(area);
    let rows = app.article_rows();
    let width = |text: &str| columns(&canvas.text(text, LABEL.into()));
    let label = rows.iter().map(|row| width(&row.label)).max().unwrap_or(0);
    let mut y = inside.y;
    for (index, row) in rows.iter().enumerate() {
        if y >= inside.bottom() {
            return;
        }
        let theme = canvas.theme;
        let mut flow = canvas.flow(inside.row(y));
        let bar = flow.take(1);
        flow.skip(1);
        if index == selected {
            canvas.symbol(bar, y, "▐", theme.text());
        }
        let mut before = flow;
        canvas.put_within(&mut before, &row.label, label, theme.dim());
        flow.skip(label + 2);
        // A note and a title are read whole, as far as there is room.
        let rest = flow.rest();
        let base = direction(&row.text);
        let layout = Layout::new(&row.text, rest.width, base, &[], canvas.display);
        for line in layout.lines().iter().take(usize::from(inside.bottom() - y)) {
            canvas.aligned(rest, y, line, theme.text());
            y += 1;
        }
        y += u16::from(layout.lines().is_empty());
    }
}
