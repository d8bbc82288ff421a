//! The last step of a drawing: the rows of the buffer as the terminal has to get them.
//!
//! Everything is laid out once, in visual order. A terminal that reorders Arabic by itself needs
//! each row in another order to show that same row; this is the one place that knows.

use ratatui::buffer::Buffer;

use crate::text::is_cell;

/// What the terminal does with Arabic.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Profile {
    /// Nothing: a row is shown as it is sent.
    #[default]
    Visual,
    /// It reorders unless told not to by `CSI 8 l` (BDSM), which is always sent: then as above.
    Bdsm,
}

/// Encodes every row of `buffer` for `profile`.
pub fn encode(buffer: &mut Buffer, profile: Profile) {
    match profile {
        Profile::Visual | Profile::Bdsm => {}
    }
    debug_assert!(
        buffer.content().iter().all(|cell| is_cell(cell.symbol())),
        "a cell holds a control or format character, or has no width"
    );
}
