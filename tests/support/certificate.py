"""A self-signed certificate for servers on loopback."""

import subprocess
from pathlib import Path

from tests.support.needs import need_program


def self_signed(folder: Path) -> tuple[Path, Path]:
    """Write certificate and key for 127.0.0.1 and localhost into `folder`; return their paths (PEM)."""
    certificate, key = folder / "cert.pem", folder / "key.pem"
    command = [need_program("openssl"), "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]
    command += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key
