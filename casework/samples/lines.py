"""What is said in any case, whatever it is about: by the kind of case, 1 question, 2 problem,
3 request."""

HANDOVERS = (
    "Please take over: this needs somebody who knows more about {product}.",
    "I am on leave from tomorrow. {first} knows that you will call.",
    "The customer would rather speak with you; all that is known is in the notes.",
)
ANSWERS = {
    1: (
        "Thank you for the quick answer. Does it hold for {city} as well?",
        "That helps. I have passed it on to {colleague}, who decides.",
        "Good to know. By when do we have to tell you?",
    ),
    2: (
        "Thank you for the quick answer. We will try it and write again.",
        "It is as you wrote. Here is what you asked for.",
        "We have tried it twice, it made no difference.",
        "{first} called: it happens in {city} only.",
    ),
    3: (
        "That suits us. Please go on.",
        "Agreed by {colleague}. Here is what you asked for.",
        "Could it be a day earlier? If not, it is fine as it is.",
    ),
}
BACKS = {
    1: (
        "The answer does not fit our contract of {year_before}: please look again.",
        "{colleague} asks the same for {city}, where it seems to be different.",
    ),
    2: (
        "It is back: the same as before.",
        "I am afraid it was better for {count} days only.",
        "One place was forgotten: in {city} it is as it was.",
    ),
    3: (
        "One of {count} was forgotten, please complete it.",
        "It was done for the wrong department: {colleague} belongs to {city}.",
    ),
}
AGAINS = {
    1: (
        "Answered again after a look into the older contract.",
        "Answered for {city} as well; both answers are in one letter now.",
    ),
    2: (
        "Second cause found and removed; watched for two days.",
        "Repeated with {first} on the line; all places are done now.",
    ),
    3: (
        "Completed and checked against the list with {first}.",
        "Corrected; {colleague} has confirmed it.",
    ),
}
WITHDRAWALS = (
    "{first} wrote that it has settled itself: a colleague had [helped|looked into it].",
    "Entered by mistake: meant for another customer. Nothing to do.",
    "{first} asked the same by phone an hour before: dealt with there.",
    "The customer [does without|has decided otherwise]; asked twice, confirmed by phone.",
)
