"""What an AWS service did not do, however often it was asked."""


class ServiceFailed(Exception):
    """A part of a batch is still not done after all tries. The event is to be delivered again."""
