"""Things planted in a store by somebody else, and what lies outside of it and must stay as it is.

Symbolic links, fifos, directories and hard links take the place of each name of a store, those that are not made yet included: nothing
behind them changes, nothing is read through them, no command hangs or crashes. A forged manifest names hostile paths as files to
remove."""
import os
import random
import shutil
import stat
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from basics import Violation, files_below  # noqa: E402
from world import World  # noqa: E402


class Victims:
    """Files and directories outside of a store, and what they are."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(os.path.join(folder, "directory"))
        for name in ("file", "directory/inner"):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write("keep me\n")
            os.chmod(os.path.join(folder, name), 0o644)
        os.chmod(os.path.join(folder, "directory"), 0o755)

    def picture(self):
        seen = {}
        for place, directories, files in os.walk(self.folder):
            for name in directories + files:
                path = os.path.join(place, name)
                facts = os.lstat(path)
                content = None
                if stat.S_ISREG(facts.st_mode):
                    with open(path, "rb") as file:
                        content = file.read()
                seen[os.path.relpath(path, self.folder)] = (facts.st_mode, facts.st_uid, facts.st_ino, content)
        return seen


def template(iaq, folder, seed):
    """A store with something of everything: compacted and hot segments, a late file, a journal, files that are dropped."""
    world = World(iaq, os.path.join(folder, "store"), folder, random.Random(seed))
    for act in ["end", "compact", "end", "auto", "never"]:
        world.now += 7
        if act == "compact":
            world.run("compact", "--all")
        else:
            source = world.new_input(rows=40, days=["2026-03-02", "2026-03-03"])
            world.imported(source, world.run("import", source.path, "--seal", act, "--format", "json"))
    world.look()
    return world


def plant_names(store):
    """Names that are there, and names that the next commands will make."""
    there = files_below(store)
    directories = ["journal", "late", "days"] + ["days/" + day for day in os.listdir(os.path.join(store, "days"))]

    def after(folder, suffix, count):
        numbers = [int(name[:8]) for name in os.listdir(os.path.join(store, folder)) if name.endswith(suffix)]
        return [f"{folder}/{max(numbers, default=0) + step:08}{suffix}" for step in range(1, count + 1)]

    newest = max(int(name[9:]) for name in there if name.startswith("MANIFEST-"))
    coming = ["CURRENT.tmp", "days/2026-03-05", *[f"MANIFEST-{newest + step:08}" for step in (1, 2, 3)], *after("journal", ".iaj", 2), *after("late", ".ial", 2)]
    return there + directories, [name for name in coming if not os.path.lexists(os.path.join(store, name))]


def plant(store, name, kind, victims):
    """Puts something else where a name of the store is or will be. False when that cannot be."""
    path = os.path.join(store, name)
    if kind == "moved":
        if not os.path.exists(path):
            return False
        os.rename(path, os.path.join(victims.folder, "moved"))
        os.symlink(os.path.join(victims.folder, "moved"), path)
        return True
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    elif os.path.lexists(path):
        os.remove(path)
    if kind == "fifo":
        os.mkfifo(path, 0o600)
    elif kind == "directory":
        os.mkdir(path, 0o700)
    elif kind == "hard link":
        os.link(os.path.join(victims.folder, "file"), path)
    else:
        goal = {"to a file": "file", "to a directory": "directory", "to nothing": "directory/new"}[kind]
        os.symlink(os.path.join(victims.folder, goal), path)
    return True


KINDS = ["to a file", "to a directory", "to nothing", "moved", "fifo", "directory", "hard link"]
COMMANDS = [["import", "NEW", "--seal", "never"], ["import", "NEW", "--seal", "auto"], ["import", "NEW", "--seal", "end"], ["seal"], ["compact", "--all"],
            ["expire", "--older-than", "29d"], ["config", "set", "zone=UTC"], ["query", "SELECT count(*) AS n FROM interactions"], ["verify", "--deep"],
            ["stats"], ["export"]]


def plants(iaq, folder, seed, most):
    """Gives how many plantings were tried, and how many commands were refused."""
    rng = random.Random(seed)
    base = os.path.join(folder, "base")
    os.makedirs(base)
    world = template(iaq, base, seed)
    new = world.new_input(rows=30, days=["2026-03-03", "2026-03-05"])
    there, coming = plant_names(world.store)
    live = {row["file"] for row in world.verify()} | {"CURRENT", "days", "journal", "late"}
    live |= {os.path.dirname(name) for name in live if name.startswith("days/") and name.count("/") == 2}
    cases = [(name, kind, command) for name in there + coming for kind in KINDS for command in COMMANDS]
    rng.shuffle(cases)
    refused = 0
    for number, (name, kind, command) in enumerate(cases[:most]):
        place = os.path.join(folder, f"plant-{number}")
        os.makedirs(place)
        store, victims = os.path.join(place, "store"), Victims(os.path.join(place, "outside"))
        shutil.copytree(world.store, store, symlinks=True)
        if not plant(store, name, kind, victims):
            shutil.rmtree(place)
            continue
        before = victims.picture()
        told = f"{name} as {kind}, then {' '.join(command)}"
        copy = World(iaq, store, place, rng)
        copy.now = world.now + rng.choice([1, 70])
        try:
            done = copy.end(copy.start([new.path if word == "NEW" else word for word in command]), seconds=20)
        except Violation as wrong:
            raise Violation(f"{told}: {wrong}") from None
        if done.code not in (0, 1, 3) or "Fatal" in done.err or (done.code and not done.err and not done.out):
            raise Violation(f"{told}: {done}")
        refused += done.code != 0
        after = victims.picture()
        if before != after:
            changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
            raise Violation(f"{told}: changed outside of the store: {changed}")
        if kind == "moved" and name in live and command[0] in ("query", "export", "verify") and done.code == 0:
            raise Violation(f"{told}: read through the link")
        if name in coming:
            path = os.path.join(store, name)
            if os.path.islink(path) or (os.path.lexists(path) and stat.S_ISFIFO(os.lstat(path).st_mode)):
                os.remove(path)
            # A journal file that is no file may have held something: a writer that met it has told so and moved it.
            copy.verify(besides=name)
        shutil.rmtree(place)
    shutil.rmtree(base)
    return min(most, len(cases)), refused


def crc32c(data):
    if not TABLE:
        for value in range(256):
            for _ in range(8):
                value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
            TABLE.append(value)
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ TABLE[(crc ^ byte) & 255]
    return crc ^ 0xFFFFFFFF


TABLE = []


def varint(number):
    out = bytearray()
    while number >= 128:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def hostile_names(rng, count, victims):
    """Paths that lead outside in some way, if anybody lets them."""
    up = ["../", "days/../../", "journal/../../", "./../", "days/link/", "late/./../../", "link/", "/", "//", "days/2026-03-02/../../../", "\\..\\", "days/..//../"]
    goals = ["outside/file", "outside/directory/inner", "file", "directory/inner", "outside/directory", "outside", "inner"]
    odd = ["\0", "\n", "\u202e", " ", "%2e%2e/", "\ufeff", "a" * 300, "../" * 40, "é", "\x1b[2J"]
    names = [victims.folder + "/file", victims.folder + "/directory/inner", "link", "days/link/file", "days/link/directory/inner", "..", ".", "", "/"]
    while len(names) < count:
        name = rng.choice(up) * rng.randint(1, 3) + rng.choice(goals)
        if rng.random() < 0.3:
            at = rng.randrange(len(name) + 1)
            name = name[:at] + rng.choice(odd) + name[at:]
        if rng.random() < 0.1:
            name = os.path.relpath(os.path.join(victims.folder, "file"), "/") if rng.random() < 0.5 else "../" * rng.randint(1, 12) + victims.folder.strip("/") + "/file"
        names.append(name)
    return names[:count]


def hostile(iaq, folder, seed, count):
    """A manifest with hostile names among the files to be removed, whole and with right checksums, is put in force."""
    rng = random.Random(seed)
    victims = Victims(os.path.join(folder, "outside"))
    world = World(iaq, os.path.join(folder, "store"), folder, rng)
    world.run("config", "set", "zone=UTC")
    for link in ("days/link", "link"):
        os.symlink(victims.folder, os.path.join(world.store, link))
    before = victims.picture()
    refused = 0
    names = hostile_names(rng, count, victims)
    for start in range(0, count, 2000):
        with open(os.path.join(world.store, "CURRENT"), encoding="ascii") as file:
            manifest = os.path.join(world.store, file.read().split()[0])
        with open(manifest, "rb") as file:
            old = file.read()
        generation = int(manifest[-8:])
        ids = old[24 + 2 + len(varint(generation)):][:32]
        body = b"\0\0" + varint(generation) + ids + struct.pack("<q", world.now * 1_000_000) + varint(1) + varint(2) + b"\0\0\1\0"
        part = [name.encode()[:1024] for name in names[start:start + 2000]]
        body += varint(len(part)) + b"".join(varint(len(name)) + name + struct.pack("<q", 0) for name in part) + b"\0"
        head = b"IAMAN\r\n\x1a" + struct.pack("<HHII", 1, 0, len(body), crc32c(body))
        copy = head + struct.pack("<I", crc32c(head)) + body
        with open(manifest, "wb") as file:
            file.write(copy + copy)
        world.now += 100
        for command in (["config", "set", "zone=UTC"], ["seal"], ["compact", "--all"], ["import", world.new_input(rows=3).path, "--seal", "end"]):
            done = world.end(world.start(command))
            if done.code not in (0, 1, 3):
                raise Violation(f"hostile names: {done}")
            refused += done.code != 0
        if victims.picture() != before:
            raise Violation(f"a hostile name of {start}..{start + 2000} reached outside of the store")
        # The forged manifest was taken: else nothing was tried.
        with open(os.path.join(world.store, "CURRENT"), encoding="ascii") as file:
            if int(file.read().split()[0][9:]) <= generation:
                raise Violation("the forged manifest was not taken, so no name was tried")
    return count, refused
