//! Counts allocations, and the heap that a decoder of ours holds when it has nothing to do.
//!
//! A program of its own: the counter is the process's allocator, which slows down whoever
//! allocates, and would do so in timings. Prints lines of fields with tabs between them, for
//! `ratios` to read:
//!
//! - `allocations`, codec, task, workload, cut, contender, allocations per event, chunk or the
//!   like, bytes allocated per the same
//! - `heap`, codec, what was decoded before, bytes held
//! - `size`, codec, type, its bytes
//! - `beside`, codec, a peer's type, its bytes, bytes on the heap that an idle one holds
#![expect(
    clippy::expect_used,
    reason = "a count of an input that does not decode is worth nothing"
)]

mod chunked;
mod handshake;
mod sse;
mod websocket;

use allocation_counter::{AllocationInfo, measure};
use noio_benches::{
    CODECS,
    case::{Codec, Cut, Kind, Lane, Task, Workload},
};

fn main() {
    for codec in CODECS {
        for task in (codec.tasks)() {
            for workload in &task.workloads {
                for cut in &workload.cuts {
                    count_cut(&codec, &task, workload, *cut);
                }
            }
        }
    }
    sse::count();
    chunked::count();
    websocket::count();
    handshake::count();
}

/// What each contender allocates, in the second half of the input: the first costs the same, and
/// what does not depend on the length, such as buffers that grow once.
fn count_cut(codec: &Codec, task: &Task, workload: &Workload, cut: Cut) {
    let half = workload.case(Cut {
        units: cut.units / 2,
        ..cut
    });
    let whole = workload.case(cut);
    let units = whole.units - half.units;
    for (mut half, mut whole) in half.lanes.into_iter().zip(whole.lanes) {
        if half.kind == Kind::Roofline {
            continue;
        }
        let counts = [count_pass(&mut half), count_pass(&mut whole)];
        let place = [codec.name, task.name, workload.name, cut.name, half.name];
        print_allocations(place, counts, units);
    }
}

fn count_pass(lane: &mut Lane) -> AllocationInfo {
    // What the lane keeps from one pass to the next.
    (lane.pass)();
    measure(|| (lane.pass)())
}

/// The difference between two counts, of which the second has so many units more.
fn print_allocations(place: [&str; 5], [base, total]: [AllocationInfo; 2], units: usize) {
    println!(
        "allocations\t{}\t{}\t{}",
        place.join("\t"),
        (total.count_total as f64 - base.count_total as f64) / units as f64,
        (total.bytes_total as f64 - base.bytes_total as f64) / units as f64,
    );
}
