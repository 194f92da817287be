"""What machines leave in a text: paths, names of hosts, tracebacks, credentials, templates that were not filled in."""

import re

__all__ = ["ADDRESS", "CREDENTIAL", "PATH", "TEMPLATE", "TRACEBACK"]

_ROOTS = (
    "home Users root tmp private var opt mnt media srv etc usr work data Volumes c d proc sys dev run nix app "
    "workspace workspaces code src build builds project projects content databricks dbfs kaggle github gitlab runner "
    "vagrant cygdrive scratch cluster nfs export lakehouse host_mnt storage notebooks conda venv"
).split()
PATH = re.compile(
    r"(?<![A-Za-z])[A-Za-z]:[\\/](?![\\/])[\w$ .~-]*[\w\\/][^\s\"'<>|,;]*|(?<![\\\w])\\\\[\w.?$-]+\\[\w.$ -]+"
    rf"|(?<![\w.:/-])/(?:{'|'.join(_ROOTS)})/[\w.-][^\s\"'<>]*"
    r"|\b(?:file|smb|dbfs|s3a?|gs|abfss?|wasbs?|hdfs):/{1,3}[^\s\"'<>]+"
    r"|(?<!\w)~[\w.-]*/[\w.-]+/[^\s\"'<>]*|\$(?:HOME|PWD|\{HOME\})/[\w.-]+"
    r"|%(?:USERPROFILE|APPDATA|LOCALAPPDATA|HOMEPATH|TEMP|TMP)%|(?<![\w:/])//[A-Za-z][\w-]*/[\w$.-]+"
)
"""Of Windows, of a shared drive, of a home folder, of a container, of a store in the cloud."""

_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
ADDRESS = re.compile(
    rf"(?<![\w.-])(?:10(?:\.{_OCTET}){{3}}|(?:192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))(?:\.{_OCTET}){{2}}"
    rf"|127\.0(?:\.{_OCTET}){{2}})(?![\w-]|\.\d)"
    r"|(?<![\w:])(?:fe80|f[cd][0-9a-f]{2}):(?:[0-9a-f]{0,4}:){1,6}[0-9a-f]{1,4}\b"
    r"|(?<![\w.@-])(?:[a-z0-9][a-z0-9-]*\.)+(?:local|internal|intranet|intra|lan|corp|localdomain|home\.arpa)"
    r"(?![\w-]|\.\w)"
    r"|\b(?:https?|ftp|sftp|ssh|ldaps?|rdp|jdbc:\w+)://(?:[a-z0-9][a-z0-9-]*)(?=[:/\s\"'<>,;)]|$)"
    r"|\blocalhost(?::\d+|/)",
    re.IGNORECASE,
)
"""A host that only the council's own network knows: a private address, or a name without a public ending."""

TRACEBACK = re.compile(
    r"Traceback \(most recent call last\)|\bFile \"[^\"]+\", line \d+|\b[a-z_.]*[A-Z]\w*(?:Error|Exception): \S"
    r"|<ipython-input-|\bCell In ?\[\d+\]|-{3,}> ?\d+ |\x1b\[\d"
)
CREDENTIAL = re.compile(
    r"\b[a-z][a-z0-9+.-]*://[^\s/:@\"'<>]*:[^\s/@\"'<>]+@[^\s\"'<>]+|-----BEGIN [A-Z ]*PRIVATE KEY"
    r"|PuTTY-User-Key-File-\d"
    r"|\b(?:password|passwd|passphrase|pwd|secret|client[_-]?secret|(?:api|access|account|shared[_-]?access|secret)"
    r"[_ -]?key|auth[_-]?token|access[_-]?token)\b[\"']? ?(?:[=:]|\bis\b(?= \S*\d)) ?[\"']?[^\s\"'<>]{3,}"
    r"|\b(?:AKIA|ASIA|AGPA|AIDA|AROA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}"
    r"|\bgl(?:pat|ptt|rt|dt|soat|cbt)-[\w-]{16,}|\bxox[abeoprs]-[\w-]{10,}|\bhooks\.slack\.com/services/\w+/\w+"
    r"|\bsk-[A-Za-z0-9_-]{20,}|\b[srp]k_(?:live|test)_\w{16,}|\bwhsec_\w{16,}|\bAIza[\w-]{30,}|\bya29\.[\w-]{16,}"
    r"|\bGOCSPX-[\w-]{16,}|\bnpm_[A-Za-z0-9]{30,}|\bpypi-[\w-]{30,}|\bhf_[A-Za-z0-9]{24,}|\bdapi[0-9a-f]{32}\b"
    r"|\bdop_v1_[0-9a-f]{32,}|\bshp(?:at|ss|ca|pa)_[0-9a-f]{24,}|\bSG\.[\w-]{16,}\.[\w-]{16,}|\bhv[sb]\.[\w-]{20,}"
    r"|\b\d{8,10}:AA[\w-]{30,}|\b[\w~.-]{3}8Q~[\w~.-]{30,}|\bAGE-SECRET-KEY-1\w{20,}|\blin_api_\w{20,}"
    r"|\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+|\b(?:Bearer|Basic) (?=\S*\d)[\w.~+/=-]{16,}|[?&]sig=[\w%+/-]{16,}",
    re.IGNORECASE,
)
"""An address with a password, a key file, a word for a secret with what follows, and tokens by their issuers' forms."""

TEMPLATE = re.compile(
    r"\{\{[^{}]*\}\}|\{%[^%]*%\}|\{#[^#]*#\}|\$\{\w+\}|%\(\w+\)[sd]|\b(?:small_counts|already_published)\b"
    r"|# (?:Injected )?Parameters\b|\bpapermill\b"
)
