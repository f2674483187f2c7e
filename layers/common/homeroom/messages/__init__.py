"""Catalogues: from a code and its values to a sentence. Pages, emails and the results file use them, nobody else."""
