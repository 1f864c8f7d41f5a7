//! From the typed view of a charm to what `environment` wants to know, and back from its remarks to the
//! options and endpoints they are about.
//!
//! Nothing is derived and nothing is worded here.

use std::collections::HashMap;

use syntax::scalar::Integer;
use syntax::{NodeRef, Scalar};

use crate::environment::{
    self, DefaultInput, EndpointInput, Input, OptionInput, OptionKnown, PaasConfigInput, Reason,
    Remark, SCOPES, can_collide, has_to_do_with_options,
};
use crate::model::{ConfigOption, Endpoint, Extension, Section};
use crate::versions::Version;

/// What paas-charm makes of an option or endpoint, with the place where it stands.
#[derive(Debug)]
pub struct Verdict<'a> {
    /// Why there is something to say.
    pub reason: Reason,
    /// Name of the option or endpoint.
    pub name: String,
    /// What it is about.
    pub about: About<'a>,
}

/// What a [`Verdict`] is about.
#[derive(Debug, Clone, Copy)]
pub enum About<'a> {
    /// An option of the file.
    Option(ConfigOption<'a>),
    /// An option that the extension adds for an endpoint.
    AddedOption,
    /// An endpoint under `requires`.
    Endpoint(Endpoint<'a>),
    /// The charm as a whole.
    Charm,
}

/// What paas-charm makes of the options and endpoints of a charm with an extension. For `known` see
/// [`environment::remarks`]; it has a place for each option.
pub(crate) fn verdicts<'a>(
    extension: Extension,
    options: &[ConfigOption<'a>],
    endpoints: &[Endpoint<'a>],
    paas_config: Option<PaasConfigInput>,
    paas_charm: Option<Version>,
    known: &mut [Option<OptionKnown>],
) -> Vec<Verdict<'a>> {
    let required = || endpoints.iter().filter(|it| it.section == Section::Requires);
    let endpoint_inputs: Vec<_> = required().map(endpoint_input).collect();
    let asked = asked(options, &endpoint_inputs, known);
    let mut known_of_asked: Vec<_> =
        asked.iter().map(|&index| known.get(index).copied().flatten()).collect();
    let asked_options = asked.iter().filter_map(|&index| options.get(index));
    let input = Input {
        framework: extension.framework,
        variant: extension.variant,
        options: asked_options.zip(&known_of_asked).map(judged_input).collect(),
        endpoints: endpoint_inputs,
        paas_config,
        paas_charm,
    };
    let remarks = environment::remarks(&input, &mut known_of_asked);
    for (index, now_known) in asked.into_iter().zip(known_of_asked) {
        if let Some(known) = known.get_mut(index) {
            *known = now_known;
        }
    }
    let all = [remarks.breaks, remarks.ignored, remarks.advice];
    if all.iter().all(Vec::is_empty) {
        return Vec::new();
    }
    let is_of_option = |remark: &Remark| remark.path.first().is_some_and(|key| key == "config");
    let needs_options = all.iter().flatten().any(is_of_option);
    let named = options.iter().filter(|_| needs_options);
    let options: HashMap<_, _> = named.map(|it| (it.name().unwrap_or_default(), it)).collect();
    let endpoints: HashMap<_, _> =
        required().map(|it| (it.name().unwrap_or_default(), it)).collect();
    let place = |Remark { path, reason }: Remark| {
        let mut keys = path.into_iter();
        let (section, mut name) = (keys.next(), keys.next().unwrap_or_default());
        let about = match section.as_deref() {
            Some("config") => {
                name = keys.next().unwrap_or_default();
                let option = options.get(name.as_str());
                option.map_or(About::AddedOption, |option| About::Option(**option))
            }
            _ => endpoints.get(name.as_str()).map_or(About::Charm, |it| About::Endpoint(**it)),
        };
        Verdict { reason, name, about }
    };
    all.into_iter().flatten().map(place).collect()
}

/// The options to judge, by index: all of them, unless those that are known can have nothing to do with
/// the others or with an endpoint.
fn asked(
    options: &[ConfigOption<'_>],
    endpoints: &[EndpointInput<'_>],
    known: &[Option<OptionKnown>],
) -> Vec<usize> {
    let may_collide = |(option, known): (&ConfigOption<'_>, &Option<OptionKnown>)| match known {
        Some(known) => known.can_collide(),
        None => option.name().is_some_and(can_collide),
    };
    let each_alone =
        !has_to_do_with_options(endpoints) && !options.iter().zip(known).any(may_collide);
    let is_asked = |index: &usize| !each_alone || known.get(*index).is_none_or(Option::is_none);
    (0..options.len()).filter(is_asked).collect()
}

/// [`option_input`] without what only a table of variables shows, and without what nobody asks of an
/// option that is known.
fn judged_input<'a>((option, known): (&ConfigOption<'a>, &Option<OptionKnown>)) -> OptionInput<'a> {
    let name = option.name().unwrap_or_default();
    let default = || Some(default_input(option.field("default")?.value.resolved()));
    // Nobody asks for another one than that of the scopes of an oauth endpoint.
    let default = name.ends_with(SCOPES).then(default).flatten().unwrap_or_default();
    if known.is_some() {
        return OptionInput { name, default, ..OptionInput::default() };
    }
    OptionInput {
        name,
        option_type: option.type_name().filter(|name| !name.is_empty()),
        description: None,
        default,
        required: option.is_required(),
    }
}

/// An option as `environment` sees it; a name that is no text is empty.
pub(crate) fn option_input<'a>(option: &ConfigOption<'a>) -> OptionInput<'a> {
    let field = |key| Some(option.field(key)?.value.resolved());
    OptionInput {
        name: option.name().unwrap_or_default(),
        option_type: option.type_name().filter(|name| !name.is_empty()),
        description: field("description").and_then(NodeRef::text),
        default: field("default").map(default_input).unwrap_or_default(),
        required: option.is_required(),
    }
}

fn default_input(default: NodeRef<'_>) -> DefaultInput<'_> {
    match default.scalar() {
        None => DefaultInput::Other,
        Some(Scalar::Null) => DefaultInput::Absent,
        Some(Scalar::Bool(false)) => DefaultInput::Falsy,
        Some(Scalar::Int(Integer::Small(0))) => DefaultInput::Falsy,
        Some(Scalar::Float(0.0)) => DefaultInput::Falsy,
        Some(Scalar::Text(_)) => match default.text() {
            None | Some("") => DefaultInput::Falsy,
            Some(text) => DefaultInput::Text(text),
        },
        Some(_) => DefaultInput::Other,
    }
}

/// An endpoint as `environment` sees it.
pub(crate) fn endpoint_input<'a>(endpoint: &Endpoint<'a>) -> EndpointInput<'a> {
    EndpointInput {
        name: endpoint.name().unwrap_or_default(),
        interface: endpoint.interface(),
        optional: endpoint.optional(),
        limit: integer(endpoint.field("limit").map(|field| field.value.resolved())),
    }
}

fn integer(node: Option<NodeRef<'_>>) -> Option<i64> {
    match node?.scalar()? {
        Scalar::Int(Integer::Small(number)) => i64::try_from(number).ok(),
        _ => None,
    }
}
