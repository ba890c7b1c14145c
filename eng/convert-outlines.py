#!/usr/bin/env python3
"""Makes src/Gravity.Reporting/Charts/Maps/outlines.bin.gz from world-atlas' countries-50m.json (Natural Earth 1:50m, public domain).

Usage:  npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz && python3 eng/convert-outlines.py package/countries-50m.json

The file, gzip of: 4 doubles (scale and translation of longitude and latitude, little-endian), then unsigned LEB128 numbers, signed ones zigzag:
number of arcs, each: number of points, then steps in longitude and latitude; number of countries, each: alpha-3 code and name (length and UTF-8),
number of polygons, each: number of rings, each: number of arcs, each an arc's number, ~number for one that runs backwards.
The arcs stay shared between neighbours, so that simplifying them leaves no gaps. Antarctica is left out.
"""
import gzip
import json
import pathlib
import struct
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "src/Gravity.Reporting/Charts/Maps/outlines.bin.gz"
WITHOUT_CODE = {"Kosovo": "XKX"}


def unsigned(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def signed(value):
    return unsigned(value << 1 if value >= 0 else (-value << 1) - 1)


def text(value):
    data = value.encode("utf-8")
    return unsigned(len(data)) + data


def main(source):
    topology = json.loads(pathlib.Path(source).read_text("utf-8"))
    lines = (ROOT / "src/Gravity.Core/Data/countries.tsv").read_text("utf-8").splitlines()[1:]
    iso3 = {fields[2]: fields[1] for fields in (line.split("\t") for line in lines)}
    countries, used = [], {}
    for shape in topology["objects"]["countries"]["geometries"]:
        if shape.get("id") == "010":
            continue
        name = shape["properties"]["name"]
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for arc in (a for polygon in polygons for ring in polygon for a in ring):
            used.setdefault(arc if arc >= 0 else ~arc, len(used))
        code = iso3[shape["id"]] if "id" in shape else WITHOUT_CODE.get(name, "")
        countries.append((code, name, polygons))
    renumber = lambda arc: used[arc] if arc >= 0 else ~used[~arc]
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    out = bytearray(struct.pack("<4d", sx, sy, tx, ty))
    out += unsigned(len(used))
    for arc in used:
        points = topology["arcs"][arc]
        out += unsigned(len(points)) + b"".join(signed(x) + signed(y) for x, y in points)
    out += unsigned(len(countries))
    for code, name, polygons in countries:
        out += text(code) + text(name) + unsigned(len(polygons))
        for polygon in polygons:
            out += unsigned(len(polygon))
            for ring in polygon:
                out += unsigned(len(ring)) + b"".join(signed(renumber(a)) for a in ring)
    TARGET.write_bytes(gzip.compress(bytes(out), 9, mtime=0))
    print(f"{TARGET.relative_to(ROOT)}: {len(countries)} countries, {len(used)} arcs, {len(out):,} bytes, {TARGET.stat().st_size:,} packed")


if __name__ == "__main__":
    main(sys.argv[1])
