#!/usr/bin/env python3
"""A decision's way from the key to the saved mark, beside an atomic replace of the same bytes.

usage: saved.py PROGRAM PROJECT [--blocks 20] [--keys 10] [--gap 150]

Opens the first article of PROJECT (a project's folder of which a copy can be spared) in a
pseudo-terminal, and takes turns: a block of keys that decide, each waited for, then a block of
replacements of as many bytes as the annotations have by then, in a folder beside them: write aside,
sync, rename, sync the folder. Both rest GAP ms after each. The mark is drawn once the disk has
answered, so the last byte that comes for a key is its time. Also measured: keys that only move (what
the terminal and the drawing cost), and replacements without a rest. Prints JSON, times in ms.
"""
import argparse, fcntl, json, os, pty, select, statistics, struct, subprocess, sys, termios, time

# A frame without the mark may come first, where the disk is slow: its save takes less than this.
QUIET = 0.15


def summary(times):
    times = sorted(times)
    at = lambda share: round(times[min(len(times) - 1, int(share * len(times)))] * 1000, 3)
    return {"median": at(0.5), "p10": at(0.1), "p90": at(0.9), "n": len(times)}


class Program:
    def __init__(self, command):
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environment = dict(os.environ, TERM="xterm-256color", LANG="en_US.UTF-8")
        self.child = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave,
                                      env=environment, start_new_session=True)
        os.close(slave)
        self.master = master

    def read(self, patience):
        if not select.select([self.master], [], [], patience)[0]:
            return None
        try:
            got = os.read(self.master, 1 << 16)
        except OSError:
            return None
        if b"\x1b[c" in got:
            os.write(self.master, b"\x1b[?6c")
        return got or None

    def settle(self, patience=0.3):
        while self.read(patience):
            pass

    def press(self, key):
        """Seconds until the last byte that comes for `key`."""
        started = time.monotonic()
        os.write(self.master, key)
        last, patience = None, 1.0
        while self.read(patience):
            last, patience = time.monotonic(), QUIET
        if last is None:
            sys.exit(f"{key!r} changed nothing on the screen")
        return last - started


def replace(folder, size):
    """Seconds for what `limits.py` calls an atomic replace."""
    contents = b"y" * size
    started = time.monotonic()
    file = os.open(f"{folder}/t.tmp", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.write(file, contents)
    os.fsync(file)
    os.close(file)
    os.rename(f"{folder}/t.tmp", f"{folder}/t")
    directory = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    os.fsync(directory)
    os.close(directory)
    return time.monotonic() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("project")
    parser.add_argument("--blocks", type=int, default=20)
    parser.add_argument("--keys", type=int, default=10)
    parser.add_argument("--gap", type=float, default=150)
    parser.add_argument("--annotator", default="bench")
    arguments = parser.parse_args()
    own = os.path.join(arguments.project, "annotations", arguments.annotator)
    beside = os.path.join(arguments.project, ".replace-bench")
    os.makedirs(beside, exist_ok=True)
    rest = arguments.gap / 1000
    program = Program([arguments.program, arguments.project, "--annotator", arguments.annotator])
    program.settle(1)
    os.write(program.master, b"\r")
    program.settle(1)
    saved, moved, replaced, at_once, sizes, ratios = [], [], [], [], [], []
    # The first ones make the folder, the wording and the file.
    for _ in range(3):
        program.press(b"1")
        program.press(b"\x1b[B")
    names = [name for name in os.listdir(own) if name.endswith(".json")]
    path = os.path.join(own, names[0])
    for _ in range(arguments.blocks):
        block = []
        for _ in range(arguments.keys):
            time.sleep(max(0, rest - QUIET))
            block.append(program.press(b"1"))
            time.sleep(max(0, rest - QUIET))
            moved.append(program.press(b"\x1b[B"))
        size = os.path.getsize(path)
        others = []
        for _ in range(arguments.keys):
            time.sleep(rest)
            others.append(replace(beside, size))
        at_once += [replace(beside, size) for _ in range(arguments.keys)]
        sizes.append(size)
        saved += block
        replaced += others
        ratios.append(statistics.median(block) / statistics.median(others))
    program.child.terminate()
    program.settle(0.1)
    program.child.wait()
    result = {
        "bytes": [sizes[0], sizes[-1]],
        "key_to_mark": summary(saved),
        "move": summary(moved),
        "replace": summary(replaced),
        "replace_without_rest": summary(at_once),
        "ratio_of_medians": round(statistics.median(saved) / statistics.median(replaced), 2),
        "ratio_to_replace_without_rest": round(statistics.median(saved) / statistics.median(at_once), 2),
        "median_of_block_ratios": round(statistics.median(ratios), 2),
        "load": os.getloadavg(),
    }
    print(json.dumps(result, indent=1))


main()
