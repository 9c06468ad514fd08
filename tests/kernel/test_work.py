"""What a run writes by itself beside what it was told."""

from casework.kernel.operations import OPERATIONS
from tests.conftest import Given, acting, fresh


def test_a_key_for_searching_fits_its_column_however_folding_stretches_it(given: Given) -> None:
    """Made and changed, one by one and row by row. Red without ``_cut`` in work.py, on
    PostgreSQL: SQLite keeps what is too long."""
    contact, other = given.contact("…" * 160), given.contact("Short")
    edit = OPERATIONS["contact.edit"]

    edit(other, full_name="ﬃ" * 160, by=acting("admin"))
    edit.table([{"id": contact.pk, "full_name": "㎯" * 160}], by=acting("admin"))

    assert fresh(other).name_key == ("ffi" * 160)[:160]
    assert len(fresh(contact).name_key) == 160
