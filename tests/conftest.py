"""Settings of every test run."""

from hypothesis import HealthCheck, Phase, settings

# How long an example takes says more about the machine than about the code.
settings.register_profile(
    "bneck-lab", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
# Whether any example fails is all that `make mutation` asks: none is made smaller.
settings.register_profile(
    "mutation", settings.get_profile("bneck-lab"), phases=[Phase.explicit, Phase.generate]
)
settings.load_profile("bneck-lab")
