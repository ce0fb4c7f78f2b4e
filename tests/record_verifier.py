"""A verifier of exports, written from docs/record.md alone: `python record_verifier.py EXPORT [ANCHOR]`."""

import hashlib
import hmac
import json
import struct
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def leaf(event: dict[str, Any]) -> bytes:
    canonical = json.dumps(event, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return sha(b"nudge event 1\0", canonical.encode())


def check(holds: object, what: str) -> None:
    if not holds:
        raise ValueError(what)


def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    check(len(dict(pairs)) == len(pairs), "a key stands twice")
    return dict(pairs)


def verify(lines: Iterable[str], anchor: str | None = None) -> int:
    """How many seals hold; ValueError says what is wrong."""
    first, *rest = (json.loads(line, object_pairs_hook=each_once) for line in lines)
    check(first["format"] == "nudge export 1", "format")
    reached = sha(b"nudge genesis 1\0", first["workspace_id"].encode()).hex()
    chain, sealed, waiting, end = [reached], 0, 0, None
    places: dict[int, bytes] = {}
    seen: set[int] = set()
    for line in rest:
        check(end is None, "something follows the end")
        check(len(line) == 1 or {*line} - {"text", "salt"} in ({"event"}, {"waiting"}), "something beside it")
        if seal := line.get("seal"):
            ids, leaves = seal["event_ids"], bytes.fromhex(seal["leaves"])
            sealed += len(ids)
            head = f"{reached}\n{len(chain)}\n{sealed}\n{seal['sealed_at']}\n".encode()
            reached = sha(b"nudge seal 1\0", head, struct.pack(f">{len(ids)}q", *ids), leaves).hex()
            stated = (seal["hash"], seal["previous"], seal["number"], seal["event_count"], len(seal))
            check(stated == (reached, chain[-1], len(chain), sealed, 7), f"seal {len(chain)}")
            check(ids == sorted(set(ids)) and not places.keys() & set(ids), f"ids of seal {len(chain)}")
            check(len(leaves) == 32 * len(ids), f"leaves of seal {len(chain)}")
            places |= {each: leaves[32 * place : 32 * place + 32] for place, each in enumerate(ids)}
            chain.append(reached)
        elif event := line.get("event") or line.get("waiting"):
            check(event["id"] not in seen, f"event {event['id']} twice")
            seen.add(event["id"])
            waiting += "waiting" in line
            check(places.get(event["id"]) == (leaf(event) if "event" in line else None), f"event {event['id']}")
            check({*map(type, event["data"].values())} <= {str, int, bool, type(None)}, f"data of event {event['id']}")
            if "text" in line:
                said = hmac.digest(bytes.fromhex(line["salt"]), line["text"].encode(), "sha256").hex()
                check(said == event["commitment"], f"words of event {event['id']}")
        else:
            end = line["end"]
    check(end == {"seals": len(chain) - 1, "events": len(seen) - waiting, "waiting": waiting}, "cut short")
    check(not first["whole"] or places.keys() <= seen, "an event is missing")
    check(anchor is None or anchor in chain, "anchor")
    return len(chain) - 1


if __name__ == "__main__":
    with Path(sys.argv[1]).open(encoding="utf-8") as export:
        print(verify(export, *sys.argv[2:]), "seals hold")
