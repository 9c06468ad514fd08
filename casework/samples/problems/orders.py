"""Orders and their delivery."""

from casework.samples.problems.kinds import PROBLEM, QUESTION, REQUEST, Area, Problem

ORDERS = Area(
    "Orders and Billing",
    ("Parcel Next Day", "Pallet Europe", "Island Freight", "Cool Chain 2-8", "Counter pick-up"),
    "",
    ("Ask the carrier about {order}", "Call {first} when the goods are on their way",
     "Check the stock for {order}", "Send the label for the return of {order}"),
    (
        Problem("Late delivery", PROBLEM,
                "Order {order} [has not arrived|is {count} days late]",
                "Promised for {weekday}, and nothing has come. The tracking shows 'in transit' "
                "since then. Our [shop|building site] in {city} waits for it.",
                "Pallet stands in the wrong depot, label of the second pallet on the first.",
                "Your goods are found; they stood in the wrong depot and reach you tomorrow.",
                "Delivered on {weekday}; freight for {order} credited."),
        Problem("Late delivery", QUESTION,
                "When does {order} [leave|arrive]?",
                "We need to plan people for unloading in {city}. Which day, and before or after "
                "noon?",
                "Booked with the carrier for {weekday}, window 8 to 12.",
                "On {weekday} before noon. The driver calls half an hour earlier.",
                "Date confirmed with the carrier and told to the customer."),
        Problem("Damaged goods", PROBLEM,
                "{count} boxes of {order} are [crushed|wet]",
                "The driver was gone before we could open them. {count} boxes are damaged, "
                "pictures attached. We do not want to pay for these.",
                "Photos show forklift marks; loading list notes 'sound'. The carrier's fault.",
                "Please keep the boxes until the carrier has seen them. New goods leave today.",
                "Replacement delivered, damage of {amount} taken over by the carrier."),
        Problem("Temperature", PROBLEM,
                "Temperature alarm on {order}: {digit}{digit} °C",
                "The recorder in the delivery by {product} went up to {digit}{digit} °C for two "
                "hours. May we use the goods? They are reagents.",
                "Door opened at a rest place; goods are stable for 24 hours by data sheet.",
                "The maker's data sheet allows it; the statement in writing is attached.",
                "Statement of the maker sent; carrier admonished, route without that stop."),
        Problem("Wrong goods", PROBLEM,
                "Wrong [article|size] in {order}",
                "We ordered {count} pieces of size {size} and got {size_wrong}. Please exchange "
                "them quickly, ours are sold out.",
                "Picked from the neighbouring shelf; stock of both articles is wrong by {count}.",
                "We are sorry. The right ones leave today, the label for the return is attached.",
                "Right goods delivered, wrong ones returned, stock corrected."),
        Problem("Wrong goods", PROBLEM,
                "{count} pieces missing in {order}",
                "The delivery note says all is there, we count {count} less. Two of us counted.",
                "Weight at dispatch was lower than the sum: short by {count} pieces.",
                "Our scales agree with you: the missing pieces follow with the next parcel.",
                "Missing pieces sent; a check of weight added for this packing place."),
        Problem("Returns", REQUEST,
                "Return of {count} [unused devices|surplus boxes] from {order}",
                "Our project was cut. We would like to return {count} unopened boxes. What do we "
                "have to do, and what does it cost?",
                "Within 30 days and unopened: return is free but for the freight.",
                "We take them back. Please label the pallet; the carrier comes on {weekday}.",
                "Goods received in order, credit note of {amount} issued."),
        Problem("Returns", PROBLEM,
                "No credit for our return of {order}",
                "We sent the goods back {count} weeks ago and see no credit. The carrier has a "
                "signature from your depot.",
                "Return was booked on the number of another customer in {city}.",
                "Your return was booked on a wrong number. The credit is on its way to you.",
                "Booking corrected and credit note of {amount} sent."),
        Problem("Changes", REQUEST,
                "[Change the address|Deliver later] for {order}",
                "Our warehouse in {city} is closed for stocktaking until {weekday}. Please deliver "
                "[to the shop|after that day].",
                "Not loaded yet; change is free until the evening before.",
                "That is possible and free of charge. New day: {weekday}.",
                "Order changed; carrier and customer have the new date."),
        Problem("Changes", REQUEST,
                "Cancel [two lines|part] of {order}",
                "We ordered {count} by mistake twice. Please cancel the second line before it "
                "leaves.",
                "Second line is picked but not loaded; put back into stock.",
                "Caught in time: the second line is cancelled, the rest comes as planned.",
                "Line cancelled and confirmation of the order sent again."),
        Problem("Customs", QUESTION,
                "Which papers for {product} to [Jakarta|Chișinău]?",
                "For the first time we send goods there. Which papers do we need, and who pays "
                "duty?",
                "Needs invoice in three copies, packing list and certificate of origin.",
                "You need three papers; templates are attached. The receiver pays the duty.",
                "List of papers and templates sent; first shipment cleared within a day."),
    ),
    {
        "Temperature": ("Cool Chain 2-8",),
        "Customs": ("Island Freight",),
    },
)  # fmt: skip
