"""``chlogaudit keys``: the keys of pseudonyms."""

from __future__ import annotations

import os

import click

from chlogaudit.cli.shared import InOrder
from chlogaudit.errors import UsageError


@click.group(cls=InOrder)
def keys() -> None:
    """Pseudonym keys: one independent random key per day. Destroying a key makes that day's tokens irreversible."""


@keys.command()
def init() -> None:
    """Make the key folder, or check the one that is there."""
    from chlogaudit.files.keys import KeyStore

    store = KeyStore.from_environment(os.environ)
    made = store.init()
    click.echo(store.notes[-1] if made else f"The key folder {store.folder} is there and closed to others.")


@keys.command(name="list")
def list_keys() -> None:
    """List the keys by the day, week or month they belong to; never the keys themselves."""
    from chlogaudit.files.keys import KeyStore

    store = KeyStore.from_environment(os.environ)
    found = store.list()
    if not found:
        click.echo(f"No key in {store.folder}.")
    for info in found:
        click.echo(f"{info.epoch:<12} id {info.id}  check value {info.check}")


@keys.command()
@click.argument("epochs", metavar="EPOCH...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
def destroy(epochs: tuple[str, ...], yes: bool) -> None:
    """Destroy the keys of days such as 2026-03-14: nobody can link those days' tokens to visitors any more."""
    from chlogaudit.files.keys import KeyStore

    store = KeyStore.from_environment(os.environ)
    if missing := [epoch for epoch in epochs if not store.has(epoch)]:
        raise UsageError(f"There is no key of {', '.join(missing)} in {store.folder}; nothing was destroyed.")
    if not yes and not click.confirm(f"Destroy for good the keys of {', '.join(epochs)}?"):
        click.echo("Nothing was destroyed.")
        return
    for epoch in dict.fromkeys(epochs):
        store.destroy(epoch)
        click.echo(f"{epoch}: destroyed. Backups and snapshots of {store.folder} may still hold it.")
