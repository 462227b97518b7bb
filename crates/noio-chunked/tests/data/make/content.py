"""What the servers are told to send; `captured.rs` has the same two functions."""


def text(first: int, last: int) -> bytes:
    """Numbered lines of many lengths, `last` not included."""
    return b"".join(b"%d %s\n" % (i, b"chunk " * (i % 29)) for i in range(first, last))


def noise(length: int) -> bytes:
    """Bytes of every value, without a pattern and always the same."""
    state = 1
    out = bytearray()
    for _ in range(length):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        out.append(state >> 56)
    return bytes(out)
