//! An article whose sentences were split or merged while its annotator was away.

use hashiya::model::article::Article;
use hashiya::model::flag::Flag;
use hashiya::store::Store;

use super::desk::Desk;

const TEXT: &str = "عنوان الخبر\nداهمت الشرطة المشغل، وأنقذت تسع عاملات.\nسنرى غدا. وبعد غد.\n";

/// Changes the segmentation of the article as a lead does.
fn change(desk: &Desk, change: impl Fn(&Article) -> Article) {
    let store = Store::open(desk.root()).expect("a project");
    let article = store.article("a").expect("an article");
    store.resegment(&change(&article)).expect("a segmentation");
}

#[test]
fn decisions_come_along_when_their_owner_opens_the_article() {
    let mut desk = Desk::with(&[("a", TEXT)]);
    desk.keys("enter 0 j 1 3 j 2 j 0");
    assert_eq!(desk.decisions("a"), "0 13 2 0");
    let before = desk.saved("a");
    change(&desk, |article| {
        let second = &article.sentences[1];
        let comma = article
            .quote(1)
            .chars()
            .position(|c| c == '،')
            .expect("a comma");
        article
            .split(&second.id, second.start + comma + 1)
            .expect("a split")
    });
    change(&desk, |article| article.merge("s3", "s4").expect("a merge"));

    desk.restart().keys("enter");
    let reader = desk.work().app().reader().expect("an open article");
    assert_eq!(reader.article().segmentation, 3);
    // Numbers that were given away are on the disk, whatever is opened next.
    assert_eq!(desk.decisions("a"), "0 13 13 .");
    // The title is decided already; this decides it otherwise.
    desk.keys("home 1");
    assert_eq!(desk.decisions("a"), "1 13 13 .");
    let after = desk.saved("a");
    let review = after
        .sentences
        .iter()
        .map(|it| it.decision.has(Flag::Review));
    assert_eq!(review.collect::<Vec<_>>(), [false, true, true, true]);
    assert!(
        after.history.starts_with(&before.history),
        "the history is whole"
    );
    let store = Store::open(desk.root()).expect("a project");
    let article = store.article("a").expect("an article");
    assert!(after.fits(&article));
    for sentence in &after.sentences {
        let last = after
            .history
            .iter()
            .rfind(|it| it.sentence == sentence.id)
            .expect("an entry");
        assert_eq!(last.to, sentence.decision, "{}", sentence.id);
        let python: String = article
            .text
            .chars()
            .take(sentence.end)
            .skip(sentence.start)
            .collect();
        assert_eq!(python, sentence.text);
    }
}
