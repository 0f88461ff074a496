"""Makes the fonts of the documents from the packages of Fontsource and from DejaVu.

usage: subset.py SOURCE-SERIF-4 SOURCE-SANS-3 DEJAVU OUT

The first two are the unpacked npm packages @fontsource/source-serif-4 and @fontsource/source-sans-3 (5.3.1), the third
is the folder with the TrueType files of DejaVu 2.37. OUT receives a TrueType file per face for PDF, compressed with gzip, and two WOFF2
files per face of Source for HTML: one with the characters of English and Western Europe, one with the rest. Of DejaVu, the
proportional face has what Source lacks, and the other one is for code. Needs fonttools and brotli from PyPI.
"""

import copy
import gzip
import os
import sys
from fontTools.merge import Merger
from fontTools.otlLib.optimize import compact
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FACES = {
    "serif": ("source-serif-4", "Brag Serif", "Regular", 400, "normal"),
    "serif-italic": ("source-serif-4", "Brag Serif", "Italic", 400, "italic"),
    "serif-semibold": ("source-serif-4", "Brag Serif", "Semibold", 600, "normal"),
    "sans": ("source-sans-3", "Brag Sans", "Regular", 400, "normal"),
    "sans-semibold": ("source-sans-3", "Brag Sans", "Semibold", 600, "normal"),
}


def subset(font, characters, features=("kern", "mark", "mkmk", "ccmp", "liga", "locl", "tnum", "pnum")):
    options = Options()
    options.hinting = False
    options.layout_features = list(features)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["DSIG", "FFTM", "meta"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def rename(font, family, style, weight):
    """Source is a reserved name: a changed font must have another one."""
    names = font["name"]
    identifier = f"{family} {style}".replace(" ", "")
    for number in (1, 2, 3, 4, 6, 16, 17, 21, 22, 25):
        names.removeNames(nameID=number)
    for number, text in ((1, family), (2, style), (3, identifier), (4, f"{family} {style}"), (6, identifier)):
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight


def add_hyphen(font):
    """A glyph of its own for the hyphen at the end of a line: the text of a PDF can then tell it from `-`."""
    font["glyf"]["softhyphen"] = copy.deepcopy(font["glyf"]["hyphen"])
    font.setGlyphOrder([*font.getGlyphOrder(), "softhyphen"])
    font["hmtx"]["softhyphen"] = font["hmtx"]["hyphen"]
    for table in font["cmap"].tables:
        table.cmap[0x2010] = "softhyphen"


def in_code(character):
    """Latin, Greek and Cyrillic letters, punctuation, arrows, signs, lines and blocks."""
    return character < 0x530 or 0x2000 <= character < 0x2C00


def in_text(character):
    """All but Braille, pieces of games, hexagrams, Tai Xuan Jing and private characters, which no document has."""
    parts = ((0x2800, 0x2900), (0x4DC0, 0x4E00), (0xE000, 0xF900), (0x1D300, 0x1D360), (0x1F000, 0x1F100))
    return not any(first <= character < end for first, end in parts)


def make_signs(dejavu, out):
    known = [set(TTFont(f"{out}/{name}.ttf").getBestCmap()) for name in ("serif", "sans")]
    for file, name, is_kept in (
        ("DejaVuSansCondensed", "signs", lambda c: c in (0x20, 0x2D) or (in_text(c) and not all(c in each for each in known))),
        ("DejaVuSansMono", "mono", in_code),
    ):
        font = TTFont(f"{dejavu}/{file}.ttf", recalcTimestamp=False)
        subset(font, {c for c in font.getBestCmap() if is_kept(c)}, ["*"])
        font.save(f"{out}/{name}.ttf")


def compress(out):
    for name in [*FACES, "signs", "mono"]:
        path = f"{out}/{name}.ttf"
        with open(path, "rb") as font, open(f"{path}.gz", "wb") as compressed:
            # Without a time, so that the same font gives the same bytes.
            compressed.write(gzip.compress(font.read(), 9, mtime=0))
        os.remove(path)


def main(serif, sans, dejavu, out):
    packages = {"source-serif-4": serif, "source-sans-3": sans}
    for name, (package, family, style, weight, slant) in FACES.items():
        parts = []
        for part in ("latin", "latin-ext"):
            font = TTFont(f"{packages[package]}/files/{package}-{part}-{weight}-{slant}.woff2")
            font.flavor = None
            parts.append(f"{out}/{name}.{part}.part")
            font.save(parts[-1])
        western = set(TTFont(parts[0]).getBestCmap()) | {0x2011, 0x202F}
        font = Merger().merge(parts)
        for table in font["cmap"].tables:
            # The narrow no-break space and the non-breaking hyphen, which documents use, look like these.
            table.cmap[0x202F] = table.cmap[0x2009]
            table.cmap[0x2011] = table.cmap[0x2D]
        add_hyphen(font)
        rename(font, family, style, weight)
        font.recalcTimestamp = False
        characters = set(font.getBestCmap())
        whole = f"{out}/{name}.whole.part"
        font.save(whole)
        for suffix, chosen, flavor in (
            (".ttf", characters, None),
            (".woff2", characters & western, "woff2"),
            (".more.woff2", characters - western, "woff2"),
        ):
            part = TTFont(whole, recalcTimestamp=False)
            subset(part, chosen)
            if flavor is None:
                # The same pairs of letters in smaller tables.
                compact(part, 9)
            part.flavor = flavor
            part.save(f"{out}/{name}{suffix}")
    make_signs(dejavu, out)
    compress(out)


main(*sys.argv[1:])
