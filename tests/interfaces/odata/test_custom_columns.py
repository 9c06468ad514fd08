"""The organisation's own columns under their own names, in reads and writes."""

from typing import Any

import pytest

from casework.kernel.operations import OPERATIONS
from casework.models import Case
from tests.interfaces.odata.conftest import error_of

pytestmark = pytest.mark.django_db
ALL = 'odata.include-annotations="*"'


@pytest.fixture
def columns(admin: Any) -> None:
    """One column of every type on cases."""
    for name, kind, more in (
        ("floor", "text", {}), ("story", "long_text", {}), ("weight", "number", {}),
        ("bought", "date", {}), ("colour", "choice", {"choices": ["red", "blue"]}),
        ("broken", "yes_no", {}), ("maker", "lookup", {"target": "account"}),
    ):  # fmt: skip
        OPERATIONS["column.define"](
            by=admin, table="case", name=name, label=name.title(), type=kind, **more
        )


@pytest.mark.usefixtures("columns")
def test_they_are_written_and_read_as_any_other(odata: Any, admin: Any, given: Any) -> None:
    api, maker = odata.as_(admin), given.account("Acme")
    values = {
        "floor": "3", "story": "Long", "weight": 1.5, "bought": "2026-01-31", "colour": "red",
        "broken": True,
    }  # fmt: skip
    body = {
        "title": "x",
        "customerid_account@odata.bind": f"accounts({maker.pk})",
        "maker@odata.bind": f"accounts({maker.pk})",
        **values,
    }
    made = api.post("incidents", body, Prefer="return=representation, " + ALL)
    assert made.status_code == 201, made.content
    told = made.json()
    assert {name: told[name] for name in values} == values
    assert told["_maker_value"] == str(maker.pk)
    assert told["_maker_value@OData.Community.Display.V1.FormattedValue"] == "Acme"
    assert told["_maker_value@Microsoft.Dynamics.CRM.lookuplogicalname"] == "account"
    assert told["bought@OData.Community.Display.V1.FormattedValue"] == "1/31/2026"
    place = f"incidents({told['incidentid']})"
    assert api.get(f"{place}/maker").json()["name"] == "Acme"
    emptied = {**dict.fromkeys(values), "maker": None}
    assert api.patch(place, emptied).status_code == 204
    told = api.get(place).json()
    assert {told[name] for name in (*values, "_maker_value")} == {None}
    assert api.put(f"{place}/broken", {"value": False}).status_code == 204
    assert api.get(f"{place}/broken").json()["value"] is False


@pytest.mark.usefixtures("columns")
def test_what_does_not_fit_them_is_refused(odata: Any, admin: Any, given: Any) -> None:
    api, case = odata.as_(admin), given.case()
    place = f"incidents({case.pk})"
    for body, code in (
        ({"weight": "heavy"}, "0x80048d19"), ({"bought": "soon"}, "0x80048d19"),
        ({"broken": 1}, "0x80048d19"), ({"maker": str(case.pk)}, "0x80048d19"),
        ({"colour": "green"}, "0x80040203"), ({"floor": "x" * 401}, "0x80044331"),
        ({"maker@odata.bind": f"accounts({case.pk})"}, "0x80040203"),
    ):  # fmt: skip
        assert error_of(api.patch(place, body)) == (400, code), body
    assert Case.objects.get(pk=case.pk).custom == {}
