//! "Which line reads right?": each line framed and encoded for another family of terminals.

use super::paint::Canvas;
use crate::app::calibration::{Calibration, sample_width};
use crate::app::frame::Area;
use crate::text::{Layout, Profile};

/// Draws `calibration` over `area`, and returns the rows that are encoded for a profile of their own.
pub(super) fn draw(
    calibration: &Calibration,
    area: Area,
    canvas: &mut Canvas<'_>,
) -> Vec<(u16, Profile)> {
    for y in area.y..area.bottom() {
        canvas.blank(area, y);
    }
    // In a low window what is dispensable goes first.
    let spare = area.height.saturating_sub(2 + ROWS);
    let mut y = area.y;
    let style = canvas.theme.text();
    // In both languages: who cannot read one of them is asked just because of that.
    let other = canvas.words.other();
    for (words, least) in [(canvas.words, 0), (&other, 1)] {
        if spare >= least {
            let question = words.get("calibration-question");
            let line = canvas.text(&question, usize::from(area.width));
            canvas.aligned(area, y, &line, style);
            y += 1;
        }
    }
    let airy = u16::from(spare > 4);
    y += airy;
    let width = sample_width(area.width);
    border(["┌", "┬", "┐"], area.x, y, width, canvas);
    let mut rows = Vec::new();
    for (number, sample) in (1..).zip(calibration.samples()) {
        y += 1;
        let dim = canvas.theme.dim();
        if calibration.is_chosen(sample) {
            canvas.symbol(area.x, y, "▐", style);
        }
        canvas.words(area.x + 2, y, &format!("{number}"), 1, style);
        let left = area.x + LEFT;
        for x in [left, left + width + 3, left + width + 8] {
            canvas.symbol(x, y, "│", dim);
        }
        canvas.flush_right(left + 2 + width, y, &sample.line, style);
        canvas.words(left + width + 5, y, "12", 2, style);
        rows.push((y, sample.profile));
    }
    border(["└", "┴", "┘"], area.x, y + 1, width, canvas);
    y += 2 + airy;
    let base = super::own_direction(canvas.words);
    let text = canvas.words.get("calibration-help");
    let help = Layout::new(&text, area.width, base, &[], canvas.display);
    for (y, line) in (y..area.bottom()).zip(help.lines()) {
        canvas.aligned(area, y, line, canvas.theme.dim());
    }
    rows
}

/// The column of the frame: before it the mark of what is chosen, and the digit.
const LEFT: u16 = 4;
/// Four lines and their borders.
const ROWS: u16 = 6;

fn border([left, middle, right]: [&str; 3], x: u16, y: u16, width: u16, canvas: &mut Canvas<'_>) {
    let dim = canvas.theme.dim();
    let (x, parting, end) = (x + LEFT, x + LEFT + width + 3, x + LEFT + width + 8);
    for x in x..end {
        canvas.symbol(x, y, "─", dim);
    }
    canvas.symbol(x, y, left, dim);
    canvas.symbol(parting, y, middle, dim);
    canvas.symbol(end, y, right, dim);
}
