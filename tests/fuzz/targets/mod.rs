//! What is tried: one file for each target.

pub(crate) mod analysis;
pub(crate) mod edits;
pub(crate) mod parser;
pub(crate) mod rechecks;
pub(crate) mod sound;

/// Those that take a text and edits differ in what they do with them and in the size of the texts.
macro_rules! text_target {
    ($target:ident, $name:literal, runs: $runs:literal, text: $text:literal, edits: $edits:literal) => {
        pub(crate) struct $target;

        impl $crate::run::Target for $target {
            type Input = $crate::input::Input;

            const NAME: &'static str = $name;
            const RUNS: u64 = $runs;

            fn draw(random: &mut $crate::random::Random) -> Self::Input {
                let size = $crate::input::Size { text: $text, edits: $edits };
                $crate::input::Input::draw(random, &size)
            }

            fn run(input: &Self::Input) {
                run(input);
            }

            fn smaller(input: &Self::Input) -> Vec<Self::Input> {
                input.smaller()
            }

            fn weight(input: &Self::Input) -> usize {
                input.weight()
            }

            fn to_json(input: &Self::Input) -> serde_json::Value {
                input.to_json()
            }

            fn from_json(value: &serde_json::Value) -> Option<Self::Input> {
                $crate::input::Input::from_json(value)
            }
        }
    };
}

pub(crate) use text_target;
