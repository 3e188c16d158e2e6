"""One thread for the linear algebra of a query.

Its products are small, and sharing one out costs more than it saves: half the time of a search on
two cores, more where several processes search at once.
"""

from collections.abc import Callable
from functools import cache, wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

P = ParamSpec("P")
R = TypeVar("R")


def single_threaded(function: Callable[P, R]) -> Callable[P, R]:
    """The function, with numpy's linear algebra on one thread while it runs."""

    @wraps(function)
    def limited(*args: P.args, **kwargs: P.kwargs) -> R:
        with _linear_algebra().limit(limits=1):
            return function(*args, **kwargs)

    return limited


@cache
def _linear_algebra() -> "ThreadpoolController":
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(user_api="blas")
