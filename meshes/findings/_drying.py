"""A disc that has lost height or bulges all round has dried out as well (Pfirrmann 2001; anatomy-facts C7)."""

import numpy as np

BULGE = (0.0, 1.0, 2.5, 4.4)  # mm all round,
LOSS = (0.0, 1.0, 2.5, 4.0)  # or mm of height,
SIGNAL = (1.0, 0.7, 0.45, 0.25)  # and how bright the nucleus then is on T2, of fluid: grades II to IV


def signal_left(bulge: float = 0.0, loss: float = 0.0) -> float:
    """How bright the nucleus of a disc is, of fluid, that bulges or has lost height by so many mm."""
    return round(float(min(np.interp(bulge, BULGE, SIGNAL), np.interp(loss, LOSS, SIGNAL))), 3)
