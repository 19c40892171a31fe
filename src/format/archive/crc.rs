//! The checksum of gzip and zip: CRC-32 (ISO 3309, with the polynomial 0xEDB88320 of reflected bits; RFC 1952, section 8).

/// Bytes that are taken in at once.
const SLICE: usize = 8;

/// The checksum of bytes that come in portions.
///
/// The tables are made when they are needed: as constants they would be bytes that cannot be packed, an eighth of what else
/// a page has to load before it can read a file.
pub struct Crc {
    /// `tables[k][b]`: what byte `b` does to the checksum when `k` bytes follow it (Kounavis and Berry, “A systematic
    /// approach to building high performance, software-based, CRC generators”, 2005).
    tables: Box<[[u32; 256]; SLICE]>,
    state: u32,
}

impl Default for Crc {
    /// Of no bytes yet.
    fn default() -> Self {
        let mut tables = Box::new([[0; 256]; SLICE]);
        for byte in 0..256 {
            let step = |crc: u32| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
            tables[0][byte] = (0..8).fold(byte as u32, |crc, _| step(crc));
        }
        for k in 1..SLICE {
            for byte in 0..256 {
                let before = tables[k - 1][byte];
                tables[k][byte] = before >> 8 ^ tables[0][(before & 255) as usize];
            }
        }
        Crc { tables, state: !0 }
    }
}

impl Crc {
    /// Takes in the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        let t = &*self.tables;
        let mut state = self.state;
        let (slices, rest) = bytes.as_chunks::<SLICE>();
        for s in slices {
            let [a, b, c, d] = (state ^ u32::from_le_bytes([s[0], s[1], s[2], s[3]])).to_le_bytes();
            let [a, b, c, d] = [a, b, c, d].map(usize::from);
            let [e, f, g, h] = [s[4], s[5], s[6], s[7]].map(usize::from);
            state = t[7][a] ^ t[6][b] ^ t[5][c] ^ t[4][d] ^ t[3][e] ^ t[2][f] ^ t[1][g] ^ t[0][h];
        }
        for byte in rest {
            state = state >> 8 ^ t[0][usize::from(state as u8 ^ byte)];
        }
        self.state = state;
    }

    /// The checksum of all bytes so far.
    pub fn sum(&self) -> u32 {
        !self.state
    }

    /// Begins anew.
    pub fn reset(&mut self) {
        self.state = !0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_checksums_in_any_portions() {
        let sum = |portions: &[&[u8]]| {
            let mut crc = Crc::default();
            portions.iter().for_each(|bytes| crc.update(bytes));
            crc.sum()
        };
        assert_eq!(sum(&[]), 0);
        // The check value of the catalogue of CRC algorithms.
        assert_eq!(sum(&[b"123456789"]), 0xcbf4_3926);
        assert_eq!(sum(&[b"The quick brown fox jumps over the lazy dog"]), 0x414f_a339);
        assert_eq!(sum(&[b"The quick b", b"", b"rown fox jumps over the lazy", b" dog"]), 0x414f_a339);
        let bytes: Vec<u8> = (0..10_000u32).map(|i| ((i * i) >> 3) as u8).collect();
        let mut other = flate2::Crc::new();
        other.update(&bytes);
        assert_eq!(sum(&[&bytes[..4321], &bytes[4321..]]), other.sum());
    }
}
