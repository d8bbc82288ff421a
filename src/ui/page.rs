//! A text to read over the article, in a box as wide as the text column: no word below is cut in
//! half by it.

use ratatui::buffer::Buffer;

use super::paint;
use super::theme::Theme;
use crate::app::frame::Area;
use crate::app::page::{Entry, Page, inside, keys_width};

/// Draws `page` over `area`.
pub(super) fn draw(page: &Page, area: Area, theme: Theme, buffer: &mut Buffer) {
    paint::frame(buffer, area, theme.dim());
    let (above, below) = page.more();
    let corner = area.right().saturating_sub(3);
    if above {
        paint::symbol(buffer, corner, area.y, "↑", theme.text());
    }
    if below {
        paint::symbol(
            buffer,
            corner,
            area.bottom().saturating_sub(1),
            "↓",
            theme.text(),
        );
    }
    let inside = inside(area);
    for (y, entry) in (inside.y..inside.bottom()).zip(page.rows()) {
        self::entry(entry, inside, y, theme, buffer);
    }
}

/// Draws one row of a page into the columns of `area`.
pub(super) fn entry(entry: &Entry, area: Area, y: u16, theme: Theme, buffer: &mut Buffer) {
    match entry {
        Entry::Heading(line) => paint::aligned(buffer, area, y, line, theme.rubric()),
        Entry::Text(line) => paint::aligned(buffer, area, y, line, theme.text()),
        Entry::Keys(keys, what) => {
            paint::line(buffer, area.x, y, keys, theme.text());
            let x = area.x + keys_width(area.width);
            paint::line(buffer, x, y, what, theme.dim());
        }
        Entry::Blank => {}
    }
}
