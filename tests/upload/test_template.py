"""The template, filled as it comes, is a portfolio without a correction."""

from datetime import date

import pytest

from analysis.language import Language
from analysis.upload.load import load
from analysis.upload.template import COLUMNS, template


@pytest.mark.parametrize("code", ["de", "en"])
def test_it_uploads_back_without_a_correction(tmp_path, code):
    path = tmp_path / "template.xlsx"
    path.write_bytes(template(Language(code)))
    loaded = load([(path, path.name)], tmp_path)
    attributes = {"industry", "region", "employees"}
    assert [mapping.roles for mapping in loaded.mappings] == [(role,) for role in COLUMNS]
    for mapping, (role, columns) in zip(loaded.mappings, COLUMNS.items(), strict=True):
        assert set(mapping.fields) == set(columns) - attributes, role
    assert loaded.questions == ()
    portfolio = loaded.portfolio
    assert all(table.rows_set_aside == 0 and table.rows_read == 1 for table in portfolio.tables)
    (customer,) = portfolio.customers.itertuples()
    assert (customer.revenue, customer.cost, customer.credits_unjustified) == (1200.0, 800.25, 50.5)
    assert (customer.rework_hours, customer.reminders) == (2.5, 1)
    assert customer.deductions == pytest.approx(12 * 1250.5 / 1488.1, abs=1e-5)  # without tax
    assert customer.euro_days_late == pytest.approx(14881.0)
    assert portfolio.losses["reason"].tolist() == [Language(code).text("template.example.lost_reason")]
    assert portfolio.period == (date(2026, 3, 2), date(2026, 3, 2))
