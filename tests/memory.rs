//! What a load says it will take, against what it takes.

use kindred::load::{LoadOptions, Loader, Source};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The system's allocator, counting.
struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: everything is passed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        PEAK.fetch_max(HELD.fetch_add(layout.size(), Relaxed) + layout.size(), Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What the load of this file said it needs, and what it took at most.
fn needed_and_taken(name: &str, text: String) -> (f64, f64) {
    let before = HELD.load(Relaxed);
    PEAK.store(before, Relaxed);
    let source = Source { name: name.into(), size: text.len() as u64, test: false };
    let mut loader = Loader::new(vec![source], LoadOptions::default()).unwrap();
    while let Some(want) = loader.want() {
        let start = want.offset as usize;
        loader.feed(&text.as_bytes()[start..text.len().min(start + want.length)]).unwrap();
    }
    let needed = loader.needed_memory();
    let loaded = loader.finish().unwrap();
    let taken = PEAK.load(Relaxed) - before;
    drop(loaded);
    (needed as f64, taken as f64)
}

/// One test, as all of the process counts.
#[test]
fn what_a_load_says_it_needs_is_what_it_takes() {
    let n = 300_000;
    let title = "The Rather Long and Telling Title of Product";
    let described: String = (0..n / 4)
        .map(|i| {
            format!(
                "{{\"asin\": \"B{i:09}\", \"title\": \"{title} {i}\", \"categories\": [[\"Music\", \"Pop {}\", \"Live {}\"]], \"also_buy\": [\"B{:09}\"]}}\n",
                i % 100,
                i % 7,
                (i * 7 + 1) % (n / 4)
            )
        })
        .collect();
    let pairs: String = std::iter::once("product1,product2,relationship\n".to_owned())
        .chain((0..n).map(|i| format!("B{:09},B{:09},also_bought\n", i % 20_000, i * 31 % 19_997)))
        .collect();
    let ratings: String =
        std::iter::once("user,item,rating,timestamp\n".to_owned())
            .chain((0..n).map(|i| {
                format!("A{:013},B{:09},{},{}\n", i / 10, i * 31 % 9_973, i % 5 + 1, 1_400_000_000 + i)
            }))
            .collect();
    let titled: String = std::iter::once("user,item,title,rating\n".to_owned())
        .chain((0..n / 2).map(|i| format!("A{:013},B{i:09},{title} {i},{}\n", i / 10, i % 5 + 1)))
        .collect();
    for (name, text) in
        [("meta.json", described), ("pairs.csv", pairs), ("ratings.csv", ratings), ("titled.csv", titled)]
    {
        let (needed, taken) = needed_and_taken(name, text);
        let share = needed / taken;
        println!("{name}: needs {:.1} MiB, took {:.1} MiB", needed / 1048576.0, taken / 1048576.0);
        assert!((0.8..1.25).contains(&share), "{name}: said {needed}, took {taken}");
    }
}
