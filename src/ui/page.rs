//! A text to read over the article, in a box as wide as the text column: no word below is cut in
//! half by it.

use ratatui::style::Modifier;

use super::paint::{Canvas, columns};
use crate::app::frame::Area;
use crate::app::page::{Entry, Page, inside, keys_width};

/// Draws `page` over `area`.
pub(super) fn draw(page: &Page, area: Area, canvas: &mut Canvas<'_>) {
    canvas.frame(area, canvas.theme.dim());
    let (above, below) = page.more();
    let corner = area.right().saturating_sub(3);
    if above {
        canvas.symbol(corner, area.y, "↑", canvas.theme.text());
    }
    if below {
        canvas.symbol(
            corner,
            area.bottom().saturating_sub(1),
            "↓",
            canvas.theme.text(),
        );
    }
    let inside = inside(area);
    for (y, entry) in (inside.y..inside.bottom()).zip(page.rows()) {
        self::entry(entry, inside, y, canvas);
    }
}

/// Draws one row of a page into the columns of `area`.
pub(super) fn entry(entry: &Entry, area: Area, y: u16, canvas: &mut Canvas<'_>) {
    match entry {
        Entry::Heading(line) => canvas.aligned(area, y, line, canvas.theme.rubric()),
        Entry::Text(line) => canvas.aligned(area, y, line, canvas.theme.text()),
        Entry::Dim(line) => canvas.aligned(area, y, line, canvas.theme.dim()),
        Entry::Change { added, line, words } => {
            let style = canvas.theme.change(*added);
            canvas.aligned_cells(area, y, line, |cell| {
                if words.iter().any(|it| it.contains(&cell.byte)) {
                    style.add_modifier(Modifier::UNDERLINED)
                } else {
                    style
                }
            });
        }
        Entry::Keys(keys, what) => {
            let mut flow = canvas.flow(area);
            let mut width = keys_width(area.width);
            canvas.line(flow.take(columns(keys)), y, keys, canvas.theme.text());
            width = width.saturating_sub(columns(keys));
            flow.skip(width);
            canvas.line(flow.take(columns(what)), y, what, canvas.theme.dim());
        }
        Entry::Blank => {}
    }
}
