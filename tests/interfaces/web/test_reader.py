"""Days as each language writes them."""

import datetime

import pytest
from django.utils import translation

from casework.interfaces.web.reader import Reader


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "4 May 2026"), ("ro", "4 mai 2026"), ("id", "4 Mei 2026")],
)
def test_a_month_has_a_capital_where_the_language_writes_one(language, written):
    """Red with the names as they come: small in English and Indonesian as well."""
    with translation.override(language):
        assert Reader().date(datetime.date(2026, 5, 4)) == written
