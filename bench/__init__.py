"""Measurements, printed as ratios within one run: these machines are noisy."""
