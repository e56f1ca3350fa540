"""What is kept: raw mails on disk, everything that was found out about them in the register."""
