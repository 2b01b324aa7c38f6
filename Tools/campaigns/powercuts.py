#!/usr/bin/env python3
"""powercuts.py IAQ [--seed N] [--cuts N] [--seconds S] [--file-system ext4|xfs|btrfs] [--twin all|fsync|fdatasync]: what was acknowledged as
synced survives a power cut, on a real file system.

The store lies on a loop-mounted image. After a command, killed or not, the image is copied while it is mounted: the copy has what the
block device had, and nothing of the page cache. The copy is mounted (the file system replays its journal) and held against the model.
--twin takes syncs away from the command and must find a loss: without it the campaign would prove nothing. Needs root; where mounting
is not permitted the order of syncs is checked from the recorded calls instead."""
import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from basics import PLACE, Violation, judged, workplace  # noqa: E402
from kills import Campaign  # noqa: E402
from world import World  # noqa: E402

SIZES = {"ext4": 48, "xfs": 320, "btrfs": 128}  # MiB, near the smallest that each allows
OPTIONS = {"ext4": "commit=300", "xfs": "nouuid", "btrfs": "commit=300"}  # no commit of the file system's own while a round lasts


class Disk:
    """An image, its loop device and its mount."""

    def __init__(self, folder, kind):
        self.kind, self.image, self.mount = kind, os.path.join(folder, "image"), os.path.join(folder, "mount")
        os.makedirs(self.mount)
        self.device = None
        with open(self.image, "wb") as file:
            file.truncate(SIZES[kind] << 20)
        force = [] if kind == "ext4" else ["-f"]
        subprocess.run([f"mkfs.{kind}", "-q", *force, self.image], check=True, capture_output=True)
        self.attach()

    def attach(self):
        self.device = subprocess.run(["losetup", "-f", "--show", self.image], check=True, capture_output=True, text=True).stdout.strip()
        subprocess.run(["mount", "-o", OPTIONS[self.kind], self.device, self.mount], check=True, capture_output=True)

    def detach(self):
        if self.device:
            subprocess.run(["umount", self.mount], capture_output=True)
            subprocess.run(["losetup", "-d", self.device], capture_output=True)
            self.device = None

    def _traffic(self):
        with open(f"/sys/block/{os.path.basename(self.device)}/stat", encoding="ascii") as file:
            fields = file.read().split()
        return fields[4], fields[8]  # writes done, requests under way

    def cut(self):
        """Copies the image as the device has it at one moment, and mounts the copy. Gives how often it had to be copied."""
        copy = self.image + ".cut"
        for attempt in range(1, 20):
            before = self._traffic()
            subprocess.run(["cp", "--sparse=always", self.image, copy], check=True)
            if before == self._traffic() and before[1] == "0":
                break
        else:
            raise Violation("the device is never quiet: no copy of one moment")
        self.detach()
        os.replace(copy, self.image)
        self.attach()
        return attempt


class PowerCuts(Campaign):
    """Kills with a power cut after each command."""

    survives = "power cut"

    def __init__(self, iaq, seed, place, kind, twin):
        super().__init__(iaq, seed, ["sleep", "calls"], place)
        if not self.calls:
            raise SystemExit("a C compiler is needed")
        self.kind, self.twin = kind, twin
        self.cuts = self.hidden = self.copies = 0

    def start_env(self):
        return {"LD_PRELOAD": self.calls, **({"CALLS_NOSYNC": self.twin} if self.twin else {})}

    def run(self, cuts, seconds):
        began = time.time()
        while self.cuts < cuts and time.time() - began < seconds:
            seed = f"{self.seed}.{self.stores}"
            folder = os.path.join(self.place, f"disk-{self.stores}")
            os.makedirs(folder)
            disk = Disk(folder, self.kind)
            world = World(self.iaq, os.path.join(disk.mount, "store"), folder, random.Random(seed))
            try:
                for _ in range(25):
                    if self.cuts >= cuts or time.time() - began >= seconds:
                        break
                    self.round(world, disk)
                world.compare_all()
            except Violation as wrong:
                raise Violation(f"{self.kind}, seed {seed}, cut {self.cuts}: {wrong}\n  " + "\n  ".join(world.history[-10:])) from None
            finally:
                disk.detach()
            shutil.rmtree(folder)
            self.stores += 1
        return time.time() - began

    def round(self, world, disk):
        rng = world.rng
        world.now += rng.choice([0, 1, 40, 70])
        made = world.made
        act, arguments, source, cut = self.pick(world, rng.choice(
            ["import auto"] * 3 + ["import never"] * 4 + ["import end"] * 2 + ["seal", "compact", "compact", "expire", "config"]))
        log = os.path.join(world.folder, "calls.log")
        if os.path.exists(log):
            os.remove(log)
        env = {**self.start_env(), "CALLS_LOG": log, **({"CALLS_MARK": source.tag} if source else {})}
        if rng.random() < 0.5:
            env |= {"CALLS_KILL": str(rng.randint(1, self.changes.get(act, 40))), "CALLS_TORN": str(rng.choice([0, 0, 500, 1000]))}
        process = world.start(arguments, env)
        if "CALLS_KILL" not in env and rng.random() < 0.2:
            time.sleep(rng.uniform(0.2, 1.3) * self.seconds.get(act, 0.03))
            process.kill()
        done = world.end(process)
        self.kills += done.killed
        self.take(world, (act, arguments, source, cut), done, True, log, made)
        # Once made, a store is there after a cut only when its making was finished.
        world.made = made or (done.code == 0 and act != "query")
        self.power_cut(world, disk)
        if not world.made:
            return
        # The next writer serves all that was owed, and its own acknowledgement is the next round's debt.
        fresh = world.new_input() if rng.random() < 0.5 else None
        if fresh:
            world.imported(fresh, world.end(world.start(["import", fresh.path, "--seal", "never", "--format", "json"], self.start_env())))
        else:
            world.end(world.start(["seal"], self.start_env()))
        world.look(wrote=True)
        self.looks += 1
        if self.cuts % 10 == 0:
            world.verify()
            self.verified += 1

    def power_cut(self, world, disk):
        self.copies += disk.cut()
        self.cuts += 1
        # A durable mark that was not on the disk yet hides synced events from readers, until a writer opens the store.
        owed = [source for source in world.inputs if source.state == "in"]
        for source in owed:
            source.state = "owed"
        world.look()
        self.hidden += any(source.state == "owed" for source in owed)


def discipline(iaq, place, twin=None):
    """Where nothing may be mounted: from the recorded calls, every file is synced after its last write and every directory after its
    last change before CURRENT is renamed, and the root after it. Gives the number of renames that were held to that."""
    library = Campaign(iaq, 0, ["calls"], place).calls
    folder = workplace("order", place)
    world = World(os.path.abspath(iaq), os.path.join(folder, "store"), folder, random.Random(5))
    renames = 0
    for act in ["auto", "never", "end", "never", "auto", "seal", "compact", "never", "seal"]:
        log = os.path.join(folder, "log")
        arguments = ["import", world.new_input(rows=300).path, "--seal", act] if act in ("auto", "never", "end") else [act]
        if act == "compact":
            arguments.append("--all")
        env = {"LD_PRELOAD": library, "CALLS_LOG": log, **({"CALLS_NOSYNC": twin} if twin else {})}
        done = world.end(world.start(arguments, env))
        if done.code != 0:
            raise Violation(str(done))
        dirty, changed, renamed = set(), set(), False
        with open(log, encoding="utf-8") as file:
            for line in file:
                head, offset, result, _ = line.rstrip("\n").rsplit(" ", 3)
                name, path = head.split(" ", 1)
                path = os.path.normpath(path)
                if int(result) < 0 or not path.startswith(world.store):
                    continue
                if name == "pwrite" and not (path.endswith(".iaj") and 0 < int(offset) < 1536):
                    dirty.add(path)
                elif name == "fdatasync":
                    dirty.discard(path)
                elif name == "fsync":
                    changed.discard(path)
                    renamed = renamed and path != world.store
                elif name in ("create", "mkdir") and os.path.basename(path) not in ("WRITER", "MAINTAIN", "COMMIT"):
                    changed.add(os.path.dirname(path))
                elif name == "rename":
                    if dirty or changed:
                        raise Violation(f"{' '.join(arguments)}: renamed CURRENT before syncs of {sorted(dirty | changed)}")
                    renames, renamed = renames + 1, True
        os.remove(log)
        if renamed or dirty:
            raise Violation(f"{' '.join(arguments)}: ended without syncs of {sorted(dirty) or world.store}")
    return renames


def can_mount(kind):
    if not shutil.which(f"mkfs.{kind}") or not shutil.which("losetup"):
        return f"mkfs.{kind} or losetup is not there"
    folder = tempfile.mkdtemp(prefix="iaq-mount-")
    try:
        Disk(folder, kind).detach()
    except (subprocess.CalledProcessError, OSError) as error:
        return f"mounting is not permitted here: {getattr(error, 'stderr', error)}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("iaq")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cuts", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--file-system", choices=list(SIZES), default="ext4")
    parser.add_argument("--twin", choices=["all", "fsync", "fdatasync"])
    parser.add_argument("--place", default=PLACE)
    options = parser.parse_args()

    def run():
        refused = can_mount(options.file_system)
        if refused:
            print(f"{refused}; the order of syncs is checked instead", flush=True)
            print(f"{discipline(options.iaq, options.place, options.twin)} swaps, each with every sync before and after it")
            return
        campaign = PowerCuts(options.iaq, options.seed, options.place, options.file_system, options.twin)
        seconds = campaign.run(options.cuts, options.seconds)
        if not campaign.cuts:
            raise Violation("no power was cut")
        print(f"{campaign.cuts} power cuts on {options.file_system} in {seconds:.0f} s ({campaign.copies} copies, {campaign.kills} after a kill), "
              f"{campaign.stores} stores, {campaign.verified} deep checks: 0 lost; {campaign.hidden} times synced events were hidden until the "
              f"next writer (seed {options.seed})", flush=True)

    judged(run, options.twin)


if __name__ == "__main__":
    main()
