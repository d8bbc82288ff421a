"""A project made to be hard on whoever reads it, for the checks of exports: emoji of several code points, harakat, ZWNJ,
line ends of Windows, no-break spaces, both directions in a line, and what a table or a Python reader takes for
something else. Two people decide, and what they differ on is settled.
"""

import atexit
import collections
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

TOPICS = ["aid", "court-case", "work_2"]

PROJECT = """\
format = 1
name = "نصوص صعبة 😀"
language = "ar"
[guideline]
ar = "ما تقوله الجملة."
en = ""
[[topic]]
id = "aid"
key = "1"
colour = "green"
name = { ar = "الإغاثة «العاجلة»", en = "Aid" }
letter = { ar = "غ", en = "A" }
[[topic]]
id = "court-case"
key = "2"
colour = "cyan"
name = { ar = "قضيّة: محكمة", en = "Court case # 2" }
letter = { ar = "ق", en = "C" }
[[topic]]
id = "work_2"
key = "3"
colour = "magenta"
name = { ar = "عمل", en = "Work, \\"paid\\"" }
letter = { ar = "ع", en = "W" }
"""

# A list is a paragraph, its strings are the sentences that it is cut into.
HARD = {
    "emoji": [
        ["👩‍👩‍👧‍👦 عائلة وصلت أمس 🇪🇬"],
        ["ظهر العلم 🏳️‍🌈 والإشارة 👍🏽 في الصورة.", "ثم كتب 𝔘nicode و𐎠𐎡 بجانب 😀."],
        ["🇸🇩🇾🇪 نزح آلاف الأشخاص 🧕🏾.", "لم يعلّق أحد."],
    ],
    "harakat": [
        ["حُكِمَ عَلَيْهِ بِالسَّجْنِ"],
        ["أَطْلَقَتِ الوِزَارَةُ حَمْلَةً وَطَنِيَّةً.", "قَالَ مُـحَـمَّـد إنّ لا إله إلا الله ﷺ."],
        ["اللَّاجِئُونَ فِي آمَانٍ.", "وُقِّعَ العَقْدُ ٱلْمُوَحَّدُ."],
    ],
    "persian": [
        ["می\u200cخواهیم بدانیم"],
        ["نمی\u200cدانند ۱۲۳۴ نفر کجا رفته\u200cاند.", "دادگاه ۱۲٫۵ درصد را پس داد."],
        ["خانه\u200cهای امن باز شد.", "هیچ\u200cکس نیامد."],
    ],
    "directions": [
        ["وقّعت IOM اتفاقاً مع UNODC (2024) بقيمة 1,500 USD"],
        ["The ministry (الوزارة) said نعم to 3 of 5 points.", "هاتف\u200f: +20\u00a0100\u202f200 (\u202aext\u202c 7)."],
        ["\u2067عربي\u2069 inside English \u2068נעם\u2069 stays.", "Ein Café und ein Cafe\u0301 sind zwei."],
    ],
    "tables": [
        ["=1+1"],
        ["قالت: \"نعم\"، ثم 'لا'; a,b|لا.", "@SUM(A1) #نعم <b>&amp;</b> \\n \\u0041 {{x}}."],
        ["NA"],
        ["null"],
        ["1e5"],
        ["-7"],
        ["2026-11-24"],
    ],
}

# Enough of it to learn from: whose words say which topic they have.
PLAIN = {
    "aid": "وزعت الجمعية سلالا غذائية على {} أسرة.",
    "court-case": "حكمت المحكمة على {} متهمين بالسجن.",
    "work_2": "وقع {} عاملا عقودا جديدة في المصنع.",
    None: "كان الجو حارا في المدينة منذ {} أيام.",
}


def plain(number):
    """Four sentences, the first of them the title; each with a topic of its own, or with none."""
    order = list(PLAIN)[number % 4:] + list(PLAIN)[:number % 4]
    title, *rest = (PLAIN[topic].format(number + 2) for topic in order)
    return [[title.rstrip(".")], rest], order


def sentences(paragraphs):
    return [sentence for paragraph in paragraphs for sentence in paragraph]


class Said(dict):
    """What somebody says of a sentence; it has every key that a decision has."""

    # The hash of the cards of the project, as Hashiya has it.
    wording = None

    def __init__(self, topics=None, flags=(), note="", evidence=()):
        state = "undecided" if topics is None else "tagged" if topics else "none"
        decided = None if topics is None else "2026-11-24T08:15:30Z"
        super().__init__(state=state, topics=topics or [], flags=list(flags), note=note, evidence=list(evidence),
                         decided=decided, seconds=None if topics is None else 1.5, guideline=None if topics is None else self.wording)


Sentence = collections.namedtuple("Sentence", "article id text start end start_utf16 end_utf16 start_byte end_byte sara omar gold")


class Made:
    """The project, and what is known of it without asking Hashiya: sentences, and what everybody says of them."""

    def __init__(self, hashiya, root):
        self.hashiya, self.root = str(pathlib.Path(hashiya).resolve()), pathlib.Path(root)
        self.articles, self.sentences = {}, []
        (self.root / "project.toml").write_text(PROJECT, encoding="utf-8")
        texts, orders = dict(HARD), {}
        for number in range(48):
            texts[f"plain-{number:02}"], orders[f"plain-{number:02}"] = plain(number)
        files = self.root / "files"
        files.mkdir()
        for name, paragraphs in texts.items():
            text = "\r\n".join(" ".join(paragraph) for paragraph in paragraphs) + "\r\n"
            (files / f"{name}.txt").write_bytes(text.encode())
        self.run("import", "files")
        self.keep_wording()
        n = collections.Counter()
        for name, paragraphs in texts.items():
            article = json.loads((self.root / f"articles/{name}.json").read_bytes())
            self.articles[name] = article["text"]
            self.check_cut(article, paragraphs)
            said = {who: [] for who in ["sara", "omar", "gold"]}
            for number, it in enumerate(article["sentences"]):
                sara, omar, gold = decisions(article, it, number, orders.get(name))
                for who, decision in zip(said, (sara, omar, gold)):
                    said[who].append((it, decision))
                self.sentences.append(place(article, it, sara, omar, gold))
            for who, decided in said.items():
                self.write(article, who, decided, n)
        self.run("check")

    def run(self, *arguments):
        done = subprocess.run([self.hashiya, *arguments], cwd=self.root, capture_output=True, check=False)
        assert done.returncode == 0, (arguments, done.stdout.decode()[-2000:], done.stderr.decode())
        return done.stdout

    def keep_wording(self):
        """Has Hashiya write down the wording that is decided under, by a decision in another project of the same cards."""
        other = pathlib.Path(tempfile.mkdtemp(dir=self.root))
        (other / "project.toml").write_text(PROJECT, encoding="utf-8")
        (other / "one.jsonl").write_text(json.dumps({"text": "x", "label": ["aid"]}))
        self.run("import", "--project", str(other), str(other / "one.jsonl"), "--labels", "doccano", "--annotator", "sara")
        shutil.copytree(other / "guidelines", self.root / "guidelines")
        wording, = (self.root / "guidelines").glob("*.json")
        Said.wording = wording.stem

    def check_cut(self, article, paragraphs):
        found = [article["text"][it["start"]:it["end"]] for it in article["sentences"]]
        assert found == sentences(paragraphs), (article["id"], found, sentences(paragraphs))
        assert "\r" not in article["text"], article["id"]

    def write(self, article, who, decided, n):
        undecided, history, lines = Said(), [], []
        for it, decision in decided:
            lines.append(dict(id=it["id"], start=it["start"], end=it["end"],
                              text=article["text"][it["start"]:it["end"]], **decision))
            if decision != undecided:
                n[who] += 1
                history.append({"n": n[who], "at": "2026-11-24T08:15:30Z", "sentence": it["id"], "undoes": None,
                                "batch": None, "from": undecided, "to": decision})
        folder = self.root / "annotations" / who
        folder.mkdir(parents=True, exist_ok=True)
        whole = dict(format=1, revision=len(history), article=article["id"],
                     text_sha256=hashlib.sha256(article["text"].encode()).hexdigest(),
                     segmentation=article["segmentation"], annotator=who, status="done",
                     overall=dict(topics=[], fields={}, note=""), sentences=lines, history=history)
        path = folder / f"{article['id']}.json"
        path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")

    def decided(self, who):
        """The sentences that go along where `who` is asked for."""
        asks = {"unsure", "review", "broken", "segmentation", "pass-on"}
        return [it for it in self.sentences
                if getattr(it, who)["state"] != "undecided" and not asks & set(getattr(it, who)["flags"])]

    def export(self, form, *arguments):
        return self.run("export", form, *arguments).decode()

    def lines(self, form, *arguments):
        """The lines of an export. Only a line feed ends one: a text may have what Python takes for a line end."""
        return [json.loads(line) for line in self.export(form, *arguments).split("\n") if line]


def place(article, it, *said):
    text, start, end = article["text"], it["start"], it["end"]
    units = lambda point: len(text[:point].encode("utf-16-le")) // 2
    octets = lambda point: len(text[:point].encode())
    return Sentence(article["id"], it["id"], text[start:end], start, end, units(start), units(end),
                    octets(start), octets(end), *said)


def decisions(article, it, number, order):
    """What sara and omar say of the sentence `it`, and what is settled."""
    text = article["text"][it["start"]:it["end"]]
    if order:
        topics = [order[number]] if order[number] else []
        return Said(topics), Said(topics), Said(topics)
    chosen = [["aid"], ["court-case"], [], ["aid", "work_2"], TOPICS, None][number % 6]
    # The last word, so that what is hard stands before it.
    word = text.split(" ")[-1]
    start = it["start"] + text.rindex(word)
    evidence = [dict(topic=chosen[0], start=start, end=start + len(word), text=word)] if chosen else []
    sara = Said(chosen, note="ملاحظة 😀, \"x\"" if number == 1 else "", evidence=evidence,
                flags=["unsure"] if article["id"] == "tables" and number == 1 else [])
    omar = Said(["work_2"]) if number % 6 == 1 else Said(chosen)
    return sara, omar, Said(chosen, evidence=evidence)


def project():
    """Makes the project for HASHIYA, the first argument, in a folder that goes when the program ends."""
    folder = pathlib.Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Made(sys.argv[1], folder)


def back(project, file, tool, *arguments):
    """What Hashiya has of `file`, an export, once it was imported: sentences that are decided, each with its article, its place
    there, its text, and what was decided."""
    root = pathlib.Path(tempfile.mkdtemp(dir=project.root))
    (root / "project.toml").write_text(PROJECT, encoding="utf-8")
    project.run("import", "--project", str(root), file, "--labels", tool, "--annotator", "back", *arguments)
    project.run("check", "--project", str(root))
    found = []
    for path in (root / "annotations/back").glob("*.json"):
        for it in json.loads(path.read_bytes())["sentences"]:
            if it["state"] != "undecided":
                found.append((path.stem, it["start"], it["end"], it["text"], it["state"], it["topics"]))
    return sorted(found)


def texts(found):
    """Without articles and places, for forms that have sentences only."""
    return sorted(it[3:] for it in found)


def told(expected, who):
    """What should come back of sentences that `who` decided on."""
    return sorted((it.article, it.start, it.end, it.text, getattr(it, who)["state"], getattr(it, who)["topics"]) for it in expected)


def same(what, found, expected):
    """Says the first place where two lists differ, and ends."""
    for number, pair in enumerate(zip(found, expected)):
        if pair[0] != pair[1]:
            sys.exit(f"FAILED {what}: number {number} is\n  {pair[0]!r}\nand should be\n  {pair[1]!r}")
    if len(found) != len(expected):
        sys.exit(f"FAILED {what}: there are {len(found)}, and should be {len(expected)}")
    print(f"ok {what}: {len(found)}", flush=True)
