"""Messages: the functions and actions of Dataverse as calls of our operations.

``table`` names each with its binding and its parameters, ``calling`` is the door to them.
"""
