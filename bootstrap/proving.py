"""The long proofs at full length, and the page that says when, where and from which seed."""

import os
import platform
import secrets
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime
from pathlib import Path

from bootstrap.checks import ROOT
from bootstrap.suite import both_databases

PAGE = ROOT / "docs" / "proof.md"


def prove(options: list[str]) -> int:
    """Run what is marked `prove` on both databases, one proof at a time, and stamp the page."""
    seed = os.environ.get("CASEWORK_PROVE_SEED") or str(secrets.randbelow(2**31))
    with tempfile.TemporaryDirectory(prefix="casework-prove-") as folder:
        settings = {
            "CASEWORK_PROVE": "full",
            "CASEWORK_PROVE_SEED": seed,
            "CASEWORK_PROVE_REPORTS": folder,
        }
        chosen = ["-m", "prove", "--timeout=0", f"--hypothesis-seed={seed}", *options]
        result = both_databases(chosen, settings)
        PAGE.write_text(page(seed, Path(folder)), encoding="utf-8")
    return result


def page(seed: str, reports: Path) -> str:
    """When, where, from which seed, and each proof with its verdict and seconds."""
    lines = [
        "# The last full proof",
        "",
        "Written by `python3 run.py prove`; repeat it with "
        f"`CASEWORK_PROVE_SEED={seed} python3 run.py prove`.",
        "",
        f"- Date: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"- Commit: {commit()}",
        f"- Seed: {seed}",
        f"- Machine: {machine()}",
        "",
        "| database | proof | verdict | seconds |",
        "|---|---|---|---|",
    ]
    for report in sorted(reports.glob("*.xml"), reverse=True):
        lines += [f"| {report.stem} | {row}" for row in verdicts(report)]
    return "\n".join(lines) + "\n"


def verdicts(report: Path) -> list[str]:
    """The rows of one run of pytest, read from the report it wrote."""
    rows = []
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        bad = [kind for kind in ("failure", "error", "skipped") if case.find(kind) is not None]
        name = f"{case.get('classname', '').removeprefix('tests.')}.{case.get('name')}"
        verdict = bad[0] if bad else "passed"
        rows.append(f"`{name}` | {verdict} | {float(case.get('time', 0)):.1f} |")
    return rows


def commit() -> str:
    """The commit that was proved, and whether anything differed from it."""
    try:
        asked = subprocess.run(
            ["git", "describe", "--always", "--dirty=, with changes"],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
    except OSError:
        return "unknown"
    return asked.stdout.strip() or "unknown"


def machine() -> str:
    """Processor, cores, memory, system and Python, without a name."""
    memory = ""
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        memory = f", {size / 2**30:.0f} GiB"
    system = f"{platform.system()} {platform.release().split('-')[0]}"
    processor = f"{platform.machine()}, {os.cpu_count()} cores{memory}"
    return f"{processor}, {system}, Python {platform.python_version()}"
