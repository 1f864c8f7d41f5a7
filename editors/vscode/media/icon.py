#!/usr/bin/env python3
"""Draws icon.png: a flask with a squiggle in it, 128 pixels wide. Needs nothing but Python."""

import math
import pathlib
import struct
import zlib

SIZE, SAMPLES = 128, 4
GREEN, GLASS, LIQUID, LINE = (32, 48, 42), (232, 240, 236), (233, 84, 32), (255, 255, 255)


def inside_flask(x: float, y: float, margin: float) -> bool:
    neck = abs(x - 64) <= 12 - margin and 22 + margin <= y <= 60
    half = 12 + (y - 52) * 0.62
    body = 52 <= y <= 106 - margin and abs(x - 64) <= half - margin
    rim = abs(x - 64) <= 18 and 18 <= y <= 26 and margin == 0
    return neck or body or rim


def squiggle(x: float, y: float) -> bool:
    return 40 <= x <= 88 and abs(y - (92 + 4 * math.sin((x - 40) / 48 * math.tau * 3))) <= 2.2


def colour(x: float, y: float) -> tuple[int, int, int, int]:
    corner = 24
    dx, dy = max(corner - x, x - (SIZE - corner), 0), max(corner - y, y - (SIZE - corner), 0)
    if math.hypot(dx, dy) > corner:
        return (0, 0, 0, 0)
    if inside_flask(x, y, 4) and y > 72:
        return (*(LINE if squiggle(x, y) else LIQUID), 255)
    if inside_flask(x, y, 4):
        return (*GREEN, 255)
    return (*(GLASS if inside_flask(x, y, 0) else GREEN), 255)


def pixel(column: int, row: int) -> bytes:
    steps = [(index + 0.5) / SAMPLES for index in range(SAMPLES)]
    samples = [colour(column + dx, row + dy) for dy in steps for dx in steps]
    alpha = sum(sample[3] for sample in samples)
    if alpha == 0:
        return bytes(4)
    rgb = [sum(sample[part] * sample[3] for sample in samples) // alpha for part in range(3)]
    return bytes([*rgb, alpha // len(samples)])


def chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


rows = b"".join(b"\0" + b"".join(pixel(x, y) for x in range(SIZE)) for y in range(SIZE))
header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)
png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9))
pathlib.Path(__file__).with_name("icon.png").write_bytes(png + chunk(b"IEND", b""))
