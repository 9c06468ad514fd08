"""``$batch``: many requests in one, and change sets of which all or nothing is done.

``reading`` takes the body apart, ``running`` answers part by part, ``writing`` puts the answers
together. Reading and writing know no request and no database.
"""
