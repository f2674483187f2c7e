"""A Django app as one would write it for this: students, and parents who are to be invited."""
