//! Our plain data turned into what the client shows, in the form that it can take.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::str::FromStr;

use analysis::features::completion::{CompletionItem as OurItem, CompletionKind};
use analysis::features::inlay_hints::InlayHint as OurHint;
use analysis::features::names::Thing;
use analysis::features::symbols::{Symbol, SymbolKind as OurSymbolKind};
use analysis::{Finding, PathSegment, Severity};
use syntax::{Encoding, Text, TextRange, TextSize};
use tower_lsp_server::ls_types::*;

use super::abilities::{Abilities, Indentation};
use super::state::View;

/// What ends a value in brackets or braces.
const COMMITTING: [&str; 3] = [",", "]", "}"];

/// The name that stands beside our diagnostics.
pub(super) const SOURCE: &str = "flask-lsp";

/// The position of a byte offset.
pub(super) fn position(text: &Text, offset: TextSize, encoding: Encoding) -> Position {
    let at = text.line_col(offset, encoding);
    Position { line: at.line, character: at.col }
}

pub(super) fn range(text: &Text, range: TextRange, encoding: Encoding) -> Range {
    Range {
        start: position(text, range.start(), encoding),
        end: position(text, range.end(), encoding),
    }
}

pub(super) fn text_edit(text: &Text, edit: &analysis::TextEdit, encoding: Encoding) -> TextEdit {
    TextEdit { range: range(text, edit.range, encoding), new_text: edit.insert.clone() }
}

/// One finding. Its parts are one text, since that is all a client has room for.
pub(super) fn diagnostic(view: &View, abilities: &Abilities, finding: &Finding) -> Diagnostic {
    let encoding = abilities.encoding;
    let mut message = finding.message.clone();
    for (slot, text) in [("note", &finding.note), ("help", &finding.help)] {
        if let Some(text) = text {
            message.push_str(&format!("\n{slot}: {text}"));
        }
    }
    let related = || {
        let labels = finding.labels.iter();
        labels
            .map(|label| DiagnosticRelatedInformation {
                location: Location {
                    uri: view.uri.clone(),
                    range: range(view.text(), label.range, encoding),
                },
                message: label.message.clone(),
            })
            .collect::<Vec<_>>()
    };
    let page = || Uri::from_str(&finding.rule.url()).ok().map(|href| CodeDescription { href });
    Diagnostic {
        range: range(view.text(), finding.range, encoding),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Information => DiagnosticSeverity::INFORMATION,
            Severity::Hint => DiagnosticSeverity::HINT,
        }),
        code: Some(NumberOrString::String(finding.rule.id.to_owned())),
        code_description: abilities.code_description.then(page).flatten(),
        source: Some(SOURCE.to_owned()),
        message,
        related_information: (abilities.related_information && !finding.labels.is_empty())
            .then(related),
        tags: None,
        data: abilities.diagnostic_data.then(|| data(finding)),
    }
}

/// The same words as in the command line's reports.
fn data(finding: &Finding) -> serde_json::Value {
    let path = finding.key_path.iter().map(|segment| match segment {
        PathSegment::Key(key) => serde_json::Value::from(key.as_str()),
        PathSegment::Index(index) => serde_json::Value::from(*index),
    });
    serde_json::json!({
        "rejectedBy": finding.judge.map(|judge| judge.name()),
        "keyPath": path.collect::<Vec<_>>(),
        "fixable": !finding.fixes.is_empty(),
    })
}

/// A name for these diagnostics: equal diagnostics have equal names.
pub(super) fn result_id(diagnostics: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(diagnostics).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Markdown where the client shows it, else its text.
pub(super) fn markup(markdown: String, speaks_markdown: bool) -> MarkupContent {
    if speaks_markdown {
        return MarkupContent { kind: MarkupKind::Markdown, value: markdown };
    }
    MarkupContent { kind: MarkupKind::PlainText, value: plain_text(&markdown) }
}

/// Markdown without the signs that only its renderer needs.
fn plain_text(markdown: &str) -> String {
    let is_needed = |line: &&str| {
        let is_fence = line.trim_start().starts_with("```");
        let is_table_rule =
            line.starts_with('|') && line.chars().all(|ch| matches!(ch, '|' | '-' | ':' | ' '));
        !is_fence && !is_table_rule
    };
    let lines = markdown.lines().filter(is_needed);
    let lines = lines.map(|line| line.trim_start_matches('#').replace("**", "").replace('`', ""));
    lines.map(|line| line.trim().to_owned()).collect::<Vec<_>>().join("\n")
}

pub(super) fn inlay_hint(text: &Text, abilities: &Abilities, hint: OurHint) -> InlayHint {
    let tooltip = hint.tooltip.map(|tooltip| markup(tooltip, abilities.hover_markdown));
    InlayHint {
        position: position(text, hint.offset, abilities.encoding),
        label: InlayHintLabel::String(hint.label),
        kind: None,
        text_edits: None,
        tooltip: tooltip.map(InlayHintTooltip::MarkupContent),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    }
}

/// `cursor` splits what is replaced for clients that let the user choose.
pub(super) fn completion_item(
    text: &Text,
    abilities: &Abilities,
    cursor: TextSize,
    item: OurItem,
) -> CompletionItem {
    let is_snippet = item.plain_insert.is_some() && abilities.snippets;
    let mut new_text = match item.plain_insert {
        Some(plain) if !abilities.snippets => plain,
        _ => item.insert,
    };
    if abilities.indentation == Indentation::Never && new_text.contains('\n') {
        let line = text.slice(text.line_range(text.line_of(item.replace.start())));
        let indentation = line.get(..line.len() - line.trim_start_matches(' ').len());
        new_text = new_text.replace('\n', &format!("\n{}", indentation.unwrap_or_default()));
    }
    let has_lines = new_text.contains('\n');
    let replace = range(text, item.replace, abilities.encoding);
    let cursor = cursor.clamp(item.replace.start(), item.replace.end());
    let text_edit = if abilities.insert_replace {
        let end = position(text, cursor, abilities.encoding);
        let insert = Range { start: replace.start, end };
        CompletionTextEdit::InsertAndReplace(InsertReplaceEdit { new_text, insert, replace })
    } else {
        CompletionTextEdit::Edit(TextEdit { range: replace, new_text })
    };
    let label_details = |detail: &String| CompletionItemLabelDetails {
        detail: None,
        description: Some(detail.clone()),
    };
    let is_lazy = item.has_more && abilities.lazy_documentation;
    let retrigger = abilities.retrigger.filter(|_| item.retrigger);
    CompletionItem {
        label: item.label,
        label_details: item.detail.as_ref().filter(|_| abilities.label_details).map(label_details),
        kind: Some(completion_kind(item.kind)),
        detail: item.detail,
        documentation: item
            .documentation
            .filter(|_| !is_lazy)
            .map(|text| documentation(abilities, text)),
        data: is_lazy.then(has_more),
        sort_text: Some(item.sort_text),
        filter_text: item.filter_text,
        insert_text_format: Some(match is_snippet {
            true => InsertTextFormat::SNIPPET,
            false => InsertTextFormat::PLAIN_TEXT,
        }),
        insert_text_mode: (has_lines && abilities.indentation == Indentation::OnDemand)
            .then_some(InsertTextMode::ADJUST_INDENTATION),
        text_edit: Some(text_edit),
        commit_characters: (item.is_closed && abilities.commit_characters)
            .then(|| COMMITTING.map(str::to_owned).to_vec()),
        command: retrigger.map(|command| Command {
            title: "Suggest".to_owned(),
            command: command.to_owned(),
            arguments: None,
        }),
        tags: (item.deprecated && abilities.deprecated_tag)
            .then(|| vec![CompletionItemTag::DEPRECATED]),
        ..Default::default()
    }
}

pub(super) fn documentation(abilities: &Abilities, markdown: String) -> Documentation {
    Documentation::MarkupContent(markup(markdown, abilities.completion_markdown))
}

/// What the client gives back to get the documentation of an item that came without.
pub(super) fn has_more() -> serde_json::Value {
    "documentation".into()
}

fn completion_kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Key => CompletionItemKind::PROPERTY,
        CompletionKind::Value => CompletionItemKind::ENUM_MEMBER,
        CompletionKind::Interface => CompletionItemKind::INTERFACE,
        CompletionKind::Block => CompletionItemKind::STRUCT,
        CompletionKind::File => CompletionItemKind::FILE,
        CompletionKind::Directory => CompletionItemKind::FOLDER,
        CompletionKind::Name => CompletionItemKind::REFERENCE,
        CompletionKind::Package => CompletionItemKind::MODULE,
    }
}

#[allow(deprecated)] // The field has to be named to be left out.
pub(super) fn symbol(text: &Text, abilities: &Abilities, symbol: Symbol) -> DocumentSymbol {
    let children = symbol.children.into_iter();
    let children: Vec<_> = children.map(|child| self::symbol(text, abilities, child)).collect();
    DocumentSymbol {
        name: symbol_name(symbol.name),
        detail: symbol.detail,
        kind: symbol_kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: range(text, symbol.range, abilities.encoding),
        selection_range: range(text, symbol.selection, abilities.encoding),
        children: (!children.is_empty()).then_some(children),
    }
}

/// The same without nesting: each symbol names the one that holds it.
#[allow(deprecated)] // The field has to be named to be left out.
pub(super) fn flat_symbols(
    view: &View,
    abilities: &Abilities,
    symbols: Vec<Symbol>,
    container: Option<&str>,
    flat: &mut Vec<SymbolInformation>,
) {
    for symbol in symbols {
        let name = symbol_name(symbol.name);
        let range = range(view.text(), symbol.range, abilities.encoding);
        flat.push(SymbolInformation {
            name: name.clone(),
            kind: symbol_kind(symbol.kind),
            tags: None,
            deprecated: None,
            location: Location { uri: view.uri.clone(), range },
            container_name: container.map(str::to_owned),
        });
        flat_symbols(view, abilities, symbol.children, Some(&name), flat);
    }
}

/// The protocol forbids names without a visible character.
fn symbol_name(name: String) -> String {
    if name.trim().is_empty() { "(empty)".to_owned() } else { name }
}

fn symbol_kind(kind: OurSymbolKind) -> SymbolKind {
    match kind {
        OurSymbolKind::Section => SymbolKind::NAMESPACE,
        OurSymbolKind::Field => SymbolKind::FIELD,
        OurSymbolKind::List => SymbolKind::ARRAY,
        OurSymbolKind::ConfigOption => SymbolKind::PROPERTY,
        OurSymbolKind::Endpoint => SymbolKind::INTERFACE,
        OurSymbolKind::Part => SymbolKind::MODULE,
        OurSymbolKind::Service => SymbolKind::EVENT,
        OurSymbolKind::Action => SymbolKind::FUNCTION,
        OurSymbolKind::Container => SymbolKind::CLASS,
        OurSymbolKind::Resource => SymbolKind::CONSTANT,
        OurSymbolKind::Storage => SymbolKind::FILE,
    }
}

/// The same kinds as in the outline of a file.
pub(super) fn thing_kind(thing: Thing) -> SymbolKind {
    symbol_kind(match thing {
        Thing::ConfigOption => OurSymbolKind::ConfigOption,
        Thing::Endpoint => OurSymbolKind::Endpoint,
        Thing::Part => OurSymbolKind::Part,
        Thing::Service => OurSymbolKind::Service,
        Thing::Action => OurSymbolKind::Action,
        Thing::Container => OurSymbolKind::Container,
        Thing::Resource => OurSymbolKind::Resource,
        Thing::Storage => OurSymbolKind::Storage,
        Thing::Check | Thing::Extension | Thing::Anchor => OurSymbolKind::Section,
    })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn plain_text_keeps_the_words_of_a_page() {
        let page = "## `token`\n\n| variable | when |\n| --- | :-: |\n| `FLASK_TOKEN` | **always** |\n\n```sh\njuju config app token=x\n```\n";
        expect![[r#"
            token

            | variable | when |
            | FLASK_TOKEN | always |

            juju config app token=x"#]]
        .assert_eq(&plain_text(page));
    }

    #[test]
    fn a_choice_between_insert_and_replace_splits_at_the_cursor() {
        let text = Text::new("interface: post-greh\n".into());
        let item = || OurItem {
            label: "postgresql_client".into(),
            kind: CompletionKind::Interface,
            detail: None,
            documentation: None,
            has_more: false,
            replace: TextRange::new(11.into(), 20.into()),
            insert: "postgresql_client".into(),
            plain_insert: None,
            filter_text: None,
            sort_text: "1".into(),
            deprecated: true,
            retrigger: true,
            is_closed: false,
            follows_typing: false,
        };
        let client = Abilities { insert_replace: true, ..Default::default() };
        let edit = completion_item(&text, &client, 15.into(), item()).text_edit;
        let Some(CompletionTextEdit::InsertAndReplace(edit)) = edit else { panic!("{edit:?}") };
        assert_eq!((edit.insert.end.character, edit.replace.end.character), (15, 20));
        let plain = completion_item(&text, &Abilities::default(), 15.into(), item());
        assert!(matches!(plain.text_edit, Some(CompletionTextEdit::Edit(_))));
        assert_eq!((plain.tags, plain.command, plain.label_details), (None, None, None));
    }

    #[test]
    fn further_lines_are_indented_for_clients_that_do_not() {
        let text = Text::new("requires:\n  po".into());
        let item = || OurItem {
            label: "postgresql".into(),
            kind: CompletionKind::Block,
            detail: None,
            documentation: None,
            has_more: false,
            replace: TextRange::new(12.into(), 14.into()),
            insert: "postgresql:\n  interface: postgresql_client".into(),
            plain_insert: None,
            filter_text: None,
            sort_text: "1".into(),
            deprecated: false,
            retrigger: false,
            is_closed: false,
            follows_typing: false,
        };
        let inserted = |indentation| {
            let client = Abilities { indentation, ..Default::default() };
            let item = completion_item(&text, &client, 14.into(), item());
            let Some(CompletionTextEdit::Edit(edit)) = item.text_edit else { panic!() };
            (edit.new_text, item.insert_text_mode)
        };
        let relative = "postgresql:\n  interface: postgresql_client".to_owned();
        let absolute = "postgresql:\n    interface: postgresql_client".to_owned();
        let adjust = Some(InsertTextMode::ADJUST_INDENTATION);
        assert_eq!(inserted(Indentation::OnDemand), (relative.clone(), adjust));
        assert_eq!(inserted(Indentation::Unsaid), (relative, None));
        assert_eq!(inserted(Indentation::Never), (absolute, None));
    }

    #[test]
    fn snippets_go_only_to_clients_that_expand_them() {
        let text = Text::new("re".into());
        let item = || OurItem {
            label: "requires".into(),
            kind: CompletionKind::Block,
            detail: None,
            documentation: None,
            has_more: false,
            replace: TextRange::new(0.into(), 2.into()),
            insert: "requires:\n  ${1:db}:".into(),
            plain_insert: Some("requires:\n  ".into()),
            filter_text: None,
            sort_text: "1".into(),
            deprecated: false,
            retrigger: false,
            is_closed: false,
            follows_typing: false,
        };
        let inserted = |client: &Abilities| {
            let item = completion_item(&text, client, 2.into(), item());
            let Some(CompletionTextEdit::Edit(edit)) = item.text_edit else { panic!() };
            (edit.new_text, item.insert_text_format)
        };
        let able = Abilities { snippets: true, ..Default::default() };
        let snippet = Some(InsertTextFormat::SNIPPET);
        assert_eq!(inserted(&able), ("requires:\n  ${1:db}:".into(), snippet));
        let plain = Some(InsertTextFormat::PLAIN_TEXT);
        assert_eq!(inserted(&Abilities::default()), ("requires:\n  ".into(), plain));
    }
}
