//! The wasm as text inside the script: one request instead of two.
//!
//! The text is ASCII, so it reads the same whatever charset the page has (but UTF-16: docs/hosting.md), and
//! compresses nearly as well as the bytes: most bytes of a wasm are small, and each of them is one
//! character. Measured on the tracker: 104 % of the bytes' own brotli size; hex 108 %, base64 127 %.

/// Bytes below this are one character; the others follow a mark for their page of [`PAGE`].
const SINGLE: u8 = 88;
const PAGE: u8 = 84;
/// The first character after the marks (space and `!`) and the quote.
const FIRST: u8 = b'#';

/// Encodes bytes as the text that `pkg/src/unpack.js` decodes. It can stand between double quotes
/// as it is.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 6 / 5);
    for &byte in bytes {
        let place = match byte.checked_sub(SINGLE) {
            None => byte,
            Some(rest) if rest < PAGE => {
                text.push('!');
                rest
            }
            Some(rest) => {
                text.push(' ');
                rest - PAGE
            }
        };
        let code = FIRST + place;
        // A backslash would need another.
        text.push(char::from(code + u8::from(code >= b'\\')));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_plain_text_and_different() {
        let all: Vec<u8> = (0..=255).collect();
        let text = encode(&all);
        assert!(
            text.bytes().all(|byte| (b' '..=b'~').contains(&byte) && byte != b'"' && byte != b'\\')
        );
        let mut each: Vec<String> = all.iter().map(|byte| encode(&[*byte])).collect();
        assert_eq!(each.concat(), text);
        each.sort();
        each.dedup();
        assert_eq!(each.len(), 256);
        assert!(
            each.iter().all(|one| one.trim_start_matches(['!', ' ']).len() == 1),
            "a mark is no byte"
        );
    }
}
