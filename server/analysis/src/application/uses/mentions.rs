//! Words that look like the variable of an option, in any text: in scripts, templates, settings, comments.
//!
//! Who wants to say that nothing reads an option must not find its variable anywhere, however it got there.
//! So words are taken in every spelling that some framework would accept, and nothing is understood.

use memchr::memmem;

use super::sink::Sink;

/// What variables of options begin with, in the spellings of variables and of Spring's properties.
const BEGINNINGS: &[&str] = &["FLASK_", "DJANGO_", "APP_", "app_", "app.", "app-"];
/// More different words than this are a list of something else.
const MOST: usize = 500;

/// Hands the words to the sink, each once.
pub(super) fn collect(text: &str, sink: &mut Sink<'_>) {
    let mut count = 0;
    for beginning in BEGINNINGS {
        for at in memmem::find_iter(text.as_bytes(), beginning.as_bytes()) {
            if text.as_bytes().get(at.wrapping_sub(1)).is_some_and(u8::is_ascii_alphanumeric) {
                continue;
            }
            let rest = text.get(at..).unwrap_or_default();
            let word = rest.split(|ch: char| !is_part_of_name(ch)).next().unwrap_or_default();
            let word = word.trim_end_matches(['.', '-']);
            if *beginning == "app." && !is_property(word) {
                continue;
            }
            sink.mention(word);
            count += 1;
            if count >= MOST {
                return;
            }
        }
    }
}

fn is_part_of_name(ch: char) -> bool {
    ch.is_ascii_alphanumeric() || matches!(ch, '_' | '-' | '.')
}

/// `app.config`, `app.get` and the like stand in every application and are no property.
fn is_property(word: &str) -> bool {
    let known = ["app.config", "app.get", "app.post", "app.use", "app.route", "app.listen"];
    !known.iter().any(|method| word.starts_with(method)) && word.len() > "app.".len()
}
