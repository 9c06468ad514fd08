"""The paging cookies of FetchXML: where a page ended, as clients hand it on."""

from urllib.parse import quote, unquote
from uuid import UUID

from casework.interfaces.odata.query import markup
from casework.interfaces.odata.query.refusing import BAD_COOKIE, QueryRefused


def cookie_of(page: int, name: str, first: UUID, last: UUID, token: str) -> str:
    """The annotation of a page that is followed by another: the outer element names the next page
    and holds the inner one encoded twice."""
    inner = (
        f'<cookie page="{page}"><{name} last="{{{str(last).upper()}}}" '
        f'first="{{{str(first).upper()}}}" /><at last="{token}" first="" /></cookie>'
    )
    twice = quote(quote(inner, safe=""), safe="")
    return f'<cookie pagenumber="{page + 1}" pagingcookie="{twice}" istracking="False" />'


def token_in(cookie: str) -> str:
    """Where the former page ended; empty where a cookie of another make does not say. Raises
    QueryRefused for what is no cookie."""
    text = cookie.strip()
    for _time in range(3):  # some clients hand it on as it stands, encoded
        if text.startswith("%"):
            text = unquote(text)
    try:
        element = markup.read(text)
        if "pagingcookie" in element.attributes:
            element = markup.read(unquote(unquote(element.attributes["pagingcookie"])))
    except QueryRefused:
        raise QueryRefused("The paging cookie is malformed.", BAD_COOKIE) from None
    if element.name != "cookie":
        raise QueryRefused("The paging cookie is malformed.", BAD_COOKIE)
    return next((one.attributes.get("last", "") for one in element.all("at")), "")
