"""numba at work: functions to machine code. Imported only when something is not kept yet or must be left to numba."""

from __future__ import annotations

from types import FunctionType
from typing import TYPE_CHECKING, Any

import numba
import numpy as np
from llvmlite import binding
from numba import types
from numba.np.numpy_support import from_dtype

from chlogaudit.engine import kept
from chlogaudit.engine.machine import SYMBOL, Machine, is_there, target
from chlogaudit.engine.words import Intrinsic, Outside

if TYPE_CHECKING:
    from chlogaudit.engine.kernel import Piece

_NUMBERS = {"int": types.int64, "float": types.float64}


def _function(piece: Piece) -> FunctionType:
    """The function with the pieces that it names as numba takes them."""
    from chlogaudit.engine.kernel import Piece as Other

    function = piece.function
    names = dict(function.__globals__)
    for name, value in piece.named():
        if isinstance(value, Other | Intrinsic | Outside):
            names[name] = value.compiled()
    made = FunctionType(function.__code__, names, function.__name__, function.__defaults__, function.__closure__)
    made.__qualname__, made.__module__ = function.__qualname__, function.__module__
    return made


def dispatcher(piece: Piece) -> Any:
    """
    The function as numba calls it, from numba's own cache where one can be written.

    numba raises when neither ``__pycache__`` nor the user's cache folder is writable, as for a cron user without a home;
    then a private temporary folder serves, and failing that no cache at all.
    """
    function = _function(piece)
    try:
        return numba.njit(nogil=True, cache=True, forceinline=piece.inline)(function)
    except RuntimeError:
        cache = kept.private_folder()
        if cache is None:
            return numba.njit(nogil=True, forceinline=piece.inline)(function)
        numba.config.CACHE_DIR = str(cache)  # type: ignore[attr-defined]
        return numba.njit(nogil=True, cache=True, forceinline=piece.inline)(function)


def machine(piece: Piece, kinds: tuple[object, ...]) -> Machine:
    """Compile a kernel for arguments of these kinds."""
    bare: dict[str, Any] = {
        "no_cpython_wrapper": True,
        "no_cfunc_wrapper": True,
    }  # options that numba's types leave out
    made = numba.njit(nogil=True, **bare)(_function(piece))
    made.compile(tuple(_type(kind) for kind in kinds))
    (overload,) = made.overloads.values()
    result = _result(overload.signature.return_type)
    module = binding.parse_assembly(overload.library.get_llvm_str())
    wants = tuple(f.name for f in module.functions if f.is_declaration and not f.name.startswith("llvm."))
    for function in module.functions:
        if function.name == overload.fndesc.llvm_func_name:
            function.name = SYMBOL
    if result is None or not all(name == "NRT_MemInfo_call_dtor" or _outside_numba(name) for name in wants):
        return Machine(b"")
    kinds_returned, is_tuple = result
    return Machine(target().emit_object(module), kinds_returned, is_tuple, wants)


def _outside_numba(name: str) -> bool:
    """Whether a name can be found in a process that has not loaded numba."""
    return not name.startswith(("NRT_", "numba_", "Py")) and is_there(name)


def _type(kind: object) -> types.Type:
    if isinstance(kind, tuple):
        dtype, dimensions, layout = kind
        return types.Array(from_dtype(np.dtype(dtype)), dimensions, layout)
    return _NUMBERS.get(str(kind)) or from_dtype(np.dtype(str(kind)))


def _result(returned: types.Type) -> tuple[tuple[str, ...], bool] | None:
    """The kinds of what is returned, and whether it is a tuple; None for what ``machine.load`` cannot read."""
    known = {types.int64: "<i8", types.uint64: "<u8", types.float64: "<f8"}
    if returned == types.none:
        return (), False
    if returned in known:
        return (known[returned],), False
    parts = tuple(returned) if isinstance(returned, types.UniTuple | types.Tuple) else ()
    if parts and all(part in known for part in parts):
        return tuple(known[part] for part in parts), True
    return None
