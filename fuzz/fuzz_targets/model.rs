//! Any bytes as a saved model: it is refused, or it answers and is saved again. Nothing panics or hangs, and no
//! allocation is out of proportion to the file.
//!
//! A file is the length of its header, the header in JSON, and numbers. Chance alone hardly keeps the three in step, so
//! besides the whole file the header alone (with its length put right) and the numbers alone are mutated.

#![no_main]

use kindred::model::{Fitted, ListOptions, OwnRating};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use std::alloc::{GlobalAlloc, Layout, System};

/// The most that one allocation may take: files are a few kilobytes.
const MOST: usize = 64 << 20;

struct Limited;

// SAFETY: the system's allocator does all the work.
unsafe impl GlobalAlloc for Limited {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.size() > MOST {
            eprintln!("{} bytes wanted\n{}", layout.size(), std::backtrace::Backtrace::force_capture());
            std::process::abort();
        }
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static LIMITED: Limited = Limited;

fuzz_target!(|bytes: &[u8]| {
    let Ok(fitted) = Fitted::load(bytes) else { return };
    let catalog = fitted.ratings().catalog();
    let everything = ListOptions { include_seen: true, ..ListOptions::default() };
    for user in 0..catalog.users.len().min(3) as u32 {
        let user = catalog.users.ids.get(user);
        let _ = fitted.recommend(user, 3, &ListOptions::default());
        let _ = fitted.recommend(user, usize::MAX, &everything);
        let _ = fitted.similar_users(user, 3);
    }
    let mut own = Vec::new();
    for item in 0..catalog.items.len().min(3) as u32 {
        let id = catalog.items.ids.get(item);
        let _ = fitted.similar_items(id, 3);
        own.push(OwnRating { id: id.to_owned(), rating: 1.0 });
        let _ = fitted.recommend_for(&own, 3, &everything);
    }
    let saved = fitted.save().expect("what was loaded can be saved");
    let again = Fitted::load(&saved).expect("what was saved can be loaded");
    assert_eq!(again.save().expect("and saved again"), saved);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let header = data[..size].first_chunk().map(|length| u64::from_le_bytes(*length));
    let header = header.and_then(|n| usize::try_from(n).ok()).filter(|&n| n > 0 && n < size - 8);
    match (seed % 4, header) {
        (1 | 2, Some(header)) => {
            let numbers = data[8 + header..size].to_vec();
            let room = max_size - 8 - numbers.len();
            let length = fuzzer_mutate(&mut data[8..8 + room], header, room);
            data[8 + length..][..numbers.len()].copy_from_slice(&numbers);
            data[..8].copy_from_slice(&(length as u64).to_le_bytes());
            8 + length + numbers.len()
        }
        (3, Some(header)) => {
            let length = size - 8 - header;
            fuzzer_mutate(&mut data[8 + header..size], length, length);
            size
        }
        _ => fuzzer_mutate(data, size, max_size),
    }
});
