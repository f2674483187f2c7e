"""A lean transport to AWS: boto3's interface for the calls that every event makes, and libcurl beneath.

libcurl signs (AWS_SIGV4), speaks TLS, and keeps connections. Botocore does all of it, too, and everything else of AWS:
importing it and making one client is half of a cold start, and a call through it takes several times the CPU.
"""
