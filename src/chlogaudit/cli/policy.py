"""Show, check and explain the privacy policy that audits judge by; accept a changed text by name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chlogaudit.cli.shared import InOrder

if TYPE_CHECKING:
    import datetime as dt

    from chlogaudit.policy import ControlSpec, Policy

_FILE = click.Path(dir_okay=False)
policy_option = click.option(
    "--policy", "policy_file", metavar="FILE", type=_FILE, help="A policy file; default: the shipped one."
)


@click.group(cls=InOrder)
def policy() -> None:
    """Show, check and explain the privacy policy that audits judge by."""


@policy.command()
@policy_option
@click.option("--toml", is_flag=True, help="Print the shipped file itself, to start one of your own from.")
def show(policy_file: str | None, *, toml: bool) -> None:
    """
    Print the whole policy.

    Clauses with their controls, redaction profiles, retention and other numbers, exceptions.
    """
    if toml:
        from chlogaudit.policy.load import shipped_bytes

        click.echo(shipped_bytes().decode(), nl=False)
        return
    from chlogaudit.report.policy_words import describe

    _print(describe(read_policy(policy_file)))


@policy.command()
@click.argument("file", type=_FILE)
@click.option("--text", metavar="FILE", type=_FILE, help="The policy text in force, to compare with the pinned one.")
def check(file: str, text: str | None) -> int:
    """
    Check a policy file and its dates.

    Suppressions and attestations are held against today's date. Exit code 2 when the file is wrong, 1 when a suppression or an attestation has expired or the text has changed.
    """
    from chlogaudit.errors import EXIT_FINDINGS, EXIT_OK
    from chlogaudit.report.policy_words import complaints

    read = read_policy(file)
    found = complaints(read, _today(), "" if text is None else _sha256(text))
    if found:
        _print(found)
    else:
        click.echo(f"{click.format_filename(file)} is right: {len(read.controls)} controls, digest {read.digest[:16]}")
    return EXIT_FINDINGS if found else EXIT_OK


@policy.command()
@click.argument("clause_or_control")
@policy_option
def explain(clause_or_control: str, policy_file: str | None) -> None:
    """
    Say what a control checks, and why.

    CLAUSE_OR_CONTROL is a control such as CH-1.1, or a clause such as 1 for all its controls. Also says how to fix it.
    """
    from chlogaudit.report.policy_words import page

    read = read_policy(policy_file)
    for number, spec in enumerate(_named(read, clause_or_control)):
        _print((["", ""] if number else []) + page(read, spec))


@policy.command()
@click.argument("text", type=_FILE)
@click.option("--by", required=True, metavar="NAME", help="Who compared the controls with the new text.")
@click.option(
    "--write", "target", metavar="FILE", type=_FILE, help="Add it to this policy file (made if there is none)."
)
def accept(text: str, by: str, target: str | None) -> None:
    """
    Accept a changed policy text by name.

    Prints what to add to the policy file, or adds it with --write.
    """
    from chlogaudit.errors import UsageError
    from chlogaudit.policy import load, shipped

    digest = _sha256(text)
    read = shipped() if target is None or not Path(target).exists() else read_policy(target)
    if read.reviewed(digest):
        click.echo("That text is accepted already; nothing to do.")
        return
    if not by.strip() or not by.isprintable() or len(by) > 200:
        raise UsageError("--by needs the name of a person, in one line.")
    quoted = by.replace("\\", "\\\\").replace('"', '\\"')
    block = f'[[accept]]\nsha256 = "{digest}"\nby = "{quoted}"\ndate = {_today().isoformat()}\n'
    if target is None:
        click.echo(block, nl=False)
        return
    before = _read(target) if Path(target).exists() else b'extends = "clusters-host"\n'
    after = before.rstrip(b"\n") + b"\n\n" + block.encode()
    load(after, target)  # a file that would not load is not written
    _replace(target, after)
    click.echo(f"Accepted by {by}; written to {click.format_filename(target)}.")


def read_policy(file: str | None) -> Policy:
    """Return the policy of a file, or the shipped one."""
    from chlogaudit.policy import load, shipped

    return shipped() if file is None else load(_read(file), click.format_filename(file))


def _named(read: Policy, name: str) -> list[ControlSpec]:
    """The controls that a clause or control names, whatever its case."""
    from difflib import get_close_matches

    from chlogaudit.errors import UsageError

    wanted = name.upper().removeprefix("CLAUSE").strip()
    found = [s for s in read.controls.values() if wanted in {s.id, s.clause}]
    if not found:
        known = [*read.controls, *(c for c, _ in read.clauses)]
        near = get_close_matches(wanted, known, n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known)}."
        raise UsageError(f"No control or clause is called {ascii(name)[:40]}; {hint}")
    return found


def _print(lines: list[str]) -> None:
    from chlogaudit.report.safe import shown

    click.echo("\n".join(map(shown, lines)))


def _read(file: str) -> bytes:
    from chlogaudit.errors import UsageError

    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"{click.format_filename(file)} cannot be read: {error.strerror}.") from None


def _sha256(file: str) -> str:
    import hashlib

    return hashlib.sha256(_read(file)).hexdigest()


def _replace(file: str, data: bytes) -> None:
    """Write a file whole or not at all, with the mode that it had."""
    from chlogaudit.errors import UsageError

    target = Path(file)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("xb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UsageError(f"{click.format_filename(file)} cannot be written: {error.strerror}.") from None


def _today() -> dt.date:
    import datetime as dt

    return dt.datetime.now(dt.UTC).date()
