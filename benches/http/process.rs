//! What the kernel knows of a process: its time on the processors, its memory.

use std::{fs, time::Duration};

/// The unit of times in `/proc`, fixed on Linux.
const TICKS_PER_SECOND: u32 = 100;

/// Places in `/proc/<pid>/stat` behind the name, which is the only one that may have spaces.
const PARENT: usize = 1;
const OWN: [usize; 2] = [11, 12];
const ENDED_CHILDREN: [usize; 2] = [13, 14];

/// The time that a process has used.
pub fn cpu(pid: u32) -> Duration {
    stat(pid).map_or(Duration::ZERO, |stat| ticks(&stat, OWN))
}

/// The time that a process and its children have used, those that have ended included.
pub fn cpu_with_children(pid: u32) -> Duration {
    let itself = stat(pid).map_or(Duration::ZERO, |stat| {
        ticks(&stat, OWN) + ticks(&stat, ENDED_CHILDREN)
    });
    let children: Duration = fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| stat(entry.ok()?.file_name().to_str()?.parse().ok()?))
        .filter(|stat| stat[PARENT] == i64::from(pid))
        .map(|stat| ticks(&stat, OWN))
        .sum();
    itself + children
}

/// The most memory that a process has had, in MiB.
pub fn peak_memory(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let kilobytes: u64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.strip_suffix("kB"))
        .unwrap()
        .trim()
        .parse()
        .unwrap();
    kilobytes / 1024
}

/// The numbers behind the name; the state, a letter, counts as 0. None once the process is gone.
fn stat(pid: u32) -> Option<Vec<i64>> {
    let line = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, fields) = line.rsplit_once(')')?;
    let number = |field: &str| field.parse().unwrap_or_default();
    Some(fields.split_whitespace().map(number).collect())
}

fn ticks(stat: &[i64], places: [usize; 2]) -> Duration {
    let ticks: i64 = places.iter().map(|place| stat[*place]).sum();
    Duration::from_secs(ticks.unsigned_abs()) / TICKS_PER_SECOND
}
