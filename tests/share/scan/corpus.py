"""Texts that must not leave, by kind, and innocent ones that look like them; and a file of each kind to put one in.

The numbers are those of guidance, or have the form alone; the names are nobody's.
"""

from collections.abc import Callable

from tests.share.planted import archive, csv, edited_paper, html, jpeg, letter, paper, png, workbook

NBSP, THIN, ZERO, SOFT, FULL = "\u00a0", "\u2009", "\u200b", "\u00ad", "\uff19\uff14\uff13"

TEXTS: dict[tuple[str, str], list[str]] = {
    ("file path", "of Windows"): [r"S:\Children\Working copies\pack.xlsx", r"D:\csc\jb\pack.csv"],
    ("file path", "of a shared drive"): [r"\\fileserver\children$\pack.xlsx", r"\\?\UNC\fs\csc"],
    ("file path", "of a home folder"): ["/" + "home/jo/pack.csv", "~jo/scorecards/pack.csv"],
    ("file path", "of a container or a store"): ["/" + "workspace/pack.csv", "/" + "app/outputs/x.html", "s3://csc/pack"],
    ("user name", "of the account"): ["Made by JBloggs", "jbloggs, 3 May"],
    ("traceback", "of Python"): ["Traceback (most recent call last):", "KeyError: 'value'"],
    ("credential", "an address with a password"): ["postgresql://reader:hunter2@db.example/scs"],
    ("credential", "a password in words"): ["Server=db;Password=hunter22", "the password is Winter2024"],
    ("credential", "a token by its form"): [
        "ghp_" + "a1B2" * 9, "AIza" + "b3Cd" * 9, "sk_" + "live_" + "a1" * 12, "hf_" + "aBcD" * 8,
        "SharedAccessKey=" + "a1B2" * 6,
    ],
    ("credential", "a key"): ["-----BEGIN OPENSSH PRIVATE " + "KEY-----", "PuTTY-User-Key-" + "File-3: ssh-rsa"],
    ("unrendered parameter", "of a template"): ["In time: {{ value }}.", "${SCORECARD_DATABASE}"],
    ("NHS number", "as it is printed"): ["943 476 5919", "9434765919", "943-476-5919"],
    ("NHS number", "with other signs between"): [
        "943.476.5919", f"943{ZERO}476{ZERO}5919", f"943{NBSP}476{THIN}5919", f"{FULL} 476 5919", f"943{SOFT}4765919",
        "943\u2011476\u20115919", "NHS no. 94 34 76 59 19", "943&nbsp;476&#32;5919",
    ],
    ("unique pupil number", "as it is written"): ["H801200001001", "H801 2000 01001", "l82320091000a"],
    ("National Insurance number", "as it is written"): ["AB 12 34 56 C", "AB123456C", "AB.12.34.56.C"],
    ("date of birth", "in figures"): ["d.o.b. 3.5.2009", "Date of birth: 2009-05-03", "DOB 03/05/09"],
    ("date of birth", "in words"): [
        "The child, born on 3 May 2009, was visited.", "born on the third of May two thousand and nine",
        "Her birthday is 3rd May 2009", "DoB: May 3, 2009",
    ],
    ("date of birth", "at a distance"): [
        "The younger child was born in the hospital at Ashford, as the mother told the worker, on 3 May 2009.",
        "On 3 May 2009, in the hospital at Ashford, he was born.",
    ],
    ("postcode", "as it is written"): ["ME14 1XQ", "me14 1xq", "SW1A 2AA", "Lives at L1 8JQ"],
    ("postcode", "with other signs between"): [
        "ME141XQ", "ME14-1XQ", f"ME14{NBSP}1XQ", "ME14.1XQ", "ME14  1XQ", f"M{ZERO}E14 1XQ", "Post code me141xq",
        "\uff2d\uff2514 1XQ",
    ],
    ("e-mail address", "as it is written"): ["jo.bloggs@kent.example", "mailto:jo@kent.example", "jo%40kent.example"],
    ("e-mail address", "for no program to find"): ["jo (at) kent.example", "jo at kent dot gov dot uk",
                                                    "jo&#64;kent.example"],
    ("telephone number", "at home"): [
        "01622 671411", "(01622) 671411", "01622-671-411", "020 7946 0018", "07700 900123", "07700900123",
        "0800 1111", "0161 496 0000", f"01632{NBSP}960 001",
    ],
    ("telephone number", "from abroad, and within"): [
        "+44 1632 960001", "+44 (0)20 7946 0018", "0044 7700 900 123", "+447700900123", "ext. 4321",
    ],
    ("internal address", "of a host or in a network"): [
        "10.1.20.5", "192.168.0.12", "http://intranet/csc", "sql01.council.local", "db.csc.internal", "172.16.4.1",
        "localhost:8888/lab",
    ],
}  # fmt: skip
"""The rule that finds them, and the kind: each with some texts."""

SPLIT: list[tuple[str, str, bytes]] = [
    ("NHS number", "page.html", html("<table><tr><td>943</td><td>476</td><td>5919</td></tr></table>")),
    ("NHS number", "drawing.svg", b"<svg><text x='1'>943</text><text x='9'>476</text><text x='20'>5919</text></svg>"),
    ("NHS number", "page.html", html("<table><tr><td>" + "</td><td>".join("9434765919") + "</td></tr></table>")),
    ("NHS number", "page.html", html("<svg><text><tspan>943</tspan><tspan>476</tspan>5919</text></svg>")),
    ("postcode", "page.html", html("<ul><li>ME14</li><li>1XQ</li></ul>")),
    ("postcode", "table.csv", csv("first=ME14; second=1XQ")),
    ("unique pupil number", "table.csv", csv("authority=H801; year=2000; number=01001")),
    ("National Insurance number", "page.html", html("<table><tr><td>AB</td><td>123456</td><td>C</td></tr></table>")),
    ("e-mail address", "page.html", html("<p>jo.bloggs</p><p>@kent.example</p>")),
    ("date of birth", "page.html", html("<dl><dt>Date of birth</dt><dd>3 May 2009</dd></dl>")),
]
"""What no cell, no text of a drawing and no paragraph says alone."""

FILES: dict[str, Callable[[str], bytes]] = {
    "page.html": lambda text: html(f"<p>{text}</p>"),
    "drawing.svg": lambda text: f"<svg><desc>{text}</desc></svg>".encode(),
    "table.csv": lambda text: f'area,note\nKent,"{text}"\n'.encode(),
    "notes.txt": str.encode,
    "report.xml": lambda text: f"<report><note>{text}</note></report>".encode(),
    "pack.json": lambda text: f'{{"note": "{text}"}}'.encode(),
    "text.md": lambda text: f"# Notes\n\n{text}\n".encode(),
    "chart.png": lambda text: png(text, "iTXt"),
    "photo.jpg": lambda text: jpeg(text, is_comment=True),
    "pack.pdf": lambda text: paper(text) if text.isascii() else edited_paper("information", text),
    "csv.zip": lambda text: archive("notes.txt", text.encode()),
    "tables.xlsx": lambda text: workbook("cell", text),
    "pack.docx": lambda text: letter("cell", text),
}
"""A file of each kind with a text in it."""

INNOCENT = [
    "1,234 567 8901 943 476 5919 12", "£9434765919", "89.45996727074368", "943.47 659.19", "Version 10.1.2, of 3.11.14",
    "A child born in 2009; published on 3 May 2016.", "Newborn babies: 3 May 2016 to 5 June 2016.",
    "Children born abroad are counted from the day of arrival.", "Group A1 5 in time, Q3 2nd, B12 3rd, C&F 1:2",
    "and/or 3/5, 24/7, 2015/16, 01/04/2015 to 31/03/2016", "01-02-2016 03-04-2016 05-06-2016", "0.7142857142 of 0.5",
    "20,000 01 02 03 04 05", "https://www.gov.uk/data/pack.csv#row-1", "https://www.example.org/home/x/ONS-2016-03.csv",
    "#e16a1b, #b12a3c", "@media print { p { color: red } }", "Errors: none. Value error.", "S47 and CP2 1st visits",
    "Five at 10 dot points each", "The secret is to begin early: a key worker for each child.",
    "The password policy was reviewed.", "local authorities, internal review, the local.", "Ofsted URN 1234567",
    "Ref. 12345678 of 2016-03-31", "1000 2000 3000; 900 800 700 600", "Row 12, column 3: 10 of 20 of 30",
    "Month 01 2016, 02 2016", "E06000035 E10000016 E92000001", "ISBN 978 0 11 345678 9",
    "Section 17, sections 47 and 20; page 4 of 6", "M25 4 lanes, A20 7th year",
]  # fmt: skip
"""Texts as a scorecard has them, in which there is nothing."""

UNTOUCHED = [
    html("<table><thead><tr><th>Jan</th><th>Feb</th><th>Mar</th></tr></thead><tbody><tr><td>943</td><td>476</td>"
         "<td>5919</td></tr></tbody></table>"),
    html("<svg><text>800</text><text>900</text><text>1000</text></svg>"),
    html('<a href="#row-e1-2ab" id="fig-s1-6az">x</a><p style="color: #e16a1b">x</p>'),
    html("<table><tr><td>1</td><td>2</td><td>3</td><td>4</td></tr></table>"),
]  # fmt: skip
"""Tables and drawings of the kind."""
