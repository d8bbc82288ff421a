//! Everything a key can do: its name in a keymap, and its help text, each once.

macro_rules! actions {
    ($($action:ident $name:literal $help:literal)*) => {
        /// Something a key can do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "the help text says it")]
        pub enum Action { $($action,)* }

        impl Action {
            /// All of them, in the order in which help shows them.
            pub const ALL: &[Self] = &[$(Self::$action,)*];

            /// As it stands in a keymap.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$action => $name,)* }
            }

            /// As it stands in the help.
            pub const fn help(self) -> &'static str {
                match self { $(Self::$action => $help,)* }
            }
        }
    };
}

actions! {
    NoneApplies   "none-applies"   "none applies (again: undecided)"
    NextUndecided "next-undecided" "next undecided sentence"
    Repeat        "repeat"         "the last decision again, here"
    Outside       "outside"        "not part of the article, or part of it"
    Flags         "flags"          "flags: unsure, for review, pass on …"
    Next          "next"           "next"
    Back          "back"           "back"
    PageDown      "page-down"      "a page on"
    PageUp        "page-up"        "a page back"
    First         "first"          "first"
    Last          "last"           "last"
    Open          "open"           "open the article"
    Search        "search"         "look for a text"
    NextFound     "next-found"     "the next place found"
    Number        "number"         "to the sentence with a number"
    Return        "return"         "back to where you were"
    Note          "note"           "a note on the sentence"
    Undo          "undo"           "undo, in whichever article it was"
    Redo          "redo"           "redo what was undone"
    Guideline     "guideline"      "guideline cards"
    Copy          "copy"           "copy the sentence"
    Done          "done"           "done with the article, or not"
    Later         "later"          "put the article aside, or take it up"
    Library       "library"        "back to the library"
    Terminal      "terminal"       "Arabic reads wrong? set it right"
    Joined        "joined"         "joined letters, or not"
    Harakat       "harakat"        "harakat, or not"
    Invisible     "invisible"      "show invisible characters, or not"
    Mouse         "mouse"          "the mouse on or off"
    Redraw        "redraw"         "draw anew, and ask the terminal again"
    Palette       "palette"        "every action by name"
    Help          "help"           "every key"
    Accept        "accept"         "take what was typed"
    Left          "left"           "a character to the left"
    Right         "right"          "a character to the right"
    WordLeft      "word-left"      "a word to the left"
    WordRight     "word-right"     "a word to the right"
    DeleteBack    "delete-back"    "delete what is before"
    DeleteForward "delete-forward" "delete what is behind"
    DeleteWord    "delete-word"    "delete the word before"
    KillEnd       "kill-end"       "cut to the end"
    KillStart     "kill-start"     "cut to the start"
    Yank          "yank"           "put back what was cut"
    Older         "older"          "what was typed before"
    Newer         "newer"          "what was typed after that"
    Close         "close"          "close"
    Confirm       "confirm"        "yes"
    Suspend       "suspend"        "to the shell and back (fg)"
    Quit          "quit"           "leave; all is saved"
}
