"""Fixtures that every test may ask for."""

from tests.support.dovecot import dovecot as dovecot
