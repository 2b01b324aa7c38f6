"""Slices of Tools/campaigns: death at any moment, power cuts, races for the locks, modes and planted files. Each campaign is a command
of its own with seeds; here it runs for a few seconds and against a broken twin of the command, in which it must find something."""
import os
import shutil
import subprocess
import sys
import tempfile

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "campaigns")

# Name, arguments, seconds it may take. In all under a minute.
SLICES = [
    ("kill -9 at any moment, 100 times", ["kills.py", "--kills", "100", "--seconds", "15"]),
    ("kill -9: the campaign notices frames that never reach the journal", ["kills.py", "--kills", "60", "--seconds", "15", "--twin", "buffered"]),
    ("power cuts", ["powercuts.py", "--cuts", "12", "--seconds", "10"]),
    ("power cuts: the campaign notices missing syncs", ["powercuts.py", "--cuts", "12", "--seconds", "10", "--twin", "fsync"]),
    ("races for the locks", ["races.py", "--races", "40", "--seconds", "6"]),
    ("races: the campaign notices a lock that everybody gets", ["races.py", "--races", "5", "--twin", "nolock"]),
    ("modes, planted links, hostile names", ["modes.py", "--plants", "60", "--names", "10000"]),
    ("modes: the campaign notices files for everybody", ["modes.py", "--plants", "1", "--twin", "wide"]),
    ("planted links: the campaign notices when they are followed", ["modes.py", "--plants", "400", "--twin", "follow"]),
]

# By hand or with --full; a night of them with other seeds adds up.
LONG = [
    ("kill -9, 10,000 times", ["kills.py", "--seed", "1000", "--kills", "10000", "--seconds", "3600"]),
    ("200 power cuts on ext4", ["powercuts.py", "--seed", "1000", "--cuts", "200", "--seconds", "900"]),
    ("100 power cuts on xfs", ["powercuts.py", "--seed", "1000", "--cuts", "100", "--seconds", "900", "--file-system", "xfs"]),
    ("100 power cuts on btrfs", ["powercuts.py", "--seed", "1000", "--cuts", "100", "--seconds", "900", "--file-system", "btrfs"]),
    ("1,000 races for the locks", ["races.py", "--seed", "1000", "--races", "1000", "--seconds", "1800"]),
    ("modes, every planting, hostile names", ["modes.py", "--seed", "1000"]),
]


def run(checks):
    for name, arguments in SLICES:
        checks.check(name, campaign, checks, arguments)


def run_large(checks):
    for name, arguments in LONG:
        checks.check(name, campaign, checks, arguments)


def campaign(checks, arguments):
    place = tempfile.mkdtemp(prefix="iaq-campaign-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    program, *rest = arguments
    done = subprocess.run(
        [sys.executable, os.path.join(FOLDER, program), checks.iaq, *rest, "--place", place], capture_output=True, text=True, timeout=5400)
    said = done.stdout.strip()
    print("     " + said[:600].replace("\n", "\n     "), flush=True)
    if done.returncode != 0:
        # What a violation leaves stays for whoever looks into it.
        return f"exit {done.returncode}: {said[-900:]} {done.stderr[-500:]}"
    shutil.rmtree(place, ignore_errors=True)
    return None
