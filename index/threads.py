"""How many threads the linear algebra of a query takes."""

from functools import cache


@cache
def use_one_thread() -> None:
    """Puts numpy's linear algebra on one thread, in this process and for good.

    The products of a query are small, and sharing one out costs more than it saves: half the time
    of a search on two cores, more where several processes search at once. It is not taken back
    after a search, since OpenBLAS does not tell reliably from a thread what held before. The
    command line sets ``OPENBLAS_NUM_THREADS`` instead, which reaches every thread.
    """
    from threadpoolctl import ThreadpoolController

    ThreadpoolController().select(user_api="blas").limit(limits=1)
