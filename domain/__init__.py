"""What the office knows: frozen values and pure decisions. Standard library only, no I/O, no clock."""
