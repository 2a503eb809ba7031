"""Eight bytes at once: an unaligned load that numba has no word for."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic


@intrinsic
def load64(_typing: Any, data: Any, index: Any) -> Any:
    """The eight bytes of an array of bytes from ``index`` on as one number; the caller keeps within the array."""
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
