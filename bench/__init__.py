"""`make bench`: what the program itself costs, against what one would write without it. See docs/performance.md."""
