"""
The decorators that make kernels of functions, and the call of one.

A kernel is compiled by numba at its first call with arrays of new types, and its machine code is kept (``engine.kept``).
A process that finds it there runs it without numba, whose start costs a second and 100 MiB: llvmlite alone loads it.
What that way cannot do (arrays made inside a kernel, other kinds of arguments) numba does, with its own cache.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from hashlib import blake2b
from importlib.util import find_spec
from types import CodeType, FunctionType, ModuleType
from typing import Any

import llvmlite.binding  # noqa: F401  no llvmlite, no fast engine: ``engine.choose`` wants to know at import
import numpy as np

from chlogaudit.engine import kept
from chlogaudit.engine.machine import load
from chlogaudit.engine.words import Intrinsic, Outside

if find_spec("numba") is None:
    raise ImportError("numba is not installed")

_compiling = threading.RLock()


class Piece:
    """A function that kernels are made of; ``inline``: compiled into each of its callers."""

    __slots__ = ("_compiled", "function", "inline")

    def __init__(self, function: FunctionType, *, inline: bool) -> None:
        self.function = function
        self.inline = inline
        self._compiled: Any = None

    def compiled(self) -> Any:
        """The function as numba takes it."""
        if self._compiled is None:
            from chlogaudit.engine import compiling

            self._compiled = compiling.dispatcher(self)
        return self._compiled

    def named(self) -> Iterator[tuple[str, object]]:
        """The globals that the function names, and what they are."""
        for name in self.function.__code__.co_names:
            if name in self.function.__globals__:
                yield name, self.function.__globals__[name]

    def text(self) -> bytes:
        """All that its machine code depends on: its byte code, its constants, and the same of the pieces that it names."""
        out = [_text(self.function.__code__), b"inline" if self.inline else b""]
        for name, value in self.named():
            if isinstance(value, Piece):
                out.append(value.text())
            elif isinstance(value, Intrinsic):
                out.append(_text(value.function.__code__))
            elif isinstance(value, Outside):
                out.append(repr((value.name, value.kinds)).encode())
            elif isinstance(value, np.ndarray):
                out.append(value.tobytes())
            elif not isinstance(value, ModuleType):
                out.append(f"{name}={type(value).__name__}:{value!r}".encode())
        return b"\0".join(out)


def _text(code: CodeType) -> bytes:
    """Byte code and constants."""
    constants = [_text(value) if isinstance(value, CodeType) else repr(value).encode() for value in code.co_consts]
    return b"\0".join([code.co_code, repr((code.co_names, code.co_varnames)).encode(), *constants])


class Kernel(Piece):
    """A piece that Python calls, without the interpreter's lock."""

    __slots__ = ("_loaded",)

    def __init__(self, function: FunctionType) -> None:
        super().__init__(function, inline=False)
        self._loaded: dict[tuple[object, ...], Callable[..., Any]] = {}

    def __call__(self, *arguments: Any) -> Any:
        """Run the kernel over arrays and numbers."""
        kinds = tuple([_kind(value) for value in arguments])
        found = self._loaded.get(kinds)
        if found is None:
            with _compiling:
                found = self._loaded[kinds] = self._load(kinds)
        return found(*arguments)

    def _load(self, kinds: tuple[object, ...]) -> Callable[..., Any]:
        by_numba: Callable[..., Any]
        if None in kinds:
            by_numba = self.compiled()
            return by_numba
        name = f"{self.function.__name__}-{blake2b(self.text() + repr(kinds).encode(), digest_size=12).hexdigest()}"
        machine = kept.find(name)
        if machine is None:
            from chlogaudit.engine import compiling

            machine = compiling.machine(self, kinds)
            kept.keep(name, machine)
        loaded = load(machine, kinds)
        if loaded is not None:
            return loaded
        by_numba = self.compiled()
        return by_numba


def _kind(value: object) -> object:
    """What an argument is to a compiler: ``('<i8', 1, 'C')`` for an array, ``int`` or the like; None for anything else."""
    if isinstance(value, np.ndarray):
        flags = value.flags
        return (value.dtype.str, value.ndim, "C" if flags.c_contiguous else "A") if flags.aligned else None
    if type(value) is int or type(value) is float:
        return type(value).__name__
    return value.dtype.str if isinstance(value, np.integer | np.floating) else None


def kernel(function: Callable[..., Any]) -> Any:
    """Make a kernel of ``function``."""
    assert isinstance(function, FunctionType)
    return Kernel(function)


def inlined(function: Callable[..., Any]) -> Any:
    """
    Compile a piece of a kernel into each kernel that calls it.

    A call that is not inlined counts references of every array it is given, which costs more than most pieces do.
    """
    assert isinstance(function, FunctionType)
    return Piece(function, inline=True)


__all__ = ["Kernel", "Piece", "inlined", "kernel"]
