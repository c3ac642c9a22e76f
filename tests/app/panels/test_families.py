"""Every layer of the engine can be shown: its family has a name, a colour and a picture."""

from importlib import resources

import engine  # noqa: F401 - fills the registry
from app import theme
from app.panels import families
from engine import registry


def test_every_family_of_the_engine_is_known(qapp):
    known = {entry.family for entry in registry.entries("layer") if not entry.hidden}
    assert known
    for family in known:
        assert families.rank(family) < len(families._ORDER), family
        assert family in theme.FAMILIES
        assert (resources.files("resources.icons") / f"family-{family}.svg").is_file(), family


def test_a_family_nobody_foresaw_still_has_a_picture(qapp):
    assert not families.tile("from-afar", 22).isNull()
    assert families.title("from-afar") == "From-afar"
