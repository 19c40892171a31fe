//! The generated ratings that the benchmarks load are the same bytes everywhere.

#[allow(dead_code)]
#[path = "../examples/generate.rs"]
mod generate;

fn hash(bytes: &[u8]) -> u64 {
    // Fowler, Noll and Vo's.
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_every_platform() {
    let rows = 100_000;
    let mut file = Vec::new();
    let (users, items) = generate::generate(&mut file, rows, 42).unwrap();
    assert_eq!((users, items), (628, 4720));
    let text = std::str::from_utf8(&file).unwrap();
    assert_eq!(text.lines().count() as u64, rows + 1);
    let head = text.lines().take(3).collect::<Vec<_>>();
    assert_eq!(head, ["userId,movieId,rating,timestamp", "1,136,3.0,1420522190", "1,1595,2.5,1420522243"]);
    assert_eq!(format!("{:016x}", hash(&file)), "dcbb751064518fd5");
}
