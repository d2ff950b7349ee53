"""What step 1 has to assume where the tables do not say."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.ranges import assumption


@dataclass(frozen=True)
class UploadAssumptions:
    """``margin``: contribution margin as a share of revenue, for lines without cost or profit.
    ``variable_share``: share of the cost column that is variable (a manufacturer's full cost is nearer 0.7)."""

    margin: float = assumption(0.35, 0.0, 1.0, 0.01, "share")
    variable_share: float = assumption(1.0, 0.0, 1.0, 0.05, "share")
