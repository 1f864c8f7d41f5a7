//! Why something in the file does not do what it seems to do, with the words for it.
//!
//! The ids name the reasons for tests and for comparison with what paas-charm does. They are no
//! codes of findings: some reasons are reported by no rule, or by one with another name.

use std::borrow::Cow;

use crate::versions::Version;

/// A remark about one place of charmcraft.yaml.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Keys from the root of charmcraft.yaml; or `paas-config.yaml` alone for that file.
    pub path: Vec<String>,
    /// What is the matter.
    pub reason: Reason,
}

impl Remark {
    pub(super) fn at<const N: usize>(path: [&str; N], reason: Reason) -> Remark {
        Remark { path: path.map(str::to_owned).to_vec(), reason }
    }

    pub(super) fn at_option(name: &str, reason: Reason) -> Remark {
        Remark::at(["config", "options", name], reason)
    }

    pub(super) fn at_endpoint(name: &str, reason: Reason) -> Remark {
        Remark::at(["requires", name], reason)
    }
}

/// What becomes of the charm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing is said, and nothing reaches the application, or not what one would think.
    Ignored,
    /// The charm stays blocked whatever the operator does.
    Blocked,
    /// Every hook ends with an exception.
    Crash,
}

/// Why an option or endpoint has no effect, or breaks the charm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The option starts with a prefix that paas-charm keeps to itself.
    ReservedOptionPrefix {
        /// Such as `app-`.
        prefix: &'static str,
    },
    /// The option has the name of a setting of the framework.
    OptionShadowedByFramework,
    /// Another option has the same variable and comes later in the sorted order.
    OptionNamesFoldTogether {
        /// The option that wins.
        winner: String,
    },
    /// The framework sets the variable itself.
    OptionOverwrittenByFramework {
        /// The variable.
        variable: Cow<'static, str>,
    },
    /// An integration sets the variable too.
    OptionOverwrittenByIntegration {
        /// Endpoint of the integration.
        endpoint: String,
    },
    /// The option is required, and its value is dropped before it is looked at.
    RequiredOptionNeverReachesModel,
    /// The option has the name of something in the class that paas-charm builds from the options.
    OptionNameBreaksModel,
    /// paas-charm looks for the interface under another endpoint name.
    EndpointNameNotRecognised {
        /// The name it looks for.
        expected: &'static str,
    },
    /// paas-charm looks for another interface under this endpoint name.
    EndpointInterfaceMismatch {
        /// The interface it looks for.
        expected: &'static str,
    },
    /// paas-charm does not know the interface.
    InterfaceNotSupported,
    /// A later paas-charm than the charm's knows the interface.
    InterfaceNewerThanPaasCharm {
        /// The first that does.
        since: Version,
    },
    /// `optional: false` does nothing for this interface.
    OptionalFalseNotEnforced,
    /// An endpoint for a database has another name than paas-charm builds on.
    DatabaseEndpointName {
        /// The name it must have.
        expected: &'static str,
    },
    /// A second endpoint has the same database interface.
    DuplicateDatabaseInterface,
    /// The endpoint `tracing` lacks `limit: 1`.
    TracingWithoutLimit,
    /// A second endpoint has the interface `oauth`.
    MultipleOauth,
    /// The scopes of an oauth endpoint lack `openid`.
    OauthScopesWithoutOpenid,
    /// Django without an endpoint for a database.
    DjangoNeedsDatabase,
    /// paas-config.yaml has a key or value that paas-charm does not take.
    PaasConfigRefused,
    /// The option has no type.
    OptionWithoutType,
    /// Two endpoints for databases have each other's names.
    DatabaseEndpointSwapped {
        /// The interface that goes with the name.
        expected: &'static str,
        /// The endpoint whose data is read in its place.
        read: String,
    },
    /// The endpoint's name comes with its dash into the names of variables.
    OauthEndpointDash,
    /// The endpoint does not say whether the charm can do without it.
    EndpointOptionalDefaultsToFalse,
    /// A second integration on the endpoint crashes the charm, and nothing keeps it away.
    EndpointWithoutLimit,
    /// Two databases set the same Spring properties.
    SpringTwoSqlDatabases {
        /// The endpoint that stands first in the file.
        first: String,
    },
}

impl Reason {
    /// A stable name in kebab case.
    pub fn id(&self) -> &'static str {
        match self {
            Reason::ReservedOptionPrefix { .. } => "reserved-option-prefix",
            Reason::OptionShadowedByFramework => "option-shadowed-by-framework",
            Reason::OptionNamesFoldTogether { .. } => "option-names-fold-together",
            Reason::OptionOverwrittenByFramework { .. } => "option-overwritten-by-framework",
            Reason::OptionOverwrittenByIntegration { .. } => "option-overwritten-by-integration",
            Reason::RequiredOptionNeverReachesModel => "required-option-never-reaches-model",
            Reason::OptionNameBreaksModel => "option-name-breaks-model",
            Reason::EndpointNameNotRecognised { .. } => "endpoint-name-not-recognised",
            Reason::EndpointInterfaceMismatch { .. } => "endpoint-interface-mismatch",
            Reason::InterfaceNotSupported => "interface-not-supported",
            Reason::InterfaceNewerThanPaasCharm { .. } => "newer-than-tool-version",
            Reason::OptionalFalseNotEnforced => "optional-false-not-enforced",
            Reason::DatabaseEndpointName { .. } => "database-endpoint-name",
            Reason::DuplicateDatabaseInterface => "duplicate-database-interface",
            Reason::TracingWithoutLimit => "tracing-without-limit",
            Reason::MultipleOauth => "multiple-oauth",
            Reason::OauthScopesWithoutOpenid => "oauth-scopes-without-openid",
            Reason::DjangoNeedsDatabase => "django-needs-database",
            Reason::PaasConfigRefused => "paas-config-invalid",
            Reason::OptionWithoutType => "option-without-type",
            Reason::DatabaseEndpointSwapped { .. } => "database-endpoint-swapped",
            Reason::OauthEndpointDash => "oauth-endpoint-dash",
            Reason::EndpointOptionalDefaultsToFalse => "endpoint-optional-defaults-to-false",
            Reason::EndpointWithoutLimit => "endpoint-without-limit",
            Reason::SpringTwoSqlDatabases { .. } => "spring-two-sql-databases",
        }
    }

    /// What becomes of the charm.
    pub fn effect(&self) -> Effect {
        match self {
            Reason::OptionNameBreaksModel
            | Reason::DatabaseEndpointName { .. }
            | Reason::DuplicateDatabaseInterface
            | Reason::TracingWithoutLimit
            | Reason::OptionWithoutType
            | Reason::PaasConfigRefused => Effect::Crash,
            Reason::RequiredOptionNeverReachesModel
            | Reason::MultipleOauth
            | Reason::OauthScopesWithoutOpenid
            | Reason::DjangoNeedsDatabase => Effect::Blocked,
            _ => Effect::Ignored,
        }
    }

    /// The reason in a sentence, without a full stop.
    pub fn sentence(&self) -> String {
        match self {
            Reason::ReservedOptionPrefix { prefix } => {
                format!("paas-charm exports no option whose name starts with `{prefix}`")
            }
            Reason::OptionShadowedByFramework => {
                "the framework has a setting of this name, so paas-charm drops the option"
                    .to_owned()
            }
            Reason::OptionNamesFoldTogether { winner } => {
                format!("option `{winner}` has the same variable, and its value wins")
            }
            Reason::OptionOverwrittenByFramework { variable } => {
                format!("paas-charm sets `{variable}` itself, after the options")
            }
            Reason::OptionOverwrittenByIntegration { endpoint } => {
                format!("the integration on `{endpoint}` sets the same variable, after the options")
            }
            Reason::RequiredOptionNeverReachesModel => {
                "the option is required (`optional: false`), but paas-charm drops it early: \
                 the charm stays blocked even when the option is set"
                    .to_owned()
            }
            Reason::OptionNameBreaksModel => {
                "paas-charm crashes on an option of this name in every hook".to_owned()
            }
            Reason::EndpointNameNotRecognised { expected } => {
                format!("paas-charm looks for this interface only on an endpoint `{expected}`")
            }
            Reason::EndpointInterfaceMismatch { expected } => {
                format!("paas-charm looks for interface `{expected}` on an endpoint of this name")
            }
            Reason::InterfaceNotSupported => {
                "paas-charm does not know this interface: only code of the charm itself can use it"
                    .to_owned()
            }
            Reason::InterfaceNewerThanPaasCharm { since } => {
                format!(
                    "paas-charm knows this interface since {since}, and the charm is for an older one"
                )
            }
            Reason::OptionalFalseNotEnforced => {
                "paas-charm starts the application without it, whatever `optional` says".to_owned()
            }
            Reason::DatabaseEndpointName { expected } => {
                format!("paas-charm crashes in every hook unless it is named `{expected}`")
            }
            Reason::DuplicateDatabaseInterface => {
                "paas-charm crashes in every hook when two endpoints have one database interface"
                    .to_owned()
            }
            Reason::TracingWithoutLimit => {
                "paas-charm crashes in every hook unless this endpoint has `limit: 1`".to_owned()
            }
            Reason::MultipleOauth => {
                "paas-charm takes one oauth endpoint: with a second the charm stays blocked"
                    .to_owned()
            }
            Reason::OauthScopesWithoutOpenid => {
                "the default lacks the scope `openid`: the charm stays blocked".to_owned()
            }
            Reason::DjangoNeedsDatabase => {
                "Django needs an endpoint for a database: without one it stays blocked".to_owned()
            }
            Reason::PaasConfigRefused => "paas-charm crashes on this file in every hook".to_owned(),
            Reason::OptionWithoutType => {
                "the charm crashes in every hook on an option without `type`".to_owned()
            }
            Reason::DatabaseEndpointSwapped { expected, read } => format!(
                "paas-charm reads the data of endpoint `{read}` for it, and expects interface \
                 `{expected}` under this name"
            ),
            Reason::OauthEndpointDash => {
                "the variables are named after the endpoint, and no shell reads names with a dash"
                    .to_owned()
            }
            Reason::EndpointOptionalDefaultsToFalse => {
                "the charm stays blocked until it is integrated, as nothing says \
                 `optional: true`"
                    .to_owned()
            }
            Reason::EndpointWithoutLimit => {
                "paas-charm crashes when the endpoint is integrated twice, and only `limit: 1` \
                 keeps that away"
                    .to_owned()
            }
            Reason::SpringTwoSqlDatabases { first } => format!(
                "endpoint `{first}` sets the same `spring.datasource` properties, and the later \
                 endpoint wins"
            ),
        }
    }
}
