"""What an administrator may choose about attachments."""

import pytest

from casework.kernel.policies import checked
from casework.kernel.refusals import InvalidInput


@pytest.mark.parametrize(
    "changes",
    [
        {"blocked_extensions": ["."]},
        {"blocked_extensions": ["a/b"]},
        {"allowed_media_types": ["pdf"]},
        {"attachment_bytes": -1},
    ],
)
def test_what_no_file_could_have_is_refused(changes):
    """Red without ActivityPolicy.check."""
    with pytest.raises(InvalidInput) as refused:
        checked("activity", changes)

    assert refused.value.facts["field"] == next(iter(changes))


def test_endings_and_media_types_are_taken(db):
    """Red if check refuses what is right."""
    changes = {"blocked_extensions": [".exe", "bat"], "allowed_media_types": ["image/*"]}

    assert checked("activity", changes) == changes
