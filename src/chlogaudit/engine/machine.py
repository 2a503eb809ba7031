"""Machine code of kernels: loaded by llvmlite, called by ctypes, which gives up the interpreter's lock meanwhile."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import llvmlite
import numpy as np
from llvmlite import binding

SYMBOL = "chlogaudit_kernel"
_SCALARS: dict[object, Any] = {
    "int": ctypes.c_int64, "float": ctypes.c_double, "<i8": ctypes.c_int64, "<u8": ctypes.c_uint64, "<i4": ctypes.c_int32,
    "<u4": ctypes.c_uint32, "|u1": ctypes.c_uint8, "<f8": ctypes.c_double,
}  # fmt: skip
_FAILED = -1


@dataclass(frozen=True, slots=True)
class Machine:
    """
    The machine code of one kernel for one list of arguments; empty where it must be left to numba.

    ``result`` are the kinds of the numbers returned: none, one, or those of a tuple. ``wants`` are the names that the code
    expects to find in the process.
    """

    code: bytes
    result: tuple[str, ...] = ()
    is_tuple: bool = False
    wants: tuple[str, ...] = ()


def processor() -> str:
    """For which processor and by which LLVM code is made."""
    return f"{llvmlite.__version__} {binding.get_host_cpu_name()} {binding.get_host_cpu_features().flatten()}"


@lru_cache(maxsize=1)
def target() -> binding.TargetMachine:
    """The processor at hand."""
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    return binding.Target.from_default_triple().create_target_machine(
        cpu=binding.get_host_cpu_name(), features=binding.get_host_cpu_features().flatten(), opt=3, codemodel="jitdefault",
        jit=True,
    )  # fmt: skip


def is_there(name: str) -> bool:
    """Whether code that wants ``name`` can be loaded; LLVM ends the process where it cannot."""
    return binding.address_of_symbol(name) is not None


def load(machine: Machine, kinds: tuple[object, ...]) -> Callable[..., Any] | None:
    """The kernel as a function; None where it must be left to numba."""
    if not machine.code or not hasattr(binding, "create_mcjit_compiler"):  # which LLVM means to retire
        return None
    if "NRT_MemInfo_call_dtor" in machine.wants:  # named by code that is never reached: no array here is numba's own
        binding.add_symbol("NRT_MemInfo_call_dtor", ctypes.cast(ctypes.CDLL(None).abort, ctypes.c_void_p).value)
    if not all(is_there(name) for name in machine.wants):
        return None
    engine = binding.create_mcjit_compiler(binding.parse_assembly(""), target())
    engine.add_object_file(binding.ObjectFileRef.from_data(machine.code))
    engine.finalize_object()
    _engines.append(engine)
    return _caller(engine.get_function_address(SYMBOL), machine, kinds)


_engines: list[binding.ExecutionEngine] = []  # the code lives as long as they do


def _caller(address: int, machine: Machine, kinds: tuple[object, ...]) -> Callable[..., Any]:
    """
    A function that calls the code as numba's native functions are called (numba, "Calling conventions").

    First the place for the result, then that for an exception, then the arguments; an array is two owners, its number of
    items, the size of one, its place, and its lengths and strides. The result of the call is a status.
    """
    arguments: list[Any] = [ctypes.c_void_p, ctypes.c_void_p]
    for kind in kinds:
        if isinstance(kind, tuple):
            sizes = [ctypes.c_int64] * (2 * kind[1])
            arguments += [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p, *sizes]
        else:
            arguments.append(_SCALARS[kind])
    function = ctypes.CFUNCTYPE(ctypes.c_int32, *arguments)(address)
    fields = [(f"r{i}", _SCALARS[kind]) for i, kind in enumerate(machine.result)]
    returned = type("Returned", (ctypes.Structure,), {"_fields_": fields or [("r0", ctypes.c_void_p)]})
    names = [name for name, _ in fields]

    def call(*values: Any) -> Any:
        result, thrown = returned(), ctypes.c_void_p()
        flat: list[Any] = [ctypes.addressof(result), ctypes.addressof(thrown)]
        for value in values:
            if isinstance(value, np.ndarray):
                flat += (None, None, value.size, value.itemsize, value.ctypes.data, *value.shape, *value.strides)
            else:
                flat.append(value if type(value) is int or type(value) is float else value.item())
        status = function(*flat)
        if status == _FAILED or status > 0:
            raise ArithmeticError("a kernel stopped: a division by zero or no memory")
        if machine.is_tuple:
            return tuple([getattr(result, name) for name in names])
        return result.r0 if names else None

    return call
