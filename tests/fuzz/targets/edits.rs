//! After any edits a document equals one made from the resulting text.

use syntax::Document;

use super::text_target;
use crate::input::Input;

text_target!(Edits, "edits", runs: 5_000, text: 100, edits: 4);

pub(crate) fn run(input: &Input) {
    let mut document = Document::new(input.text.clone());
    let mut text = input.text.clone();
    for edit in &input.edits {
        edit.apply(&mut text);
        document.edit(edit.range(), &edit.insert);
        let fresh = Document::new(text.clone());
        assert_eq!(document.text(), fresh.text());
        assert!(document.outline() == fresh.outline(), "the outline differs after {edit:?}");
        assert_eq!(document.problems(), fresh.problems(), "after {edit:?}");
        assert_eq!(document.tree().nodes(), fresh.tree().nodes(), "after {edit:?}");
    }
}
