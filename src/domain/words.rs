//! Defines enums whose variants are stored and typed as words.

/// Defines an enum of words, with conversions to and from text.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// All variants, in declaration order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The words, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word,)*];

            /// Returns the word that is stored, typed and printed.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// Returns the variant of a word, ignoring case.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|each| each.word().eq_ignore_ascii_case(word.trim()))
            }
        }

        impl $crate::domain::value::Word for $name {
            fn word(self) -> &'static str {
                self.word()
            }

            fn from_word(word: &str) -> Option<Self> {
                Self::from_word(word)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}
pub(super) use words;
