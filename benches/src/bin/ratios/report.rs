//! The measurements as Markdown.

use core::fmt::{self, Write};

use noio_benches::{
    decode::{CONTENDERS, Kind},
    stream::Shape,
};

use crate::{
    counts::Counts,
    goals, machine,
    measure::{Case, Lane},
};

const HOW_TO_READ: &str = "\
All decoders of a table run over the same bytes in the same process, one after the other, in an \
order that is rotated each round. **ours ÷ it** is the time of `noio-sse` divided by the time of \
the contender in the same round: the median over the rounds, with the quartiles in brackets. \
Below 1 ours is faster. **fastest** is the ratio of the fastest rounds, for a look at a disturbed \
run. Ratios hold for other machines much better than nanoseconds do; still, a \
rebuild alone can move one by 10 %, and a busy machine by more, so a goal counts as met at up to \
1.10 times its number. For a verdict take the median of three runs.

Before it is timed, every decoder must find the same events and as many bytes of data as the \
others. A **roofline** only touches the bytes: what a decoder cannot go below, unless it looks at \
fewer of them. Peers run in their default features, with `std` for `sseer`; those that are \
asynchronous read from memory and never wait. A contender that takes long sits out some rounds.

`whole` is one input with 2,000 events (8 of the long ones, since a peer is quadratic in the \
length of an input); the streams in pieces have 20,000 (64). Nanoseconds are medians.
";

const HOW_COUNTED: &str = "\
Counted by a program of its own, because a counting allocator slows down those who allocate: put \
into this one, it made sse-stream up to half slower, and ours not at all where it borrows. Per \
event, as the difference between a stream and the first half of it: what buffers grow to once does \
not count.
";

/// What was measured.
pub(crate) struct Report<'a> {
    pub(crate) rounds: usize,
    pub(crate) shapes: &'a [Shape],
    pub(crate) cases: &'a [Case],
    pub(crate) drips: &'a [Case],
    pub(crate) counts: Option<&'a Counts>,
}

impl Report<'_> {
    pub(crate) fn to_markdown(&self) -> String {
        let mut out = String::new();
        self.write(&mut out).expect("a string takes all text");
        out
    }

    fn write(&self, out: &mut String) -> fmt::Result {
        self.write_head(out)?;
        self.write_goals(out)?;
        writeln!(out, "\n## Contenders\n\n| name | what it does |\n|---|---|")?;
        for contender in CONTENDERS {
            let kind = match contender.kind {
                Kind::Roofline => " (roofline)",
                _ => "",
            };
            writeln!(out, "| {}{kind} | {} |", contender.name, contender.about)?;
        }
        for shape in self.shapes {
            self.write_stream(shape, out)?;
        }
        self.write_drips(out)?;
        if let Some(counts) = self.counts {
            self.write_allocations(counts, out)?;
            write_heap(counts, out)?;
        }
        Ok(())
    }

    fn write_head(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "# Server-Sent Events: ours beside others\n")?;
        writeln!(
            out,
            "Written by `cargo run --release -p noio-benches --bin ratios`.\n"
        )?;
        writeln!(out, "| | |\n|---|---|")?;
        writeln!(out, "| date | {} |", machine::date())?;
        writeln!(out, "| commit | {} |", machine::commit())?;
        writeln!(out, "| machine | {} |", machine::processor())?;
        writeln!(out, "| compiler | {}, `--release` |", machine::compiler())?;
        writeln!(out, "| rounds | {} |\n", self.rounds)?;
        writeln!(out, "{HOW_TO_READ}")
    }

    fn write_goals(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "## Goals\n")?;
        writeln!(
            out,
            "| workload | must reach | measured at worst | | mean to reach | measured at worst | |\n\
             |---|---|---|---|---|---|---|"
        )?;
        for goal in goals::all(self.cases, self.drips, self.counts) {
            writeln!(out, "{goal}")?;
        }
        Ok(())
    }

    fn write_stream(&self, shape: &Shape, out: &mut String) -> fmt::Result {
        let cases = || {
            self.cases
                .iter()
                .filter(|case| case.stream_name == shape.name)
        };
        let len = cases().last().map_or(0.0, |case| case.stream.event_len());
        writeln!(
            out,
            "\n## `{}`: {}\n\n{len:.0} B an event.\n",
            shape.name, shape.about
        )?;
        write_table(
            &cases().collect::<Vec<_>>(),
            ["ours ÷ it", "fastest"],
            ratio_cells,
            out,
        )?;
        writeln!(out)?;
        write_table(
            &cases().collect::<Vec<_>>(),
            ["ns/event", "ns/byte"],
            time_cells,
            out,
        )
    }

    fn write_drips(&self, out: &mut String) -> fmt::Result {
        let Some(first) = self.drips.first() else {
            return Ok(());
        };
        writeln!(out, "\n## One byte at a time\n")?;
        writeln!(
            out,
            "Nanoseconds per byte, at two lengths of a stream of many events and of one event. \
             The other peers are quadratic here and are left out.\n"
        )?;
        write!(out, "| |")?;
        for case in self.drips {
            write!(out, " `{}`, {} |", case.stream_name, case.cut_name)?;
        }
        writeln!(out, "\n|---|{}", "--:|".repeat(self.drips.len()))?;
        for lane in &first.lanes {
            let name = lane.contender.name;
            write!(out, "| {name} |")?;
            for case in self.drips {
                let ns = case.lane(name).and_then(|lane| case.ns_per_byte(lane));
                write!(out, " {:.2} |", ns.unwrap_or(f64::NAN))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    fn write_allocations(&self, counts: &Counts, out: &mut String) -> fmt::Result {
        let cuts = ["whole", "event by event", "1,460 B", "4 KiB"];
        writeln!(out, "\n## Allocations per event\n\n{HOW_COUNTED}")?;
        writeln!(
            out,
            "In brackets: bytes allocated per event. `event by event`: each event is an input of \
             its own.\n"
        )?;
        writeln!(out, "| stream | | {} |", cuts.join(" | "))?;
        writeln!(out, "|---|---|{}", "--:|".repeat(cuts.len()))?;
        for shape in self.shapes {
            for contender in CONTENDERS {
                if contender.kind == Kind::Roofline {
                    continue;
                }
                write!(out, "| `{}` | {} |", shape.name, contender.name)?;
                for cut in cuts {
                    match counts.find(shape.name, cut, contender.name) {
                        Some(row) => {
                            write!(out, " {:.2} ({:.0}) |", row.per_event, row.bytes_per_event)?;
                        }
                        None => write!(out, " |")?,
                    }
                }
                writeln!(out)?;
            }
        }
        Ok(())
    }
}

/// A row per contender, and of each case two columns.
fn write_table(
    cases: &[&Case],
    columns: [&str; 2],
    cells: fn(&Case, &Lane) -> Option<[String; 2]>,
    out: &mut String,
) -> fmt::Result {
    let [first, second] = columns;
    write!(out, "| |")?;
    for case in cases {
        write!(out, " {}: {first} | {second} |", case.cut_name)?;
    }
    writeln!(out, "\n|---|{}", "--:|--:|".repeat(cases.len()))?;
    for contender in CONTENDERS {
        write!(out, "| {} |", contender.name)?;
        for case in cases {
            let lane = case.lane(contender.name);
            let [first, second] = lane.and_then(|lane| cells(case, lane)).unwrap_or_default();
            write!(out, " {first} | {second} |")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn ratio_cells(case: &Case, lane: &Lane) -> Option<[String; 2]> {
    if case.is_ours(lane) {
        return Some(["1".into(), "1".into()]);
    }
    let fastest = case.fastest_ratio(lane)?;
    Some([case.ratio(lane)?.to_string(), format!("{fastest:.2}")])
}

fn time_cells(case: &Case, lane: &Lane) -> Option<[String; 2]> {
    let (per_event, per_byte) = (case.ns_per_event(lane)?, case.ns_per_byte(lane)?);
    let digits = usize::from(per_event < 100.0);
    Some([format!("{per_event:.digits$}"), format!("{per_byte:.3}")])
}

fn write_heap(counts: &Counts, out: &mut String) -> fmt::Result {
    writeln!(out, "\n## Memory of an idle decoder\n")?;
    writeln!(
        out,
        "`size_of::<noio_sse::Decoder>()` is {} B, `size_of::<noio_sse::line::Decoder>()` {} B. \
         On the heap it holds, when it has decoded what is named and nothing is pending (after \
         `ticks`, the last event id):\n",
        size_of::<noio_sse::Decoder>(),
        size_of::<noio_sse::line::Decoder>(),
    )?;
    writeln!(out, "| after | bytes |\n|---|--:|")?;
    for heap in &counts.heap {
        writeln!(out, "| {} | {} |", heap.after, heap.bytes)?;
    }
    Ok(())
}
