"""The tables. docs/data-model.md shows every item, its key, and the question it answers."""
