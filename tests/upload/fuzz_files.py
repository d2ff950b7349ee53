"""Mutates real written files and reads them: ``python -m tests.upload.fuzz_files [N] [SEED] [FILE…]`` tries N of them.

Nothing but tables or a ``PortfolioError`` with a sentence may come out, in bounded time and memory. Each file is
read in a worker process with a memory limit, so that a reader that takes the process down is caught and counted.
"""

from __future__ import annotations

import io
import random
import resource
import signal
import sys
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path

import duckdb

from analysis.errors import PortfolioError
from analysis.language import Language
from analysis.upload.files import read_file
from analysis.upload.limits import LIMITS
from tests.upload import test_files as written

MEMORY = 6 * 2**30
SECONDS = 30
_LIMITS = replace(LIMITS, workbook_bytes=50_000_000, archive_bytes=50_000_000, sheet_cells=2_000_000)


def originals() -> dict[str, bytes]:
    """One file of each format, by name."""
    return {
        "u.csv": written.as_csv(),
        "u8.csv": written.as_csv(",", "1,234.56", "%m/%d/%Y", "utf-8-sig"),
        "u16.txt": written.as_csv("\t", encoding="utf-16"),
        "cp.csv": written.as_csv(encoding="cp1252"),
        "u.xlsx": written.as_xlsx(),
        "u.xls": written.as_xls(),
        "u.ods": written.as_ods(),
        "u.parquet": written.as_parquet(),
        "u.sqlite": written.as_database("sqlite"),
        "u.duckdb": written.as_database("duckdb"),
        "u.zip": written.zipped({"a.csv": written.as_csv(), "b.xlsx": written.as_xlsx()}),
    }


def mutated(content: bytes, chance: random.Random) -> bytes:
    """``content`` with one to eight changes: bytes flipped, cut, doubled, moved, replaced by telling ones."""
    data = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 4, 8])):
        if not data:
            break
        place = chance.randrange(len(data))
        length = chance.choice([1, 1, 2, 4, 16, 200])
        match chance.randrange(7):
            case 0:
                data[place] ^= 1 << chance.randrange(8)
            case 1:
                del data[place : place + length]
            case 2:
                data[place:place] = data[place : place + length] * chance.choice([1, 2, 50])
            case 3:
                data[place : place + length] = chance.randbytes(length)
            case 4:
                data[place : place + length] = chance.choice(
                    [b"\0", b"\xff", b'"', b"\n", b"\r", b";", b"\xff\xff\xff\x7f"]
                )
            case 5:
                del data[place:]
            case 6:
                other = chance.randrange(len(data))
                data[place : place + length], data[other : other + length] = (
                    data[other : other + length],
                    data[place : place + length],
                )
    return bytes(data)


def inside(content: bytes, chance: random.Random) -> bytes:
    """A ZIP container with one of its parts mutated and everything else right, so that the reader gets to see it."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    chosen = chance.choice(source.namelist())
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            part = source.read(name)
            archive.writestr(name, mutated(part, chance) if name == chosen else part)
    return target.getvalue()


def attempt(name: str, seed: int) -> str:
    """What reading the mutation ``seed`` of the file ``name`` gives; ends the process if it takes too long."""
    signal.alarm(SECONDS)
    chance = random.Random(seed ^ zlib.crc32(name.encode()))
    content = originals()[name]
    deep = content.startswith(b"PK") and chance.random() < 0.6
    content = inside(content, chance) if deep else mutated(content, chance)
    limits = replace(_LIMITS, in_memory_bytes=0) if chance.random() < 0.5 else _LIMITS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(content)
        try:
            tables = read_file(path, name, Path(folder), limits=limits)
            rows = [len(table.relation(duckdb.connect()).fetchall()) for table in tables]
        except PortfolioError as error:
            assert error.file and error.sentence(Language("de"))
            return error.message
        assert rows == [table.rows for table in tables]
        return "tables"


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stderr = open("/dev/null", "w")  # noqa: SIM115, PTH123 - the Rust reader reports its panics there


def run(number: int, seed: int, only: list[str]) -> int:
    """Tries ``number`` mutations, prints what came of them, and returns how many went wrong."""
    names = only or list(originals())
    outcomes: Counter[str] = Counter()
    wrong: list[str] = []
    slowest = 0.0
    pool = ProcessPoolExecutor(1, initializer=_bounded)
    for index in range(number):
        name, started = names[index % len(names)], time.perf_counter()
        try:
            outcome = pool.submit(attempt, name, seed + index).result()
        except BrokenProcessPool:
            outcome = "PROCESS DIED"
            pool = ProcessPoolExecutor(1, initializer=_bounded)
        except Exception as error:
            outcome = f"{type(error).__name__}: {error}"[:200]
        slowest = max(slowest, time.perf_counter() - started)
        outcomes[f"{name:10} {outcome}"] += 1
        if outcome != "tables" and not outcome.startswith("errors."):
            wrong.append(f"{name} seed {seed + index}: {outcome}")
    pool.shutdown()
    for outcome, count in sorted(outcomes.items()):
        print(f"{count:6}  {outcome}")
    print(f"{number} mutations, {len(wrong)} wrong, the slowest took {slowest:.1f} s")
    print("\n".join(wrong[:30]))
    return len(wrong)


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:3]]
    sys.exit(run(*(arguments + [900, 1][len(arguments) :]), sys.argv[3:]) > 0)
