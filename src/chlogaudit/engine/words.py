"""What numba has no word for: eight bytes at once, by an unaligned load, and functions of other libraries."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any


class Intrinsic:
    """A word for kernels that numba learns when it compiles one: loading numba costs a third of a second."""

    def __init__(self, function: Callable[[Any, Any, Any], Any]) -> None:
        self.function = function

    @cached_property
    def _compiled(self) -> Any:
        from numba.extending import intrinsic

        return intrinsic(self.function)

    def compiled(self) -> Any:
        """The word as numba takes it."""
        return self._compiled


class Outside:
    """
    A function of another library, by the name under which ``llvmlite.binding.add_symbol`` has made it known.

    ``kinds`` are numba's names of the kinds of its result and of its arguments.
    """

    def __init__(self, name: str, *kinds: str) -> None:
        self.name = name
        self.kinds = kinds

    @cached_property
    def _compiled(self) -> Any:
        from numba import types

        result, *arguments = (getattr(types, kind) for kind in self.kinds)
        return types.ExternalFunction(self.name, result(*arguments))

    def compiled(self) -> Any:
        """The function as numba takes it."""
        return self._compiled


@Intrinsic
def load64(_typing: Any, data: Any, index: Any) -> Any:
    """The eight bytes of an array of bytes from ``index`` on as one number; the caller keeps within the array."""
    from llvmlite import ir
    from numba import types

    signature = types.uint64(data, types.int64)

    def generate(context: Any, builder: Any, signed: Any, arguments: Any) -> Any:
        array = context.make_array(signed.args[0])(context, builder, arguments[0])
        word = ir.IntType(64)
        place = builder.bitcast(builder.gep(array.data, [arguments[1]]), word.as_pointer())
        loaded = builder.load(place)
        loaded.align = 1
        return loaded

    del index
    return signature, generate
