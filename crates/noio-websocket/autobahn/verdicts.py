"""verdicts.py [--accept] ROLE INDEX: what the suite says of one role, beside expected.txt.

Fails unless every case is there, each with a verdict that is good and the expected one. wstest
itself never does. With --accept what is seen becomes what is expected.
"""

import collections
import json
import pathlib
import sys

EXPECTED = pathlib.Path(__file__).parent / "expected.txt"
ROLES = ["server", "client"]
# Of sections 1 to 7, 9 and 10.
CASE_COUNT = 301
GOOD = {"OK", "INFORMATIONAL"}

HEADER = """\
# The verdicts of the Autobahn testsuite 25.10.1: on the messages, and on how the connection ended.
# `autobahn/run --accept` writes this file.
"""


def numbers(case):
    return [int(number) for number in case.split(".")]


def read_cases(role, index):
    try:
        agents = json.loads(pathlib.Path(index).read_text())
    except OSError as error:
        sys.exit(f"{role}: the suite has left no index: {error}")
    except ValueError as error:
        sys.exit(f"{role}: the suite has left an index that is none: {index}: {error}")
    if not any(agents.values()):
        sys.exit(f"{role}: the suite has played no case: {index}")
    if list(agents) != ["noio"]:
        sys.exit(f"{role}: the suite has played with others than noio: {index}")
    return agents["noio"]


def read_expected():
    expected = {role: {} for role in ROLES}
    if EXPECTED.exists():
        for line in EXPECTED.read_text().splitlines():
            if line and not line.startswith("#"):
                case, *verdicts = line.split()
                for role, verdict in zip(ROLES, verdicts, strict=True):
                    expected[role][case] = verdict
    return expected


def write_expected(expected):
    cases = sorted({case for role in ROLES for case in expected[role]}, key=numbers)
    with EXPECTED.open("w") as file:
        file.write(HEADER)
        for case in ["case", *cases]:
            row = ROLES if case == "case" else [expected[role].get(case, "-") for role in ROLES]
            mark = "# " if case == "case" else ""
            file.write(f"{mark + case:<8} {row[0]:<28} {row[1]}\n")


def main(arguments):
    accept = arguments[:1] == ["--accept"]
    role, index = arguments[accept:]
    cases = read_cases(role, index)
    seen = {
        case: verdict["behavior"].replace(" ", "-") + "/" + verdict["behaviorClose"].replace(" ", "-")
        for case, verdict in cases.items()
    }
    expected = read_expected()
    if accept:
        expected[role] = seen
        write_expected(expected)

    failures = []
    if len(seen) < CASE_COUNT:
        failures.append(f"{len(seen)} cases in place of {CASE_COUNT}")
    for case in sorted({*seen, *expected[role]}, key=numbers):
        verdict = seen.get(case, "-")
        if not GOOD.issuperset(verdict.split("/")):
            failures.append(f"{case}: {verdict}, close code {cases.get(case, {}).get('remoteCloseCode')}")
        elif verdict != expected[role].get(case, "-"):
            failures.append(f"{case}: {verdict} in place of {expected[role].get(case, '-')}")

    counts = collections.Counter(seen.values())
    summary = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items(), reverse=True))
    print(f"{role}: {len(seen)} cases: {summary}")
    for failure in failures:
        print(f"{role}: {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
