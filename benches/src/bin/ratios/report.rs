//! The measurements as Markdown.

use core::fmt::{self, Write};

use noio_benches::case::Kind;

use crate::{
    counts::{Allocations, Counts},
    goals, machine,
    measure::{TimedCase, TimedCodec, TimedLane, TimedTask, TimedWorkload},
};

const HOW_TO_READ: &str = "\
All contenders of a table run over the same bytes in the same process, one after the other, in an \
order that is rotated each round. **ours ÷ it** is the time of the first row, which is ours, \
divided by the time of the contender in the same round: the median over the rounds, with the \
quartiles in brackets. Below 1 ours is faster. **fastest** is the ratio of the fastest rounds, for \
a look at a disturbed run. Ratios hold for other machines much better than nanoseconds do; still, a \
rebuild alone can move one by 10 %, and a busy machine by more, so a goal counts as met at up to \
1.10 times its number, unless it says `exactly`. For a verdict take the median of three runs.

Before they are timed, all contenders must find the same. A **roofline** only touches the bytes: \
what the work cannot go below, unless it looks at fewer of them. A contender that takes long sits \
out some rounds. Nanoseconds are medians.
";

const HOW_COUNTED: &str = "\
Counted by a program of its own, because a counting allocator slows down those who allocate: put \
into this one, it made sse-stream up to half slower, and ours not at all where it borrows. Counts \
are the difference between an input and the first half of it: what buffers grow to once does not \
count. In brackets: bytes allocated.
";

/// What was measured.
pub(crate) struct Report<'a> {
    pub(crate) rounds: usize,
    pub(crate) codecs: &'a [TimedCodec],
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
        for codec in self.codecs {
            self.write_codec(codec, out)?;
        }
        Ok(())
    }

    fn write_head(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "# Ours beside others\n")?;
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
        writeln!(out, "{HOW_TO_READ}")?;
        match self.counts {
            Some(_) => writeln!(out, "{HOW_COUNTED}"),
            None => Ok(()),
        }
    }

    fn write_goals(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "## Goals\n")?;
        writeln!(
            out,
            "| codec | workload | must reach | measured at worst | | mean to reach | measured at worst | |\n\
             |---|---|---|---|---|---|---|---|"
        )?;
        for timed in self.codecs {
            for verdict in goals::verdicts(timed, self.counts) {
                writeln!(out, "| {} | {verdict} |", timed.codec.name)?;
            }
        }
        Ok(())
    }

    fn write_codec(&self, timed: &TimedCodec, out: &mut String) -> fmt::Result {
        let codec = timed.codec;
        if timed.tasks.iter().all(|task| task.workloads.is_empty()) {
            return Ok(());
        }
        writeln!(out, "\n## {}\n\n{}", codec.title, codec.notes)?;
        for task in &timed.tasks {
            if task.workloads.is_empty() {
                continue;
            }
            write_contenders(task, out)?;
            for workload in &task.workloads {
                write_workload(task, workload, out)?;
            }
            write_drips(task, out)?;
            if let Some(counts) = self.counts {
                write_allocations(codec.name, task, counts, out)?;
            }
        }
        match self.counts {
            Some(counts) => write_memory(codec.name, counts, out),
            None => Ok(()),
        }
    }
}

fn write_contenders(task: &TimedTask, out: &mut String) -> fmt::Result {
    writeln!(out, "\n### {}: contenders\n", task.name)?;
    writeln!(out, "| name | what it does |\n|---|---|")?;
    let cases = task.workloads.iter().flat_map(|workload| &workload.cases);
    for lane in cases.take(1).flat_map(|case| &case.lanes) {
        let kind = match lane.kind {
            Kind::Roofline => " (roofline)",
            _ => "",
        };
        writeln!(out, "| {}{kind} | {} |", lane.name, lane.about)?;
    }
    Ok(())
}

fn write_workload(task: &TimedTask, workload: &TimedWorkload, out: &mut String) -> fmt::Result {
    let (name, about) = (workload.name, workload.about);
    let len = workload.cases.last().map_or(0.0, |case| case.unit_len);
    writeln!(
        out,
        "\n### {} `{name}`: {about}\n\n{len:.0} B per {}.\n",
        task.name, task.unit
    )?;
    write_table(workload, ["ours ÷ it", "fastest"], ratio_cells, out)?;
    writeln!(out)?;
    let per_unit = format!("ns/{}", task.unit);
    write_table(workload, [&per_unit, "ns/byte"], time_cells, out)
}

/// A row per contender, and of each case two columns.
fn write_table(
    workload: &TimedWorkload,
    columns: [&str; 2],
    cells: fn(&TimedCase, &TimedLane) -> Option<[String; 2]>,
    out: &mut String,
) -> fmt::Result {
    let [first, second] = columns;
    write!(out, "| |")?;
    for case in &workload.cases {
        write!(out, " {}: {first} | {second} |", case.cut_name)?;
    }
    writeln!(out, "\n|---|{}", "--:|--:|".repeat(workload.cases.len()))?;
    let lanes = workload.cases.first().map(|case| &*case.lanes);
    for name in lanes.unwrap_or_default().iter().map(|lane| lane.name) {
        write!(out, "| {name} |")?;
        for case in &workload.cases {
            let lane = case.lane(name);
            let [first, second] = lane.and_then(|lane| cells(case, lane)).unwrap_or_default();
            write!(out, " {first} | {second} |")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn ratio_cells(case: &TimedCase, lane: &TimedLane) -> Option<[String; 2]> {
    if case.is_ours(lane) {
        return Some(["1".into(), "1".into()]);
    }
    let fastest = case.fastest_ratio(lane)?;
    Some([case.ratio(lane)?.to_string(), format!("{fastest:.2}")])
}

fn time_cells(case: &TimedCase, lane: &TimedLane) -> Option<[String; 2]> {
    let (per_unit, per_byte) = (case.ns_per_unit(lane)?, case.ns_per_byte(lane)?);
    let digits = usize::from(per_unit < 100.0);
    Some([format!("{per_unit:.digits$}"), format!("{per_byte:.3}")])
}

fn write_drips(task: &TimedTask, out: &mut String) -> fmt::Result {
    let cases = || {
        let named = |drip: &'_ TimedWorkload| drip.name;
        let drips = task.drips.iter();
        drips.flat_map(move |drip| drip.cases.iter().map(move |case| (named(drip), case)))
    };
    let Some((_, first)) = cases().next() else {
        return Ok(());
    };
    writeln!(out, "\n### {}: one byte at a time\n", task.name)?;
    writeln!(
        out,
        "Nanoseconds per byte, each at two lengths. Who is quadratic here is left out.\n"
    )?;
    write!(out, "| |")?;
    for (name, case) in cases() {
        write!(out, " `{name}`, {} |", case.cut_name)?;
    }
    writeln!(out, "\n|---|{}", "--:|".repeat(cases().count()))?;
    for lane in &first.lanes {
        write!(out, "| {} |", lane.name)?;
        for (_, case) in cases() {
            let lane = case.lane(lane.name);
            let ns = lane.and_then(|lane| case.ns_per_byte(lane));
            write!(out, " {:.2} |", ns.unwrap_or(f64::NAN))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn write_allocations(
    codec: &str,
    task: &TimedTask,
    counts: &Counts,
    out: &mut String,
) -> fmt::Result {
    let rows = || {
        let rows = counts.allocations.iter();
        rows.filter(|row| row.codec == codec && row.task == task.name)
    };
    let cuts = distinct(rows().map(|row| &*row.cut_name));
    writeln!(out, "\n### {}: allocations per {}\n", task.name, task.unit)?;
    writeln!(out, "| | | {} |", cuts.join(" | "))?;
    writeln!(out, "|---|---|{}", "--:|".repeat(cuts.len()))?;
    for workload in &task.workloads {
        let rows = || rows().filter(|row| row.workload == workload.name);
        for contender in distinct(rows().map(|row| &*row.contender)) {
            write!(out, "| `{}` | {contender} |", workload.name)?;
            for cut in &cuts {
                let is_wanted =
                    |row: &&Allocations| row.cut_name == *cut && row.contender == contender;
                match rows().find(is_wanted) {
                    Some(row) => {
                        write!(out, " {:.2} ({:.0}) |", row.per_unit, row.bytes_per_unit)?;
                    }
                    None => write!(out, " |")?,
                }
            }
            writeln!(out)?;
        }
    }
    Ok(())
}

/// The names, each once, in the order in which they come first.
fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut distinct = Vec::new();
    for name in names {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    distinct
}

fn write_memory(codec: &str, counts: &Counts, out: &mut String) -> fmt::Result {
    let sizes = counts.sizes.iter().filter(|size| size.codec == codec);
    let sizes: Vec<_> = sizes
        .map(|size| format!("`size_of::<{}>()` is {} B", size.name, size.bytes))
        .collect();
    if sizes.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### Memory of an idle decoder\n")?;
    writeln!(
        out,
        "{}. On the heap it holds, when it has decoded what is named and nothing is pending:\n",
        sizes.join(", ")
    )?;
    writeln!(out, "| after | bytes |\n|---|--:|")?;
    for heap in counts.heap.iter().filter(|heap| heap.codec == codec) {
        writeln!(out, "| {} | {} |", heap.after, heap.bytes)?;
    }
    for peer in counts.beside.iter().filter(|peer| peer.codec == codec) {
        writeln!(
            out,
            "\nBeside it: `size_of::<{}>()` is {} B, and on the heap an idle one holds {} B.",
            peer.name, peer.bytes, peer.heap
        )?;
    }
    Ok(())
}
