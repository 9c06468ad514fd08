"""Ids: unique, time-ordered, version 7."""

import copy
import pickle
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

from casework.kernel.identity import new_id, stored_id


def test_ids_grow_and_carry_their_time():
    """Red without the counter that makes each greater than the last."""
    before = time.time_ns() // 1_000_000

    ids = [new_id() for _one in range(20_000)]

    assert ids == sorted(set(ids))
    assert {one.version for one in ids} == {7}
    assert before <= ids[0].int >> 80 <= ids[-1].int >> 80 <= time.time_ns() // 1_000_000 + 100


def test_ids_of_several_threads_never_meet():
    """Red without the lock."""
    with ThreadPoolExecutor(4) as pool:
        parts = list(pool.map(lambda _n: [new_id() for _one in range(5_000)], range(4)))

    assert len({one for part in parts for one in part}) == 20_000
    assert all(part == sorted(part) for part in parts)


def test_an_id_that_was_stored_is_the_id():
    """Red when what is made without the checks of UUID lacks one of its parts."""
    one = uuid.uuid4()

    read = stored_id(one.hex)

    assert (type(read), read, hash(read), str(read)) == (uuid.UUID, one, hash(one), str(one))
    assert (read.version, read.is_safe) == (4, uuid.SafeUUID.unknown)
    assert copy.deepcopy(read) == pickle.loads(pickle.dumps(read)) == one
