//! What others do in the project while the program runs: they change `project.toml` and articles, and
//! one's own other program may hold the right to write.

use super::told::{not_taken, told};
use super::work::Work;
use crate::app::Saving;
use crate::lang::say;
use crate::model::{Span, Time};
use crate::store::{Access, Refreshed};

/// How often the disk is looked at for that, while there are keys: it may be at the end of a network.
const OFTEN: Span = Span::from_secs(2);

impl Work {
    /// Takes what others changed, from time to time.
    pub(super) fn look_around(&mut self, now: Time) {
        if now.duration_since(self.looked).abs() < OFTEN {
            return;
        }
        self.looked = now;
        match self.store.refresh_project() {
            Refreshed::Same => {}
            Refreshed::Changed => {
                let before = self.app.desk().project.revision;
                self.take_project();
                let words = self.app.words();
                let mut told = words.get("project-changed").into_owned();
                if self.store.project().revision > before {
                    told = format!("{told} {}", words.get("guideline-raised"));
                }
                self.remark = Some(told);
            }
            Refreshed::Flawed => {
                let words = self.app.words();
                let why = self.store.flaw().map(|flaw| told(words, flaw));
                let why = why.unwrap_or_default();
                self.remark = Some(say!(words, "project-flawed", why = &why));
            }
        }
        self.read_again_if_stale(now);
    }

    /// Reads the open article again if it was changed on the disk and nothing here would be lost by that.
    fn read_again_if_stale(&mut self, now: Time) {
        let Some(seen) = &self.seen else { return };
        let nothing_over_it = self.app.dialog().is_none();
        let Some(reader) = self.app.reader().filter(|_| nothing_over_it) else {
            return;
        };
        let stale = self.store.stale(seen, self.claim.as_ref());
        if !stale.is_any() || *self.app.saving() != Saving::Saved {
            return;
        }
        let (id, focus) = (reader.article().id.clone(), reader.focus_id().to_owned());
        // What cannot be read leaves what is there: saving says what is wrong.
        let own = self.store.own(&self.app.desk().annotator, &id);
        if own.is_err() || self.store.article(&id).is_err() {
            return;
        }
        if self.open(&id, None, now) {
            let index = self.app.reader().and_then(|it| it.sentence(&focus));
            self.app.go_to(index.unwrap_or_default(), None, now);
            self.remark = Some(self.app.words().get("read-again").into_owned());
        }
    }

    /// Has the program that works as the annotator save and leave, and writes in its place.
    pub(super) fn take_over(&mut self, now: Time) {
        let annotator = self.app.desk().annotator.clone();
        match self.store.take_over(&annotator, &self.me) {
            Ok(Access::Write(claim)) => {
                self.claim = Some(claim);
                self.app.can_write(self.store.journal(&annotator));
                let open = self.app.reader().map(|it| {
                    let focus = it.focus_id().to_owned();
                    (it.article().id.clone(), focus)
                });
                if let Some((id, focus)) = open {
                    self.app.to_library();
                    let _ = self.go_to(&id, &focus, now);
                }
                self.tell_of("taken-over");
            }
            Ok(Access::Held(_) | Access::ReadOnly(_)) => self.tell_of("not-taken-over"),
            Err(error) => {
                let why = not_taken(self.app.words(), &error);
                self.app.tell(why);
            }
        }
    }
}
