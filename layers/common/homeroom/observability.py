"""One logger for all functions. It logs ids, counts and kinds; never a token, an address or a name."""

from aws_lambda_powertools import Logger

logger = Logger()
