"""Rows are read from CSV and JSON alike; what cannot be read is named by its line."""

import gzip
from pathlib import Path

import pytest

from casework.importing.reading import Row, heading, rows
from casework.importing.streams import FileUnusable, Stream


def read(path: Path, given: bytes) -> list[Row]:
    path.write_bytes(given)
    with Stream(path) as stream:
        return list(rows(stream))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file"


@pytest.mark.parametrize(
    "given",
    [
        b"Number,Unique Key\n1,two\n",
        b"\xef\xbb\xbfNUMBER,unique_key\r\n1,two\r\n",
        b'"number","Unique-Key"\n\n"1","two"\n\n',
        b"number;unique key\n1;two",
        b"number\tunique key\n1\ttwo\n",
        gzip.compress(b"number,unique key\n1,two\n", mtime=0),
        b'[{"number": 1, "unique_key": "two"}]',
        b'\n{"Number": 1,\n "Unique Key": "two", "more": {"deep": [1]}}\n',
    ],
)
def test_one_row_however_it_is_written(path: Path, given: bytes) -> None:
    """Byte-order mark, line ends, quotes, delimiters, gzip, JSON. Red without the line of
    streams.py or reading.py that deals with each."""
    [row] = read(path, given)

    values = {name: row.values[name] for name in ("number", "unique_key")}
    assert (values, row.problem) == ({"number": "1", "unique_key": "two"}, "")


def test_a_quoted_field_may_span_lines_and_rows_keep_their_line(path: Path) -> None:
    """Red without ``start = stream.line + 1``."""
    found = read(path, b'a,b\n1,"x\ny, ""z"""\n2,w\n')

    assert found == [
        Row(2, 3, {"a": "1", "b": 'x\ny, "z"'}),
        Row(4, 4, {"a": "2", "b": "w"}),
    ]


def test_a_quote_that_never_closes_costs_its_own_row_only(path: Path) -> None:
    """Red without ``stream.again(taken[1:])``."""
    found = read(path, b'a,b\n1,"x\n2,y\n3,"z"\n4,w\n')

    assert [(row.line, bool(row.problem)) for row in found] == [
        (2, True),
        (3, False),
        (4, False),
        (5, False),
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"1", "has 1 columns, not 2"),
        (b"1,2,3", "has 3 columns, not 2"),
        (b"1,\xff\xfe", "b is not UTF-8"),
        (b"1,\x00", "b holds a character that cannot be stored"),
        (b"1," + b"x" * 1_100_000, "b is not UTF-8"),
    ],
)
def test_a_bad_row_is_named_and_the_next_is_read(path: Path, line: bytes, problem: str) -> None:
    """Red without the check of columns, or of characters, in reading.py."""
    found = read(path, b"a,b\n" + line + b"\n3,4\n")

    first, second = found
    assert (first.line, second.line, second.values) == (2, 3, {"a": "3", "b": "4"})
    assert first.problem == problem or "field larger than field limit" in first.problem


def test_a_bad_object_of_a_list_is_named_and_the_next_is_read(path: Path) -> None:
    """Red without ``except ValueError`` in reading.py."""
    found = read(path, b'[{"a": 1},\n{"a": oops},\n{"a": "}\\"{"}]\n')

    assert [(row.line, row.values, bool(row.problem)) for row in found] == [
        (1, {"a": "1"}, False),
        (2, {}, True),
        (3, {"a": '}"{'}, False),
    ]


def test_a_file_that_is_cut_off_is_read_as_far_as_it_goes(path: Path) -> None:
    """Red without ``stream.broken``."""
    whole = gzip.compress(b"a,b\n" + b"".join(b"%d,x\n" % n for n in range(50_000)))

    found = read(path, whole[: len(whole) // 2])

    assert len(found) > 100
    assert found[-1].problem == "the file is cut off or damaged after this line"
    assert not any(row.problem for row in found[:-1])


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (b"", "has no headings"),
        (b"a,b,A\n1,2,3\n", "has the heading a twice"),
        ("number,state".encode("utf-16"), "is not UTF-8; save it as UTF-8"),
    ],
)
def test_a_file_without_usable_headings_is_refused(path: Path, given: bytes, problem: str) -> None:
    """Red without FileUnusable where it is raised."""
    with pytest.raises(FileUnusable) as refused:
        read(path, given)

    assert str(refused.value).endswith(problem)


def test_a_file_that_is_not_there_is_refused_by_name(path: Path) -> None:
    """Red without ``except OSError`` in streams.py."""
    with pytest.raises(FileUnusable, match="No such file or directory"), Stream(path):
        pass


def test_headings_are_compared_without_case_blanks_and_signs() -> None:
    """Red without ``casefold`` or the pattern in ``heading``."""
    told = ["Unique Key", " unique_key ", "X Coordinate (State Plane)", "Timely response?"]

    assert [heading(one) for one in told] == [
        "unique_key",
        "unique_key",
        "x_coordinate_state_plane",
        "timely_response",
    ]
