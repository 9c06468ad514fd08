"""E-mails: those that were sent elsewhere, recorded as sent."""

from casework.interfaces.calling import call
from casework.interfaces.odata import errors
from casework.interfaces.odata.answering import Answer
from casework.interfaces.odata.messages.calling import Call
from casework.interfaces.odata.messages.given import switch
from casework.kernel.operations import OPERATIONS

SENT = 3


def send_email(one: Call) -> Answer:
    """Record an e-mail as sent; sending it (``IssueSend``) is not served."""
    pk = one.pk
    if switch(one.given, "IssueSend"):
        told = "No mailbox is connected: send the e-mail elsewhere and call with IssueSend false."
        raise errors.ODataError(501, "0x80040800", told)
    call(OPERATIONS["activity.complete"], [pk], {"status": SENT}, by=one.asked.actor)
    rows = one.entity.rows(one.asked.actor).filter(pk=pk)
    return one.told({"Subject": rows.values_list("subject", flat=True).get()})
