# What Hashiya says, in English. ar.ftl says the same in Arabic; a test holds them to the same
# messages and variables. A comment above a group says where it stands on the screen.

# The header.
saved = ✓ saved
saving = … saving
not-saved = ✗ not saved
read-only = read-only
of-all = of { $all }
of-all-done = of { $all }, done
of-all-later = of { $all }, later
articles-shown = { $shown } of { $all }: { $filter }
articles = { $count ->
    [one] { $count } article
   *[other] { $count } articles
}

# A row of the library.
no-articles-shown = None of the articles. Esc shows all of them.
no-articles = No articles yet. Start Hashiya with text files to add them.
unreadable = cannot be read
row-done = ✓ { $all } done
row-all = ✓ { $all }
row-later = later
row-new = { $all } new
row-some = { $some } of { $all }

# The topics.
topics = Topics
none = None
none-applies = None applies
again-off = { $topic } (again: off)

# The last line: keys of the moment.
hint-move = move
hint-open = open
hint-search = find
hint-filter = filter
hint-say = say
hint-note = note
hint-done = done
hint-next-article = next article
hint-cut = cut before it
hint-go = go there
hint-undo = undo
hint-quit = leave
hint-joined = joined letters
hint-harakat = harakat
hint-mouse = mouse
hint-redraw = ask again
hint-close = close
hint-next-undecided = undecided
hint-queue = next of the queue
hint-leave-queue = leave it
hint-guideline = guide
hint-library = list
hint-keys = keys
hint-menu = more
hint-topics = topics
hint-reason = the reason
hint-words = word
hint-extend = from here on
hint-letters = letters
hint-wording = what changed

# The last line: a line to type in.
prompt-note = Note on { $sentence }
prompt-search = Find
prompt-search-all = Find in the project
prompt-filter = Articles with
prompt-article-note = Note on the article
prompt-answer = Answer
prompt-case-arabic = In Arabic
prompt-case-english = In English
prompt-no-case-arabic = In Arabic, or nothing
prompt-no-case-english = In English, or nothing
prompt-number = Sentence
prompt-palette = Do

# Questions.
leave-unsaved = Not saved. { $yes } leaves and loses the last decisions, { $no } stays.
done-undecided = { $count ->
    [one] { $count } sentence is undecided.
   *[other] { $count } sentences are undecided.
} { $yes } marks it done all the same, { $no } does not.

# Flags.
flag-unsure = unsure
flag-review = for review
flag-broken = broken text
flag-segmentation = wrong cut
flag-pass-on = pass on
flag-boilerplate = not part of the article
flag-content = part of the article

# What a key did, or did not.
all-decided = Every sentence of this article is decided; { $key } says that it is done.
nowhere-else = You were nowhere else in this article.
copied = Sentence { $sentence } is in the clipboard, if this terminal lets programs write there.
article-done = The article is done.
article-later = The article is put aside.
article-again = The article is in progress again.
nothing-to-repeat = There is no decision to repeat yet.
decided-alike = Sentence { $sentence } is decided like that already.
sentence-changed = Sentence { $sentence }: { $change }
nothing-to-undo = Nothing to undo.
nothing-to-redo = Nothing to redo.
step-gone = Step { $step } is no longer in the history of { $article }.
undone = Undone, sentence { $sentence }: { $change }
redone = Redone, sentence { $sentence }: { $change }
added = + { $what }
taken = − { $what }
change-none = none applies
note = note
another-note = another note
looked-again = looked at again
no-change = no change
list-comma = ,
no-such-sentence = There is no sentence { $typed }: they end at { $last }.
found = { $index } of { $all } found.
no-flags = No sentence of this article has a flag.
decided-is-inside = A decided sentence is part of the article: take the decision away first.
extends = From here on: the arrows add to what is chosen.
extends-not = The arrows choose anew.
by-letters = By letters.
by-words = By words.
nothing-found = Nothing is found.
no-words = There is no word in this sentence.
reason-for-which = The reason for which topic? Press its key.
language-is = The interface is in English; language = "en" in config.toml keeps it so.
mouse-on = The mouse is on: a click focuses a sentence.
mouse-off = The mouse is off: the terminal selects text by itself.
no-shell = There is no shell to go back to.

# What the rules of the project say.
topic-key = { $topic } ({ $key })
rule-exclusive = Not together: { $topics }. Take one away first.
rule-at-most = { $count ->
    [one] At most one of these: { $topics }. Take one away first.
   *[other] At most { $count } of these: { $topics }. Take one away first.
}
rule-required = One of these is still missing: { $topics }.
rule-implies = With { $topic } goes, still missing: { $topics }.

# Several sentences at once.
chosen = { $count ->
    [one] { $count } sentence is chosen. A topic, 0, e or f decides on it; esc lets go.
   *[other] { $count } sentences are chosen. A topic, 0, e or f decides on all; esc lets go.
}
proposed = { $count ->
    [0] Nothing would change.
    [one] { $count } sentence changes.
   *[other] { $count } sentences change.
}{ $others ->
    [0] {""}
   *[other] {" "}{ $others } stay as they are.
}{ $against ->
    [0] {""}
   *[other] {" "}{ $against } left alone: a rule is against it.
}
proposed-question = { $told } { $yes } does it, { $no } does not.
decided-several = { $count ->
    [one] { $count } sentence is changed; one undo takes it back.
   *[other] { $count } sentences are changed; one undo takes all back.
}
undone-article = Undone, the article: { $change }
redone-article = Redone, the article: { $change }
undone-several = Undone, { $count } sentences: { $change }
redone-several = Redone, { $count } sentences: { $change }
evidence-of = “{ $words }” for { $topic }

# What was done, what is found, which articles are shown.
step = Sentence { $sentence }: { $change } · { $article }
step-undone = Sentence { $sentence }: { $change } (undo) · { $article }
step-article = The article: { $change } · { $article }
article-changed = The article: { $change }
article-title = Title
article-source = Source
article-author = Author
article-date = Date
article-url = Link
article-licence = Licence
article-file = File
article-also = Also as
also-published = Also published as { $articles }.
article-note = Note
pace-today = { $count ->
    [0] Nothing was decided today.
    [one] { $count } sentence was decided today
   *[other] { $count } sentences were decided today
}{ $count ->
    [0] {""}
   *[other] , { $minutes ->
        [0] in less than a minute
        [one] in { $minutes } minute
       *[other] in { $minutes } minutes
    } at work.
}
pace-median = In the middle, a decision took { $seconds } seconds.
pace-worked = { $minutes ->
    [0] The last break was a moment ago.
    [one] The last break was { $minutes } minute ago.
   *[other] The last break was { $minutes } minutes ago.
}
pace-private = Time away is not counted. Nobody else is shown this, and nobody is compared.
break-is-due = { $minutes } minutes without a break. All is saved: a few minutes away from the screen are well spent.
look-auto = The colours are those for the ground that the terminal says it has.
look-dark = The colours are those for a dark ground; theme = "dark" in config.toml keeps them.
look-light = The colours are those for a light ground; theme = "light" in config.toml keeps them.
look-high-contrast = High contrast; theme = "high-contrast" in config.toml keeps it.
look-plain = No colours; theme = "none" in config.toml keeps it so.
no-next-article = There is no other article to take up.
cut-anew = The sentences were cut anew: what you said of the others stays, and what was inherited waits for review. u takes it back.
was-cut-anew = The sentences of this article were cut anew since you were here: { $kept } are as they were, { $inherited } have what was said of those they were made of and wait for review.
leads-cut = In this project the leads cut sentences: flag it as a wrong cut.
nothing-to-join = There is no next sentence to join it with.
join-paragraphs = the next sentence is in another paragraph
cut-blank = one of the parts would be empty
cut-unknown = the sentence was cut by somebody else meanwhile
not-cut = Not done: { $why }.
question = { $note } · { $text }
answered = { $by }: { $answer }
no-questions = Nobody asks anything that is not answered.
no-answers = Nobody has answered you anything yet.
answer-kept = The answer is kept: it stands at the sentence.
new-answers = { $count ->
    [one] { $count } new answer: tab h shows it.
   *[other] { $count } new answers: tab h shows them.
}
progress-person = { $finished } · { $done } done · { $hour }/h
progress-is-the-leads = How far people are is for the leads, who stand in project.toml.
flags-heading = Flags
said = { $name }: { $change }
why = Why?
why-slip = a slip
why-gap = a gap in the guideline
why-ambiguous = truly ambiguous
why-cut = wrong cut
nothing-unanimous = There is nothing left on which all agree.
accepted-unanimous = { $count ->
    [one] { $count } sentence is settled as all say; one undo takes it back.
   *[other] { $count } sentences are settled as all say; one undo takes all back.
}
not-settling = That is for settling what others say: hashiya adjudicate.
no-steps = Nothing was done yet.
back-to-question = { $count ->
    [0] Nothing has changed since this step.
    [one] { $count } sentence was changed after this step.
   *[other] { $count } sentences were changed after this step.
} { $yes } goes back to it, { $no } does not.
back-there = { $count ->
    [0] Everything is as it was then.
    [one] { $count } sentence is as it was then; one undo takes that back.
   *[other] { $count } sentences are as they were then; one undo takes that back.
}
no-older = No decision asks for another look: all were made under the present wording.
older-left = { $count ->
    [one] { $count } decision asks for another look: tab o shows it, and what changed.
   *[other] { $count } decisions ask for another look: tab o shows them, and what changed.
}
older-here = Decided under an older wording: { $key } asks whether it stays.
older-question = Decided under an older wording: { $change }. { $yes } it stays · { $wording } what changed · { $next } the next one · { $no } close; a topic's key decides otherwise.
older-undecided = Undecided now: a topic's key or 0 decides. { $next } goes on to the next one.
older-decided = Now: { $change }. { $next } goes on to the next one.
guideline-raised = The guideline was revised: tab o shows what asks for another look, and what changed.
wording-of-older = That is for decisions under an older wording: tab o lists them.
wording-revisions = From revision { $old } to revision { $new }.
wording-same = Not a word changed. A lead asked for another look.
wording-gone = The wording { $hash } that this was decided under is not in guidelines any more: put it back to see what changed.
wording-unreadable = The wording { $hash } that this was decided under cannot be read: put a good copy into guidelines to see what changed.
wording-name = Name
wording-definition = Definition
wording-rules = Rules
wording-article = The article as a whole
wording-field = { $field } · { $language }
in-arabic = in Arabic
in-english = in English
none-of-them = none
part-example = an example
part-borderline = a hard case
part-belongs = what belongs
part-excludes = what does not
extend-which = The card of { $topic } takes it as what? enter chooses; a topic's key: its card; esc: none.
extend-question = Is the card to be so? { $only } yes · { $raise } yes, and others look again (revision { $revision }) · { $no } no
card-extended = The card of { $topic } has it now: it stands in project.toml.
card-lacks-arabic = Arabic is still missing there.
card-lacks-english = English is still missing there.
card-raised = Revision { $revision }: whoever decided before is asked to look again.
card-changed = project.toml was changed meanwhile. This is the card as it would be now.
card-gone = project.toml was changed meanwhile, and that topic is gone: nothing can be written onto its card. Esc closes this; the guide has the cards of the others.
card-not-extended = Not written: { $why }
leads-reword = Only the leads in project.toml change the guideline; the reason is kept.
no-case-yet = Decide the sentence first: a card takes what is settled.
no-case-written = Nothing was typed, and nothing written.
field-is = { $field }: { $value }
search-goes-on = { $found } found; { $seen } of { $all } articles looked at.
search-ended = { $found } found in { $all } articles.
search-full = The first { $found } found, in { $seen } of { $all } articles.
search-left-out = { $count ->
    [one] One article was left out: { $why }
   *[other] { $count } articles were left out, the first one because: { $why }
}
search-broke-off = the search broke off in { $article } ({ $what }): tell whoever looks after Hashiya
no-search = The search cannot begin ({ $reason }): close some programs and try again.
filter-all = all
filter-mine = yours
filter-new = new
filter-begun = in progress
filter-done = done
filter-later = put aside
filter-note = with a note
filter-disagreement = the same sentence decided otherwise elsewhere
filter-text = with “{ $text }”

# How far annotators agree: on the screen, and by hashiya agreement.
no-pairs = no sentence was decided by two
never-varies = no variation: everyone always said { $said }
never-varies-unsaid = no variation: nobody ever chose it
never-varies-said = no variation: everyone always chose it
some-and-more = { $some } and { $more } more
compare-nobody = nobody has decided anything: start hashiya --annotator NAME in the project, and compare when two people have decided on the same sentences
compare-one = only { $name } has decided anything, and agreement needs two people: let another one decide on the same articles, with hashiya --annotator NAME
compare-undecided = nobody of { $people } has decided anything yet: compare when two people have decided on the same sentences
compare-cut = no sentence was decided on by two people as it is cut now: let each open these articles once, which carries their decisions over: { $articles }
compare-apart = no sentence was decided on by two of { $people }: give them the same articles, such as with overlap in [assignment] of project.toml
note-never-chosen = Nobody chose { $topic }: take it out of the scheme, or compare texts that have it.
note-rarely-chosen = Low prevalence: { $topic } was chosen in { $times } of { $all } decisions, on which its alpha hangs; compare more such sentences before you judge by it.
note-rarely-left = Low prevalence: { $topic } was left out in { $times } of { $all } decisions, on which its alpha hangs; compare more such sentences before you judge by it.
note-one-article = There is no interval, as only one article is compared: have two people decide on another one.
note-few-articles = Only { $count } articles are compared, and intervals are rough: ten or more make them trustworthy.
note-by-one = { $count ->
    [one] { $count } article was
   *[other] { $count } articles were
} decided on by one person only and not compared: { $articles }. Have another one decide on them, or leave them so if the overlap is enough.
note-cut = { $count ->
    [one] { $count } decision is
   *[other] { $count } decisions are
} on sentences that the others have cut differently, in { $articles }: let each open these articles once, which carries their decisions over.
note-other-text = { $name } decided on another text of { $articles }: put that text back, or move these files of { $name }'s away. They are left out.
note-mixed-wordings = { $count ->
    [one] { $count } sentence was
   *[other] { $count } sentences were
} decided on under different wordings of the guideline: have decisions under an older one looked at again (Tab, o in the program lists them).
note-other-wording = { $count ->
    [one] { $count } decision was
   *[other] { $count } decisions were
} made under another wording of the guideline than the one in force (Tab, o in the program lists them).
note-too-many = There are more than { $most } topics; left out: { $topics }. Choose with --topic.
note-unreadable = { $count ->
    [one] { $count } file could
   *[other] { $count } files could
} not be read and left out: see hashiya check.
no-pairs-both = no sentence was decided by both
never-varies-both = no variation: both always said { $said }
percent = { $number }%
interval = { $low }–{ $high }
topic-sets = Topic sets (MASI)
one-for-other = { $one } ↔ { $other }
returned = Settled before, changed since
pairs = Pairs
articles-worst = Articles, worst first
confused = Taken for each other
taken-by = { $one } ↔ { $other }
column-alpha = alpha
column-kappa = kappa
column-part = part
column-count = times
column-interval = 95%
column-sentences = sentences
column-observed = agreed
agreement-of = { $people } annotators; { $sentences ->
    [one] { $sentences } sentence
   *[other] { $sentences } sentences
} decided on by two or more, in { $articles ->
    [one] { $articles } article
   *[other] { $articles } articles
}.
all-alike = All say the same of every sentence.
left-out-because = Left out: { $why }
comparing = { $seen } of { $all } articles read.
agreement-is-the-leads = Who says what is for the leads, who stand in project.toml; hashiya adjudicate settles it.
no-sentences = No sentences are behind this row.
no-disagreement = Nobody disagrees there.

# A queue of sentences behind a figure.
queue-to-settle = { $name }: { $left } of { $all } to settle
queue-of = { $name }: { $count ->
    [one] { $count } sentence
   *[other] { $count } sentences
}
queue-left = Queue: { $left } of { $all } left.
queue-at = Queue: { $at } of { $all } · { $said }
queue-settled = { $all ->
    [one] The queue is done: its sentence is settled.
   *[other] The queue is done: all { $all } sentences are settled.
}
queue-ended = { $all ->
    [one] That was the only sentence of the queue; tab y shows it.
   *[other] That was the last of { $all } sentences of the queue; tab y shows them.
}
queue-left-behind = The queue is left; tab y shows it again.
sentence-gone = That sentence is no longer in this article: it was cut anew.
quoted = “{ $text }”
and-more = +{ $count }

# Why something cannot be done.
for-reading-only = For reading only: { $why }.
held-by-another = For reading only: another Hashiya works as { $annotator }; tab u takes over.
held = For reading only: process { $pid } on { $host }, since { $since }, works as { $annotator }; tab u takes over.
held-elsewhere = The other program runs on { $host }: end it there.
held-by-account = Process { $pid } is another account's: only they can end it.
held-by-unknown = It is not known which program works as you: end it where it was started.
held-still = Process { $pid } was asked to save and leave, and has not: end it where it was started.
taken-over = The other program has saved and left: you go on here.
not-taken-over = The folder cannot be written.
nothing-to-take-over = Nobody else works as you.
project-changed = project.toml was changed, and what it says holds from now on.
project-flawed = What project.toml said before stays in force. { $why }
read-again = The article was changed on the disk, and was read again.
too-small = Hashiya needs { $columns }×{ $rows };
    this window is { $width }×{ $height }.
cannot-read = cannot read { $path }: { $reason }
cannot-write = cannot write { $path }: { $reason }
flawed = { $place }: { $what } (nothing was overwritten)
mismatch = { $annotations } was made on another text of its article: put that text back into { $article }, or move the annotations away (nothing was overwritten)
conflict = { $path } was changed by another program since Hashiya read it, and was not overwritten: leave, look at it, and start again
taken-id = { $path } is there already: give the new text another file name
bad-name = "{ $name }" cannot be an annotator's name: { $why }

# What became of the files that were given.
kept-in = The project is kept in { $folder }.
articles-added = { $count ->
    [one] { $count } article added.
   *[other] { $count } articles added.
}
file-changed = { $more ->
    [0] { $file } was changed since it was added: decisions stay with the text as it was. To add the new text, give it another file name.
   *[other] { $file } (and { $more } more) was changed since it was added: decisions stay with the text as it was. To add the new text, give it another file name.
}
left-out = { $more ->
    [0] Left out: { $what }.
   *[other] Left out: { $what }; and { $more } more.
}
nothing-saved = Nothing will be saved: { $folder } cannot be written ({ $why }). --project says where to keep the project.

# The guideline card.
card-belongs = What belongs
card-excludes = What does not
card-examples = Examples
card-borderlines = Hard cases
card-always = Always

# Which line reads right?
calibration-question = Which line reads right, with a straight border? Press its digit.
calibration-help = Boxes instead of letters: s. Harakat beside their letters, or letters gone: h. None of them? PuTTY: in Terminal > Features tick both “Disable Arabic text shaping” and “Disable bidirectional text display”, then press 1. kitty: put “force_ltr yes” into kitty.conf, start it anew, then press 1.

# Every action, as help and the palette name it.
action-none-applies = none applies (again: undecided)
action-next-undecided = next undecided sentence
action-repeat = the last decision again, here
action-outside = not part of the article, or part of it
action-flags = flags: unsure, for review, pass on …
action-mark = from here on: several sentences at once
action-choose-found = all sentences in which something is found
action-evidence = words as the reason for a topic
action-next = next
action-back = back
action-page-down = a page on
action-page-up = a page back
action-first = first
action-last = last
action-open = open the article
action-search = look for a text
action-next-found = the next place found
action-search-all = look for a text in the whole project
action-filter = which articles are shown
action-next-flagged = the next sentence with a flag
action-article-page = the article: where it is from, what is said of it
action-next-article = the next article for you
action-accept-unanimous = settle all on which they agree
action-hide-names = hide who said what, or show it
action-cut = cut the sentence in two
action-join = make one sentence of this and the next
action-questions = questions for review, and answers
action-timeline = what was done, and back to a point
action-older-wording = decisions that ask for another look
action-wording = what changed in the wording
action-extend-card = this sentence as a case for the card
action-number = to the sentence with a number
action-return = back to where you were
action-note = a note on the sentence
action-undo = undo, in whichever article it was
action-redo = redo what was undone
action-guideline = guideline cards
action-copy = copy the sentence
action-done = done with the article, or not
action-later = put the article aside, or take it up
action-library = back to the library
action-menu = more, by a letter
action-take-over = take over from your other program
action-pace = your own pace today
action-progress = how far people are
action-agreement = how far they agree, and on what they do not
action-look = dark, light, high contrast, no colour
action-language = العربية (the interface in Arabic)
action-terminal = Arabic reads wrong? set it right
action-joined = joined letters, or not
action-harakat = harakat, or not
action-invisible = show invisible characters, or not
action-mouse = the mouse on or off
action-redraw = draw anew, and ask the terminal again
action-palette = every action by name
action-help = every key
action-accept = take what was typed
action-left = to the left
action-right = to the right
action-up = up
action-down = down
action-extend-left = on to the left
action-extend-right = on to the right
action-extend = from here on, or not
action-letters = by letters, or by words
action-word-left = a word to the left
action-word-right = a word to the right
action-delete-back = delete what is before
action-delete-forward = delete what is behind
action-delete-word = delete the word before
action-kill-end = cut to the end
action-kill-start = cut to the start
action-yank = put back what was cut
action-older = what was typed before
action-newer = what was typed after that
action-close = close, or let go of what is chosen
action-confirm = yes
action-suspend = to the shell and back (fg)
action-quit = leave; all is saved
