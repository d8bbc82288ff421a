//! Every action by name, in a box over the text column, and the line that narrows them.

use super::paint::Canvas;
use super::prompt;
use crate::app::App;
use crate::app::frame::Area;
use crate::app::page::{all_key_names, inside, keys_width};
use crate::app::palette::Palette;

/// Draws `palette` over `area`, and what was typed in the row `last`.
pub(super) fn draw(app: &App, palette: &Palette, area: Area, last: Area, canvas: &mut Canvas<'_>) {
    canvas.frame(area, canvas.theme.dim());
    let inside = inside(area);
    let (actions, chosen) = palette.page(inside.height.into());
    for (index, (y, action)) in (inside.y..).zip(actions).enumerate() {
        let mut flow = canvas.flow(inside.row(y));
        let bar = flow.take(1);
        flow.skip(1);
        if index == chosen {
            canvas.symbol(bar, y, "▐", canvas.theme.text());
        }
        let width = keys_width(inside.width);
        let keys = all_key_names(app.keymap(), app.below(), *action);
        let mut what = flow;
        canvas.put_within(
            &mut flow,
            &keys,
            width.saturating_sub(2),
            canvas.theme.text(),
        );
        what.skip(width);
        canvas.put(&mut what, &app.words().action(*action), canvas.theme.dim());
    }
    prompt::line(
        &app.words().get("prompt-palette"),
        palette.edit(),
        last,
        canvas,
    );
}
