//! The style rules that put the typefaces of the documents into an HTML page, so that it needs no other file.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A face in two files: the characters of English and Western Europe, and the other Latin ones.
struct WebFace {
    family: &'static str,
    weight: u16,
    style: &'static str,
    western: &'static [u8],
    more: &'static [u8],
}

macro_rules! face {
    ($family:literal, $weight:literal, $style:literal, $file:literal) => {
        WebFace {
            family: $family,
            weight: $weight,
            style: $style,
            western: include_bytes!(concat!("../../assets/fonts/", $file, ".woff2")),
            more: include_bytes!(concat!("../../assets/fonts/", $file, ".more.woff2")),
        }
    };
}

const FACES: [WebFace; 5] = [
    face!("Brag Serif", 400, "normal", "serif"),
    face!("Brag Serif", 400, "italic", "serif-italic"),
    face!("Brag Serif", 600, "normal", "serif-semibold"),
    face!("Brag Sans", 400, "normal", "sans"),
    face!("Brag Sans", 600, "normal", "sans-semibold"),
];

/// The characters in the second file of each face.
const MORE: &str = "U+100-130,U+132-151,U+154-2BA,U+2BD-2C5,U+2C7-2CC,U+1E00-1EFF";

/// Returns the `@font-face` rules for a page with this text: about 120 kB, and twice that if it has Latin letters beyond
/// those of Western Europe.
pub fn rules(text: &str) -> String {
    let has_more = text.chars().any(is_beyond_western);
    let mut out = String::new();
    for face in &FACES {
        push(&mut out, face, face.western, "");
        if has_more {
            push(&mut out, face, face.more, &format!(";unicode-range:{MORE}"));
        }
    }
    out
}

fn is_beyond_western(c: char) -> bool {
    matches!(u32::from(c), 0x100..0x2C7 | 0x1E00..0x1F00)
}

fn push(out: &mut String, face: &WebFace, file: &[u8], range: &str) {
    let WebFace { family, weight, style, .. } = face;
    out.push_str(&format!(
        "@font-face{{font-family:\"{family}\";font-weight:{weight};font-style:{style};font-display:block;\
         src:url(data:font/woff2;base64,"
    ));
    STANDARD.encode_string(file, out);
    out.push_str(&format!(") format(\"woff2\"){range}}}\n"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_files_are_written_only_for_a_text_that_needs_them() {
        let (western, more) = (rules("Grüße – naïve €5"), rules("Łódź"));
        assert_eq!((western.matches("@font-face").count(), more.matches("@font-face").count()), (5, 10));
        assert!(western.len() < 140_000 && more.len() < 280_000, "{} {}", western.len(), more.len());
        assert!(western.is_ascii() && !western.contains('<'));
    }
}
