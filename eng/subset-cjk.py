#!/usr/bin/python3
"""Rebuilds src/Gravity.Reporting/Fonts/GravityCJK-{Regular,Bold}.otf from Noto Sans CJK SC.

Letters: GB 2312 (6,763 characters, signs and full-width forms), and every character of the Chinese words and country names of this repository.
Layout tables and hints are dropped: charts draw horizontal lines of outlines. Noto Sans CJK is under the SIL Open Font License with the
Reserved Font Name 'Source'; the subset has a name of its own.

Needs Debian's packages fonttools and fonts-noto-cjk:  apt-get install fonttools fonts-noto-cjk
Usage:  /usr/bin/python3 eng/subset-cjk.py [folder with NotoSansCJK-*.ttc]
"""
import pathlib
import sys

from fontTools import subset

ROOT = pathlib.Path(__file__).resolve().parent.parent
FONTS = ROOT / "src/Gravity.Reporting/Fonts"
WORDS = ["src/Gravity.Core/Wording/zh.json", "src/Gravity.Core/Data/countries.tsv"]
SIMPLIFIED_CHINESE = 2  # the face's number in the collections
FAMILY = "Gravity CJK"


def gb2312():
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes([row, cell]).decode("gb2312")
            except UnicodeDecodeError:
                pass  # an unassigned place


def main(folder):
    # What Inter has (Latin, Greek, Cyrillic, signs) is drawn by Inter; quotation marks and dashes among Chinese letters are not.
    wanted = {c for c in gb2312() if ord(c) >= 0x2010} | {c for path in WORDS for c in (ROOT / path).read_text("utf-8") if ord(c) >= 0x2010}
    for weight in ("Regular", "Bold"):
        options = subset.Options()
        options.font_number = SIMPLIFIED_CHINESE
        options.layout_features = []
        options.hinting = False
        options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GSUB", "GPOS", "GDEF"]
        options.notdef_outline = True
        font = subset.load_font(str(folder / f"NotoSansCJK-{weight}.ttc"), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(text="".join(sorted(wanted)))
        subsetter.subset(font)
        names = font["name"]
        for name in list(names.names):
            if name.nameID not in (0, 13, 14):  # copyright and licence stay
                names.removeNames(name.nameID)
        plain = FAMILY.replace(" ", "")
        for number, text in ((1, FAMILY), (2, weight), (3, f"{plain}-{weight}"), (4, f"{FAMILY} {weight}"), (6, f"{plain}-{weight}")):
            names.setName(text, number, 3, 1, 0x409)
        top = font["CFF "].cff
        top.fontNames[0] = f"{plain}-{weight}"
        top.topDictIndex[0].FamilyName, top.topDictIndex[0].FullName = FAMILY, f"{FAMILY} {weight}"
        font["head"].modified = font["head"].created  # the same bytes on every run
        font.recalcTimestamp = False
        target = FONTS / f"{plain}-{weight}.otf"
        subset.save_font(font, str(target), options)
        print(f"{target.relative_to(ROOT)}: {len(font.getBestCmap())} characters, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts/opentype/noto"))
