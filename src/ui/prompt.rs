//! A line to type in, on the last row: what it is for, then the line with its caret.

use ratatui::style::Modifier;

use super::paint::Canvas;
use crate::app::App;
use crate::app::frame::Area;
use crate::app::prompt::{Kind, Prompt};
use crate::lang::say;
use crate::model::project::Language;
use crate::text::edit::Edit;

/// Draws `prompt` in the row `area`.
pub(super) fn draw(app: &App, prompt: &Prompt, area: Area, canvas: &mut Canvas<'_>) {
    let label = match prompt.kind() {
        Kind::Note(sentence) => say!(canvas.words, "prompt-note", sentence = sentence + 1),
        Kind::Search => canvas.words.get("prompt-search").into_owned(),
        Kind::SearchAll => canvas.words.get("prompt-search-all").into_owned(),
        Kind::Filter => canvas.words.get("prompt-filter").into_owned(),
        Kind::ArticleNote => canvas.words.get("prompt-article-note").into_owned(),
        Kind::Field(index) => {
            let field = app.desk().project.article.fields.get(index);
            let name = field.map_or("", |it| it.name.get(canvas.words.language()));
            name.to_owned()
        }
        Kind::Case(Language::Arabic) => canvas.words.get("prompt-case-arabic").into_owned(),
        Kind::Case(Language::English) => canvas.words.get("prompt-case-english").into_owned(),
        Kind::OtherCase(Language::Arabic) => canvas.words.get("prompt-no-case-arabic").into_owned(),
        Kind::OtherCase(Language::English) => {
            canvas.words.get("prompt-no-case-english").into_owned()
        }
        Kind::Answer => canvas.words.get("prompt-answer").into_owned(),
        Kind::Number => canvas.words.get("prompt-number").into_owned(),
    };
    line(&label, prompt.edit(), area, canvas);
}

/// Draws `edit` with its caret in the row `area`, behind `label`.
pub(super) fn line(label: &str, edit: &Edit, area: Area, canvas: &mut Canvas<'_>) {
    let mut flow = canvas.flow(area);
    canvas.put(&mut flow, label, canvas.theme.dim());
    flow.skip(2);
    let Area { x, width, .. } = flow.rest();
    if width == 0 {
        return;
    }
    let view = edit.view(width.into(), canvas.display);
    let style = canvas.theme.text();
    let column = |column: usize| x + u16::try_from(column).unwrap_or(width - 1).min(width - 1);
    canvas.cells(column(view.left), area.y, &view.cells, |_| style);
    // The terminal's own cursor would have to be sent where the row is not.
    canvas.mark(column(view.caret), area.y, Modifier::REVERSED);
    if let Some(second) = view.second {
        canvas.mark(column(second), area.y, Modifier::UNDERLINED);
    }
}
