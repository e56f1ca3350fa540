"""Fixtures that every test may ask for."""

from tests.support.chromium import browser as browser
from tests.support.chromium import page as page
from tests.support.dovecot import dovecot as dovecot
from tests.support.smtp_sink import smtp_sink as smtp_sink
