"""One roster, written by the libraries and programs that schools' systems and scripts use: `make writers`."""
