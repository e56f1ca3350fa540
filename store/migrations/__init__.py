"""How the register came to be as it is: one file in versions/ a step, run by store.database at every start."""
