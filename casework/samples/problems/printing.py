"""Printers, labels and scanning."""

from casework.samples.problems.kinds import PROBLEM, QUESTION, REQUEST, Area, Problem

PRINTING = Area(
    "Device Repair",
    ("Petrel P410 laser printer", "Petrel P620 colour printer", "Siskin Q5 label printer",
     "Petrel S200 scanner", "Petrel M95 multifunction device"),
    "PT",
    ("Send the replacement part for {product}", "Call {first} after the test print",
     "Book a technician for {city}", "Check whether {serial} is under warranty"),
    (
        Problem("Paper and feed", PROBLEM,
                "{product} [jams on every second page|keeps jamming at the rear tray]",
                "Since [{weekday}|the last paper delivery] the {product} stops with a paper jam. "
                "We cleared it {count} times and it comes back. Serial {serial}.",
                "Pick-up roller is worn: {pages} pages since the last service, limit is 60,000.",
                "Could you send us a photo of the rollers behind tray 2, and the page counter?",
                "Replaced the pick-up roller and the separation pad; 200 pages without a jam."),
        Problem("Print quality", PROBLEM,
                "[Grey streaks|Dark stripes] on every page of the {product}",
                "All prints have [a grey streak down the left side|two dark stripes]. A new toner "
                "did not help. It matters: these are [contracts|delivery notes].",
                "Streak repeats every 94 mm, which is the circumference of the drum.",
                "The distance between the marks tells us it is the drum. A new one is on its way.",
                "Drum unit replaced under warranty; test page is clean."),
        Problem("Print quality", PROBLEM,
                "Colours [are wrong|come out too dark] on {product}",
                "The blue of our logo prints [purple|almost black]. On screen it is right. It "
                "began after the update to version {version}.",
                "The update reset the colour profile to 'vivid'; calibration had never been run.",
                "Please choose Calibrate in the device menu and tell us whether the blue is back.",
                "Calibrated and the office profile set as default on the print server."),
        Problem("Print server", PROBLEM,
                "[Nobody|Half of the office] can print to {product} since this morning",
                "Jobs stay in the queue with status 'waiting'. {count} people are affected in "
                "{city}. Restarting the printer [changes nothing|helps for ten minutes].",
                "The device took a new address; the server still prints to the old one.",
                "We see the device under another address. Did anybody move it or reset the router?",
                "Gave the printer a fixed address and pointed the print queue at it."),
        Problem("Print server", REQUEST,
                "Please add {product} for the new [office|warehouse] in {city}",
                "We have installed a {product} ({serial}) and {count} people shall use it from "
                "{weekday}. Please put it on the print server with duplex as default.",
                "Driver package is ready; needs the network name of the site.",
                "Which network does the new site use? Then we can set it up by {weekday}.",
                "Queue added for {city} with duplex as default; all users see it."),
        Problem("Supplies", REQUEST,
                "[Order|Please send] toner for {count} printers",
                "We need black toner for {count} {product}. Order number on our side: {order}. "
                "Please deliver to {city}.",
                "Page plan covers the toner; two of the devices have not reported for a month.",
                "Toner is included in your page plan, so it is free of charge. Sent today.",
                "Toner sent with {order}; reporting switched on again for the two silent devices."),
        Problem("Supplies", QUESTION,
                "Can we use [recycled|third-party] toner in {product}?",
                "Our purchasing department asks whether other toner voids the warranty of the "
                "{product}. Please answer in writing.",
                "Terms of warranty, section 4: only damage caused by the toner is excluded.",
                "You may. Only damage that the toner itself has caused is then not covered.",
                "Answered in writing with the terms of warranty attached."),
        Problem("Labels", PROBLEM,
                "{product} [skips every third label|prints across two labels]",
                "After we changed to the {size} mm roll the label printer feeds too far. The "
                "warehouse sticks labels by hand now, {count} an hour.",
                "Gap sensor still set for the old roll; the new one has a black mark instead.",
                "Please load the roll and hold the feed key for five seconds until it blinks.",
                "Sensor set to black mark and the label size stored as a template."),
        Problem("Labels", PROBLEM,
                "Barcodes from {product} [cannot be scanned|are refused by the carrier]",
                "The carrier sent back {count} parcels because the barcode is not readable. To us "
                "the labels look [fine|a little pale].",
                "Print head temperature too low for this paper, and one dot of the head is dead.",
                "Could you send us three of these labels? A new print head is reserved for you.",
                "Print head exchanged and darkness raised to 18; the carrier accepts the labels."),
        Problem("Scanning", PROBLEM,
                "Scan to e-mail [fails with error {code}|stopped working] on {product}",
                "Scanning to a folder works, to e-mail it shows {code}. Nothing was changed here "
                "as far as we know.",
                "The mail relay refuses the old encryption that this firmware uses.",
                "The mail server asks for newer encryption. May we update the firmware tonight?",
                "Firmware {version} installed; scan to e-mail tested with two addresses."),
        Problem("Scanning", QUESTION,
                "How do we scan to searchable PDF with {product}?",
                "We scan {count} contracts a week and must find them by text. Does the {product} "
                "do this, or do we need a licence?",
                "Text recognition is part of the device since firmware 6.",
                "It is built in: Scan, More, File type, PDF with text. A short guide is attached.",
                "Explained by phone, guide sent; {first} scanned a contract while we spoke."),
    ),
    {
        "Print quality": ("Petrel P620 colour printer", "Petrel M95 multifunction device"),
        "Paper and feed": ("Petrel P410 laser printer", "Petrel P620 colour printer"),
        "Labels": ("Siskin Q5 label printer",),
        "Scanning": ("Petrel S200 scanner", "Petrel M95 multifunction device"),
    },
)  # fmt: skip
