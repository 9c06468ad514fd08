"""``python -m benchmarks.doctor``: the doctor on a million cases, on the database of the settings.

Cases come in lots: each with its events, half of them with an open activity, a tenth resolved by
the operation. Told are the seconds of each check, and the memory of the process before and after.
"""

import argparse
import itertools
import resource
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks.measuring import settle  # noqa: E402
from casework.cases.founding import found  # noqa: E402
from casework.cases.resolve import resolve  # noqa: E402
from casework.history.doctor.checks import CHECKS  # noqa: E402
from casework.history.doctor.examining import chosen, examine  # noqa: E402
from casework.models import Case  # noqa: E402
from tests.conftest import Given, acting  # noqa: E402
from tests.setups import activities  # noqa: E402

LOT = 10_000


def main() -> None:
    """Fill the database, ask every check that is not slow, and say what each took."""
    options = argparse.ArgumentParser()
    options.add_argument("--cases", type=int, default=1_000_000)
    filled(options.parse_args().cases)
    print(f"{connection.vendor}: {Case.objects.count():,} cases, {memory()} MB before")
    every = 0.0
    for check in chosen():
        started = time.perf_counter()
        [finding] = examine([check])
        seconds = time.perf_counter() - started
        every += seconds
        print(f"{seconds:7.2f} s  {check.name}: {len(finding.faults)} faults", flush=True)
    slow = ", ".join(one.name for one in CHECKS.values() if one.slow)
    print(f"{every:7.2f} s  in all, {memory()} MB after; not asked, for they are slow: {slow}")


def filled(cases: int) -> None:
    """So many cases, made and partly resolved by operations."""
    call_command("migrate", verbosity=0)
    found()
    made = Given(acting("admin"))
    made.count = itertools.count(1)
    for _lot in range(cases // LOT):
        some = made.cases(LOT)
        activities(made, some[::2])
        resolve(
            some[1 :: LOT // 1_000], by=made.admin, resolution="Done", cancel_open_activities=True
        )
    settle()


def memory() -> int:
    """The most that the process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
