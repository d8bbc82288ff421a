//! Every action by name, in a box over the text column, and the line that narrows them.

use super::paint::Canvas;
use super::prompt;
use crate::app::App;
use crate::app::frame::Area;
use crate::app::page::{inside, key_names, keys_width};
use crate::app::palette::Palette;

/// Draws `palette` over `area`, and what was typed in the row `last`.
pub(super) fn draw(app: &App, palette: &Palette, area: Area, last: Area, canvas: &mut Canvas<'_>) {
    canvas.frame(area, canvas.theme.dim());
    let inside = inside(area);
    let (actions, chosen) = palette.page(inside.height.into());
    for (index, (y, action)) in (inside.y..).zip(actions).enumerate() {
        if index == chosen {
            canvas.symbol(inside.x - 1, y, "▐", canvas.theme.text());
        }
        let width = keys_width(inside.width);
        let keys = key_names(app.keymap(), app.below(), *action);
        canvas.words(
            inside.x,
            y,
            &keys,
            width.saturating_sub(2),
            canvas.theme.text(),
        );
        let x = inside.x + width;
        let room = inside.width.saturating_sub(width);
        canvas.words(x, y, action.help(), room, canvas.theme.dim());
    }
    prompt::line("Do", palette.edit(), last, canvas);
}
