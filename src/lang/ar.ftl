# ما تقوله حاشية بالعربية. الرسائل نفسها في en.ftl.

# رأس الشاشة.
saved = ✓ محفوظ
saving = … يُحفظ
not-saved = ✗ لم يُحفظ
read-only = للقراءة فقط
of-all = من { $all }
of-all-done = من { $all }، منجز
of-all-later = من { $all }، مؤجل
articles-shown = {"\u200F"}{ $shown } من { $all }: { $filter }
articles = { $count ->
    [zero] لا مقالات
    [one] مقال واحد
    [two] مقالان
    [few] { $count } مقالات
    [many] { $count } مقالا
   *[other] { $count } مقال
}

# صف من المكتبة.
no-articles-shown = لا مقال منها. Esc يعرضها كلها.
no-articles = لا مقالات بعد. ابدأ حاشية مع ملفات نصية لإضافتها.
unreadable = تتعذر قراءته
row-done = ✓ { $all } منجز
row-all = ✓ { $all }
row-later = مؤجل
row-new = { $all } جديد
row-some = { $some } من { $all }

# المواضيع.
topics = المواضيع
none = لا شيء
none-applies = لا شيء منها
again-off = { $topic } (مرة أخرى: تُزال)

# السطر الأخير: مفاتيح اللحظة.
hint-move = تنقّل
hint-open = افتح
hint-search = ابحث
hint-filter = صفِّ
hint-say = قل
hint-note = ملاحظة
hint-done = منجز
hint-next-article = المقال التالي
hint-cut = اقطع قبلها
hint-go = إليها
hint-undo = تراجع
hint-quit = خروج
hint-joined = وصل الحروف
hint-harakat = الحركات
hint-mouse = الفأرة
hint-redraw = اسأل ثانية
hint-close = إغلاق
hint-next-undecided = لم تُصنف
hint-queue = التالية في القائمة
hint-leave-queue = اتركها
hint-guideline = دليل
hint-library = مكتبة
hint-keys = مفاتيح
hint-menu = مزيد
hint-topics = المواضيع
hint-reason = السبب
hint-words = كلمة
hint-extend = من هنا
hint-wording = ما تغيّر
hint-letters = حروف

# السطر الأخير: سطر للكتابة.
prompt-note = ملاحظة على { $sentence }
prompt-search = ابحث
prompt-search-all = ابحث في المشروع
prompt-filter = مقالات فيها
prompt-case-arabic = بالعربية
prompt-case-english = بالإنجليزية
prompt-no-case-arabic = بالعربية، أو لا شيء
prompt-no-case-english = بالإنجليزية، أو لا شيء
prompt-article-note = ملاحظة على المقال
prompt-answer = الجواب
prompt-number = الجملة
prompt-palette = نفّذ

# أسئلة.
leave-unsaved = لم يُحفظ. { $yes } للخروج مع فقدان القرارات الأخيرة، { $no } للبقاء.
done-undecided = { $count ->
    [zero] لا جمل غير مصنفة.
    [one] جملة واحدة غير مصنفة.
    [two] جملتان غير مصنفتين.
    [few] { $count } جمل غير مصنفة.
    [many] { $count } جملة غير مصنفة.
   *[other] { $count } جملة غير مصنفة.
} { $yes } يجعل المقال منجزا رغم ذلك، { $no } لا.

# الإشارات.
flag-unsure = غير متأكد
flag-review = للمراجعة
flag-broken = نص معطوب
flag-segmentation = تقطيع خاطئ
flag-pass-on = أتجاوزها
flag-boilerplate = ليست من المقال
flag-content = من المقال

# ما فعله المفتاح، أو لم يفعله.
all-decided = كل جمل هذا المقال مصنفة؛ { $key } يجعله منجزا.
nowhere-else = لم تكن في مكان آخر من هذا المقال.
copied = الجملة { $sentence } في الحافظة، إن كانت هذه الطرفية تسمح للبرامج بذلك.
article-done = المقال منجز.
article-later = أُجّل المقال.
article-again = المقال قيد العمل من جديد.
nothing-to-repeat = لا قرار يُكرر بعد.
decided-alike = الجملة { $sentence } مصنفة هكذا من قبل.
sentence-changed = الجملة { $sentence }: { $change }
nothing-to-undo = لا شيء للتراجع عنه.
nothing-to-redo = لا شيء لإعادته.
step-gone = الخطوة { $step } لم تعد في سجل { $article }.
undone = تراجع، الجملة { $sentence }: { $change }
redone = إعادة، الجملة { $sentence }: { $change }
added = {"\u200F"}+ { $what }
taken = {"\u200F"}− { $what }
change-none = لا شيء منها
note = ملاحظة
another-note = ملاحظة أخرى
looked-again = أُعيد النظر فيها
no-change = لا تغيير
list-comma = ،
no-such-sentence = لا جملة برقم { $typed }: آخرها { $last }.
found = { $index } من { $all } وُجد.
no-flags = لا جملة في هذا المقال عليها إشارة.
decided-is-inside = الجملة المصنفة من المقال. أزل التصنيف أولا.
extends = من هنا: الأسهم تضيف إلى المختار.
extends-not = الأسهم تختار من جديد.
by-letters = حرفا حرفا.
by-words = كلمة كلمة.
nothing-found = لم يوجد شيء.
no-words = لا كلمة في هذه الجملة.
reason-for-which = سبب أي موضوع؟ اضغط مفتاحه.
language-is = الواجهة بالعربية؛ السطر language = "ar" في config.toml يبقيها كذلك.
mouse-on = الفأرة مفعّلة: النقر ينتقل إلى الجملة.
mouse-off = الفأرة معطّلة: الطرفية تحدد النص بنفسها.
no-shell = لا صدفة يُعاد إليها.

# ما تقوله قواعد المشروع.
topic-key = {"\u200F"}{ $topic } ({ $key })
rule-exclusive = لا تجتمع هذه: { $topics }. أزل أحدها أولا.
rule-at-most = { $count ->
    [one] واحد من هذه على الأكثر: { $topics }. أزل أحدها أولا.
    [two] اثنان من هذه على الأكثر: { $topics }. أزل أحدها أولا.
    [few] { $count } من هذه على الأكثر: { $topics }. أزل أحدها أولا.
    [many] { $count } من هذه على الأكثر: { $topics }. أزل أحدها أولا.
   *[other] { $count } من هذه على الأكثر: { $topics }. أزل أحدها أولا.
}
rule-required = ما زال ينقص واحد من هذه: { $topics }.
rule-implies = مع { $topic } ينقص: { $topics }.

# عدة جمل معا.
chosen = { $count ->
    [zero] لم تُختر جمل.
    [one] جملة واحدة مختارة. موضوع أو ٠ أو ث أو ب يقررها؛ esc يتركها.
    [two] جملتان مختارتان. موضوع أو ٠ أو ث أو ب يقررهما؛ esc يتركهما.
    [few] { $count } جمل مختارة. موضوع أو ٠ أو ث أو ب يقررها كلها؛ esc يتركها.
    [many] { $count } جملة مختارة. موضوع أو ٠ أو ث أو ب يقررها كلها؛ esc يتركها.
   *[other] { $count } جملة مختارة. موضوع أو ٠ أو ث أو ب يقررها كلها؛ esc يتركها.
}
proposed = { $count ->
    [zero] لن يتغير شيء.
    [one] تتغير جملة واحدة.
    [two] تتغير جملتان.
    [few] تتغير { $count } جمل.
    [many] تتغير { $count } جملة.
   *[other] تتغير { $count } جملة.
}{ $others ->
    [0] {""}
   *[other] {" "}يبقى كما هو: { $others }.
}{ $against ->
    [0] {""}
   *[other] {" "}تُركت لأن قاعدة تمنعها: { $against }.
}
proposed-question = { $told } { $yes } ينفّذ، { $no } لا.
decided-several = { $count ->
    [zero] لم يتغير شيء.
    [one] تغيرت جملة واحدة؛ تراجع واحد يعيدها.
    [two] تغيرت جملتان؛ تراجع واحد يعيدهما.
    [few] تغيرت { $count } جمل؛ تراجع واحد يعيدها كلها.
    [many] تغيرت { $count } جملة؛ تراجع واحد يعيدها كلها.
   *[other] تغيرت { $count } جملة؛ تراجع واحد يعيدها كلها.
}
undone-article = تراجع، المقال: { $change }
redone-article = إعادة، المقال: { $change }
undone-several = تراجع، { $count ->
    [two] جملتان
    [few] { $count } جمل
   *[other] { $count } جملة
}: { $change }
redone-several = إعادة، { $count ->
    [two] جملتان
    [few] { $count } جمل
   *[other] { $count } جملة
}: { $change }
evidence-of = «{ $words }» من أجل { $topic }

# ما جرى، وما وُجد، وأي المقالات تُعرض.
step = الجملة { $sentence }: { $change } · { $article }
step-undone = الجملة { $sentence }: { $change } (تراجع) · { $article }
step-article = المقال: { $change } · { $article }
article-changed = المقال: { $change }
article-title = العنوان
article-source = المصدر
article-author = الكاتب
article-date = التاريخ
article-url = الرابط
article-licence = الرخصة
article-file = الملف
article-also = نُشر أيضا
also-published = نُشر أيضا باسم «{ $articles }».
article-note = ملاحظة
pace-today = { $count ->
    [zero] لم تُصنف جملة اليوم.
    [one] صُنفت اليوم جملة واحدة
    [two] صُنفت اليوم جملتان
    [few] صُنفت اليوم { $count } جمل
    [many] صُنفت اليوم { $count } جملة
   *[other] صُنفت اليوم { $count } جملة
}{ $count ->
    [zero] {""}
   *[other] ، { $minutes ->
        [zero] في أقل من دقيقة
        [one] في دقيقة
        [two] في دقيقتين
        [few] في { $minutes } دقائق
        [many] في { $minutes } دقيقة
       *[other] في { $minutes } دقيقة
    } من العمل.
}
pace-median = القرار الأوسط استغرق { $seconds } ثانية.
pace-worked = { $minutes ->
    [zero] الاستراحة الأخيرة كانت قبل لحظة.
    [one] الاستراحة الأخيرة كانت قبل دقيقة.
    [two] الاستراحة الأخيرة كانت قبل دقيقتين.
    [few] الاستراحة الأخيرة كانت قبل { $minutes } دقائق.
    [many] الاستراحة الأخيرة كانت قبل { $minutes } دقيقة.
   *[other] الاستراحة الأخيرة كانت قبل { $minutes } دقيقة.
}
pace-private = وقت الغياب لا يُحسب. لا يُعرض هذا على أحد سواك، ولا يُقارن أحد بأحد.
break-is-due = { $minutes } دقيقة بلا استراحة. كل شيء محفوظ: بضع دقائق بعيدا عن الشاشة خير.
look-auto = الألوان لخلفية الطرفية كما تذكرها هي.
look-dark = الألوان لخلفية داكنة؛ السطر theme = "dark" في config.toml يبقيها.
look-light = الألوان لخلفية فاتحة؛ السطر theme = "light" في config.toml يبقيها.
look-high-contrast = تباين عال؛ السطر theme = "high-contrast" في config.toml يبقيه.
look-plain = بلا ألوان؛ السطر theme = "none" في config.toml يبقيها كذلك.
no-next-article = لا مقال آخر يُعمل فيه.
cut-anew = أعيد تقطيع الجمل: ما قلته عن غيرها باق، وما وُرث ينتظر المراجعة. ع يعيدها.
was-cut-anew = أعيد تقطيع جمل هذا المقال منذ كنت هنا: { $kept } كما كانت، و{ $inherited } ورثت ما قيل عما صُنعت منه وتنتظر المراجعة.
leads-cut = تقطيع الجمل في هذا المشروع للمشرفين: ضع عليها إشارة تقطيع خاطئ.
nothing-to-join = لا جملة تالية تُضم إليها.
join-paragraphs = الجملة التالية في فقرة أخرى
cut-blank = سيكون أحد الجزأين فارغا
cut-unknown = قطع الجملة شخص آخر في هذه الأثناء
not-cut = لم يُنفذ: { $why }.
question = {"\u200F"}{ $note } · { $text }
answered = {"\u200F"}{ $by }: { $answer }
no-questions = لا سؤال بلا جواب.
no-answers = لم يجبك أحد بعد.
answer-kept = حُفظ الجواب: يظهر عند الجملة.
new-answers = { $count ->
    [zero] لا أجوبة جديدة.
    [one] جواب جديد: tab ثم ا.
    [two] جوابان جديدان: tab ثم ا.
    [few] { $count } أجوبة جديدة: tab ثم ا.
    [many] { $count } جوابا جديدا: tab ثم ا.
   *[other] { $count } جواب جديد: tab ثم ا.
}
progress-person = {"\u200F"}{ $finished } · المنجز { $done } · { $hour } في الساعة
progress-is-the-leads = ما وصل إليه العاملون للمشرفين، وأسماؤهم في «project.toml».
flags-heading = الإشارات
said = {"\u200F"}{ $name }: { $change }
why = لماذا؟
why-slip = سهو
why-gap = ثغرة في الدليل
why-ambiguous = ملتبسة حقا
why-cut = تقطيع خاطئ
nothing-unanimous = لم يبق ما يتفق عليه الجميع.
accepted-unanimous = { $count ->
    [zero] لا شيء.
    [one] حُسمت جملة واحدة كما يقول الجميع؛ تراجع واحد يعيدها.
    [two] حُسمت جملتان كما يقول الجميع؛ تراجع واحد يعيدهما.
    [few] حُسمت { $count } جمل كما يقول الجميع؛ تراجع واحد يعيدها كلها.
    [many] حُسمت { $count } جملة كما يقول الجميع؛ تراجع واحد يعيدها كلها.
   *[other] حُسمت { $count } جملة كما يقول الجميع؛ تراجع واحد يعيدها كلها.
}
not-settling = هذا لحسم ما يقوله الآخرون: «hashiya adjudicate».
no-steps = لم يجر شيء بعد.
back-to-question = { $count ->
    [zero] لم يتغير شيء بعد هذه الخطوة.
    [one] تغيرت جملة واحدة بعد هذه الخطوة.
    [two] تغيرت جملتان بعد هذه الخطوة.
    [few] تغيرت { $count } جمل بعد هذه الخطوة.
    [many] تغيرت { $count } جملة بعد هذه الخطوة.
   *[other] تغيرت { $count } جملة بعد هذه الخطوة.
} { $yes } يعود إليها، { $no } لا.
back-there = { $count ->
    [zero] كل شيء كما كان حينئذ.
    [one] جملة واحدة كما كانت حينئذ؛ تراجع واحد يلغي ذلك.
    [two] جملتان كما كانتا حينئذ؛ تراجع واحد يلغي ذلك.
    [few] { $count } جمل كما كانت حينئذ؛ تراجع واحد يلغي ذلك.
    [many] { $count } جملة كما كانت حينئذ؛ تراجع واحد يلغي ذلك.
   *[other] { $count } جملة كما كانت حينئذ؛ تراجع واحد يلغي ذلك.
}
no-older = لا قرار يحتاج إلى نظر ثان: كلها بالصياغة الحالية.
older-left = { $count ->
    [one] قرار واحد يحتاج إلى نظر ثان: يعرضه tab ثم خ مع ما تغيّر.
    [two] قراران يحتاجان إلى نظر ثان: يعرضهما tab ثم خ مع ما تغيّر.
    [few] { $count } قرارات تحتاج إلى نظر ثان: يعرضها tab ثم خ مع ما تغيّر.
    [many] { $count } قرارا يحتاج إلى نظر ثان: يعرضها tab ثم خ مع ما تغيّر.
   *[other] { $count } قرار يحتاج إلى نظر ثان: يعرضها tab ثم خ مع ما تغيّر.
}
older-here = صُنّفت بصياغة سابقة: يسألك { $key } هل تبقى.
older-question = صُنّفت بصياغة سابقة: { $change }. { $yes } تبقى · { $wording } ما تغيّر · { $next } التالية · { $no } إغلاق؛ ومفتاح أي موضوع يغيّر القرار.
older-undecided = غير مصنفة الآن: مفتاح موضوع أو 0 يصنّفها. { $next } إلى التالية.
older-decided = الآن: { $change }. { $next } إلى التالية.
guideline-raised = نُقّح الدليل: يعرض tab ثم خ ما يحتاج إلى نظر ثان وما تغيّر.
wording-of-older = هذا للقرارات بصياغة سابقة: يعرضها tab ثم خ.
wording-revisions = من التنقيح { $old } إلى التنقيح { $new }.
wording-same = لم تتغيّر كلمة. طلب المشرف نظرا ثانيا.
wording-gone = الصياغة { $hash } التي صُنّفت بها هذه لم تعد في guidelines: أعدها إلى هناك لترى ما تغيّر.
wording-unreadable = الصياغة { $hash } التي صُنّفت بها هذه لا تُقرأ: ضع نسخة سليمة منها في guidelines لترى ما تغيّر.
wording-name = الاسم
wording-definition = التعريف
wording-rules = القواعد
wording-article = المقال كله
wording-field = { $field } · { $language }
in-arabic = بالعربية
in-english = بالإنجليزية
none-of-them = لا شيء منها
part-example = مثال
part-borderline = حالة صعبة
part-belongs = ما يشمله
part-excludes = ما لا يشمله
extend-which = بأي صفة تأخذها بطاقة { $topic }؟ enter يختار؛ ومفتاح الموضوع بطاقته؛ وesc لا شيء.
extend-question = أتكون البطاقة هكذا؟ { $only } نعم · { $raise } نعم، وينظر الآخرون ثانية (التنقيح { $revision }) · { $no } لا
card-extended = هي الآن في بطاقة { $topic }، في الملف «project.toml».
card-lacks-arabic = والعربية ما زالت ناقصة فيها.
card-lacks-english = والإنجليزية ما زالت ناقصة فيها.
card-raised = التنقيح { $revision }: من صنّف قبله يُطلب منه نظر ثان.
card-changed = تغيّر project.toml في هذه الأثناء. هذه هي البطاقة كما ستكون الآن.
card-gone = تغيّر project.toml في هذه الأثناء ولم يعد الموضوع فيه: لا يُكتب شيء على بطاقته. يغلق esc هذه، وبطاقات المواضيع الأخرى في الدليل.
card-not-extended = لم يُكتب: { $why }
leads-reword = لا يغيّر الدليل إلا المشرفون المذكورون في project.toml؛ والسبب محفوظ.
no-case-yet = صنّف الجملة أولا: البطاقة تأخذ ما حُسم.
no-case-written = لم يُكتب شيء.
field-is = {"\u200F"}{ $field }: { $value }
search-goes-on = وُجد { $found }؛ نُظر في { $seen } من { $all } مقال.
search-ended = وُجد { $found } في { $all } مقال.
search-full = أول { $found } وُجدت، في { $seen } من { $all } مقال.
search-left-out = { $count ->
    [one] تُرك مقال واحد: { $why }
    [two] تُرك مقالان، أولهما لأنه: { $why }
    [few] تُركت { $count } مقالات، أولها لأنه: { $why }
    [many] تُرك { $count } مقالا، أولها لأنه: { $why }
   *[other] تُرك { $count } مقال، أولها لأنه: { $why }
}
search-broke-off = انقطع البحث في { $article } ({ $what }): أخبر من يتولى أمر حاشية
no-search = تعذر بدء البحث ({ $reason }): أغلق بعض البرامج وحاول مرة أخرى.
filter-all = الكل
filter-mine = ما هو لك
filter-new = جديد
filter-begun = قيد العمل
filter-done = منجز
filter-later = مؤجل
filter-note = عليه ملاحظة
filter-disagreement = جملة صُنفت في مكان آخر على غير ذلك
filter-text = فيه «{ $text }»

# إلى أي حد يتفق المصنفون: على الشاشة، وفي hashiya agreement.
no-pairs = لم يصنف اثنان جملة واحدة
never-varies = لا تباين: قال الجميع دائما { $said }
never-varies-unsaid = لا تباين: لم يختره أحد قط
never-varies-said = لا تباين: اختاره الجميع دائما
some-and-more = { $some } وسواها: { $more }
compare-nobody = لم يصنف أحد شيئا: ابدأ hashiya --annotator NAME في المشروع، وقارن حين يصنف اثنان الجمل نفسها
compare-one = لم يصنف غير { $name }، والاتفاق يحتاج اثنين: دع آخر يصنف المقالات نفسها بالأمر hashiya --annotator NAME
compare-undecided = لم يصنف أحد من هؤلاء شيئا بعد: { $people }. قارن حين يصنف اثنان الجمل نفسها
compare-cut = لم يصنف اثنان جملة كما هي مقطعة الآن: ليفتح كل منهما هذه المقالات مرة، فتُنقل قراراته: { $articles }
compare-apart = لم يصنف اثنان من هؤلاء جملة واحدة: { $people }. أعطهم المقالات نفسها، مثلا بالسطر overlap تحت [assignment] في project.toml
note-never-chosen = لم يختر أحد { $topic }: احذفه من المواضيع، أو قارن نصوصا فيها منه.
note-rarely-chosen = نادر: اختير { $topic } في { $times } من { $all } قرار، وعليها وحدها تقوم قيمة ألفا له؛ قارن مزيدا من هذه الجمل قبل أن تحكم بها.
note-rarely-left = نادر: تُرك { $topic } في { $times } من { $all } قرار، وعليها وحدها تقوم قيمة ألفا له؛ قارن مزيدا من هذه الجمل قبل أن تحكم بها.
note-one-article = لا فترة ثقة، لأن المقارنة بمقال واحد: دع اثنين يصنفان مقالا آخر.
note-few-articles = { $count ->
    [zero] لا مقالات في المقارنة
    [one] في المقارنة مقال واحد
    [two] في المقارنة مقالان فقط
    [few] في المقارنة { $count } مقالات فقط
    [many] في المقارنة { $count } مقالا فقط
   *[other] في المقارنة { $count } مقال فقط
}، وفترات الثقة تقريبية: عشرة مقالات أو أكثر تجعلها موثوقة.
note-by-one = { $count ->
    [zero] لا مقالات صنفها شخص واحد.
    [one] مقال واحد صنفه شخص واحد فلم يُقارن
    [two] مقالان صنف كلا منهما شخص واحد فلم يُقارنا
    [few] { $count } مقالات صنف كلا منها شخص واحد فلم تُقارن
    [many] { $count } مقالا صنف كلا منها شخص واحد فلم تُقارن
   *[other] { $count } مقال صنف كلا منها شخص واحد فلم تُقارن
}: { $articles }. دع آخر يصنفها، أو اتركها إن كان التداخل كافيا.
note-cut = { $count ->
    [zero] لا قرارات
    [one] قرار واحد
    [two] قراران
    [few] { $count } قرارات
    [many] { $count } قرارا
   *[other] { $count } قرار
} على جمل قطعها الآخرون على غير ذلك، في { $articles }: ليفتح كل منهم هذه المقالات مرة، فتُنقل قراراته.
note-other-text = { $name } صنف نصا آخر من { $articles }: أعد ذلك النص، أو انقل ملفات { $name } هذه. وهي متروكة.
note-mixed-wordings = { $count ->
    [zero] لا جمل صُنفت
    [one] جملة واحدة صُنفت
    [two] جملتان صُنفتا
    [few] { $count } جمل صُنفت
    [many] { $count } جملة صُنفت
   *[other] { $count } جملة صُنفت
} بصياغات مختلفة للدليل: لتُراجع القرارات التي بصياغة سابقة (Tab ثم خ في البرنامج يعرضها).
note-other-wording = { $count ->
    [zero] لا قرارات
    [one] قرار واحد
    [two] قراران
    [few] { $count } قرارات
    [many] { $count } قرارا
   *[other] { $count } قرار
} بصياغة للدليل غير السارية (Tab ثم خ في البرنامج يعرضها).
note-too-many = المواضيع أكثر من { $most }؛ وتُرك منها: { $topics }. الخيار --topic يختار.
note-unreadable = { $count ->
    [zero] لا ملفات تعذرت قراءتها.
    [one] ملف واحد تعذرت قراءته فتُرك
    [two] ملفان تعذرت قراءتهما فتُركا
    [few] { $count } ملفات تعذرت قراءتها فتُركت
    [many] { $count } ملفا تعذرت قراءتها فتُركت
   *[other] { $count } ملف تعذرت قراءتها فتُركت
}: انظر hashiya check.
no-pairs-both = لم يصنفا معا جملة واحدة
never-varies-both = لا تباين: قال كلاهما دائما { $said }
percent = {"\u200F"}{ $number }٪
interval = {"\u200F"}{ $low }–{ $high }
topic-sets = المواضيع معا (MASI)
one-for-other = {"\u200F"}{ $one } ↔ { $other }
returned = حُسمت ثم تغير ما قيل فيها
pairs = كل اثنين
articles-worst = المقالات، أكثرها خلافا أولا
confused = ما أُخذ بعضه مكان بعض
taken-by = {"\u200F"}{ $one } ↔ { $other }
column-alpha = ألفا
column-kappa = كابا
column-part = الحصة
column-count = مرات
column-interval = {"\u200F"}٩٥٪
column-sentences = الجمل
column-observed = اتفاق
agreement-of = المصنفون: { $people }؛ { $sentences ->
    [zero] لا جمل صنفها اثنان أو أكثر
    [one] جملة واحدة صنفها اثنان أو أكثر
    [two] جملتان صنفهما اثنان أو أكثر
    [few] { $sentences } جمل صنفها اثنان أو أكثر
    [many] { $sentences } جملة صنفها اثنان أو أكثر
   *[other] { $sentences } جملة صنفها اثنان أو أكثر
}، في { $articles ->
    [zero] لا مقالات
    [one] مقال واحد
    [two] مقالين
    [few] { $articles } مقالات
    [many] { $articles } مقالا
   *[other] { $articles } مقال
}.
all-alike = قال الجميع الشيء نفسه في كل جملة.
left-out-because = تُرك: { $why }
comparing = قُرئ { $seen } من { $all } مقال.
agreement-is-the-leads = من قال ماذا للمشرفين، وأسماؤهم في project.toml؛ والأمر hashiya adjudicate يحسمه.
no-sentences = لا جمل وراء هذا السطر.
no-disagreement = لا خلاف هناك.

# جمل وراء قيمة، واحدة بعد أخرى.
queue-to-settle = { $name }: بقي { $left } من { $all }
queue-of = { $name }: { $count ->
    [zero] لا جمل
    [one] جملة واحدة
    [two] جملتان
    [few] { $count } جمل
    [many] { $count } جملة
   *[other] { $count } جملة
}
queue-left = القائمة: بقي { $left } من { $all }.
queue-at = القائمة: { $at } من { $all } · { $said }
queue-settled = { $all ->
    [zero] انتهت القائمة.
    [one] انتهت القائمة: حُسمت جملتها.
    [two] انتهت القائمة: حُسمت جملتاها.
    [few] انتهت القائمة: حُسمت جملها كلها، وهي { $all }.
    [many] انتهت القائمة: حُسمت جملها كلها، وهي { $all }.
   *[other] انتهت القائمة: حُسمت جملها كلها، وهي { $all }.
}
queue-ended = { $all ->
    [zero] لا جمل في القائمة.
    [one] هذه جملة القائمة الوحيدة؛ tab ثم غ يعرضها.
    [two] هذه ثانية جملتي القائمة؛ tab ثم غ يعرضهما.
    [few] هذه آخر { $all } جمل في القائمة؛ tab ثم غ يعرضها.
    [many] هذه آخر { $all } جملة في القائمة؛ tab ثم غ يعرضها.
   *[other] هذه آخر { $all } جملة في القائمة؛ tab ثم غ يعرضها.
}
queue-left-behind = تُركت القائمة؛ tab ثم غ يعرضها من جديد.
sentence-gone = لم تعد تلك الجملة في هذا المقال: أعيد تقطيعها.
quoted = «{ $text }»
and-more = {"\u200F"}+{ $count }

# لماذا لا يمكن ذلك.
for-reading-only = للقراءة فقط: { $why }.
held-by-another = للقراءة فقط: نسخة أخرى من حاشية تعمل باسم { $annotator }؛ tab ثم ع يأخذ مكانها.
held = للقراءة فقط: العملية { $pid } على { $host } تعمل باسم { $annotator } منذ { $since }؛ tab ثم ع يأخذ مكانها.
held-elsewhere = البرنامج الآخر يعمل على { $host }: أنهه هناك.
held-by-account = العملية { $pid } لحساب آخر: وحده يستطيع إنهاءها.
held-by-unknown = لا يُعرف أي برنامج يعمل باسمك: أنهه حيث بدأ.
held-still = طُلب من العملية { $pid } أن تحفظ وتخرج ولم تفعل: أنهها حيث بدأت.
taken-over = حفظ البرنامج الآخر وخرج: تتابع هنا.
not-taken-over = تتعذر الكتابة في المجلد.
nothing-to-take-over = لا أحد غيرك يعمل باسمك.
project-changed = تغيّر project.toml، وما فيه سار من الآن.
project-flawed = يبقى ما قاله project.toml من قبل ساريا. { $why }
read-again = تغيّر المقال على القرص، فقُرئ من جديد.
too-small = تحتاج حاشية { $columns }×{ $rows }؛
    هذه النافذة { $width }×{ $height }.
cannot-read = تتعذر قراءة { $path }: { $reason }
cannot-write = تتعذر الكتابة في { $path }: { $reason }
flawed = { $place }: { $what } (لم يُستبدل شيء)
mismatch = { $annotations } صُنع على نص آخر للمقال: أعد ذلك النص إلى { $article } أو انقل التصنيفات (لم يُستبدل شيء)
conflict = غيّر برنامج آخر { $path } بعد أن قرأته حاشية، فلم يُستبدل: اخرج وانظر فيه ثم ابدأ من جديد
taken-id = { $path } موجود من قبل: أعط النص الجديد اسم ملف آخر
bad-name = لا يصلح «{ $name }» اسما لمصنِّف: { $why }

# ما صار بالملفات المعطاة.
kept-in = المشروع محفوظ في «{ $folder }».
articles-added = { $count ->
    [zero] لم يُضف مقال.
    [one] أضيف مقال واحد.
    [two] أضيف مقالان.
    [few] أضيفت { $count } مقالات.
    [many] أضيف { $count } مقالا.
   *[other] أضيف { $count } مقال.
}
file-changed = { $more ->
    [0] تغيّر { $file } بعد إضافته: القرارات باقية مع النص كما كان. لإضافة النص الجديد أعطه اسم ملف آخر.
   *[other] تغيّر { $file } (وسواه: { $more }) بعد إضافته: القرارات باقية مع النص كما كان. لإضافة النص الجديد أعطه اسم ملف آخر.
}
left-out = { $more ->
    [0] تُرك: { $what }.
   *[other] تُرك: { $what }؛ وسواه: { $more }.
}
nothing-saved = لن يُحفظ شيء: تتعذر الكتابة في { $folder } ({ $why }). الخيار --project يحدد مكان المشروع.

# بطاقة الدليل.
card-belongs = يشمل
card-excludes = لا يشمل
card-examples = أمثلة
card-borderlines = حالات حدّية
card-always = في كل الأحوال

# أي سطر يُقرأ صحيحا؟
calibration-question = أيّ سطر يُقرأ صحيحًا وحدوده مستقيمة؟ اضغط رقمه.
calibration-help = مربعات بدل الحروف: اضغط س. حركات بجانب حروفها أو حروف ناقصة: اضغط ا. لا سطر صحيح؟ في PuTTY فعّل الخيارين “Disable Arabic text shaping” و“Disable bidirectional text display” في Terminal > Features ثم اضغط 1. في kitty اكتب “force_ltr yes” في kitty.conf وشغّله من جديد ثم اضغط 1.

# كل فعل كما تسميه المساعدة ولوحة الأوامر.
action-none-applies = لا شيء منها (مرة أخرى: غير مصنفة)
action-next-undecided = الجملة التالية غير المصنفة
action-repeat = القرار الأخير مرة أخرى هنا
action-outside = ليست من المقال، أو منه
action-flags = إشارات: غير متأكد، للمراجعة، أتجاوزها…
action-mark = من هنا: عدة جمل معا
action-choose-found = كل الجمل التي وُجد فيها شيء
action-evidence = كلمات هي سبب الموضوع
action-next = التالي
action-back = السابق
action-page-down = صفحة إلى الأمام
action-page-up = صفحة إلى الوراء
action-first = الأول
action-last = الأخير
action-open = افتح المقال
action-search = ابحث عن نص
action-next-found = الموضع التالي
action-search-all = ابحث عن نص في المشروع كله
action-filter = أي المقالات تُعرض
action-next-flagged = الجملة التالية ذات الإشارة
action-article-page = المقال: مصدره، وما يقال عنه
action-next-article = المقال التالي لك
action-accept-unanimous = احسم كل ما يتفقون عليه
action-hide-names = أخف من قال ماذا، أو أظهره
action-cut = اقطع الجملة جملتين
action-join = اجعل هذه والتالية جملة واحدة
action-questions = أسئلة للمراجعة، وأجوبة
action-timeline = ما جرى، وعودة إلى نقطة منه
action-older-wording = قرارات تحتاج إلى نظر ثان
action-wording = ما تغيّر في الصياغة
action-extend-card = هذه الجملة حالة للبطاقة
action-number = إلى الجملة برقمها
action-return = عودة إلى حيث كنت
action-note = ملاحظة على الجملة
action-undo = تراجع، في أي مقال كان
action-redo = أعد ما تراجعت عنه
action-guideline = بطاقات الدليل
action-copy = انسخ الجملة
action-done = المقال منجز، أو لا
action-later = أجّل المقال، أو استأنفه
action-library = عودة إلى المكتبة
action-menu = المزيد، بحرف
action-take-over = خذ مكان برنامجك الآخر
action-pace = وتيرتك اليوم
action-progress = إلى أين وصل العاملون
action-agreement = إلى أي حد يتفقون، وعلى ماذا لا
action-look = داكن، فاتح، تباين عال، بلا ألوان
action-language = English (الواجهة بالإنجليزية)
action-terminal = العربية لا تُقرأ صحيحة؟ أصلحها
action-joined = حروف موصولة، أو لا
action-harakat = الحركات، أو بدونها
action-invisible = أظهر المحارف الخفية، أو أخفها
action-mouse = الفأرة تشغيلا وإيقافا
action-redraw = ارسم من جديد، واسأل الطرفية ثانية
action-palette = كل فعل باسمه
action-help = كل المفاتيح
action-accept = خذ ما كُتب
action-left = إلى اليسار
action-right = إلى اليمين
action-up = إلى أعلى
action-down = إلى أسفل
action-extend-left = توسيع إلى اليسار
action-extend-right = توسيع إلى اليمين
action-extend = من هنا فصاعدا، أو لا
action-letters = بالحروف، أو بالكلمات
action-word-left = كلمة إلى اليسار
action-word-right = كلمة إلى اليمين
action-delete-back = احذف ما قبل
action-delete-forward = احذف ما بعد
action-delete-word = احذف الكلمة السابقة
action-kill-end = قص إلى النهاية
action-kill-start = قص إلى البداية
action-yank = أعد ما قُص
action-older = ما كُتب من قبل
action-newer = ما كُتب بعده
action-close = إغلاق، أو ترك ما اختير
action-confirm = نعم
action-suspend = إلى الصدفة ثم عودة (fg)
action-quit = خروج؛ كل شيء محفوظ
