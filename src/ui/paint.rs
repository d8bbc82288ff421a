//! Lines of cells into ratatui's buffer. Every text on the screen goes through here: ratatui's own
//! widgets measure and order Arabic wrongly, and would send a control character as it is.

use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};

use crate::app::frame::Area;
use crate::text::Line;

/// Draws `line` from column `x` on.
pub(super) fn line(buffer: &mut Buffer, mut x: u16, y: u16, line: &Line, style: Style) {
    for cell in &line.cells {
        symbol(buffer, x, y, &cell.symbol, style);
        if cell.width == 2
            && let Some(covered) = buffer.cell_mut((x + 1, y))
        {
            // Never sent, but unlike whatever comes in its place, so that that is: a terminal that
            // loses half of a wide character fills the other half as it likes.
            covered.reset();
            covered.modifier = Modifier::HIDDEN;
        }
        x = x.saturating_add(cell.width.into());
    }
}

/// Draws `line` into the columns of `area`: at its right edge if it runs from right to left.
pub(super) fn aligned(buffer: &mut Buffer, area: Area, y: u16, text: &Line, style: Style) {
    if text.rtl {
        flush_right(buffer, area.right(), y, text, style);
    } else {
        line(buffer, area.x, y, text, style);
    }
}

/// Draws `line` so that it ends before column `right`.
pub(super) fn flush_right(buffer: &mut Buffer, right: u16, y: u16, text: &Line, style: Style) {
    line(buffer, right.saturating_sub(columns(text)), y, text, style);
}

/// Draws the program's own words, at most `width` cells, and returns the column behind them.
pub(super) fn words(
    buffer: &mut Buffer,
    x: u16,
    y: u16,
    text: &str,
    width: u16,
    style: Style,
) -> u16 {
    let text = Line::new(text, usize::from(width));
    line(buffer, x, y, &text, style);
    x.saturating_add(columns(&text))
}

/// Draws a single symbol.
pub(super) fn symbol(buffer: &mut Buffer, x: u16, y: u16, symbol: &str, style: Style) {
    if let Some(cell) = buffer.cell_mut((x, y)) {
        cell.set_symbol(symbol).set_style(style);
    }
}

/// Draws a horizontal rule, its first `filled` columns heavy.
pub(super) fn rule(
    buffer: &mut Buffer,
    area: Area,
    y: u16,
    filled: u16,
    heavy: Style,
    light: Style,
) {
    for column in 0..area.width {
        let (glyph, style) = if column < filled {
            ("━", heavy)
        } else {
            ("─", light)
        };
        symbol(buffer, area.x + column, y, glyph, style);
    }
}

/// Empties the columns of `area` in the row `y`.
pub(super) fn blank(buffer: &mut Buffer, area: Area, y: u16) {
    for x in area.x..area.right() {
        symbol(buffer, x, y, " ", Style::reset());
    }
}

/// Draws a box: `area` is its outside.
pub(super) fn frame(buffer: &mut Buffer, area: Area, style: Style) {
    for y in area.y..area.bottom() {
        blank(buffer, area, y);
    }
    let (right, bottom) = (
        area.right().saturating_sub(1),
        area.bottom().saturating_sub(1),
    );
    for x in area.x..=right {
        symbol(buffer, x, area.y, "─", style);
        symbol(buffer, x, bottom, "─", style);
    }
    for y in area.y..=bottom {
        symbol(buffer, area.x, y, "│", style);
        symbol(buffer, right, y, "│", style);
    }
    for (x, y, corner) in [
        (area.x, area.y, "┌"),
        (right, area.y, "┐"),
        (area.x, bottom, "└"),
        (right, bottom, "┘"),
    ] {
        symbol(buffer, x, y, corner, style);
    }
}

/// The width of `line` in columns of a screen.
pub(super) fn columns(line: &Line) -> u16 {
    u16::try_from(line.width()).unwrap_or(u16::MAX)
}
