"""Office hours of the sample's two desks, in UTC; weekends are free."""

import datetime

EUROPE = (datetime.time(7, 0), datetime.time(15, 30))
ASIA = (datetime.time(1, 30), datetime.time(9, 45))
DAY = datetime.timedelta(days=1)


def working(moment: datetime.datetime, hours: tuple[datetime.time, datetime.time]) -> bool:
    """Whether somebody is at the desk."""
    return moment.weekday() < 5 and hours[0] <= moment.time() < hours[1]


def at_work(
    moment: datetime.datetime, hours: tuple[datetime.time, datetime.time]
) -> datetime.datetime:
    """This moment, or one in the next hours at which somebody is at the desk.

    What lay over night is taken up in the course of the morning, what lay over a weekend by
    Wednesday: nobody does everything on Monday at eight.
    """
    if working(moment, hours):
        return moment
    spread = (moment.hour * 60 + moment.minute) % 230
    morning = moment.replace(hour=hours[0].hour, minute=hours[0].minute, second=0, microsecond=0)
    if moment.time() >= hours[0]:
        morning += DAY
    if morning.weekday() >= 5:
        days = 7 - morning.weekday() + moment.minute % 3
        morning += DAY * days
    return morning + datetime.timedelta(minutes=1 + spread, seconds=moment.second)


def back_at_work(
    moment: datetime.datetime, hours: tuple[datetime.time, datetime.time]
) -> datetime.datetime:
    """This moment, or an earlier one at which somebody was at the desk."""
    start, end = hours
    if moment.time() < start:
        moment = (moment - DAY).replace(hour=23)
    while moment.weekday() >= 5:
        moment -= DAY
    if moment.time() >= end:
        return moment.replace(hour=end.hour - 1 - moment.day % 3)
    return moment
