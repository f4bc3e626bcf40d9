"""The database of these tests."""

import pytest
from living_database import Database


@pytest.fixture
def database(request):
    name = f"{request.config.getoption('--odoo-database')}_living"
    database = Database(name)
    database.make()
    yield database
    database.drop()
