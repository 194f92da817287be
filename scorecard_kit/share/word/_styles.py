"""How pack.docx looks: its styles, its language, and what of python-docx's template it does without."""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, RGBColor

from scorecard_kit.blocks.html import slug
from scorecard_kit.blocks.palette import LINK, RATING, RULE
from scorecard_kit.blocks.palette import QUIET as QUIET_INK

__all__ = ["CELL", "CODE", "HEAD", "QUIET", "RATED", "SMALL_CELL", "SMALL_HEAD", "TABLE", "element", "give_looks"]

QUIET, CODE, TABLE = "Quiet", "Code", "Scorecardtable"
CELL, HEAD, SMALL_CELL, SMALL_HEAD = "Tabletext", "Tableheading", "Smalltabletext", "Smalltableheading"
RATED = {slug(rag): f"Rated{slug(rag)}" for rag in RATING}
"""Ids of styles: of what is said beside, of printed text, of tables and their paragraphs, of ratings by their class."""

_FONT, _MONOSPACED = "Arial", "Courier New"
_SIZES = {"Normal": 11, "Title": 20, "heading 1": 16, "heading 2": 13, "heading 3": 11, "caption": 10, "header": 9}
_SIZES |= {"heading 4": 11, "heading 5": 11, "heading 6": 11, "footer": 9}
_CELLS = {"Table text": (9, False), "Table heading": (9, True), "Small table text": (8, False),
          "Small table heading": (8, True)}  # fmt: skip
_NOT_NEEDED = ("customXml", "stylesWithEffects", "thumbnail", "extended-properties")
"""Of the template: an empty bibliography, styles once more, a picture of an empty page, and that a Mac has made it."""


def element(tag: str, **values: object) -> BaseOxmlElement:
    """A new element with these attributes: w:shd with fill="00703C"."""
    made: BaseOxmlElement = OxmlElement(tag)
    for name, value in values.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def give_looks(document: Document) -> None:
    """Give a new document the pack's styles and British English, and take out what its template brings besides."""
    _take_out(document)
    for name, size in _SIZES.items():
        style = document.styles[name]
        style.font.size = Pt(size)
    usual = document.styles["Normal"].paragraph_format
    usual.space_before, usual.space_after, usual.line_spacing = Pt(4), Pt(6), 1.15
    for name in _SIZES:
        if name.startswith("heading"):
            form = document.styles[name].paragraph_format
            form.space_before, form.space_after = Pt(10), Pt(3)
    document.styles["caption"].font.bold = False  # its words are, but for those said beside
    above = document.styles["caption"].paragraph_format
    above.space_before, above.space_after, above.keep_with_next = Pt(10), Pt(3), True
    for name, (size, bold) in _CELLS.items():
        cell = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        cell.base_style = document.styles["Normal"]
        cell.font.size, cell.font.bold = Pt(size), bold
        cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(2)
        cell.paragraph_format.line_spacing = 1.0
        cell.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    _add_ratings(document)
    for name, ink in (("Quiet", QUIET_INK), ("Hyperlink", LINK)):
        document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER).font.color.rgb = RGBColor.from_string(ink["light"][1:])
    document.styles["Hyperlink"].font.underline = True
    document.styles.add_style("Code", WD_STYLE_TYPE.PARAGRAPH).font.name = _MONOSPACED
    _add_table(document)


def _take_out(document: Document) -> None:
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, it in relations.items() if it.reltype.endswith(_NOT_NEEDED)]:
            del relations[key]
    styles, settings = document.styles.element, document.settings.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) != "TableNormal":
            styles.remove(style)
    for tag in ("w:rFonts", "w:color", "w:pBdr"):
        for found in list(styles.iter(qn(tag))):
            found.getparent().remove(found)
    usual = styles.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    usual.insert(0, element("w:rFonts", ascii=_FONT, hAnsi=_FONT, cs=_FONT, eastAsia=_FONT))
    for spoken in (usual.find(qn("w:lang")), settings.find(qn("w:themeFontLang"))):
        spoken.attrib.clear()
        spoken.set(qn("w:val"), "en-GB")
    for tag in ("w:savePreviewPicture", "w:rsids", "w:compat/w:useFELayout"):
        found = settings.find(tag, {"w": qn("w:x")[1:-2]})
        found.getparent().remove(found)
    mode = settings.find(f".//{qn('w:compatSetting')}")
    mode.set(qn("w:val"), "15")  # of a new document: an older one is opened in a mode that lacks its layout


def _add_ratings(document: Document) -> None:
    for rag, chip in RATING.items():
        style = document.styles.add_style(RATED[slug(rag)], WD_STYLE_TYPE.CHARACTER)
        style.font.bold = True
        style.font.color.rgb = RGBColor.from_string(chip.text[1:])
        style.element.get_or_add_rPr().append(element("w:shd", val="clear", color="auto", fill=chip.ground[1:]))


def _add_table(document: Document) -> None:
    """The style of tables: a rule under each row, a stronger one under the headings, no upright lines."""
    style = document.styles.add_style("Scorecard table", WD_STYLE_TYPE.TABLE)
    style.base_style = document.styles["Normal Table"]
    borders = element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(f"w:{side}", val="single", sz=4, space=0, color=RULE["light"][1:]))
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=60, type="dxa"))
    looks = element("w:tblPr")
    looks.extend([borders, margins])
    head, of_head = element("w:tblStylePr", type="firstRow"), element("w:tcPr")
    rule = element("w:tcBorders")
    rule.append(element("w:bottom", val="single", sz=8, space=0, color="auto"))
    of_head.append(rule)
    head.append(of_head)
    style.element.extend([looks, head])
