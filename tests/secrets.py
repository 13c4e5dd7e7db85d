"""What a student has to find in MobileNetV3-Large, in every form in which it could be told."""

from app.core.text import LANGS
from app.labs import get_lab
from tests.e2e.boards import LARGE, Board, changed, reference

LAB = get_lab(LARGE)


def faulty() -> Board:
    """A board with two wrong values: what they should be is then on no board and in no total."""
    return changed(changed(reference(), "bneck4", exp_size=88), "bneck7", nl="RE", exp_size=100)


def secrets() -> dict[str, str]:
    """What is expected, in every form in which it could leave the server, by what it is."""
    facts = {
        f"sheet of step {step.number}, {lang}, line {count}": fact.strip()
        for step in LAB.steps
        for lang in LANGS
        for count, fact in enumerate(step.sheet[lang].strip().split("\n"))
    }
    totals = {
        f"{name} as {form}": form.format(getattr(LAB.stated, name))
        for name in ("n_params", "madds")
        for form in ("{}", "{:,}")
    }
    return {
        **facts,
        **totals,
        "shapes of a step": '"input_shape"',
        "a sheet": '"sheet"',
        "block 4": '"exp_size":72,"kernel_size":5',
    }
