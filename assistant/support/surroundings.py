"""How alike the words around two words are, in their order or in any."""

import numpy as np

from index.tokens import Floats

_REACH = 3
_OFF = 0.8
_FULL_SIDE = sum(1 / step for step in range(1, _REACH + 1))
_FADES_OWN, _FADES = 6.0, 8.0


def surroundings(alike: Floats) -> Floats:
    """How alike the words around two words are, in their order, [n_left, n_right] in [0, 1].

    The mean over up to three words on either side, near ones counting more, of the match at the
    same distance, or of a somewhat discounted match one place off. Where the left text ends, fewer
    count, but never fewer than one side.
    """
    n_left, n_right = alike.shape
    margin = _REACH + 1
    padded = np.full((n_left + 2 * margin, n_right + 2 * margin), np.nan, dtype=np.float32)
    padded[margin : margin + n_left] = 0
    padded[margin : margin + n_left, margin : margin + n_right] = alike

    def moved(down: int, across: int) -> Floats:
        rows = slice(margin + down, margin + down + n_left)
        return padded[rows, margin + across : margin + across + n_right]

    total, weights = np.zeros_like(alike), np.zeros_like(alike)
    for step in (*range(-_REACH, 0), *range(1, _REACH + 1)):
        near = [moved(step, step)]
        near += [_OFF * moved(step, step + off) for off in (-1, 1) if step + off != 0]
        best = np.fmax.reduce(near)
        known = ~np.isnan(best)
        total += np.where(known, best, 0) / abs(step)
        weights += known / abs(step)
    return np.asarray(total / np.maximum(weights, _FULL_SIDE))


def vicinity(alike: Floats) -> Floats:
    """How alike the words near two words are, in whatever order, [n_left, n_right] in [0, 1].

    The mean over the other words on the left of their best match on the right. Both a word on the
    left and its match count less the further off they are, by ``exp(-distance / 6)`` and
    ``exp(-distance / 8)``. Costs no more than the product of both lengths and that of the left.
    """
    best = np.maximum(_fading(alike), _fading(alike[:, ::-1])[:, ::-1])
    places = np.arange(len(alike))
    weights = np.exp(-np.abs(places[:, None] - places) / _FADES_OWN).astype(np.float32)
    np.fill_diagonal(weights, 0)
    total = weights.sum(axis=1, keepdims=True)
    return np.asarray(weights @ best / np.maximum(total, np.float32(1e-9)))


def _fading(alike: Floats) -> Floats:
    """The best match before each place on the right, less by how far before."""
    fade = np.float32(np.exp(-1 / _FADES))
    best = np.zeros_like(alike)
    for place in range(1, alike.shape[1]):
        best[:, place] = fade * np.maximum(best[:, place - 1], alike[:, place - 1])
    return best
