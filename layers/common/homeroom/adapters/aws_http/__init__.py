"""How AWS is spoken to where it counts: signed requests over connections that are kept.

Botocore does this, too, and everything else of AWS: importing it and making one client is half of a cold start, and
one call through it costs four times the CPU. docs/decisions.md says what is done here and what is left to botocore.
"""
