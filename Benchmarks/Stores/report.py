"""Figures as rows of a table in Markdown."""

HEAD = [
    "contestant", "build s", "memory MB", "p50 ms", "p99 ms", "searches/s, 4 callers", "recall@1, enrolled",
    "recall@1, strangers", "recall@10", "p50 to store.faiss", "memory to store.faiss"]


def short(value):
    """About three significant places."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 \
        else f"{value:.3f}"


def share(value):
    return f"{value:.3f}".rstrip("0").rstrip(".")


def head(unit):
    """The head of the table, with the unit of memory."""
    names = [column.replace("MB", unit) for column in HEAD]
    return "| " + " | ".join(names) + " |\n|" + "---|" * len(names)


def line(name, row, first, bytes_per_unit):
    """One contestant, compared with the `first`."""
    cells = [
        short(row["build_s"]), short(row["memory_bytes"] / bytes_per_unit), short(row["p50_ms"]), short(row["p99_ms"]),
        short(row["searches_per_s"]), share(row["recall_1_enrolled"]), share(row["recall_1_strangers"]),
        share(row["recall_10"]), short(row["p50_ms"] / first["p50_ms"]),
        short(row["memory_bytes"] / first["memory_bytes"])]
    return f"| {name} | " + " | ".join(cells) + " |"
