"""Each module is a process of its own that is measured: by its process time, or by itself, printing JSON."""
