"""Lines, wireless, telephones and mail."""

from casework.samples.problems.kinds import PROBLEM, QUESTION, REQUEST, Area, Problem

NETWORK = Area(
    "Service Desk Bucharest",
    ("Fibre Office 300", "Weir R2 router", "Stork W6 access point", "Bellbird desk phone",
     "Postbag mail"),
    "NW",
    ("Measure the line in {city}", "Ask the line owner about {order}",
     "Call {first} back after the test", "Plan the exchange outside office hours"),
    (
        Problem("Line down", PROBLEM,
                "[No internet|Line down] in {city}",
                "Since {hour} o'clock nothing works in {city}: {product}, telephones, tills. The "
                "light on the box is [red|off]. {count} people cannot work.",
                "Fibre cut by road works two streets away; the owner expects four hours.",
                "A cable was cut near you. Please use the mobile stick in the grey box meanwhile.",
                "Cable spliced by the line owner, line stable; a day's fee is credited."),
        Problem("Line down", PROBLEM,
                "Connection [drops every hour|breaks off in calls] with {product}",
                "It works, but every hour it is gone for a minute. Video calls break off. We have "
                "already exchanged the cable.",
                "Router renews its address every hour and takes a minute since version {version}.",
                "We see the pattern: it is the renewal of the address. A setting will cure it.",
                "Renewal set to a day; no drop for 72 hours."),
        Problem("Wireless", PROBLEM,
                "[Weak|No] wireless in the [meeting rooms|warehouse] in {city}",
                "After the rebuilding the signal is weak behind the new wall. The scanners lose "
                "their connection [at aisle {digit}|near the gates].",
                "Plan shows a wall with metal studs between the aisle and the next access point.",
                "Could you send us the new floor plan? We think one more access point is needed.",
                "One {product} more behind the wall; the scanners keep their connection."),
        Problem("Wireless", REQUEST,
                "Guest wireless for [an event|visitors] on {weekday}",
                "We expect {count} guests in {city}. They need internet, but nothing inside.",
                "Guest network can be opened for a time with a code, apart from the inside.",
                "Guests will get a code that works for that day only. How long is the event?",
                "Guest network with a day code set up; {count} devices used it without trouble."),
        Problem("Telephones", PROBLEM,
                "[One-sided calls|We hear the caller, they do not hear us]",
                "On {count} of our {product} the other side cannot hear us. Mobile phones are "
                "fine. It began on {weekday}.",
                "Router changes the port of the outgoing voice: the helper for calls is on.",
                "Please switch off and on the phones after we changed the router at six tonight.",
                "Helper for calls switched off in the router; test calls fine in both directions."),
        Problem("Telephones", REQUEST,
                "[Forward|Move] our number to the [new office|mobile phones] in {city}",
                "We move on {weekday}. From then on the main number shall ring at the new place, "
                "from eight to five, then the announcement.",
                "Number can move with a day's notice; the announcement needs a new recording.",
                "We can do that. Please speak the announcement into the form we have sent.",
                "Number moved in the morning; announcement tested after five."),
        Problem("Mail", PROBLEM,
                "Mails to [our customers|the tax office] come back with {code}",
                "Since {weekday} mails from {city} come back as refused. We are told we are on a "
                "list of senders of spam. We send invoices only!",
                "One mailbox was used by strangers for {pages} mails; stopped by us at night.",
                "A mailbox was misused: its password is changed and we asked to be taken off.",
                "Taken off the list, second factor for all mailboxes, test mails arrive."),
        Problem("Mail", QUESTION,
                "[How long|Where] are our mails archived?",
                "Our auditor asks how long {product} keeps mails, and whether somebody can "
                "delete them before.",
                "Contract says ten years, deletion needs two people.",
                "Ten years, in two places, and deletion needs two named people of your company.",
                "Answered with the page of the contract; auditor satisfied."),
    ),
    {
        "Line down": ("Fibre Office 300", "Weir R2 router"),
        "Wireless": ("Stork W6 access point",),
        "Telephones": ("Bellbird desk phone",),
        "Mail": ("Postbag mail",),
    },
)  # fmt: skip
