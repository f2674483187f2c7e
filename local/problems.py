"""What can go wrong for the person at the keyboard."""


class Problem(Exception):
    """Something that stops the local run or one redeploy. Its text is the whole message, in plain words."""
