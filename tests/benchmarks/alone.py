"""Runs one work in this process and prints what it took, for ``measure.spent``."""

import json
import resource
import sys
import time
from importlib import import_module


def main(work: str, arguments: str) -> None:
    module, name = work.split(":")
    timed = getattr(import_module(f"tests.benchmarks.{module}"), name)(**json.loads(arguments))
    held, before, processor = peak(), time.perf_counter(), time.process_time()
    found = timed()
    took = {"seconds": time.perf_counter() - before, "processor": time.process_time() - processor}
    print(json.dumps({**took, "peak": peak(), "added": peak() - held, "found": found}))


def peak() -> float:
    """The most memory this process has held so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


if __name__ == "__main__":
    main(*sys.argv[1:])
