//! Who said what of the sentence in focus, while that is settled: below the text, the topics in the columns
//! of the margin.

use super::paint::Canvas;
use super::reader::margin;
use crate::app::App;
use crate::app::frame::ReaderFrame;
use crate::app::said::NAME;
use crate::lang::say;

/// Draws a row for each, as far as there are rows.
pub(super) fn draw(app: &App, frame: &ReaderFrame, canvas: &mut Canvas<'_>) {
    let Some(area) = frame.said else { return };
    let (text, dim) = (canvas.theme.text(), canvas.theme.dim());
    canvas.rule(area, area.y - 1, 0);
    let said = app.said();
    let rows = usize::from(area.height);
    let shown = if said.len() > rows { rows - 1 } else { rows };
    for (y, it) in (area.y..).zip(said.iter().take(shown)) {
        let mut flow = canvas.flow(frame.text.row(y));
        let mut name = flow;
        canvas.put_within(&mut name, &it.name, NAME, text);
        flow.skip(NAME + 2);
        canvas.put(&mut flow, &it.beside, dim);
        margin(app, frame, it.decision, y, canvas);
    }
    if said.len() > shown {
        let mut flow = canvas.flow(frame.text.row(area.bottom() - 1));
        let more = say!(app.words(), "and-more", count = said.len() - shown);
        canvas.put(&mut flow, &more, dim);
    }
}
