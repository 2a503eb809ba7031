"""One file a use: what is read, what is done with it, what comes out. Wiring, and nothing else."""
