//! Finds the one flipped bit that explains a wrong CRC-32.
//!
//! A CRC is linear: flipping a bit of the data changes the checksum by a value that depends only on the distance of the
//! bit from the end. All these values are different for data of less than 2³² − 1 bits.

/// The reflected polynomial of CRC-32 (IEEE 802.3), which `crc32fast` computes.
const POLYNOMIAL: u32 = 0xEDB8_8320;

/// Returns the change of the checksum of `n` zero bytes by each possible value of the first byte, for `n` = 1.
const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut value = byte;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { (value >> 1) ^ POLYNOMIAL } else { value >> 1 };
            bit += 1;
        }
        table[byte as usize] = value;
        byte += 1;
    }
    table
}

static TABLE: [u32; 256] = table();

/// The position of a flipped bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum FlippedBit {
    /// A bit of the data: the index of its byte, and the mask of the bit in it.
    Data(usize, u8),
    /// A bit of the stored checksum.
    Checksum,
}

/// Returns the bit whose flip explains the difference between the stored checksum and the checksum that is computed from
/// `len` bytes of data; `None` if the checksums are equal, or if no single bit explains it.
pub(in crate::store) fn flipped_bit(len: usize, stored: i64, computed: i64) -> Option<FlippedBit> {
    let difference = stored ^ computed;
    if difference.count_ones() == 1 {
        return Some(FlippedBit::Checksum);
    }
    let wanted = u32::try_from(difference).ok().filter(|difference| *difference != 0)?;
    let mut changes: [u32; 8] = std::array::from_fn(|bit| TABLE[1 << bit]);
    for at in (0..len).rev() {
        if let Some(bit) = changes.iter().position(|change| *change == wanted) {
            return Some(FlippedBit::Data(at, 1 << bit));
        }
        for change in &mut changes {
            *change = TABLE[(*change & 0xFF) as usize] ^ (*change >> 8);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flipped_bit_is_found() {
        let data: Vec<u8> = (0..300_u16).map(|at| (at * 7 % 251) as u8).collect();
        let sum = i64::from(crc32fast::hash(&data));
        for at in 0..data.len() * 8 {
            let (byte, mask) = (at / 8, 1 << (at % 8));
            let mut flipped = data.clone();
            flipped[byte] ^= mask;
            let computed = i64::from(crc32fast::hash(&flipped));
            assert_eq!(flipped_bit(data.len(), sum, computed), Some(FlippedBit::Data(byte, mask)));
        }
        for bit in 0..63 {
            assert_eq!(flipped_bit(data.len(), sum ^ (1 << bit), sum), Some(FlippedBit::Checksum));
        }
        assert_eq!(flipped_bit(data.len(), sum, sum), None);
        let mut two = data.clone();
        two[10] ^= 1;
        two[200] ^= 4;
        assert_eq!(flipped_bit(data.len(), sum, i64::from(crc32fast::hash(&two))), None);
    }
}
