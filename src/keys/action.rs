//! Everything a key can do, and its name in a keymap. What it does is said in `lang`, under that name.

macro_rules! actions {
    ($($action:ident $name:literal)*) => {
        /// Something a key can do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "what help says of it says it")]
        pub enum Action { $($action,)* }

        impl Action {
            /// All of them, in the order in which help shows them.
            pub const ALL: &[Self] = &[$(Self::$action,)*];

            /// As it stands in a keymap.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$action => $name,)* }
            }
        }
    };
}

impl Action {
    /// Whether it is about the open article, though it is among what can be done anywhere.
    pub const fn needs_article(self) -> bool {
        matches!(
            self,
            Self::AcceptUnanimous
                | Self::HideNames
                | Self::ChooseFound
                | Self::NextFlagged
                | Self::ArticlePage
                | Self::Cut
                | Self::Join
        )
    }
}

actions! {
    NoneApplies   "none-applies"
    NextUndecided "next-undecided"
    Repeat        "repeat"
    Outside       "outside"
    Flags         "flags"
    Mark          "mark"
    Evidence      "evidence"
    ChooseFound   "choose-found"
    Next          "next"
    Back          "back"
    PageDown      "page-down"
    PageUp        "page-up"
    First         "first"
    Last          "last"
    Open          "open"
    Search        "search"
    NextFound     "next-found"
    SearchAll     "search-all"
    Filter        "filter"
    NextFlagged   "next-flagged"
    ArticlePage   "article-page"
    AcceptUnanimous "accept-unanimous"
    HideNames     "hide-names"
    Cut           "cut"
    Join          "join"
    NextArticle   "next-article"
    Questions     "questions"
    Timeline      "timeline"
    OlderWording  "older-wording"
    Wording       "wording"
    ExtendCard    "extend-card"
    Number        "number"
    Return        "return"
    Note          "note"
    Undo          "undo"
    Redo          "redo"
    Guideline     "guideline"
    Copy          "copy"
    Done          "done"
    Later         "later"
    Library       "library"
    Menu          "menu"
    TakeOver      "take-over"
    Pace          "pace"
    Progress      "progress"
    Agreement     "agreement"
    Look          "look"
    Language      "language"
    Terminal      "terminal"
    Joined        "joined"
    Harakat       "harakat"
    Invisible     "invisible"
    Mouse         "mouse"
    Redraw        "redraw"
    Palette       "palette"
    Help          "help"
    Accept        "accept"
    Left          "left"
    Right         "right"
    Up            "up"
    Down          "down"
    ExtendLeft    "extend-left"
    ExtendRight   "extend-right"
    Extend        "extend"
    Letters       "letters"
    WordLeft      "word-left"
    WordRight     "word-right"
    DeleteBack    "delete-back"
    DeleteForward "delete-forward"
    DeleteWord    "delete-word"
    KillEnd       "kill-end"
    KillStart     "kill-start"
    Yank          "yank"
    Older         "older"
    Newer         "newer"
    Close         "close"
    Confirm       "confirm"
    Suspend       "suspend"
    Quit          "quit"
}
