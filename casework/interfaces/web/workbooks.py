"""Workbooks: rows written into a spreadsheet one by one, without keeping them in memory."""

import datetime
import tempfile
from collections.abc import Iterable, Sequence
from typing import IO, Any

import xlsxwriter

LONGEST = 32_767  # characters a cell can hold
SAFE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> IO[bytes]:
    """A workbook of one sheet, at its beginning; whoever closes it does away with it.

    Text is written as text, whatever it begins with; days and times as such.
    """
    made: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
    book = xlsxwriter.Workbook(made, SAFE)
    sheet = book.add_worksheet(_sheet_name(title))
    bold = book.add_format({"bold": True})
    formats = {
        datetime.datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        datetime.date: book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(0, len(heads) - 1), 20)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    for n, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, datetime.date):
                sheet.write_datetime(n, column, value, formats[type(value)])
            elif isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(n, column, value)
            elif value not in (None, ""):
                sheet.write_string(n, column, str(value)[:LONGEST])
    book.close()
    made.seek(0)
    return made


def _sheet_name(title: str) -> str:
    """A name that a sheet may bear: up to 31 characters, none of those that mean something."""
    plain = "".join(" " if one in "[]:*?/\\" else one for one in title).strip().strip("'")
    return plain[:31] or "1"
