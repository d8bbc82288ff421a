//! "Which line reads right?": each line framed and encoded for another family of terminals.

use super::paint::Canvas;
use crate::app::calibration::{Calibration, sample_width};
use crate::app::frame::Area;
use crate::text::{Direction, Layout, Profile};

const QUESTION: &str = "Which line reads right, with a straight border? Press its digit.";
const QUESTION_ARABIC: &str = "أيّ سطر يُقرأ صحيحًا وحدوده مستقيمة؟ اضغط رقمه.";
const HELP: &str = "\
Boxes instead of letters: s. Harakat beside their letters, or letters gone: h.
None of them? PuTTY: in Terminal > Features tick both “Disable Arabic text shaping” and “Disable \
bidirectional text display”, then press 1. kitty: put “force_ltr yes” into kitty.conf, start it \
anew, then press 1.";

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
    for (question, least) in [(QUESTION, 0), (QUESTION_ARABIC, 1)] {
        if spare >= least {
            let line = canvas.text(question, usize::from(area.width));
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
    let help = Layout::new(HELP, area.width, Direction::Ltr, &[], canvas.display);
    for (y, line) in (y..area.bottom()).zip(help.lines()) {
        canvas.line(area.x, y, line, canvas.theme.dim());
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
