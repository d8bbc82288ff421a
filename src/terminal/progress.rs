//! How far a project is: counted for the lead on the screen, and for `hashiya status`.

use crate::app::library;
use crate::model::article::Id;
use crate::model::progress::{Period, Progress};
use crate::store::Store;

/// Goes over the articles, one after the other, and over what everybody says of each.
pub fn progress(store: &Store, period: &Period) -> Progress {
    let mut progress = Progress::default();
    let people: Vec<(String, Vec<Id>)> = store
        .annotators()
        .into_iter()
        .map(|name| {
            let ids = store.annotated(&name);
            (name, ids)
        })
        .collect();
    for (name, _) in &people {
        progress.people.entry(name.clone()).or_default();
    }
    for id in store.ids() {
        let has_said = |ids: &[Id]| ids.binary_search(id).is_ok();
        let about = people.iter().filter(|(_, ids)| has_said(ids));
        let Ok(article) = store.article(id) else {
            progress.add_article(0);
            about.for_each(|(name, _)| progress.add_unreadable(name));
            continue;
        };
        let outside = library::outside(&article);
        progress.add_article(outside.iter().filter(|it| !**it).count());
        for (name, _) in about {
            match store.annotations(name, &article) {
                Ok(annotations) => {
                    let project = store.project();
                    let finished = annotations.progress(
                        |decision| project.is_finished(decision),
                        |index| outside.get(index).is_some_and(|it| *it),
                    );
                    progress.add(&annotations, finished, period);
                }
                Err(_) => progress.add_unreadable(name),
            }
        }
    }
    progress
}
