//! Lines of cells into ratatui's buffer. Every text on the screen goes through here: ratatui's own
//! widgets measure and order Arabic wrongly, and would send a control character as it is.

use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};

use super::theme::Theme;
use crate::app::frame::Area;
use crate::lang::Words;
use crate::text::{Cell, Display, Line};

/// What is drawn on, how things look there, and in which language they are.
pub(super) struct Canvas<'a> {
    buffer: &'a mut Buffer,
    pub(super) theme: Theme,
    pub(super) display: Display,
    pub(super) words: &'a Words,
}

/// Where the next thing in a row goes: from the side on which its reader starts, to the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flow {
    area: Area,
    used: u16,
    rtl: bool,
}

impl Flow {
    /// How many columns are left.
    pub(super) fn room(&self) -> u16 {
        self.area.width.saturating_sub(self.used)
    }

    /// Takes `width` columns; the leftmost of them.
    pub(super) fn take(&mut self, width: u16) -> u16 {
        let before = self.used;
        self.used = self.used.saturating_add(width);
        if self.rtl {
            self.area.right().saturating_sub(self.used)
        } else {
            self.area.x + before
        }
    }

    /// Leaves `width` columns empty.
    pub(super) fn skip(&mut self, width: u16) {
        let _ = self.take(width);
    }

    /// What is left.
    pub(super) fn rest(&self) -> Area {
        let x = if self.rtl {
            self.area.x
        } else {
            self.area.x + self.used.min(self.area.width)
        };
        Area {
            x,
            width: self.room(),
            ..self.area
        }
    }
}

impl<'a> Canvas<'a> {
    pub(super) fn new(
        buffer: &'a mut Buffer,
        theme: Theme,
        display: Display,
        words: &'a Words,
    ) -> Self {
        Self {
            buffer,
            theme,
            display,
            words,
        }
    }

    /// A row of things, in the first row of `area`.
    pub(super) fn flow(&self, area: Area) -> Flow {
        Flow {
            area,
            used: 0,
            rtl: self.words.is_rtl(),
        }
    }

    /// Draws `text` as the next thing of a row, as far as there is room.
    pub(super) fn put(&mut self, flow: &mut Flow, text: &str, style: Style) {
        self.put_within(flow, text, flow.room(), style);
    }

    /// The same, at most `width` columns wide.
    pub(super) fn put_within(&mut self, flow: &mut Flow, text: &str, width: u16, style: Style) {
        let line = self.text(text, usize::from(width.min(flow.room())));
        self.put_line(flow, &line, style);
    }

    /// The same, of a line that is laid and fits.
    pub(super) fn put_line(&mut self, flow: &mut Flow, line: &Line, style: Style) {
        let x = flow.take(columns(line));
        self.line(x, flow.area.y, line, style);
    }

    /// Draws `text` at the end of a row.
    pub(super) fn put_last(&mut self, flow: &Flow, text: &str, style: Style) {
        let area = flow.rest();
        let line = self.text(text, usize::from(area.width));
        let x = if flow.rtl {
            area.x
        } else {
            area.right().saturating_sub(columns(&line))
        };
        self.line(x, area.y, &line, style);
    }

    /// Draws `line` from column `x` on.
    pub(super) fn line(&mut self, x: u16, y: u16, line: &Line, style: Style) {
        self.cells(x, y, &line.cells, |_| style);
    }

    /// Adds `modifier` to what stands there.
    pub(super) fn mark(&mut self, x: u16, y: u16, modifier: Modifier) {
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.modifier.insert(modifier);
        }
    }

    /// Draws `cells` from column `x` on, each in its style.
    pub(super) fn cells(
        &mut self,
        mut x: u16,
        y: u16,
        cells: &[Cell],
        style: impl Fn(&Cell) -> Style,
    ) {
        for cell in cells {
            self.symbol(x, y, &cell.symbol, style(cell));
            if cell.width == 2
                && let Some(covered) = self.buffer.cell_mut((x + 1, y))
            {
                // Never sent, but unlike whatever comes in its place, so that that is: a terminal
                // that loses half of a wide character fills the other half as it likes.
                covered.reset();
                covered.modifier = Modifier::HIDDEN;
            }
            x = x.saturating_add(cell.width.into());
        }
    }

    /// Draws `line` into the columns of `area`: at its right edge if it runs from right to left.
    pub(super) fn aligned(&mut self, area: Area, y: u16, text: &Line, style: Style) {
        self.aligned_cells(area, y, text, |_| style);
    }

    /// The same, each cell in its style.
    pub(super) fn aligned_cells(
        &mut self,
        area: Area,
        y: u16,
        text: &Line,
        style: impl Fn(&Cell) -> Style,
    ) {
        let x = if text.rtl {
            area.right().saturating_sub(columns(text))
        } else {
            area.x
        };
        self.cells(x, y, &text.cells, style);
    }

    /// Draws `line` so that it ends before column `right`.
    pub(super) fn flush_right(&mut self, right: u16, y: u16, text: &Line, style: Style) {
        self.line(right.saturating_sub(columns(text)), y, text, style);
    }

    /// Draws the program's own words, at most `width` cells, and returns the column behind them.
    pub(super) fn words(&mut self, x: u16, y: u16, text: &str, width: u16, style: Style) -> u16 {
        let text = self.text(text, usize::from(width));
        self.line(x, y, &text, style);
        x.saturating_add(columns(&text))
    }

    /// `text` on one line of at most `width` cells.
    pub(super) fn text(&self, text: &str, width: usize) -> Line {
        Line::new(text, width, self.display)
    }

    /// Draws a single symbol.
    pub(super) fn symbol(&mut self, x: u16, y: u16, symbol: &str, style: Style) {
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.set_symbol(symbol).set_style(style);
        }
    }

    /// Draws a horizontal rule, heavy in the first `filled` columns a reader comes to.
    pub(super) fn rule(&mut self, area: Area, y: u16, filled: u16) {
        let mut flow = self.flow(Area { y, ..area });
        for column in 0..area.width {
            let (glyph, style) = if column < filled {
                ("━", self.theme.text())
            } else {
                ("─", self.theme.dim())
            };
            let x = flow.take(1);
            self.symbol(x, y, glyph, style);
        }
    }

    /// Empties the columns of `area` in the row `y`.
    pub(super) fn blank(&mut self, area: Area, y: u16) {
        for x in area.x..area.right() {
            self.symbol(x, y, " ", Style::reset());
        }
    }

    /// Draws a box: `area` is its outside.
    pub(super) fn frame(&mut self, area: Area, style: Style) {
        for y in area.y..area.bottom() {
            self.blank(area, y);
        }
        let (right, bottom) = (
            area.right().saturating_sub(1),
            area.bottom().saturating_sub(1),
        );
        for x in area.x..=right {
            self.symbol(x, area.y, "─", style);
            self.symbol(x, bottom, "─", style);
        }
        for y in area.y..=bottom {
            self.symbol(area.x, y, "│", style);
            self.symbol(right, y, "│", style);
        }
        for (x, y, corner) in [
            (area.x, area.y, "┌"),
            (right, area.y, "┐"),
            (area.x, bottom, "└"),
            (right, bottom, "┘"),
        ] {
            self.symbol(x, y, corner, style);
        }
    }
}

/// The width of `line` in columns of a screen.
pub(super) fn columns(line: &Line) -> u16 {
    u16::try_from(line.width()).unwrap_or(u16::MAX)
}
