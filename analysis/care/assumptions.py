"""The rates of step 4: what care costs, when a customer is high-maintenance, and what a parting would bring."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.ranges import assumption, switch

BGB = "§ 288 (2), (5) BGB"


@dataclass(frozen=True)
class CareAssumptions:
    """Rates of the care drivers and the thresholds for high-maintenance. Rates without a source are our estimates."""

    hourly_rate: float = assumption(65, 20, 200, 1, "money_per_hour")
    rework_hours_per_case: float = assumption(2, 0, 16, 0.5, "hours")
    unjustified_share: float = assumption(0.0, 0.0, 1.0, 0.05, "share")
    free_unit_value: float = assumption(25, 0, 250, 5, "money")
    deductions_written_off: float = assumption(1.0, 0.0, 1.0, 0.05, "share")
    deduction_case: float = assumption(30, 0, 100, 5, "money")
    discount_tolerance: float = assumption(3, 0, 10, 1, "days")
    interest: float = assumption(0.08, 0.0, 0.15, 0.0025, "share")
    reminder: float = assumption(15, 0, 60, 1, "money")
    return_minutes: float = assumption(30, 10, 120, 5, "minutes")
    return_value_loss: float = assumption(0.30, 0.0, 1.0, 0.05, "share")
    small_orders: bool = switch()
    small_order_value: float = assumption(50, 0, 1000, 10, "money")
    small_order_minutes: float = assumption(30, 5, 90, 5, "minutes")
    time_equation: bool = switch()
    time_orders: bool = switch(True)
    minutes_per_order: float = assumption(8, 0, 120, 1, "minutes", "Kaplan & Anderson 2004")
    time_lines: bool = switch(True)
    minutes_per_line: float = assumption(1, 0, 30, 0.5, "minutes")
    time_deliveries: bool = switch()
    minutes_per_delivery: float = assumption(15, 0, 240, 5, "minutes")
    time_credit_notes: bool = switch(True)
    minutes_per_credit_note: float = assumption(20, 0, 120, 5, "minutes")
    time_late_invoices: bool = switch()
    minutes_per_late_invoice: float = assumption(10, 0, 120, 5, "minutes")
    time_visits: bool = switch()
    minutes_per_visit: float = assumption(90, 0, 480, 5, "minutes")
    intangible: bool = switch()
    abuse_hours: float = assumption(2, 0, 8, 0.5, "hours")
    quit_risk: float = assumption(0.05, 0.0, 0.20, 0.01, "share")
    replacement_cost: float = assumption(30_000, 0, 150_000, 1_000, "money")
    people_in_contact: float = assumption(1, 1, 20, 1, "count")
    high_care_share: float = assumption(0.30, 0.05, 1.0, 0.05, "share")
    high_deductions: float = assumption(0.005, 0.0, 0.05, 0.0005, "share")
    high_days_late: float = assumption(10, 0, 60, 1, "days")
    high_extra_hours: float = assumption(5, 0, 100, 1, "hours")
    team_cost: float = assumption(0, 0, 50_000_000, 1_000, "money")
    team_people: float = assumption(5, 0.5, 500, 0.5, "count")
    paid_hours: float = assumption(2_080, 800, 2_600, 8, "hours", "52 × 40 h")
    absent_hours: float = assumption(440, 0, 1_000, 8, "hours")
    practical_share: float = assumption(0.80, 0.5, 1.0, 0.01, "share", "Kaplan & Anderson 2004")


@dataclass(frozen=True)
class GoalAssumptions:
    """The goal of the year and what a parting would bring. ``target`` is the net contribution wanted per year, €;
    it counts once ``goal_set`` is on."""

    goal_set: bool = switch()
    target: float = assumption(0, -10_000_000, 1_000_000_000, 1_000, "money")
    target_margin: float = assumption(0.0, 0.0, 0.5, 0.01, "share")
    price_limit: float = assumption(0.05, 0.0, 0.30, 0.005, "share")
    hours_limit: float = assumption(0.30, 0.0, 1.0, 0.05, "share")
    fee_limit: float = assumption(1.0, 0.0, 1.0, 0.05, "share")
    volume_loss: float = assumption(0.0, 0.0, 0.5, 0.01, "share")
    base_rate: float = assumption(0.0127, -0.01, 0.10, 0.0001, "share", "Deutsche Bundesbank, 1.1.2026")
    default_surcharge: float = assumption(0.09, 0.0, 0.12, 0.005, "share", BGB)
    default_flat: float = assumption(40, 0, 100, 5, "money", BGB)
    redeployed: float = assumption(0.70, 0.0, 1.0, 0.05, "share")
    listeners: float = assumption(7, 0, 20, 1, "count")
    listeners_who_count: float = assumption(0.10, 0.0, 1.0, 0.01, "share")
    listener_loss: float = assumption(0.02, 0.0, 0.25, 0.005, "share")
    word_of_mouth_years: float = assumption(3, 1, 10, 1, "years")
    kind_parting: bool = switch()
    viral_chance: float = assumption(0.01, 0.0, 0.10, 0.005, "share")
    viral_listeners: float = assumption(2_000, 0, 20_000, 100, "count")
    robust_share: float = assumption(0.95, 0.5, 0.99, 0.01, "share")
    uncertainty: float = assumption(0.20, 0.0, 0.5, 0.05, "share")

    @property
    def wanted(self) -> bool:
        """Whether there is a goal: switched on, and its target entered."""
        return self.goal_set and self.target != 0
