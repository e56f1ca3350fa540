"""The mails of the demo: invented reports of invented figures, good and bad, as a mailbox would hold them.

cases    what comes when, from whom, and what it is meant to show
prose    sentences of a section, figures filled in
layout   a report with the habits of one unit, and where a careful clerk would file each paragraph
files    the layout as Word, Excel, PDF, zip, scan, or as a file that cannot be read
mime     the mail around it
"""

from service.demo_mails.sample import SampleMail
from service.demo_mails.writing import write_mails

__all__ = ["SampleMail", "write_mails"]
