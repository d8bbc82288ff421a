//! A list to choose from, in a box over the text column.

use super::paint::{Canvas, columns};
use crate::app::App;
use crate::app::frame::Area;
use crate::app::list::List;
use crate::app::page::inside;

/// What stands before a row takes this much of it at most.
const LABEL: u16 = 18;

/// Draws `list` over `area`.
pub(super) fn draw(app: &App, list: &List, area: Area, canvas: &mut Canvas<'_>) {
    canvas.frame(area, canvas.theme.dim());
    let inside = inside(area);
    let rows = app.rows_of(list);
    let width = |text: &str| columns(&canvas.text(text, LABEL.into()));
    let label = rows.iter().map(|row| width(&row.label)).max().unwrap_or(0);
    let first = list.page().start;
    for (index, (y, row)) in (inside.y..inside.bottom()).zip(&rows).enumerate() {
        let theme = canvas.theme;
        let mut flow = canvas.flow(inside.row(y));
        let bar = flow.take(1);
        flow.skip(1);
        if first + index == list.selected() {
            canvas.symbol(bar, y, "▐", theme.text());
        }
        if label > 0 {
            let mut before = flow;
            canvas.put_within(&mut before, &row.label, label, theme.dim());
            flow.skip(label + 2);
        }
        let rest = flow.rest();
        let line = canvas.text(&row.text, rest.width.into());
        canvas.aligned_cells(rest, y, &line, |cell| {
            if row.found.iter().any(|it| it.contains(&cell.byte)) {
                theme.found()
            } else if row.dim {
                theme.dim()
            } else {
                theme.text()
            }
        });
    }
}
