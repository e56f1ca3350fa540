"""Fixtures of the tests of letters."""

from tests.support.smtp_sink import smtp_sink as smtp_sink
