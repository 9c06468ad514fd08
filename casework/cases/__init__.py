"""The case, from the day it is opened to the day it is closed."""
