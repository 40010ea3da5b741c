"""Two versions of a model made by hypothesis: alike but for a few edits, or not alike at all."""

from fractions import Fraction

from hypothesis import strategies as st

from policyscore.model import Model
from tests import plain
from tests.strategies import as_files, models, performances, scales, weights


@st.composite
def edited(draw: st.DrawFn, model: Model) -> Model:
    """Draw a model like another one but for weights, cells, scales, and options that went."""
    criteria, options = dict(model.criteria), dict(model.options)
    for name in draw(st.sets(st.sampled_from(list(criteria)), max_size=3)):
        criteria[name] = criteria[name]._replace(weight=draw(weights))
    for name in draw(st.sets(st.sampled_from(list(criteria)), max_size=2)):
        criteria[name] = criteria[name]._replace(scale=draw(scales()))
        for option in list(options):
            cells = {**options[option].performance, name: draw(performances(criteria[name].scale))}
            options[option] = options[option]._replace(performance=cells)
    for option in draw(st.sets(st.sampled_from(list(options)), max_size=2)):
        name = draw(st.sampled_from(list(criteria)))
        cells = {**options[option].performance, name: draw(performances(criteria[name].scale))}
        options[option] = options[option]._replace(performance=cells)
    if len(options) > 1 and draw(st.integers(0, 4)) == 0:
        del options[draw(st.sampled_from(list(options)))]
    return model._replace(criteria=criteria, options=options, profiles={})


def is_sound(model: Model) -> bool:
    """Tell whether the weights of a model can be shared out."""
    try:
        plain.shares(as_files(model))
    except plain.Impossible:
        return False
    return True


@st.composite
def versions(draw: st.DrawFn) -> tuple[Model, Model]:
    """Draw two sound versions of a model that use the same ids, mostly alike."""
    before = draw(models())._replace(profiles={})
    alike = draw(st.integers(0, 3)) > 0
    after = draw((edited(before) if alike else models()).filter(is_sound))
    return before, after._replace(profiles={})


def plain_scores(model: Model) -> dict[str, Fraction]:
    """Return the overall scores as the plain implementation has them."""
    return {found["option"]: found["score"] for found in plain.rank(as_files(model))}
