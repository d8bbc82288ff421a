//! The way to the terminal: ratatui's cells as few bytes as they need.
//!
//! A backend of its own because the line may be slow: the stock one resets colours and hides the
//! cursor in every frame, and places each cell absolutely. This one keeps the pen and the cursor
//! across frames, moves by the shortest way and merges attributes; moving the focus takes about a
//! third of the bytes.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

/// Bytes for a terminal of `size`, collected until the frame is whole.
#[derive(Debug)]
pub(super) struct Bytes<W: Write> {
    out: W,
    frame: Vec<u8>,
    /// Asks whoever knows.
    size: fn() -> Size,
    pen: Pen,
    /// Where the terminal's cursor is, if that is certain.
    cursor: Option<(u16, u16)>,
    cursor_hidden: bool,
    /// Whether the terminal shows a frame at once when told to (mode ?2026).
    sync: bool,
}

/// A shorter frame is seen at once anyway.
const LONG: usize = 1024;

/// The colours and attributes that the terminal writes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

const PLAIN: Pen = Pen {
    fg: Color::Reset,
    bg: Color::Reset,
    modifier: Modifier::empty(),
};

impl<W: Write> Bytes<W> {
    /// A backend that writes to `out`, the terminal as [`super::session::Session`] leaves it:
    /// cleared, the cursor hidden, the pen plain.
    pub(super) fn new(out: W, size: fn() -> Size) -> Self {
        let frame = Vec::with_capacity(1 << 14);
        Self {
            out,
            frame,
            size,
            pen: PLAIN,
            cursor: None,
            cursor_hidden: true,
            sync: false,
        }
    }

    /// Says whether the terminal shows a frame at once when told to.
    pub(super) fn set_sync(&mut self, sync: bool) {
        self.sync = sync;
    }

    /// What was written so far, for tests.
    #[cfg(test)]
    pub(super) fn take(&mut self) -> W
    where
        W: Default,
    {
        std::mem::take(&mut self.out)
    }

    fn move_to(&mut self, x: u16, y: u16) {
        if self.cursor == Some((x, y)) {
            return;
        }
        let absolute = format!("\x1b[{};{}H", y + 1, x + 1).into_bytes();
        let way = match self.cursor.map(|from| relative(from, (x, y))) {
            Some(relative) if relative.len() < absolute.len() => relative,
            _ => absolute,
        };
        self.frame.extend_from_slice(&way);
        self.cursor = Some((x, y));
    }

    fn write(&mut self, cell: &Cell) {
        let mut pen = Pen {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        };
        let is_blank = matches!(cell.symbol(), " " | "\u{2800}");
        if is_blank && !pen.modifier.intersects(SHOWS_ON_BLANKS) {
            // Nobody sees the colour of a blank's letter. But where the ground changes anyway, a
            // letter on it follows, and one sequence sets both.
            let keeps = pen.bg == self.pen.bg || pen.fg == Color::Reset;
            pen = Pen {
                fg: if keeps { self.pen.fg } else { pen.fg },
                modifier: self.pen.modifier - SHOWS_ON_BLANKS,
                ..pen
            };
        }
        if pen != self.pen {
            self.frame.extend_from_slice(&attributes(self.pen, pen));
            self.pen = pen;
        }
        self.frame.extend_from_slice(cell.symbol().as_bytes());
    }
}

const SHOWS_ON_BLANKS: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT);

/// The shortest way between two places, a coordinate at a time.
fn relative((from_x, from_y): (u16, u16), (x, y): (u16, u16)) -> Vec<u8> {
    let vertical = match (i32::from(y) - i32::from(from_y), y) {
        (0, _) => Vec::new(),
        // In raw mode a line feed keeps its column. It never scrolls: `y` is on the screen.
        (down @ 1..=4, _) => vec![b'\n'; usize::try_from(down).unwrap_or_default()],
        (-1, _) => b"\x1b[A".to_vec(),
        (_, y) => format!("\x1b[{}d", y + 1).into_bytes(),
    };
    let horizontal = match (i32::from(x) - i32::from(from_x), x) {
        (0, _) => Vec::new(),
        (_, 0) => b"\r".to_vec(),
        (left @ -4..=-1, _) => vec![b'\x08'; usize::try_from(-left).unwrap_or_default()],
        (1, _) => b"\x1b[C".to_vec(),
        (right @ 2..=9, _) => format!("\x1b[{right}C").into_bytes(),
        (_, x) => format!("\x1b[{}G", x + 1).into_bytes(),
    };
    [horizontal, vertical].concat()
}

/// The shortest sequence that turns the pen `from` into `to`.
fn attributes(from: Pen, to: Pen) -> Vec<u8> {
    let fresh = sequence(&codes(PLAIN, to), true);
    // Attributes are only ever taken away together, by a reset.
    if !(from.modifier - to.modifier).is_empty() {
        return fresh;
    }
    let changed = sequence(&codes(from, to), false);
    if changed.len() <= fresh.len() {
        changed
    } else {
        fresh
    }
}

fn sequence(codes: &[String], reset: bool) -> Vec<u8> {
    let codes = codes.join(";");
    match (reset, codes.is_empty()) {
        (true, true) => b"\x1b[m".to_vec(),
        (true, false) => format!("\x1b[;{codes}m").into_bytes(),
        (false, true) => Vec::new(),
        (false, false) => format!("\x1b[{codes}m").into_bytes(),
    }
}

fn codes(from: Pen, to: Pen) -> Vec<String> {
    let mut codes = Vec::new();
    let added = to.modifier - from.modifier;
    for (modifier, code) in [
        (Modifier::BOLD, "1"),
        (Modifier::DIM, "2"),
        (Modifier::ITALIC, "3"),
        (Modifier::UNDERLINED, "4"),
        (Modifier::REVERSED, "7"),
        (Modifier::CROSSED_OUT, "9"),
    ] {
        if added.contains(modifier) {
            codes.push(code.to_owned());
        }
    }
    if to.fg != from.fg {
        codes.push(colour(to.fg, 30));
    }
    if to.bg != from.bg {
        codes.push(colour(to.bg, 40));
    }
    codes
}

/// The SGR parameters of `colour`; `base` is 30 for letters and 40 for their ground.
fn colour(colour: Color, base: u8) -> String {
    let index = match colour {
        Color::Reset => return (base + 9).to_string(),
        Color::Indexed(index) => return format!("{};5;{index}", base + 8),
        Color::Rgb(red, green, blue) => return format!("{};2;{red};{green};{blue}", base + 8),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
    };
    (base + index).to_string()
}

impl<W: Write> Backend for Bytes<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        // Once a frame: asking at each cell would be most of the work.
        let Size { width: columns, .. } = self.size()?;
        for (x, y, cell) in content {
            self.move_to(x, y);
            self.write(cell);
            let width = u16::try_from(unicode_width::UnicodeWidthStr::width(cell.symbol()));
            let right = x.saturating_add(width.unwrap_or(1));
            // At the right edge a terminal may or may not have wrapped already.
            self.cursor = (right < columns).then_some((right, y));
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if !self.cursor_hidden {
            self.frame.extend_from_slice(b"\x1b[?25l");
            self.cursor_hidden = true;
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.cursor_hidden {
            self.frame.extend_from_slice(b"\x1b[?25h");
            self.cursor_hidden = false;
        }
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        let (x, y) = self.cursor.unwrap_or_default();
        Ok(Position { x, y })
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let Position { x, y } = position.into();
        self.move_to(x, y);
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.frame
            .extend_from_slice(super::session::CLEAR.as_bytes());
        self.pen = PLAIN;
        self.cursor = None;
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        // Only whole screens are ever cleared.
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        Ok((self.size)())
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size()?,
            pixels: Size::default(),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.sync && self.frame.len() > LONG {
            self.frame.splice(0..0, *b"\x1b[?2026h");
            self.frame.extend_from_slice(b"\x1b[?2026l");
        }
        let result = self
            .out
            .write_all(&self.frame)
            .and_then(|()| self.out.flush());
        self.frame.clear();
        result
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use proptest::prelude::*;
    use ratatui::Terminal;
    use ratatui::buffer::Buffer;
    use ratatui::style::Style;

    use super::*;

    fn size() -> Size {
        Size {
            width: 12,
            height: 5,
        }
    }

    /// A cell of a random screen: a symbol and a style.
    fn cell() -> impl Strategy<Value = (&'static str, Style)> {
        let symbol = prop::sample::select(vec![" ", "a", "ﺏ", "ﺑَ", "━", "漢"]);
        let style = prop::sample::select(vec![
            Style::reset(),
            Style::reset().fg(Color::DarkGray),
            Style::reset().fg(Color::Black).bg(Color::Green),
            Style::reset().add_modifier(Modifier::REVERSED),
            Style::reset()
                .fg(Color::Rgb(1, 2, 3))
                .add_modifier(Modifier::BOLD),
            Style::reset().bg(Color::Indexed(200)),
        ]);
        (symbol, style)
    }

    fn paint(cells: &[(&'static str, Style)], buffer: &mut Buffer) {
        let mut covered = false;
        for (index, &(symbol, style)) in cells.iter().enumerate() {
            let (x, y) = (
                u16::try_from(index % 12).unwrap(),
                u16::try_from(index / 12).unwrap(),
            );
            // A wide character does not fit into the last column.
            let wide = symbol == "漢" && x < 11 && !covered;
            let symbol = if symbol == "漢" && !wide {
                "x"
            } else {
                symbol
            };
            if covered {
                // As `ui::paint` leaves it.
                buffer[(x, y)].reset();
                buffer[(x, y)].modifier = Modifier::HIDDEN;
            } else {
                buffer[(x, y)].set_symbol(symbol).set_style(style);
            }
            covered = wide;
        }
    }

    /// What a terminal shows after the bytes of `frames`.
    fn shown(frames: &[Vec<(&'static str, Style)>], repaint: bool) -> vt100::Parser {
        let mut terminal = Terminal::new(Bytes::new(Vec::new(), size)).unwrap();
        for (index, cells) in frames.iter().enumerate() {
            if repaint && index + 1 == frames.len() {
                terminal.clear().unwrap();
            }
            terminal
                .draw(|frame| paint(cells, frame.buffer_mut()))
                .unwrap();
        }
        let [rows, columns] = [5, 12].map(|cells| NonZero::new(cells).unwrap());
        let mut screen = vt100::Parser::new(rows, columns, 0);
        screen.process(&terminal.backend().out);
        screen
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Frame by frame and painted anew, a terminal shows the same.
        #[test]
        fn partial_frames_show_what_a_whole_one_does(
            frames in prop::collection::vec(prop::collection::vec(cell(), 60), 1..4),
        ) {
            let (partial, whole) = (shown(&frames, false), shown(&frames, true));
            for y in 0..5 {
                for x in 0..12 {
                    let (a, b) = (partial.screen().cell(y, x).unwrap(), whole.screen().cell(y, x).unwrap());
                    prop_assert_eq!(a.contents().trim_end(), b.contents().trim_end(), "{} {}", x, y);
                    prop_assert_eq!(a.bgcolor(), b.bgcolor(), "{} {}", x, y);
                    prop_assert_eq!(a.inverse(), b.inverse(), "{} {}", x, y);
                    if a.has_contents() && a.contents() != " " {
                        prop_assert_eq!(a.fgcolor(), b.fgcolor(), "{} {}", x, y);
                        prop_assert_eq!(a.bold(), b.bold(), "{} {}", x, y);
                    }
                }
            }
        }
    }

    #[test]
    fn the_way_down_a_column_is_two_bytes_a_cell() {
        assert_eq!(relative((5, 3), (4, 4)), b"\x08\n");
        assert_eq!(relative((5, 3), (5, 9)), b"\x1b[10d");
        assert_eq!(relative((5, 3), (0, 4)), b"\r\n");
    }
}
