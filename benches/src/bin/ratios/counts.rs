//! What the program `allocations` counts.

use std::{env, process::Command};

/// Allocations, and memory held.
#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) allocations: Vec<Allocations>,
    pub(crate) heap: Vec<Heap>,
    pub(crate) sizes: Vec<Size>,
    pub(crate) beside: Vec<Beside>,
}

/// What one contender allocates on one input that is cut in one way, once its buffers have grown.
pub(crate) struct Allocations {
    pub(crate) codec: String,
    pub(crate) task: String,
    pub(crate) workload: String,
    pub(crate) cut_name: String,
    pub(crate) contender: String,
    pub(crate) per_unit: f64,
    pub(crate) bytes_per_unit: f64,
}

/// What our decoder holds after all of an input, with nothing pending.
pub(crate) struct Heap {
    pub(crate) codec: String,
    pub(crate) after: String,
    pub(crate) bytes: f64,
}

/// The size of a type.
pub(crate) struct Size {
    pub(crate) codec: String,
    pub(crate) name: String,
    pub(crate) bytes: usize,
}

/// What an idle connection of a peer takes.
pub(crate) struct Beside {
    pub(crate) codec: String,
    pub(crate) name: String,
    pub(crate) bytes: usize,
    pub(crate) heap: usize,
}

impl Counts {
    /// Builds and runs the program, since its allocator must not be in this one.
    pub(crate) fn take() -> Self {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["run", "--quiet", "--release", "--package", "noio-benches"])
            .args(["--bin", "allocations"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo can be run");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "allocations failed: {error}");
        Self::from_lines(&String::from_utf8_lossy(&output.stdout))
    }

    fn from_lines(text: &str) -> Self {
        let mut counts = Self::default();
        let number = |field: &str| field.parse().expect("a number");
        for line in text.lines() {
            match *line.split('\t').collect::<Vec<_>>() {
                [
                    "allocations",
                    codec,
                    task,
                    workload,
                    cut,
                    contender,
                    count,
                    bytes,
                ] => {
                    counts.allocations.push(Allocations {
                        codec: codec.into(),
                        task: task.into(),
                        workload: workload.into(),
                        cut_name: cut.into(),
                        contender: contender.into(),
                        per_unit: number(count),
                        bytes_per_unit: number(bytes),
                    });
                }
                ["heap", codec, after, bytes] => counts.heap.push(Heap {
                    codec: codec.into(),
                    after: after.into(),
                    bytes: number(bytes),
                }),
                ["size", codec, name, bytes] => counts.sizes.push(Size {
                    codec: codec.into(),
                    name: name.into(),
                    bytes: bytes.parse().expect("a number"),
                }),
                ["beside", codec, name, bytes, heap] => counts.beside.push(Beside {
                    codec: codec.into(),
                    name: name.into(),
                    bytes: bytes.parse().expect("a number"),
                    heap: heap.parse().expect("a number"),
                }),
                _ => panic!("unknown line from allocations: {line}"),
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_line_is_read() {
        let counts = Counts::from_lines(
            "allocations\tc\ttask\tw\tcut\tours\t0.5\t16\n\
             heap\tc\tnothing\t8\n\
             size\tc\tDecoder\t64\n\
             beside\tc\tPeer\t256\t4096\n",
        );
        let [allocations] = &*counts.allocations else {
            panic!("one row");
        };
        assert_eq!(allocations.contender, "ours");
        assert_eq!(
            [allocations.per_unit, allocations.bytes_per_unit],
            [0.5, 16.0]
        );
        assert!(matches!(&*counts.heap, [heap] if heap.bytes == 8.0));
        assert!(matches!(&*counts.sizes, [size] if size.bytes == 64));
        assert!(matches!(&*counts.beside, [peer] if [peer.bytes, peer.heap] == [256, 4_096]));
    }

    #[test]
    #[should_panic(expected = "unknown line")]
    fn another_line_is_refused() {
        Counts::from_lines("peak\tc\t1\n");
    }
}
