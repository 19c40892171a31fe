//! What the examples share: what this process took of the machine, where the system tells (Linux).

use std::fs::read_to_string;

/// The largest resident memory so far, in bytes.
pub fn peak_bytes() -> Option<u64> {
    let status = read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib * 1024)
}

/// Seconds that the main thread, which does all the work, has had of a processor. On a busy machine
/// they say more than the time that has passed.
pub fn processor_seconds() -> Option<f64> {
    let nanoseconds = read_to_string("/proc/self/schedstat").ok()?;
    nanoseconds.split_whitespace().next()?.parse::<f64>().ok().map(|ns| ns / 1e9)
}
